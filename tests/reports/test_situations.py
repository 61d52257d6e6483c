"""What the pages say of people in unusual positions: lapsed, awaiting a second signature, from elsewhere, gone."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sw_competency import MemoryStore, Tracker, load, plugins, read_layer
from sw_competency.errors import UnknownNameError
from sw_competency.judge.may import scope
from sw_competency.judge.next_actions import next_actions
from sw_competency.model import Outcome
from sw_competency.reports import Asked, progression, write
from sw_competency.reports._tasks import begun_with, held
from sw_competency.reports._timeline import bar, timeline, track
from tests.reports.conftest import DAY, HERE, KNOWN

Make = Callable[..., Asked]
POST = {"kind": "appointment", "on": "2023-01-01", "site": "site-1", "tier": "senior", "modalities": ["mr"]}
REGISTERED = {"kind": "registration", "assessor": "a1", "on": "2015-09-01"}


@pytest.fixture(scope="module")
def asked_of() -> Make:
    catalogue = load(read_layer(HERE / "catalogue.toml"), over_shipped=False)

    def make(*entries: dict[str, Any], **more: Any) -> Asked:
        tracker = Tracker(MemoryStore(), catalogue, clock=lambda: datetime(2026, 3, 10, 9, tzinfo=UTC))
        tracker.append([REGISTERED, *({"worker": "w1", **entry} for entry in entries)])
        return Asked(questions=tracker.at(DAY, KNOWN), worker="w1", person=tracker.person, **more)

    return make


def sign_off(competency: str, on: str, **more: Any) -> dict[str, Any]:
    return {"kind": "sign-off", "competency": competency, "on": on, "assessor": "a1", **more}


def actions(asked: Asked) -> list[tuple[str, str, date | None]]:
    return [(a.says, a.who, a.by) for a in progression.view(asked).actions]


def test_awaiting_countersignature(asked_of: Make) -> None:
    """The second signature is the first thing to do, now, and it is room for it on the sheet."""
    asked = asked_of(POST, sign_off("greeting", "2026-02-01"))
    assert actions(asked)[0] == ("Countersign the sign-off for Greeting and escorting", "a second person", DAY)
    sheet = write("sign-off", asked_of(POST, sign_off("greeting", "2026-02-01"), competency="greeting"), "md").decode()
    assert "Second person, name, role and registration:" in sheet
    assert "It is kept as it happened, though it does not count." in sheet


def test_grace_and_lapse(asked_of: Make) -> None:
    """In grace, the renewal is due by the end of the grace; after it, relearning comes first."""
    signed = {"kind": "countersignature", "sign_off": "s1", "by": "a2"}
    grace = asked_of(POST, sign_off("greeting", "2025-02-20", id="s1"), {**signed, "on": "2025-02-21"})
    assert actions(grace)[0] == ("Renew the sign-off for Greeting and escorting", "an assessor", date(2026, 3, 20))
    lapsed = asked_of(POST, sign_off("greeting", "2024-01-20", id="s1"), {**signed, "on": "2024-01-21"})
    assert ("Relearn Greeting and escorting under direct supervision, then a new sign-off", DAY) in [
        (says, by) for says, _, by in actions(lapsed)
    ]
    assert "lapsed" in write("progression", lapsed, "md").decode()


def test_what_cannot_be_told(asked_of: Make) -> None:
    """An assessor nobody knows to be registered: the page says what to find out."""
    view = progression.view(asked_of(POST, {**sign_off("stock", "2026-01-10"), "assessor": "a7"}))
    assert [says.partition(";")[0] for says in view.unknown] == ["no registration of the assessor a7 is on record"]
    assert ("Find out about Stock", "the practice educator", DAY) in [(a.says, a.who, a.by) for a in view.actions]


def test_prior_learning(asked_of: Make) -> None:
    """A sign-off from elsewhere says whence, how exactly its day is known, and who accepted it."""
    prior = {"kind": "prior-learning", "on": "2025-09-01", "competency": "stock", "signed_on": "2025-03-01",
             "accepted_by": "m1", "issuer": "another trust", "date_known_to": "month"}  # fmt: skip
    sheet = write("sign-off", asked_of(POST, prior, competency="stock"), "md").decode()
    assert "Signed elsewhere on 1 March 2025, of which only the month is known, by another trust" in sheet
    assert "accepted here on 1 September 2025 by m1" in sheet
    page = write("progression", asked_of(POST, prior), "md").decode()
    assert "1 March 2025 from another trust; accepted 1 September 2025" in page


def test_newer_sign_off(asked_of: Make) -> None:
    """The sheet of an old sign-off says that there is a newer one."""
    given = (POST, sign_off("stock", "2024-06-01", id="old"), sign_off("stock", "2026-01-05"))
    sheet = write("sign-off", asked_of(*given, sign_off="old"), "md").decode()
    assert "Since then: A newer sign-off is on record, of 5 January 2026." in sheet


def test_gone(asked_of: Make) -> None:
    """Of somebody who left, all tasks are closed for that one reason, and nothing leads on."""
    view = progression.view(asked_of(POST, {"kind": "leaving", "on": "2026-02-28"}))
    assert view.notices == ("Not in post on 10 March 2026.",)
    assert [rest.why for rest in view.closed] == ["Not in post on this day"]
    assert view.rules == ()


def test_never_appointed(asked_of: Make) -> None:
    """Without an appointment nobody can tell, and the page says so first."""
    view = progression.view(asked_of({"kind": "training", "on": "2026-01-01", "programme": "life-support",
                                      "outcome": "failed"}))  # fmt: skip
    assert view.notices[0].startswith("No appointment is on record")
    assert [(p.title, p.mark.word) for p in view.programmes] == [("Life support", "not completed")]


def test_rule_met_earlier(asked_of: Make) -> None:
    """A rule of a tier one has left, still met, keeps its period on the page, and is not called earlier."""
    view = progression.view(asked_of(
        {**POST, "tier": "support"}, {"kind": "approval", "on": "2025-01-01", "role": "manager", "by": "m1"},
        {"kind": "rebanding", "on": "2025-06-01", "to": "senior", "decided_by": "m1"},
    ))  # fmt: skip
    assert view.rules_earlier == ()
    assert view.rules_also == ("Review of the job: met from 1 January 2025",)
    assert [row.tier for row in (*view.posts_now, *view.earlier_posts)] == ["Senior support worker", "Support worker"]


def test_expired_certificate_that_is_needed(asked_of: Make) -> None:
    """A certificate that has run out, and stands under a task held, is to be renewed now."""
    done = {"kind": "training", "on": "2025-03-01", "programme": "life-support", "outcome": "completed"}
    assert ("Complete Life support again", "the worker", DAY) in actions(asked_of(POST, done))


def log_of(sheet: str) -> list[tuple[int, bool]]:
    """The rows of practice on a sheet: the number of each, and whether it is said to count."""
    rows = re.findall(r"^\| (\d+)( counts)? \| \d", sheet, re.MULTILINE)
    return [(int(number), bool(counts)) for number, counts in rows]


def practised(days: int, first: date, supervision: str = "direct") -> list[dict[str, Any]]:
    return [
        {"kind": "practice", "on": str(first + timedelta(days=n)), "competency": "cannulation", "modality": "ct",
         "outcome": "successful", "supervision": supervision, "supervisor": f"a{n % 2 + 1}"}
        for n in range(days)
    ]  # fmt: skip


def test_long_log(asked_of: Make) -> None:
    """A long log shows its last rows and says how many more there are."""
    days = [date(2025, 6, 1) + timedelta(days=n) for n in range(45)]
    practice = [{"kind": "practice", "on": str(d), "competency": "stock", "outcome": "successful"} for d in days]
    sheet = write("sign-off", asked_of(POST, *practice, competency="stock"), "md").decode()
    assert "5 more on record, not shown." in sheet
    assert log_of(sheet) == [(number, False) for number in range(6, 46)]
    assert "45 of 45 successful (100%)" in sheet


@pytest.mark.parametrize("later", [0, 30, 100])
def test_rows_that_count_are_never_pushed_out(asked_of: Make, later: int) -> None:
    """Of somebody who lapsed and went on unsupervised, the sheet for a new sign-off shows what it rests on."""
    given = (*practised(4, date(2024, 1, 1)), *practised(later, date(2024, 3, 1), "none"))
    asked = asked_of(POST, *given, competency="cannulation", blank=True)
    sheet = write("sign-off", asked, "md").decode()
    rows = log_of(sheet)
    assert [number for number, counts in rows if counts] == [1, 2, 3, 4]
    assert len(rows) == min(4 + later, 40)
    assert rows == sorted(rows)
    hidden = 4 + later - len(rows)
    assert (f"{hidden} more on record, not shown; none of them counts here." in sheet) == (hidden > 0)


def test_supervised_rows_are_shown_where_no_number_is_asked(asked_of: Make) -> None:
    """A log of supervised practice shows that first, also where nobody asks for so many times."""
    given = [{**one, "competency": "stock"} for one in practised(4, date(2024, 1, 1))]
    later = [{**one, "competency": "stock"} for one in practised(60, date(2024, 3, 1), "none")]
    sheet = write("sign-off", asked_of(POST, *given, *later, competency="stock"), "md").decode()
    assert log_of(sheet)[:4] == [(number, False) for number in range(1, 5)]
    assert len(log_of(sheet)) == 40


def test_more_rows_that_count_than_a_sheet_holds(asked_of: Make) -> None:
    """Where not even those that count have room, the sheet says how many of them are left out."""
    sheet = write("sign-off", asked_of(POST, *practised(43, date(2024, 1, 1)), competency="cannulation"), "md").decode()
    assert "3 more on record, not shown; 3 of them count here." in sheet


def test_practice_after_the_sign_off_is_not_passed_over(asked_of: Make) -> None:
    """The sheet that was filed shows what it rested on, and says what came after it."""
    given = sign_off("cannulation", "2025-02-01", id="s1")
    asked = asked_of(POST, given, *practised(3, date(2025, 3, 1)), sign_off="s1")
    assert "Since then: 3 attempts on record since this sign-off" in write("sign-off", asked, "md").decode()


def test_tally_in_the_log(asked_of: Make) -> None:
    """A tally kept elsewhere is one row that says how many it stands for."""
    kept = {"kind": "practice", "on": "2026-01-31", "from": "2026-01-01", "count": 12, "competency": "stock",
            "outcome": "successful", "confirmed_by": "m1"}  # fmt: skip
    sheet = write("sign-off", asked_of(POST, kept, competency="stock"), "md").decode()
    assert "1 January 2026 to 31 January 2026" in sheet
    assert "12 times, a tally" in sheet


def test_bar_puts_what_is_met_first() -> None:
    """A bar has a box for each part, and they fill it."""
    drawn = bar(["open", "met", "query"], "1 of 3")
    assert [box.kind for box in drawn.boxes] == ["met", "query", "open"]
    assert drawn.boxes[-1].x + drawn.boxes[-1].width == pytest.approx(360)


@pytest.mark.parametrize(
    ("expires", "says"),
    [(DAY, "today is the last day"), (DAY + timedelta(days=1), "in 1 day"), (DAY - timedelta(days=3), "3 days ago")],
)
def test_track_says_how_far(expires: date, says: str) -> None:
    """The picture of an expiry says in words how far ahead it is."""
    from sw_competency.model.marks import STATUS

    one = track("x", STATUS["due"], expires, DAY, None)
    assert one.says == says
    assert timeline([("g", [one]), ("none", [])], DAY, 0).groups == (("g", (one,)),)


def test_report_of_another_package(asked_of: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A report from elsewhere brings its own folder of templates."""
    (tmp_path / "heads.md.j2").write_text("{{ v }} heads", encoding="utf-8")
    module = ModuleType("heads")
    vars(module).update(NAME="heads", QUESTION="How many?", FORMATS=("md",), TEMPLATES=tmp_path, view=lambda _: "three")
    monkeypatch.setattr(plugins, "members", lambda _: {"heads": module})
    assert write("heads", asked_of(POST), "markdown") == b"three heads"


