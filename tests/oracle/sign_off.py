"""Whether a sign-off counts. Sections 2 and 3."""

from . import requirements, status, training
from .days import moved
from .kleene import CANNOT, MET, all_of, yes
from .posts import site_on
from .record import entry_of, of_worker, remembered, same_person
from .tables import at_site, in_force, in_framework

GIVEN = ("sign-off", "prior-learning")


def stands_on(entry):
    """Section 3: a prior learning stands at the day it was signed; known to the month or year, at its first day."""
    if entry["kind"] != "prior-learning":
        return entry["on"]
    first = {"month": {"day": 1}, "year": {"month": 1, "day": 1}}.get(entry.get("date_known_to"), {})
    return entry["signed_on"].replace(**first)


@remembered
def counts(world, worker, name, seen_on, asked_on):
    """Section 3, `A sign-off counts`: as seen at the end of a day."""
    given = entry_of(world, worker, name)
    _, rule = rule_for(world, worker, given, asked_on)
    if rule is None or not rule.get("countersigned"):
        return but_for_countersignature(world, worker, name, seen_on, asked_on)
    second = yes(countersigned(world, worker, name, seen_on))
    return all_of([but_for_countersignature(world, worker, name, seen_on, asked_on), second])


@remembered
def but_for_countersignature(world, worker, name, seen_on, asked_on):
    """Section 3: all that a sign-off asks for, save `countersigned = true` of the table."""
    given = entry_of(world, worker, name)
    day = given["on"]
    competency, rule = rule_for(world, worker, given, asked_on)
    by = given["assessor"] if given["kind"] == "sign-off" else given["accepted_by"]
    parts = [yes(not same_person(by, worker)), yes(in_framework(competency, day))]
    parts += [prerequisite(world, worker, asked, day, asked_on) for asked in competency.get("prerequisites", ())]
    if rule is not None:
        case = requirements.Case(worker, day, asked_on, seen_on, sign_off=name)
        parts.append(requirements.judge_all(world, rule["requires"], case))
    return all_of(parts)


def rule_for(world, worker, given, asked_on):
    """Section 2: the competency of the appointment on the day, and what the sign-off must meet, renewal or first.

    `renewal` is asked instead of `sign_off.requires`; what a sign-off asks for is not asked of prior learning.
    """
    day = given["on"]
    competency = at_site(world, "competency", given["competency"], site_on(world, worker, None, day))
    if given["kind"] == "prior-learning":
        return competency, None
    rule, renewal = in_force(competency.get("sign_off"), day), in_force(competency.get("renewal"), day)
    if renewal is None:
        return competency, rule
    first = {"countersigned": False, "requires": [], **(rule or {})}
    before_it = status.status(world, worker, given["competency"], day, asked_on, apart=given["id"])["status"]
    if before_it is None:  # which of the two is asked cannot be told
        both = [{"kind": "all-of", "of": one["requires"]} for one in (first, renewal)]
        return competency, {**first, "requires": [{"kind": "whichever", "of": both}]}
    renews = before_it in {"current", "due", "out-of-practice"}
    return competency, {**first, "requires": renewal["requires"]} if renews else rule


def prerequisite(world, worker, name, day, asked_on):
    """Sections 2 and 3: current on the day of the sign-off."""
    if name in world.tables["competency"]:
        return status.held(status.status(world, worker, name, day, asked_on))
    return yes(training.current(world, worker, name, day))


def countersigned(world, worker, name, seen_on, length=None):
    """Section 2: by a second person, not the worker and not the assessor, not before the sign-off, by then."""
    given = entry_of(world, worker, name)
    last = seen_on if length is None else min(seen_on, moved(given["on"], length))
    return any(
        e["sign_off"] == name
        and given["on"] <= e["on"] <= last
        and not same_person(e["by"], worker)
        and not same_person(e["by"], given["assessor"])
        for e in of_worker(world, worker, seen_on, "countersignature")
    )


def withdrawals(world, worker, competency, day, *, suspensions):
    """Section 3: withdrawals of it or of all; a suspension where `until` or `suspension = true` is given."""
    return [
        e
        for e in of_worker(world, worker, day, "withdrawal")
        if e.get("competency") in {None, competency} and bool(e.get("until") or e.get("suspension")) == suspensions
    ]


def cut_off(world, case, practised):
    """Sections 3 and 9: towards a sign-off, only practice after the last withdrawal of either of the two counts."""
    if case.sign_off is None:
        return None
    given = entry_of(world, case.worker, case.sign_off)
    return max(
        (
            e["on"]
            for name in {practised, given["competency"]}
            for e in withdrawals(world, case.worker, name, given["on"], suspensions=False)
            if e["on"] < given["on"]
        ),
        default=None,
    )


def newest_possible(world, case, competency):
    """Section 9: the days the newest sign-off that counts may be of, as seen from this day; None, there is none.

    Towards a sign-off, those before it.
    """
    given = before(world, case.worker, competency, case.day, case.sign_off)
    outcomes = [(stands_on(e), counts(world, case.worker, e["id"], case.day, case.asked_on)) for e in given]
    newest = max((day for day, outcome in outcomes if outcome == MET), default=None)
    perhaps = [day for day, outcome in outcomes if outcome == CANNOT and (newest is None or day > newest)]
    return [newest, *perhaps]


def before(world, worker, competency, day, name=None):
    """Give the sign-offs and prior learning of a competency up to a day, in their order; those before one, if named."""
    given = []
    for e in of_worker(world, worker, day, *GIVEN):
        if e["id"] == name:
            break
        if e["competency"] == competency:
            given.append(e)
    return given
