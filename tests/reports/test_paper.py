"""Reports on paper: tagged, the same bytes, the same words as the page; what people write is only ever printed."""

import re
import select
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sw_competency import MemoryStore, Tracker, load, read_layer, reports, typesetting
from sw_competency.errors import MissingExtraError, TemplateError
from sw_competency.model.marks import STATUS
from sw_competency.reports import Asked, pdf, write
from sw_competency.reports._page import Named
from sw_competency.reports._paper import plain
from sw_competency.reports._render import folder
from tests.reports.conftest import DAY, HERE, KNOWN, can_set, said_to
from tests.reports.test_pages import PAGES, SECRETS

Ask = Callable[..., Asked]
pypdf = pytest.importorskip("pypdf", reason="pypdf, of the extra 'test', is not installed")


@pytest.fixture(autouse=True)
def _where_pages_can_be_set(request: pytest.FixtureRequest) -> None:
    if "without" not in request.node.name:
        can_set()


def reader(made: bytes) -> Any:
    return pypdf.PdfReader(BytesIO(made))


def text_of(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in reader(made).pages)


def squeezed(text: str) -> str:
    """A text without its blanks: lines end elsewhere on paper."""
    return re.sub(r"\s", "", text)


def elements(made: bytes) -> Iterator[Any]:
    """Every element of the structure that a screen reader follows."""
    waiting = [reader(made).trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            if "/S" in one:
                yield one
            waiting += [one["/K"]] if "/K" in one else []


@pytest.fixture(scope="module")
def rule_book() -> Asked:
    held = load(read_layer(HERE / "catalogue.toml"), read_layer(HERE / "rule_book.toml"), over_shipped=False)
    return Asked(questions=Tracker(MemoryStore(), held).at(DAY, KNOWN))


@pytest.mark.parametrize("page", [*PAGES, "rule-book"])
def test_paper_for_everybody(asked: Ask, rule_book: Asked, page: str) -> None:
    """A page has a title, a language, tags checked to PDF/UA-1, its letters within it, and is the same bytes again."""
    name, given_ = PAGES.get(page, (page, {}))
    about = rule_book if page == "rule-book" else asked(**given_)
    made = write(name, about, "pdf")
    assert made == write(name, about, "pdf")
    document, tags = reader(made), list(elements(made))
    root = document.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in document.xmp_metadata.stream.get_data().decode()
    assert document.metadata["/Title"].endswith(", 10 March 2026")
    assert ": " in document.metadata["/Title"]
    kinds = [one["/S"] for one in tags]
    assert kinds.count("/H1") == 1
    assert kinds.count("/THead") == kinds.count("/Table")
    assert all("/Column" in str(one["/A"]) for one in tags if one["/S"] == "/TH")
    for sheet in document.pages:
        for font in sheet["/Resources"]["/Font"].values():
            about_font = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(about_font)


def test_every_sheet_says_whose_it_is(asked: Ask) -> None:
    """Loose sheets are put together again by name, id, day and number."""
    sheets = [page.extract_text() for page in reader(write("progression", asked(), "pdf")).pages]
    assert len(sheets) >= 2
    for number, sheet in enumerate(sheets, 1):
        assert "Amara Okonkwo · w1" in sheet
        assert "Correct on 10 March 2026" in sheet
        assert f"Page {number} of {len(sheets)}" in sheet


class _Words(HTMLParser):
    """The words a page shows."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"head", "svg", "figure"} or dict(attrs).get("class") == "skip":
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.shown.append(data)


TAKES = {one["name"]: one["takes"] for one in reports.listing()}
WITH_REASONS = [page for page, (name, _) in PAGES.items() if "with_reasons" in TAKES[name]]


@pytest.mark.parametrize(
    ("page", "with_reasons"),
    [*((page, False) for page in [*PAGES, "rule-book"]), *((page, True) for page in WITH_REASONS)],
)
def test_paper_says_all_the_page_says(asked: Ask, rule_book: Asked, page: str, with_reasons: bool) -> None:
    """Whatever word stands on the screen stands on paper too: paper leaves nothing out."""
    name, given_ = PAGES.get(page, (page, {}))
    reasons = {"with_reasons": True} if with_reasons else {}
    about = rule_book if page == "rule-book" else asked(**given_, **reasons)
    screen = _Words()
    screen.feed(write(name, about).decode())
    made = squeezed(text_of(write(name, about, "pdf")))
    drawn_as_boxes = {"✕", "…………………………"}
    assert {w for w in " ".join(screen.shown).split() if w not in made} - drawn_as_boxes == set()
    assert with_reasons or page == "subject_access" or not [secret for secret in SECRETS if secret in made]


MARKUP = [
    '#import "/blocks.typ": *', '#read("/etc/passwd")', "#sys.inputs.view", "$ x^2 $ and $y", "@nobody <label>",
    r"a \ b \u{41} \#", "= No heading", "- no list + no list", "*not bold* _not italic_ `not code`", "// not a remark",
    "/* not a remark", "#{ panic() }", "[brackets] (round) {curly}", "https://example.org/?a=b&c=d", "~ -- --- ...",
    "'single' and \"double\"", "{{ 7 * 7 }} {% x %}", "<script>alert(1)</script>", "#", "\\",
]  # fmt: skip


def answer(**more: Any) -> dict[str, Any]:
    """An answer with one of everything."""
    return {
        "title": "Who may cannulate?", "says": "Two people may.", "facts": [["Site", "North"]],
        "tables": [{"title": "People", "columns": [{"title": "Name", "kind": "person"}], "rows": [["Amina"]]}],
        "foot": ["As of 2 March 2026.", "Contact: the educator."], **more,
    }  # fmt: skip


def everywhere(words_: str, rows: Any = None) -> dict[str, Any]:
    kinds = ("person", "day", "mark", "number", "text")
    table = {"title": words_, "columns": [{"title": words_, "kind": k} for k in kinds], "rows": rows or [[words_] * 5]}
    return answer(title=words_, says=words_, facts=[[words_, words_]], tables=[table], foot=[words_])


def test_what_people_write_is_only_printed() -> None:
    """It stands on the page letter by letter in every place, whatever it would say to the typesetter."""
    rows = [[written] * 5 for written in MARKUP]
    made = squeezed(text_of(pdf("answer", everywhere(" ".join(MARKUP), rows))))
    for written in MARKUP:
        assert made.count(squeezed(written)) >= 12, written


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\x00b\x1bc\x07", "a□b□c□"), ("one\ntwo\tthree", "one two three"), ("Amina 😀", "Amina □"),
        ("Łódź Ελλάς Привет", "Łódź Ελλάς Привет"), ("中文 name", "□□ name"), ("a\ud800b", "a□b"), ("a\ue000b", "a□b"),
        ("safe\u202eevil\u202c", "safeevil"), ("Zoë Ấn", "Zoë Ấn"), ("e\u0301", "é|e\u0301"),
    ],
)  # fmt: skip
def test_what_no_letter_stands_for(written: str, shown: str) -> None:
    """A box stands for it, and the page says what the box means; nothing turns the rest of the line about."""
    made = text_of(pdf("answer", answer(says=written)))
    assert any(one in made for one in shown.split("|"))
    assert ("□ stands for a character" in made) == ("□" in shown)


@pytest.mark.parametrize("written", ["שלום עולם", "فاطمة الزهراء", "Amina (فاطمة) at North"])
def test_words_read_from_the_right(written: str) -> None:
    """Every letter of such a name is there, and what stands beside it stays where it is."""
    made = text_of(pdf("answer", answer(facts=[["Name", written], ["Site", "North"]])))
    assert "Site" in made
    assert "North" in made
    assert "□" not in made


@pytest.mark.parametrize("word", ["word", "2 March 2026 to", "for_patients_under_sixteen_", "site-2 and"])
@pytest.mark.parametrize("place", ["foot", "says", "cell"])
def test_two_thousand_words_in_one_place(word: str, place: str) -> None:
    """However many words are long, or days, or both: there is a page, and all of them are on it."""
    words = " ".join(f"{word}{n}" for n in range(2000))
    table = {"title": "", "columns": [{"title": "A", "kind": "text"}], "rows": [[words]]}
    places = {"foot": {"foot": [words]}, "says": {"says": words}, "cell": {"tables": [table]}}
    made = pdf("answer", answer(**places[place]))
    parted = len(reader(made).pages)  # by the end of a sheet
    assert squeezed(text_of(made)).count(squeezed(word)) >= 2000 - parted


def test_a_name_read_from_the_right_leaves_the_id_behind_it() -> None:
    assert plain(Named("w13", "محمد علي")) == "\u2068محمد علي\u2069 (w13)"
    assert plain(Named("w13")) == "w13"


def test_our_own_page_that_cannot_be_set_is_not_said_to_be_a_template() -> None:
    with pytest.raises(TemplateError, match="This cannot be set on paper: ask for less, or for html") as error:
        pdf("answer", {})
    assert "template" not in str(error.value)


def test_ten_thousand_letters_without_a_break() -> None:
    """They are all on the sheets, within the margins."""
    made = pdf("answer", answer(says="wrap" * 2500))
    assert squeezed(text_of(made)).count("wrap") >= 2500
    within_the_margins(made)


def within_the_margins(made: bytes) -> None:
    pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2, of the extra 'test', is not installed")
    document = pdfium.PdfDocument(made)
    for page in document:
        width, _ = page.get_size()
        letters = page.get_textpage()
        for n in range(letters.count_rects()):
            left, _, right, _ = letters.get_rect(n)
            assert left >= 30
            assert right <= width - 30, letters.get_text_bounded(*letters.get_rect(n))[:80]


@pytest.mark.parametrize("report", sorted({name for name, _ in PAGES.values()}))
def test_nothing_on_paper_runs_past_the_edge(long_words: Asked, report: str) -> None:
    """Words that are longer than the paper are wrapped: every character stands within the margins."""
    within_the_margins(write(report, said_to(report, long_words), "pdf"))


def test_an_answer_of_long_words_stays_within_the_margins() -> None:
    within_the_margins(pdf("answer", everywhere("not_for_patients_under_sixteen_" * 8)))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example("")
@example("\u200b")
@example("\u202e")
@given(st.text(max_size=200))
def test_any_text_can_be_printed(written: str) -> None:
    """Whatever somebody writes, there is a page."""
    assert pdf("answer", everywhere(written)).startswith(b"%PDF")


def long_table(rows: int, columns: int = 2) -> dict[str, Any]:
    kinds = [{"title": "Name", "kind": "person"}, *({"title": f"Day {n}", "kind": "day"} for n in range(1, columns))]
    filled = [[f"Person {n}", *(["16 September 2026"] * (columns - 1))] for n in range(rows)]
    return answer(tables=[{"title": "People", "columns": kinds, "rows": filled}])


def test_headings_of_a_table_stand_on_every_sheet() -> None:
    sheets = [page.extract_text() for page in reader(pdf("answer", long_table(120))).pages]
    assert len(sheets) >= 2
    assert all("Name" in sheet and "Day 1" in sheet for sheet in sheets if "Person" in sheet)


@pytest.mark.parametrize(("columns", "turned"), [(2, False), (9, True)])
def test_a_wide_table_turns_the_sheet(columns: int, turned: bool) -> None:
    made = pdf("answer", long_table(3, columns))
    box = reader(made).pages[0].mediabox
    assert (box.width > box.height) == turned
    assert text_of(made).count("16 September 2026") == 3 * (columns - 1)


def test_marks_are_a_drawn_sign_and_a_word() -> None:
    """A mark is printed alike as an object and as text; its sign is drawn, so no font decides what is seen."""
    column = [{"title": "Answer", "kind": "mark"}]
    rows = [[STATUS["current"]], ["✓ current"], ["no sign"], ["?"], [""]]
    made = text_of(pdf("answer", answer(tables=[{"title": "", "columns": column, "rows": rows}])))
    assert made.count("current") == 2
    assert "✓" not in made
    assert "no sign" in made


def test_a_cell_of_any_kind_holds_any_value() -> None:
    kinds = ["text", "person", "day", "mark", "number", "other"]
    table = {"title": "", "columns": [{"title": "A", "kind": kind} for kind in kinds]}
    rows = [[value] * 6 for value in ("word", 7, 2.5, DAY, None, STATUS["due"])]
    made = text_of(pdf("answer", answer(tables=[{**table, "rows": rows}])))
    for shown in ("word", "7", "2.5", "10 March 2026", "due"):
        assert made.count(shown) >= 6


def test_an_answer_with_nothing_in_it() -> None:
    made = text_of(pdf("answer", answer(says="", facts=[], tables=[{**answer()["tables"][0], "rows": []}], foot=[])))
    assert "Nothing to list." in made


def site(folder: Path, text: str, name: str = "progression.typ") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


OWN = '#set document(title: "Ours")\n#set text(lang: "en")\n'


def test_site_template_takes_precedence(asked: Ask, tmp_path: Path) -> None:
    """A site's own template stands in for ours, may use our blocks, and leaves the other pages alone."""
    own = site(tmp_path, f'#import "/blocks.typ": *\n{OWN}= #view.who.name at ours')
    made = text_of(write("progression", asked(), "pdf", own))
    assert "Amara Okonkwo at ours" in made
    assert write("progression", asked(), "html", own) == write("progression", asked())
    sheet = asked(sign_off="s1")
    assert write("sign-off", sheet, "pdf", own) == write("sign-off", sheet, "pdf")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{OWN}#read(\"/etc/passwd\")", "line 3, cannot be used: file not found"),
        (f"{OWN}#read(\"../../../../etc/passwd\")", "cannot be used"),
        (f"{OWN}#image(\"/etc/x.png\")", "cannot be used: file not found"),
        (f"{OWN}#import \"@preview/cetz:0.3.0\": *", "cannot be used: failed to download package"),
        (f"{OWN}#import \"@local/x:0.3.0\": *", "cannot be used"),
        (f"{OWN}#sys.inputs.nothing", "line 3, cannot be used"),
        (f"{OWN}#if", "line 3, cannot be used: expected"),
        (f"{OWN}#panic()", "cannot be used"),
        (f"{OWN}#let f() = f()\n#f()", "cannot be used: maximum function call depth exceeded"),
        ("= No title", "cannot be used"),
        (f"{OWN}=== Too deep", "line 3, cannot be used: PDF/UA-1"),
    ],
)  # fmt: skip
def test_broken_site_template(asked: Ask, tmp_path: Path, text: str, says: str) -> None:
    """What reaches out, or is wrong, or is not for everybody, is one plain sentence without our folders."""
    with pytest.raises(TemplateError, match=says) as error:
        write("progression", asked(), "pdf", site(tmp_path, text))
    assert "\n" not in str(error.value)
    assert "'progression.typ'" in str(error.value)
    assert "/tmp" not in str(error.value)


