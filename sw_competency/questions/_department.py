"""The questions about a whole department: everybody whose record is kept, at one moment under one catalogue.

What only one question needs is imported when it is asked.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sw_competency.dates import Length, length_of
from sw_competency.model import Entry, Finding, PlainAnswer
from sw_competency.questions._asking import Questions

AHEAD = Length(months=12)


class Department(Questions):
    """All questions that can be asked of everybody at once."""

    @property
    def questions(self) -> Questions:
        """The questions about one worker, at the same moment."""
        return self

    def _answer(self, question: str, finding: Finding, about: dict[str, Any], **facts: Any) -> PlainAnswer:
        return PlainAnswer(question=question, moment=self.moment, finding=finding, about=about, facts=facts)

    # -- what is brought from elsewhere ----------------------------------------------------------------------------

    def acceptance(
        self, site: str, brought: Iterable[Entry], sender: str | None = None, worker: str | None = None
    ) -> list[PlainAnswer]:
        """Does a site take over what somebody brings? As `Questions.acceptance`, of a site that somebody knows.

        Raises:
            UnknownNameError: a site that neither the catalogue nor a record names.
        """
        if all(policy.site != site for policy in self.catalogue.acceptances.values()):
            self.knows_site(site)
        return super().acceptance(site, brought, sender, worker)

    # -- the workforce ---------------------------------------------------------------------------------------------

    def establishment(self, by: Sequence[str] | str = ("site", "tier"), site: str | None = None) -> PlainAnswer:
        """Who is in post, in people and whole-time equivalents, beside what each site says it should have?

        Args:
            by: how the rows are made: `site`, `tier`, `title`, `deployment`, `modality`, any of them; as a text with
                commas between.
            site: at this site only.

        Raises:
            UnknownNameError: no such grouping; a site that neither the catalogue nor a record names.
        """
        from sw_competency.questions.establishment import establishment

        return establishment(self, by, site)

    def variation(self) -> PlainAnswer:
        """Where do sites differ: requirements and periods, titles, bands, training, deployment, ways up?"""
        from sw_competency.questions.variation import variation

        return variation(self)

    def line_management(self, site: str | None = None) -> list[PlainAnswer]:
        """Who manages each support worker? An answer for every post held, at a site or anywhere.

        Raises:
            UnknownNameError: a site that neither the catalogue nor a record names.
        """
        from sw_competency.questions.line_management import line_management

        return line_management(self, site)

    def continuity(self, worker: str | None = None, started_within: Length | str = AHEAD) -> PlainAnswer:
        """How was somebody brought in: by how many people, how soon inducted, with whom beside them?

        Args:
            worker: this one; left out, all who started lately, with the medians.
            started_within: how long before the day they started at the earliest.
        """
        from sw_competency.questions.continuity import continuity, of_worker

        return continuity(self, length_of(started_within)) if worker is None else of_worker(self, worker)

    def equity(
        self,
        from_tier: str = "clinical-support-worker",
        within: Length | str = "P24M",
        suppress_below: int = 5,
    ) -> PlainAnswer:
        """How many of those at a tier moved up, by modality, site and deployment? Names nobody; hides small numbers.

        Args:
            from_tier: the tier they were at when the time began.
            within: how long before the day that was.
            suppress_below: counts below this are not shown, nor what would give them away; at least 3.

        Raises:
            UnknownNameError: no such tier.
            ThresholdError: the threshold would hide next to nothing.
        """
        from sw_competency.questions.equity import equity

        return equity(self, from_tier, length_of(within), suppress_below)
