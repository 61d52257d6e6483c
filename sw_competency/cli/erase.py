"""The command `erase`."""

from typing import TYPE_CHECKING, Annotated

import msgspec
from cyclopts import Parameter

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line
from sw_competency.cli._writing import taken
from sw_competency.errors import NotOnRecordError

if TYPE_CHECKING:
    from sw_competency import Tracker
    from sw_competency.rights.erasing import Erasure

Flag = Annotated[bool, Parameter(negative=())]


def erase(
    worker: str, /, *, reason: str, by: str | None = None, name_only: Flag = False, anyway: Flag = False,
    dry_run: Flag = False, options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Erase a person's records and name for good. That there was a record, who erased it and why, stays.

    What a rule of the catalogue says is still to be kept is named, with its day, and nothing is erased. In others'
    records the id stays, and leads nowhere.

    Args:
        worker: Whose: an id or a name.
        reason: Why.
        by: Who decided it.
        name_only: Erase the name and what else is kept beside the records, and leave the records.
        anyway: Erase also what is still to be kept.
        dry_run: Erase nothing, and show what would be erased.
        options: What holds for every command.
    """
    tracker = options.tracker()
    worker = _whose(tracker, worker)
    if name_only:
        was_there = not dry_run and tracker.erase_person(worker)
        if options.json:
            document({"worker": worker, "name": was_there})
        else:
            line(f"The name of {worker} was erased." if was_there else f"No name of {worker} was erased.")
        return 0
    done = tracker.erase(worker, reason, by, anyway=anyway, dry_run=dry_run)
    if options.json:
        document(msgspec.to_builtins(done))
        return 0
    _say(done, dry_run=dry_run)
    return 0


def _whose(tracker: "Tracker", given: str) -> str:
    """Return whose records are meant: by another number never, or who repeats it would erase somebody else's."""
    if tracker.directory.find("person", given) == (other := tracker.person_index().who(given).worker) != given:
        says = f"Nothing is recorded of '{given}', and no name is kept. It is a number of {other}"
        raise NotOnRecordError(f"{says}: to erase their records, give that id.")
    return taken(tracker, "person", given)


def _say(done: "Erasure", *, dry_run: bool) -> None:
    entries = "one entry" if done.entries == 1 else f"{done.entries} entries"
    name = " and the name" if done.name else ""
    line(f"{'Would be erased' if dry_run else 'Erased'}: {entries}{name} of {done.worker}.")
    for one in done.kept:
        line(f"  {one.says}.")
    if done.also:
        line(f"The same person has records under {' and '.join(done.also)}: they stay, until they are erased too.")
    if done.elsewhere:
        line(f"{done.elsewhere} in others' records still name the id {done.worker}, which leads nowhere.")
    if done.texts:
        line(f"{done.texts} of them name the person in a text, by name or number: that text stays as it is.")
