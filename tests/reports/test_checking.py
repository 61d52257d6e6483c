"""`verify PAGE`: what was written is known again; what was altered, changed since, or is of elsewhere is told."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sw_competency import MemoryStore, Tracker, load, read_layer, version
from sw_competency.errors import UnreadableFileError
from sw_competency.questions.matrix import Matrix
from sw_competency.questions.may import May
from sw_competency.questions.reconcile import Reconcile
from sw_competency.questions.who_may import WhoMay
from sw_competency.reports import write_answer
from sw_competency.reports._checking import PageCheck, code_in
from sw_competency.reports._lines import lines_of
from sw_competency.reports._seal import BEGINS
from sw_competency.typesetting import available
from tests.reports.conftest import DAY, HERE, RECORD

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
FORMATS = ["html", "md", *(["pdf"] if available() else [])]
AS_TABLES = ("may", "several", "matrix")  # answers, which are workbooks too
LATER = {"kind": "training", "worker": "w1", "on": "2026-03-09", "programme": "life-support", "outcome": "completed"}


class Department:
    """The made-up department at a clock that can be put on."""

    def __init__(self) -> None:
        self.now = NOON
        held = load(read_layer(HERE / "catalogue.toml"), over_shipped=False)
        self.tracker = Tracker(MemoryStore(), held, clock=lambda: self.now)
        self.tracker.append(RECORD)
        self.now += timedelta(hours=1)

    def page(self, format_: str = "html", **about: Any) -> bytes:
        return self.tracker.report("progression", format=format_, **{"worker": "w1", **about})

    def answer(self, question: Any, format_: str = "html") -> bytes:
        questions = self.tracker.at()
        return write_answer(questions.ask(question), questions, format_, self.tracker.head())

    def check(self, page: bytes) -> PageCheck:
        return self.tracker.check_page(page)


@pytest.fixture
def ours() -> Department:
    return Department()


def told(found: PageCheck) -> tuple[bool | None, bool | None]:
    return found.unaltered, found.still


MADE: dict[str, Callable[[Department, str], bytes]] = {
    "progression": lambda d, f: d.page(f),
    "with reasons": lambda d, f: d.page(f, with_reasons=True, contact="The <b>lead</b> & co --> x"),
    "hostile": lambda d, f: d.page(f, worker="w2"),
    "rule book": lambda d, f: d.tracker.report("rule-book", format=f),
    "sheet": lambda d, f: d.tracker.report("sign-off", format=f, worker="w1", competency="stock", blank=True),
    "may": lambda d, f: d.answer(May("w1", "greeting"), f),
    "several": lambda d, f: d.answer(WhoMay("greeting"), f),
    "matrix": lambda d, f: d.answer(Matrix(), f),
}
ON_PAPER = {"with reasons", "may"}  # the others are set in the same way


@pytest.mark.parametrize(("what", "format_"), [
    *((w, f) for w in MADE for f in FORMATS if f != "pdf" or w in ON_PAPER), *((w, "xlsx") for w in AS_TABLES),
])  # fmt: skip
def test_what_was_written_is_known_again(ours: Department, what: str, format_: str) -> None:
    """A report, an answer, about one or everybody, whatever somebody is called: unaltered, and still so."""
    page = MADE[what](ours, format_)
    ours.now += timedelta(minutes=5)
    assert told(ours.check(page)) == (True, True)


@pytest.mark.parametrize("format_", ["html", "md"])
def test_what_is_recorded_afterwards_changes_nothing_of_then(ours: Department, format_: str) -> None:
    """The page is still what was written; that it would say something else now is told in its own words."""
    page = ours.page(format_)
    ours.now += timedelta(hours=1)
    ours.tracker.append([LATER])
    found = ours.check(page)
    assert told(found) == (True, False)
    assert "9 March 2027" in " ".join(found.since.come)
    assert found.says[-1] == "Today, 10 March 2026, it would say something else."


@pytest.mark.parametrize("format_", ["html", "md"])
def test_a_word_that_was_altered_is_shown(ours: Department, format_: str) -> None:
    """What it says, and what was written there."""
    page = ours.page(format_)
    altered = page.replace(b"Greeting", b"Cannulating", 1)
    assert altered != page
    found = ours.check(altered)
    assert told(found) == (False, True)
    assert "Cannulating" in found.altered.gone[0]
    assert "Greeting" in found.altered.come[0]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_byte_is_altered_is_told(data: st.DataObject) -> None:
    """Of a page in HTML or Markdown no byte can be another: it is not as written, or no page any more."""
    page = data.draw(st.sampled_from(PAGES))
    place = data.draw(st.integers(0, len(page) - 1))
    other = bytearray(page)
    other[place] ^= data.draw(st.sampled_from([1, 2, 4, 8, 16, 32, 64, 128]))
    try:
        found = KEPT.check(bytes(other))
    except UnreadableFileError:
        return
    assert found.unaltered is not True


KEPT = Department()
PAGES = [KEPT.answer(May("w1", "greeting"), format_) for format_ in ("html", "md")]


def test_a_scanned_code_is_held_against_the_records(ours: Department) -> None:
    """The text of the square alone says what was asked; of another digest it is no page of ours."""
    [code] = [line[5:-4] for line in ours.page("md").decode().splitlines() if BEGINS in line]
    found = ours.check(code.encode())
    assert told(found) == (True, True)
    assert "fresh print" in found.says[0]
    digest = code_in(code.encode())[0].digest
    assert told(ours.check(code.replace(digest, "0" * 24).encode())) == (False, True)
    assert told(ours.check(code.replace('"worker":"w1"', '"worker":"w2"').encode()))[0] is False


def test_a_page_of_elsewhere_is_no_forgery(ours: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other records, another catalogue, another version: a sentence each, and nobody altered anything."""
    page = ours.page()
    empty = Tracker(MemoryStore(), ours.tracker.catalogue, clock=lambda: ours.now).check_page(page)
    assert empty.unaltered is None
    assert "other records" in empty.says[0]
    shipped = Tracker(MemoryStore(), clock=lambda: ours.now).check_page(page)
    assert shipped.unaltered is None
    assert any("--catalogue" in one for one in shipped.says)
    monkeypatch.setattr(version, "__version__", "9.0")
    later = ours.check(page)
    assert later.unaltered is None
    assert "9.0" in later.says[0]


