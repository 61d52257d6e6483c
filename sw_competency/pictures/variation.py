"""Sites side by side: a letter for each way of having something, so that the odd one out is seen."""

from collections.abc import Iterator
from string import ascii_uppercase

from sw_competency.dates import said
from sw_competency.pictures._drawing import (
    INK,
    LINE,
    PAPER,
    ROOM,
    SMALL,
    SOFT,
    Names,
    Picture,
    lines,
    picture,
    rule,
    text,
)
from sw_competency.pictures._letters import wrapped
from sw_competency.questions._variation_difference import NOT_STATED, Differing, Value
from sw_competency.questions.variation import VariationAnswer

_LABEL, _WIDE, _ROW = 270.0, 72.0, 38.0


def draw(answer: VariationAnswer, names: Names) -> Picture | None:
    """Draw what differs down and sites across; the way most sites have is A, and drawn in outline."""
    if not answer.differences:
        return None
    head = [wrapped(names.site(one), _WIDE - 8, SMALL, 5, bold=True) for one in answer.sites]
    high = 10 + max(len(one) for one in head) * 14.0
    width = max(_LABEL + _WIDE * len(answer.sites) + ROOM, 420)
    parts = []
    for n, told in enumerate(head):
        parts += lines(told, _LABEL + n * _WIDE + 4, high - 8 - len(told) * 13.6, size=SMALL, bold=True)
    for n, one in enumerate(answer.differences):
        parts += _row(one, answer.sites, names, high + n * _ROW, width)
    bottom = high + len(answer.differences) * _ROW + 14
    key = "A: what most sites have, or the first of them. B and on: otherwise. –: nothing on record."
    parts.append(text(key, ROOM, bottom, size=12, tone=SOFT))
    alone = [one for one in answer.differences if any(len(value.sites) == 1 for value in _lettered(one).values())]
    return picture(
        f"Where sites differ on {said(answer.as_of)}",
        f"{_things(len(answer.differences))} between {len(answer.sites)} sites; "
        f"in {len(alone)} of these one site stands alone.",
        width, bottom + 4, parts, (_in_words(one, names) for one in answer.differences),
    )  # fmt: skip


def _lettered(one: Differing) -> dict[str, Value]:
    """Return the values by letter, the one most sites have first."""
    stated = [value for value in one.values if value.says != NOT_STATED]
    order = sorted(stated, key=lambda value: -len(value.sites))
    return {ascii_uppercase[n] if n < 26 else str(n + 1): value for n, value in enumerate(order)}


def _called(one: Differing, names: Names) -> str:
    return f"{names.term(one.about)}: {one.what}" if one.about else one.what[:1].upper() + one.what[1:]


def _row(one: Differing, sites: tuple[str, ...], names: Names, y: float, width: float) -> Iterator[str]:
    called = _called(one, names)
    yield rule(ROOM, y - 2, width - ROOM, y - 2, LINE)
    told = wrapped(called, _LABEL - ROOM - 10, 12)
    yield from lines(told, ROOM, y + 17 - 7.4 * len(told), size=12, whole=called)
    letter_at = {site: letter for letter, value in _lettered(one).items() for site in value.sites}
    for n, site in enumerate(sites):
        x, y_ = _LABEL + n * _WIDE + 16, y + 17
        letter = letter_at.get(site)
        if letter is None:
            yield text("–", x, y_ + 4.5, anchor="middle", tone=SOFT)
            continue
        fill, tone = (PAPER, INK) if letter == "A" else (INK, PAPER)
        yield f'<circle cx="{x:g}" cy="{y_:g}" r="12" fill="{fill}" stroke="{INK}" stroke-width="1.5"/>'
        yield text(letter, x, y_ + 4.5, anchor="middle", bold=True, tone=tone)


def _in_words(one: Differing, names: Names) -> str:
    each = (f"{letter} is {value.marked}, at {', '.join(map(names.site, value.sites))}"
            for letter, value in _lettered(one).items())  # fmt: skip
    return f"{_called(one, names)}. {'. '.join(each)}"


def _things(count: int) -> str:
    return "1 thing differs" if count == 1 else f"{count} things differ"
