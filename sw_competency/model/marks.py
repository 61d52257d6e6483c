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
