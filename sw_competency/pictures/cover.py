"""Who covers a task day by day: how many can and are there, where it hangs on one person, and who is when away."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

import attrs

from sw_competency.dates import MONTHS, said
from sw_competency.model.marks import Mark
from sw_competency.pictures._drawing import (
    INK,
    LINE,
    PAPER,
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
    striped,
    text,
)
from sw_competency.pictures._letters import width_of, wrapped
from sw_competency.questions.cover import CoverAnswer

_NOBODY = Mark("cross", "nobody", "stop")
_ONE = Mark("triangle", "one person", "care")
_SEVERAL = Mark("disc", "covered", "good")
_NAME, _DAYS, _ROW, _HIGH = 190.0, 520.0, 42.0, 18.0
_TOP = 28.0  # the days stand above
_MOST = 30  # people who are drawn
_KEY = {0: "can, and is here", 155: "can, and is away", 310: "only under supervision", 490: "the only one who can"}


@attrs.frozen
class _Span:
    """Days in a row on which something is the same; `last` is the last of them."""

    first: date
    last: date
    state: str


@attrs.frozen
class _Scale:
    first: date
    until: date

    def x(self, day: date) -> float:
        return _NAME + _DAYS * (day - self.first).days / ((self.until - self.first).days + 1)

    def of(self, span: _Span) -> tuple[float, float]:
        left = self.x(span.first)
        return left, self.x(span.last + timedelta(days=1)) - left


def draw(answer: CoverAnswer, names: Names) -> Picture | None:
    """Draw a line for the task, and one for each who can do it on some day."""
    if not answer.workers and not answer.changes:
        return None
    scale, days = _Scale(answer.as_of, answer.until), _days(answer)
    each = {who: spans for who, spans in _people(answer, days).items() if any(one.state == "may" for one in spans)}
    able = {day: [who for who, spans in each.items() if _state(spans, day) == "may"] for day in days}
    totals = tuple(_joined([(day, str(len(some)) if len(some) != 1 else f"1 {some[0]}") for day, some in able.items()],
                           answer.until))  # fmt: skip
    shown = sorted(_first_to_see(each, totals)[:_MOST], key=lambda who: names.person(who).casefold())
    parts = [*_axis(scale, _TOP + _ROW * (len(shown) + 1)), *_total(totals, scale)]
    for n, who in enumerate(shown, 1):
        parts += _person(names.person(who), each[who], totals, who, scale, _TOP + n * _ROW)
    bottom = _TOP + (len(shown) + 1) * _ROW
    more = len(each) - len(shown)
    parts += _key(bottom, f"{more} more can throughout, and are not drawn" if more else "")
    where = f" at {names.site(answer.site)}" if answer.site else ""
    return picture(
        f"{names.term(answer.task)}{where}: who can, from {said(answer.as_of)} to {said(answer.until)}", _says(totals),
        _NAME + _DAYS + ROOM, bottom + (52 if more else 34), parts, (_in_words(one, names) for one in totals),
    )  # fmt: skip


def _days(answer: CoverAnswer) -> list[date]:
    """Return the first day, and each on which something changes."""
    return sorted({answer.as_of, *(change.on for change in answer.changes)})


def _people(answer: CoverAnswer, days: Sequence[date]) -> dict[str, tuple[_Span, ...]]:
    """Return how each stands from day to day."""
    first = {one.worker: f"{one.answer}, absent" if one.absent else one.answer for one in answer.workers}
    after = {(one.worker, one.on): one.after for one in answer.changes}
    found = {}
    for who in dict.fromkeys([*first, *(one.worker for one in answer.changes)]):
        state, states = first.get(who, "not-here"), []
        for day in days:
            state = after.get((who, day), state)
            states.append((day, state))
        found[who] = tuple(_joined(states, answer.until))
    return found


def _joined(states: Sequence[tuple[date, str]], until: date) -> Iterator[_Span]:
    begun = [next(days) for _, days in groupby(states, key=lambda one: one[1])]
    for (first, state), after in zip(begun, [*begun[1:], None], strict=True):
        yield _Span(first, until if after is None else after[0] - timedelta(days=1), state)


def _state(spans: Sequence[_Span], day: date) -> str:
    return next(one.state for one in reversed(spans) if one.first <= day)


def _first_to_see(each: Mapping[str, Sequence[_Span]], totals: Sequence[_Span]) -> list[str]:
    """Return whom to draw first: those it hangs on alone, then those of whom something changes."""
    alone = {one.state[2:] for one in totals if one.state.startswith("1 ")}
    return sorted(each, key=lambda who: (who not in alone, len(each[who]) == 1, who))


def _mark(state: str) -> Mark:
    return _NOBODY if state == "0" else _ONE if state.startswith("1 ") else _SEVERAL


def _axis(scale: _Scale, bottom: float) -> Iterator[str]:
    weeks = ((scale.until - scale.first).days + 7) // 7
    day, step, before = scale.first, 7 * max(1, -(-weeks * 62 // int(_DAYS))), 0
    while day <= scale.until:
        label = f"{day.day} {MONTHS[day.month - 1][:3]}" + (f" {day.year}" if day.year != before else "")
        x, before = scale.x(day), day.year
        yield rule(x, _TOP - 8, x, bottom)
        if x + width_of(label, SMALL) <= _NAME + _DAYS:
            yield text(label, x + 2, _TOP - 12, size=SMALL, tone=SOFT)
        day += timedelta(days=step)


def _total(totals: Sequence[_Span], scale: _Scale) -> Iterator[str]:
    yield text("How many can, and are here", ROOM, _TOP + 13, bold=True, size=12.5)
    for one in totals:
        (x, wide), mark, number = scale.of(one), _mark(one.state), one.state.partition(" ")[0]
        yield box(x, _TOP, wide, _HIGH, TINTS[mark.tone], TONES[mark.tone])
        room = wide - 6
        if room >= 13:
            yield sign(mark, x + 3, _TOP + 3, 12)
        says = next((says for says in (f"{number}: {mark.word}", number) if width_of(says, 12) <= room - 15), "")
        if says:
            yield text(says, x + 18, _TOP + 13, size=12)


def _person(
    name: str, spans: Sequence[_Span], totals: Sequence[_Span], who: str, scale: _Scale, y: float
) -> Iterator[str]:
    called = wrapped(name, _NAME - ROOM - 6, SMALL, 3)
    yield from lines(called, ROOM, y + 9 - 6.8 * len(called), size=SMALL, whole=name)
    for one in spans:
        x, wide = scale.of(one)
        if one.state == "may":
            yield box(x, y, wide, _HIGH, TONES["good"])
        elif one.state == "may, absent":
            yield striped(x, y, wide, _HIGH, TONES["plain"])
        elif one.state.startswith("only-supervised"):
            yield box(x, y, wide, _HIGH, PAPER, TONES["learn"], dashed=True)
        elif one.state.startswith("cannot-tell"):
            yield text("?", x + 3, y + 13, bold=True)
    for one in totals:
        if one.state == f"1 {who}":
            (x, wide), says = scale.of(one), "the only one"
            yield box(x, y, wide, _HIGH, TINTS["care"], TONES["care"])
            yield from [sign(_ONE, x + 3, y + 3, 12)] if wide >= 19 else []
            yield from [text(says, x + 18, y + 13, size=12)] if width_of(says, 12) <= wide - 21 else []


def _key(y: float, more: str) -> Iterator[str]:
    yield rule(ROOM, y - 4, _NAME + _DAYS, y - 4, LINE)
    yield box(ROOM, y + 6, 24, 12, TONES["good"])
    yield striped(ROOM + 155, y + 6, 24, 12, TONES["plain"])
    yield box(ROOM + 310, y + 6, 24, 12, PAPER, TONES["learn"], dashed=True)
    yield sign(_ONE, ROOM + 502, y + 6, 12)
    for x, says in _KEY.items():
        yield text(says, ROOM + x + 30, y + 16, size=12)
    if more:
        yield text(more, ROOM, y + 38, size=12, tone=INK)


def _says(totals: Sequence[_Span]) -> str:
    none, one = ([span for span in totals if _mark(span.state) is mark] for mark in (_NOBODY, _ONE))
    if none:
        return f"Nobody can {_when(none[0])}." + (f" It hangs on one person {_when(one[0])}." if one else "")
    return f"It hangs on one person {_when(one[0])}." if one else "More than one can on every day."


def _when(span: _Span) -> str:
    return f"on {said(span.first)}" if span.first == span.last else f"from {said(span.first)} to {said(span.last)}"


def _in_words(span: _Span, names: Names) -> str:
    number, _, who = span.state.partition(" ")
    can = "nobody can" if number == "0" else f"only {names.person(who)} can" if who else f"{number} can"
    return f"{_when(span)[:1].upper()}{_when(span)[1:]} {can}"