def test_outcomes_have_marks() -> None:
    """Every outcome is told by shape and word, not by colour alone."""
    from sw_competency.model.marks import ANSWER, STATUS, mark_of

    for marks in ([mark_of(o) for o in Outcome], list(ANSWER.values())):
        assert len({m.shape for m in marks}) == len(marks)
    assert len({m.word for m in STATUS.values()}) == len(STATUS)


def practice(competency: str, on: str, **more: Any) -> dict[str, Any]:
    return {"kind": "practice", "competency": competency, "on": on, "outcome": "successful", **more}


def test_what_is_unsafe_comes_first(asked_of: Make) -> None:
    """Work outside scope is stopped first, then a sign-off that does not count, then what was suspended."""
    asked = asked_of(
        POST, sign_off("screening", "2026-01-01"), practice("cannulation", "2026-02-01"),
        practice("cannulation", "2026-02-20"), sign_off("greeting", "2024-01-01", id="s1"),
        {"kind": "countersignature", "sign_off": "s1", "by": "a2", "on": "2024-01-01"},
        {**sign_off("stock", "2026-01-05"), "assessor": "w1"},
        {"kind": "withdrawal", "competency": "screening", "on": "2026-02-01", "until": "2026-04-01", "by": "m1"},
    )  # fmt: skip
    todo = next_actions(asked.questions.judge("w1"), DAY)
    assert [(a.says, a.who, a.by) for a in todo][:4] == [
        ("Stop, or supervise directly: Cannulation", "the worker and the manager", DAY),
        ("Get Stock signed off again", "an assessor", DAY),
        ("Decide on the suspension of MR screening", "m1", date(2026, 4, 1)),
        ("Relearn Greeting and escorting under direct supervision, then a new sign-off",
         "the worker, with a supervisor", DAY),
    ]  # fmt: skip
    assert todo[0].why == "worked, or agreed to work, outside scope 2 times since 1 February 2026"
    assert "nobody signs themselves off" in todo[1].why


