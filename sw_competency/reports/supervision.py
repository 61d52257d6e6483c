"""For a one-to-one: what happened since last time, what is due, what is asked next, and room for what is agreed."""

from datetime import date

from sw_competency.dates import Length, before, look_ahead, said
from sw_competency.judge.next_actions import next_actions
from sw_competency.judge.requests import requested
from sw_competency.model import (
    Appointment,
    Assessment,
    Entry,
    PriorLearning,
    Rebanding,
    Reinstatement,
    Request,
    SelfAssessment,
    SignOff,
    Training,
    Withdrawal,
)
from sw_competency.model.columns import DAY, MARK, NUMBER, PERSON, TERM, TEXT, Cell
from sw_competency.model.findings import capital
from sw_competency.model.marks import REQUEST, STATUS, Mark
from sw_competency.questions.due import Ending, due_in_posts
from sw_competency.reports._base import Asked, day_of, stamp, who
from sw_competency.reports._career import rules
from sw_competency.reports._outside import CONCERN
from sw_competency.reports._sections import (
    Paper,
    Section,
    about,
    grids,
    local_defaults,
    to_fill,
    unread,
    unrecorded,
)

NAME = "supervision"
QUESTION = "What is there to talk about in a one-to-one: since last time, due, asked for, to be agreed?"
FORMATS = ("html", "pdf", "md")
NEEDS = ("worker",)
TAKES = ("since",)
LATELY = Length(months=3)  # where nobody says when last time was
WEEKS = 8
_TITLE = "One-to-one"
_FIRST, _ROWS = 3, 5  # what must be talked about first, and rows to fill in


def view(asked: Asked) -> Paper:
    """Gather what there is to talk about; left out, the last three months."""
    worker, since = str(asked.worker), asked.since or before(asked.day, LATELY)
    if (bare := unrecorded(asked, _TITLE, worker)) is not None:
        return bare
    whose = who(asked, worker)
    todo = next_actions(asked.questions.judge(worker), asked.day)
    say = asked.say
    now = [one for one in todo if one.by == asked.day][:_FIRST]
    later = [one for one in todo if one not in now]
    return Paper(
        title=_TITLE, who=whose, stamp=stamp(asked), headline=whose.name,
        lead=(f"Since {said(since)}, and up to {said(look_ahead(asked.day, WEEKS, None))}.",),
        alarms=(*unread(asked, [worker]), *(f"{capital(say(one.says))}. ({capital(say(one.who))})" for one in now)),
        facts=about(asked, worker),
        sections=(
            _practised(asked, worker, since), _happened(asked, worker, since), _due(asked, worker),
            Section(
                title="What comes next", nothing="Nothing else is to be done.",
                grids=grids(asked, _NEXT, [(say(one.says), say(one.who), one.by) for one in later]),
            ),
            _towards(asked, worker), _agreed(),
        ),
        defaults=local_defaults(
            asked, (path for one in _running_out(asked, worker) for path in one.finding.placeholders)
        ),
    )  # fmt: skip


_NEXT = {"What": TEXT, "Who": TEXT, "By": DAY}


def _practised(asked: Asked, worker: str, since: date) -> Section:
    practice, outside = asked.questions.judge(worker).at(asked.day).practice, _outside(asked, worker, since)
    rows = []
    for name in practice:
        lately = [p for p in practice[name] if p.on > since]
        if lately:
            failed = sum(p.times for p in lately if p.outcome == "unsuccessful")
            watched = sum(p.times for p in lately if p.supervised)
            rows.append((name, sum(p.times for p in lately), failed, watched, lately[-1].on, outside.get(name, "")))
    rows.sort(key=lambda row: asked.titled(row[0]))
    columns = {
        "Task": TERM, "Times": NUMBER, "Unsuccessful": NUMBER, "Supervised": NUMBER, "Last": DAY, "Outside scope": MARK,
    }  # fmt: skip
    return Section(
        title="Practised since then", grids=grids(asked, columns, rows),
        nothing="No practice is on record.", notes=_unused(asked, worker),
    )  # fmt: skip


def _outside(asked: Asked, worker: str, since: date) -> dict[str, Mark]:
    """Return the tasks done outside scope since then; safety goes before banding."""
    found = asked.questions.outside_scope(worker).tasks
    lately = sorted((one for one in found if one.on > since), key=lambda one: one.concern == "safety")
    return {one.competency: CONCERN[one.concern] for one in lately}


