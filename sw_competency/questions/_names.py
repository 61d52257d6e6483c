"""What a question asks about by name: each knows what it is called, and so what it is looked up in."""

from typing import Annotated

import msgspec


class Named(msgspec.Struct, frozen=True):
    """The name of something: an id, or a title or a person's name that fits one only.

    Args:
        what: what it names: a table of the catalogue, or `worker`, `assessor`, `site`.
    """

    what: str


Worker = Annotated[str, Named("worker")]
Assessor = Annotated[str, Named("assessor")]
Task = Annotated[str, Named("competency")]
Rule = Annotated[str, Named("rule")]
Site = Annotated[str, Named("site")]
Modality = Annotated[str, Named("modality")]
Tier = Annotated[str, Named("tier")]
RecallName = Annotated[str, Named("recall")]
