"""The questions about a whole department: everybody whose record is kept, at one moment under one catalogue.

What only one question needs is imported when it is asked.
"""

from collections.abc import Iterable
from typing import Any

from sw_competency.dates import Length
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
