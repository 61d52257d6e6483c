"""Equity of progression: of those at a tier when a time began, how many moved up, by modality, site and deployment.

The study heard that in plain radiography there was little way up beside CT and MR (Etty and others 2025, 3.7). The
answer counts people and names nobody: no worker, no entry; small numbers are suppressed (`disclosure`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import ClassVar, Literal

import attrs
import msgspec

from sw_competency.catalogue import catalogue
from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.dates import Length, before, said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.workforce import STUDY, cited
from sw_competency.model import CANNOT_TELL, MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import NUMBER, TEXT, Cell, Table, table
from sw_competency.questions._disclosure import USUAL, Group, Row, Shown, Tally, require_threshold, shown
from sw_competency.questions._names import Tier
from sw_competency.questions._question import Question
from sw_competency.rules import Span

FROM = "clinical-support-worker"
DIMENSIONS = ("modality", "site", "deployment")
SEVERAL = "several"  # modalities; so that everybody is counted once
_DEFAULT, _OWN = "starter-default", "site-policy"
Fate = Literal["moved", "stayed", "left"]


@attrs.frozen
class Career:
    """One person: where they stood when the time began, by dimension, and what became of them.

    Args:
        fate: None where the catalogue does not know the tier they are at, or were last.
    """

    began: Mapping[str, Group]
    fate: Fate | None


class EquityRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown of a group, or of several together; None is not shown.

    Args:
        groups: whose row it is; None of those of whom it is not recorded. The total has none.
        names: the groups in words.
        at_start: how many they were when the time began.
        progressed: how many moved up.
        percent: their share.
        not_progressed: how many did not.
        stayed: how many of those stayed.
        left: how many of those left.
    """

    groups: tuple[Group, ...]
    names: str
    at_start: int
    progressed: int | None
    percent: int | None
    not_progressed: int | None
    stayed: int | None
    left: int | None

    @property
    def row(self) -> tuple[Cell, ...]:
        """The cells of a table."""
        numbers = (self.at_start, self.progressed, self.percent, self.not_progressed, self.stayed, self.left)
        return (self.names, *("not shown" if number is None else number for number in numbers))


class Equity(Question["EquityAnswer"], frozen=True):
    """How many of those at a tier moved up, by modality, site and deployment; names nobody, hides small numbers.

    Args:
        from_tier: the tier they were at when the time began.
        within: how long before the day that was, such as P24M.
        suppress_below: numbers below this are not shown, nor what would give them away; 3 or more.
    """

    exits: ClassVar = "done"

    from_tier: Tier = FROM
    within: Length = Length(months=24)
    suppress_below: int = USUAL

    def answer(self, everybody: Everybody) -> "EquityAnswer":
        """Follow everybody who was at the tier from the first day of the time to its last.

        Raises:
            UnknownNameError: no such tier.
            ThresholdError: the threshold would hide next to nothing.
        """
        k, held, day = self.suppress_below, everybody.catalogue, everybody.moment.as_of
        require_threshold(k)
        tier, start = held.tier(self.from_tier), before(day, self.within)
        careers = [one for judge in everybody.judges() if (one := career(judge, tier, start, day)) is not None]
        told = [one for one in careers if one.fate is not None]
        found = shown({name: _tallied(told, name) for name in DIMENSIONS}, k)
        cites = cited(held, *tier.source, STUDY, _DEFAULT if k == USUAL else _OWN)
        by = {name: tuple(_row(row, held) for row in found.tables[name]) for name in DIMENSIONS}
        return EquityAnswer(
            asked=self, moment=everybody.moment, finding=_finding(found, tier, (start, day, k), cites), first=start,
            last=day, total=None if found.total is None else _row(found.total, held), by_modality=by["modality"],
            by_site=by["site"], by_deployment=by["deployment"],
            notes=tuple(_notes(found, held, tier, k, unknown=len(told) < len(careers))),
        )  # fmt: skip


class EquityAnswer(Answer[Equity], frozen=True, rename={"first": "from", "last": "to"}):
    """How many moved up.

    Args:
        first: the day on which the time began.
        last: the day on which it ended.
        total: all of them; None where they are too few to show.
        by_modality: by the modality of the post they held when the time began; none where it is left out.
        by_site: by its site.
        by_deployment: by how it was deployed.
        notes: what must be known to read the numbers.
    """

    from_tier = Asked[str]()
    within = Asked[Length]()
    suppress_below = Asked[int]()

    first: date
    last: date
    total: EquityRow | None
    by_modality: tuple[EquityRow, ...]
    by_site: tuple[EquityRow, ...]
    by_deployment: tuple[EquityRow, ...]
    notes: tuple[str, ...]

    def tables(self) -> Iterator[Table]:
        """Return the numbers by modality, site and deployment."""
        heads = ("At start", "Moved up", "Percent", "Did not", "of them stayed", "of them left")
        for name, rows in zip(DIMENSIONS, (self.by_modality, self.by_site, self.by_deployment), strict=True):
            if rows:
                columns = {name.capitalize(): TEXT} | dict.fromkeys(heads, NUMBER)
                yield table(columns, [row.row for row in rows], f"By {name}")

    def lines(self) -> Iterator[str]:
        """Return what must be known to read the numbers."""
        yield from self.notes


