"""Work outside scope, what is held and not used, what may be done. Section 3."""

from . import may, status
from .days import within
from .posts import posts_on
from .record import directly_supervised, of_worker
from .sign_off import stands_on

USE = "P6M"


def outside_scope(world, worker, day):
    """Section 3, `Working outside scope`: the entries that are, and those of days that cannot be told."""
    outside, untold = [], []
    for e in of_worker(world, worker, day, "practice", "request"):
        if e["kind"] == "request" and e["answer"] != "accepted":
            continue
        found = may.may(world, worker, e["competency"], e["on"], e["on"], e.get("modality"), e.get("device"))
        if e["kind"] == "practice" and directly_supervised(e):
            closed = closes_training(world, worker, e, found)
        else:
            closed = found["answer"] in {"only-supervised", "may-not"}
        if closed:
            outside.append(e)
        elif found["answer"] == "cannot-tell":
            untold.append(e)
    return outside, untold


def closes_training(world, worker, practice, found):
    """Sections 3 and 9: step 1 or 2 closes the task in one of the posts, or a suspension does."""
    day, task = practice["on"], practice["competency"]
    if any(answer == "may-not" and because in {"post", "law"} for answer, because in found["each"]):
        return True
    posts = posts_on(world, worker, day)
    return any(status.status(world, worker, task, day, day, post)["suspended"] for post in posts)


def concern(found):
    """Section 3: `banding` where only the tier was short, else `safety`."""
    short = {because for answer, because in found["each"] if answer != "may"}
    return "banding" if short == {"tier"} else "safety"


def unused(world, worker, day):
    """Section 3, `Unused`: current or due, and neither practised nor signed off within six months."""
    found = []
    for name, competency in world.tables["competency"].items():
        now = status.status(world, worker, name, day, day)
        about = of_worker(world, worker, day, "practice", "sign-off", "prior-learning")
        used = any(e["competency"] == name and within(used_on(e), USE, day) for e in about)
        if now["status"] in status.HELD and competency["kind"] not in {"awareness", "mandatory"} and not used:
            found.append(name)
    return found


def used_on(entry):
    """The day of the practice, or the one the sign-off stands at."""
    return stands_on(entry)
