"""How far somebody has come towards a band: a box for each thing a rule asks, and what each is."""

from collections.abc import Iterable, Iterator

from sw_competency.model.answers import Answers
from sw_competency.model.findings import CANNOT_TELL, MET, Finding, capital
from sw_competency.model.marks import mark_of
from sw_competency.pictures._drawing import (
    LEADING,
    PAPER,
    ROOM,
    TONES,
    Names,
    Picture,
    box,
    lines,
    picture,
    sign,
)
from sw_competency.pictures._letters import wrapped
from sw_competency.questions.rebanding import RuleMetAnswer

_WIDE, _BAR, _GAP = 640.0, 624.0, 4.0


def flat(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Return the parts of an answer; a list in which everything is asked for is its own parts."""
    for one in findings:
        if one.heading == "":
            yield from flat(one.parts)
        else:
            yield one


def draw(answer: RuleMetAnswer, names: Names) -> Picture | None:
    """Draw a bar with a box for each part, those met first, and each part beneath."""
    if isinstance(answer, Answers) or not (parts := list(flat(answer.finding.parts))):
        return None
    parts.sort(key=lambda one: (one.outcome is not MET, one.outcome is CANNOT_TELL))
    met, of = sum(one.outcome is MET for one in parts), len(parts)
    wide = (_BAR - _GAP * (of - 1)) / of
    drawn, y = [], 34.0
    for n, one in enumerate(parts):
        x, mark = ROOM + n * (wide + _GAP), mark_of(one.outcome)
        drawn.append(
            box(x, 0, wide, 20, TONES["good"]) if one.outcome is MET
            else box(x, 0, wide, 20, PAPER, TONES["plain"], dashed=one.outcome is CANNOT_TELL)
        )  # fmt: skip
        says = capital(names.sentence(one.says))
        told = wrapped(says, _WIDE - 32 - ROOM, 13, 3, bold=one.outcome is not MET)
        drawn += [sign(mark, ROOM, y + 1, 14), *lines(told, 30, y, whole=says, bold=one.outcome is not MET)]
        y += len(told) * LEADING + 6
    rule = names.term(answer.rule)
    return picture(
        f"{names.person(answer.worker)}: {rule}", f"{met} of {of} met. A job is banded, not a person.", _WIDE, y, drawn,
        (f"{capital(mark_of(one.outcome).word)}: {names.sentence(one.says)}" for one in parts),
    )  # fmt: skip
