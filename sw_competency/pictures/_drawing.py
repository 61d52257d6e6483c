"""A picture, and the strokes it is made of: text that fits, boxes, bars and signs, in colours that grey tells apart.

Presentation attributes alone: a page that forbids inline style shows them, paper sets them, and a sheet of style may
still change them.
"""

import html
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Final
from zlib import crc32

import attrs

from sw_competency.model.marks import DRAWN, Mark
from sw_competency.pictures._letters import wrapped

INK, SOFT, LINE, WASH, PAPER = "#1d211f", "#555a56", "#cfc9bd", "#f5f2ec", "#fff"
TONES: Final = {"good": "#1a6640", "learn": "#5b3b86", "care": "#8a4f00", "stop": "#9b2335", "plain": "#54585a"}
TINTS: Final = {"good": "#e3efe7", "learn": "#ece6f4", "care": "#fbeedb", "stop": "#f8e1e4", "plain": PAPER}
TEXT, SMALL, SIZE = 13.0, 11.0, 16.0  # of letters, of small ones, of signs
ROOM = 8.0  # around everything
# Screens show a weight of 500 as they show regular letters; paper, whose letters come in all weights, would not.
_FONTS = "Arial, Helvetica, 'Source Sans 3', sans-serif"


@attrs.frozen(slots=False, kw_only=True)
class Picture:
    """A picture of an answer, as SVG.

    Args:
        title: what it shows.
        says: what is to be seen on it, in a sentence or two.
        width: how wide it is, in the pixels of a screen.
        height: how high.
        body: what is drawn.
        words: the numbers on it once more, as sentences.
    """

    title: str
    says: str
    width: float
    height: float
    body: str
    words: tuple[str, ...] = ()

    @cached_property
    def svg(self) -> str:
        """The picture, to be kept in a file or to stand in a page."""
        size = f"{_n(self.width)} {_n(self.height)}"
        mark = f"p{crc32(f'{self.title}{self.says}{size}{self.body}'.encode()):08x}"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="drawn" viewBox="0 0 {size}" width="{_n(self.width)}" '
            f'height="{_n(self.height)}" role="img" aria-labelledby="{mark}-t {mark}-d" font-family="{_FONTS}" '
            f'font-size="{_n(TEXT)}" font-weight="500" fill="{INK}"><title id="{mark}-t">{escape(self.title)}</title>'
            f'<desc id="{mark}-d">{escape(self.says)}</desc>'
            f'<path d="M0 0H{_n(self.width)}V{_n(self.height)}H0Z" fill="{PAPER}"/>{self.body}</svg>'
        )

    @property
    def alt(self) -> str:
        """What stands for it where it cannot be seen."""
        return f"{self.title}. {self.says}"

    def __html__(self) -> str:
        """Return it as it stands in a page."""
        return self.svg


def escape(words: str) -> str:
    """Return a text as it stands in a picture, without what no picture may hold."""
    if words.isprintable():
        return html.escape(words)
    return html.escape("".join(c for c in words if unicodedata.category(c) not in {"Cc", "Cs", "Cn"}))


def picture(
    title: str, says: str, width: float, height: float, parts: Iterable[str], words: Iterable[str] = ()
) -> Picture:
    """Return a picture with its title in its first line, what is drawn beneath it."""
    head = wrapped(title, width - 2 * ROOM, TEXT, 3, bold=True)
    top = len(head) * LEADING + ROOM
    body = "".join([*lines(head, ROOM, ROOM, bold=True, whole=title), f'<g transform="translate(0 {_n(top + 8)})">',
                    *parts, "</g>"])  # fmt: skip
    return Picture(
        title=title, says=says, width=width, height=height + top + 8 + ROOM, body=body, words=tuple(words)
    )


LEADING = 16.0  # from line to line of text


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def text(
    says: str, x: float, y: float, *, size: float = TEXT, tone: str = INK, anchor: str = "", bold: bool = False,
    whole: str = "",
) -> str:  # fmt: skip
    """Write a text on one line; `whole` is told of it where it was cut."""
    more = f' font-size="{_n(size)}"' if size != TEXT else ""
    more += f' fill="{tone}"' if tone != INK else ""
    more += f' text-anchor="{anchor}"' if anchor else ""
    more += ' font-weight="bold"' if bold else ""
    told = f"<title>{escape(whole)}</title>" if whole and whole != says else ""
    return f'<text x="{_n(x)}" y="{_n(y)}"{more}>{told}{escape(says)}</text>'


def lines(
    all_of_it: Sequence[str], x: float, top: float, *, size: float = TEXT, tone: str = INK, bold: bool = False,
    whole: str = "", anchor: str = "",
) -> list[str]:  # fmt: skip
    """Write lines of text beneath each other, from a height on down."""
    step = LEADING * size / TEXT
    return [
        text(line, x, top + step * (n + 0.8), size=size, tone=tone, bold=bold, anchor=anchor,
             whole=whole if whole != " ".join(all_of_it) else "")
        for n, line in enumerate(all_of_it)
    ]  # fmt: skip


def box(
    x: float, y: float, width: float, height: float, fill: str, edge: str = "", *, dashed: bool = False
) -> str:  # fmt: skip
    """Draw a box; an edge lies within it."""
    in_ = 0.75 if edge else 0
    line = f' stroke="{edge}" stroke-width="1.5"' if edge else ""
    line += ' stroke-dasharray="4 3"' if dashed else ""
    size = f'width="{_n(max(width - 2 * in_, 0.5))}" height="{_n(height - 2 * in_)}"'
    return f'<rect x="{_n(x + in_)}" y="{_n(y + in_)}" {size} fill="{fill}"{line}/>'


def striped(x: float, y: float, width: float, height: float, tone: str) -> str:
    """Draw a box of stripes."""
    inside = f'<path d="M{_n(x)} {_n(y + height / 2)}h{_n(width)}" stroke="{tone}" stroke-width="{_n(height)}"'
    return f'{inside} stroke-dasharray="2 3"/>{box(x, y, width, height, "none", tone)}'


def rule(
    x: float, y: float, to_x: float, to_y: float, tone: str = LINE, *, wide: float = 1, dashed: bool = False
) -> str:
    """Draw a straight line."""
    more = ' stroke-dasharray="4 3"' if dashed else ""
    return f'<path d="M{_n(x)} {_n(y)}L{_n(to_x)} {_n(to_y)}" stroke="{tone}" stroke-width="{_n(wide)}"{more}/>'


def sign(mark: Mark, x: float, y: float, size: float = SIZE) -> str:
    """Draw the sign of a mark, its upper left corner at a place."""
    scale = f" scale({_n(size / SIZE)})" if size != SIZE else ""
    return f'<g transform="translate({_n(x)} {_n(y)}){scale}" color="{TONES[mark.tone]}">{DRAWN[mark.shape]}</g>'


Called = Callable[[str], str]


@attrs.frozen
class Names:
    """How a picture calls what answers know by ids.

    Args:
        person: the name of a person; the id where there is none.
        term: the title of what the catalogue calls so.
        site: the title of a site.
        sentence: a sentence with names before the ids of people.
    """

    person: Called
    term: Called
    site: Called
    sentence: Called