def test_a_catalogue_that_was_replaced_is_found_beside_the_records(tmp_path: Path) -> None:
    """The page is judged by the catalogue of its time; whether it would be written so now, by the one in use."""
    from sw_competency.stores import TinyDBStore

    held = load(read_layer(HERE / "catalogue.toml"), over_shipped=False)
    with TinyDBStore.create(tmp_path / "store") as store:
        Tracker(store, held, clock=lambda: NOON).append(RECORD)
        page = Tracker(store, held, clock=lambda: NOON + timedelta(1)).report("progression", worker="w1")
        found = Tracker(store, clock=lambda: NOON + timedelta(1)).check_page(page)
    assert found.unaltered is True
    assert "kept with the records" in found.says[0]
    assert found.still is not True


def test_what_rests_on_a_file_cannot_be_asked_again(ours: Department, tmp_path: Path) -> None:
    """The file is not kept with the records: neither altered nor right is said of it."""
    (tmp_path / "staff.csv").write_text("Employee Number,FTE,Location\nw1,1.0,site-1\n")
    question = ours.tracker.with_files(Reconcile(tmp_path / "staff.csv"))
    found = ours.check(ours.answer(question))
    assert told(found) == (None, None)
    assert "rests on a file" in found.says[-1]


@pytest.mark.parametrize("page", [
    b"", b"<!doctype html><p>x", b"%PDF-1.7", b"\xff\xfe", b"PK", b"PK\x05\x06" + b"\0" * 18,
    b"<!-- sw-competency-page:{} -->",
    b"sw-competency-page:{", b'sw-competency-page:{"page":1}', b"sw-competency-page:" + b"[" * 100_000,
    b'<!-- sw-competency-page:{"a":1} --><!-- sw-competency-page:{"a":2} -->',
])  # fmt: skip
def test_no_page_of_ours(ours: Department, page: bytes) -> None:
    """One sentence."""
    with pytest.raises(UnreadableFileError):
        ours.check(page)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=2)
)
CODES = st.fixed_dictionaries({}, optional={
    "page": st.sampled_from(["progression", "inspection", "may", "sign-off", "supervision", "nothing", "cover"]),
    "question": st.booleans(),
    "ask": st.dictionaries(st.sampled_from(["worker", "task", "competency", "since", "people", "x"]), VALUES),
    "as_of": st.sampled_from(["2026-03-10", "10.3.2026", "", "9999-12-31"]), "known_by": st.text(max_size=5),
    "head": st.text(max_size=5),
})  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(CODES)
def test_whatever_a_code_says_it_is_answered_or_refused(said: dict[str, Any]) -> None:
    """A code that somebody made up is never taken for a page, and ends in no error of ours."""
    true = json.loads(next(iter(PAGES[1].decode().split(BEGINS)[1:])).splitlines()[0].removesuffix(" -->"))
    made = {**true, **said}
    try:
        found = KEPT.check(f"{BEGINS}{json.dumps(made)}".encode())
    except UnreadableFileError:
        return
    assert found.unaltered is not True or made == true or {**true, "head": made.get("head")} == made


def test_lines_of_a_page() -> None:
    """A row is a line, with its cells apart; what is drawn or only styles the page says nothing."""
    page = "<head><title>x</title></head><style>p</style><tr><th>A</th><td>b <b>c</b></td></tr><p>d<svg>e</svg>"
    assert lines_of(page, as_html=True) == ("A · b c", "d")
    assert lines_of("a\n\n  b  c\n", as_html=False) == ("a", "b c")


def test_day_of_the_page(ours: Department) -> None:
    """It is told what was asked, and by which clocks."""
    found = ours.check(ours.page())
    assert (found.page, found.ask, found.as_of) == ("progression", {"worker": "w1"}, DAY.isoformat())
