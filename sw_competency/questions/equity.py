"""Equity of progression: of those at a tier when a time began, how many moved up, by modality, site and deployment.

The study heard that in plain radiography there was little way up beside CT and MR (Etty and others 2025, 3.7). The
answer counts people and names nobody: no worker, no entry; small numbers are suppressed (`disclosure`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import attrs

from sw_competency.catalogue.catalogue import Tier
from sw_competency.dates import Length, before, said
from sw_competency.judge.folded import up_to
from sw_competency.judge.workforce import STUDY, cited
from sw_competency.model import CANNOT_TELL, MET, Finding, PlainAnswer
from sw_competency.questions._disclosure import USUAL, Group, Row, Shown, Tally, require_threshold, shown
from sw_competency.rules import Span

if TYPE_CHECKING:
    from sw_competency.judge.case import Judge
    from sw_competency.questions._department import Department

DIMENSIONS = ("modality", "site", "deployment")
SEVERAL = "several"  # modalities; so that everybody is counted once
WITHIN = Length(months=24)
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


def equity(department: "Department", tier: str, within: Length, suppress_below: int) -> PlainAnswer:
    """Answer how many of those at a tier moved to a higher-ranked one, by modality, site and deployment.

    Args:
        department: whose records.
        tier: where they stood when the time began.
        within: how long before the day it began.
        suppress_below: counts below this are small.

    Raises:
        UnknownNameError: no such tier.
        ThresholdError: the threshold would hide next to nothing.
    """
    require_threshold(suppress_below)
    known, day = department.catalogue.tier(tier), department.moment.as_of
    start = before(day, within)
    careers = [one for judge in department.judges() if (one := career(judge, known, start, day)) is not None]
    told = [one for one in careers if one.fate is not None]
    found = shown({name: _tallied(told, name) for name in DIMENSIONS}, suppress_below)
    own = _DEFAULT if suppress_below == USUAL else _OWN
    cites = cited(department.catalogue, *known.source, STUDY, own)
    about = {"from_tier": tier, "within": within.iso(), "from": start, "to": day, "suppress_below": suppress_below}
    return PlainAnswer(
        question="equity", moment=department.moment, about=about, finding=_finding(found, known, about, cites),
        facts={
            "total": None if found.total is None else found.total.to_json(),
            **{f"by_{name}": [row.to_json() for row in found.tables[name]] for name in DIMENSIONS},
            "notes": list(_notes(found, department, known, suppress_below, unknown=len(told) < len(careers))),
        },
    )  # fmt: skip


def career(judge: "Judge", tier: Tier, start: date, day: date) -> Career | None:
    """Follow one person from the first day of a time to its last; None of whoever was not at the tier when it began.

    Of several posts the highest-ranked counts; acting up is no progression, and where somebody left, the tier of their
    last day does.
    """
    names = dict.fromkeys(a.post for a in up_to(judge.record.appointments, day))
    spans = [
        (name, span)
        for name in sorted(names, key=lambda name: (name is not None, name or ""))
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


def _finding(found: Shown, tier: Tier, about: Mapping[str, Any], cites: tuple[str, ...]) -> Finding:
    start, day, k = said(about["from"]), said(about["to"]), about["suppress_below"]
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


def named(row: Row) -> str:
    """Give the groups of a row in words."""
    names = ["not recorded" if group is None else group for group in row.groups]
    return names[0] if len(names) == 1 else f"{', '.join(names)} (together)"


def _said(row: Row) -> str:
    words = f"{row.moved} of {row.people} ({row.percent} %) had moved up and {row.others} had not"
    return words if row.left is None else f"{words} ({row.stayed} stayed, {row.left} left)"


def _notes(found: Shown, department: "Department", tier: Tier, k: int, *, unknown: bool) -> Iterator[str]:
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
    if all(other.rank <= tier.rank for other in department.catalogue.tiers.values()):
        yield "No tier of the catalogue is ranked higher than this one."
    if unknown:
        yield "Left out: people who moved to a tier that the catalogue does not know."
