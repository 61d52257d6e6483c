"""The questions and their answers: each a pure function of the records as known, the catalogue and the moment.

What only one question needs is imported when it is asked: most programs ask one.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from sw_competency.dates import Moment, said
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.lateness import Late, late_among, say_late, told
from sw_competency.judge.rebanding import Rebanding, judge_rebanding
from sw_competency.judge.since import Period, late_in, periods_met, since
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Entry, Finding, PlainAnswer
from sw_competency.model.findings import entries_of
from sw_competency.questions._fields import Q, checked, fields_of
from sw_competency.questions._methods import Methods
from sw_competency.questions._question import Question, R

if TYPE_CHECKING:
    from sw_competency.judge.unlisted import Unlisted
    from sw_competency.questions.may import MayAnswer


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

    def status(self, worker: str, competency: str) -> PlainAnswer:
        """What is the status of a competency?

        Raises:
            UnknownNameError: no such competency; where entries about it are on record, the sentence says so.
        """
        self.listed(worker, competency)
        about = {"worker": worker, "competency": competency}
        if (nothing := self.nothing(worker)) is not None:
            return self._answer("status", nothing, about, status=None, expires_on=None, suggests=[], late=[])
        from sw_competency.judge.progress import suggestions

        judge, day = self.judge(worker), self.moment.as_of
        found, suggests = judge.status(competency, day), list(suggestions(judge, competency, day))
        return self._answer(
            "status", found.finding, about, status=found.status, expires_on=found.expires_on, suggests=suggests,
            late=told(late_among(judge, [found.given] if found.given else ())),
        )  # fmt: skip

    def counts(self, worker: str, sign_off: str) -> PlainAnswer:
        """Does this sign-off count?"""
        about = {"worker": worker, "sign_off": sign_off}
        if self.records.unreadable(worker) is not None and (nothing := self.nothing(worker)) is not None:
            return self._answer("counts", nothing, about, awaiting=False, suggests=[], late=[])
        record = self.records.worker(worker)
        for competency, given in record.given.items():
            for index, one in enumerate(given):
                if one.id == sign_off and one.on <= self.moment.as_of:
                    judge, day = self.judge(worker), self.moment.as_of
                    counted = judge.counted(competency, index, day)
                    about["competency"] = competency
                    finding, suggests = judge.explained(counted, day), list(judge.suggested(counted, day))
                    named = {sign_off, *entries_of(finding.parts)}
                    late = late_among(judge, [entry for entry in record.entries if entry.id in named])
                    return self._answer(
                        "counts", finding, about, awaiting=counted.awaiting, suggests=suggests, late=told(late)
                    )
        sentence = f"No sign-off '{sign_off}' is on record of {worker} up to {said(self.moment.as_of)}"
        return self._answer("counts", Finding(CANNOT_TELL, sentence), about, awaiting=False, suggests=[], late=[])

    def _effect(self, rule: str) -> str | None:
        version = self.catalogue.rule_in_force(rule, self.moment.as_of)
        return version.effect if version else None

    def since(self, worker: str, rule: str) -> PlainAnswer:
        """Since when has a re-banding rule been met without a break?

        Raises:
            UnknownNameError: no such rule.
        """
        about = {"worker": worker, "rule": rule}
        self.catalogue.rule(rule)
        if (nothing := self.nothing(worker)) is not None:
            return self._answer("since", nothing, about, effect=self._effect(rule), since=None, periods=[], late=[])
        now = judge_rebanding(self.judge(worker), rule, self.moment.as_of)
        periods = periods_met(self.judge(worker), rule, self.moment.as_of)
        late = [late_in(self.judge(worker), rule, period, self.moment.as_of) for period in periods]
        finding = _since_finding(now, periods, late[-1] if late else (), self.moment)
        effect = now.rule.effect if now.rule else None
        spans = [period.to_json() for period in periods]
        return self._answer(
            "since", finding, about, effect=effect, since=since(periods), periods=spans,
            late=told(dict.fromkeys(one for each in late for one in each)),
        )  # fmt: skip

    def outside_scope(self, worker: str) -> PlainAnswer:
        """What was done, or agreed to, outside scope?"""
        about = {"worker": worker}
        if (nothing := self.nothing(worker)) is not None:
            return self._answer("outside-scope", nothing, about, competencies=[], cannot_tell=[], tasks=[])
        from sw_competency.judge.outside_scope import judge_outside_scope

        found = judge_outside_scope(self.judge(worker), self.moment.as_of)
        return self._answer(
            "outside-scope", found.finding, about, competencies=list(found.competencies),
            cannot_tell=[t.to_json() for t in found.cannot_tell], tasks=[t.to_json() for t in found.tasks],
        )  # fmt: skip

    def unused(self, worker: str) -> PlainAnswer:
        """Which competencies are held and not used?"""
        if (nothing := self.nothing(worker)) is not None:
            return self._answer("unused", nothing, {"worker": worker}, competencies=[])
        from sw_competency.judge.unused import judge_unused

        found = judge_unused(self.judge(worker), self.moment.as_of)
        return self._answer("unused", found.finding, {"worker": worker}, competencies=list(found.competencies))

    def required(self, worker: str) -> PlainAnswer:
        """What does the post require, what of it is lacking, and what is held that it does not require?"""
        from sw_competency.judge.required import judge_required

        found = judge_required(self.judge(worker), self.moment.as_of)
        nothing = self.nothing(worker)
        finding = found.finding if nothing is None else nothing
        return self._answer("required", finding, {"worker": worker}, **found.facts())

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

    def path(self, worker: str, to: str) -> PlainAnswer:
        """What is the shortest honest path to a tier?

        Raises:
            UnknownNameError: no such tier.
        """
        about = {"worker": worker, "to": to}
        self.catalogue.tier(to)
        if (nothing := self.nothing(worker)) is not None:
            return self._answer("path", nothing, about, rule=None, effect=None, steps=[], others=[])
        from sw_competency.judge.path import judge_path

        found = judge_path(self.judge(worker), to, self.moment.as_of)
        others = [{"rule": rule.id, "steps": [s.to_json() for s in steps]} for rule, steps in found.others]
        rule, effect = (found.rule.id, found.rule.effect) if found.rule else (None, None)
        steps = [s.to_json() for s in found.steps]
        return self._answer("path", found.finding, about, rule=rule, effect=effect, steps=steps, others=others)

    def scope(self, worker: str) -> "list[MayAnswer]":
        """May this worker do each task there is? Everything the framework holds on the day, at a site of a post."""
        day, judge = self.moment.as_of, self.judge(worker)
        here = [judge.in_post_named(post) for post in judge.posts(day)] or [judge]
        names = (n for n in self.catalogue.competencies if any(j.competency(n, day).in_framework(day) for j in here))
        return [self.may(worker, name) for name in names]

    def progress(self, worker: str) -> list[PlainAnswer]:
        """What is the status of each competency that has been begun? Those the catalogue does not hold come last.

        Of a record that cannot be read nobody can tell: one answer that names no competency says so.
        """
        if (nothing := self.nothing(worker)) is not None:
            if self.records.unreadable(worker) is None:
                return []
            about = {"worker": worker, "competency": None}  # nobody can tell of which
            return [self._answer("status", nothing, about, status=None, expires_on=None, suggests=[], late=[])]
        known = [self.status(worker, name) for name in self.judge(worker).begun(self.moment.as_of)]
        return known + [self._not_listed(worker, one) for one in self.unlisted(worker) if one.what == "competency"]

    def _not_listed(self, worker: str, found: "Unlisted") -> PlainAnswer:
        finding = Finding(CANNOT_TELL, found.says, found.entries)
        about = {"worker": worker, "competency": found.name}
        return self._answer("status", finding, about, status=None, expires_on=None, suggests=[], late=[])



def _since_finding(now: Rebanding, periods: list[Period], late: Sequence[Late], moment: Moment) -> Finding:
    day, rule, found = since(periods), now.rule, now.finding
    if day is not None and rule is not None:
        sentence = f"{rule.title}: met without a break since {said(day)}"
        sentence += f". {say_late(late)}" if late else ""
        return Finding(MET, sentence, found.entries, found.sources, found.parts, found.unconfirmed)
    outcome = now.finding.outcome if now.finding.outcome is not MET else NOT_MET
    before = f" It was last met up to {said(periods[-1].until)}." if periods and periods[-1].until else ""
    sentence = f"Not met on {said(moment.as_of)}. {now.finding.says}.{before}"
    return Finding(outcome, sentence, found.entries, found.sources, found.parts, found.placeholders)