@pytest.mark.parametrize("name", ["http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("passed_by", [None, "*"])
def test_no_package_is_fetched(
    asked: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, passed_by: str | None
) -> None:
    """Whatever way to the network this computer has, no template goes it."""
    with socket.create_server(("127.0.0.1", 0)) as way_out:
        monkeypatch.setenv(name, f"http://127.0.0.1:{way_out.getsockname()[1]}")
        if passed_by:
            monkeypatch.setenv("NO_PROXY", passed_by)
            monkeypatch.setenv("no_proxy", passed_by)
        with pytest.raises(TemplateError, match="refused"):
            write("progression", asked(), "pdf", site(tmp_path, f'{OWN}#import "@preview/cetz:0.3.0": *'))
        assert select.select([way_out], [], [], 0)[0] == []


@pytest.mark.parametrize("text", ["#while true { }", "#let s = \"x\" * 3000000000", "#for i in range(99999999) [x]"])
def test_endless_site_template(asked: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """It may take only so much time and memory."""
    monkeypatch.setattr(typesetting, "SECONDS", 2)
    with pytest.raises(TemplateError, match=r"too much time or memory|infinite|always true"):
        write("progression", asked(), "pdf", site(tmp_path, OWN + text))


def test_folder_that_is_not_there(asked: Ask, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="There is no folder of templates"):
        write("progression", asked(), "pdf", tmp_path / "gone")


def test_no_such_template() -> None:
    with pytest.raises(TemplateError, match=r"There is no template 'nothing\.typ'\."):
        pdf("nothing", {})


def test_a_page_that_is_too_long_for_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own template may be given too much: the sentence says to ask for less."""
    monkeypatch.setattr(typesetting, "SECONDS", 1)
    with pytest.raises(TemplateError, match="ask for less, or for html"):
        pdf("answer", long_table(20_000))


def test_a_report_too_long_for_paper_names_the_options_by_which_less_is_asked_for(
    asked: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typesetting, "SECONDS", 0)
    with pytest.raises(TemplateError, match="ask for less with --site or --area, or for html"):
        write("matrix", attrs.evolve(asked(), worker=None), "pdf")
    with pytest.raises(TemplateError, match="ask for less with --area, or for html"):
        write("matrix", attrs.evolve(asked(), worker=None, site="site-1"), "pdf")


def test_what_no_font_has_is_looked_for_a_few_times_however_many_names_there_are() -> None:
    """A department of hundreds, their names in letters of every sort: the compiler is asked a few dozen times."""
    import typst

    setter = typesetting._Setter(typst, folder(), "answer.typ")
    set_, asked = setter._set, []
    setter._set = lambda source, view: asked.append(source) or set_(source, view)
    names = {f"{name} {n}" for name in ("李小龍", "عبد الرحمن", "Zoë Ấn", "ליאור") for n in range(200)}
    shown = setter._displayable(names)
    assert len(asked) < 60
    assert {shown["李小龍 7"], shown["ליאור 7"]} == {"□□□ 7", "ליאור 7"}


def test_letters_taken_for_usual_are_in_our_fonts() -> None:
    import typst

    setter = typesetting._Setter(typst, folder(), "answer.typ")
    usual = [c for c in map(chr, range(0x20, 0x2600)) if typesetting._USUAL.fullmatch(c)]
    assert len(usual) > 300
    assert setter._lost(usual) == set()


@pytest.mark.parametrize("missing", ["typst", "fontpkg_source_sans_3"])
def test_without_the_extra(asked: Ask, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    """Without the extra, or half of it, the sentence says which one to install."""
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(MissingExtraError, match=r"sw-competency\[pdf\]"):
        write("progression", asked(), "pdf")


def test_asking_for_paper_loads_no_typesetter_into_the_caller() -> None:
    """The typesetter is big, and is another's code: it lives in the process that sets the page."""
    script = (
        "import sys; from sw_competency.reports import pdf;"
        "pdf('answer', {'title': 't', 'says': 's', 'facts': [], 'tables': [], 'foot': []});"
        "print('typst' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "False", done.stderr


def test_a_view_as_plain_data() -> None:
    """Days are said, marks keep their parts, and what is no data is left out."""
    given_ = {"day": DAY, "mark": STATUS["current"], "all": (1, 2.5, None, True), "other": object()}
    assert plain(given_) == {
        "day": "10 March 2026", "mark": {"shape": "disc", "word": "current", "tone": "good"},
        "all": [1, 2.5, None, True], "other": {},
    }  # fmt: skip
