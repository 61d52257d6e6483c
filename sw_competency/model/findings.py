"""Findings: the one shape of an answer. An outcome, a sentence, what it rests on, and the parts it is made of."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import msgspec

from sw_competency.dates import Length
from sw_competency.model.entries import Entry
from sw_competency.model.shape import plain

Sentence = str | tuple[Any, ...]  # a text; or a function and its arguments, said when somebody asks


def said_of(sentence: Sentence) -> str:
    """Say a sentence."""
    if isinstance(sentence, str):
        return sentence
    say: Callable[..., str] = sentence[0]
    return say(*sentence[1:])


def titled(title: str, sentence: Sentence, between: str = " ") -> str:
    """Say something of what has a title; `Finding.untitled` says it without."""
    return f"{title}{between}{said_of(sentence)}"


class Outcome(Enum):
    """Met, not met, or the record does not say: Kleene's three values."""

    MET = "met"
    NOT_MET = "not-met"
    CANNOT_TELL = "cannot-tell"

    def __bool__(self) -> bool:  # said to be a bool, so that a type checker goes on checking what follows
        raise TypeError("three outcomes do not fit in two: compare with Outcome.MET")


MET, NOT_MET, CANNOT_TELL = Outcome.MET, Outcome.NOT_MET, Outcome.CANNOT_TELL


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """Combine outcomes as 'and': one not met settles it."""
    found = MET
    for outcome in outcomes:
        if outcome is NOT_MET:
            return NOT_MET
        if outcome is CANNOT_TELL:
            found = CANNOT_TELL
    return found


def at_least(count: int, outcomes: Iterable[Outcome]) -> Outcome:
    """Combine outcomes as 'so many of them'; 'or' is at least one."""
    met = open_ = 0
    for outcome in outcomes:
        met += outcome is MET
        open_ += outcome is CANNOT_TELL
    if met >= count:
        return MET
    return CANNOT_TELL if met + open_ >= count else NOT_MET


_SHORT = 80  # of a sentence, where a finding is shown in short


