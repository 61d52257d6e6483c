"""Hypothesis strategies: entries of every kind, as anybody may write them, and what else a test makes up."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs
from hypothesis import strategies as st
from msgspec.structs import fields

from sw_competency.catalogue import Catalogue
from sw_competency.model import KINDS, Correction, Entry, Identity, Person, field_names
from sw_competency.model.entries import OWNER_FIELDS
from sw_competency.model.people import person_key
from sw_competency.patients import holds_patient_identifier
from sw_competency.rules import trainings_asked

# No control characters and no lone surrogates: the shape refuses them.
_CHARACTERS = st.characters(exclude_categories=["Cc", "Cs"])
_MISLEADING = ("extra", "from_", "with_", "kind_", "staff number")  # names that might be taken for something else
_NUMBERS: dict[str, st.SearchStrategy[Any]] = {
    "count": st.integers(1, 500),
    "wte": st.floats(0.01, 2),
    "level": st.integers(0, 8),
    "band": st.integers(1, 9),
}


@cache
def texts(min_size: int = 0) -> st.SearchStrategy[str]:
    """Texts that may stand in an entry, in any script."""
    return st.text(_CHARACTERS, min_size=min_size, max_size=30).filter(
        lambda text: not holds_patient_identifier(text) and (not min_size or bool(person_key(text)))
    )


@cache
def ids() -> st.SearchStrategy[str]:
    """Ids as other people make them: numbers, addresses, names of files and of devices, anything."""
    awkward = [
        "w1",
        "W1",
        "12345678",
        "a.b@example.org",
        "../../etc/passwd",
        "con",
        "NUL",
        "w 1",
        "é",
        "e\u0301",
        "~",
        ".",
    ]
    return st.sampled_from([*awkward, "x" * 200]) | texts(min_size=1)


@cache
def days() -> st.SearchStrategy[date]:
    """Days on which something may have happened."""
    return st.dates(date(1990, 1, 1), date(2060, 12, 31))


@cache
def instants() -> st.SearchStrategy[datetime]:
    """Instants at which something may have been written down, UTC."""
    return st.datetimes(datetime(1990, 1, 1), datetime(2060, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@cache
def json_values() -> st.SearchStrategy[Any]:
    """Anything JSON can say, for fields nobody knows."""
    plain = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
    return st.recursive(
        plain.filter(lambda value: not holds_patient_identifier(str(value))) | texts(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
        max_leaves=5,
    )


@cache
def people() -> st.SearchStrategy[Person]:
    """People and what is known of them."""
    return st.builds(
        Person,
        role=st.sampled_from(["worker", "assessor"]),
        id=ids(),
        name=st.none() | texts(min_size=1),
        details=st.dictionaries(texts(min_size=1), json_values(), max_size=2),
    )


@cache
def _values(name: str, hint: Any) -> st.SearchStrategy[Any]:
    """Values for a field, from its annotation."""
    if get_origin(hint) in {UnionType, Union}:
        return st.one_of([_values(name, each) for each in get_args(hint)])
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if hint == tuple[str, ...]:
        return st.lists(ids(), max_size=3).map(tuple)
    if get_origin(hint) is tuple:  # restrictions: texts, or what they are restricted to
        what = st.sampled_from(["modality", "device", "patients"])
        said = texts(min_size=1)
        restriction = said | st.dictionaries(what, said | st.lists(said, min_size=1, max_size=2), min_size=1)
        return st.lists(restriction, max_size=2).map(tuple)
    plain = {date: days(), datetime: instants(), bool: st.booleans(), NoneType: st.none(), float: _NUMBERS["wte"]}
    if hint is int:
        return _NUMBERS.get(name, st.integers(0, 99))
    return plain[hint] if hint in plain else texts(min_size=1)


def _in_order(fields: dict[str, Any]) -> dict[str, Any]:
    """Let nothing end before it begins, no paper be signed after it was accepted, no request be rejected silently."""
    on = fields["on"]
    limits = {"until": max, "expires_on": max, "from_": min, "signed_on": min}
    fields = {
        name: limits[name](on, value) if name in limits and value is not None else value
        for name, value in fields.items()
    }
    return {**fields, "reason": fields.get("reason") or "not yet"} if fields.get("answer") == "rejected" else fields


@cache
def _fields(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """The fields of a kind but whose entry it is: required ones always, the others now and then."""
    cls, hints = KINDS[kind], get_type_hints(KINDS[kind])
    apart = {"extra", "with_", *(OWNER_FIELDS if cls is Correction else [cls.owner_field])}
    own = [f for f in fields(cls) if f.name not in apart]
    always = {"id": ids(), "recorded_at": instants()}
    always |= {f.name: _values(f.name, hints[f.name]) for f in own if f.required}
    optional = {f.name: _values(f.name, hints[f.name]) for f in own if f.name not in always}
    known = {"kind", *field_names(kind)}
    unknown = (texts(min_size=1) | st.sampled_from(_MISLEADING)).filter(lambda name: name not in known)
    if cls is Identity:  # says one of two things
        always |= {name: ids() for name in ("scheme", "value")}
        del optional["scheme"], optional["value"], optional["same_as"]
    optional["extra"] = st.dictionaries(unknown, json_values(), max_size=2)
    return st.fixed_dictionaries(always, optional=optional).map(_in_order)


@cache
def _of(kind: str, owner: st.SearchStrategy[str]) -> st.SearchStrategy[Entry]:
    cls = KINDS[kind]
    if cls is not Correction:
        return st.builds(lambda fields, whose: cls(**fields, **{cls.owner_field: whose}), _fields(kind), owner)
    void = st.builds(lambda field, whose: {field: whose}, st.sampled_from(OWNER_FIELDS), owner)
    right = st.sampled_from([each for each in KINDS if each != kind]).flatmap(lambda each: _of(each, owner))
    instead = right.map(lambda entry: {entry.owner_field: entry.owner[1], "with_": entry})
    return st.builds(lambda fields, how: cls(**fields, **how), _fields(kind), void | instead)


def entries(*kinds: str, owner: str | None = None) -> st.SearchStrategy[Entry]:
    """Entries of these kinds, or of every kind, with fields nobody knows, ids and the instant they were recorded at.

    Args:
        kinds: the kinds of entry.
        owner: the id of the worker, assessor or site; left out: any.
    """
    whose = ids() if owner is None else st.just(owner)
    return st.one_of([_of(kind, whose) for kind in kinds or KINDS])


# -- whole training records -----------------------------------------------------------------------------------------

Fields = dict[str, Any]
_LATE = (timedelta(), timedelta(), timedelta(days=1), timedelta(days=40))  # how long after its day an entry is written
# What happens most often in a department stands here more than once; `learning` is all that leads to a sign-off.
_HAPPENS = ("learning", "learning", "learning", "sign-off", "practice", "practice", "practice", "training", *KINDS)


@attrs.frozen
class Department:
    """Whom a made-up record is about, and in which time.

    Args:
        catalogue: the names that entries use come from here.
        first: the first day on which something happens.
        last: the last.
        workers: the support workers; each may sign off another. Most is about the first.
        assessors: who else signs off; the first is registered in most records.
        sites: where they work.
    """

    catalogue: Catalogue
    first: date = date(2024, 1, 1)
    last: date = date(2024, 6, 30)
    workers: tuple[str, ...] = ("w1", "w2")
    assessors: tuple[str, ...] = ("a1", "a2")
    sites: tuple[str, ...] = ("site-1", "site-2")

    def days(self) -> st.SearchStrategy[date]:
        """Days of that time; the months' ends come up more often than they would by chance."""
        span = [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]
        ends = [day for day in span if (day + timedelta(days=1)).day == 1]
        return st.sampled_from(span) | st.sampled_from(ends or span)

    def records(self, *, most: int = 8, corrections: bool = False) -> st.SearchStrategy[list[Entry]]:
        """Entries that hang together: references lead somewhere, names are known, no two were recorded at one instant.

        Args:
            most: how many things happen at most, besides the appointments and the registration they begin with.
            corrections: whether some entries correct others.
        """
        return _records(self, _fields_of(self), most, corrections)

    def entry(self, *kinds: str) -> st.SearchStrategy[Entry]:
        """One entry more of these kinds, recorded after all others; its id is `more`."""
        made = _fields_of(self)
        whole = st.sampled_from(kinds).flatmap(lambda kind: made[kind].map(lambda fields: (kind, fields)))
        at = datetime.combine(self.last, time(), UTC) + timedelta(days=100)
        return whole.map(lambda one: KINDS[one[0]](id="more", recorded_at=at, **_in_order(one[1])))


