"""Where somebody stands with everything begun: one bar, a piece for each status, and how many are in it."""

from collections import Counter

from sw_competency.model.answers import Answers
from sw_competency.model.marks import STATUS
from sw_competency.pictures._drawing import ROOM, TINTS, TONES, Names, Picture, box, picture, sign, text
from sw_competency.questions.status import StatusAnswer

_WIDE, _BAR, _HIGH = 640.0, 624.0, 26.0


def draw(answer: Answers[StatusAnswer], names: Names) -> Picture | None:
    """Draw how many competencies have which status, those in date first."""
    found = Counter(STATUS[one.status] for one in answer.answers if one.asked.competency is not None)
    if not found:
        return None
    each = [(mark, found[mark]) for mark in STATUS.values() if mark in found]
    unit, x, parts = _BAR / found.total(), ROOM, []
    for n, (mark, count) in enumerate(each):
        wide = unit * count
        parts.append(box(x, 0, wide, _HIGH, TINTS[mark.tone], TONES[mark.tone]))
        if wide > 22:
            parts.append(sign(mark, x + 5, 5))
        x += wide
        column, row = n % 3, n // 3
        at, y = ROOM + column * 208, _HIGH + 12 + row * 22
        parts += [sign(mark, at, y, 14), text(f"{count} {mark.word}", at + 20, y + 11.5)]
    says = [f"{count} {mark.word}" for mark, count in each]
    who = names.person(answer.asked.worker)
    return picture(
        f"{who}: {found.total()} competencies begun", f"{', '.join(says)}.", _WIDE,
        _HIGH + 12 + -(-len(each) // 3) * 22, parts, says,
    )  # fmt: skip
