"""The command `entries`."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._print import complain, document, line, named
from sw_competency.cli._writing import owner, taken
from sw_competency.judge.lateness import Late, late_among
from sw_competency.model import Correction, Entry, plain, recorded
from sw_competency.model.findings import instant

_ELSEWHERE = {"kind", "on", "id", "recorded_at", "recorded_by"}


def entries(
    worker: str | None = None, /, *, assessor: str | None = None, site: str | None = None, options: Options = DEFAULT
) -> int:
    """A record as it was written, entry by entry, corrections and all.

    Args:
        worker: Whose training record: an id or a name.
        assessor: The record of an assessor instead.
        site: The record of a site instead.
        options: What holds for every command.
    """
    kind, who = owner(worker, assessor, site)
    as_of, known_by = day("--as-of", options.as_of), options.instant()
    tracker = options.tracker()
    who = taken(tracker, kind, who)
    found = [
        each
        for each in tracker.store.read((kind, who))
        if (as_of is None or each.on <= as_of) and (known_by is None or recorded(each) <= known_by)
    ]
    received = {each.id: batch.received_at for batch in tracker.store.batches((kind, who)) for each in batch.entries}
    late = {one.entry: one for one in late_among(tracker.at().judge(who), found)} if kind == "worker" else {}
    if options.json:
        document([_plain(each, received.get(each.id), late.get(each.id)) for each in found])
    elif found:
        from sw_competency.cli._tables import table

        line(" ".join(part for part in (who, named(tracker, who)) if part))
        table(("On", "Kind", "Says", "Id", "Recorded", "By"), _rows(found, kind, received, late))
    if not found:
        near = tracker.directory.near(kind, who, tracker.store.owners(kind))
        complain(f"Nothing is recorded of {who}." + (f" Did you mean {near}?" if near else ""))
    return 0 if found else 3


def _plain(entry: Entry, received: datetime | None, late: Late | None) -> dict[str, Any]:
    """Return an entry as JSON, with when this store took it in, where it knows, and how late it was written down."""
    told = {"received_at": instant(received)} if received is not None else {}
    return plain(entry) | told | ({"late": late.to_json()} if late is not None else {})


def _rows(
    found: Sequence[Entry], kind: str, received: Mapping[str, datetime], late: Mapping[str, Late]
) -> list[list[str]]:
    corrected = {each.corrects: each for each in found if isinstance(each, Correction)}
    rows = []
    for each in found:
        says = _says({name: value for name, value in plain(each).items() if name not in _ELSEWHERE | {kind}})
        if (by := corrected.get(each.id)) is not None:
            says += f" [{'void' if by.with_ is None else 'corrected'}: see {by.id}]"
        stamped = instant(each.recorded_at) if each.recorded_at else ""
        taken_in = received.get(each.id)
        if taken_in is not None and taken_in != each.recorded_at:
            stamped += f" (received {instant(taken_in)})"
        stamped += f", {late[each.id].words}" if each.id in late else ""
        rows.append([str(each.on), each.kind, says, each.id, stamped, each.recorded_by or ""])
    return rows


def _says(fields: Mapping[str, Any]) -> str:
    return "; ".join(f"{name}: {_value(value)}" for name, value in fields.items())


def _value(value: Any) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
