"""The pack for a panel that reviews a banding: what is on record, task by task, and room for what the panel decides.

It asserts no band. A job is banded and no person, and a count of tasks decides nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sw_competency.catalogue.terms import EFFECT
from sw_competency.dates import said
from sw_competency.judge.worked import say_shares
from sw_competency.model import MET, Practice
from sw_competency.model.columns import DAY, MARK, NUMBER, PERSON, TERM, TEXT, Cell
from sw_competency.model.findings import capital, full_stop
from sw_competency.model.marks import STATUS, Mark, mark_of
from sw_competency.questions.claims import ClaimAnswer
from sw_competency.questions.since import SinceAnswer
from sw_competency.questions.status import StatusAnswer
from sw_competency.reports._base import Asked, cited, stamp, who
from sw_competency.reports._outside import OutsideRow, of_concern, outside
from sw_competency.reports._page import Grid
from sw_competency.reports._sections import (
    Paper,
    Section,
    about,
    grids,
    lines,
    local_defaults,
    to_fill,
    unread,
    unrecorded,
)

NAME = "rebanding-case"
QUESTION = "What does a panel that reviews a banding need: which tasks, since when, how often, confirmed by whom?"
FORMATS = ("html", "pdf", "md", "xlsx")
NEEDS = ("worker", "rule")
TAKES = ("with_reasons",)
_SIGNING = ("Panel member, management side", "Panel member, staff side", "Chair", "Received by the worker")
_TITLE = "Evidence for a review of the banding"
_HANDBOOK = "je-handbook"

# The headings under which the NHS Job Evaluation Scheme looks at a job, in its order; no level, no points.
FACTORS = (
    "Communication and relationship skills", "Knowledge, training and experience",
    "Analytical and judgemental skills", "Planning and organisational skills", "Physical skills",
    "Responsibility for patient and client care", "Responsibility for policy and service development",
    "Responsibility for financial and physical resources", "Responsibility for human resources",
    "Responsibility for information resources", "Responsibility for research and development", "Freedom to act",
    "Physical effort", "Mental effort", "Emotional effort", "Working conditions",
)  # fmt: skip


def view(asked: Asked) -> Paper:
    """Put together what a panel needs."""
    worker, rule = str(asked.worker), str(asked.rule)
    since = asked.questions.since(worker, rule)
    if (bare := unrecorded(asked, _TITLE, worker)) is not None:
        return bare
    claims = tuple(one for one in asked.questions.claims(worker).answers if one.on is not None)
    unsafe = of_concern(asked, worker, "safety")
    handbook = (_HANDBOOK,) if _HANDBOOK in asked.questions.catalogue.sources else ()
    whose = who(asked, worker)
    return Paper(
        title=_TITLE, who=whose, stamp=stamp(asked), headline=whose.name,
        lead=("This pack says what is on record, and since when. It asserts no band.",
              "A panel looks at the job, not at the person, and against all sixteen factors."),
        alarms=(*unread(asked, [worker]), *_alarms(unsafe)),
        facts=(*about(asked, worker), *_facts(asked, since, claims)),
        sections=(
            _claims(asked, claims), _done(asked, worker), _above(asked, worker, unsafe), _rule(asked, since),
            _decided(asked, worker), _safety(asked, worker, unsafe), _factors(), _decision(),
        ),
        defaults=local_defaults(asked, since.placeholders), sources=cited(asked, (*since.sources, *handbook)),
    )  # fmt: skip


def _alarms(unsafe: Sequence[OutsideRow]) -> Iterator[str]:
    if unsafe:
        count = "One task was" if len(unsafe) == 1 else f"{len(unsafe)} tasks were"
        yield f"{count} done, or agreed to, when it was not open. See the page Safety findings."


def _facts(asked: Asked, since: SinceAnswer, claims: Sequence[ClaimAnswer]) -> Iterator[tuple[str, str | Mark | date]]:
    if claims:
        last = claims[-1]
        yield "Review asked for on", last.on or ""
        yield "Job description", last.job_description or "version not on record"
    else:
        yield "Review asked for on", "no claim is on record"
    yield "Rule", _ruled(asked, since.rule)
    yield "On this day", mark_of(since.outcome)
    if since.since is not None:
        yield "Met without a break since", since.since
    if since.effect is not None:
        yield "What being met does", capital(EFFECT[since.effect])


def _claims(asked: Asked, claims: Sequence[ClaimAnswer]) -> Section:
    rows = [
        (one.on, one.raised_by, "a group" if one.collective else "one worker", one.job_description or "not on record",
         _met(asked, one), one.decision or "open", one.decided_on)
        for one in claims
    ]  # fmt: skip
    columns = {
        "Asked for on": DAY, "By": PERSON, "For": TEXT, "Job description": TEXT, "Rules met on that day": TEXT,
        "Decision": TEXT, "Decided on": DAY,
    }  # fmt: skip
    return Section(
        title="The claim", grids=grids(asked, columns, rows),
        nothing="Nobody has asked for a review, as far as is recorded.",
    )  # fmt: skip


def _ruled(asked: Asked, rule: str) -> str:
    return asked.questions.catalogue.title_of("rule", rule) or rule


def _met(asked: Asked, claim: ClaimAnswer) -> str:
    return "; ".join(_ruled(asked, name) for name in claim.met) or capital(claim.finding.untitled())


def _done(asked: Asked, worker: str) -> Section:
    """Return every task that was done, with how often, who confirmed it, and whether it is signed off."""
    practice = asked.questions.judge(worker).at(asked.day).practice
    tasks = sorted(practice, key=lambda name: (-_times(practice[name]), asked.titled(name)))
    rows = [_task(asked, worker, name, practice[name]) for name in tasks if practice[name]]
    columns = {
        "Task": TERM, "First": DAY, "Last": DAY, "Times": NUMBER, "How often": TEXT, "Under supervision": NUMBER,
        "Confirmed by": TEXT, "Sign-off": MARK, "Held to": DAY,
    }  # fmt: skip
    work = say_shares(asked.questions.rebanding(worker, str(asked.rule)).roles)
    return Section(
        title="What was done", grids=grids(asked, columns, rows),
        nothing="No practice is on record.", notes=(f"What the work was: {work}.",) if work else (),
        says=("Every task on record, unsuccessful attempts too. Practice under supervision may have been training.",),
    )  # fmt: skip


def _times(done: Iterable[Practice]) -> int:
    return sum(p.times for p in done)


def _task(asked: Asked, worker: str, name: str, done: Sequence[Practice]) -> tuple[Cell, ...]:
    first = min(p.from_ or p.on for p in done)
    status = asked.questions.status(worker, name) if name in asked.questions.catalogue.competencies else None
    return (
        name, first, done[-1].on, _times(done), _how_often(first, done), _times(p for p in done if p.supervised),
        _confirmed(asked, done), STATUS[None if status is None else status.status], _to(status),
    )  # fmt: skip


def _to(status: StatusAnswer | None) -> date | str | None:
    if status is None or status.expires_on is not None:
        return None if status is None else status.expires_on
    return "no expiry" if status.outcome is MET else None


def _how_often(first: date, done: Sequence[Practice]) -> str:
    """Say how often it was done from the first time to the last, and in how many months, where that is on record."""
    last = done[-1].on
    span = (last.year - first.year) * 12 + last.month - first.month + 1
    average = max(round(_times(done) / span), 1)
    if any(p.times > 1 for p in done):  # a tally does not say in which months
        return f"about {average} a month"
    months = len({(p.on.year, p.on.month) for p in done})
    return f"about {average} a month, in {months} of {span} month{'s' * (span != 1)}"


def _confirmed(asked: Asked, done: Sequence[Practice]) -> str:
    by = Counter[str]()
    for p in done:
        by[asked.named(p.confirmed_by or (p.supervisor if p.supervised else None))] += p.times
    nobody = by.pop("", 0)
    told = [f"{name}: {times}" for name, times in by.most_common()]
    return "; ".join([*told, *([f"nobody: {nobody}"] if nobody else [])])


def _above(asked: Asked, worker: str, unsafe: Sequence[OutsideRow]) -> Section:
    rows = of_concern(asked, worker, "banding")
    return Section(
        title="Work above the tier of the post", grids=_outside_grids(asked, rows),
        nothing=(
            "None where only the tier was short. What was not open for other reasons stands under Safety findings; "
            "a rule may count it." if unsafe else "None is on record."
        ),
        says=("Only the tier was short: the task itself was signed off and open.",) if rows else (),
    )  # fmt: skip


def _safety(asked: Asked, worker: str, rows: Sequence[OutsideRow]) -> Section:
    away = outside(asked, worker)
    untold = () if away is None else tuple(
        f"{one.title}: {one.times}, {said(one.first)} to {said(one.last)}. Cannot be told: {asked.say(one.why)}"
        for one in away.unknown
    )  # fmt: skip
    return Section(
        title="Safety findings", fresh=bool(rows or untold), grids=_outside_grids(asked, rows), notes=untold,
        nothing="None is on record.",
        says=("For the manager and the practice educator, whatever the panel decides.",
              "Work that was not open shows what the job asks, and has to stop until it is.") if rows else (),
    )  # fmt: skip


def _outside_grids(asked: Asked, rows: Sequence[OutsideRow]) -> tuple[Grid, ...]:
    columns = {"Task": TEXT, "How often": TEXT, "First": DAY, "Last": DAY, "By month": TEXT, "Asked for by": TEXT}
    cells = [
        (row.title, row.times, row.first, row.last, row.months,
         "; ".join((*row.asked_by, *row.reasons)) or "not on record")
        for row in rows
    ]  # fmt: skip
    return grids(asked, columns, cells)


def _rule(asked: Asked, since: SinceAnswer) -> Section:
    periods = [(one.first, one.until, one.ended_by or "") for one in since.periods]
    columns = {"Met from": DAY, "To": DAY, "Ended by": TEXT}
    found = asked.questions.rebanding(since.worker, since.rule)
    return Section(
        title="The rule, and since when it was met", lines=lines(asked, found.parts or [found.finding]),
        grids=grids(asked, columns, periods, "Periods without a break"),
        says=() if periods else ("It was never met up to this day.",),
        notes=tuple(f"Recorded late: {full_stop(asked.say(one.says))}" for one in since.late),
    )  # fmt: skip


def _decided(asked: Asked, worker: str) -> Section:
    """Return what was decided before about the banding."""
    record = asked.questions.records.worker(worker).at(asked.day)
    taken = [
        (one.on, f"{one.outcome or 'upheld'}: {asked.titled(one.to)}", one.decided_by, one.review_by,
         (one.reason or "") if asked.with_reasons else "")
        for one in record.rebandings
    ]  # fmt: skip
    columns = {"On": DAY, "Decision": TEXT, "By": PERSON, "To be reviewed by": DAY, "Reason": TEXT}
    return Section(
        title="Earlier decisions", grids=grids(asked, columns, taken),
        nothing="None is on record.",
    )  # fmt: skip


def _factors() -> Section:
    columns = {"Factor": "30%", "In the job description and the evidence": "42%", "Level": "8%", "Reasons": "20%"}
    return Section(
        title="The sixteen factors", fresh=True, by_hand=True,
        says=("For the panel. Nothing here is filled in from the record.",
              "The headings are those of the NHS Job Evaluation Scheme: check them against the handbook now in force."),
        grids=to_fill(columns, [(f"{n}. {name}", "", "", "") for n, name in enumerate(FACTORS, 1)]),
    )  # fmt: skip


def _decision() -> Section:
    return Section(
        title="Decision of the panel", fresh=True,
        boxes=("The job matches its present profile.", "The job matches another profile.",
               "Local evaluation is needed.", "More evidence is needed."),
        fields=(("National profile, and its version",), ("Reasons",), ("",),
                ("Takes effect on", "Pay point, and its date"),
                ("How to ask for a review of this decision, and by when",),
                *((who, "Signature", "Date") for who in _SIGNING)),
    )  # fmt: skip