def test_what_is_open_by_now_is_not_stopped(asked_of: Make) -> None:
    """What was outside scope long ago, or may be done today, is nothing to stop; the page keeps it."""
    asked = asked_of(POST, practice("stock", "2026-01-01"), practice("cannulation", "2025-10-01"),
                     sign_off("stock", "2026-02-01"))  # fmt: skip
    assert not [a for a in next_actions(asked.questions.judge("w1"), DAY) if a.says.startswith("Stop")]
    view = progression.view(asked)
    assert view.outside is not None
    assert [(r.title, r.times, r.months) for r in view.outside.rows] == [
        ("Cannulation", "done once", "2025: Oct 1"), ("Stock", "done once", "2026: Jan 1")]  # fmt: skip


def test_withdrawn_as_a_whole(asked_of: Make) -> None:
    """A withdrawal of everything is one action, not one for each competency."""
    asked = asked_of(POST, *(sign_off(n, "2026-01-01") for n in ("stock", "screening")),
                     {"kind": "withdrawal", "on": "2026-02-01", "by": "m1"})  # fmt: skip
    says = [a.says for a in next_actions(asked.questions.judge("w1"), DAY)]
    assert says[0] == "Train all competencies anew, or take them off the plan"
    assert len([one for one in says if "anew" in one]) == 1


