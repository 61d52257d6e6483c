"""xAPI 1.0.3 statements: training, practice, assessments and sign-offs as a learning record store keeps them.

A statement's id is made from the entry's: sent again, it is the same statement. A correction voids one, and what should
have been is another. What xAPI has no words for goes along under `extensions`, and comes back.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC
from pathlib import Path
from typing import Any
from uuid import UUID

from sw_competency.dates import parse_instant
from sw_competency.errors import Problem, UnreadableFileError
from sw_competency.formats import Names, Reading, Row
from sw_competency.formats._base import NotRead, row_of
from sw_competency.model import Assessment, Correction, Practice, SignOff, Training, plain
from sw_competency.names import key
from sw_competency.portability.documents import as_json, begins, cells_of, document, part
from sw_competency.portability.frameworks import Handed
from sw_competency.portability.handing import OURS, Handing, Tally
from sw_competency.portability.uris import competency_parts, urn_of, uuid_of

NAME = "xapi"
TITLE = "xAPI 1.0.3 statements"
ENTRY, PART = f"{OURS}:entry", f"{OURS}:part-of"
_VERBS = "http://adlnet.gov/expapi/verbs/"
_ACTIVITIES = "http://adlnet.gov/expapi/activities/"
_Carried = Training | Practice | Assessment | SignOff
_OUTCOMES: Mapping[tuple[str, str | None], tuple[str, bool | None]] = {  # the verb, and whether it was a success
    ("training", "completed"): ("completed", True), ("training", "failed"): ("failed", False),
    ("training", "attended"): ("attempted", None), ("practice", "successful"): ("attempted", True),
    ("practice", "unsuccessful"): ("attempted", False), ("assessment", "competent"): ("passed", True),
    ("assessment", "not-yet-competent"): ("failed", False), ("assessment", "deferred"): ("attempted", None),
    ("sign-off", None): ("passed", True),
}  # fmt: skip
_TYPES = {"training": "course", "practice": "performance", "assessment": "assessment", "sign-off": "assessment"}
_ELSEWHERE = ("worker", "on", "assessor", "supervisor")  # what a statement says in its own words
_COMPLETED = {f"{_VERBS}completed": "completed", f"{_VERBS}passed": "completed", f"{_VERBS}failed": "failed",
              f"{_VERBS}attempted": "attended", f"{_VERBS}attended": "attended"}  # fmt: skip


# -- out ----------------------------------------------------------------------------------------------------------


def write_records(handing: Handing) -> Handed:
    """Write records as a list of statements.

    Args:
        handing: what is handed on.
    """
    tally, statements = Tally("xAPI"), list[dict[str, Any]]()
    for worker, record in (record for one in handing.workers for record in handing.records(one)):
        carried = {entry.id for entry in record if isinstance(entry, _Carried)}
        for entry in record:
            if isinstance(entry, _Carried):
                statements.append(_statement(handing, entry, uuid_of("xapi", worker, entry.id)))
            elif isinstance(entry, Correction) and entry.corrects in carried:
                statements += _corrected(handing, worker, entry)
                carried.add(entry.id)
            else:
                tally.kind(entry)
    for entry in handing.apart:
        tally.kind(entry)
    return Handed(as_json(statements), tuple(tally.told()))


def _agent(handing: Handing, person: str) -> dict[str, Any]:
    return {"objectType": "Agent", "account": {"homePage": handing.home, "name": person}}


def _statement(handing: Handing, entry: _Carried, id_: UUID, part_of: str | None = None) -> dict[str, Any]:
    said = plain(entry)
    verb, success = _OUTCOMES[entry.kind, said.get("outcome")]
    other = said.get("assessor") or said.get("supervisor")
    result = {} if success is None else {"success": success, "completion": True}
    rest = {name: value for name, value in said.items() if name not in _ELSEWHERE}
    extensions = {ENTRY: rest} if part_of is None else {PART: part_of}
    return {
        "id": str(id_), "actor": _agent(handing, entry.worker), "verb": _verb(verb), "object": _object(handing, entry),
        **({"result": result} if result else {}),
        "context": {
            **({"instructor": _agent(handing, other)} if other else {}), "language": "en-GB", "extensions": extensions,
        },
        "timestamp": f"{entry.on}T00:00:00Z", "version": "1.0.3",
    }  # fmt: skip


def _verb(name: str) -> dict[str, Any]:
    return {"id": f"{_VERBS}{name}", "display": {"en-GB": name}}


def _object(handing: Handing, entry: _Carried) -> dict[str, Any]:
    name = entry.programme if isinstance(entry, Training) else entry.competency
    known = handing.everybody.catalogue.competencies.get(name)
    parts = ("programme" if isinstance(entry, Training) else "competency", name)
    return {
        "objectType": "Activity", "id": urn_of(*(parts if known is None else competency_parts(known))),
        "definition": {"type": f"{_ACTIVITIES}{_TYPES[entry.kind]}", "name": {"en-GB": handing.titled(name)}},
    }  # fmt: skip


def _corrected(handing: Handing, worker: str, entry: Correction) -> Iterator[dict[str, Any]]:
    """Return what voids the statement of the entry, or of the correction, and what should have been said."""
    record = {e.id: e for e in handing.written(worker)}
    instead = isinstance(record[entry.corrects], Correction)
    wrong = uuid_of("xapi", worker, entry.corrects, *(["with"] if instead else []))
    yield {
        "id": str(uuid_of("xapi", worker, entry.id)), "actor": _agent(handing, worker), "verb": _verb("voided"),
        "object": {"objectType": "StatementRef", "id": str(wrong)},
        "context": {"language": "en-GB", "extensions": {ENTRY: {**plain(entry), "worker": worker}}},
        "timestamp": f"{entry.on}T00:00:00Z", "version": "1.0.3",
    }  # fmt: skip
    if isinstance(entry.with_, _Carried):
        yield _statement(handing, entry.with_, uuid_of("xapi", worker, entry.id, "with"), entry.id)


# -- in -----------------------------------------------------------------------------------------------------------


def recognises(path: Path, head: bytes) -> bool:  # noqa: ARG001 - what stands in it tells
    """Tell statements by what each must have."""
    return begins(head, b'"actor"', b'"verb"', b'"object"', with_=b"[{")


def read(path: Path, names: Names) -> Reading:
    """Read statements: ours as the entries they were; of others', training of programmes that are known by name.

    Args:
        path: the file.
        names: what may be known of the catalogue.

    Raises:
        UnreadableFileError: it holds no statements.
    """
    said = document(path)
    if isinstance(said, dict):
        said = said.get("statements", [said])
    if not isinstance(said, list) or not all(isinstance(one, dict) for one in said):
        raise UnreadableFileError(f"'{path}' holds no xAPI statements: give a JSON list of them.")
    titles = {key(title): name for name, title in names.programmes.items()} | {name: name for name in names.programmes}
    uris = {urn_of("programme", name): name for name in names.programmes}
    numbered = list(enumerate(said, 1))
    parts = {number for number, one in numbered if PART in _extensions(one)}
    rows = (_row(number, one, titles, uris) for number, one in numbered if number not in parts)
    skipped = tuple(NotRead(f"statement {n}", "it says what a correction beside it says") for n in sorted(parts))
    return Reading(NAME, tuple(rows), skipped=skipped)


def _extensions(statement: Mapping[str, Any]) -> dict[str, Any]:
    return part(part(statement, "context"), "extensions")


def _row(number: int, statement: Mapping[str, Any], titles: Mapping[str, str], uris: Mapping[str, str]) -> Row:
    problems: list[Problem] = []
    worker, on = _person(statement.get("actor")), _day_of(statement.get("timestamp"))
    if worker is None:
        problems.append(Problem("nobody's number is said; ask for statements that name people by an account", "worker"))
    if on is None:
        problems.append(Problem("no day is said", "on"))
    common = {name: value for name, value in (("worker", worker), ("on", on)) if value is not None}
    ours = part(_extensions(statement), ENTRY)
    if isinstance(ours.get("kind"), str):
        other = _person(part(statement, "context").get("instructor"))
        by = {"supervisor" if ours["kind"] == "practice" else "assessor": other} if other is not None else {}
        raw = {**ours, **common, **by}
    else:
        told, more = _of_others(statement, titles, uris)
        raw = {**told, **common}
        problems += more
    return row_of(number, cells_of(raw), raw, problems)


def _of_others(
    statement: Mapping[str, Any], titles: Mapping[str, str], uris: Mapping[str, str]
) -> tuple[dict[str, Any], list[Problem]]:
    """Take a statement of others' for training, where it is about a programme that is known."""
    problems: list[Problem] = []
    outcome = _COMPLETED.get(str(part(statement, "verb").get("id")))
    named = _called(part(statement, "object"))
    known = (uris.get(each) or titles.get(each) or titles.get(key(each)) for each in named)
    programme = next((found for found in known if found is not None), None)
    if outcome is None:
        problems.append(Problem("its verb is none of completed, passed, failed, attempted", "outcome"))
    if programme is None:
        says = f"'{named[-1][:80]}' is no programme of ours; a sign-off elsewhere comes as a badge"
        problems.append(Problem(says, "programme"))
    said = {"kind": "training", "id": str(statement.get("id", "")), "outcome": outcome or ""}
    return {**said, "programme": programme or named[-1]}, problems


def _person(agent: Any) -> str | None:
    name = part(agent, "account").get("name")
    return name if isinstance(name, str) and name.strip() else None


def _day_of(value: Any) -> str | None:
    try:
        return parse_instant(str(value)).astimezone(UTC).date().isoformat()
    except (ValueError, OverflowError):
        return None


def _called(thing: Mapping[str, Any]) -> list[str]:
    told = [each for each in part(part(thing, "definition"), "name").values() if isinstance(each, str)]
    return [str(thing.get("id", "")), *told]
