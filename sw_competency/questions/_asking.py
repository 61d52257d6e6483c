"""The questions and their answers: each a pure function of the records as known, the catalogue and the moment.

What only one question needs is imported when it is asked: most programs ask one.
"""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from sw_competency.judge.everybody import Everybody
from sw_competency.model import Entry, Finding, PlainAnswer
from sw_competency.questions._fields import Q, checked, fields_of
from sw_competency.questions._methods import Methods
from sw_competency.questions._question import Question, R


class Questions(Everybody, Methods):
    """All questions that can be asked of training records, at one moment under one catalogue."""

    def ask(self, question: Question[R]) -> R:
        """Ask a question.

        Args:
            question: the question, such as `May("w1", "iv-cannulation")`.

        Raises:
            UnknownNameError: it names something that nobody knows.
            AmbiguousNameError: a name in it fits several.
            FieldError: a field is not of its type.
        """
        return self.meant(question).answer(self)

    def meant(self, question: Q) -> Q:
        """Return a question with the ids that are meant by the names, and the days by the texts, it was asked with.

        Raises:
            AmbiguousNameError: a name in it fits several.
            FieldError: a field is not of its type.
        """
        question = checked(question)
        if self.directory is None:
            return question
        found = {
            field.name: self.directory.find(field.named.what, given)
            for field in fields_of(type(question))
            if field.named is not None and isinstance(given := getattr(question, field.name), str)
        }
        return replace(question, **found)

    def _answer(self, question: str, finding: Finding, about: dict[str, Any], **facts: Any) -> PlainAnswer:
        return PlainAnswer(question=question, moment=self.moment, finding=finding, about=about, facts=facts)

    def acceptance(
        self, site: str, brought: Iterable[Entry], sender: str | None = None, worker: str | None = None
    ) -> list[PlainAnswer]:
        """Does a site take over what somebody brings from another organisation? An answer for each thing brought.

        Args:
            site: the receiving site.
            brought: entries of the other organisation's records; practice, posts and the like are passed over.
            sender: that organisation; a training's own provider, and the issuer of prior learning, go before it.
            worker: the worker's id here, where theirs differs.

        Raises:
            UnknownNameError: a site that neither the catalogue nor a record names.
        """
        if all(policy.site != site for policy in self.catalogue.acceptances.values()):
            self.knows_site(site)
        from sw_competency.portability.acceptance import Receiving
        from sw_competency.portability.brought import judge_all_brought, standing_here

        here = Receiving(self.catalogue, site, self.moment.as_of, sender)
        judged = judge_all_brought(here, brought)
        found = [standing_here(self.judge(worker or each.entry.worker), each, here) for each in judged]
        return [self._answer("acceptance", each.finding, each.about(site), **each.facts()) for each in found]

    def accepted(
        self,
        site: str,
        brought: Iterable[Entry],
        sender: str | None = None,
        accepted_by: str | None = None,
        worker: str | None = None,
    ) -> list[Entry]:
        """Give the entries that put on record here what a site takes over, accepted on the day.

        Args:
            site: the receiving site.
            brought: entries of the other organisation's records.
            sender: that organisation.
            accepted_by: who accepts sign-offs; without anybody, none is given.
            worker: the worker's id here, where theirs differs.
        """
        from sw_competency.portability.acceptance import Receiving
        from sw_competency.portability.brought import as_recorded, judge_all_brought

        day = self.moment.as_of
        found = judge_all_brought(Receiving(self.catalogue, site, day, sender), brought)
        ready = (as_recorded(each, day, accepted_by, worker) for each in found)
        return [entry for entry in ready if entry is not None]
