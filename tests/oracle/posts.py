"""Who is in which post on a day, at which tier and site, and since when. Section 3, posts."""

from .days import DAY
from .kleene import CANNOT, MET, NOT, any_of
from .record import happened, of_worker, remembered
from .tables import rank

MAIN = "main"


def post_of(entry):
    """Section 3: `post` left out is the one main post."""
    return entry.get("post") or MAIN


@remembered
def layers(world, worker, post, day):
    """Section 3: the appointments that stand on a day, the one on top last.

    One without an end replaces what was before; one with an end lies over it; the day somebody leaves is their last.
    """
    standing = []
    for e in happened(world, ("worker", worker), day):
        if e["kind"] == "appointment" and post_of(e) == post:
            standing = [*standing, e] if e.get("until") else [e]
        elif e["kind"] == "leaving" and e.get("post") in {None, post} and e["on"] < day:
            standing = []
    return [a for a in standing if a.get("until") is None or a["until"] >= day]


def tier_of(world, worker, appointment, day):
    """Sections 3 and 9: an upheld re-banding decides from its day; a higher appointment lying over stays."""
    tier, order = appointment["tier"], happened(world, ("worker", worker), day)
    for e in order[order.index(appointment) + 1 :]:
        upheld = e["kind"] == "rebanding" and e.get("outcome") in {None, "upheld"}
        if upheld and post_of(e) == post_of(appointment):
            beneath = [a for a in layers(world, worker, post_of(e), e["on"]) if a is not appointment]
            if not (appointment.get("until") and beneath and rank(world, appointment["tier"]) > rank(world, e["to"])):
                tier = e["to"]
    return tier


@remembered
def post_on(world, worker, post, day):
    """Say what somebody's post is on a day, None where they are not in it."""
    standing = layers(world, worker, post, day)
    return {**standing[-1], "tier": tier_of(world, worker, standing[-1], day)} if standing else None


@remembered
def posts_on(world, worker, day):
    """Name the posts somebody is in on a day, the main one first."""
    named = [post_of(e) for e in of_worker(world, worker, day, "appointment")]
    return [p for p in dict.fromkeys([MAIN, *named]) if layers(world, worker, p, day)]


def ever_appointed(world, worker, day):
    """Section 2: of somebody never appointed nothing about a post can be told."""
    return bool(of_worker(world, worker, day, "appointment"))


def desk(world, worker, post, day):
    """Return the post in which somebody is judged on a day: the one named, else the main one, else another."""
    held = posts_on(world, worker, day)
    return post if post in held else held[0] if held else None


def site_on(world, worker, post, day):
    """Section 2: whose tables hold for a worker on a day; None, the common ones."""
    here = desk(world, worker, post, day)
    return post_on(world, worker, here, day)["site"] if here else None


def says(appointment, field, wanted):
    """Section 9: a field of a post that the appointment does not give cannot be told."""
    if wanted is None:
        return MET
    given = appointment.get(field)
    if given is None:
        return CANNOT
    return MET if wanted == given or (isinstance(given, list | tuple) and wanted in given) else NOT


def fits(world, worker, appointment, day, item):
    """Whether an appointment is at the tier, site and modality asked for."""
    tier, site = item.get("tier"), item.get("site")
    if tier is not None and tier_of(world, worker, appointment, day) != tier:
        return NOT
    if site is not None and appointment["site"] != site:
        return NOT
    return says(appointment, "modalities", item.get("modality"))


def run_start(world, worker, post, day, item, enough):
    """Section 3: the first day of a continuous time in post up to a day; the post beneath runs on unseen.

    Walks back day by day; `enough` are the outcomes taken for being in post.
    """
    first = None
    while standing := layers(world, worker, post, day):
        seen = standing[-1:] if first is None else standing
        if any_of([fits(world, worker, a, day, item) for a in seen]) not in enough:
            break
        first, day = day, day - DAY
    return first
