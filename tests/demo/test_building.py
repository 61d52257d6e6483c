import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from sw_competency import demo, reports
from sw_competency.demo import building
from sw_competency.demo.ledger import by_owner
from sw_competency.errors import DemoError, MissingExtraError, SWCompetencyError
from sw_competency.stores import TinyDBStore


class Page(HTMLParser):
    """The links, anchors and fetched things of a page."""

    def __init__(self, path):
        super().__init__()
        self.links, self.anchors, self.fetched, self.hidden = [], set(), [], 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a":
            self.links.append(given["href"])
        if "id" in given:
            assert given["id"] not in self.anchors, "an id is unique in a page"
            self.anchors.add(given["id"])
        if tag in {"script", "link", "img", "iframe", "object"} or "src" in given:
            self.fetched.append(tag)


@pytest.fixture(scope="module")
def index(built):
    return Page(built[0])


def digests(folder: Path):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }  # fmt: skip


def test_the_index_comes_first_and_every_file_is_there(built):
    assert built[0].name == "index.html"
    assert len(built) == len(set(built))
    assert all(path.is_file() for path in built)


def test_everybody_has_a_page(built, workers):
    assert {path.stem for path in built if path.parent.name == "workers" and path.suffix == ".html"} == set(workers)


def test_a_few_of_the_stories_have_a_pdf(built, index):
    pdfs = [path for path in built if path.suffix == ".pdf"]
    assert [path.stem for path in pdfs] == ["w201", "w801", "w303"]
    assert all(f"workers/{path.name}" in index.links for path in pdfs)


def test_every_link_of_the_index_leads_somewhere(built, index):
    for link in index.links:
        if link.startswith("#"):
            assert link[1:] in index.anchors
        elif not link.startswith("https://doi.org/"):
            assert (built[0].parent / link).is_file()


def test_the_index_links_every_worker_and_every_site(index, workers):
    assert {f"workers/{worker}.html" for worker in workers} <= set(index.links)
    assert {f"#site-{n}" for n in range(1, 10)} <= set(index.links)


def test_the_index_fetches_nothing(index):
    assert index.fetched == []


def test_the_index_tells_every_story_with_its_answers(built):
    text = built[0].read_text(encoding="utf-8")
    for story in demo.STORIES:
        assert story.heading in text
        for ask in story.asks:
            assert ask.typed[1] in text
    for word in ("met since 16 June 2025", "out of practice", "lapsed", "cannot tell", "3 outside scope"):
        assert word in text


def test_the_index_names_the_study_and_says_that_everybody_is_made_up(built):
    text = built[0].read_text(encoding="utf-8")
    assert "10.1002/hpm.70005" in text
    assert "made up" in text
    assert "29.2 full-time equivalents" in text


def test_pages_name_people_and_hold_no_patient_numbers(built):
    for path in built:
        text = re.sub(r"(?s)<style>.*?</style>", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"\b\d{3}[ -]?\d{3}[ -]?\d{4}\b", text)
    assert "Graham Thrift" in next(p for p in built if p.name == "w201.html").read_text(encoding="utf-8")


def test_the_store_holds_the_ledger(built):
    with TinyDBStore(built[0].parent.parent / "training-records") as store:
        kept = dict(store.read_all())
        assert kept == {owner: tuple(entries) for owner, entries in by_owner().items()}
        assert {p.id: p for p in store.people()} == {p.id: p for p in demo.people()}


def test_building_again_changes_nothing(build, built):
    folder = built[0].parent.parent
    before = digests(folder)
    assert build(folder) == built
    assert digests(folder) == before


def test_how_far_it_has_come_is_told_up_to_the_end(built, steps):
    assert built
    for what in {what for what, _, _ in steps}:
        told = [(done, total) for each, done, total in steps if each == what]
        assert told == sorted(told)
        assert told[-1][0] == told[-1][1]


def test_a_folder_that_holds_something_else_is_refused(tmp_path):
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(DemoError, match="holds something else: name an empty folder"):
        demo.build(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "demo").write_text("mine")
    with pytest.raises(SWCompetencyError, match="is a file: name a folder"):
        demo.build(tmp_path / "demo")


def test_a_folder_that_cannot_be_made_is_told_plainly(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DemoError, match="cannot be written"):
        demo.build(tmp_path / "file" / "demo")


def test_a_folder_with_only_hidden_files_will_do(build, tmp_path):
    (tmp_path / ".DS_Store").write_text("")
    assert build(tmp_path)[0].is_file()


def test_records_of_another_version_are_not_mixed_with_ours(tmp_path):
    (tmp_path / building.MARKER).write_text("")
    first, *_ = demo.entries()
    with TinyDBStore.create(tmp_path / building.STORE) as store:
        store.append([replace(first, note="as an earlier version told it")])
    with pytest.raises(DemoError, match="another version of sw-competency: delete it"):
        demo.build(tmp_path)


def test_without_the_pdf_extra_there_are_no_pdfs_and_no_links_to_them(tmp_path, monkeypatch):
    def write(name, asked, *how):
        if how:
            raise MissingExtraError("A report as PDF", "pdf")
        return b"a page"

    monkeypatch.setattr(reports, "write", write)
    built = demo.build(tmp_path / "demo")
    assert not [path for path in built if path.suffix == ".pdf"]
    assert ".pdf" not in built[0].read_text(encoding="utf-8")


def test_what_to_open_names_the_index_and_commands_to_try(built):
    text = demo.what_to_open(built, "sw-competency")
    assert str(built[0]) in text
    commands = [line for line in text.splitlines() if line.startswith("  sw-competency --store ")]
    assert len(commands) == 5
    commands.append(text.splitlines()[-1])
    assert re.fullmatch(r'  sw-competency open --store .* --as "[A-Z][a-z]+ [A-Z][a-z]+"', commands[-1])
    assert all("--as-of 2026-03-02" in command for command in commands)
    for command in commands:
        assert Path(re.search(r"--catalogue (\S+)", command)[1], "sites.toml").is_file()


def test_what_to_open_asks_about_another_day_where_one_is_named(built):
    text = demo.what_to_open(built, as_of="2026-06-01")
    assert "--as-of 2026-06-01" in text
    assert "2026-03-02" not in text


def test_what_to_open_quotes_a_folder_with_a_space():
    text = demo.what_to_open([Path("my demo/reports/index.html")])
    assert '--store "my demo/training-records"' in text.replace("\\", "/")
