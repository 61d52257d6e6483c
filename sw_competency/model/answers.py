"""Answers: a finding on a question somebody asked, the facts it adds, and the tables a person would read them in.

Facts are typed fields; words are said last. Every door prints the same answer: the library hands it over, the command
line and the pages draw its tables, `to_json` gives the contract's shape.
"""

import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar, overload

import msgspec

from sw_competency.dates import Moment
from sw_competency.model.columns import Table
from sw_competency.model.findings import Finding, Outcome, entries_of, instant, jsonable

Q = TypeVar("Q", bound=msgspec.Struct)
T = TypeVar("T")
_SHORT = 80  # of a sentence, where an answer is shown in short


class Asked(Generic[T]):
    """What was asked, as an attribute of the answer beside its facts: `worker = Asked[str]()` in the answer's class."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, answer: None, owner: type) -> Self: ...
    @overload
    def __get__(self, answer: object, owner: type) -> T: ...
    def __get__(self, answer: Any, owner: type) -> Self | T:
        if answer is None:
            return self
        value: T = getattr(answer.asked, self.name)
        return value


class Damaged(msgspec.Struct, frozen=True):
    """A record that could not be read, of those an answer would rest on.

    Args:
        kind: `worker`, `assessor` or `site`.
        id: whose it is.
        says: what is wrong with it.
    """

    kind: str
    id: str
    says: str


class KeptUnder(msgspec.Struct, frozen=True):
    """Somebody who was asked about by another id than the one their records are kept under.

    Args:
        id: what was asked.
        under: the id they are kept under.
        circle: the ids of which each points to another, where none says under which the person is kept.
    """

    id: str
    under: str
    circle: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """What was taken for what was asked."""
        kept = f"{self.id} is kept under {self.under}"
        round_ = " and ".join(self.circle)
        return f"{kept}, though {round_} point to each other: correct one" if self.circle else kept


class AtMoment(msgspec.Struct, frozen=True, kw_only=True):
    """What holds at one moment: as of a day, known by an instant, under a catalogue."""

    moment: Moment

    @property
    def as_of(self) -> date:
        """The day it is about."""
        return self.moment.as_of

    @property
    def known_by(self) -> datetime:
        """The instant up to which we knew; JSON writes it as UTC with a Z."""
        return self.moment.known_by

    @property
    def catalogue(self) -> str:
        """The digest of the catalogue it was judged under."""
        return self.moment.catalogue


class Answer(AtMoment, Generic[Q], frozen=True, kw_only=True):
    """The finding on a question somebody asked, with the two clocks it was asked at; each question adds its own facts.

    Args:
        asked: the question.
        moment: as of which day, known by which instant, under which catalogue.
        finding: the outcome, its sentence, what it rests on, and its parts.
        damaged: the records it would rest on that could not be read; nothing in them counts.
        kept_under: who was asked about by another id than the one their records are kept under.
    """

    asked: Q
    finding: Finding
    damaged: tuple[Damaged, ...] = ()
    kept_under: tuple[KeptUnder, ...] = ()

    @property
    def question(self) -> str:
        """The name of the question."""
        return str(getattr(type(self.asked), "name", ""))

    @property
    def outcome(self) -> Outcome:
        """Met, not met or cannot tell."""
        return self.finding.outcome

    @property
    def says(self) -> str:
        """The answer in one plain sentence."""
        return "; ".join((self.finding.says, *(each.says for each in self.kept_under)))

    @property
    def entries(self) -> tuple[str, ...]:
        """Ids of the entries relied on."""
        return self.finding.entries

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the documents cited."""
        return self.finding.sources

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Paths in the catalogue of what it turns on and nobody published: local defaults to be confirmed."""
        return self.finding.placeholders

    @property
    def parts(self) -> tuple[Finding, ...]:
        """The findings it is made of."""
        return self.finding.parts

    def __hash__(self) -> int:  # by what it says: facts may be mappings, which have no hash
        return hash((type(self), self.moment, self.finding))

    def __bool__(self) -> bool:  # said to be a bool, so that a type checker goes on checking what follows
        raise TypeError("an answer has three outcomes: compare answer.outcome with Outcome.MET")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.outcome.value}: {_short(self.says)}>"

    def tables(self) -> Iterator[Table]:
        """Return the tables a person would read the facts in; none where the parts of the finding say it all."""
        return iter(())

    def lines(self) -> Iterator[str]:
        """Return what is said beside the tables, sentence by sentence."""
        return iter(())

    def facts(self) -> dict[str, Any]:
        """Return what this question's answer adds, by the names of its JSON form."""
        return {written: getattr(self, name) for written, name in _fields(self).items() if name not in _COMMON}

    def to_json(self) -> dict[str, Any]:
        """Return the answer as plain JSON values, in the contract's shape."""
        found = self.finding.to_json()
        parts, outcome = found.pop("parts"), found.pop("outcome")
        found.pop("says")
        return {
            "question": self.question,
            "schema": f"{self.question}/{getattr(type(self.asked), 'version', 1)}",
            **jsonable(self.asked),
            "as_of": self.moment.as_of.isoformat(),
            "known_by": instant(self.moment.known_by),
            "catalogue": self.moment.catalogue,
            "outcome": outcome,
            "says": self.says,
            **jsonable(self.facts()),
            **found,
            "parts": parts,
            **({"damaged": jsonable(self.damaged)} if self.damaged else {}),
            **({"kept_under": jsonable(self.kept_under)} if self.kept_under else {}),
        }

    def __getitem__(self, name: str) -> Any:
        """Return a fact, or what was asked, by its name in the JSON form. Going: an attribute says the same.

        Raises:
            KeyError: the answer to this question has none of that name; the message names those it has.
        """
        own = {written: field for written, field in _fields(self).items() if field not in _COMMON}
        held = {**_fields(self.asked), **{each: each for each in _EVERY}, **own}
        if name not in held:
            raise KeyError(f"an answer to '{self.question}' has no '{name}'; it has {', '.join(held)}")
        told = f'answer["{name}"] goes in a later version: use answer.{held[name]}'
        warnings.warn(told, DeprecationWarning, stacklevel=2)
        return attrgetter(held[name])(self)

    def __iter__(self) -> NoReturn:
        raise TypeError(_NO_MAPPING)

    def __contains__(self, name: object) -> NoReturn:
        raise TypeError(_NO_MAPPING)

    if not TYPE_CHECKING:  # what was asked is declared by `Asked`; this is for answers of other packages that do not

        def __getattr__(self, name: str) -> Any:
            if name in type(self.asked).__struct_fields__:
                return getattr(self.asked, name)
            raise AttributeError(f"an answer to '{self.question}' has no '{name}'")


