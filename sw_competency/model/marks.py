"""How an answer is marked, the same on a screen, on a page and on paper: by a sign and a word, so that colour may fail.

Within one family each sign stands for one word, and each word for one sign.
"""

from collections.abc import Mapping
from typing import Any

import attrs

from sw_competency.model.findings import Outcome

_SIGNS = {
    "disc": "✓", "half": "◐", "most": "◕", "quarter": "◔", "diamond": "◆", "triangle": "▲", "wedge": "▼", "cross": "✗",
    "bars": "■", "slash": "⊘", "query": "?", "ring": "○",
}  # fmt: skip
_PLAIN = {"disc": "+", "cross": "-", "query": "?"}  # where only plain letters can be shown, the word does the rest

_CIRCLE = '<circle cx="8" cy="8" r="6.7" fill="none" stroke="currentColor" stroke-width="{}"/>'

DRAWN: Mapping[str, str] = {  # each sign in a square of 16, in the colour of what stands around it
    "disc": '<circle cx="8" cy="8" r="7.5" fill="currentColor"/><path d="M4.4 8.3 7 10.9 11.8 5.6" fill="none" '
    'stroke="#fff" stroke-width="1.9"/>',
    "half": _CIRCLE.format(1.6) + '<path d="M8 1.3 A6.7 6.7 0 0 0 8 14.7 Z" fill="currentColor"/>',
    "most": _CIRCLE.format(1.6) + '<path d="M8 8V1.3A6.7 6.7 0 1 1 1.3 8Z" fill="currentColor"/>',
    "quarter": _CIRCLE.format(1.6) + '<path d="M8 8V1.3A6.7 6.7 0 0 1 14.7 8Z" fill="currentColor"/>',
    "wedge": '<path d="M8 15 .5 1.2H15.5Z" fill="currentColor"/><path d="M8 3.2V8M8 9.2V11" stroke="#fff" '
    'stroke-width="1.7"/>',
    "diamond": '<path d="M8 .5 15.5 8 8 15.5 .5 8Z" fill="currentColor"/><path d="M8 4.2V8.6M8 10.2V12" '
    'stroke="#fff" stroke-width="1.8"/>',
    "triangle": '<path d="M8 1 15.5 14.8H.5Z" fill="currentColor"/><path d="M8 5.6V10.2M8 11.4V13.1" stroke="#fff" '
    'stroke-width="1.7"/>',
    "cross": '<path d="M2.2 2.2 13.8 13.8M13.8 2.2 2.2 13.8" fill="none" stroke="currentColor" stroke-width="3"/>',
    "bars": '<rect x=".8" y=".8" width="14.4" height="14.4" fill="currentColor"/><path d="M5.6 4V12M10.4 4V12" '
    'stroke="#fff" stroke-width="2.2"/>',
    "slash": _CIRCLE.format(1.8) + '<path d="M3.3 12.7 12.7 3.3" stroke="currentColor" stroke-width="1.8"/>',
    "query": '<circle cx="8" cy="8" r="6.9" fill="none" stroke="currentColor" stroke-width="1.4" '
    'stroke-dasharray="2.4 1.6"/><path d="M5.9 6.3C5.9 3.6 10.1 3.6 10.1 6.2 10.1 7.9 8 7.8 8 9.6M8 10.8V12.2" '
    'fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "ring": _CIRCLE.format(1.7),
}


@attrs.frozen(slots=True)
class Mark:
    """A status by shape, word and tone, so that it is read without colour.

    Args:
        shape: which sign.
        word: what it says.
        tone: good, learn, care, stop or plain.
    """

    shape: str
    word: str
    tone: str

    @property
    def sign(self) -> str:
        """The sign, as text."""
        return _SIGNS[self.shape]

    @property
    def plain_sign(self) -> str:
        """The sign, where only plain letters can be shown."""
        return _PLAIN.get(self.shape, "~")


STATUS: Mapping[Any, Mark] = {
    "current": Mark("disc", "current", "good"),
    "due": Mark("diamond", "due", "care"),
    "awaiting-countersignature": Mark("most", "awaiting countersignature", "learn"),
    "in-training": Mark("half", "in training", "learn"),
    "not-yet-competent": Mark("quarter", "not yet competent", "care"),
    "out-of-practice": Mark("triangle", "out of practice", "care"),
    "grace": Mark("wedge", "in grace", "care"),
    "lapsed": Mark("cross", "lapsed", "stop"),
    "suspended": Mark("bars", "suspended", "stop"),
    "withdrawn": Mark("slash", "withdrawn", "stop"),
    "not-started": Mark("ring", "not started", "plain"),
    None: Mark("query", "cannot tell", "plain"),
}
ANSWER: Mapping[str, Mark] = {
    "may": Mark("disc", "may", "good"),
    "only-supervised": Mark("half", "only under supervision", "learn"),
    "cannot-tell": Mark("query", "cannot tell", "plain"),
    "may-not": Mark("cross", "may not", "stop"),
}
COURSE: Mapping[str, Mark] = {
    "current": STATUS["current"],
    "expired": Mark("cross", "expired", "stop"),
    "not-completed": Mark("ring", "not completed", "plain"),
}
REQUEST: Mapping[str, Mark] = {
    "waiting": Mark("half", "waiting", "learn"),
    "confirmed": Mark("disc", "confirmed", "good"),
    "rejected": Mark("cross", "rejected", "stop"),
    "withdrawn": Mark("slash", "withdrawn", "plain"),
}
OUTCOME: Mapping[str, Mark] = {
    "met": Mark("disc", "met", "good"),
    "not-met": Mark("cross", "not met", "stop"),
    "cannot-tell": Mark("query", "cannot tell", "plain"),
}


def mark_of(outcome: Outcome) -> Mark:
    """Return the mark of an outcome."""
    return OUTCOME[outcome.value]
