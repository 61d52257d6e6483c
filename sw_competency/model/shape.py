"""The shape an entry must have to be taken: every problem told at once, by field; and its form as plain JSON values.

Values are checked by msgspec against the annotations of the entry classes.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
import msgspec
from msgspec import structs

from sw_competency.dates import parse_day, parse_instant, said
from sw_competency.errors import MalformedEntryError, Problem, did_you_mean, nearest
from sw_competency.model.entries import KINDS, OWNER_FIELDS, Entry, first_of
from sw_competency.model.people import Person, person_key
from sw_competency.patients import holds_numbers_of_staff, holds_patient_identifier

LONGEST_TEXT = 20_000  # characters; a page of notes, not a file
LONGEST_ID = 200  # and the longest name of a field
LARGEST = 1_000_000  # characters in one entry
MOST_FIELDS = 500
MOST_VALUES = 5_000  # in one field
MOST_COUNTED = 1_000_000  # by one tally
DEEPEST = 20
_SHORT = 64  # characters; longer texts hardly come again
# Ids and registration numbers are other people's and are not looked at for patient identifiers.
ID_FIELDS = frozenset({
    "id", "worker", "assessor", "site", "sign_off", "corrects", "by", "supervisor", "asked_by", "decided_by",
    "accepted_by", "confirmed_by", "recorded_by", "evidence", "number", "kind", "buddy", "raised_by", "answered_by",
    "value", "same_as",
})  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class _OfPatientError(ValueError):
    """A number of a patient stands where none may."""


@attrs.frozen
class _Field:
    name: str  # as written
    attribute: str
    types: tuple[Any, ...]  # what it may hold, None left out
    required: bool


@cache
def _fields(kind: str) -> dict[str, _Field]:
    cls = KINDS[kind]
    hints = get_type_hints(cls)
    found = {}
    for f in structs.fields(cls):
        if f.name == "extra":
            continue
        hint = hints[f.name]
        either = get_args(hint) if get_origin(hint) in {UnionType, Union} else (hint,)
        types = tuple(t for t in either if t is not NoneType)
        found[f.encode_name] = _Field(f.encode_name, f.name, types, f.required)
    return found


@cache
def _required(kind: str) -> list[str]:
    return [field.name for field in _fields(kind).values() if field.required]


def _texts(value: Any, depth: int = 0, *, looked_at: bool = True) -> Iterator[tuple[str, bool]]:
    """Return every text within a value, keys too, and whole numbers as text; and whether an identifier may stand there.

    Numbers of staff, registrations and devices are not looked at.
    """
    if depth > DEEPEST:
        raise ValueError("is nested too deep")
    match value:
        case str():
            yield value, looked_at
        case bool():
            return
        case int():
            yield str(value), looked_at
        case float() if not isfinite(value):
            raise ValueError(f"is {value}, which is no number a file can hold")
        case float() if value.is_integer():
            yield str(int(value)), looked_at
        case Mapping():
            for key, inner in value.items():
                yield str(key), True
                yield from _texts(inner, depth + 1, looked_at=looked_at and not holds_numbers_of_staff(str(key)))
        case list() | tuple():
            for inner in value:
                yield from _texts(inner, depth + 1, looked_at=looked_at)


_PLAIN = frozenset({str, int, float, bool, NoneType})


def _as_written(value: Any) -> Any:
    """Return what nobody knows as a file gives it back, such as a day as its text: so it is looked at, and told."""
    try:
        return value if type(value) in _PLAIN else msgspec.json.decode(msgspec.json.encode(value))
    except RecursionError:
        raise ValueError("is nested too deep") from None
    except (TypeError, UnicodeError, OverflowError):
        raise ValueError("holds what no file can: give texts, numbers, lists or objects of these") from None


def _text_problem(name: str, value: Any, *, known: bool) -> str | None:
    is_id = known and name in ID_FIELDS
    if not known and holds_patient_identifier(name):
        raise _OfPatientError("is the name of a field, and holds a valid NHS number: remove it")
    if len(name) > LONGEST_ID:
        return f"is the name of a field, and has {len(name)} characters; at most {LONGEST_ID} are taken"
    longest = LONGEST_ID if is_id else LONGEST_TEXT
    whole = 0
    for number, (text, looked_at) in enumerate(_texts(value, looked_at=not is_id and not holds_numbers_of_staff(name))):
        whole += len(text)
        if number == MOST_VALUES:
            return f"holds more than {MOST_VALUES} values; split the entry"
        if whole > LARGEST:
            return f"holds more than {LARGEST} characters; keep the document elsewhere, and its number here"
        if len(text) > longest:
            return f"holds {len(text)} characters; at most {longest} are taken"
        if _CONTROL.search(text):
            return "holds a character that is none of a text (a control character); remove it"
        if looked_at and holds_patient_identifier(text):
            raise _OfPatientError(
                "holds a valid NHS number; a training record may hold no patient identifier: remove it"
            )
    return None


def id_problem(name: str, value: Any) -> str | None:
    """Say what is wrong with an id somebody gives, such as who writes an entry down; None where it can be taken."""
    if not isinstance(value, str):
        return "is no text"
    return _text_problem(name, value, known=True) or (None if person_key(value) else "is empty")


def _as(value: Any, types: tuple[Any, ...]) -> Any:
    """Return the value as the field's type; ValueError with the end of a sentence where it is none."""
    if types == (date,):
        if isinstance(value, datetime) or not isinstance(value, date | str):
            raise ValueError("is not a date; write it as YYYY-MM-DD")
        return parse_day(value) if isinstance(value, str) else value
    if types == (datetime,):
        if isinstance(value, str):
            return parse_instant(value)
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise ValueError("is not an instant with its offset; write it as 2026-03-01T12:00:00Z")
        try:
            return value.astimezone(UTC)
        except OverflowError:
            raise ValueError("lies outside the calendar") from None
    if get_origin(types[0]) is Literal:
        choices = get_args(types[0])
        if value not in choices:
            known = ", ".join(choices)
            raise ValueError(f"'{str(value)[:40]}' is none of {known}{did_you_mean(str(value), choices)}")
        return value
    try:
        return msgspec.convert(value, types[0] if len(types) == 1 else types[0] | types[1])
    except msgspec.ValidationError:
        asked = " or ".join(_ASKED.get(get_origin(t) or t, "a value of another kind") for t in types)
        raise ValueError(f"is {_WORDS.get(type(value), 'no plain value')}, where {asked} is asked for") from None


