"""May a worker do a task. Section 3, `May`, step by step."""

from . import status, training
from .posts import ever_appointed, post_on, posts_on
from .record import absent, directly_supervised, of_worker
from .tables import above, at_site
from .tallies import lies_after

CAUTION = ("may-not", "cannot-tell", "only-supervised", "may")


def may(world, worker, task, day, asked_on, modality=None, device=None, post=None, site=None):
    """Section 3: judged post by post, the most cautious holds; section 9: asked of a site, only the posts there count.

    Gives the answer, and for each post what decided.
    """
    if not ever_appointed(world, worker, day):
        return {"answer": "cannot-tell", "each": [("cannot-tell", "post")], "absent": away(world, worker, day)}
    posts = [p for p in posts_on(world, worker, day) if post in {None, p}]
    posts = [p for p in posts if site in {None, post_on(world, worker, p, day)["site"]}]
    each = [in_post(world, worker, task, day, asked_on, modality, device, p) for p in posts]
    each = each or [("may-not", "post")]
    answer = min((one for one, _ in each), key=CAUTION.index)
    return {"answer": answer, "each": each, "absent": away(world, worker, day)}


def away(world, worker, day):
    """Section 3: a `may` finding says whether the worker is absent that day."""
    return absent(world, worker, day, day)


def in_post(world, worker, task, day, asked_on, modality, device, post):
    """Section 3, steps 2 to 7: the first that applies decides."""
    held = post_on(world, worker, post, day)
    competency = at_site(world, "competency", task, held["site"])
    if closed_by_law(competency):
        return "may-not", "law"
    found = status.status(world, worker, task, day, asked_on, post)
    now = found["status"]
    if now in {"not-started", "suspended", "withdrawn"}:
        return "may-not", "status"
    if now is None:
        return "cannot-tell", "status"
    if now == "lapsed":
        relearned = relearning(world, worker, task, competency, day, found["expires_on"], post)
        return ("only-supervised" if relearned else "may-not"), "status"
    stands = [standing(world, worker, name, day, asked_on, post) for name in competency.get("standing", ())]
    if stands and min(stands, key=CAUTION.index) != "may":
        return min(stands, key=CAUTION.index), "standing"
    if above(world, held["tier"], competency):
        return "only-supervised", "tier"
    if now not in status.HELD:
        return "only-supervised", "status"
    if left_out(found["sign_off"], competency, modality, device):
        return "only-supervised", "restriction"
    return "may", "status"


def closed_by_law(competency):
    """Section 3, step 2: closed whoever permits it, or unless the site permits it, where that is asked for."""
    legal = competency.get("legal", "none")
    if legal in {"registrant-only", "pgd"}:
        return True
    return not competency.get("permitted", legal not in {"psd", "irmer-operator"})


def relearning(world, worker, task, competency, day, expired, post):
    """Section 3, step 3: training its sign-off asks for, directly supervised practice or an assessment, since then."""
    trained = status.training_asked(world, worker, competency, day, post)
    done = of_worker(world, worker, day, "practice", "assessment")
    return any(e["on"] > expired and e["outcome"] == "completed" for e in trained) or any(
        lies_after(e, expired) and e["competency"] == task and (e["kind"] == "assessment" or directly_supervised(e))
        for e in done
    )


def standing(world, worker, name, day, asked_on, post):
    """Section 3, step 4: what must be current on every day the task is done; `may` where it is."""
    if name in world.tables["competency"]:
        now = status.status(world, worker, name, day, asked_on, post)["status"]
        if now in {"withdrawn", "suspended"}:
            return "may-not"
        return "cannot-tell" if now is None else "may" if now in status.HELD else "only-supervised"
    return "may" if training.current(world, worker, name, day, post) else "only-supervised"


def left_out(given, competency, modality, device):
    """Sections 3 and 9: what the sign-off's restrictions leave out, or the competency is not written for."""
    if modality is not None and not {"all", modality} & set(competency["modalities"]):
        return True
    for what, asked in (("modality", modality), ("device", device)):
        named = [r[what] for r in given.get("restrictions", ()) if isinstance(r, dict) and r.get(what)]
        allowed = {one for value in named for one in ([value] if isinstance(value, str) else value)}
        if asked is not None and allowed and asked not in allowed:
            return True
    return False
