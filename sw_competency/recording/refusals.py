"""Why a sign-off or a countersignature given now is not taken. Reasons are values; they are put in words last."""

from datetime import date
from typing import Any, Literal

import attrs

from sw_competency.dates import said
from sw_competency.errors import MalformedEntryError, Problem
from sw_competency.model import Answer, Entry, SignOff, person_key


@attrs.frozen
class Refusal:
    """One reason why a sign-off or a countersignature given now is not taken.

    Args:
        kind: which reason it is.
        about: the worker, the assessor, the second person, or the title of the competency.
        finding: why it would not count, or cannot be told.
        entry: the sign-off of that day or that is countersigned, or the withdrawal.
        day: the last day it was current.
        near: who is on record and may be meant, as it is shown.
    """

    kind: Literal[
        "does-not-count", "cannot-tell", "unknown-worker", "unknown-assessor", "no-relearning", "same-day",
        "own-sign-off", "own-assessment", "too-early",
    ]  # fmt: skip
    about: str
    finding: Answer[Any] | None = None
    entry: Entry | None = None
    day: date | None = None
    near: str | None = None

    @property
    def stands(self) -> bool:
        """Whether no reason given changes it: what does not count is not recorded as if it did."""
        return self.kind in {"does-not-count", "cannot-tell", *_IN_VAIN}

    @property
    def says(self) -> str:
        """The reason in a sentence."""
        if self.finding is not None:
            return f"{self.finding.says}."
        if self.kind in _IN_VAIN:
            assert isinstance(self.entry, SignOff)
            return _IN_VAIN[self.kind].format(self.about, said(self.entry.on))
        if self.kind == "same-day":
            assert isinstance(self.entry, SignOff)
            given = f"by {self.entry.assessor}, with the id {self.entry.id}"
            return f"{self.entry.worker} was signed off that day already: {self.about}, {given}."
        if self.kind == "no-relearning":
            ended = f"was withdrawn on {said(self.entry.on)}" if self.entry else ""
            ended = f"expired on {said(self.day)}" if self.day else ended
            return (
                f"{self.about} {ended}, and no relearning is on record since. Record first what was done: "
                "the training it asks for, a task under direct supervision, or an assessment."
            )
        who = "the assessor " if self.kind == "unknown-assessor" else ""
        return (
            f"Nothing is on record of {who}{self.about}, neither an appointment nor a registration. "
            + (f"Did you mean {self.near}?" if self.near else "Check the id, or record one of them first.")
        )


_IN_VAIN = {
    "own-sign-off": "Nobody countersigns their own sign-off: ask a second person.",
    "own-assessment": "The sign-off was given by {0}: ask a second, different person.",
    "too-early": "The sign-off was given later, on {1}.",
}


def with_reason(note: Any, anyway: str) -> Any:
    """Return the note of a sign-off with why it is recorded all the same; one that is no text is told as what it is.

    Raises:
        MalformedEntryError: no reason is given.
    """
    if not isinstance(anyway, str) or not person_key(anyway):
        raise MalformedEntryError([Problem("is empty: say why it is recorded all the same", "anyway")])
    if note and not isinstance(note, str):
        return note
    return f"{note}. Recorded all the same: {anyway}" if note else f"Recorded all the same: {anyway}"