class Finding(msgspec.Struct, frozen=True, eq=False, gc=False):
    """An outcome that explains itself; made by the hundred for every worker, so of the kind that is made fastest.

    It holds values alone: whoever keeps it keeps nothing of the judgement but what is said. Two are the same that say
    the same and rest on the same, however they came by it.

    Args:
        outcome: met, not met or cannot tell.
        sentence: what `says` says; it may be worked out when somebody asks.
        relied: ids of the entries relied on; None: those of the parts that decide.
        cited: ids of the documents cited; None: those of the parts that decide.
        parts: the findings this one is made of.
        unconfirmed: the paths of those values in the catalogue it turns on that nobody published; those of the parts
            that decide are known without.
        heading: the sentence without its reasons, those of the parts above all; None where it says none.
    """

    outcome: Outcome
    sentence: Sentence
    relied: tuple[str, ...] | None = ()
    cited: tuple[str, ...] | None = ()
    parts: tuple["Finding", ...] = ()
    unconfirmed: tuple[str, ...] = ()
    heading: Sentence | None = None

    @property
    def entries(self) -> tuple[str, ...]:
        """Ids of the entries relied on."""
        if self.relied is not None:
            return self.relied
        return entries_of(self._deciding())

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the documents cited."""
        if self.cited is not None:
            return self.cited
        return sources_of(self._deciding())

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Paths in the catalogue of what it turns on and nobody published: local defaults to be confirmed."""
        if not self.parts and len(self.unconfirmed) < 2:
            return self.unconfirmed
        return tuple(dict.fromkeys([*self.unconfirmed, *placeholders_of(self._deciding())]))

    def retold(self, sentence: Sentence, outcome: Outcome | None = None) -> "Finding":
        """Return a finding that rests on all this one rests on, in other words; its parts are told by them."""
        as_found = self.outcome if outcome is None else outcome
        return Finding(as_found, sentence, self.entries, self.sources, (), self.placeholders)

    def _deciding(self) -> list["Finding"]:
        """Return the parts that decide: those met where the whole is, else those that are not."""
        return [part for part in self.parts if (part.outcome is MET) == (self.outcome is MET)]

    @property
    def says(self) -> str:
        """The finding in one plain sentence."""
        return said_of(self.sentence)

    @property
    def short(self) -> str | None:
        """The sentence without its reasons, where there are several and each is told by a part; None where none is."""
        return said_of(self.heading) or None if self.heading is not None and len(self.parts) > 1 else None

    def untitled(self, instead: str = "") -> str:
        """Say it without the title it begins with, where that stands beside it; `instead` takes the title's place."""
        if not isinstance(self.sentence, tuple) or self.sentence[0] is not titled:
            return self.says
        return titled(instead, *self.sentence[2:]) if instead else said_of(self.sentence[2])

    def __bool__(self) -> bool:  # said to be a bool, so that a type checker goes on checking what follows
        raise TypeError("a finding has three outcomes: compare finding.outcome with Outcome.MET")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Finding):
            return NotImplemented
        return self is other or (self.outcome is other.outcome and self._told() == other._told())

    def __hash__(self) -> int:
        return hash((self.outcome, self.says, self.entries))

    def __repr__(self) -> str:
        says = self.says
        return f"<Finding {self.outcome.value}: {says if len(says) <= _SHORT else f'{says[:_SHORT]}...'}>"

    def __reduce__(self) -> tuple[type["Finding"], tuple[Any, ...]]:
        _, *rests = self._told()
        heading = None if self.heading is None else said_of(self.heading)
        return Finding, (self.outcome, self._said(), *rests, heading)

    def _said(self) -> Sentence:
        """Return the sentence with all of it said; what it is about stays apart."""
        if isinstance(self.sentence, tuple) and self.sentence[0] is titled:
            return (*self.sentence[:2], said_of(self.sentence[2]), *self.sentence[3:])
        return self.says

    def _told(self) -> tuple[Any, ...]:
        """Return all that it says, in the order in which it is made."""
        return self.says, self.entries, self.sources, self.parts, self.placeholders

    def to_json(self) -> dict[str, Any]:
        """Return the finding as plain JSON values."""
        return {
            "outcome": self.outcome.value,
            "says": self.says,
            "entries": list(self.entries),
            "sources": list(self.sources),
            "placeholders": list(self.placeholders),
            "parts": [part.to_json() for part in self.parts],
        }

    def leaves(self) -> Iterator["Finding"]:
        """Return the findings at the bottom: those without parts."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


def entries_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the ids of the entries that several findings rely on, each once."""
    return tuple(dict.fromkeys([entry for finding in findings for entry in finding.entries]))


def sources_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the ids of the documents that several findings cite, each once."""
    return tuple(dict.fromkeys([source for finding in findings for source in finding.sources]))


def placeholders_of(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return the paths of what several findings turn on and nobody published, each once."""
    return tuple(dict.fromkeys([path for finding in findings for path in finding.placeholders]))


def full_stop(words: str) -> str:
    """Return words with the stop a sentence ends with, where they have none."""
    return words if words.endswith((".", "?", "!")) else f"{words}."


def capital(text: str) -> str:
    """Return a text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def sentences(words: Iterable[str]) -> str:
    """Return words as sentences in a row, without the stop of the last."""
    return ". ".join(map(capital, words))


def instant(value: datetime) -> str:
    """Write an instant as UTC with a Z."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def jsonable(value: Any) -> Any:
    """Return a fact as plain JSON values."""
    match value:
        case datetime():
            return instant(value)
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case Finding():
            return value.to_json()
        case Entry():
            return plain(value)
        case Length():
            return value.iso()
        case msgspec.Struct():
            if (own := getattr(value, "to_json", None)) is not None:
                return own()
            names = zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True)
            return {written: jsonable(getattr(value, name)) for name, written in names}
        case dict():
            return {key: jsonable(inner) for key, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [jsonable(inner) for inner in value]
        case _:
            return value