def test_states_are_no_actions(asked_of: Make) -> None:
    """A qualification not gained is something to gain; a rule that only supports a review asks for nothing."""
    says = [a.says for a in next_actions(asked_of(POST).questions.judge("w1"), DAY)]
    assert says == []  # the sample rule leads to no tier
    support = asked_of({**POST, "tier": "support"})
    says = [a.says for a in next_actions(support.questions.judge("w1"), DAY)]
    assert says == ["Be signed off for Greeting and escorting", "Be signed off for MR screening"]


STEPS = """
[[rule.to-senior]]
title = "To senior"
from = "support"
to = "senior"
starts = 2020-01-01
effect = "moves-band"
source = ["policy-7"]
requires = [
  { kind = "qualification", level = 3 },
  { kind = "approved-by", role = "mr-responsible-person" },
  { kind = "time-in-post", at_least = "P10Y" },
  { kind = "post-available", tier = "senior" },
]
"""


def test_steps_are_said_as_actions(tmp_path: Path) -> None:
    """An unmet state of a rule is never printed as something to do."""
    text = (HERE / "catalogue.toml").read_text(encoding="utf-8").partition("[[rule.")[0]
    (tmp_path / "own.toml").write_text(text + STEPS, encoding="utf-8")
    tracker = Tracker(MemoryStore(), load(read_layer(tmp_path / "own.toml"), over_shipped=False))
    tracker.append([{**POST, "tier": "support", "worker": "w1"}])
    todo = next_actions(tracker.at(DAY).judge("w1"), DAY)
    assert [a.says for a in todo] == [
        "Gain a qualification at level 3", "Ask for the approval of an MR responsible person",
        "Apply when such a post is vacant",
    ]  # fmt: skip


PRACTISED = """
[[competency.stock.renewal]]
starts = 2015-01-01
requires = [
  { kind = "practice-count", competency = "stock", at_least = 3, since_last_sign_off = true },
  { kind = "assessor-registered" },
]
"""


