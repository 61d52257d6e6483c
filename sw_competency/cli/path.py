"""The command `path`."""

from collections.abc import Iterator, Sequence
from typing import Any

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import told


def path(worker: str, /, *, to: str, options: Options = DEFAULT) -> int:
    """The shortest honest path to a tier: what is still missing, in order, and other ways there.

    Args:
        worker: Whose training record it is about.
        to: The tier.
        options: What holds for every command.
    """
    _, questions = options.asked()
    answer = questions.path(worker, to)
    told(answer, options, _ways(answer["steps"], answer["others"]))
    return 0 if questions.nothing(worker) is None else 3


def _ways(steps: Sequence[dict[str, Any]], others: Sequence[dict[str, Any]]) -> Iterator[str]:
    yield from _numbered(steps)
    for way in others:
        yield f"Or by the rule {way['rule']}:"
        yield from _numbered(way["steps"], "  ")


def _numbered(steps: Sequence[dict[str, Any]], indent: str = "") -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        yield f"{indent}{number}. {step['says']}"
        for one in step["suggests"]:
            yield f"{indent}   suggested, decides nothing: {one['says']}"
        for way in step["alternatives"]:
            yield f"{indent}   or: {'; then '.join(other['says'] for other in way)}"
