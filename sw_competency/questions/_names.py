"""What a question asks about by name, each with what it is looked up in; and what is read from a file for it."""

from typing import Annotated, Literal

import msgspec


class Named(msgspec.Struct, frozen=True):
    """The name of something: an id, or a title or a person's name that fits one only.

    Args:
        what: what it names: a table of the catalogue, or `worker`, `assessor`, `site`.
    """

    what: str


class File(msgspec.Struct, frozen=True):
    """What is read from a file: a command takes its path, the library the values.

    Args:
        what: `entries` of anybody's, `extract` of ESR, `badges`, `tables` of any sort, or `lines`: words, of which `-`
            stands for standard input.
    """

    what: Literal["badges", "entries", "extract", "tables", "lines"]


Worker = Annotated[str, Named("worker")]
Assessor = Annotated[str, Named("assessor")]
Task = Annotated[str, Named("competency")]
Rule = Annotated[str, Named("rule")]
Site = Annotated[str, Named("site")]
Modality = Annotated[str, Named("modality")]
Tier = Annotated[str, Named("tier")]
RecallName = Annotated[str, Named("recall")]
PEOPLE = frozenset({Named("worker"), Named("assessor"), Named("person")})
