"""The command `correct`."""

import sys
from collections.abc import Mapping
from typing import Annotated, Any

from cyclopts import Parameter

from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._writing import owner, standing, taken, written
from sw_competency.errors import MalformedEntryError, NotOnRecordError, Problem, did_you_mean
from sw_competency.formats._base import json_object
from sw_competency.model import Entry


def correct(
    worker: str, entry: str | None = None, /, *, reason: str,
    with_: Annotated[str | None, Parameter(name="--with", allow_leading_hyphen=True)] = None,
    on: str | None = None, by: str | None = None, assessor: str | None = None, site: str | None = None,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Say that an entry was wrong, and what it should have been; nothing is edited.

    Args:
        worker: Whose record it stands in, an id or a name; left out with --assessor or --site.
        entry: The id of the entry.
        reason: Why it was wrong.
        with_: The whole entry as it should have been, as JSON; - reads it. Left out, the entry is void.
        on: The day of the correction, YYYY-MM-DD; left out, today.
        by: Who writes it down.
        assessor: The entry stands in the record of this assessor.
        site: The entry stands in the record of this site.
        options: What holds for every command.
    """
    if entry is None:  # the record is named by an option, and the one word is the entry
        (kind, named), entry = owner(None, assessor, site), worker
    else:
        kind, named = owner(worker, assessor, site)
    tracker = options.tracker()
    named = taken(tracker, kind, named)
    on_record = {each.id: each for each in tracker.store.read((kind, named))}
    if entry not in on_record:
        hint = did_you_mean(entry, on_record) or f"; see  sw-competency entries {_words(kind, named)}"
        raise NotOnRecordError(f"No entry '{entry[:80]}' is on record of {named}{hint}")
    instead = None if with_ is None else _instead(with_, on_record[entry], (kind, named))
    fields = {kind: named, "corrects": entry, "reason": reason, "with": instead, "on": day("--on", on)}
    about = getattr(on_record[entry], "competency", None) if kind == "worker" else None
    return written(tracker.record("correction", by, **fields), options, standing(tracker, named, about))


def _words(kind: str, named: str) -> str:
    return named if kind == "worker" else f"--{kind} {named}"


def _instead(text: str, wrong: Entry, owner_: tuple[str, str]) -> Mapping[str, Any]:
    """Read the entry as it should have been; its kind and whose it is need not be said again."""
    try:
        given = json_object(sys.stdin.read() if text == "-" else text)
    except ValueError as error:
        raise MalformedEntryError([Problem(str(error), "--with")]) from None
    instead = {"kind": wrong.kind, owner_[0]: owner_[1], **given}
    if instead["kind"] != wrong.kind:
        says = f"is of the kind {wrong.kind}, as what it corrects: void that, and enter the other anew"
        raise MalformedEntryError([Problem(says, "with.kind")])
    return instead
