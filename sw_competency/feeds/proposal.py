"""What a feed would put on record, and what it leaves as it is: typed facts, and how they are counted in a sentence."""

from collections.abc import Iterable, Mapping
from datetime import date

from sw_competency.model import Entry
from sw_competency.reconcile.difference import Difference

# What would be recorded, and what is left as it is; how one and several are counted.
PROPOSED = {
    "starter": ("starter", "starters"),
    "return": ("return", "returns"),
    "leaver": ("leaver", "leavers"),
    "second_post": ("further post", "further posts"),
    "post_ended": ("post that ends while another goes on", "posts that end while another goes on"),
    "change": ("post changed", "posts changed"),
    "dates": ("day of a post corrected", "days of posts corrected"),
    "taken_over": ("post taken over", "posts taken over"),
    "absence": ("absence", "absences"),
    "absence_ended": ("absence that ends", "absences that end"),
    "training": ("completion", "completions"),
    "training_corrected": ("completion corrected", "completions corrected"),
    "training_void": ("completion voided", "completions voided"),
}
LEFT = {
    "by_hand": ("thing entered by hand and left as it is", "things entered by hand and left as they are"),
    "to_settle": ("thing to settle", "things to settle"),
}


class Proposal(Difference, frozen=True, kw_only=True):
    """One thing a feed would put on record; `kind` is one of `PROPOSED`.

    Args:
        on: the day from which it holds.
        record: the entries that say so.
    """

    on: date
    record: tuple[Entry, ...]


def counted(found: Iterable[Difference], kinds: Mapping[str, tuple[str, str]]) -> str:
    """Count things by kind, in the order of the kinds, as part of a sentence."""
    number = dict.fromkeys(kinds, 0)
    for each in found:
        number[each.kind] += 1
    return ", ".join(f"{n} {kinds[kind][n != 1]}" for kind, n in number.items() if n)
