"""Whether a programme is completed and has not expired. Section 2, `training` and `counts_as`."""

from datetime import date

from .days import moved, within
from .posts import site_on
from .record import of_worker, order
from .tables import at_site, counting_as


def completions(world, worker, programme, day, post):
    """Return each completion that counts as this programme, with the last day of what it stands for.

    Each expires by its own length, an issuer's date is for the programme named; of completions of one programme with
    the same `on`, the one recorded last says when it expires.
    """
    site = site_on(world, worker, post, day)
    length = at_site(world, "programme", programme, site).get("expires_after")
    last = {}
    for e in of_worker(world, worker, day, "training"):
        if e["outcome"] == "completed" and e["programme"] in counting_as(world, programme, site):
            same = last.get((e["programme"], e["on"]))
            if same is None or order(e) > order(same):
                last[e["programme"], e["on"]] = e
    for e in last.values():
        until = moved(e["on"], length) if length else date.max
        stated = e.get("expires_on") if e["programme"] == programme else None
        yield e, stated or until


def current(world, worker, programme, day, post=None, length=None):
    """Completed, within a window if one is asked for, and not expired on the day."""
    return any(
        day <= until and (length is None or within(e["on"], length, day))
        for e, until in completions(world, worker, programme, day, post)
    )
