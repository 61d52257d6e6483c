"""The command `changes`."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line
from sw_competency.cli._tables import table
from sw_competency.errors import UsageError

if TYPE_CHECKING:
    from sw_competency.stores import Change


def changes(*, after: int = 0, most: int | None = None, options: Options = DEFAULT) -> int:
    """What came into the records, in the order in which it became visible; erasures too.

    Keep the last number, and ask after it the next time: nothing is missed, and nothing is given twice.

    Args:
        after: The number of the last change that is known; 0 for all there are.
        most: At most so many.
        options: What holds for every command.
    """
    if after < 0 or (most is not None and most < 1):
        raise UsageError("--after is a number that was given before, or 0, and --most is at least 1.")
    found = islice(options.opened().changes(after), most)
    if options.json:
        each = [change.to_json() for change in found]
        document({"after": after, "last": each[-1]["sequence"] if each else after, "changes": each})
        return 0
    shown = list(found)
    if shown:
        table(("Number", "Received", "Whose record", "What"), [_row(change) for change in shown])
        line(f"Go on after {shown[-1].sequence}.")
    else:
        line(f"Nothing came after {after}." if after else "Nothing is recorded.")
    return 0


def _row(change: "Change") -> Sequence[str]:
    kind, id_ = change.receipt.record
    when = f"{change.received_at:%Y-%m-%d %H:%M} UTC"
    return str(change.sequence), when, f"{kind} {id_}", _what(change)


def _what(change: "Change") -> str:
    if change.erased is not None:
        return f"all erased by {change.erased['by']}: {change.erased['reason']}"
    kinds = Counter(entry.kind for entry in change.entries)
    return ", ".join(kind if many == 1 else f"{many} of {kind}" for kind, many in kinds.items())
