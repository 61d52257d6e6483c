"""Questions about everybody. Sections 6 and 9; what is ahead is asked of each day as of that day."""

from . import may, status, training
from .days import DAY, each_day
from .posts import post_on, posts_on
from .tables import at_site, in_framework


def in_post_at(world, workers, site, day):
    """Section 9: asked of a site, only the posts there count."""
    return [
        worker
        for worker in workers
        if any(site in {None, post_on(world, worker, p, day)["site"]} for p in posts_on(world, worker, day))
    ]


def who_may(world, workers, task, day, site=None, modality=None):
    """Section 6: `may` for everybody in post, the absent marked."""
    found = {}
    for worker in in_post_at(world, workers, site, day):
        one = may.may(world, worker, task, day, day, modality, site=site)
        found[worker] = one["answer"], one["absent"]
    return found


def able(world, workers, task, day, site=None, modality=None):
    """Who may do it by themselves, and is there."""
    answers = who_may(world, workers, task, day, site, modality)
    return [worker for worker, (answer, away) in answers.items() if answer == "may" and not away]


def gaps(world, workers, task, first, last, site=None, modality=None):
    """The days on which nobody can."""
    return [day for day in each_day(first, last) if not able(world, workers, task, day, site, modality)]


def scope(world, worker, day):
    """Section 6: `may` for every task that is part of the framework where the worker is in post."""
    sites = sites_of(world, worker, day) or {None}
    return {
        name: may.may(world, worker, name, day, day)["answer"]
        for name in world.tables["competency"]
        if any(in_framework(at_site(world, "competency", name, site), day) for site in sites)
    }


def sites_of(world, worker, day):
    """Where somebody is in post."""
    return {post_on(world, worker, p, day)["site"] for p in posts_on(world, worker, day)}


def certificates(world, worker, day):
    """Sections 2 and 9, `counts_as`: the last day of each programme completed, by what lasts longest."""
    found = {}
    for name in world.tables["programme"]:
        last = [until for _, until in training.completions(world, worker, name, day, None)]
        if last:
            found[name] = max(last)
    return found


def required(world, worker, day):
    """Sections 2 and 9: what is held of the competencies and programmes a post requires; None, it cannot be told."""
    found = {}
    asked = world.tables["required"]["everything"]
    for name in asked["competencies"]:
        found[name] = status.status(world, worker, name, day, day)["status"]
    for name in asked["programmes"]:
        found[name] = "current" if training.current(world, worker, name, day) else "lacking"
    return found


def last_day_held(world, worker, name, first, last):
    """The last day up to which it is held without a break, found by asking on every single day; None, past the end."""
    for day in each_day(first, last):
        if status.status(world, worker, name, day, day)["status"] not in status.HELD:
            return day - DAY
    return None
