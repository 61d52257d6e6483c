"""What a page says, line by line, without how it is laid out: to tell in words where two pages differ."""

import difflib
import re
from collections.abc import Sequence
from html.parser import HTMLParser

import attrs

_PASSED_OVER = frozenset({"style", "head", "svg", "script"})
_IN_A_LINE = frozenset({"a", "b", "bdi", "br", "code", "em", "i", "small", "span", "strong", "sub", "sup", "time"})
_APART = frozenset({"br", "span"})
_BLANKS = re.compile(r"\s+(?=[.,;:)\s]|$)")
_CELLS = frozenset({"td", "th", "dd"})


@attrs.frozen(slots=True)
class Difference:
    """Where two pages differ.

    Args:
        gone: what only the first says.
        come: what only the second says.
    """

    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.gone or self.come)


NONE = Difference()


class _Reading(HTMLParser):
    """Reads what a page in HTML says: a row of a table, a paragraph, an item is a line."""

    def __init__(self) -> None:
        super().__init__()
        self.said, self._within = [""], 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self._within += tag in _PASSED_OVER
        if tag in _CELLS and self.said[-1].strip():
            self.said[-1] += " · "
        elif tag in _APART:
            self.said[-1] += " "
        elif tag not in _IN_A_LINE and tag not in _CELLS:
            self.said.append("")

    def handle_endtag(self, tag: str) -> None:
        self._within -= tag in _PASSED_OVER
        if tag not in _IN_A_LINE and tag not in _CELLS:
            self.said.append("")

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.said[-1] += data


def lines_of(page: str, *, as_html: bool) -> tuple[str, ...]:
    """Return the lines of a page."""
    lines: Sequence[str] = page.splitlines()
    if as_html:
        reading = _Reading()
        reading.feed(page)
        reading.close()
        lines = reading.said
    return tuple(told for one in lines if (told := _BLANKS.sub("", one).strip()))


def differing(first: Sequence[str], second: Sequence[str]) -> Difference:
    """Return the lines in which two pages differ, in their order."""
    matched = difflib.SequenceMatcher(None, first, second, autojunk=False)
    changed = [one for one in matched.get_opcodes() if one[0] != "equal"]
    gone = [line for _, a, b, _, _ in changed for line in first[a:b]]
    come = [line for _, _, _, a, b in changed for line in second[a:b]]
    return Difference(tuple(gone), tuple(come))