def _unused(asked: Asked, worker: str) -> tuple[str, ...]:
    names = asked.questions.unused(worker).competencies
    return (f"Held, and not used for six months: {'; '.join(map(asked.titled, names))}.",) if names else ()


def _happened(asked: Asked, worker: str, since: date) -> Section:
    record = asked.questions.records.worker(worker).at(asked.day)
    rows: list[tuple[date, str, str | None, Mark | None]] = [
        (entry.on, *told, None)
        for entry in record.entries if entry.on > since and (told := _told(asked, entry)) is not None
    ]  # fmt: skip
    rows += [
        (one.on, f"Asked to be signed off: {asked.titled(one.competency)}", one.assessor, REQUEST[one.answer])
        for one in requested(record) if one.on > since or one.waits
    ]  # fmt: skip
    rows.sort(key=lambda row: row[0])
    columns = {"On": DAY, "What": TEXT, "By": PERSON, "Answer": MARK}
    return Section(title="What else happened", grids=grids(asked, columns, rows), nothing="Nothing is on record.")


def _told(asked: Asked, entry: Entry) -> tuple[str, str | None] | None:
    """Say what somebody would talk about; reasons stay off the page."""
    match entry:
        case SignOff():
            return f"Signed off: {asked.titled(entry.competency)}", entry.assessor
        case Assessment():
            plan, outcome = f". {entry.action_plan}" if entry.action_plan else "", entry.outcome.replace("-", " ")
            return f"Assessed, {outcome}: {asked.titled(entry.competency)}{plan}", entry.assessor
        case Training():
            return f"{asked.titled(entry.programme)}: {entry.outcome}", None
        case PriorLearning():
            return f"Accepted from elsewhere: {asked.titled(entry.competency)}", entry.accepted_by
        case Withdrawal():
            what = asked.titled(entry.competency) if entry.competency else "all competencies"
            return f"{'Suspended' if entry.suspends else 'Withdrawn'}: {what}", entry.by
        case Reinstatement():
            what = asked.titled(entry.competency) if entry.competency else "all competencies"
            return f"Reinstated: {what}", entry.by
        case Request():
            return f"Asked to do {asked.titled(entry.competency)}: {entry.answer}", entry.asked_by
        case Appointment():
            until = f", to {said(entry.until)}" if entry.until else ""
            return f"In post: {entry.title or asked.titled(entry.tier)}, {asked.place(entry.site)}{until}", None
        case Rebanding():
            return f"Re-banding to {asked.titled(entry.to)}: {entry.outcome or 'upheld'}", entry.decided_by
        case SelfAssessment():
            level = f": {entry.level}" if entry.level is not None else ""
            return f"Own assessment of {asked.titled(entry.competency)}{level}", None
    return None


def _running_out(asked: Asked, worker: str) -> list[Ending]:
    return due_in_posts(asked.questions.judge(worker), asked.day, look_ahead(asked.day, WEEKS, None))


def _due(asked: Asked, worker: str) -> Section:
    until = look_ahead(asked.day, WEEKS, None)
    rows: list[tuple[Cell, ...]] = [
        (day_of(one.last, presumed=bool(one.finding.placeholders)) or "not on record", one.title,
         STATUS["lapsed" if one.state == "ended" else "due"])
        for one in sorted(_running_out(asked, worker), key=lambda one: one.last or date.min)
    ]  # fmt: skip
    return Section(
        title=f"Due up to {said(until)}", nothing="Nothing runs out.",
        grids=grids(asked, {"Last day": DAY, "What": TEXT, "State": MARK}, rows),
    )  # fmt: skip


def _towards(asked: Asked, worker: str) -> Section:
    rows = [(one.title, one.mark, one.since, one.bar.says) for one in rules(asked, worker)]
    columns = {"Rule": TEXT, "On this day": MARK, "Since": DAY, "So far": TEXT}
    return Section(
        title="Towards the next band, and new areas", nothing="No rule leads on from this post.",
        grids=grids(asked, columns, rows),
    )  # fmt: skip


def _agreed() -> Section:
    columns = {"What": "56%", "Who": "22%", "By when": "22%"}
    return Section(
        title="What we agreed", by_hand=True, fresh=True, grids=to_fill(columns, [("", "", "")] * _ROWS),
        says=("Write nothing here about a patient, and nothing about anybody's health.",),
        fields=(("Support worker's comments",), ("",), ("Next one-to-one on", "To learn next"),
                ("Support worker", "Signature", "Date"), ("Manager or supervisor", "Signature", "Date")),
    )  # fmt: skip
