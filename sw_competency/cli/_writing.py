"""What the commands that write have in common: whose record it is, and what they say of what became of it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sw_competency.cli._print import complain, document, line
from sw_competency.errors import NotOnRecordError

if TYPE_CHECKING:
    from sw_competency.cli._options import Options
    from sw_competency.stores import Appended
    from sw_competency.tracker import Tracker


def counted(read: int = 0, appended: int = 0, already_there: int = 0) -> dict[str, Any]:
    """Return the summary of what was written, as `import --json` prints it."""
    return {
        "read": read, "appended": appended, "already_there": already_there, "rejected": 0, "rejected_file": None,
    }  # fmt: skip


def as_sentence(words: str) -> str:
    """Return words that tell something as a sentence."""
    return f"{words[0].upper()}{words[1:]}{'' if words.endswith('?') else '.'}"


def written(appended: "Appended", options: "Options", more: Iterable[str] = ()) -> int:
    """Print what became of one entry.

    Args:
        appended: the entry, new or there before.
        options: whether as JSON.
        more: what else there is to say.
    """
    for warning in appended.warnings:
        complain(as_sentence(warning))
    if options.json:
        new, old = len(appended.added), len(appended.already_there)
        document(counted(new + old, new, old))
        return 0
    for entry in appended.added:
        line(f"Recorded: {entry.kind} of {entry.owner[1]} on {entry.on}, with the id {entry.id}.")
    for entry in appended.already_there:
        line(f"Already on record: {entry.kind} of {entry.owner[1]} on {entry.on}, with the id {entry.id}.")
    for sentence in more:
        line(sentence)
    return 0


def taken(tracker: "Tracker", what: str, name: str) -> str:
    """Return the id that is meant by an id, a title or a name, and tell what is taken for what is no id.

    Args:
        tracker: on whose records and catalogue that rests.
        what: `worker`, `assessor`, `person`, `site`, or a table of the catalogue.
        name: what was given; it is taken as it is where nothing is called so.

    Raises:
        AmbiguousNameError: it fits several.
    """
    found = tracker.directory.find(what, name)
    if found != name:
        complain(f"Taken as {tracker.directory.called(what, found)}.")
    return found


def about_a_stranger(tracker: "Tracker", worker: str) -> None:
    """Tell whoever writes about a worker of whom nothing is on record, and who may be meant."""
    if not tracker.entries(worker):
        near = tracker.directory.near("worker", worker, tracker.workers())
        complain(f"Nothing else is recorded of {worker}: check the id." + (f" Did you mean {near}?" if near else ""))


def standing(tracker: "Tracker", worker: str, competency: str | None) -> list[str]:
    """Say how a competency stands after what was written: what somebody meant to end may not have ended."""
    if competency is None or competency not in tracker.catalogue.competencies:
        return []
    return [f"As of today: {tracker.at().status(worker, competency).says}."]


def owner(worker: str | None, assessor: str | None, site: str | None) -> tuple[str, str]:
    """Return whose record is meant: a worker's, an assessor's or a site's.

    Raises:
        NotOnRecordError: none is named, or several are.
    """
    named = {"worker": worker, "assessor": assessor, "site": site}
    found = [(kind, id_) for kind, id_ in named.items() if id_ is not None]
    if len(found) != 1:
        raise NotOnRecordError("Name whose record it is: a worker, or --assessor ID, or --site ID; one of them.")
    return found[0]
