"""For an inspector: a task, a day, everybody who did it, their evidence as known then, and under which policy."""

from collections.abc import Iterator, Sequence
from datetime import date

import attrs

from sw_competency.dates import said
from sw_competency.judge.progress import rule_of
from sw_competency.model import MET, Practice, PriorLearning
from sw_competency.model.columns import DAY, MARK, NUMBER, PERSON, TEXT, Cell
from sw_competency.model.findings import capital
from sw_competency.model.marks import ANSWER, mark_of
from sw_competency.questions.may import MayAnswer
from sw_competency.reports._base import Asked, cited, stamp
from sw_competency.reports._framework import competency
from sw_competency.reports._log import signed
from sw_competency.reports._sections import Paper, Section, department, grids, local_defaults, unread
from sw_competency.reports._tasks import supported
from sw_competency.rules import Given

NAME = "inspection"
QUESTION = "Who did a task up to a day, with what evidence, under which version of the policy?"
FORMATS = ("html", "pdf", "md", "xlsx")
NEEDS = ("competency",)
TAKES = ("site",)
_OPEN = {
    "only-supervised": "It was open only under direct supervision", "may-not": "It was not open",
    "cannot-tell": "Whether it was open cannot be told",
}  # fmt: skip
_CITED = frozenset({"Rests on", "Its parts rest on"})  # at the foot of the page


@attrs.frozen(slots=True, kw_only=True)
class Somebody:
    """Somebody who did the task, or was signed off for it, up to the day.

    Args:
        worker: who.
        may: whether they might do it on the day; at a site, in the posts held there.
        done: all their practice up to the day.
        today: that of the day itself.
        given: their sign-offs.
    """

    worker: str
    may: MayAnswer
    done: Sequence[Practice]
    today: tuple[Practice, ...]
    given: Sequence[Given]

    @property
    def apart(self) -> bool:
        """Whether they did it on the day by themselves, and it was not open to them so."""
        return self.may.answer != "may" and any(not p.directly_supervised for p in self.today)


def view(asked: Asked) -> Paper:
    """Look through every record for the task."""
    name, catalogue = str(asked.competency), asked.questions.catalogue
    held = catalogue.competency(name, asked.site)
    asked.questions.knows_site(asked.site)
    found = tuple(_found(asked, name))
    now = [one for one in found if one.today]
    paths = dict.fromkeys(path for one in found for path in one.may.placeholders)
    return Paper(
        title="Inspection", who=department(asked), stamp=stamp(asked), headline=held.title,
        lead=(_lead(asked, found, now),), alarms=(*unread(asked, asked.questions.workers), *_alarms(asked, now)),
        facts=(
            ("Policy", held.policy or "not stated"), ("Its version", held.version or "not stated"),
            *((("To be reviewed by", held.policy_review),) if held.policy_review else ()),
        ),
        sections=(_day(asked, now), _everybody(asked, found), _evidence(asked, name, found), _rules(asked, name)),
        defaults=local_defaults(asked, paths),
        sources=cited(asked, (*held.source, *(source for one in found for source in one.may.sources))),
    )  # fmt: skip


def _found(asked: Asked, name: str) -> Iterator[Somebody]:
    """Yield who did it or was signed off for it up to the day; at a site, who is in post there."""
    at_site = {one.asked.worker: one for one in asked.questions.who_may(name, asked.site)} if asked.site else {}
    for judge in asked.questions.judges():
        record, worker = judge.at(asked.day), judge.record.worker
        done, given = record.practice[name], record.given[name]
        if (done or given) and (asked.site is None or judge.held(asked.day, asked.site)):
            today = tuple(p for p in done if p.on == asked.day)
            may = at_site[worker] if worker in at_site else asked.questions.may(worker, name)
            yield Somebody(worker=worker, may=may, done=done, today=today, given=given)


def _lead(asked: Asked, found: Sequence[Somebody], now: Sequence[Somebody]) -> str:
    able = sum(one.may.answer == "may" for one in found)
    return (
        f"Up to {said(asked.day)}, {len(found)} {'person' if len(found) == 1 else 'people'} did it or had been signed "
        f"off for it. On that day, as far as is recorded: {able} allowed to do it alone, {len(now)} did it."
    )