_WORDS = {
    str: "a text", int: "a whole number", float: "a number", bool: "true or false", list: "a list", dict: "a table",
    date: "a date",
}  # fmt: skip
_ASKED = {**_WORDS, tuple: "a list of texts"}


def _plain_number_problem(name: str, value: Any) -> str | None:
    if name == "count" and value < 1:
        return "is a tally of at least 1"
    if name == "count" and value > MOST_COUNTED:
        return f"is a tally of at most {MOST_COUNTED}; was another number meant?"
    if name == "hours" and not 0 < value <= 24:
        return "is how many hours a session lasted, above 0 and at most 24"
    if name == "wte" and not 0 < value <= 2:
        return "is a share of full time, above 0 and at most 2"
    if name == "band" and not 1 <= value <= 9:
        return "is a band of Agenda for Change, from 1 to 9"
    if name == "level" and isinstance(value, int) and not 0 <= value <= 8:
        return "is a level from 0 to 8"
    return None


def _kind(raw: Mapping[str, Any]) -> str:
    kind = raw.get("kind")
    if not isinstance(kind, str) or not kind:
        raise MalformedEntryError([Problem("every entry says its kind, such as sign-off or practice", "kind")])
    if kind not in KINDS:
        if holds_patient_identifier(kind):
            raise MalformedEntryError([Problem("holds a valid NHS number; remove it", "kind", of_patient=True)])
        raise MalformedEntryError([Problem(f"'{kind[:40]}' is no kind of entry{did_you_mean(kind, KINDS)}", "kind")])
    return kind