def _seldom(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | st.none() | st.none() | values


def _fields_of(d: Department) -> dict[str, st.SearchStrategy[Fields]]:
    """What entries of each kind say, references to other entries apart."""
    pick = st.sampled_from
    competencies, rules = tuple(d.catalogue.competencies), tuple(d.catalogue.rules)
    tiers, modalities = tuple(d.catalogue.tiers), tuple(d.catalogue.modalities)
    by, day, later = pick((*d.assessors * 2, *d.workers)), d.days(), _seldom(d.days())
    worker: dict[str, Any] = {"on": day, "worker": pick((*d.workers[:1] * 2, *d.workers))}
    task = {**worker, "competency": pick(competencies)}
    post = _seldom(st.just("bank"))
    deployment = st.none() | pick(["rotational", "static", "hybrid"])
    areas = st.none() | st.lists(pick(modalities), unique=True).map(tuple)
    supervision = st.none() | pick(["direct", "indirect", "none"])
    devices = {"device": ["pump-1", "pump-2"]}
    restrictions: list[tuple[Any, ...]] = [(), (), ("with care",), ({"modality": "ct"},), (devices,)]
    fields: dict[str, Fields] = {
        "appointment": {
            **worker, "site": pick(d.sites), "tier": pick(tiers), "post": post, "until": later,
            "deployment": deployment, "modalities": areas,
        },
        "leaving": {**worker, "post": post},
        "absence": {**worker, "reason": pick(["sickness", "sickness", "maternity"]), "until": st.none() | day},
        "training": {
            **worker, "programme": pick(tuple(d.catalogue.programmes)), "expires_on": later,
            "outcome": pick(["completed", "completed", "failed"]),
        },
        "qualification": {**worker, "level": st.integers(2, 5)},
        "practice": {
            **task, "outcome": pick(["successful", "successful", "unsuccessful"]), "supervision": supervision,
            "supervisor": st.none() | by, "modality": st.none() | pick(modalities),
            "count": _seldom(st.integers(1, 3)), "from_": later,
        },
        "self-assessment": task,
        "assessment": {**task, "assessor": by, "outcome": pick(["competent", "not-yet-competent", "deferred"])},
        "sign-off": {**task, "assessor": by, "restrictions": pick(restrictions), "expires_on": later},
        "prior-learning": {
            **task, "signed_on": day, "accepted_by": by, "date_known_to": st.none() | pick(["year", "month"]),
            "expires_on": later,
        },
        "withdrawal": {
            **worker, "by": by, "competency": st.none() | pick(competencies), "until": later,
            "suspension": st.none() | st.booleans(),
        },
        "reinstatement": {**worker, "by": by, "competency": st.none() | pick(competencies)},
        "request": {**task, "answer": pick(["accepted", "declined"]), "asked_by": st.none() | by},
        "banding-claim": {**worker, "raised_by": st.none() | by, "collective": st.none() | st.booleans()},
        "session": {
            **worker, "modality": pick(modalities), "role": st.none() | pick(["clinical", "clerical", "cleaning"]),
            "hours": st.none() | pick([3.75, 7.5]), "site": st.none() | pick(d.sites),
        },
        "sign-off-request": {
            **task, "assessor": by, "answer": st.none() | pick(["confirmed", "rejected", "withdrawn"]),
            "answered_by": st.none() | by,
        },
        "approval": {**worker, "role": pick(["manager", "lead"]), "by": by, "rule": st.none() | pick(rules)},
        "rebanding": {**worker, "to": pick(tiers), "post": post, "outcome": st.none() | pick(["upheld", "refused"])},
        "registration": {"on": day, "assessor": by, "until": later, "roles": st.none() | st.just(("mr-lead",))},
        "vacancy": {
            "on": day, "site": pick(d.sites), "tier": pick(tiers), "until": later, "deployment": deployment,
            "modality": st.none() | pick(modalities), "status": st.none() | pick(["funded", "refused", "frozen"]),
        },
        "identity": {**worker, "scheme": pick(["esr-employee", "moodle"]), "value": pick(["20000001", "7"])},
    }  # fmt: skip
    return {kind: st.fixed_dictionaries(said) for kind, said in fields.items()}


class _Diary:
    """Writes entries down one by one, each with an id and an instant of its own."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.entries: list[Entry] = []
        self._draw = draw

    def add(self, kind: str, fields: Fields) -> Entry:
        noon = datetime.combine(fields["on"], time(12), UTC)
        at = noon + timedelta(seconds=len(self.entries)) + self._draw(st.sampled_from(_LATE))
        self.entries.append(KINDS[kind](id=f"e{len(self.entries)}", recorded_at=at, **_in_order(fields)))
        return self.entries[-1]

    def learn(self, d: Department, worker: str, name: str, on: date) -> None:
        """Write down all that leads to a sign-off that counts, as far as a catalogue's tables say it."""
        competency = d.catalogue.competency(name)
        asked = {p for version in competency.sign_off for p in trainings_asked(version.requires)}
        for wanted in (*competency.prerequisites, *competency.standing, *sorted(asked)):
            if wanted in d.catalogue.competencies:
                self.learn(d, worker, wanted, on)
            else:
                self.add("training", {"on": on, "worker": worker, "programme": wanted, "outcome": "completed"})
        said = {"on": on, "worker": worker, "competency": name}
        first, second = d.assessors[:2]
        for _ in range(2):
            watched = {**said, "outcome": "successful", "supervision": "direct", "supervisor": first}
            self.add("practice", watched)
        given = self.add("sign-off", {**said, "assessor": first})
        self.add("countersignature", {"on": on, "worker": worker, "sign_off": given.id, "by": second})


@st.composite
def _records(
    draw: st.DrawFn, d: Department, made: dict[str, st.SearchStrategy[Fields]], most: int, corrections: bool
) -> list[Entry]:
    diary = _Diary(draw)
    for worker in d.workers:
        if draw(st.integers(0, 9)):
            diary.add("appointment", {**draw(made["appointment"]), "worker": worker, "on": d.first, "post": None})
    if draw(st.integers(0, 9)):
        diary.add("registration", {"assessor": d.assessors[0], "on": d.first, "roles": ("mr-lead",)})
    for _ in range(draw(st.integers(0, most))):  # a list drawn at once would most often be short
        kind = draw(st.sampled_from(_HAPPENS))
        if kind == "learning":
            name = draw(st.sampled_from(tuple(d.catalogue.competencies)))
            diary.learn(d, draw(st.sampled_from(d.workers)), name, draw(d.days()))
        elif kind == "countersignature":
            given = [e for e in diary.entries if e.kind == "sign-off"]
            if given:
                of = draw(st.sampled_from(given))
                by = draw(st.sampled_from([*d.assessors, *d.workers]))
                diary.add(kind, {"on": draw(d.days()), "worker": of.owner[1], "sign_off": of.id, "by": by})
        elif kind != "correction":
            diary.add(kind, draw(made[kind]))
        elif corrections and diary.entries:
            diary.add(kind, draw(_slip(d, made, draw(st.sampled_from(diary.entries)))))
    return diary.entries


@st.composite
def _slip(draw: st.DrawFn, d: Department, made: dict[str, st.SearchStrategy[Fields]], wrong: Entry) -> Fields:
    """What a correction of an entry says: that it is void, or how it should have been."""
    owner, named = wrong.owner
    said: Fields = {"on": draw(d.days()), "corrects": wrong.id, "reason": "a slip", owner: named}
    if wrong.kind in made and draw(st.booleans()):
        said["with_"] = KINDS[wrong.kind](**_in_order({**draw(made[wrong.kind]), owner: named}))
    return said