def _row(row: Row, held: Catalogue) -> EquityRow:
    return EquityRow(
        groups=row.groups, names=named(row, held), at_start=row.people, progressed=row.moved, percent=row.percent,
        not_progressed=row.others, stayed=row.stayed, left=row.left,
    )  # fmt: skip


def career(judge: Judge, tier: catalogue.Tier, start: date, day: date) -> Career | None:
    """Follow one person from the first day of a time to its last; None of whoever was not at the tier when it began.

    Of several posts the highest-ranked counts; acting up is no progression, and where somebody left, the tier of their
    last day does.
    """
    spans = [
        (name, span)
        for name in sorted(judge.at(day).posts, key=lambda name: (name is not None, name or ""))
        for span in judge.post_named(name).begun(day)
    ]
    ranks = {name: each.rank for name, each in judge.catalogue.tiers.items()}
    began = [(name, span) for name, span in spans if _substantive(span, start)]
    there = {name: span for name, span in began if span.tier == tier.id}  # of one post, the latest appointment
    if not there or any(ranks.get(span.tier, tier.rank) > tier.rank for _, span in began):
        return None
    here = [span for _, span in spans if span.last >= day]
    last = day if here else max(span.last for _, span in spans)
    ended = [span for _, span in spans if _substantive(span, last)]
    fate = _fate([ranks.get(span.tier) for span in ended], tier.rank, left=not here)
    return Career(_dimensions(next(iter(there.values()))), fate)


def _substantive(span: Span, day: date) -> bool:
    return span.first <= day <= span.last and span.appointment.basis != "acting-up"


def _fate(ranks: Sequence[int | None], began: int, *, left: bool) -> Fate | None:
    if any(rank is not None and rank > began for rank in ranks):
        return "moved"
    if None in ranks:
        return None
    return "left" if left else "stayed"


def _dimensions(span: Span) -> dict[str, Group]:
    areas = tuple(dict.fromkeys(span.appointment.modalities or ()))
    modality = SEVERAL if len(areas) > 1 else areas[0] if areas else None
    return {"modality": modality, "site": span.appointment.site, "deployment": span.appointment.deployment}


def _tallied(careers: Sequence[Career], dimension: str) -> dict[Group, Tally]:
    counted = Counter((one.began[dimension], one.fate) for one in careers)
    return {
        group: Tally(counted[group, "moved"], counted[group, "stayed"], counted[group, "left"])
        for group in {group for group, _ in counted}
    }


def _finding(found: Shown, tier: catalogue.Tier, period: tuple[date, date, int], cites: tuple[str, ...]) -> Finding:
    start, day, k = said(period[0]), said(period[1]), period[2]
    total = found.total
    if total is None:
        return Finding(CANNOT_TELL, f"Fewer than {k} people were at {tier.title} on {start}: no number is shown")
    if total.moved is None:
        says = (
            f"{total.people} people were at {tier.title} on {start}. How many moved up by {day} is not shown: too few "
            "did, or too few did not"
        )
        return Finding(CANNOT_TELL, says)
    parts = tuple(
        Finding(MET, f"{dimension}: {named(row)}: {_said(row)}", (), cites)
        for dimension, rows in found.tables.items()
        for row in rows
    )
    says = f"Of {total.people} people at {tier.title} on {start}, {_said(total)} by {day}"
    return Finding(MET, says, (), cites, parts)


def named(row: Row, held: Catalogue | None = None) -> str:
    """Return the groups of a row in words."""
    names = [
        "not recorded" if group is None else group if held is None else held.titled(group) for group in row.groups
    ]  # fmt: skip
    return "".join(names) if len(names) < 2 else f"{', '.join(names)} (together)"


def _said(row: Row) -> str:
    words = f"{row.moved} of {row.people} ({row.percent} %) had moved up and {row.others} had not"
    return words if row.left is None else f"{words} ({row.stayed} stayed, {row.left} left)"


def _notes(found: Shown, held: Catalogue, tier: catalogue.Tier, k: int, *, unknown: bool) -> Iterator[str]:
    """Say what must be known to read the numbers."""
    whose = "is customary, a local default that no law sets" if k == USUAL else "was chosen for this answer"
    yield f"Numbers below {k}, and what would give them away, are not shown; {k} {whose}."
    if found.total is not None and found.total.moved is not None:
        left_out = [name for name in DIMENSIONS if not found.tables[name]]
        if left_out:
            yield f"Not broken down by {' or '.join(left_out)}: the groups, or the numbers in them, are too small."
        if any(len(row.groups) > 1 for rows in found.tables.values() for row in rows):
            yield "Groups too small to stand by themselves are put together, with another where that was not enough."
        if any(row.left is None for rows in found.tables.values() for row in rows):
            yield "Where the numbers would be small, those who left are not told apart from those who stayed."
    yield (
        "Modality, site and deployment are those of the post held when the time began; whoever covered more than one "
        f"modality stands under '{SEVERAL}'. Acting up does not count as moving up. Whoever left to train as a "
        "radiographer is among those who left."
    )
    if all(other.rank <= tier.rank for other in held.tiers.values()):
        yield "No tier of the catalogue is ranked higher than this one."
    if unknown:
        yield "Left out: people who moved to a tier that the catalogue does not know."
