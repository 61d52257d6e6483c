"""The kinds of requirement, one function each. Section 2, requirement kinds."""

from datetime import date
from typing import NamedTuple

from . import sign_off, status, training
from .days import DAY, each_day, moved
from .kleene import CANNOT, MET, NOT, all_of, any_of, at_least, yes
from .posts import desk, ever_appointed, post_on, run_start, says
from .record import (
    absent,
    directly_supervised,
    entry_of,
    folded,
    happened,
    of_worker,
    same_person,
    supervised,
)  # fmt: skip
from .tables import above, at_site
from .tallies import is_tally, lies_after, lies_within


class Case(NamedTuple):
    """What a requirement is judged for: a worker on a day, in a post; for a sign-off, or for a rule.

    `asked_on` is the day of the question, which says whether anything is on record at all (section 9); `seen_on` the
    day up to which countersignatures are looked at.
    """

    worker: str
    day: date
    asked_on: date
    seen_on: date
    post: str | None = None
    sign_off: str | None = None
    rule: str | None = None


def judge(world, item, case):
    """Judge one requirement."""
    return KINDS[item["kind"]](world, item, case)


def judge_all(world, items, case):
    """Section 2: a list under `requires` is an all-of."""
    return all_of(judge(world, item, case) for item in items)


def several(world, item, case):
    """Section 2: `all-of`, `any-of`, `at-least`."""
    outcomes = [judge(world, part, case) for part in item["of"]]
    if item["kind"] == "at-least":
        return at_least(item["count"], outcomes)
    if item["kind"] == "whichever":  # of two lists, one of which is asked: where they agree
        return outcomes[0] if len(set(outcomes)) == 1 else CANNOT
    return all_of(outcomes) if item["kind"] == "all-of" else any_of(outcomes)


def holds(world, item, case):
    """Section 2: its status is current or due; section 3: where it cannot be told, nor can this."""
    return status.held(status.status(world, case.worker, item["competency"], case.day, case.asked_on, case.post))


def trained(world, item, case):
    """Section 2, `training`."""
    return yes(training.current(world, case.worker, item["programme"], case.day, case.post, item.get("within")))


def practice_count(world, item, case):
    """Section 2, `practice-count`: for each day the newest sign-off may be of; not one answer: none can be told."""
    if not item.get("since_last_sign_off"):
        return counted(world, item, case, None)
    given = sign_off.newest_possible(world, case, item["competency"])
    outcomes = {counted(world, item, case, day) for day in given}
    return outcomes.pop() if len(outcomes) == 1 else CANNOT


def counted(world, item, case, last_sign_off):
    """Sections 2, 3 and 9: what practice counts, and whether it is enough."""
    after = [day for day in (last_sign_off, sign_off.cut_off(world, case, item["competency"])) if day is not None]
    singly = item.get("supervised") or item.get("consecutive") or item.get("success_rate") is not None
    attempts = [
        e
        for e in of_worker(world, case.worker, case.day, "practice")
        if e["competency"] == item["competency"]
        and not (singly and is_tally(e))
        and (item.get("modality") is None or e.get("modality") == item["modality"])
        and (item.get("within") is None or lies_within(e, item["within"], case.day))
        and all(lies_after(e, day) for day in after)
        and as_supervised(e, item.get("supervised"))
    ]
    succeeded = [e for e in attempts if e["outcome"] == "successful"]
    times = succeeded if item.get("successful") else attempts
    people = {
        folded(e["supervisor"])
        for e in times
        if e.get("supervisor") and not same_person(e["supervisor"], e["worker"])
    }  # fmt: skip
    last = attempts[-item["consecutive"] :] if item.get("consecutive") else []
    sample = attempts[-item["sample"] :] if item.get("success_rate") is not None else []
    return yes(
        sum(e.get("count") or 1 for e in times) >= item["at_least"]
        and len(people) >= item.get("distinct_supervisors", 0)
        and len(last) == item.get("consecutive", 0)
        and all(e in succeeded for e in last)
        and (
            item.get("success_rate") is None
            or (len(sample) == item["sample"] and rate(sample, succeeded) >= item["success_rate"])
        )
    )


def rate(sample, succeeded):
    """The fraction of attempts that were successful."""
    return sum(e in succeeded for e in sample) / len(sample)


def as_supervised(practice, asked):
    """Section 2: `supervised` is direct or indirect; `direct` is direct."""
    if not asked:
        return True
    return directly_supervised(practice) if asked == "direct" else supervised(practice)


def in_post(world, case, ask):
    """Section 2: who left has no post; of somebody never appointed it cannot be told."""
    if not ever_appointed(world, case.worker, case.day):
        return CANNOT
    here = case.post if case.rule else desk(world, case.worker, case.post, case.day)
    held = post_on(world, case.worker, here, case.day)
    return ask(held, here) if held else NOT


def tier(world, item, case):
    """Section 2: the appointment on the day is at that tier."""
    return in_post(world, case, lambda held, here: yes(held["tier"] == item["tier"]))


