"""What is on record: what was known at an instant, as it should have been, up to a day. Sections 1 and 3."""

import unicodedata
from datetime import UTC, datetime, time
from functools import wraps

END = datetime.max.replace(tzinfo=UTC)
WORKERS_OWN = {"registration": "assessor", "vacancy": "site"}


class World:
    """Entries in the order they stand, the tables of a catalogue, and the instant up to which we knew."""

    def __init__(self, tables, entries, known_by=None):
        self.tables, self.known_by, self.memo = tables, known_by or END, {}
        self.entries = [{"id": f"#{place}", **entry, "place": place} for place, entry in enumerate(entries)]


def remembered(question):
    """Keep the answers of a question, by what was asked."""

    @wraps(question)
    def asked(world, *about, **named):
        key = (question, *about, *named.items())
        if key not in world.memo:
            world.memo[key] = question(world, *about, **named)
        return world.memo[key]

    return asked


def written(entry):
    """Section 5: an entry without `recorded_at` was written down at the end of its day."""
    return entry.get("recorded_at") or datetime.combine(entry["on"], time.max, UTC)


def order(entry):
    """Section 3: in the order of `recorded_at`, then of the place in the record."""
    return written(entry), entry["place"]


def whose(entry):
    """Section 3: a record is a worker's, an assessor's (registrations) or a site's (vacancies)."""
    if entry["kind"] == "correction":
        field = next(name for name in ("worker", "assessor", "site") if name in entry)
    else:
        field = WORKERS_OWN.get(entry["kind"], "worker")
    return field, entry[field]


@remembered
def known(world, owner):
    """Section 3, corrections: what was known of somebody, as it should have been."""
    seen = [e for e in world.entries if whose(e) == owner and written(e) <= world.known_by]
    right = [as_it_should_have_been(e, seen) for e in seen if e["kind"] != "correction"]
    return [e for e in right if e is not None]


def as_it_should_have_been(entry, seen, asked=()):
    """Section 3: a correction can be corrected; of several the one recorded last holds; without `with` it is void."""
    last = None
    for one in seen:
        if one["kind"] == "correction" and one["id"] not in {entry["id"], *asked}:
            right = as_it_should_have_been(one, seen, (*asked, entry["id"]))
            holds = right is not None and right["corrects"] == entry["id"]
            if holds and (last is None or order(one) > order(last[0])):
                last = one, right
    if last is None:
        return entry
    if last[1].get("with") is None:
        return None
    return {**last[1]["with"], "id": entry["id"], "recorded_at": written(entry), "place": entry["place"]}


@remembered
def happened(world, owner, day):
    """Section 1, `as_of`: what had happened by the end of a day; section 3: in order of day, then as written."""
    return sorted((e for e in known(world, owner) if e["on"] <= day), key=lambda e: (e["on"], *order(e)))


@remembered
def of_worker(world, worker, day, *kinds):
    """Name what of these kinds had happened to a worker by the end of a day."""
    return [e for e in happened(world, ("worker", worker), day) if e["kind"] in kinds]


def entry_of(world, worker, name):
    """Find an entry of a worker by its id."""
    return next(e for e in known(world, ("worker", worker)) if e["id"] == name)


def same_person(one, other):
    """Section 3: ids that differ only in case, blanks, width or invisible characters are one person."""
    return one is not None and other is not None and folded(one) == folded(other)


def folded(name):
    """Take case, blanks, width and invisible characters out of an id."""
    wide = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in wide if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"})


def directly_supervised(practice):
    """Section 3: a supervisor who is the worker is none."""
    return practice.get("supervision") == "direct" and not same_person(practice.get("supervisor"), practice["worker"])


def supervised(practice):
    """Section 3: supervised directly or indirectly, by somebody else."""
    by_self = same_person(practice.get("supervisor"), practice["worker"])
    return practice.get("supervision") in {"direct", "indirect"} and not by_self


def absent(world, worker, day, seen_on, reasons=None):
    """Section 1, clock stops: an absence with such a reason covers the day, as far as had happened by `seen_on`."""
    listed = None if reasons is None else {reason.casefold() for reason in reasons}
    return any(
        e["on"] <= day <= (e.get("until") or day) and (listed is None or e["reason"].casefold() in listed)
        for e in of_worker(world, worker, seen_on, "absence")
    )
