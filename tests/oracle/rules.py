"""Whether a rule is met, and since when. Sections 2 and 3."""

from . import requirements
from .days import DAY, each_day
from .kleene import CANNOT, MET, NOT, all_of, any_of, yes
from .posts import ever_appointed, post_on, posts_on
from .record import known, remembered
from .tables import in_force


@remembered
def rebanding(world, worker, rule, day):
    """Sections 2 and 3: the version in force on the day, judged post by post; met if one post meets it."""
    version = in_force(world.tables["rule"][rule], day)
    if version is None:
        return NOT
    return any_of(in_post(world, worker, rule, version, day, post) for post in posts_on(world, worker, day) or [None])


def in_post(world, worker, rule, version, day, post):
    """Section 2: a rule with a site is not met for a worker elsewhere."""
    case = requirements.Case(worker, day, day, day, post, rule=rule)
    judged = requirements.judge_all(world, version["requires"], case)
    return all_of([at_its_site(world, worker, version, day, post), judged])


def at_its_site(world, worker, version, day, post):
    """Section 2: of somebody never appointed it cannot be told where they work; who left works nowhere."""
    if version.get("site") is None:
        return MET
    if not ever_appointed(world, worker, day):
        return CANNOT
    held = post_on(world, worker, post, day)
    return yes(held is not None and held["site"] == version["site"])


@remembered
def periods(world, worker, rule, day):
    """Section 3, `Since when`: every period in which the rule was met, found by asking on every single day."""
    found, entries = [], known(world, ("worker", worker))
    for at in each_day(min(e["on"] for e in entries), day) if entries else ():
        if rebanding(world, worker, rule, at) == MET:
            if found and found[-1][1] == at - DAY:
                found[-1][1] = at
            else:
                found.append([at, at])
    return [(first, None if last == day else last) for first, last in found]


def since(world, worker, rule, day):
    """Section 3: the earliest day from which it was met on every day; none where it is not met on the day itself."""
    last = periods(world, worker, rule, day)[-1:]
    return next((first for first, until in last if until is None), None)
