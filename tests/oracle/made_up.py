"""Made-up records that make rare things likely: few people, few tasks, two sites, few days about boundaries."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from .catalogues import DAYS, LENGTHS, MODALITIES, PROGRAMMES, RULES, SITES, TIERS
from .days import moved

WORKERS, ASSESSORS = ["w1", "w2"], ["a1"] * 8 + ["a2", "a2", "w1", "w2", "w2", "W1"]
pick = st.sampled_from
days = pick(DAYS)


def seldom(values, otherwise=None):
    """A value now and then."""
    return st.integers(0, 3).flatmap(lambda n: values if n == 3 else st.just(otherwise))


def rarely(values, otherwise=None):
    """A value once in a while."""
    return st.integers(0, 11).flatmap(lambda n: values if n == 11 else st.just(otherwise))


def often(values, otherwise=None):
    """A value more often than not."""
    return st.integers(0, 3).flatmap(lambda n: st.just(otherwise) if n == 0 else values)


def table(always, **now_and_then):
    """A table with some fields always and others now and then; None says nothing."""
    fields = {**always, **{name.rstrip("_"): seldom(values) for name, values in now_and_then.items()}}
    return st.fixed_dictionaries(fields).map(lambda said: {k: v for k, v in said.items() if v is not None})


task, by, end = pick(["alpha", "alpha", "alpha", "beta", "beta", "gamma"]), pick(ASSESSORS), seldom(days)
SAID = {
    "appointment": table(
        {"site": pick(SITES), "tier": pick(TIERS), "until": end}, modalities=st.just(["ct"]),
        deployment=pick(["static", "hybrid"]), post=st.just("bank"), basis=pick(["acting-up", "bank"]),
    ),
    "leaving": table({}, post=st.just("bank")),
    "absence": table({"reason": pick(["sickness", "maternity", "Sickness"]), "until": often(days)}),
    "training": table(
        {"programme": pick(PROGRAMMES), "outcome": pick(["completed", "completed", "completed", "failed", "attended"])},
        expires_on=days,
    ),
    "qualification": table({"level": pick([2, 3])}),
    "practice": table(
        {"competency": task, "outcome": pick(["successful", "successful", "unsuccessful"]),
         "supervision": pick(["direct", "direct", "indirect", "none", None]), "supervisor": often(by),
         "modality": often(pick(MODALITIES))}, count=pick([1, 2]), from_=days,
    ),
    "self-assessment": table({"competency": task}),
    "assessment": table(
        {"competency": task, "assessor": by, "outcome": pick(["competent", "not-yet-competent", "deferred"])}
    ),
    "sign-off": table(
        {"competency": task, "assessor": by}, expires_on=days,
        restrictions=pick([["with care"], [{"modality": "ct"}], [{"device": "pump-1"}, {"modality": ["mr"]}]]),
    ),
    "prior-learning": table(
        {"competency": task, "signed_on": pick([date(2023, 12, 31), *DAYS]), "accepted_by": by},
        date_known_to=pick(["year", "month"]), expires_on=days,
    ),
    "withdrawal": table({"by": by, "competency": often(task)}, until=days, suspension=st.booleans()),
    "reinstatement": table({"by": by, "competency": often(task)}),
    "request": table({"competency": task, "answer": pick(["accepted", "accepted", "declined"])}),
    "approval": table({"role": pick(["manager", "lead"]), "by": by}, rule=pick(RULES)),
    "rebanding": table({"to": pick(TIERS)}, post=st.just("bank"), outcome=pick(["upheld", "refused", "deferred"])),
    "registration": table({"until": end}, roles=st.just(["lead"])),
    "vacancy": table(
        {"tier": pick(TIERS), "until": end}, modality=pick(MODALITIES), deployment=st.just("static"),
        status=pick(["funded", "frozen", "refused"]),
    ),
}  # fmt: skip
OWNERS = {"registration": ("assessor", pick(["a1", "a1", "a2", "w2"])), "vacancy": ("site", pick(SITES))}
WORKER = ("worker", pick(["w1", "w1", "w2"]))
ANYTHING = [*SAID, "learning", "countersignature", "correction"]
FOCI = [  # what a record is mostly about
    ["learning", "learning", "learning", "practice", "training", "assessment", "sign-off", "countersignature"],
    ["learning", "learning", "absence", "absence", "practice", "practice", "sign-off", "assessment", "prior-learning"],
    ["learning", "learning", "withdrawal", "withdrawal", "reinstatement", "sign-off", "prior-learning", "practice"],
    ["appointment", "appointment", "leaving", "rebanding", "absence", "vacancy", "practice", "learning", "request"],
    ["practice", "practice", "practice", "training", "training", "learning", "qualification", "approval", "correction"],
]  # fmt: skip


@st.composite
def records(draw, most=12):
    """Entries in the order they are written down; references lead to what stands before them."""
    entries, focus = [], draw(pick(FOCI))
    for worker in WORKERS:
        if draw(st.integers(0, 7)):
            said = draw(SAID["appointment"])
            add(draw, entries, "appointment", {**said, "worker": worker, "on": DAYS[0], "post": None, "until": None})
    if draw(st.integers(0, 7)):
        add(draw, entries, "registration", {"assessor": "a1", "on": date(2015, 1, 1), "roles": ["lead"]})
    for _ in range(draw(st.integers(1, most)) + draw(st.integers(0, most // 2))):
        kind = draw(pick(focus if draw(st.integers(0, 3)) else ANYTHING))
        if kind == "countersignature":
            given = [e for e in entries if e["kind"] == "sign-off"]
            if given:
                of = draw(pick(given))
                on = draw(st.one_of(st.just(of["on"]), days))
                add(draw, entries, kind, {"worker": of["worker"], "sign_off": of["id"], "by": draw(by), "on": on})
        elif kind == "learning":
            learn(draw, entries, draw(WORKER[1]), draw(task), draw(pick(DAYS[:9])))
        elif kind == "correction":
            if entries:
                add(draw, entries, kind, slip(draw, entries, draw(pick(entries))))
        else:
            owner, named = OWNERS.get(kind, WORKER)
            add(draw, entries, kind, {**draw(SAID[kind]), owner: draw(named), "on": draw(days)})
    return entries


def learn(draw, entries, worker, name, on):
    """All that mostly leads to a sign-off that counts, on one day."""
    said = {"worker": worker, "on": on}
    if draw(st.booleans()):
        add(draw, entries, "training", {**said, "programme": draw(pick(PROGRAMMES)), "outcome": "completed"})
        watched = {"outcome": "successful", "supervision": "direct", "supervisor": "a1"}
        add(draw, entries, "practice", {**said, **watched, "competency": name})
    add(draw, entries, "sign-off", {**said, **draw(SAID["sign-off"]), "competency": name, "assessor": "a1"})
    if draw(st.booleans()):
        add(draw, entries, "countersignature", {**said, "sign_off": entries[-1]["id"], "by": "a2"})


def slip(draw, entries, wrong):
    """A correction of an entry: it is void, or should have been another."""
    owner = next(name for name in ("worker", "assessor", "site") if name in wrong and (name, wrong["kind"]) in _OWN)
    said = {"corrects": wrong["id"], "reason": "a slip", "on": draw(days), owner: wrong[owner]}
    if draw(st.booleans()):
        said["with"] = instead_of(draw, entries, wrong, owner)
    return said


def instead_of(draw, entries, wrong, owner):
    """An entry as it should have been: of the same kind, about the same person."""
    kind, same = wrong["kind"], {"kind": wrong["kind"], owner: wrong[owner]}
    if kind == "correction":
        of = next(e for e in entries if e["id"] == wrong["corrects"])
        more = slip(draw, entries, of) if of["kind"] != "correction" else {**wrong, "with": None}
        more = {**more, owner: wrong[owner]}
    elif kind == "countersignature":
        more = {"sign_off": wrong["sign_off"], "by": draw(by), "on": draw(days)}
    else:
        more = {**draw(SAID[kind]), "on": draw(days)}
    return in_order({**more, **same})


_OWN = {
    *(("worker", kind) for kind in [*SAID, "countersignature", "correction"] if kind not in OWNERS),
    ("assessor", "registration"), ("site", "vacancy"), ("assessor", "correction"), ("site", "correction"),
}  # fmt: skip


def add(draw, entries, kind, said):
    """Write an entry down: at the end of its day, in the morning of a day, or weeks later; places break ties."""
    at = draw(pick([None, None, None, 0, 9, 40]))
    entry = in_order({**said, "kind": kind, "id": f"e{len(entries)}"})
    if at is not None:
        entry["recorded_at"] = datetime.combine(entry["on"] + timedelta(days=at), time(9), UTC)
    entries.append(entry)


def in_order(entry):
    """Nothing ends before it begins, no paper is signed after it was accepted; None says nothing."""
    entry = {name: value for name, value in entry.items() if value is not None and name != "recorded_at"}
    for name, limit in (("until", max), ("expires_on", max), ("from", min), ("signed_on", min)):
        if name in entry:
            entry[name] = limit(entry["on"], entry[name])
    if entry["kind"] == "practice" and entry.get("count") is None:
        entry.pop("from", None)
    return entry


@st.composite
def situations(draw, catalogues=1000):
    """A catalogue by its number, a record, days on which answers turn, and now and then an instant long past."""
    number, entries = draw(st.integers(0, catalogues)), draw(records())
    turning = st.builds(near, pick(entries), pick([None, None, *LENGTHS]), pick([0, -1, 1]))
    known_by = st.builds(lambda d, h: datetime.combine(d, time(h), UTC), days, pick([9, 12]))
    return number, entries, draw(st.lists(turning, min_size=1, max_size=2)), draw(rarely(known_by))


def near(entry, length, more):
    """A day by an entry's own, or by the end of a length of time from it."""
    on = max(entry["on"], DAYS[0])
    return (moved(on, length) if length else on) + timedelta(days=more)