def _fields(of: Any) -> dict[str, str]:
    """Return what each field is called, by its name in the JSON form."""
    return dict(zip(of.__struct_encode_fields__, of.__struct_fields__, strict=True))


_NO_MAPPING = "an answer is no mapping: its facts are attributes, as answer.says; to_json() has them all"
_EVERY = (
    "question", "as_of", "known_by", "catalogue", "outcome", "says", "entries", "sources", "placeholders", "parts",
)  # fmt: skip
_COMMON = frozenset(Answer.__struct_fields__)
_MOST_ENTRIES = 20  # that are named where people read; more of them are for another program


def rests_on(entries: Sequence[str]) -> str:
    """Return which entries an answer rests on, as people read it; of very many how many, and where they are listed."""
    if len(entries) > _MOST_ENTRIES:
        return f"Rests on {len(entries)} entries (listed by --json)"
    return f"Entries: {', '.join(entries)}" if entries else ""


A = TypeVar("A", bound=Answer[Any])


class Answers(AtMoment, Generic[A], frozen=True, kw_only=True):
    """Several answers to one question: one for each worker, task or post.

    Args:
        asked: the question.
        moment: as of which day, known by which instant, under which catalogue.
        answers: the answers, in order.
        says: what they come to, in one sentence.
    """

    asked: Any
    answers: tuple[A, ...]
    says: str

    def __len__(self) -> int:
        return len(self.answers)

    def __getitem__(self, index: int) -> A:
        return self.answers[index]

    def __iter__(self) -> Iterator[A]:
        return iter(self.answers)

    def __hash__(self) -> int:  # by what they say: what was asked may hold what has no hash
        return hash((self.moment, self.answers))

    def __repr__(self) -> str:
        return f"<{len(self.answers)} answers: {_short(self.says)}>"

    @property
    def entries(self) -> tuple[str, ...]:
        """Ids of the entries relied on."""
        return entries_of(answer.finding for answer in self.answers)

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Paths in the catalogue of what they turn on and nobody published."""
        return tuple(dict.fromkeys(path for answer in self.answers for path in answer.placeholders))

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the documents cited."""
        return tuple(dict.fromkeys(source for answer in self.answers for source in answer.sources))

    def tables(self) -> Iterator[Table]:
        """Return the tables a person would read them in."""
        yield from self.asked.tables(self.answers)

    def lines(self) -> Iterator[str]:
        """Return what is said beside the tables, sentence by sentence."""
        yield from self.asked.lines(self.answers)

    def to_json(self) -> list[dict[str, Any]]:
        """Return the answers as a list of plain JSON values."""
        return [answer.to_json() for answer in self.answers]


def _short(says: str) -> str:
    return says if len(says) <= _SHORT else f"{says[:_SHORT]}..."
