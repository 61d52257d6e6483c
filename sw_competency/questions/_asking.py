"""The questions and their answers: each a pure function of the records as known, the catalogue and the moment.

What only one question needs is imported when it is asked: most programs ask one.
"""

from msgspec.structs import replace

from sw_competency.judge.everybody import Everybody
from sw_competency.model.answers import Answer
from sw_competency.questions._fields import Q, checked, fields_of
from sw_competency.questions._methods import Methods
from sw_competency.questions._question import Question, R, over_damage


class Questions(Everybody, Methods):
    """All questions that can be asked of training records, at one moment under one catalogue."""

    def ask(self, question: Question[R]) -> R:
        """Ask a question; what it names is named by ids.

        Args:
            question: the question, such as `May("w1", "iv-cannulation")`; `meant` finds ids for names and titles.

        Raises:
            UnknownNameError: it names something that nobody knows.
            FieldError: a field is not of its type.
        """
        with self.records.noting() as unread:
            answer = checked(question).answer(self)
        return over_damage(answer, unread) if isinstance(answer, Answer) else answer

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
