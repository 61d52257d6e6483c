"""The command `variation`."""

from typing import Any

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import clocks, document, line

_TOPICS = {
    "competency": "Competencies", "programme": "Programmes", "site": "What sites say of themselves", "title": "Titles",
    "band": "Bands", "time": "Time",
}  # fmt: skip
_WIDEST = 100


def variation(*, options: Options = DEFAULT) -> int:
    """Where sites differ: requirements and periods, titles, bands, training, deployment, ways up. Only what differs.

    Args:
        options: What holds for every command.
    """
    _, department = options.department()
    answer = department.variation()
    if options.json:
        document(answer.to_json())
        return 0
    line(f"{answer.says}.")
    found = answer["differences"]
    for topic, title in _TOPICS.items():
        here = [one for one in found if one["topic"] == topic]
        if here:
            line()
            line(title)
        for one in here:
            _print(one)
    if found and answer.sources:
        line()
        line(f"Sources: {', '.join(answer.sources)}")
    clocks(answer.moment)
    return 0


def _print(found: dict[str, Any]) -> None:
    """Print a difference on one line, or on several where it is long."""
    if len(found["says"]) + 2 <= _WIDEST:
        line(f"  {found['says']}")
        return
    from sw_competency.questions._variation_difference import Value

    line(f"  {found['about']}{', ' if found['about'] else ''}{found['what']}:")
    for value in found["values"]:
        line(f"    {Value(**{**value, 'sites': tuple(value['sites'])})}")