def a_kind(kind: str) -> str:
    """Return the kind of an entry with its article."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _taken(kind: str, name: str, value: Any) -> Any:
    """Return a value as its field takes it; the same few texts stand in thousands of entries."""
    if type(value) is str and len(value) <= _SHORT:
        return _taken_text(kind, name, value)
    return _take(name, value, _fields(kind).get(name))


@lru_cache(maxsize=1 << 14)  # what is refused is not kept
def _taken_text(kind: str, name: str, value: str) -> Any:
    return _take(name, value, _fields(kind).get(name))


def _take(name: str, value: Any, field: _Field | None) -> Any:
    value = _as_written(value) if field is None else value
    if problem := _text_problem(name, value, known=field is not None):
        raise ValueError(problem)
    if field is None:
        return value
    taken = _as(value, field.types)
    if isinstance(taken, str) and (field.required or name in {"id", "recorded_by"}) and not person_key(taken):
        raise ValueError("is empty")
    if isinstance(taken, int | float) and (problem := _plain_number_problem(name, taken)):
        raise ValueError(problem)
    return taken


def _problem(error: ValueError, name: str) -> Problem:
    return Problem(str(error), name[:LONGEST_ID], of_patient=isinstance(error, _OfPatientError))


def _refuse_too_large(raw: Mapping[str, Any]) -> None:
    """Refuse a line that is no entry by its size, before anything in it is looked at."""
    says = None
    if len(raw) > MOST_FIELDS:
        says = f"has {len(raw)} fields; at most {MOST_FIELDS} are taken"
    elif sum([len(value) for value in raw.values() if isinstance(value, str)]) > LARGEST:
        says = f"holds more than {LARGEST} characters; keep the document elsewhere, and its number here"
    if says:
        raise MalformedEntryError([Problem(says, "")])


def parse_entry(raw: Mapping[str, Any]) -> tuple[Entry, list[str]]:
    """Make an entry of plain values, as read from a file.

    Args:
        raw: the fields by their written names; dates as text or as dates.

    Returns:
        The entry, and warnings: a field nobody knows that looks like a known one misspelt.

    Raises:
        MalformedEntryError: with every problem and the field it stands in.
    """
    kind = _kind(raw)
    _refuse_too_large(raw)
    if unnamed := [name for name in raw if not isinstance(name, str)]:
        says = "is no name of a field, which is a text"
        raise MalformedEntryError([Problem(says, str(each)[:LONGEST_ID]) for each in unnamed])
    fields, problems, warnings = _fields(kind), [], []
    taken: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, value in raw.items():
        field = fields.get(name)
        if name == "kind" or (value is None and field is not None):
            continue
        try:
            if kind == "correction" and name == "with":
                taken["with_"], within = _parse_with(value, raw)
                warnings += within
            elif field is not None:
                taken[field.attribute] = _taken(kind, name, value)
            else:
                extra[name] = _taken(kind, name, value)
                warnings += _unread(name, kind, raw)
        except MalformedEntryError as error:
            problems += [Problem(p.says, f"with.{p.path}", of_patient=p.of_patient) for p in error.problems]
        except ValueError as error:
            problems.append(_problem(error, name))
    missing = [name for name in _required(kind) if raw.get(name) is None]
    for name in missing:
        near = nearest(name, set(raw) - set(fields))
        hint = f"; is '{near}' meant for it?" if near else ""
        problems.append(Problem(f"{a_kind(kind)} needs this field{hint}", name))
    if kind == "correction" and sum(raw.get(f) is not None for f in OWNER_FIELDS) != 1:
        problems.append(Problem("a correction names one worker, assessor or site", "worker"))
    if not problems:
        problems += [*_order_problems(taken, extra), *_empty_restrictions(taken), *_unexplained(kind, taken)]
        problems += _identity_problems(taken) if kind == "identity" else ()
    if problems:
        raise MalformedEntryError(problems)
    warnings += [f"{slip}; kept as it is" for slip in restriction_slips(taken)]
    return KINDS[kind](**taken, extra=extra), warnings


def parse_made(entry: Entry) -> tuple[Entry, list[str]]:
    """Make an entry of one that a program made, whose fields may hold anything, as of what is read from a file.

    Returns:
        The entry, and warnings.

    Raises:
        MalformedEntryError: with every problem and the field it stands in.
    """
    for at, each in (("", entry), ("with.", getattr(entry, "with_", None))):
        if isinstance(each, Entry) and (problems := [*_unlike_ours(each)]):
            raise MalformedEntryError([Problem(says, at + path) for says, path in problems])
    return parse_entry(plain(entry))


def _unlike_ours(entry: Entry) -> Iterator[tuple[str, str]]:
    if type(entry) is not KINDS.get(entry.kind):
        yield f"'{type(entry).__name__}' is no kind of entry: what more there is to say stands in `extra`", "kind"
    elif not isinstance(entry.extra, dict):
        yield "is no dict of the fields nobody knows", "extra"
    else:
        for name in {"kind", *_fields(entry.kind)}.intersection(entry.extra):
            yield "is a field of its own: say it there, not in `extra`", name


RESTRICTED_TO = ("modality", "device", "patients")


_KEYED = re.compile(r"\s*([^\W\d_]+)\s*([=:])")  # a text that reads as if it named what it restricts to


def restriction_slips(fields: Mapping[str, Any]) -> list[str]:
    """Say what a restriction names that no answer reads: a slip there would widen what somebody may do."""
    return [slip for each in fields.get("restrictions") or () for slip in _slips(each)]


def _slips(restriction: Any) -> Iterator[str]:
    to = "a restriction is to a modality, device or patients, not to"
    if isinstance(restriction, Mapping):
        yield from (f"{to} '{k[:80]}'{did_you_mean(k, RESTRICTED_TO)}" for k in restriction if k not in RESTRICTED_TO)
    elif isinstance(restriction, str) and (keyed := _KEYED.match(restriction)):
        key = keyed[1]
        if key in RESTRICTED_TO:
            yield f"'{restriction[:80]}' is a text, which closes nothing; give the {key} as a table, {{ {key} = ... }}"
        elif keyed[2] == "=" or nearest(key, RESTRICTED_TO):
            yield f"{to} '{key[:80]}'{did_you_mean(key, RESTRICTED_TO)}"


def _empty_restrictions(taken: Mapping[str, Any]) -> list[Problem]:
    says = "holds one that says nothing; say what it restricts to, or leave it out"
    return [Problem(says, "restrictions") for each in taken.get("restrictions") or () if _says_nothing(each)][:1]


def _says_nothing(restriction: Any) -> bool:
    if isinstance(restriction, str):
        return not person_key(restriction)
    inner = restriction.values() if isinstance(restriction, Mapping) else restriction
    return not restriction or any(map(_says_nothing, inner))


_ENDS = ("until", "expires_on", "end_date")
_ORDERED = frozenset({*_ENDS, "from_", "signed_on"})
_MEANT = {"task": ("competency",), **dict.fromkeys(_ENDS, _ENDS)}  # what a kind may call the same


def _unread(name: str, kind: str, raw: Mapping[str, Any]) -> Iterator[str]:
    """Tell of a field that nobody will look at, though it seems known: it is misspelt, or another kind's."""
    near = next((one for one in _MEANT.get(name, ()) if one in _fields(kind)), None) or _near(name, kind)
    kept = f"{a_kind(kind)} has no field '{name[:80]}'; kept as it is"
    if near is not None and near not in raw:
        yield f"{kept}: did you mean '{near}'?"
    elif name in _MEANT or name in _known_anywhere():
        yield f"{kept}, and no answer looks at it"


