"""The status of a competency on a day. Sections 1 and 3."""

from datetime import date

from . import sign_off
from .days import DAY, moved
from .kleene import CANNOT, MET, NOT
from .posts import site_on
from .record import absent, directly_supervised, of_worker, order, remembered, supervised
from .tables import asked_for, at_site, counting_as, in_force
from .tallies import lies_within

HELD = ("current", "due")


def held(found):
    """Section 2, `holds`: current or due; null cannot be told."""
    return CANNOT if found["status"] is None else MET if found["status"] in HELD else NOT


@remembered
def status(world, worker, name, day, asked_on, post=None, *, before=None, apart=None):
    """Section 3, `Status`: what decides before all else, then the sign-offs, then what was begun.

    Args:
        before: looks at sign-offs of earlier days only (`assessor-holds`).
        apart: whether this sign-off is a renewal is asked: it and what came after it are left apart, and so is a
            withdrawal or suspension of that very day (section 9).
    """
    competency = at_site(world, "competency", name, site_on(world, worker, post, day))
    given = sign_off.before(world, worker, name, day, apart)
    given = [e for e in given if before is None or e["on"] < before]
    outcomes = {e["id"]: sign_off.counts(world, worker, e["id"], day, asked_on) for e in given}
    newest_first = sorted(given, key=place, reverse=True)
    newest = next((e for e in newest_first if outcomes[e["id"]] == MET), None)
    doubtful = [
        e for e in given if outcomes[e["id"]] == CANNOT and (newest is None or place(e) > place(newest))
    ]  # fmt: skip
    found = {"status": None, "expires_on": None, "sign_off": newest, "suspended": False}
    if newest is not None:
        found["expires_on"] = expiry(world, worker, newest, day, post)
    last = day if apart is None else day - DAY
    found["suspended"] = suspended(world, worker, name, day, last)
    closed = withdrawn(world, worker, name, last, given, outcomes)
    if closed == MET:
        return {**found, "status": "withdrawn"}
    if found["suspended"]:
        return {**found, "status": "suspended"}
    if competency.get("withdrawn", date.max) <= day:
        return {**found, "status": "withdrawn", "expires_on": None}
    if closed == CANNOT:
        return {**found, "expires_on": None}
    by_sign_off = None if newest is None else decided(world, worker, newest, competency, day, asked_on, given, post)
    if by_sign_off not in HELD and doubtful:
        return {**found, "expires_on": None}
    if newest is not None:
        decides = by_sign_off not in {"not-yet-competent", "awaiting-countersignature"}
        return {**found, "status": by_sign_off, "expires_on": found["expires_on"] if decides else None}
    return {**found, "status": begun(world, worker, competency, name, day, asked_on, given, post)}


def place(entry):
    """Section 3: by the day it stands at; entries of one day in the order they were written down."""
    return sign_off.stands_on(entry), *order(entry)


def withdrawn(world, worker, name, last, given, outcomes):
    """Section 3: a withdrawal holds until a sign-off after its day counts."""
    found = NOT
    for w in sign_off.withdrawals(world, worker, name, last, suspensions=False):
        after = {outcomes[e["id"]] for e in given if sign_off.stands_on(e) > w["on"]}
        if MET not in after:
            if CANNOT not in after:
                return MET
            found = CANNOT
    return found


def suspended(world, worker, name, day, last):
    """Section 3: a suspension holds until it ends or somebody reinstates."""
    order = of_worker(world, worker, day, "withdrawal", "reinstatement")
    return any(
        (w.get("until") is None or w["until"] >= day)
        and not any(
            e["kind"] == "reinstatement" and e.get("competency") in {None, name}
            for e in order[order.index(w) + 1 :]
        )
        for w in sign_off.withdrawals(world, worker, name, last, suspensions=True)
    )  # fmt: skip


def currency(world, worker, given, day, post):
    """Sections 2, 3 and 9: the version in force on the day says by `counted_by` whose numbers judge a sign-off.

    None in force on the day asked about: nothing expires.
    """
    here = at_site(world, "competency", given["competency"], site_on(world, worker, post, day))
    now = in_force(here.get("currency"), day)
    if now is None or now.get("counted_by", "as-of-day") == "as-of-day":
        return now or {}
    then = at_site(world, "competency", given["competency"], site_on(world, worker, None, given["on"]))
    return in_force(then.get("currency"), sign_off.stands_on(given)) or {}


