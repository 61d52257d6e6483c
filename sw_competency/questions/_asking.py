"""The questions and their answers: each a pure function of the records as known, the catalogue and the moment.

What only one question needs is imported when it is asked: most programs ask one.
"""

import pickle
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from msgspec.structs import replace

from sw_competency.errors import FieldError
from sw_competency.judge.everybody import Everybody, Progress, Wanted
from sw_competency.model.answers import Answer, Answers, KeptUnder
from sw_competency.questions._fields import Q, checked, fields_of
from sw_competency.questions._methods import Methods
from sw_competency.questions._names import PEOPLE
from sw_competency.questions._question import A, Question, R, Several, over_damage

T = TypeVar("T")


class Questions(Everybody, Methods):
    """All questions that can be asked of training records, at one moment under one catalogue."""

    def ask(self, question: Question[R], progress: Progress | None = None) -> R:
        """Ask a question; what it names is named by ids, and of one person's several ids any does.

        Args:
            question: the question, such as `May("w1", "iv-cannulation")`; `meant` finds ids for names and titles.
            progress: called with what is done, how much of it is, and out of how much, while a question about
                everybody is answered; what it raises ends the question.

        Raises:
            UnknownNameError: it names something that nobody knows.
            FieldError: a field is not of its type.
        """
        asked = checked(question)
        kept, told = self._under_one_id(asked)
        with self.records.noting() as unread:
            answer = kept.answer(self.watched(progress))
        answer = over_damage(answer, unread) if isinstance(answer, Answer) else answer
        return _as_asked(answer, asked, kept, told) if told else answer

    def each_answer(self, question: Several[A], progress: Progress | None = None) -> Iterator[A]:
        """Ask a question with several answers, and return them one by one.

        Args:
            question: the question, as for `ask`.
            progress: as for `ask`.
        """
        asked = checked(question)
        kept, told = self._under_one_id(asked)
        for answer in self.watched(progress).found(kept):
            yield _as_asked(answer, asked, kept, told) if told else answer

    def from_each(
        self, question: Several[A], wanted: Callable[[A], T], progress: Progress | None = None
    ) -> Iterator[T]:  # fmt: skip
        """Ask a question with several answers, and return of each what is wanted; several processes send no more.

        Args:
            question: the question, as for `ask`.
            wanted: gives what is wanted of an answer, as `operator.attrgetter("outcome")` does.
            progress: as for `ask`.

        Raises:
            FieldError: other processes share the work, and `wanted` cannot be sent to them.
        """
        if self._spread is not None:
            _is_sendable(wanted)
        asked = checked(question)
        kept, told = self._under_one_id(asked)
        if told:
            return map(wanted, self.each_answer(question, progress))
        return self.watched(progress).found(Wanted(kept, wanted))

    def _under_one_id(self, question: Q) -> tuple[Q, tuple[KeptUnder, ...]]:
        """Return a question about people by the ids they are kept under, and what was taken for what."""
        joining = self.records.joining
        if not joining:
            return question, ()
        people = [field.name for field in fields_of(type(question)) if field.named in PEOPLE]
        given = {name: id_ for name in people if (id_ := getattr(question, name)) is not None}
        found = {name: id_ for name, id_ in given.items() if joining.kept(id_) != id_}
        told = [KeptUnder(id_, joining.kept(id_), joining.circle(id_)) for id_ in dict.fromkeys(found.values())]
        if question.as_written:
            return question, tuple(told)
        return replace(question, **{name: joining.kept(id_) for name, id_ in found.items()}), tuple(told)

    def meant(self, question: Q) -> Q:
        """Return a question with the ids that are meant by the names and titles it was asked with.

        Raises:
            AmbiguousNameError: a name in it fits several.
            FieldError: a field is not of its type.
        """
        question = checked(question)
        if self.directory is None:
            return question
        found = {
            field.name: self.directory.find(field.named.what, given)
            for field in fields_of(type(question))
            if field.named is not None and isinstance(given := getattr(question, field.name), str)
        }
        return replace(question, **found)


def _is_sendable(wanted: Any) -> None:
    try:
        pickle.dumps(wanted)
    except (pickle.PicklingError, AttributeError, TypeError):
        told = "it cannot be sent to other processes: give a function that stands in a module, and no lambda"
        raise FieldError("wanted", told) from None


def _as_asked(answer: T, asked: Question[Any], kept: Question[Any], told: tuple[KeptUnder, ...]) -> T:
    """Return an answer as one to what was asked, with who was meant by it."""
    if isinstance(answer, Answers):
        each = tuple(_as_asked(one, asked, kept, told) for one in answer.answers)
        return replace(answer, asked=asked, answers=each, says="; ".join((answer.says, *(one.says for one in told))))
    if isinstance(answer, Answer):
        return replace(answer, asked=asked if answer.asked == kept else answer.asked, kept_under=told)
    return answer
