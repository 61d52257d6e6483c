"""Whose answers change if an entry is recorded, such as a withdrawal? Nothing is recorded by asking."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import ClassVar

from sw_competency.dates import YEAR, after, last_day
from sw_competency.judge.everybody import Everybody
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import Table
from sw_competency.model.entries import Entry
from sw_competency.questions._affected import everything
from sw_competency.questions._changes import Change, Effects, changes_between, finding_of, summed, tables_of
from sw_competency.questions._question import Question


class IfRecorded(Question["IfRecordedAnswer"], frozen=True):
    """Whose answers change if an entry is recorded, such as a withdrawal; nothing is recorded by asking.

    Args:
        entry: the entry about to be recorded.
        until: the last day to look at; left out, a year on.
    """

    words: ClassVar = ("entry",)
    exits: ClassVar = "done"

    entry: Entry
    until: date | None = None

    def answer(self, everybody: Everybody) -> "IfRecordedAnswer":
        """Ask everything of everybody, with and without the entry.

        Raises:
            PeriodError: the last day lies before the day asked about.
        """
        last = last_day(everybody.moment.as_of, YEAR, self.until)
        if self.until is None:  # what lies ahead is looked at for a year from its own day
            last = max(last, after(self.entry.on, YEAR))
        there = everybody.under(records=everybody.records.with_entry(self.entry))
        kind, owner = self.entry.owner
        own = [everybody.records.joining.kept(owner)] if kind == "worker" else []
        workers = dict.fromkeys([*everybody.workers, *own])
        changes = changes_between(everybody, there, last, everything(everybody.catalogue), workers)
        says = f"With this {self.entry.kind}"
        return IfRecordedAnswer(
            asked=self, moment=everybody.moment,
            finding=finding_of(changes, says, everybody.catalogue.tiers_cited, last),
            until=last, by_site=summed(changes), changes=changes.each,
        )  # fmt: skip


class IfRecordedAnswer(Answer[IfRecorded], frozen=True):
    """Whose answers change if an entry is recorded.

    Args:
        until: the last day looked at.
        by_site: how many workers gain and lose at each site.
        changes: what changes, worker by worker.
    """

    entry = Asked[Entry]()

    until: date
    by_site: Mapping[str, Effects]
    changes: tuple[Change, ...]

    def tables(self) -> Iterator[Table]:
        """Return what changes."""
        return tables_of(self.by_site, self.changes)

    def lines(self) -> Iterator[str]:
        """Say that nothing came of asking."""
        yield "Nothing was recorded."
