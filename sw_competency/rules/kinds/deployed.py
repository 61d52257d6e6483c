"""`deployed`: the appointment says how, or in which modality, the worker is deployed."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import ClassVar, Literal

from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding
from sw_competency.rules.bounds import Bounds, Cases, all_bounds
from sw_competency.rules.kinds.tier import not_in_post, post_changes
from sw_competency.rules.requirement import Case, Requirement, found, requirement


@requirement
class Deployed(Requirement):
    """The worker is deployed so.

    Args:
        deployment: rotational, static or hybrid.
        modality: in that modality.
    """

    kind: ClassVar[str] = "deployed"
    deployment: Literal["rotational", "static", "hybrid"] | None = None
    modality: str | None = None

    def judge(self, case: Case) -> Finding:
        """Look at the appointment on the day."""
        span = case.in_post()
        if span is None:
            return not_in_post(case)
        post, open_ = span.appointment, []
        if self.deployment is not None:
            if post.deployment is None:
                open_.append("how the worker is deployed")
            elif post.deployment != self.deployment:
                return found(case, NOT_MET, f"the deployment is {post.deployment}, not {self.deployment}", [post])
        if self.modality is not None:
            areas = post.modalities
            if areas is None:
                open_.append("in which modalities the worker is deployed")
            elif self.modality not in areas and "all" not in areas:
                return found(case, NOT_MET, f"the worker is not deployed in {case.titled(self.modality)}", [post])
        if open_:
            return found(case, CANNOT_TELL, f"the appointment does not say {' or '.join(open_)}", [post])
        where = [self.deployment, f"in {case.titled(self.modality)}" if self.modality else None]
        return found(case, MET, f"the worker is deployed {' '.join(w for w in where if w)}", [post])

    def bounds(self, cases: Cases) -> Bounds:
        """Look at the appointments; in which areas they are is left to the judge."""
        posts = cases.posts()
        unsaid = posts.lack("deployment") if self.deployment is not None else None
        so = posts.bounds(posts.say(deployment=self.deployment), open_=unsaid)
        return so if self.modality is None else all_bounds([so, cases.unknown()])

    def changes(self, case: Case) -> Iterable[date]:
        """Return the days on which the post changes."""
        return post_changes(case)

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Name the modality."""
        if self.modality is not None:
            yield "modality", self.modality, "modality"

    def problem(self) -> str | None:
        """Refuse one that asks nothing."""
        return "asks neither for a deployment nor for a modality" if self.deployment is self.modality is None else None

    def asks(self, titled: Callable[[str], str]) -> str:
        """Say it in words."""
        where = f" in {titled(self.modality)}" if self.modality else ""
        return f"{self.deployment} deployment{where}" if self.deployment else f"deployment{where}"
