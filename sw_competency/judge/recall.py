"""Recalls: a procedure, device or contrast agent changed, and sign-offs given before it need a re-assessment.

A recalled sign-off is current to the day set for re-assessment at the latest, without a time of grace after it; up to
then the recall says what may be done. A sign-off given since the change, once it counts, ends it.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from sw_competency.catalogue.department import Recall
from sw_competency.dates import said
from sw_competency.judge.judging import Judging
from sw_competency.model import SignOff
from sw_competency.rules import Given

_CAUTION = ("may-not", "only-supervised", "may")
UNTIL_THEN = {
    "may": "until then it may be done as before",
    "only-supervised": "until then only under direct supervision",
    "may-not": "until then it may not be done",
}


def recalled(judge: Judging, given: Given, day: date) -> Sequence[Recall]:
    """Return the recalls that a sign-off as a whole is under on a day."""
    if given.competency not in judge.catalogue.recalled:
        return ()
    return [recall for recall in _about(judge, given, day) if _whole(recall, given)]


def recalled_on(judge: Judging, given: Given, day: date, device: str | None) -> Sequence[Recall]:
    """Return the recalls that a sign-off is under on a day, with those of one device among others it is good for."""
    about = _about(judge, given, day)
    return [recall for recall in about if _whole(recall, given) or (device is not None and recall.device == device)]


def _about(judge: Judging, given: Given, day: date) -> Iterator[Recall]:
    """Give the recalls of a competency that began after a sign-off, at the site of the post, of a device it is for."""
    began, devices = judge.record.stands(given), allowed(given, "device")
    for recall in judge.catalogue.recalled.get(given.competency, ()):
        here = recall.site is None or recall.site == judge.where(day)
        if began < recall.starts <= day and here and (not devices or recall.device in {None, *devices}):
            yield recall


def _whole(recall: Recall, given: Given) -> bool:
    return recall.device is None or set(allowed(given, "device")) == {recall.device}


def leaves(recall: Recall, day: date) -> str:
    """Say what a recall leaves on a day; past the deadline nobody uses a device alone that they were not shown anew."""
    if day <= recall.reassess_by:
        return recall.until_then
    return min(recall.until_then, "only-supervised", key=_CAUTION.index)


def allowed(given: Given | None, field: str) -> list[str]:
    """Return the modalities or devices to which a sign-off is restricted; none where it says nothing of them."""
    found: list[str] = []
    for restriction in given.restrictions if isinstance(given, SignOff) else ():
        if not isinstance(restriction, str) and field in restriction:
            value = restriction[field]
            found += [value] if isinstance(value, str) else value
    return found


def strictest(recalls: Sequence[Recall], day: date) -> Recall | None:
    """Return the recall that leaves least."""
    return min(recalls, key=lambda r: (_CAUTION.index(leaves(r, day)), r.reassess_by, r.id), default=None)


def say_recalled(recall: Recall, day: date) -> str:
    """Say what a recall asks for on a day."""
    if day > recall.reassess_by:
        return f"recalled on {said(recall.starts)} ({recall.title}), and not re-assessed by {said(recall.reassess_by)}"
    by = f"re-assessment by {said(recall.reassess_by)}; {UNTIL_THEN[recall.until_then]}"
    return f"recalled on {said(recall.starts)} ({recall.title}): {by}"
