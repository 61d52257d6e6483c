"""The questions and their answers: each a pure function of the records as known, the catalogue and the moment.

What only one question needs is imported when it is asked: most programs ask one.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import attrs

from sw_competency.bulk import undisturbed
from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.dates import Moment, said
from sw_competency.errors import UnknownNameError
from sw_competency.judge.case import Judge, judge_of
from sw_competency.judge.folded import Records, up_to
from sw_competency.judge.may import judge_may, posts_at
from sw_competency.judge.rebanding import Rebanding, judge_rebanding, suggested_by
from sw_competency.judge.since import Period, periods_met, since
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Answer, Entry, Finding

if TYPE_CHECKING:
    from sw_competency.judge.unlisted import Unlisted


class Questions:
    """All questions that can be asked of training records, at one moment under one catalogue.

    Args:
        records: the records as known by the moment's instant.
        catalogue: what the frameworks say.
        moment: the two clocks.
    """

    def __init__(self, records: Records, catalogue: Catalogue, moment: Moment) -> None:
        self.records, self.catalogue = records, catalogue
        self.moment = attrs.evolve(moment, catalogue=catalogue.digest)

    def judge(self, worker: str) -> Judge:
        """Give the judge of a worker."""
        return judge_of(self.records, self.catalogue, worker)

    def _nothing(self, worker: str) -> Finding | None:
        """Nothing recorded of somebody is no answer about them, nor is a record that cannot be read."""
        if (wrong := self.records.unreadable(worker)) is not None:
            return Finding(CANNOT_TELL, f"The record of {worker} cannot be read: {wrong.rstrip('.')}")
        if up_to(self.records.worker(worker).entries, self.moment.as_of):
            return None
        sentence = f"Nothing is recorded of {worker} up to {said(self.moment.as_of)}"
        alike = [] if self.records.worker(worker).entries else self.records.looks_like("worker", worker)
        near = next((w for w in alike if up_to(self.records.worker(w).entries, self.moment.as_of)), None)
        return Finding(CANNOT_TELL, f"{sentence}; perhaps '{near}' is meant" if near else sentence)

    def _answer(self, question: str, finding: Finding, about: dict[str, Any], **facts: Any) -> Answer:
        return Answer(question=question, moment=self.moment, finding=finding, about=about, facts=facts)

    def status(self, worker: str, competency: str) -> Answer:
        """What is the status of a competency?

        Raises:
            UnknownNameError: no such competency; where entries about it are on record, the sentence says so.
        """
        self.listed(worker, competency)
        about = {"worker": worker, "competency": competency}
        if (nothing := self._nothing(worker)) is not None:
            return self._answer("status", nothing, about, status=None, expires_on=None, suggests=[])
        from sw_competency.judge.progress import suggestions

        judge, day = self.judge(worker), self.moment.as_of
        found, suggests = judge.status(competency, day), list(suggestions(judge, competency, day))
        return self._answer(
            "status", found.finding, about, status=found.status, expires_on=found.expires_on, suggests=suggests
        )

    def listed(self, worker: str, competency: str) -> None:
        """Make sure that the catalogue holds a competency.

        Raises:
            UnknownNameError: it does not; where entries about it are on record, the sentence says so.
        """
        if competency not in self.catalogue.competencies:
            for one in self.unlisted(worker):
                if (one.what, one.name) == ("competency", competency):
                    note = f"it is on record of {worker} ({one.counted}){one.nearest}."
                    raise UnknownNameError("competency", competency, note=note)
        self.catalogue.competency(competency)

    def may(
        self, worker: str, task: str, modality: str | None = None, device: str | None = None, post: str | None = None
    ) -> Answer:
        """May this worker do this task?

        Raises:
            UnknownNameError: no such competency or modality.
        """
        self.listed(worker, task)
        if modality is not None:
            self.catalogue.modality(modality)
        return self._may(worker, task, modality, device, post)

    def _may(
        self,
        worker: str,
        task: str,
        modality: str | None = None,
        device: str | None = None,
        post: str | None = None,
        site: str | None = None,
    ) -> Answer:
        about = {"worker": worker, "task": task}
        about |= {k: v for k, v in (("modality", modality), ("device", device)) if v is not None}
        found = judge_may(self.judge(worker), task, self.moment.as_of, modality, device, post, site)
        nothing = self._nothing(worker)
        finding = found.finding if nothing is None else nothing
        return self._answer(
            "may", finding, about, answer=found.answer, because=found.because, status=found.status,
            restrictions=found.restrictions, conditions=found.conditions, absent=found.absent, post=found.post,
        )  # fmt: skip

    def counts(self, worker: str, sign_off: str) -> Answer:
        """Does this sign-off count?"""
        about = {"worker": worker, "sign_off": sign_off}
        if self.records.unreadable(worker) is not None and (nothing := self._nothing(worker)) is not None:
            return self._answer("counts", nothing, about, awaiting=False)
        record = self.records.worker(worker)
        for competency, given in record.given.items():
            for index, one in enumerate(given):
                if one.id == sign_off and one.on <= self.moment.as_of:
                    counted = self.judge(worker).counted(competency, index, self.moment.as_of)
                    about["competency"] = competency
                    suggests = list(counted.suggests)
                    return self._answer(
                        "counts", counted.finding, about, awaiting=counted.awaiting, suggests=suggests
                    )
        sentence = f"No sign-off '{sign_off}' is on record of {worker} up to {said(self.moment.as_of)}"
        return self._answer("counts", Finding(CANNOT_TELL, sentence), about, awaiting=False, suggests=[])

    def rebanding(self, worker: str, rule: str) -> Answer:
        """Is a re-banding rule met, and since when?

        Raises:
            UnknownNameError: no such rule.
        """
        about = {"worker": worker, "rule": rule}
        self.catalogue.rule(rule)
        if (nothing := self._nothing(worker)) is not None:
            effect = self._effect(rule)
            return self._answer("rebanding", nothing, about, effect=effect, since=None, post=None, suggests=[])
        found = judge_rebanding(self.judge(worker), rule, self.moment.as_of)
        day = None
        if found.finding.outcome is MET:
            day = since(periods_met(self.judge(worker), rule, self.moment.as_of))
        effect = found.rule.effect if found.rule else None
        suggests = list(suggested_by(self.judge(worker), found, self.moment.as_of))
        return self._answer(
            "rebanding", found.finding, about, effect=effect, since=day, post=found.post, suggests=suggests
        )

    def who_meets(self, rule: str, workers: Iterable[str]) -> Iterator[Answer]:
        """Who meets a re-banding rule? An answer for each worker, with its reasons; nobody's record is kept in memory.

        Raises:
            UnknownNameError: no such rule.
        """
        self.catalogue.rule(rule)
        for worker in workers:
            with undisturbed():
                yield self.rebanding(worker, rule)
            self.records.forget()

    def _effect(self, rule: str) -> str | None:
        version = self.catalogue.rule_in_force(rule, self.moment.as_of)
        return version.effect if version else None

    def since(self, worker: str, rule: str) -> Answer:
        """Since when has a re-banding rule been met without a break?

        Raises:
            UnknownNameError: no such rule.
        """
        about = {"worker": worker, "rule": rule}
        self.catalogue.rule(rule)
        if (nothing := self._nothing(worker)) is not None:
            return self._answer("since", nothing, about, effect=self._effect(rule), since=None, periods=[])
        now = judge_rebanding(self.judge(worker), rule, self.moment.as_of)
        periods = periods_met(self.judge(worker), rule, self.moment.as_of)
        finding = _since_finding(now, periods, self.moment)
        effect = now.rule.effect if now.rule else None
        told = [period.to_json() for period in periods]
        return self._answer("since", finding, about, effect=effect, since=since(periods), periods=told)

    def outside_scope(self, worker: str) -> Answer:
        """What was done, or agreed to, outside scope?"""
        about = {"worker": worker}
        if (nothing := self._nothing(worker)) is not None:
            return self._answer("outside-scope", nothing, about, competencies=[], cannot_tell=[], tasks=[])
        from sw_competency.judge.outside_scope import judge_outside_scope

        found = judge_outside_scope(self.judge(worker), self.moment.as_of)
        return self._answer(
            "outside-scope", found.finding, about, competencies=list(found.competencies),
            cannot_tell=[t.to_json() for t in found.cannot_tell], tasks=[t.to_json() for t in found.tasks],
        )  # fmt: skip

    def unused(self, worker: str) -> Answer:
        """Which competencies are held and not used?"""
        if (nothing := self._nothing(worker)) is not None:
            return self._answer("unused", nothing, {"worker": worker}, competencies=[])
        from sw_competency.judge.unused import judge_unused

        found = judge_unused(self.judge(worker), self.moment.as_of)
        return self._answer("unused", found.finding, {"worker": worker}, competencies=list(found.competencies))

    def required(self, worker: str) -> Answer:
        """What does the post require, what of it is lacking, and what is held that it does not require?"""
        from sw_competency.judge.required import judge_required

        found = judge_required(self.judge(worker), self.moment.as_of)
        nothing = self._nothing(worker)
        finding = found.finding if nothing is None else nothing
        return self._answer("required", finding, {"worker": worker}, **found.facts())

    def acceptance(
        self, site: str, brought: Iterable[Entry], sender: str | None = None, worker: str | None = None
    ) -> list[Answer]:
        """Does a site take over what somebody brings from another organisation? An answer for each thing brought.

        Args:
            site: the receiving site.
            brought: entries of the other organisation's records; practice, posts and the like are passed over.
            sender: that organisation; a training's own provider, and the issuer of prior learning, go before it.
            worker: the worker's id here, where theirs differs.
        """
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

    def path(self, worker: str, to: str) -> Answer:
        """What is the shortest honest path to a tier?

        Raises:
            UnknownNameError: no such tier.
        """
        about = {"worker": worker, "to": to}
        self.catalogue.tier(to)
        if (nothing := self._nothing(worker)) is not None:
            return self._answer("path", nothing, about, rule=None, effect=None, steps=[], others=[])
        from sw_competency.judge.path import judge_path

        found = judge_path(self.judge(worker), to, self.moment.as_of)
        others = [{"rule": rule.id, "steps": [s.to_json() for s in steps]} for rule, steps in found.others]
        rule, effect = (found.rule.id, found.rule.effect) if found.rule else (None, None)
        steps = [s.to_json() for s in found.steps]
        return self._answer("path", found.finding, about, rule=rule, effect=effect, steps=steps, others=others)

    def scope(self, worker: str) -> list[Answer]:
        """May this worker do each task there is? Everything the framework holds on the day, at a site of a post."""
        day, judge = self.moment.as_of, self.judge(worker)
        here = [judge.in_post_named(post) for post in judge.posts(day)] or [judge]
        names = (n for n in self.catalogue.competencies if any(j.competency(n, day).in_framework(day) for j in here))
        return [self.may(worker, name) for name in names]

    def who_may(
        self, task: str, workers: Iterable[str], site: str | None = None, modality: str | None = None
    ) -> list[Answer]:
        """Who may do a task? An answer for everybody in post on the day, at a site or anywhere; the absent are marked.

        Somebody whose record cannot be read may be in post there: of them it cannot be told.

        Raises:
            UnknownNameError: no such competency or modality.
        """
        return list(self.each_may(task, workers, site, modality))

    def each_may(
        self, task: str, workers: Iterable[str], site: str | None = None, modality: str | None = None
    ) -> Iterator[Answer]:
        """Who may do a task? As `who_may`, one by one: nobody's record is kept in memory.

        Raises:
            UnknownNameError: no such competency or modality.
        """
        self.catalogue.competency(task)
        if modality is not None:
            self.catalogue.modality(modality)
        return self._each_may(task, workers, site, modality)

    def _each_may(self, task: str, workers: Iterable[str], site: str | None, modality: str | None) -> Iterator[Answer]:
        for worker in workers:
            at_hand = posts_at(self.judge(worker), self.moment.as_of, site)
            if at_hand or self.records.unreadable(worker) is not None:
                yield self._may(worker, task, modality, site=site)
            self.records.forget()

    def nothing(self, worker: str) -> str | None:
        """Say that nothing is recorded of a worker, or that it cannot be read; None where there is something."""
        found = self._nothing(worker)
        return None if found is None else f"{found.says}."

    def progress(self, worker: str) -> list[Answer]:
        """What is the status of each competency that has been begun? Those the catalogue does not hold come last."""
        if self._nothing(worker) is not None:
            return []
        known = [self.status(worker, name) for name in self.judge(worker).begun(self.moment.as_of)]
        return known + [self._not_listed(worker, one) for one in self.unlisted(worker) if one.what == "competency"]

    def unlisted(self, worker: str) -> "tuple[Unlisted, ...]":
        """What is on record under names that the catalogue does not hold?"""
        from sw_competency.judge.unlisted import unlisted

        return unlisted(self.records.worker(worker).entries, self.catalogue, self.moment.as_of)

    def _not_listed(self, worker: str, found: "Unlisted") -> Answer:
        finding = Finding(CANNOT_TELL, found.says, found.entries)
        about = {"worker": worker, "competency": found.name}
        return self._answer("status", finding, about, status=None, expires_on=None)


def _since_finding(now: Rebanding, periods: list[Period], moment: Moment) -> Finding:
    day, rule, found = since(periods), now.rule, now.finding
    if day is not None and rule is not None:
        sentence = f"{rule.title}: met without a break since {said(day)}"
        return Finding(MET, sentence, found.entries, found.sources, found.parts, found.unconfirmed)
    outcome = now.finding.outcome if now.finding.outcome is not MET else NOT_MET
    before = f" It was last met up to {said(periods[-1].until)}." if periods and periods[-1].until else ""
    sentence = f"Not met on {said(moment.as_of)}. {now.finding.says}.{before}"
    return Finding(outcome, sentence, found.entries, found.sources, found.parts, found.placeholders)
