"""How a requirement is written, and judged."""

from functools import cache

from sw_competency.plugins import members
from sw_competency.rules.requirement import (
    Case,
    Completion,
    Given,
    Requirement,
    Span,
    ToDo,
    found,
    requirement,
    role_said,
    trainings_asked,
    walk,
)


@cache
def requirement_kinds() -> dict[str, type[Requirement]]:
    """Return every requirement kind by its name in a catalogue: ours, and those other packages bring."""
    found_kinds = {}
    for module in members("rules.kinds").values():
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Requirement) and "kind" in vars(value):
                found_kinds[value.kind] = value
    return found_kinds


__all__ = [
    "Case", "Completion", "Given", "Requirement", "Span", "ToDo", "found", "requirement", "requirement_kinds",
    "role_said", "trainings_asked", "walk",
]  # fmt: skip
