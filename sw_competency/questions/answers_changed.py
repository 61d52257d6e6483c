"""Whose answers changed, or will change: by what was recorded, or by the calendar alone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar, Literal

import msgspec

from sw_competency.bulk import undisturbed
from sw_competency.dates import said
from sw_competency.errors import PeriodError
from sw_competency.judge.everybody import Everybody
from sw_competency.model import MET, NOT_MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, PERSON, TEXT, Table, table
from sw_competency.model.findings import entries_of, sources_of
from sw_competency.questions._changes import Then, effect_of, then_of, why_of, worded
from sw_competency.questions._names import Site
from sw_competency.questions._question import Question
from sw_competency.questions._standing import Evenings, Turn


class AnswersChanged(Question["AnswersChangedAnswer"], frozen=True, rename={"first": "from"}):
    """Whose answers changed or will change in some days, from what to what, by what was recorded or the calendar alone.

    The answer of a day is the one that was given at its end. For days to come it is the one that will be given if
    nothing else is recorded. Asked are the status of every competency, whether what was ever signed off may be done,
    and every rule.

    Args:
        first: the first day; left out, the day asked about.
        until: the last day; left out, the day asked about, or the first where that is later.
        site: only those in post at this site.
    """

    exits: ClassVar = "done"

    first: date | None = None
    until: date | None = None
    site: Site | None = None

    def answer(self, everybody: Everybody) -> "AnswersChangedAnswer":
        """Compare the answers of each evening with those of the evening before, of everybody on record.

        Raises:
            PeriodError: the last day lies before the first.
            UnknownNameError: a site that neither the catalogue nor a record names.
        """
        first = self.first or everybody.moment.as_of
        last = self.until or max(first, everybody.moment.as_of)
        if last < first:
            raise PeriodError(last, first, "the first day")
        everybody.knows_site(self.site)
        evenings, found = Evenings(everybody, first, last), list[AnswerChanged]()
        turns = list[Turn]()
        for worker in everybody.each():
            with undisturbed():
                own = [t for t in evenings.turns(worker) if self.site is None or self.site in t.sites]
            turns += own
            found += [_changed(everybody, worker, turn) for turn in own]
            everybody.records.forget()
        found.sort(key=lambda one: one.on)
        return AnswersChangedAnswer(
            asked=self, moment=everybody.moment, finding=_finding(everybody, found, turns, first, last),
            first=first, until=last, workers=tuple(sorted({one.worker for one in found})), changes=tuple(found),
        )  # fmt: skip


class AnswerChanged(msgspec.Struct, frozen=True, kw_only=True):
    """One answer about one worker that changes on a day.

    Args:
        worker: whose.
        site: where they are in post that day.
        on: the day.
        question: `status`, `may` or `rebanding`.
        name: the competency, or the rule.
        effect: `gains`, `loses`, `falls-into-grace`, or `changes` otherwise.
        by: `entry` where it was recorded that day, `calendar` where it came with the day alone.
        says: the change in one sentence.
        why: the reason of the answer as it is then.
        before: the answer at the end of the day before.
        after: the answer at the end of that day.
        recorded: ids of the entries recorded that day in the worker's record.
        entries: ids of the entries that the answer rests on then.
    """

    worker: str
    site: str | None
    on: date
    question: str
    name: str
    effect: str
    by: Literal["entry", "calendar"]
    says: str
    why: str | None
    before: Then
    after: Then
    recorded: tuple[str, ...]
    entries: tuple[str, ...]


class AnswersChangedAnswer(Answer[AnswersChanged], frozen=True, rename={"first": "from"}):
    """Whose answers changed, or will change.

    Args:
        first: the first day looked at.
        until: the last day looked at.
        workers: everybody about whom an answer changes.
        changes: what changes, day by day.
    """

    site = Asked[str | None]()

    first: date
    until: date
    workers: tuple[str, ...]
    changes: tuple[AnswerChanged, ...]

    def tables(self) -> Iterator[Table]:
        """Return what changes; what one may do says more than the status behind it, which the JSON has as well."""
        may = {(c.worker, c.name, c.on) for c in self.changes if c.question == "may"}
        rows = [
            (c.on, c.worker, c.says, _BY[c.by], c.why)
            for c in self.changes if c.question != "status" or (c.worker, c.name, c.on) not in may
        ]  # fmt: skip
        if rows:
            columns = {"Day": DAY, "Worker": PERSON, "What changes": TEXT, "By": TEXT, "Why": TEXT}
            yield table(columns, rows)


_BY = {"entry": "recorded that day", "calendar": "the calendar"}


def _changed(everybody: Everybody, worker: str, turn: Turn) -> AnswerChanged:
    question, name, catalogue = turn.question, turn.name, everybody.catalogue
    title = catalogue.rules[name][-1].title if question == "rebanding" else catalogue.titled(name)
    return AnswerChanged(
        worker=worker, site=turn.sites[0] if turn.sites else None, on=turn.on, question=question, name=name,
        effect=effect_of(question, turn.before, turn.after), by=turn.by,
        says=f"{title}: '{worded(question, turn.before)}' becomes '{worded(question, turn.after)}'",
        why=why_of(question, turn.after.finding),
        before=then_of(question, turn.before), after=then_of(question, turn.after), recorded=turn.recorded,
        entries=() if turn.after.finding is None else turn.after.finding.entries,
    )  # fmt: skip


def _finding(
    everybody: Everybody, found: Sequence[AnswerChanged], turns: Sequence[Turn], first: date, last: date
) -> Finding:
    when = f"On {said(first)}" if first == last else f"From {said(first)} to {said(last)}"
    if not found:
        return Finding(MET, f"{when} nobody's answers change", (), everybody.catalogue.tiers_cited)
    rests = [state.finding for turn in turns for state in (turn.before, turn.after) if state.finding is not None]
    people, by = len({one.worker for one in found}), Counter(one.by for one in found)
    who = "one worker" if people == 1 else f"{people} workers"
    what = f"{len(found)} answer{'s' if found[1:] else ''} about {who} change{'' if found[1:] else 's'}"
    says = f"{when} {what}: {by['entry']} by what was recorded, {by['calendar']} by the calendar"
    sources = tuple(dict.fromkeys([*everybody.catalogue.tiers_cited, *sources_of(rests)]))
    return Finding(NOT_MET, says, entries_of(rests), sources)
