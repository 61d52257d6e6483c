"""Who holds what, at a glance: a cell for each with sign, word and last day; of very many, how many hold each."""

from collections.abc import Callable, Iterator

from sw_competency.dates import MONTHS, said
from sw_competency.model.marks import STATUS, Mark
from sw_competency.pictures._drawing import (
    LINE,
    ROOM,
    SMALL,
    SOFT,
    TINTS,
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
from sw_competency.questions.matrix import Cell, MatrixAnswer, Row, Total

_MOST = 600  # cells that are drawn one by one
_ACROSS = 8  # competencies side by side; what is more stands beneath, with everybody once more
_NAME, _WIDE, _HIGH = 190.0, 98.0, 46.0
_LABEL, _BAR, _ROW = 300.0, 300.0, 30.0
_COUNTED: tuple[tuple[Mark, Callable[[Total], int]], ...] = (
    (Mark("disc", "in date", "good"), lambda one: one.held - one.due), (STATUS["due"], lambda one: one.due),
    (Mark("cross", "begun, not held", "stop"), lambda one: one.ended), (STATUS[None], lambda one: one.unknown),
)  # fmt: skip


def draw(answer: MatrixAnswer, names: Names) -> Picture | None:
    """Draw people down and competencies across; or, where that is too much to see, a bar for each competency."""
    if not answer.rows or not answer.competencies:
        return None
    whole = len(answer.rows) * len(answer.competencies) <= _MOST
    title = f"Who holds what on {said(answer.as_of)}"
    words = (f"{names.term(one.competency)}: {_said(one)}" for one in answer.totals)
    says = f"{len({row.worker for row in answer.rows})} people and {len(answer.competencies)} competencies."
    if whole:
        parts, high = _bands(answer, names)
        return picture(title, says, _NAME + _WIDE * min(_ACROSS, len(answer.competencies)) + ROOM, high, parts, words)
    parts = [part for n, one in enumerate(answer.totals) for part in _counted(one, names, n * _ROW, _most(answer))]
    bottom = len(answer.totals) * _ROW + 4
    for n, (mark, _) in enumerate(_COUNTED):
        parts += [sign(mark, ROOM + n * 150, bottom, 14), text(mark.word, ROOM + 20 + n * 150, bottom + 12)]
    return picture(title, says, _LABEL + _BAR + 130, bottom + 20, parts, words)


# -- a cell for each --------------------------------------------------------------------------------------------------


def _bands(answer: MatrixAnswer, names: Names) -> tuple[list[str], float]:
    """Draw some competencies after others with everybody, and tell how high that is."""
    parts, y = list[str](), 0.0
    for first in range(0, len(answer.competencies), _ACROSS):
        across = answer.competencies[first : first + _ACROSS]
        head = [wrapped(names.term(one), _WIDE - 8, SMALL, 7, bold=True) for one in across]
        y += 12 + max(len(one) for one in head) * 14.0
        for n, told in enumerate(head):
            parts += lines(told, _NAME + n * _WIDE + 4, y - 8 - len(told) * 13.6, size=SMALL, bold=True)
        parts.append(rule(ROOM, y - 3, _NAME + len(head) * _WIDE, y - 3, SOFT, wide=2))
        for row in answer.rows:
            parts += _row(row, across, names, y)
            y += _HIGH
        y += ROOM
    return parts, y


def _row(row: Row, across: tuple[str, ...], names: Names, y: float) -> Iterator[str]:
    name = names.person(row.worker)
    called = wrapped(name, _NAME - ROOM - 6, SMALL, 3, bold=True)
    yield from lines(called, ROOM, y, size=SMALL, bold=True, whole=name)
    post = wrapped(", ".join(word for word in (names.site(row.site), row.post) if word), _NAME - ROOM - 6, 10, 1)
    if len(called) < 3:
        yield from lines(post, ROOM, y + 2 + 13.6 * len(called), size=10, tone=SOFT)
    cells = {one.competency: one for one in row.cells}
    for n, name in enumerate(across):
        x = _NAME + n * _WIDE
        yield from _cell(cells[name], x, y) if name in cells else (text("–", x + 6, y + 16, tone=SOFT),)
    yield rule(ROOM, y + _HIGH - 2, _NAME + len(across) * _WIDE, y + _HIGH - 2, LINE)


def _cell(cell: Cell, x: float, y: float) -> Iterator[str]:
    mark = STATUS[cell.status]
    yield box(x + 1, y, _WIDE - 2, _HIGH - 4, TINTS[mark.tone])
    yield sign(mark, x + 4, y + 4, 13)
    yield from lines(wrapped(mark.word, _WIDE - 24, 9.5, bold=True), x + 21, y + 4, size=9.5, bold=True)
    if cell.expires_on is not None:
        day = cell.expires_on
        yield text(f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}", x + 21, y + 38, size=10)


# -- a bar for each competency ----------------------------------------------------------------------------------------


def _most(answer: MatrixAnswer) -> int:
    return max(one.held + one.ended + one.unknown for one in answer.totals) or 1


def _counted(total: Total, names: Names, y: float, most: int) -> Iterator[str]:
    title = names.term(total.competency)
    told = wrapped(title, _LABEL - ROOM - 8, 12)
    yield from lines(told, ROOM, y + (4 if len(told) == 1 else -3), size=12, whole=title)
    x = _LABEL
    for mark, count in _COUNTED:
        if number := count(total):
            wide = _BAR * number / most
            yield box(x, y + 2, wide, 20, TINTS[mark.tone], TONES[mark.tone])
            if wide > 17:
                yield sign(mark, x + 3, y + 6, 12)
            x += wide
    yield text(f"{total.held} in date", x + 6, y + 16, size=12, bold=True)


def _said(one: Total) -> str:
    return ", ".join(f"{number} {mark.word}" for mark, count in _COUNTED if (number := count(one))) or "nobody"