def test_log_of_a_filed_sign_off_asks_what_judged_it(tmp_path: Path) -> None:
    """The log of a first sign-off counts towards a first sign-off, and that of a renewal towards a renewal."""
    text = (HERE / "catalogue.toml").read_text(encoding="utf-8")
    first = text.replace(
        "[competency.stock.sign_off]\nrequires = [ ",
        '[competency.stock.sign_off]\nrequires = [ { kind = "practice-count", competency = "stock", at_least = 2 }, ',
    ).replace("[competency.screening]\n", PRACTISED + "\n[competency.screening]\n")
    (tmp_path / "own.toml").write_text(first, encoding="utf-8")
    tracker = Tracker(MemoryStore(), load(read_layer(tmp_path / "own.toml"), over_shipped=False))
    done = [practice("stock", f"2026-01-{n:02d}", supervision="direct", supervisor="a1") for n in (1, 2, 12, 13, 14)]
    tracker.append([REGISTERED, *({"worker": "w1", **entry} for entry in (
        POST, *done, sign_off("stock", "2026-01-10", id="one"), sign_off("stock", "2026-01-20", id="two"),
    ))])  # fmt: skip
    for entry, says in (("one", "done 2 times, 2 needed"), ("two", "done 3 times (since the last sign-off), 3 need")):
        sheet = write("sign-off", Asked(questions=tracker.at(DAY), worker="w1", sign_off=entry), "md").decode()
        assert says in sheet.partition("## Supervised practice log")[2], sheet


def test_begun_by_training_alone(asked_of: Make) -> None:
    """A competency begun by a course alone stands in the table of competencies too."""
    asked = asked_of(POST, {"kind": "training", "on": "2026-01-01", "programme": "cannulation-theory",
                            "outcome": "completed"})  # fmt: skip
    view, rows = progression.view(asked), held(asked, "w1")
    assert [(row.title, row.mark.word) for row in rows] == [("Cannulation", "in training")]
    assert ("Be signed off for Cannulation", "an assessor", None) in [(a.says, a.who, a.by) for a in view.actions]


@pytest.mark.parametrize("form", ["html", "md"])
def test_outside_scope_on_the_page(asked_of: Make, form: str) -> None:
    """Outside scope says how often, when, for which concern and who asked; a reason only on request."""
    given = (
        {**POST, "tier": "support"}, {"kind": "training", "on": "2025-01-01", "programme": "life-support",
                                      "outcome": "completed"},
        sign_off("screening", "2025-12-01"), practice("screening", "2026-01-05"), practice("screening", "2026-02-05"),
        {"kind": "request", "on": "2026-02-06", "competency": "cannulation", "answer": "accepted", "asked_by": "a1",
         "reason": "SECRET"},
        practice("screening", "2022-06-01"),
    )  # fmt: skip
    page = write("progression", asked_of(*given), form).decode()
    part = page.partition("Outside scope")[2].partition("Posts and decisions")[0]
    for word in ("2026: Jan 1, Feb 1", "banding", "safety", "agreed to once", "evidence for a review of the banding",
                 "We cannot tell: MR screening"):  # fmt: skip
        assert word in part
    assert "SECRET" not in page
    assert "SECRET" in write("progression", asked_of(*given, with_reasons=True), form).decode()
    assert "Outside scope" not in write("progression", asked_of(POST), form).decode()


def test_full_time(asked_of: Make) -> None:
    """A whole-time post is full time; a part of one says which."""
    for wte, says in ((1, "full time"), (0.8, "0.8 WTE")):
        assert says in progression.view(asked_of({**POST, "wte": wte})).posts_now[0].more


def test_form_to_fill_in(asked_of: Make) -> None:
    """A blank sheet is true on no day, and leaves no line for a countersignature nobody asks for."""
    for form in ("html", "md"):
        blank = write("sign-off", asked_of(POST, competency="stock", blank=True), form).decode()
        assert "this day only" not in blank
        assert "Form made on" in blank
        assert "Second person" not in blank
        assert "band 3" in blank


def test_sheet_says_the_post_once(asked_of: Make) -> None:
    """What is known of a person beside the post does not say the post again."""
    person = {"kind": "person", "name": "Amara Okonkwo", "title": "Imaging assistant", "department": "Imaging"}
    asked = asked_of({**POST, "title": "Imaging assistant"}, person, competency="stock", blank=True)
    page = write("sign-off", asked, "html").decode()
    assert page.count("Imaging assistant") == 1
    assert "Department: Imaging" in page
    assert "Imaging assistant, band 3, at site-1" in page


