"""FHIR R4: a worker as Practitioner with what they are qualified for, and their posts as PractitionerRole.

Sign-offs that are current go out with their last day, so that a roster or a patient record can ask; they do not come in
so: whoever signed elsewhere is asked by `acceptance`, or says it in a badge.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sw_competency.errors import Problem, UnreadableFileError
from sw_competency.formats import Names, Reading, Row
from sw_competency.formats._base import NotRead, row_of
from sw_competency.judge.status import HELD
from sw_competency.model import Appointment, Entry, Qualification, Training, as_known, plain
from sw_competency.portability.documents import as_json, begins, cells_of, document, part, several
from sw_competency.portability.frameworks import Handed
from sw_competency.portability.handing import OURS, Handing, Tally
from sw_competency.portability.uris import urn_of

NAME = "fhir"
TITLE = "FHIR R4 Practitioner and PractitionerRole"
_ENTRY, _SITE = f"{OURS}:entry", f"{OURS}:site"
_CODES = {what: f"{OURS}:{what}" for what in ("competency", "programme", "rqf-level", "tier", "modality", "post")}
_Carried = Training | Qualification | Appointment


# -- out ----------------------------------------------------------------------------------------------------------


def write_records(handing: Handing) -> Handed:
    """Write records as a Bundle.

    Args:
        handing: what is handed on.
    """
    tally, resources = Tally("FHIR"), list[dict[str, Any]]()
    for worker in handing.workers:
        record = [entry for _, entries in handing.records(worker) for entry in entries]
        known = as_known(record, handing.everybody.moment.known_by)
        carried = [e for e in known if isinstance(e, _Carried) and not _failed(e)]
        about = [_practitioner(handing, worker, carried), *_roles(handing, worker, carried)]
        resources += about
        back = {row.entry.id: row.entry for row in _rows(about, {}) if row.entry is not None}
        for entry in known:
            if entry.id in back:
                tally.fields(entry, plain(back[entry.id]))
        for entry in record:
            if entry.id not in back:
                tally.kind(entry)
    said = {
        "resourceType": "Bundle", "type": "collection",
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }  # fmt: skip
    for entry in handing.apart:
        tally.kind(entry)
    return Handed(as_json(said), tuple(tally.told()))


def _failed(entry: Entry) -> bool:
    return isinstance(entry, Training) and entry.outcome != "completed"


def _id(*parts: str) -> str:
    return urn_of("fhir", *parts).removeprefix("urn:uuid:")


def _coded(what: str, code: str, text: str) -> dict[str, Any]:
    return {"coding": [{"system": _CODES[what], "code": code, "display": text}], "text": text}


def _period(first: date, last: date | None) -> dict[str, str]:
    return {"start": first.isoformat(), **({"end": last.isoformat()} if last is not None else {})}


def _practitioner(handing: Handing, worker: str, carried: Sequence[_Carried]) -> dict[str, Any]:
    person, day = handing.person(worker), handing.everybody.moment.as_of
    named = {"name": [{"text": person.name}]} if person is not None and person.name else {}
    judge = handing.everybody.judge(worker)
    qualified = [*(_qualified(handing, e) for e in carried if not isinstance(e, Appointment)),
                 *_signed_off(handing, worker)]  # fmt: skip
    return {
        "resourceType": "Practitioner", "id": _id("practitioner", worker), "active": bool(judge.held(day)),
        "identifier": [{"system": handing.home, "value": each} for each in (worker, *handing.others(worker))], **named,
        **({"qualification": qualified} if qualified else {}),
    }  # fmt: skip


def _qualified(handing: Handing, entry: Training | Qualification) -> dict[str, Any]:
    identified = {"identifier": [{"system": _ENTRY, "value": entry.id}]}
    if isinstance(entry, Qualification):
        code = _coded("rqf-level", str(entry.level), entry.title or f"Qualification at level {entry.level}")
        return {**identified, "code": code, "period": _period(entry.on, None)}
    issuer = {"issuer": {"display": entry.provider}} if entry.provider else {}
    code = _coded("programme", entry.programme, handing.titled(entry.programme))
    return {**identified, "code": code, "period": _period(entry.on, entry.expires_on), **issuer}


def _signed_off(handing: Handing, worker: str) -> Iterator[dict[str, Any]]:
    judge, day = handing.everybody.judge(worker), handing.everybody.moment.as_of
    for name in sorted(handing.everybody.catalogue.competencies):
        status = judge.status(name, day)
        if status.status in HELD and status.given is not None:
            code = _coded("competency", name, handing.titled(name))
            yield {"code": code, "period": _period(judge.record.stands(status.given), status.expires_on)}


def _roles(handing: Handing, worker: str, carried: Sequence[_Carried]) -> Iterator[dict[str, Any]]:
    held = [entry for entry in carried if isinstance(entry, Appointment)]
    for entry in held:
        catalogue, site = handing.everybody.catalogue, handing.everybody.catalogue.sites.get(entry.site)
        display = {"display": site.title} if site is not None and site.title else {}
        tier = catalogue.tiers[entry.tier].title if entry.tier in catalogue.tiers else entry.tier
        post = [_coded("post", entry.post, entry.post)] if entry.post else []
        code = [{**_coded("tier", entry.tier, tier), "text": entry.title or tier}, *post]
        areas = [_coded("modality", m, catalogue.modalities[m].title if m in catalogue.modalities else m)
                 for m in entry.modalities or ()]  # fmt: skip
        yield {
            "resourceType": "PractitionerRole", "id": _id("role", worker, entry.id),
            "active": _runs(handing, worker, entry, held), "identifier": [{"system": _ENTRY, "value": entry.id}],
            "practitioner": {
                "reference": f"urn:uuid:{_id('practitioner', worker)}",
                "identifier": {"system": handing.home, "value": worker},
            },
            "organization": {"identifier": {"system": _SITE, "value": entry.site}, **display}, "code": code,
            **({"specialty": areas} if areas else {}), "period": _period(entry.on, entry.until),
        }  # fmt: skip


def _runs(handing: Handing, worker: str, entry: Appointment, held: Sequence[Appointment]) -> bool:
    """Tell whether somebody is in that post, by that appointment, on the day."""
    day = handing.everybody.moment.as_of
    later = any(entry.on < other.on <= day and other.post == entry.post and not other.until for other in held)
    runs = entry.on <= day and not (entry.until is not None and entry.until < day) and not later
    return runs and bool(handing.everybody.judge(worker).held(day))


# -- in -----------------------------------------------------------------------------------------------------------


def recognises(path: Path, head: bytes) -> bool:  # noqa: ARG001 - what stands in it tells
    """Tell a resource of ours from how it begins."""
    return begins(head, b'"resourceType"', b'"Practitioner')


def read(path: Path, names: Names) -> Reading:
    """Read training, qualifications and posts of practitioners, and their names.

    Args:
        path: the file: a Bundle, or one resource.
        names: what may be known of the catalogue.

    Raises:
        UnreadableFileError: it is neither.
    """
    said = document(path)
    if not isinstance(said, dict) or "resourceType" not in said:
        says = "holds no FHIR resource: give a Bundle of Practitioner and PractitionerRole"
        raise UnreadableFileError(f"'{path}' {says}.")
    resources = [said]
    if said["resourceType"] == "Bundle":
        resources = [part(one, "resource") for one in several(said, "entry")]
    rows, skipped = list[Row](), list[NotRead]()
    for row in _rows(resources, names.programmes):
        if isinstance(row.said.get("skipped"), str):
            skipped.append(NotRead(f"row {row.number}", row.said["skipped"]))
        else:
            rows.append(row)
    return Reading(NAME, tuple(rows), skipped=tuple(skipped))


def _rows(resources: Sequence[Mapping[str, Any]], programmes: Mapping[str, str]) -> Iterator[Row]:
    number = 0
    for raw, problems in _raws(resources, programmes):
        number += 1
        if "skipped" in raw:
            yield Row(number, {}, said=raw)
            continue
        yield row_of(number, cells_of(raw), raw, problems)


def _raws(
    resources: Sequence[Mapping[str, Any]], programmes: Mapping[str, str]
) -> Iterator[tuple[dict[str, Any], list[Problem]]]:
    numbers: dict[str, str] = {}
    for one in resources:
        if one.get("resourceType") == "Practitioner":
            worker = _value(one)
            if isinstance(one.get("id"), str):
                numbers[one["id"]] = worker
            yield from _of_practitioner(one, worker, programmes)
    for one in resources:
        if one.get("resourceType") == "PractitionerRole":
            yield _of_role(one, numbers)
        elif one.get("resourceType") != "Practitioner":
            yield {"skipped": f"{str(one.get('resourceType'))[:40]} is no resource that we read"}, []


def _of_practitioner(
    one: Mapping[str, Any], worker: str, programmes: Mapping[str, str]
) -> Iterator[tuple[dict[str, Any], list[Problem]]]:
    problems = [] if worker else [Problem("a practitioner without an identifier: ask for one with a number", "worker")]
    for name in several(one, "name")[:1]:
        given = name.get("given")
        parts = [*(given if isinstance(given, list) else []), name.get("family")]
        text = name.get("text") or " ".join(part for part in parts if isinstance(part, str))
        if isinstance(text, str) and text.strip():
            yield {"kind": "person", "worker": worker, "name": text}, problems
    for held in several(one, "qualification"):
        period = part(held, "period")
        common = {"worker": worker, "on": period.get("start"), **_entry_id(held)}
        what, code = _code(held, programmes)
        if what == "programme":
            provider = part(held, "issuer").get("display")
            raw = {"kind": "training", **common, "programme": code, "outcome": "completed",
                   "provider": provider, "expires_on": period.get("end")}  # fmt: skip
            yield _said(raw), problems
        elif what == "rqf-level" and code.isdigit():
            raw = {"kind": "qualification", **common, "level": int(code), "title": _text(part(held, "code"))}
            if raw["title"] == f"Qualification at level {code}":
                del raw["title"]
            yield _said(raw), problems
        elif what == "competency":
            yield {"skipped": f"{code} was signed off elsewhere: bring it as a badge, or ask acceptance"}, []
        else:
            called = _text(part(held, "code"))[:80]
            yield {"skipped": f"'{called}' is no programme and no level that we know"}, []


def _of_role(one: Mapping[str, Any], numbers: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    practitioner, period = part(one, "practitioner"), part(one, "period")
    reference = str(practitioner.get("reference", "")).removeprefix("urn:uuid:").rpartition("/")[2]
    worker = _value(practitioner) or numbers.get(reference, "")
    found = {what: _codes(one, "code", what) for what in ("tier", "post")}
    areas = _codes(one, "specialty", "modality")
    role = next(iter(several(one, "code")), {})
    display = next((str(c.get("display", "")) for c in several(role, "coding")), "")
    title = _text(role) or None
    raw = {
        "kind": "appointment", "worker": worker, "on": period.get("start"), "until": period.get("end"),
        "site": _value(part(one, "organization")), "tier": next(iter(found["tier"]), ""),
        "title": None if title == display else title, "modalities": areas or None,
        "post": next(iter(found["post"]), None), **_entry_id(one),
    }  # fmt: skip
    problems = []
    if not worker:
        problems.append(Problem("whose role it is is not said by a number", "worker"))
    return _said(raw), problems


def _said(raw: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if value is not None}


def _identifiers(one: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the identifiers of a resource, of which a reference has one alone."""
    return [each for each in (*several(one, "identifier"), part(one, "identifier")) if "value" in each]


def _value(one: Mapping[str, Any]) -> str:
    return next((str(each["value"]) for each in _identifiers(one) if each.get("system") != _ENTRY), "")


def _entry_id(one: Mapping[str, Any]) -> dict[str, str]:
    found = [each for each in _identifiers(one) if each.get("system") == _ENTRY]
    return {"id": str(found[0]["value"])} if found else {}


def _codes(one: Any, name: str, what: str) -> list[str]:
    """Return our codes of one sort in a concept, or in a list of them."""
    codings = (c for concept in (*several(one, name), part(one, name)) for c in several(concept, "coding"))
    return [str(c.get("code")) for c in codings if c.get("system") == _CODES[what]]


def _text(concept: Mapping[str, Any]) -> str:
    return str(concept.get("text", ""))


def _code(held: Mapping[str, Any], programmes: Mapping[str, str]) -> tuple[str, str]:
    """Return what a qualification is of, and our code; by the title of a programme where it has none."""
    for what in ("programme", "rqf-level", "competency"):
        for code in _codes(held, "code", what):
            return what, code
    titles, text = {title: name for name, title in programmes.items()}, _text(part(held, "code"))
    return ("programme", titles[text]) if text in titles else ("", "")