@cache
def _known_anywhere() -> frozenset[str]:
    return frozenset(name for kind in KINDS for name in _fields(kind))


@lru_cache(maxsize=1024)  # a file has the same unknown columns in every row
def _near(name: str, kind: str) -> str | None:
    return nearest(name, _fields(kind))


def _order_problems(taken: Mapping[str, Any], extra: Mapping[str, Any]) -> list[Problem]:
    if _ORDERED.isdisjoint(taken) and _ORDERED.isdisjoint(extra):
        return []
    on, signed = taken["on"], taken.get("signed_on")
    began = on if signed is None else first_of(signed, taken.get("date_known_to"))
    begins = {"expires_on": began}  # a paper may have ended before it was accepted
    ends = {name: _day_or_none(taken.get(name, extra.get(name))) for name in _ENDS}
    problems = [
        Problem(f"{said(end)} lies before {said(begin)}, the day it begins: give a later last day", last)
        for last, end in ends.items()
        if end is not None and end < (begin := begins.get(last, on))
    ]
    if (first := taken.get("from_")) is not None and first > on:
        problems.append(Problem(f"a tally begins no later than its last day, {on}", "from"))
    if began > on:
        problems.append(Problem(f"was signed after it was accepted, on {on}", "signed_on"))
    return problems


