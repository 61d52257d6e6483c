"""Whose answers change if another catalogue takes the place of this one, from which day, for better or worse?"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import ClassVar

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.dates import YEAR, last_day
from sw_competency.judge.everybody import Everybody
from sw_competency.model.answers import Answer
from sw_competency.model.columns import Table
from sw_competency.questions._affected import affected
from sw_competency.questions._changes import Change, Effects, changes_between, finding_of, summed, tables_of
from sw_competency.questions._question import Question


class Impact(Question["ImpactAnswer"], frozen=True):
    """Whose answers change if one catalogue takes the place of another: who gains, who loses, from which day.

    Args:
        other: the catalogue about to be published.
        until: the last day to look at; left out, a year on.
    """

    words: ClassVar = ("other",)
    exits: ClassVar = "done"

    other: Catalogue
    until: date | None = None

    def answer(self, everybody: Everybody) -> "ImpactAnswer":
        """Ask what the two catalogues can answer differently, of everybody, under both.

        Raises:
            PeriodError: the last day lies before the day asked about.
        """
        last, other = last_day(everybody.moment.as_of, YEAR, self.until), self.other
        names = affected(everybody.catalogue, other)
        changes = changes_between(everybody, everybody.under(other), last, names)
        touched = [other.competencies[name].source for name in names.competencies if name in other.competencies]
        cites = dict.fromkeys(s for cited in touched for s in cited) or other.tiers_cited
        return ImpactAnswer(
            asked=self, moment=everybody.moment, finding=finding_of(changes, "Under the other catalogue", cites, last),
            other=other.digest, until=last, by_site=summed(changes), changes=changes.each,
        )  # fmt: skip


class ImpactAnswer(Answer[Impact], frozen=True):
    """Whose answers change under another catalogue.

    Args:
        other: the digest of that catalogue.
        until: the last day looked at.
        by_site: how many workers gain and lose at each site.
        changes: what changes, worker by worker.
    """

    other: str
    until: date
    by_site: Mapping[str, Effects]
    changes: tuple[Change, ...]

    def tables(self) -> Iterator[Table]:
        """Return what changes."""
        return tables_of(self.by_site, self.changes)
