"""What expires, month by month: what has run out stands first."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

import attrs

from sw_competency.dates import MONTHS, said
from sw_competency.model.marks import STATUS, Mark
from sw_competency.pictures._drawing import ROOM, SOFT, TONES, Names, Picture, box, picture, sign, striped, text
from sw_competency.questions.due import DueAnswer, RunningOut

_RUN_OUT = Mark("cross", "run out already", "stop")
_LONGEST = 36  # months; what looks further ahead is drawn by years
_LABEL, _BAR, _ROW, _HIGH = 210.0, 380.0, 24.0, 16.0
_WIDE = _LABEL + _BAR + ROOM


@attrs.frozen
class _Bar:
    label: str
    mark: Mark
    each: Sequence[RunningOut]

    @property
    def certificates(self) -> int:
        return sum(one.kind == "programme" for one in self.each)

    def words(self, names: Names) -> str:
        whose = [names.person(one) for one in dict.fromkeys(one.worker for one in self.each)]
        people = "1 person" if len(whose) == 1 else f"{len(whose)} people"
        return f"{self.label}: {len(self.each)}" + (f", of {people}" if whose else "")


def draw(answer: DueAnswer, names: Names) -> Picture | None:
    """Draw a bar for each month, or year, up to the last day looked at."""
    if not answer.due:
        return None
    bars = tuple(_bars(answer))
    most = max(len(bar.each) for bar in bars)
    over, ahead = bars[0], max(bars[1:], key=lambda bar: len(bar.each))
    parts = [part for n, bar in enumerate(bars) for part in _drawn(bar, n * _ROW, most)]
    has = "1 has" if len(over.each) == 1 else f"{len(over.each) or 'None'} {'has' if not over.each else 'have'}"
    says = f"{has} run out already. Most run out in {ahead.label}: {len(ahead.each)}." if ahead.each else (
        f"{has} run out already. Nothing else does up to {said(answer.until)}."
    )
    y = len(bars) * _ROW + 6
    key = [box(ROOM, y, 22, 10, SOFT), text("competencies", ROOM + 28, y + 10),
           striped(_LABEL, y, 22, 10, SOFT), text("certificates", _LABEL + 28, y + 10)]  # fmt: skip
    return picture(
        f"What expires up to {said(answer.until)}", says, _WIDE, len(bars) * _ROW + 22, [*parts, *key],
        (bar.words(names) for bar in bars),
    )  # fmt: skip


def _bars(answer: DueAnswer) -> Iterator[_Bar]:
    first, until = answer.as_of, answer.until
    by_year = (until.year - first.year) * 12 + until.month - first.month >= _LONGEST
    yield _Bar("Run out already", _RUN_OUT, [one for one in answer.due if _is_over(one)])
    ahead = sorted((one for one in answer.due if not _is_over(one)), key=lambda one: one.last or date.max)
    found = {label: list(each) for label, each in groupby(ahead, key=lambda one: _label(one.last or until, by_year))}
    for label in _labels(first, until, by_year):
        yield _Bar(label, STATUS["due"], found.get(label, ()))


def _is_over(one: RunningOut) -> bool:
    return one.state == "ended" or one.last is None


def _label(day: date, by_year: bool) -> str:
    return str(day.year) if by_year else f"{MONTHS[day.month - 1]} {day.year}"


def _labels(first: date, until: date, by_year: bool) -> Iterator[str]:
    months = range(first.year * 12 + first.month - 1, until.year * 12 + until.month)
    return iter(dict.fromkeys(_label(date(month // 12, month % 12 + 1, 1), by_year) for month in months))


def _drawn(bar: _Bar, y: float, most: int) -> Iterator[str]:
    unit, number = _BAR / most, len(bar.each)
    first, tone = number - bar.certificates, TONES[bar.mark.tone]
    yield text(bar.label, ROOM + 20, y + 13, bold=bar.mark is _RUN_OUT and bool(number))
    yield text(str(number) if number else "–", _LABEL - 10, y + 13, anchor="end", bold=bool(number))
    if number:
        yield sign(bar.mark, ROOM, y + 1, 14)
    if first:
        yield box(_LABEL, y, unit * first, _HIGH, tone)
    if bar.certificates:
        yield striped(_LABEL + unit * first, y, unit * bar.certificates, _HIGH, tone)
