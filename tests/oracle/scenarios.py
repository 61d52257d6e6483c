"""Runs scenario files by this evaluator: a second runner, that shares nothing with the library's. Section 5."""

import tomllib
from datetime import UTC, date, datetime, time

from . import may, rules, scope, sign_off, status
from .kleene import CANNOT, MET, NOT
from .record import World, happened
from .tables import in_force, laid_over

JUDGED = {"status", "may", "rebanding", "since", "outside-scope", "unused", "counts"}
OUTCOMES = {"may": MET, "cannot-tell": CANNOT}


def failures(path, shipped):
    """Return a line for every expectation of a file that this evaluator answers differently.

    Args:
        shipped: the tables of the shipped catalogue.
    """
    file = tomllib.loads(path.read_text("utf-8"))
    tables = file.get("catalogue", {})
    if isinstance(tables, str):
        return
    if file.get("shipped_catalogue", True):
        tables = laid_over(shipped, tables)
    for scenario in file["scenario"]:
        known_by = scenario.get("known_by")
        if isinstance(known_by, date) and not isinstance(known_by, datetime):
            known_by = datetime.combine(known_by, time.max, UTC)
        world = World(tables, scenario["given"], known_by)
        for expected in scenario["expect"]:
            if expected["ask"] in JUDGED:
                came = answer(world, expected, scenario["as_of"])
                wrong = {k: (v, came[k]) for k, v in expected.items() if k in came and differs(k, v, came[k])}
                if wrong:
                    yield f"{path.name}: {scenario['name']}: {expected}: {wrong}"


def differs(field, expected, came):
    """`none` is null; names come in any order."""
    if field == "competencies":
        return sorted(expected) != sorted(came)
    return (None if expected == "none" else expected) != came


def answer(world, asked, day):
    """Answer one expectation with the facts that the contract fixes."""
    ask, worker = asked["ask"], asked.get("worker")
    if ask == "counts":
        name = asked["sign_off"]
        worker = worker or next(e["worker"] for e in world.entries if e["id"] == name)
        return {"outcome": sign_off.counts(world, worker, name, day, day)}
    if ask == "status":
        found = status.status(world, worker, asked["competency"], day, day)
        anything = happened(world, ("worker", worker), day)
        return {**found, "outcome": status.held(found) if anything else CANNOT}
    if ask == "may":
        how = {name: asked.get(name) for name in ("modality", "device", "post")}
        found = may.may(world, worker, asked["task"], day, day, **how)
        because = {why for one, why in found["each"] if one == found["answer"]}
        decided = {"because": because.pop()} if len(because) == 1 else {}
        return {**found, **decided, "outcome": OUTCOMES.get(found["answer"], NOT)}
    if ask in {"rebanding", "since"}:
        version = in_force(world.tables["rule"][asked["rule"]], day) or {}
        return {
            "outcome": rules.rebanding(world, worker, asked["rule"], day), "effect": version.get("effect"),
            "since": rules.since(world, worker, asked["rule"], day) if "since" in asked else None,
        }  # fmt: skip
    if ask == "outside-scope":
        outside, _ = scope.outside_scope(world, worker, day)
        return {"competencies": list(dict.fromkeys(e["competency"] for e in outside))}
    return {"competencies": scope.unused(world, worker, day)}
