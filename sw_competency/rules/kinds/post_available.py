"""`post-available`: such a post is vacant at the worker's site."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import ClassVar, Literal

from sw_competency.dates import next_day
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Vacancy
from sw_competency.rules.kinds.tier import not_in_post, post_changes
from sw_competency.rules.requirement import Case, Requirement, ToDo, found, requirement


@requirement
class PostAvailable(Requirement):
    """Such a vacancy is open on the day, at the worker's site.

    Args:
        tier: at that tier.
        site: at that site instead of the worker's.
        modality: in that modality.
        deployment: of that deployment.
    """

    kind: ClassVar[str] = "post-available"
    tier: str | None = None
    site: str | None = None
    modality: str | None = None
    deployment: Literal["rotational", "static", "hybrid"] | None = None

    def _fits(self, vacancy: Vacancy) -> bool | None:
        asked = ((self.tier, vacancy.tier), (self.modality, vacancy.modality), (self.deployment, vacancy.deployment))
        if any(want is not None and has is not None and want != has for want, has in asked):
            return False
        return None if any(want is not None and has is None for want, has in asked) else True

    def judge(self, case: Case) -> Finding:
        """Look for an open vacancy that fits."""
        span = case.in_post()
        if span is None:
            return not_in_post(case)
        site = self.site or span.appointment.site
        what = f"post at the tier {case.titled(self.tier)}" if self.tier else "post"
        known = [v for v in case.vacancies(site) if v.until is None or v.until >= case.day]
        open_ = [v for v in known if v.funded]
        fitting = [v for v in open_ if self._fits(v)]
        if fitting:
            return found(case, MET, f"a {what} is vacant at {site}")
        perhaps = [v for v in open_ if self._fits(v) is None]
        if perhaps:
            return found(case, CANNOT_TELL, f"a {what} is vacant at {site}; the vacancy does not say more")
        if case.is_unread("site", site):
            return found(case, CANNOT_TELL, f"the record of the site {site} cannot be read")
        stopped = [v.status for v in known if not v.funded and self._fits(v) is not False]
        why = f": one is {stopped[-1]}" if stopped else ""
        return found(case, NOT_MET, f"no such {what} is vacant at {site}{why}", [span.appointment])

    def changes(self, case: Case) -> Iterable[date]:
        """Return the days on which vacancies open and close, and on which the post changes."""
        sites = {self.site} if self.site else {span.appointment.site for span in case.spans()}
        for vacancy in [v for site in sites for v in case.vacancies(site)]:
            yield vacancy.on
            if vacancy.until is not None:
                yield next_day(vacancy.until)
        yield from post_changes(case)

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Name the tier and the modality."""
        if self.tier is not None:
            yield "tier", self.tier, "tier"
        if self.modality is not None:
            yield "modality", self.modality, "modality"

    def to_do(self, titled: Callable[[str], str]) -> ToDo:  # noqa: ARG002
        """Apply."""
        return ToDo("Apply when such a post is vacant", "the worker")

    def asks(self, titled: Callable[[str], str]) -> str:
        """Say it in words."""
        words = [
            f"a vacant {self.deployment} post" if self.deployment else "a vacant post",
            f"at the tier {titled(self.tier)}" if self.tier else "",
            f"at {self.site}" if self.site else "",
            f"in {titled(self.modality)}" if self.modality else "",
        ]
        return " ".join(word for word in words if word)