@pytest.mark.parametrize("form", ["html", "md"])
def test_what_cannot_be_told_is_among_the_answers_of_today(asked_of: Make, form: str) -> None:
    """Every task has one of four answers, and what nobody can tell is not to be done."""
    asked = asked_of(POST, {**sign_off("stock", "2026-01-05", id="s1"), "assessor": "nobody-known"})
    found = scope(asked.questions.judge("w1"), DAY)
    assert [name for name, may in found.items() if may.answer == "cannot-tell"] == ["stock"]
    assert found.keys() == asked.questions.catalogue.competencies.keys()
    assert [task.titles for task in begun_with(asked, "w1", "cannot-tell")] == [("Stock",)]
    page = write("progression", asked, form).decode()
    today = page.partition("Not to be done today")[2].partition("Next")[0]
    assert "cannot tell" in today
    assert "Stock" in today


def test_of_somebody_never_appointed_every_task_is_accounted_for(asked_of: Make) -> None:
    asked = asked_of({"kind": "qualification", "on": "2026-01-01", "level": 3})
    assert {may.answer for may in scope(asked.questions.judge("w1"), DAY).values()} == {"cannot-tell"}
    assert [rest.why for rest in progression.view(asked).closed] == ["No appointment is on record"]


UNLISTED = [
    (sign_off("heart-scan", "2026-01-05"), "competency"), ({**practice("heart-scan", "2026-01-05")}, "competency"),
    ({"kind": "withdrawal", "on": "2026-01-05", "by": "m1", "competency": "heart-scan"}, "competency"),
    ({"kind": "training", "on": "2026-01-05", "programme": "heart-scan", "outcome": "completed"}, "programme"),
    ({**practice("stock", "2026-01-05"), "modality": "heart-scan"}, "modality"),
    ({"kind": "rebanding", "on": "2026-01-05", "to": "heart-scan", "decided_by": "m1"}, "tier"),
    ({"kind": "approval", "on": "2026-01-05", "role": "manager", "by": "m1", "rule": "heart-scan"}, "rule"),
]  # fmt: skip


def imported(entry: dict[str, Any]) -> Asked:
    """Ask about a record that holds an entry from before a name was changed in the catalogue."""
    from sw_competency.model import parse_entry, with_ids

    store = MemoryStore()
    raw = [{"worker": "w1", **POST}, {"worker": "w1", **entry}]
    store.append(with_ids(parse_entry({**one, "recorded_at": "2026-01-06T09:00:00Z"})[0] for one in raw))
    tracker = Tracker(store, load(read_layer(HERE / "catalogue.toml"), over_shipped=False))
    return Asked(questions=tracker.at(DAY, KNOWN), worker="w1")


@pytest.mark.parametrize(("entry", "what"), UNLISTED, ids=lambda g: g if isinstance(g, str) else g["kind"])
def test_entries_under_a_name_the_catalogue_does_not_hold_are_said(entry: dict[str, Any], what: str) -> None:
    """A name changed in the catalogue must not make what people did vanish in silence."""
    asked = imported(entry)
    says = f"'heart-scan' is on record (1 entry, 5 January 2026), and the catalogue has no {what} of that name"
    for form in ("html", "md"):
        assert says in write("progression", asked, form).decode().replace("&#39;", "'").replace("\\", "")
    told = {a.asked.competency: a for a in asked.questions.progress("w1")}
    if what == "competency":
        assert (told["heart-scan"].outcome, told["heart-scan"].status) == (Outcome.CANNOT_TELL, None)
        with pytest.raises(UnknownNameError, match=r"it is on record of w1 \(1 entry, 5 January 2026\)"):
            asked.questions.status("w1", "heart-scan")
    assert not asked.questions.unlisted("w2")


@pytest.mark.parametrize("form", ["html", "md"])
def test_each_competency_stands_once(asked_of: Make, form: str) -> None:
    """Alarm first, then what is signed off, then what is learnt: each competency in one of them."""
    asked = asked_of(
        POST, {"kind": "training", "on": "2025-12-01", "programme": "life-support", "outcome": "completed"},
        sign_off("stock", "2026-01-10"), sign_off("greeting", "2024-01-20"), practice("stock", "2026-02-01"),
        practice("cannulation", "2026-02-02"),
    )  # fmt: skip
    once = progression.view(asked).once
    assert once is not None
    placed = {name: [row.title for row in getattr(once, name)] for name in ("stops", "able", "held_back", "learning")}
    assert placed["able"] == ["Stock"]
    titles = [title for all_ in placed.values() for title in all_] + list(once.begun)
    assert sorted(titles) == sorted(set(titles)) == ["Cannulation", "Greeting and escorting", "Stock"]
    page = write("progression", asked, form).decode()
    order = [page.index(says) for says in ("Signed off", "In training", "Comments and signatures")]
    assert order == sorted(order)