def _alarms(asked: Asked, now: Sequence[Somebody]) -> Iterator[str]:
    for one in now:
        if one.apart:
            who = asked.named(one.worker)
            yield f"{who} did it on this day without direct supervision. {_OPEN[one.may.answer]}."


def _day(asked: Asked, now: Sequence[Somebody]) -> Section:
    columns = {"Who": PERSON, "On this day": MARK, "Times": NUMBER, "Supervised by": TEXT}
    rows = [
        (one.worker, ANSWER[one.may.answer], sum(p.times for p in one.today), _watched(asked, one.today))
        for one in now
    ]
    return Section(
        title=f"Done on {said(asked.day)}", grids=grids(asked, columns, rows),
        nothing="Nobody did it on this day, as far as is recorded.",
    )  # fmt: skip


def _watched(asked: Asked, done: Sequence[Practice]) -> str:
    by = dict.fromkeys(asked.named(p.supervisor) or "not named" for p in done if p.supervised)
    return ", ".join(by) if by else "nobody on record"


def _why(asked: Asked, one: Somebody) -> str:
    return capital(asked.say(one.may.why))


def _everybody(asked: Asked, found: Sequence[Somebody]) -> Section:
    columns = {"Who": PERSON, "On this day": MARK, "Times": NUMBER, "Last": DAY, "Why": TEXT}
    order = list(ANSWER)
    rows: list[tuple[Cell, ...]] = [
        (one.worker, ANSWER[one.may.answer], sum(p.times for p in one.done),
         one.done[-1].on if one.done else None, _why(asked, one))
        for one in sorted(found, key=lambda one: (order.index(one.may.answer), asked.named(one.worker)))
    ]  # fmt: skip
    return Section(
        title="Everybody who did it, or was signed off for it", grids=grids(asked, columns, rows),
        nothing="Nobody, as far as is recorded.",
    )  # fmt: skip


def _evidence(asked: Asked, name: str, found: Sequence[Somebody]) -> Section:
    columns = {"Who": PERSON, "Signed off": TEXT, "Counts": MARK, "Registered that day": TEXT, "By the list of": DAY}
    rows = [
        _sign_off(asked, name, one.worker, index, given)
        for one in sorted(found, key=lambda one: asked.named(one.worker)) for index, given in enumerate(one.given)
    ]  # fmt: skip
    return Section(
        title=f"Sign-offs, based on records up to {said(asked.questions.moment.known_by.date())}",
        grids=grids(asked, columns, rows), nothing="No sign-off is on record.",
        notes=("A sign-off is judged by what was asked on its own day: by the list in force from the day given.",),
    )  # fmt: skip


def _sign_off(asked: Asked, name: str, worker: str, index: int, given: Given) -> tuple[Cell, ...]:
    counted = asked.questions.counts(worker, given.id)
    by = given.accepted_by if isinstance(given, PriorLearning) else given.assessor
    version, _ = rule_of(asked.questions.judge(worker), name, index)
    starts = version.starts if version is not None and version.starts > date.min else None
    says = "" if counted.outcome is MET else f". {capital(asked.say(counted.finding.untitled()))}"
    told = f"{supported(asked, given, worker)}{says}"
    return worker, told, mark_of(counted.outcome), signed(asked, by, given.on).registration, starts or "undated"


def _rules(asked: Asked, name: str) -> Section:
    """Return what the task asks for on the day, as the rule book has it."""
    catalogue = asked.questions.catalogue
    block = competency(catalogue, catalogue.competency(name, asked.site), asked.day)
    shown = [fact for fact in block.facts if fact.label not in _CITED]
    facts = tuple((fact.label, "; ".join(fact.says) + (" †" if fact.placeholder else "")) for fact in shown)
    daggers = any(fact.placeholder for fact in shown)
    return Section(
        title="What the policy asks on this day", facts=facts,
        notes=("† local default, to be confirmed: nobody has published this number.",) if daggers else (),
    )  # fmt: skip
