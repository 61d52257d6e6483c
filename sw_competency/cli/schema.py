"""The command `schema`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line


def schema(name: str | None = None, /, *, options: Options = DEFAULT) -> int:
    """What the JSON of an answer, an entry or a catalogue looks like: its JSON Schema (2020-12).

    Args:
        name: A question, `entry`, `entry.sign-off` and the like, or `catalogue`; left out, their names are listed.
        options: What holds for every command.
    """
    from sw_competency import schemas

    if name is not None:
        document(schemas.schema(name))
    elif options.json:
        document(list(schemas.schemas()))
    else:
        for each in schemas.schemas():
            line(each)
    return 0
