"""`tier`: the worker's appointment is at that tier."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import ClassVar

from sw_competency.dates import next_day
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding
from sw_competency.rules.bounds import Bounds, Cases
from sw_competency.rules.requirement import Case, Requirement, Span, found, requirement


def not_in_post(case: Case) -> Finding:
    """Say that nobody was ever appointed, or is not in post on the day."""
    if not case.ever_appointed():
        return found(case, CANNOT_TELL, "no appointment is on record; record it first")
    past = case.spans()
    last = [past[-1].appointment] if past else []
    return found(case, NOT_MET, "the worker is not in post on that day", last)


def post_changes(case: Case) -> Iterable[date]:
    """Return the days on which an appointment, or its tier, begins or is over."""
    for span in case.spans():
        yield span.first
        yield next_day(span.last)


def _say(at: str, asked: str, same: bool) -> str:
    return f"the post is at the tier {at}" if same else f"the post is at the tier {at}, not {asked}"


@requirement
class Tier(Requirement):
    """The worker's appointment on the day is at that tier.

    Args:
        tier: the tier.
    """

    kind: ClassVar[str] = "tier"
    tier: str

    def judge(self, case: Case) -> Finding:
        """Look at the appointment on the day."""
        span: Span | None = case.in_post()
        if span is None:
            return not_in_post(case)
        same = span.tier == self.tier
        sentence = (_say, case.titled(span.tier), case.titled(self.tier), same)
        decided = (span.by,) if span.by else ()
        return Finding(MET if same else NOT_MET, sentence, (span.appointment.id, *decided), case.cites)

    def bounds(self, cases: Cases) -> Bounds:
        """Look at the appointments."""
        posts = cases.posts()
        return posts.bounds(posts.say(tier=self.tier))

    def changes(self, case: Case) -> Iterable[date]:
        """Return the days on which the post or its tier changes."""
        return post_changes(case)

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Name the tier."""
        yield "tier", self.tier, "tier"

    def tier_of_post(self) -> str:
        """Name the tier."""
        return self.tier

    def asks(self, titled: Callable[[str], str]) -> str:
        """Say it in words."""
        return f"a post at the tier {titled(self.tier)}"
