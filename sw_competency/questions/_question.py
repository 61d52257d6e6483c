"""What every question is: a class whose fields are what is asked, whose docstring is the help, and that is answered.

The library's method, the command, the JSON with its schema, the page, the spreadsheet, the scenario's `ask` and the
reference are made from the class, and written nowhere else. A question is a module in this folder, or comes by entry
point.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Generic, Literal, TypeVar

import msgspec

from sw_competency.bulk import undisturbed
from sw_competency.judge.everybody import Everybody
from sw_competency.model import CANNOT_TELL, MET, Finding
from sw_competency.model.answers import Answer, Answers, Damaged
from sw_competency.model.columns import Table
from sw_competency.plugins import called

R = TypeVar("R", bound="Answer[Any] | Answers[Any]")
A = TypeVar("A", bound=Answer[Any])


class Question(msgspec.Struct, Generic[R], frozen=True):
    """A question that can be asked of training records, at one moment under one catalogue.

    `name` is how it is called, by default as its module. `words` are the fields that a command takes as bare words,
    in order; the others are options. `exits` says what a command ends with: by the outcome (of several answers: 1
    if any is no; `worst`: else 3 if any cannot be told); 3 only where nobody can tell; or that it is done.
    `with_records` is whether it is asked of records at all. `without` names the question about one whose command
    asks this one where its first word is left out. `version` is that of its JSON: it rises when something in it
    goes, or means something else. A question or answer that writes its own JSON says in `json_as` what that is: a
    type, or types by name. `weighs` is whether its outcome itself says where a record that is missing leaves
    something undecided; of any other, met is no answer where a record it would rest on cannot be read. `by_name` is
    whether doors put the names of people before their ids; an answer for those who know people by number has none.
    `as_written` is whether it is about one record as it stands; any other, asked of one of several ids of a person, is
    about the person. `in_full` is whether it gives entries with all that stands in them, reasons for absence among it:
    where several share the pages, that is for educators, and for whom it is about.
    `by_worker` is whether what it finds of everybody is what it finds of each, one after another: then several
    processes may share the work.
    """

    name: ClassVar[str] = ""
    words: ClassVar[tuple[str, ...]] = ()
    exits: ClassVar[Literal["outcome", "worst", "cannot-tell", "done"]] = "outcome"
    with_records: ClassVar[bool] = True
    without: ClassVar[str] = ""
    version: ClassVar[int] = 1
    weighs: ClassVar[bool] = False
    by_name: ClassVar[bool] = True
    as_written: ClassVar[bool] = False
    in_full: ClassVar[bool] = False
    by_worker: ClassVar[bool] = False

    def __init_subclass__(cls, **given: Any) -> None:
        """Name a question after its module, where it does not say its name itself."""
        super().__init_subclass__(**given)
        if "name" not in cls.__dict__:
            cls.name = called(cls.__module__.rpartition(".")[2])

    def answer(self, everybody: Everybody) -> R:
        """Answer it: a pure function of the records as known, the catalogue and the moment."""
        return self.together(everybody, everybody.found(self))

    def found(self, everybody: Everybody) -> Iterator[Any]:
        """Return, of a question `by_worker`, what is found of each; nobody's record is kept in memory."""
        raise NotImplementedError

    def together(self, everybody: Everybody, found: Iterable[Any]) -> R:
        """Put together, of a question `by_worker`, what was found of each."""
        raise NotImplementedError

    def nothing(self, everybody: Everybody) -> Finding | None:
        """Return that nothing is recorded of the one it is about; None where something is, or it is about nobody."""
        worker = getattr(self, "worker", None)
        return everybody.nothing(worker) if worker is not None else None


def over_damage(answer: A, unread: Mapping[tuple[str, str], str]) -> A:
    """Return an answer with the records it would rest on that cannot be read: nothing speaks as if it knew them."""
    if not unread:
        return answer
    damaged = tuple(Damaged(kind, id_, says) for (kind, id_), says in unread.items())
    finding = answer.finding
    if finding.outcome is MET and not getattr(answer.asked, "weighs", False):
        whose = f"the record of the {damaged[0].kind} {damaged[0].id}"
        others = f" and {len(damaged) - 1} more" if damaged[1:] else ""
        sentence = f"This cannot be told: {whose}{others} cannot be read; by what can be read, {finding.says}"
        finding = msgspec.structs.replace(finding, outcome=CANNOT_TELL, sentence=sentence)
    return msgspec.structs.replace(answer, finding=finding, damaged=damaged)


class Several(Question[Answers[A]], Generic[A], frozen=True):
    """A question with an answer for each of several: workers, tasks, posts."""

    exits: ClassVar[Literal["outcome", "worst", "cannot-tell", "done"]] = "done"
    looks_first: ClassVar[bool] = False  # at all records, before it gives the first answer

    def each(self, everybody: Everybody) -> Iterator[A]:
        """Return the answers one by one; nobody's record is kept in memory."""
        raise NotImplementedError

    def found(self, everybody: Everybody) -> Iterator[A]:
        """Return the answers one by one, each with the records it would rest on and that cannot be read."""
        answers, before = self.each(everybody), dict[tuple[str, str], str]()
        while True:
            with everybody.records.noting() as unread:
                answer = next(answers, None)
            if answer is None:
                return
            before = before | unread if self.looks_first else unread
            yield over_damage(answer, before)

    def says(self, everybody: Everybody, answers: Sequence[A]) -> str:
        """Return what the answers come to, in one sentence."""
        raise NotImplementedError

    def tables(self, answers: Sequence[A]) -> Iterator[Table]:  # noqa: ARG002 - for those that have one
        """Return the tables a person would read the answers in."""
        return iter(())

    def lines(self, answers: Sequence[A]) -> Iterator[str]:  # noqa: ARG002
        """Return what is said beside the tables."""
        return iter(())

    def together(self, everybody: Everybody, found: Iterable[A]) -> Answers[A]:
        """Return all answers together."""
        with undisturbed():
            answers = tuple(found)
        return Answers(asked=self, moment=everybody.moment, answers=answers, says=self.says(everybody, answers))
