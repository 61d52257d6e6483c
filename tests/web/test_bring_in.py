"""A workbook brought in through the pages: answered, looked at, put on record, undone; and what is refused."""

import io
import re
import zipfile
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest

from sw_competency import Tracker
from sw_competency.stores.tinydb import TinyDBStore
from sw_competency.web import Account, Role, app
from tests.intake import books
from tests.web.conftest import ENTRIES, hidden, stranger

MATRIX = [["Name", "Staff No", "IV Cannulation", "BLS", "ANTT"],
          ["Chidi Eze", "22014569", "JT 12/03/25", "01/02/2025", "✓"],
          ["Dilys Hughes", "22014570", "In progress", "31/02/2025", "N/A"]]  # fmt: skip


class Fields(HTMLParser):
    """What each form of a page would send as it stands, by the form's name."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({})
        elif tag == "input" and self.forms:
            self.forms[-1][found.get("name", "")] = found.get("value", "")
        elif tag == "select":
            self._select = found["name"]
        elif tag == "option" and self._select and ("selected" in found or self._select not in self.forms[-1]):
            self.forms[-1][self._select] = found["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""

    def form(self, name: str) -> dict[str, str]:
        return next(one for one in self.forms if one.get("form") == name)


class Desk:
    """An educator at the pages."""

    def __init__(self, pages, who: str = "a1") -> None:
        self.client = stranger(pages)
        self.client.get(f"/enter?token={pages.state.sessions.invite(Account(who, (Role.EDUCATOR,)))}")
        self.at = "/bring-in"

    def sends(self, form: str, files=None, **given: str):
        """Send a form as it stands on the page, but for what is given."""
        fields = Fields(self.page).form(form)
        found = self.client.post(self.at, data={**fields, **given}, files=files)
        self.at = found.headers.get("location", self.at).partition("#")[0]
        return found

    def chooses(self, name: str, content: bytes, **given: str):
        self.at = "/bring-in"
        return self.sends("file", {"file": (name, content), **given.pop("more", {})}, **given)

    @property
    def page(self) -> str:
        return self.client.get(self.at).text

    def field(self, label: str) -> str:
        """Return the name of the field with a label."""
        found = re.search(rf'<label for="([^"]+)">{re.escape(label)}', unescape(self.page))
        assert found, label
        return found[1]


def as_csv(rows: list[list[str]]) -> bytes:
    return "\n".join(",".join(row) for row in rows).encode()


@pytest.fixture
def desk(pages):
    return Desk(pages)


def questions(page: str) -> int:
    """Return how many questions a page says are open."""
    found = re.search(r"(\d+) questions? (?:is|are) open", page)
    return int(found[1]) if found else 0


def standing(tracker):
    return {one.id for who in tracker.workers() for one in tracker.at().records.worker(who).entries}


def test_from_the_file_to_undo(desk, tracker):
    before = standing(tracker)
    assert desk.chooses("ct.csv", as_csv(MATRIX), day="2026-02-01").status_code == 303
    assert questions(desk.page) == 4  # the column BLS, whose initials, new people, a day that is none
    assert "?." not in desk.page
    whose, wrong = desk.field("“JT” means"), desk.field("“31/02/2025” means")
    assert desk.sends("answers", **{f"{whose}-more": "Bethan Hughes", wrong: "left out"}).status_code == 303
    page = desk.page
    assert "no question is open" in page
    assert standing(tracker) == before
    desk.sends("save")
    assert desk.at == "/bring-in"
    page = desk.page
    assert "3 entries are on record now" in page
    [cannulation] = [e for e in tracker.entries("22014569") if getattr(e, "competency", "") == "iv-cannulation"]
    assert (cannulation.signed_on, cannulation.accepted_by) == (date(2025, 3, 12), "a1")
    assert "a1" in cannulation.note
    [tick] = [e for e in tracker.entries("22014569") if getattr(e, "programme", getattr(e, "competency", "")) == "antt"]
    assert tick.on == date(2026, 2, 1)
    batch = tracker.at().batches().batches[0]
    assert (batch.by, batch.file, batch.entries, batch.standing) == ("a1", "ct.csv", 3, 3)
    assert desk.sends(f"undo-{batch.batch}", reason="").status_code == 422
    desk.sends(f"undo-{batch.batch}")
    assert "Undone: 3 entries are void now" in desk.page
    assert standing(tracker) == before
    desk.chooses("ct.csv", as_csv(MATRIX), day="2026-02-01")
    assert "?." not in desk.page
    desk.sends("save")
    page = desk.page
    assert ("on record again" in page, "?." in page) == (True, False)


def test_posts_come_of_a_table_that_has_band_site_and_first_day(desk, tracker):
    rows = [["Name", "Staff No", "Band", "Site", "Start date", "Chaperoning"],
            ["Chidi Eze", "22014569", "3", "site-1", "01/09/2025", "01/02/2026"]]  # fmt: skip
    assert desk.chooses("staff.csv", as_csv(rows), day="2026-02-20").status_code == 303
    assert "Put the posts of people who have none on record?" in desk.page
    while questions(desk.page):
        open_ = questions(desk.page)
        assert desk.sends("answers").status_code == 303  # each as it is proposed
        assert (questions(desk.page), "is the tier" in desk.page) != (open_, False)
    desk.sends("save")
    assert "2 entries are on record now" in desk.page
    assert "No appointment" not in desk.page
    [post] = [one for one in tracker.entries("22014569") if one.kind == "appointment"]
    assert (post.site, post.tier, str(post.on)) == ("site-1", "senior-clinical-support-worker", "2025-09-01")


@pytest.mark.parametrize(("whose", "people"), [("North Trust", 1), ("all rows", 2)])
def test_whose_rows_are_ours_is_chosen_where_a_column_names_several(desk, tracker, whose, people):
    rows = [["Name", "Staff No", "Trust", "Chaperoning"], ["Chidi Eze", "22014569", "North Trust", "01/02/2025"],
            ["Dilys Hughes", "22014570", "South Trust", "01/02/2025"]]  # fmt: skip
    assert desk.chooses("all.csv", as_csv(rows)).status_code == 303
    assert questions(desk.page) == 1
    field = desk.field("Whose rows are ours, by “Trust”?")
    assert desk.sends("answers", **{field: "East Trust"}).status_code == 422
    assert desk.sends("answers", **{field: whose}).status_code == 303
    assert desk.sends("answers").status_code == 303  # these people are new: the first that is offered
    assert questions(desk.page) == 0
    assert ("1 row of &#39;South Trust&#39; left out" in desk.page) == (people == 1)
    before = {*tracker.workers()}
    desk.sends("save")
    assert len({*tracker.workers()} - before) == people


@pytest.mark.parametrize("name", books.BOOKS)
def test_every_ugly_workbook_goes_on_with_what_is_proposed(name, desk, tracker, tmp_path):
    """Each time the proposals are agreed to, less is asked; no page fails, and nothing is recorded on the way."""
    path = books.BOOKS[name](tmp_path)
    assert desk.chooses(path.name, path.read_bytes()).status_code == 303
    before = standing(tracker)
    asked = []
    while len(asked) < 4:
        asked.append(questions(desk.page))
        if not asked[-1]:
            break
        assert desk.sends("answers").status_code == 303
    assert asked[-1] <= asked[0]
    left = questions(desk.page)
    for form in ("plain", "sheets"):
        assert desk.sends(form).status_code == 303
        assert questions(desk.page) == left
    assert standing(tracker) == before
    assert "9434765919" not in desk.page  # a patient's
    assert desk.client.get(f"{desk.at}/plan.toml").status_code == 200
    assert desk.client.get(f"{desk.at}/cells.xlsx").content[:2] == b"PK"


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("xl/workbook.xml", "<workbook/>")
        book.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    return made.getvalue()


@pytest.mark.parametrize(("name", "content"), [
    ("bomb.xlsx", bomb()), ("no-book.xlsx", b"PK\x03\x04 no zip"), ("empty.csv", b""), ("blank.csv", b"\n\n"),
    ("commas.csv", b",,,\n,,\n"),
    ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4), ("letter.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600),
    ("wide.csv", b"," * 2_000_002 + b"x\n"), ("../../etc/passwd", b""),
])  # fmt: skip
def test_a_file_that_cannot_be_taken_is_told_in_the_form(name, content, desk):
    found = desk.chooses(name, content)
    assert found.status_code == 422
    says = re.search(r'role="alert"><p><b>(.*?)</b>', found.text, re.DOTALL)[1]
    assert len(says) > 20
    assert "/tmp" not in says
    assert "Traceback" not in found.text
    assert 'name="file"' in found.text


@pytest.mark.parametrize("given", [
    {"as_at": "never"}, {"day": "2027-01-01"}, {"day": "soon"},
])  # fmt: skip
def test_a_day_that_is_none_is_told(given, desk):
    found = desk.chooses("ct.csv", as_csv(MATRIX), **given)
    assert found.status_code == (303 if "as_at" in given else 422)


def test_an_answer_that_was_not_offered_is_refused_and_nothing_changes(desk):
    desk.chooses("ct.csv", as_csv(MATRIX))
    before = Fields(desk.page).form("plain")
    for field, value in [(name, value) for name in list(before)[3:15:5] for value in ("rubbish", "? name")]:
        if field.startswith("q"):
            assert desk.sends("plain", **{field: value}).status_code in {303, 422}
    for rows in ("0", "x", "1 and 2 and 3", "999", "²"):
        found = desk.sends("sheets", **{desk.field("The headings stand in row"): rows})
        assert found.status_code == 422, rows
        assert 'role="alert"' in found.text
    assert {k: v for k, v in Fields(desk.page).form("plain").items() if k.startswith("q")} == {
        k: v for k, v in before.items() if k.startswith("q")
    }


def test_what_was_not_seen_is_not_saved(desk, tracker):
    desk.chooses("ct.csv", as_csv(MATRIX))
    desk.sends("answers")
    form = Fields(desk.page).form("save")
    desk.sends("answers", **{desk.field("“31/02/2025” means"): "held"})
    found = desk.client.post(desk.at, data=form)
    assert found.status_code == 422
    assert "has changed since you looked at it" in found.text
    assert not tracker.at().batches().batches


def test_the_same_headings_get_the_same_answers_next_time(clock, tmp_path):
    tracker = Tracker(TinyDBStore.create(tmp_path / "records"), clock=clock)
    tracker.append(ENTRIES, "a1")
    pages = app(tracker)
    first = Desk(pages)
    first.chooses("october.csv", as_csv(MATRIX))
    first.sends("answers", **{f"{first.field('“JT” means')}-more": "Bethan Hughes"})
    plans = list((tmp_path / "records.plans").iterdir())
    assert [one.suffix for one in plans] == [".toml"]
    assert plans[0].stat().st_mode & 0o077 == 0
    second = Desk(pages)
    later = [*MATRIX[:1], ["Efe Bello", "22014571", "JT 12/04/25", "", ""]]
    second.chooses("november.csv", as_csv(later))
    assert "“JT” means" not in second.page.partition("Taken as plain")[0]
    assert "Are they yours?" in second.page  # people are asked about anew
    plan = second.client.get(f"{second.at}/plan.toml").content
    plans[0].unlink()
    third = Desk(pages)
    third.chooses("december.csv", as_csv(later), more={"plan": ("mine.toml", plan)})
    assert "“JT” means" not in third.page.partition("Taken as plain")[0]
    assert not third.client.get("/bring-in/x/plan.toml").is_success


@pytest.mark.parametrize(
    "plan", [b"\xff\xfe", b"a = [", b"colour = 1", b'[[sheet]]\nname = "other"\nshape = "wide"\nheadings = 1']
)
def test_a_plan_that_is_none_is_told_in_the_form(plan, desk):
    found = desk.chooses("ct.csv", as_csv(MATRIX), more={"plan": ("mine.toml", plan)})
    assert found.status_code == 422
    assert "/tmp" not in found.text
    assert 'role="alert"' in found.text


def test_a_file_is_held_for_one_person_and_not_for_long(pages, desk, clock):
    desk.chooses("one.csv", as_csv(MATRIX))
    one, other = desk.at, Desk(pages)
    assert other.client.get(one).headers["location"] == "/bring-in"
    for name in ("two.csv", "three.csv"):
        desk.chooses(name, as_csv(MATRIX))
    assert desk.client.get(one).headers["location"] == "/bring-in"
    assert "no longer held" in desk.client.get("/bring-in").text
    three = desk.at = next(iter(reversed(pages.state.sessions.of(next(iter(desk.client.cookies.values()))).held)))
    desk.at = f"/bring-in/{three}"
    assert desk.sends("away").status_code == 303
    assert desk.client.get(f"/bring-in/{three}").status_code == 303
    clock.on(minutes=31)
    assert other.client.get("/bring-in").status_code == 303
    Desk(pages)
    assert not [s for s in pages.state.sessions._open.values() if s.held]


def test_nobody_else_brings_in_or_undoes(signed_in):
    for role in set(Role) - {Role.EDUCATOR}:
        client = signed_in(role, id_="w1")
        assert client.get("/bring-in").status_code == 403
        assert client.post("/bring-in", data={"token": "x", "key": "k", "form": "undo-b-1"}).status_code == 403
    assert hidden(signed_in(Role.EDUCATOR).get("/bring-in").text)
