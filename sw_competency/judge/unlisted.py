"""What is on record under names the catalogue does not hold: it counts for nothing, and must not pass for nothing."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

import attrs

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.dates import said
from sw_competency.errors import nearest
from sw_competency.judge.folded import Snapshot
from sw_competency.judge.judging import Judging
from sw_competency.judge.shared import shared
from sw_competency.model import Entry, field_names

_TABLES = ("competency", "programme", "tier", "modality", "rule")


@attrs.frozen(slots=True)
class Unlisted:
    """A name on record that the catalogue does not hold.

    Args:
        what: what it should name: a competency, programme, tier, modality or rule.
        name: the name, as it was written.
        entries: ids of the entries that give it, in the order of their days.
        last: the day of the newest of them.
        near: the nearest name there is, if any is near.
    """

    what: str
    name: str
    entries: tuple[str, ...]
    last: date
    near: str | None

    @property
    def counted(self) -> str:
        """Return how many entries there are, and the day of the newest."""
        count = len(self.entries)
        return f"1 entry, {said(self.last)}" if count == 1 else f"{count} entries, the newest of {said(self.last)}"

    @property
    def nearest(self) -> str:
        """Return the words that name the nearest name, or nothing."""
        return f"; the nearest name is '{self.near}'" if self.near else ""

    @property
    def says(self) -> str:
        """Return it as a sentence."""
        return (
            f"'{self.name}' is on record ({self.counted}), and the catalogue has no {self.what} of that name, "
            f"so it counts for nothing{self.nearest}"
        )


@shared
def unlisted(judge: Judging, day: date) -> tuple[Unlisted, ...]:
    """Return the names on record of a worker up to a day that the catalogue does not hold."""
    catalogue = judge.catalogue
    tables = {what: catalogue.table(what) for what in _TABLES}
    found: dict[tuple[str, str], list[Entry]] = {}
    for entry in judge.at(day).entries:
        for what, field in _giving(entry.kind):
            given = getattr(entry, field) or ()
            for name in (given,) if isinstance(given, str) else given:
                if name not in tables[what]:
                    those = found.setdefault((what, name), [])
                    those += () if those and those[-1] is entry else (entry,)
    written = catalogue.modality_words
    return tuple(
        Unlisted(what, name, tuple(e.id for e in those), those[-1].on, nearest(name, tables[what], written))
        for (what, name), those in sorted(found.items())
    )


def unheld(record: Snapshot, catalogue: Catalogue) -> Iterator[str]:
    """Return the names of what is signed off or was trained in, and that the catalogue does not hold."""
    yield from (name for name in record.given if name not in catalogue.competencies)
    yield from (name for name in record.trainings if name not in catalogue.programmes)


def not_looked_at(names: Iterable[str]) -> str:
    """Return the end of a sentence that names them, so that silence about them does not pass for an answer."""
    listed = ", ".join(f"'{name}'" for name in sorted(names))
    return f"; on record and not looked at, as the catalogue has no such name: {listed}" if listed else ""


@cache
def _giving(kind: str) -> tuple[tuple[str, str], ...]:
    """Return the fields of a kind of entry that give names, each with what they name."""
    also = (("modality", "modalities"), ("tier", "to"))
    given = field_names(kind)
    return tuple(each for each in (*((what, what) for what in _TABLES), *also) if each[1] in given)
