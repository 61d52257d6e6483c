"""Pictures of answers, for who would rather look than read: SVG made of the answer's own values.

A picture is a file in this folder, named as the question; it says what is seen, and repeats its numbers in words.
"""

from typing import Any

from sw_competency import plugins
from sw_competency.model.answers import Answer, Answers
from sw_competency.pictures._drawing import Names, Picture
from sw_competency.questions import Questions

__all__ = ["Picture", "is_drawn", "picture_of"]


def is_drawn(question: str) -> bool:
    """Tell whether there is a picture of answers to a question, by its name."""
    return question in plugins.members("pictures")


def picture_of(answer: Answer[Any] | Answers[Any], questions: Questions) -> Picture | None:
    """Draw an answer; None where there is no picture of its question, or nothing to be seen.

    Args:
        answer: the answer, or several.
        questions: where it was asked: it knows titles and names.
    """
    drawn = plugins.members("pictures").get(type(answer.asked).name)
    found: Picture | None = drawn.draw(answer, _names(questions)) if drawn is not None else None
    return found


def _names(questions: Questions) -> Names:
    catalogue, directory = questions.catalogue, questions.directory

    def title(what: str, id_: str) -> str:
        return (directory.title_of(what, id_) if directory is not None else catalogue.title_of(what, id_)) or id_

    return Names(
        person=lambda id_: title("person", id_) if directory is not None else id_,
        term=lambda name: catalogue.titles.get(name) or catalogue.title_of("rule", name) or name,
        site=lambda id_: title("site", id_), sentence=directory.naming() if directory is not None else str,
    )  # fmt: skip
