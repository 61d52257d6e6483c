"""Prints whose answers would change: counted by site, then worker by worker."""

from typing import TYPE_CHECKING

from sw_competency.cli._print import line, named

if TYPE_CHECKING:
    from sw_competency.model import Answer
    from sw_competency.tracker import Tracker

_COUNTED = {"gains": "gain", "loses": "lose", "falls-into-grace": "fall into grace", "changes": "change otherwise"}


def print_changes(tracker: "Tracker", answer: "Answer") -> None:
    """Print the changes an answer tells of, each with its reason."""
    for site, counts in answer["by_site"].items():
        listed = ", ".join(f"{counts[effect]} {word}" for effect, word in _COUNTED.items() if counts[effect])
        line(f"{site or 'Not in post'}: {listed}")
    last = None
    for change in answer["changes"]:
        if change["worker"] != last:
            last = change["worker"]
            line(" ".join(part for part in (last, named(tracker, last)) if part))
        line(f"  {change['effect']}: {change['question']}, {change['says']}")
        if change["why"] and change["question"] != "status":
            line(f"    {change['why']}")
