"""Prints whose answers would change: counted by site, then worker by worker."""

from typing import TYPE_CHECKING

from sw_competency.cli._print import line, named

if TYPE_CHECKING:
    from sw_competency.model import PlainAnswer
    from sw_competency.tracker import Tracker

def print_changes(tracker: "Tracker", answer: "PlainAnswer") -> None:
    """Print the changes an answer tells of, each with its reason."""
    from sw_competency.questions._impact import EFFECTS

    for site, counts in answer["by_site"].items():
        listed = ", ".join(f"{counts[effect]} {word}" for effect, word in EFFECTS.items() if counts[effect])
        line(f"{site or 'Not in post'}: {listed}")
    # what one may do says more than the status behind it, which --json tells of too
    may = {(change["worker"], change["name"]) for change in answer["changes"] if change["question"] == "may"}
    last, left_out = None, 0
    for change in answer["changes"]:
        if change["question"] == "status" and (change["worker"], change["name"]) in may:
            left_out += 1
            continue
        if change["worker"] != last:
            last = change["worker"]
            line(" ".join(part for part in (last, named(tracker, last)) if part))
        line(f"  {change['effect']}: {change['question']}, {change['says']}")
        if change["why"]:
            line(f"    {change['why']}")
    if left_out:
        line(f"What changes in the status behind these ({left_out}) is told by --json.")
