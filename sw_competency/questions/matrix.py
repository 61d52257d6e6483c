"""Who holds what: people down, competencies across; in each cell the status and the last day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import ClassVar

import attrs
import msgspec

from sw_competency.catalogue.catalogue import Competency
from sw_competency.dates import said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.status import HELD
from sw_competency.model import MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, MARK, NUMBER, PERSON, SITE, TERM, Table, table
from sw_competency.model.findings import placeholders_of, sources_of
from sw_competency.model.marks import STATUS
from sw_competency.questions._names import Modality, Site, Tier
from sw_competency.questions._question import Question


class Cell(msgspec.Struct, frozen=True):
    """How one competency of somebody stands.

    Args:
        competency: which.
        status: its status; None where it cannot be told.
        expires_on: the last day of the sign-off that decides.
        entries: ids of the entries it rests on.
        placeholder: whether it turns on a number that nobody has published.
    """

    competency: str
    status: str | None
    expires_on: date | None
    entries: tuple[str, ...]
    placeholder: bool = False


class Row(msgspec.Struct, frozen=True):
    """One post of somebody, with everything that is begun.

    Args:
        worker: who.
        post: which post; None for the main one.
        site: where.
        tier: at which tier.
        cells: what is begun, in the order of the columns; all else is not started.
    """

    worker: str
    post: str | None
    site: str
    tier: str
    cells: tuple[Cell, ...]


class Total(msgspec.Struct, frozen=True):
    """How many people stand how with one competency.

    Args:
        competency: which.
        held: of how many it is current or due.
        due: of how many of these it is due for renewal.
        ended: of how many it was begun and is not, or no longer, held.
        unknown: of how many it cannot be told.
    """

    competency: str
    held: int
    due: int
    ended: int
    unknown: int


@attrs.frozen(slots=True)
class _Rows:
    """The rows of one person, with what they cite and what they turn on and nobody published."""

    rows: tuple[Row, ...]
    sources: tuple[str, ...]
    placeholders: tuple[str, ...]


class Matrix(Question["MatrixAnswer"], frozen=True):
    """Who holds what: everybody in post down, competencies across, with the status and the last day of each.

    Args:
        site: only those in post at this site.
        modality: only the competencies of this area, those of all areas among them.
        tier: only those in post at this tier.
        everything: also the competencies that nobody has begun.
    """

    exits: ClassVar = "done"
    by_worker: ClassVar = True

    site: Site | None = None
    modality: Modality | None = None
    tier: Tier | None = None
    everything: bool = False

    def found(self, everybody: Everybody) -> Iterator["_Rows"]:
        """Judge each competency once for each post held on the day."""
        asked, day = self._asked(everybody), everybody.moment.as_of
        return everybody.of_each(self, lambda judge: self._of(judge, asked, day))

    def together(self, everybody: Everybody, found: Iterable["_Rows"]) -> "MatrixAnswer":
        """Put the rows of everybody beneath each other, and count.

        Raises:
            UnknownNameError: a site, an area or a tier that nobody knows.
        """
        catalogue, day = everybody.catalogue, everybody.moment.as_of
        everybody.knows_site(self.site)
        if self.modality is not None:
            catalogue.modality(self.modality)
        if self.tier is not None:
            catalogue.tier(self.tier)
        asked, each = self._asked(everybody), list(found)
        rows = [row for one in each for row in one.rows]
        begun = {cell.competency for row in rows for cell in row.cells}
        across = tuple(name for name in asked if self.everything or name in begun)
        cells = (cell for row in rows for cell in row.cells)
        finding = Finding(
            MET, self._says(rows, across, day), _once(cell.entries for cell in cells),
            _once([catalogue.tiers_cited, *(one.sources for one in each)]), (), _once(one.placeholders for one in each),
        )  # fmt: skip
        return MatrixAnswer(
            asked=self, moment=everybody.moment, finding=finding, competencies=across, rows=tuple(rows),
            totals=tuple(_totals(across, rows)),
        )  # fmt: skip

    def _of(self, judge: Judge, asked: Sequence[str], day: date) -> "_Rows":
        """Return the rows of one person."""
        rows, findings = list[Row](), list[Finding]()
        for post, span in judge.held(day, self.site).items():
            if self.tier in {None, span.tier}:
                cells = tuple(_cells(judge.in_post_named(post), asked, day, findings))
                rows.append(Row(judge.record.worker, post, span.appointment.site, span.tier, cells))
        return _Rows(tuple(rows), sources_of(findings), placeholders_of(findings))

    def _asked(self, everybody: Everybody) -> list[str]:
        day, known = everybody.moment.as_of, everybody.catalogue.competencies
        return [name for name, one in known.items() if one.in_framework(day) and self._takes(one)]

    def _takes(self, one: Competency) -> bool:
        return self.modality is None or not {self.modality, "all"}.isdisjoint(one.modalities)

    def _says(self, rows: list[Row], across: tuple[str, ...], day: date) -> str:
        people, where = len({row.worker for row in rows}), f" at {self.site}" if self.site else ""
        if not rows:
            return f"Nobody is in post{where} on {said(day)}" + (" at this tier" if self.tier else "")
        held = len({(row.worker, c.competency) for row in rows for c in row.cells if c.status in HELD})
        who = "1 person" if people == 1 else f"{people} people"
        what = "1 competency" if len(across) == 1 else f"{len(across)} competencies"
        return f"On {said(day)}, {who} in post{where} and {what}: {held} signed off and in date"


class MatrixAnswer(Answer[Matrix], frozen=True):
    """Who holds what.

    Args:
        competencies: the columns, in the order of the catalogue.
        rows: everybody in post; who holds several posts has a row for each.
        totals: how many people stand how with each competency.
    """

    site = Asked[str | None]()
    modality = Asked[str | None]()
    tier = Asked[str | None]()
    everything = Asked[bool]()

    competencies: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]

    def tables(self) -> Iterator[Table]:
        """Return the counts, and every cell that is begun as a line."""
        if self.rows and self.totals:
            columns = {"Competency": TERM, "In date": NUMBER, "Of these due": NUMBER, "Begun, not held": NUMBER,
                       "Cannot tell": NUMBER}  # fmt: skip
            yield table(columns, [(t.competency, t.held, t.due, t.ended, t.unknown) for t in self.totals], "Counts")
            each = {"Worker": PERSON, "Site": SITE, "Tier": TERM, "Competency": TERM, "Status": MARK, "Last day": DAY}
            cells = [
                (row.worker, row.site, row.tier, c.competency, STATUS[c.status], c.expires_on)
                for row in self.rows for c in row.cells
            ]  # fmt: skip
            yield table(each, cells, "Each competency of each person")


def _once(names: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for some in names for one in some))


def _cells(judge: Judge, asked: Iterable[str], day: date, findings: list[Finding]) -> Iterator[Cell]:
    for name in asked:
        found = judge.status(name, day)
        if found.status != "not-started":
            findings.append(told := found.finding)
            yield Cell(name, found.status, found.expires_on, told.entries, bool(told.placeholders))


def _totals(across: Iterable[str], rows: Iterable[Row]) -> Iterator[Total]:
    """Count each person once, by what stands best in any of their posts."""
    best: dict[str, dict[str, str | None]] = {name: {} for name in across}
    for row in rows:
        for cell in row.cells:
            known = best[cell.competency]
            if known.get(row.worker) not in HELD:
                known[row.worker] = cell.status
    for name, each in best.items():
        states = list(each.values())
        held, unknown = sum(one in HELD for one in states), states.count(None)
        yield Total(name, held, states.count("due"), len(states) - held - unknown, unknown)
