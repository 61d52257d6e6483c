"""Asks the library and this evaluator the same, and gives what they answer differently."""

from datetime import date, timedelta

from msgspec.structs import replace

from sw_competency import MemoryStore, Tracker
from sw_competency.model import parse_entry
from sw_competency.testing.builders import Clock

from . import department, may, rules, scope, sign_off, status
from .catalogues import RULES, SITES, TASKS
from .days import DAY, each_day
from .made_up import WORKERS
from .record import World, happened, known, of_worker, written


def disagreements(tables, read, entries, days, known_by=None):
    """Return every question that is answered in two ways: the question, what the library says, what this says.

    Args:
        tables: a catalogue, as tables.
        read: the same, as the library reads it.
    """
    theirs, world = tracker(read, entries), World(tables, entries, known_by)
    for day in days:
        for question, library, ours in every_question(theirs, world, day, known_by):
            if library != ours:
                yield (*question, day), library, ours


def every_question(theirs, world, day, known_by):
    """Ask everything of both."""
    asked, here = theirs.at(day, known_by), theirs.at(day, known_by)
    for worker in WORKERS:
        if happened(world, ("worker", worker), day):
            yield from about_tasks(asked, world, worker, day)
            yield from about_rules(asked, world, worker, day)
    yield from about_everybody(asked, here, world, day)


def tracker(catalogue, entries):
    """A tracker in memory with these entries on record, each as written down when it says."""
    store = MemoryStore()
    made = [(parse_entry(entry)[0], written(entry)) for entry in entries]
    store.append([replace(entry, recorded_at=at) for entry, at in made])
    return Tracker(store, catalogue, clock=Clock())


def text(day):
    """A day as JSON has it."""
    return None if day is None else day.isoformat()


def about_tasks(asked, world, worker, day):
    """Status, may (by modality, device and post), counts, outside scope, unused."""
    begun = {TASKS[0], *(e["competency"] for e in world.entries if e.get("competency"))}
    for name in sorted(begun):
        said, found = asked.status(worker, name).to_json(), status.status(world, worker, name, day, day)
        ours = found["status"], text(found["expires_on"])
        yield ("status", worker, name), (said["status"], said["expires_on"]), ours
        for how in ({}, {"modality": "mr"}, {"device": "pump-2"}, {"post": "bank"}):
            said, found = asked.may(worker, name, **how).to_json(), may.may(world, worker, name, day, day, **how)
            yield ("may", worker, name, how), (said["answer"], said["absent"]), (found["answer"], found["absent"])
            if len(found["each"]) == 1 and found["answer"] != "may":
                because = said["because"]
                yield ("because", worker, name, how), because, found["each"][0][1]
    for e in of_worker(world, worker, day, *sign_off.GIVEN):
        said = asked.counts(worker, e["id"]).to_json()["outcome"]
        yield ("counts", worker, e["id"]), said, sign_off.counts(world, worker, e["id"], day, day)
    outside, _ = scope.outside_scope(world, worker, day)
    said = asked.outside_scope(worker).to_json()
    yield ("outside-scope", worker), sorted(t["entry"] for t in said["tasks"]), sorted(e["id"] for e in outside)
    said = asked.unused(worker).to_json()
    yield ("unused", worker), sorted(said["competencies"]), sorted(scope.unused(world, worker, day))


def about_rules(asked, world, worker, day):
    """Whether a rule is met, since when, and in which periods."""
    for rule in RULES:
        said = asked.rebanding(worker, rule).to_json()
        ours = rules.rebanding(world, worker, rule, day), text(rules.since(world, worker, rule, day))
        yield ("rebanding", worker, rule), (said["outcome"], said["since"]), ours
        said = [(p["from"], p["until"]) for p in asked.since(worker, rule).to_json()["periods"]]
        ours = [(text(first), text(until)) for first, until in rules.periods(world, worker, rule, day)]
        yield ("since", worker, rule), said, ours


def about_everybody(asked, here, world, day):
    """Who may, who covers it and on which days nobody does, what each may do, must hold, and what runs out."""
    until = day + timedelta(days=20)
    workers = [worker for worker in WORKERS if known(world, ("worker", worker))]
    for task, site in [(TASKS[0], None), (TASKS[0], SITES[0]), (TASKS[0], SITES[1]), (TASKS[1], None)]:
        if site is not None and not any(e.get("site") == site for w in workers for e in known(world, ("worker", w))):
            continue
        said = {a["worker"]: (a["answer"], a["absent"]) for a in map(as_json, asked.who_may(task, site, "ct"))}
        yield ("who-may", task, site), said, department.who_may(world, workers, task, day, site, "ct")
        said = here.cover(task, site, None, text(until)).to_json()
        uncovered = [
            text(at) for gap in said["uncovered"] for at in each_day(date.fromisoformat(gap["from"]), ends(gap, until))
        ]
        yield ("able", task, site), sorted(said["able"]), department.able(world, workers, task, day, site)
        gaps = department.gaps(world, workers, task, day, until, site)
        yield ("cover", task, site), sorted(uncovered), [text(at) for at in gaps]
    for worker in workers:
        if happened(world, ("worker", worker), day):
            said = {a["task"]: a["answer"] for a in map(as_json, asked.scope(worker))}
            yield ("scope", worker), said, department.scope(world, worker, day)
        if len(department.sites_of(world, worker, day)) == 1:
            yield from about_what_is_required(asked, here, world, worker, day, until)


def about_what_is_required(asked, here, world, worker, day, until):
    """What the post requires and of that is held, and until when."""
    said = asked.required(worker).to_json()
    ours = department.required(world, worker, day)
    held = {name for name, now in ours.items() if now in status.HELD}
    yield ("required", worker), sorted(said["required_and_held"]), sorted(held)
    untold = {name for name, now in ours.items() if now is None}
    yield ("required, cannot tell", worker), sorted(said["cannot_tell"]), sorted(untold)
    due = [d for d in here.due(None, text(until)).to_json()["due"] if d["worker"] == worker and d["state"] == "ends"]
    said = {d["name"]: d["last"] for d in due if d["kind"] == "programme"}
    last = department.certificates(world, worker, day)
    yield ("due, programmes", worker), said, {name: text(at) for name, at in last.items() if day <= at <= until}
    said = {d["name"]: d["last"] for d in due if d["kind"] == "competency" and d["name"] in ours}
    last = {name: department.last_day_held(world, worker, name, day, until + DAY) for name in held & set(TASKS)}
    yield ("due, competencies", worker), said, {name: text(at) for name, at in last.items() if at is not None}


def as_json(answer):
    """An answer as JSON has it."""
    return answer.to_json()


def ends(gap, until):
    """The last day of a gap; null, it goes on."""
    return date.fromisoformat(gap["until"]) if gap["until"] else until
