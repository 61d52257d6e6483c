"""How wide a text is, before anybody draws it: by the widths of Arial and Helvetica, which screens and paper have."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_THOUSANDTHS = {  # of the size of the letters
    191: "'", 222: "ijl‘’", 260: "|", 278: " !,./:;I[]\\ft", 333: "()-`r“”", 334: "{}", 355: '"', 389: "*",
    469: "^", 500: "Jckgsvxyz", 556: "#$0123456789?L_abdeghnopqu–", 584: "+<=>~", 611: "FTZ", 667: "&ABEKPSVXY",
    722: "CDHNRUw", 778: "GOQ", 833: "Mm", 889: "%", 944: "W", 1000: "…—", 1015: "@",
}  # fmt: skip
_WIDTHS = {letter: width for width, letters in _THOUSANDTHS.items() for letter in letters}
_OTHER, _SQUARE, _BOLD = 750, 1000, 1.08
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_MARK = "\u200f"  # keeps what follows a word of a right-to-left script on its left


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is at a size, rather too wide than too narrow for letters that are not known."""
    return sum(map(_width, text)) * size / 1000 * (_BOLD if bold else 1)


def _width(letter: str) -> int:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.combining(letter) or unicodedata.category(letter) in {"Cf", "Mn", "Me"}:
        return 0
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return _SQUARE
    return max(_WIDTHS.get(unicodedata.normalize("NFD", letter)[0], _OTHER), 333)


def wrapped(text: str, width: float, size: float, most: int = 2, *, bold: bool = False) -> tuple[str, ...]:
    """Return a text in lines that fit a width; what goes beyond the last line is left out, and said to be.

    Args:
        text: the text.
        width: how wide a line may be.
        size: of the letters.
        most: how many lines there may be.
        bold: whether the letters are.
    """
    lines = list(_lines(" ".join(text.split()), width, size, bold=bold))
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    while last and width_of(f"{last}…", size, bold=bold) > width:
        last = last[:-1].rstrip()
    after = _MARK if any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in last) else ""
    return (*lines[: most - 1], f"{last}…{after}")


def _lines(text: str, width: float, size: float, *, bold: bool) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if width_of(longer, size, bold=bold) <= width:
            line = longer
            continue
        if line:
            yield line
        *whole, line = _pieces(word, width, size, bold=bold)
        yield from whole
    if line:
        yield line


def _pieces(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    """Return a word in pieces that fit; one that does not fit is cut between letters, not before a mark of one."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and _width(letter) and width_of(pieces[-1] + letter, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