def deployed(world, item, case):
    """Section 2: the appointment says so."""
    return in_post(
        world, case,
        lambda held, here: all_of(
            [says(held, "deployment", item.get("deployment")), says(held, "modalities", item.get("modality"))]
        ),
    )  # fmt: skip


def time_in_post(world, item, case):
    """Section 2, `time-in-post`: judged twice, with days that cannot be told taken for in post, and not.

    Section 9: what the appointment of the day does not give cannot be told, however short the time is.
    """

    def served(here, enough):
        first = run_start(world, case.worker, here, case.day, item, enough)
        return first is not None and long_enough(world, item, case, first)

    def fits(held):
        return all_of(yes(item.get(field) in {None, held[field]}) for field in ("tier", "site"))

    def ask(held, here):
        if says(held, "modalities", item.get("modality")) == CANNOT and fits(held) != NOT:
            return CANNOT
        surely, perhaps = served(here, {MET}), served(here, {MET, CANNOT})
        return MET if surely else CANNOT if perhaps else NOT

    return in_post(world, case, ask)


def long_enough(world, item, case, first):
    """Sections 1 and 2: met from the corresponding date on; each day away that does not count puts it off by one."""
    met_on = moved(first, item["at_least"])
    reasons = item.get("reasons")
    if reasons or item.get("excluding_absence"):
        for day in each_day(first, case.day):
            if day < met_on and absent(world, case.worker, day, case.day, reasons or None):
                met_on += DAY
    return met_on <= case.day


def post_available(world, item, case):
    """Section 2: such a vacancy is open at the worker's site on the day; what it does not say cannot be told."""

    def ask(held, here):
        return any_of(
            all_of(says(e, field, item.get(field)) for field in ("tier", "modality", "deployment"))
            for e in happened(world, ("site", held["site"]), case.day)
            if case.day <= (e.get("until") or case.day)
            and e.get("status") in {None, "funded"}
            and item.get("site") in {None, held["site"]}
        )

    return in_post(world, case, ask)


def qualification(world, item, case):
    """Section 2: at that level or above."""
    return yes(any(e["level"] >= item["level"] for e in of_worker(world, case.worker, case.day, "qualification")))


def approved_by(world, item, case):
    """Section 2: one that names a rule counts for that rule only; section 9: nobody approves their own case."""
    return yes(
        any(
            e["role"] == item["role"] and e.get("rule") in {None, case.rule} and not same_person(e["by"], case.worker)
            for e in of_worker(world, case.worker, case.day, "approval")
        )
    )


def works_above_tier(world, item, case):
    """Sections 2 and 9: practice of competencies above the tier held on the day of the practice, training apart."""

    def ask(held, here):
        done = []
        for e in of_worker(world, case.worker, case.day, "practice"):
            then = post_on(world, case.worker, here, e["on"])
            competency = at_site(world, "competency", e["competency"], held["site"])
            counting = e["competency"] not in item.get("not_counting", ())
            if then and counting and above(world, then["tier"], competency) and not directly_supervised(e):
                done += [e] if lies_within(e, item["within"], case.day) else []
        enough = sum(e.get("count") or 1 for e in done) >= item["at_least"]
        return yes(enough and len({e["competency"] for e in done}) >= item.get("distinct", 0))

    return in_post(world, case, ask)


def registrations(world, case):
    """The registrations of the assessor that are known of on the day of the question."""
    assessor = entry_of(world, case.worker, case.sign_off)["assessor"]
    return happened(world, ("assessor", assessor), case.asked_on)


def assessor_registered(world, item, case):
    """Section 2: the registration covers the day of the sign-off; none known at all: cannot tell."""
    known = registrations(world, case)
    if not known:
        return CANNOT
    role = item.get("role")
    return yes(
        any(
            e["on"] <= case.day <= (e.get("until") or case.day) and (role is None or role in e.get("roles", ()))
            for e in known
        )
    )


def assessor_holds(world, item, case):
    """Sections 2 and 9: by sign-offs of earlier days; nothing about it on record of the assessor: cannot tell."""
    given = entry_of(world, case.worker, case.sign_off)
    name, assessor = item.get("competency", given["competency"]), given["assessor"]
    anything = any(
        e.get("competency") == name or (e["kind"] in {"withdrawal", "reinstatement"} and e.get("competency") is None)
        for e in happened(world, ("worker", assessor), case.asked_on)
    )
    if not anything:
        return CANNOT
    return status.held(status.status(world, assessor, name, case.day, case.asked_on, None, before=case.day))


def countersigned(world, item, case):
    """Section 2: by a second, different person, not before the sign-off and in time."""
    return yes(sign_off.countersigned(world, case.worker, case.sign_off, case.seen_on, item.get("within")))


KINDS = {
    "all-of": several, "any-of": several, "at-least": several, "whichever": several, "holds": holds,
    "training": trained,
    "practice-count": practice_count, "tier": tier, "time-in-post": time_in_post, "qualification": qualification,
    "deployed": deployed, "post-available": post_available, "approved-by": approved_by,
    "works-above-tier": works_above_tier, "assessor-registered": assessor_registered,
    "assessor-role": assessor_registered, "assessor-holds": assessor_holds, "countersigned": countersigned,
}  # fmt: skip