def _unexplained(kind: str, taken: Mapping[str, Any]) -> list[Problem]:
    """Tell of a request for a sign-off that was rejected without a word: the learner is to see why."""
    if kind != "sign-off-request" or taken.get("answer") != "rejected" or person_key(taken.get("reason") or ""):
        return []
    return [Problem("a request that is rejected needs the reason; the learner sees it", "reason")]


def _identity_problems(taken: Mapping[str, Any]) -> Iterator[Problem]:
    """Find what keeps an identity from saying one thing: a number of a scheme, or under which id the person is kept."""
    given = [name for name in ("scheme", "value", "same_as") if taken.get(name) is not None]
    if given not in (["scheme", "value"], ["same_as"]):
        says = "an identity gives a scheme and a value, such as esr-employee and 20000001, or same_as, and not both"
        missing = next((name for name in ("scheme", "value") if name not in given), "same_as")
        yield Problem(says, "same_as" if "same_as" in given else missing)
    for name in given:
        if not person_key(taken[name]):
            yield Problem("is empty", name)
    if taken.get("same_as") == taken["worker"]:
        yield Problem("is the worker's own id: give the other one", "same_as")


def _day_or_none(value: Any) -> date | None:
    """Return the day a field says, also one that this kind does not have and keeps as it was written."""
    try:
        return _as(value, (date,)) if isinstance(value, str | date) else None
    except ValueError:
        return None


def _parse_with(value: Any, raw: Mapping[str, Any]) -> tuple[Entry, list[str]]:
    if not isinstance(value, Mapping):
        raise ValueError("is the entry as it should have been, or is left out")  # noqa: TRY004 - told as a problem
    if value.get("kind") == "correction" and isinstance(value.get("with"), Mapping):
        inner = value["with"]
        if inner.get("kind") == "correction":
            raise ValueError("a correction of a correction of a correction is entered as one of its own")
    entry, warnings = parse_entry({**value, "id": value.get("id")})
    owner, named = entry.owner
    if raw.get(owner) != named:
        raise ValueError("is about somebody else: void the entry, and enter it anew for the right person or site")
    return entry, warnings


_OF_A_PERSON = frozenset({"kind", "worker", "assessor"})


def parse_person(raw: Mapping[str, Any]) -> Person:
    """Make a person of a `person` line.

    Raises:
        MalformedEntryError: it names no worker or assessor, or a text in it cannot be taken.
    """
    _refuse_too_large(raw)
    owners = [f for f in ("worker", "assessor") if raw.get(f)]
    problems = []
    if len(owners) != 1:
        problems.append(Problem("a person line names one worker or assessor", "worker"))
    if not isinstance(raw.get("name"), str | NoneType):
        problems.append(Problem("is no text", "name"))
    for name, value in raw.items():
        try:
            if problem := _text_problem(name, value, known=name in _OF_A_PERSON):
                problems.append(Problem(problem, name[:LONGEST_ID]))
        except ValueError as error:
            problems.append(_problem(error, name))
    if not problems and not isinstance(raw[owners[0]], str):
        problems.append(Problem("is no text", owners[0]))
    if problems:
        raise MalformedEntryError(problems)
    rest = {k: v for k, v in raw.items() if k not in {"kind", "name", owners[0]}}
    return Person(role=owners[0], id=raw[owners[0]], name=raw.get("name"), details=rest)


def plain(entry: Entry) -> dict[str, Any]:
    """Return an entry as plain JSON values under the written names, what is not said left out; unknown fields last."""
    out: dict[str, Any] = {"kind": entry.kind}
    for name, written, default in _said(entry.kind):
        value = getattr(entry, name)
        if value is not None and value != default:
            out[written] = value if type(value) is str else _plain_value(value)
    return {**out, **entry.extra}


@cache  # looked up anew for each entry they take as long as all else
def _said(kind: str) -> list[tuple[str, str, Any]]:
    return [(f.name, f.encode_name, f.default) for f in structs.fields(KINDS[kind]) if f.name != "extra"]


def _plain_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Entry):
        return plain(value)
    return list(value) if isinstance(value, tuple) else value


def plain_person(person: Person) -> dict[str, Any]:
    """Return a person as the `person` line that says the same."""
    out = {"kind": "person", person.role: person.id, "name": person.name, **person.details}
    return {name: value for name, value in out.items() if value is not None}
