"""The way to a tier as a line of stations: what is in place, what is missing in order, and other ways."""

from collections.abc import Iterator

from sw_competency.judge.path import Step
from sw_competency.model.findings import MET, capital, full_stop
from sw_competency.model.marks import OUTCOME
from sw_competency.pictures._drawing import (
    INK,
    LEADING,
    PAPER,
    ROOM,
    SMALL,
    SOFT,
    TONES,
    Names,
    Picture,
    box,
    lines,
    picture,
    rule,
    sign,
    text,
)
from sw_competency.pictures._letters import wrapped
from sw_competency.pictures.rebanding import flat
from sw_competency.questions.path import PathAnswer

_X, _TEXT, _WIDE = 22.0, 48.0, 640.0
_GAP = 12.0


def draw(answer: PathAnswer, names: Names) -> Picture | None:
    """Draw what is in place as filled stations, what is missing as numbered ones, the tier at the end."""
    if answer.rule is None:
        return None
    stations, y = [], 0.0
    for part in (one for one in flat(answer.finding.parts) if one.outcome is MET):
        made, high = _in_place(names.sentence(part.says), y)
        stations.append((made, y, "solid"))
        y += high
    for number, step in enumerate(answer.steps, 1):
        made, high = _missing(number, step, names, y)
        stations.append((made, y, "open"))
        y += high
    tier, count = names.term(answer.to), len(answer.steps)
    to_go = "Nothing is missing" if not count else "1 step is missing" if count == 1 else f"{count} steps are missing"
    parts = [*_line([(at, kind) for _, at, kind in stations], y), *(one for made, _, _ in stations for one in made)]
    parts += _end(tier, y)
    others = [f"Another way: {names.term(way.rule)}, {len(way.steps)} to go" for way in answer.others]
    for n, says in enumerate(others):
        parts += lines(wrapped(says, _WIDE - _TEXT - ROOM, 12, 1), _TEXT, y + 42 + n * LEADING, size=12, tone=SOFT)
    return picture(
        f"{names.person(answer.worker)}: the way to {tier}",
        f"{to_go}, by the rule {names.term(answer.rule)}. A job is banded, not a person.",
        _WIDE, y + 32 + len(others) * LEADING + (10 if others else 0), parts, _words(answer, names, others),
    )  # fmt: skip


def _in_place(says: str, y: float) -> tuple[list[str], float]:
    told = wrapped(capital(says), _WIDE - _TEXT - ROOM, 12)
    drawn = [sign(OUTCOME["met"], _X - 8, y), *lines(told, _TEXT, y, size=12, tone=SOFT, whole=capital(says))]
    return drawn, max(len(told) * LEADING * 12 / 13, 16) + _GAP


def _missing(number: int, step: Step, names: Names, y: float) -> tuple[list[str], float]:
    says = capital(names.sentence(step.says))
    told = wrapped(says, _WIDE - _TEXT - ROOM, 13, 3, bold=True)
    drawn = [
        f'<circle cx="{_X}" cy="{y + 9:g}" r="11" fill="{PAPER}" stroke="{INK}" stroke-width="2"/>',
        text(str(number), _X, y + 13.5, anchor="middle", bold=True), *lines(told, _TEXT, y, bold=True, whole=says),
    ]  # fmt: skip
    high = len(told) * LEADING
    if step.to_do is not None:
        who = wrapped(f"Who: {step.to_do.who}", _WIDE - _TEXT - ROOM, SMALL, 1)
        drawn += lines(who, _TEXT, y + high, size=SMALL, tone=SOFT)
        high += LEADING
    for way in step.alternatives:
        or_ = f"or: {'; then '.join(names.sentence(one.says) for one in way)}"
        other = wrapped(or_, _WIDE - _TEXT - 16 - ROOM, 12)
        below = y + high + 2
        drawn += [rule(_TEXT + 2, below, _TEXT + 2, below + 15 * len(other), dashed=True, tone=SOFT),
                  *lines(other, _TEXT + 12, below, size=12, whole=or_)]  # fmt: skip
        high += 15 * len(other) + 4
    return drawn, max(high, 22) + _GAP


def _line(stations: list[tuple[float, str]], end: float) -> Iterator[str]:
    """Draw the way itself: whole where it is gone, dashed where it is still to go."""
    for (y, kind), after in zip(stations, [*(at for at, _ in stations[1:]), end], strict=True):
        solid = kind == "solid"
        yield rule(_X, y + 8, _X, after + 8, TONES["good"] if solid else INK, wide=3 if solid else 2, dashed=not solid)


def _end(tier: str, y: float) -> Iterator[str]:
    told = wrapped(tier, _WIDE - _TEXT - ROOM - 12, 13, 1, bold=True)
    yield box(_X - 11, y, _WIDE - ROOM - _X + 11, 28, PAPER, INK)
    yield rule(_X, y + 5, _X, y + 23, INK, wide=2)
    yield f'<path d="M{_X} {y + 5:g}h14l-3 4.5 3 4.5h-14z" fill="{INK}"/>'
    yield from lines(told, _TEXT, y + 6, bold=True, whole=tier)


def _words(answer: PathAnswer, names: Names, others: list[str]) -> Iterator[str]:
    for number, step in enumerate(answer.steps, 1):
        yield full_stop(f"{number}: {capital(names.sentence(step.says))}")
    yield from others