def expiry(world, worker, given, day, post):
    """Section 1, clock stops: the last day, put off day by day by absences that pause it; section 9: none stated."""
    rule, stated = currency(world, worker, given, day, post), given.get("expires_on")
    if rule.get("expires_after") is None:
        return stated
    signed = sign_off.stands_on(given)
    last, reasons = moved(signed, rule["expires_after"]), rule.get("pauses", ())
    at = signed + DAY
    while reasons and at <= min(last, day):
        if absent(world, worker, at, day, reasons):
            last += DAY
        at += DAY
    return min(last, stated) if stated else last


def decided(world, worker, newest, competency, day, asked_on, given, post):
    """Section 3: what the newest sign-off that counts makes of it, and an assessment after it."""
    last, rule = expiry(world, worker, newest, day, post), currency(world, worker, newest, day, post)
    over = last is not None and day > last
    if over and not (rule.get("grace") and day <= moved(last, rule["grace"])):
        return "lapsed"
    failed = not_yet_competent(world, worker, newest["competency"], day)
    if failed and place(failed) > place(newest):
        waits = any(place(e) > place(failed) and awaiting(world, worker, e, day, asked_on) for e in given)
        return "awaiting-countersignature" if waits else "not-yet-competent"
    if over:
        return "grace"
    if out_of_practice(world, worker, newest, rule, day):
        return "out-of-practice"
    notice = rule.get("notice")
    return "due" if last and notice and day >= moved(last, notice, -1) else "current"


def not_yet_competent(world, worker, name, day):
    """Section 3: the latest assessment, where it says so; `deferred` settles nothing."""
    settled = [
        e for e in of_worker(world, worker, day, "assessment") if e["competency"] == name and e["outcome"] != "deferred"
    ]
    return settled[-1] if settled and settled[-1]["outcome"] == "not-yet-competent" else None


def awaiting(world, worker, given, day, asked_on):
    """Section 3: only the `countersigned = true` of the table is lacking."""
    return (
        sign_off.counts(world, worker, given["id"], day, asked_on) == NOT
        and sign_off.but_for_countersignature(world, worker, given["id"], day, asked_on) == MET
    )


def out_of_practice(world, worker, newest, rule, day):
    """Section 2: recency, asked from the day after sign-off (or acceptance) and window; `return`, after an absence."""
    done = [
        e
        for e in of_worker(world, worker, day, "practice")
        if e["competency"] == newest["competency"] and e["outcome"] == "successful"
    ]
    signed, recent, back = sign_off.stands_on(newest), rule.get("practice"), rule.get("return")
    if recent and day > moved(newest["on"], recent["within"]):
        times = sum(e.get("count") or 1 for e in done if lies_within(e, recent["within"], day))
        if times < recent["at_least"]:
            return True
    for last in long_absences(world, worker, day, back["after"]) if back else ():
        since = [e for e in done if e["on"] > last and directly_supervised(e) and (e.get("count") or 1) == 1]
        if signed <= last and len(since) < back["practice"]:
            return True
    return False


def long_absences(world, worker, day, length):
    """The last days of long absences; section 3: adjoining ones are one, each as long as `return` asks."""
    spells = []
    for e in of_worker(world, worker, day, "absence"):
        until = e.get("until") or date.max
        if spells and spells[-1][1] >= e["on"] - DAY:
            spells[-1][1] = max(spells[-1][1], until)
        else:
            spells.append([e["on"], until])
    return [last for first, last in spells if last < day and moved(first, length) <= last + DAY]


def begun(world, worker, competency, name, day, asked_on, given, post):
    """Section 3: where no sign-off counts, what was begun."""
    if any(awaiting(world, worker, e, day, asked_on) for e in given):
        return "awaiting-countersignature"
    if not_yet_competent(world, worker, name, day):
        return "not-yet-competent"
    about = of_worker(world, worker, day, "practice", "self-assessment", "assessment")
    learning = any(e["competency"] == name and (e["kind"] != "practice" or supervised(e)) for e in about)
    trained = training_asked(world, worker, competency, day, post)
    return "in-training" if given or learning or trained else "not-started"


def training_asked(world, worker, competency, day, post):
    """Section 3: entries of training that the sign-off asks for, or of what counts as it."""
    rule, site = in_force(competency.get("sign_off"), day) or {}, site_on(world, worker, post, day)
    wanted = {item["programme"] for item in asked_for(rule.get("requires", ()))}
    named = {name for one in wanted for name in counting_as(world, one, site)}
    return [e for e in of_worker(world, worker, day, "training") if e["programme"] in named]
