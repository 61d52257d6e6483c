"""The case of one day: one worker, the record as known, and what a requirement may ask of them."""

from collections.abc import Iterable, Sequence
from datetime import date

from sw_competency.catalogue.standards import Lacking, lacking
from sw_competency.dates import day_before
from sw_competency.judge.folded import Snapshot
from sw_competency.judge.judging import Judging
from sw_competency.judge.lateness import late_words
from sw_competency.judge.status import judge_held
from sw_competency.model import (
    MET,
    NOT_MET,
    Absence,
    Approval,
    Countersignature,
    Entry,
    Finding,
    Outcome,
    Practice,
    Qualification,
    Registration,
    Training,
    Vacancy,
    Withdrawal,
)
from sw_competency.rules import Completion, Given, Span


class Case:
    """One worker, the record as known, one day: what a requirement asks (`rules.Case`)."""

    __slots__ = ("cites", "day", "earlier", "horizon", "judge", "rule", "signing", "worker")

    def __init__(
        self,
        judge: Judging,
        day: date,
        horizon: date,
        signing: Given | None,
        rule: str | None,
        cites: tuple[str, ...],
        *,
        earlier: bool = False,
    ) -> None:
        self.judge, self.day, self.horizon = judge, day, horizon
        self.signing, self.rule, self.cites, self.earlier = signing, rule, cites, earlier
        self.worker = judge.record.worker

    @property
    def record(self) -> Snapshot:
        """The record as it stood at the end of the day."""
        return self.judge.at(self.day)

    def at(self, day: date) -> "Case":
        """Return the same case on another day."""
        return Case(self.judge, day, day, None, self.rule, self.cites, earlier=self.earlier)

    def late(self, entry: Entry) -> str:
        """Say how late an entry was written down; nothing where that was in time."""
        return late_words(self.judge, entry)

    def titled(self, name: str) -> str:
        """Return the title of a competency, programme, tier or modality."""
        return self.judge.catalogue.titles.get(name, name)

    def status(self, competency: str) -> Finding:
        """Judge whether a competency is current."""
        return self.judge.status(competency, self.day, earlier=self.earlier).finding

    def held(self, competency: str) -> Outcome:
        """Judge whether a competency is current, without the reasons."""
        return judge_held(self.judge, competency, self.day, earlier=self.earlier)

    def status_changes(self, competency: str) -> Iterable[date]:
        """Return the days on which the status of a competency can change."""
        return self.judge.changes(competency)

    def completions(self, programme: str) -> Sequence[Completion]:
        """Return the completions of a programme up to the day."""
        judge = self.judge
        if judge.catalogue.site_programmes:
            return judge.completions(programme, self.day)
        known = judge.completed(programme, None)
        return known if not known or known[-1].training.on <= self.day else judge.completions(programme, self.day)

    def training_ends(self, programme: str) -> Iterable[date]:
        """Return the last days of all completions of a programme, by the length of every site."""
        return self.judge.training_ends(programme)

    def lacking(self, training: Training) -> Lacking | None:
        """Return the standards of its programme that a completion lacks."""
        if training.standards is None:
            return None
        programme = self.judge.catalogue.programme(training.programme, self.judge.site(self.day))
        return lacking(programme, training.standards, training.on, self.day)

    def practices(self, competency: str) -> Sequence[Practice]:
        """Return the practice of a competency up to the day."""
        return self.judge.record.practice_up_to(competency, self.day)  # asked most: without a snapshot of its own

    def practised(self) -> Iterable[Practice]:
        """Return all practice up to the day."""
        return self.record.practised

    def practice_counts_after(self, competency: str) -> date | None:
        """Return the day of the last withdrawal before the sign-off being judged."""
        if self.signing is None or Withdrawal not in self.judge.record.kinds:
            return None
        last, about = None, (None, competency, self.signing.competency)
        for w in self.judge.record.of_kind(Withdrawal, day_before(self.day)):
            if not w.suspends and w.competency in about:
                last = w.on
        return last

    def last_counting_sign_off(self, competency: str) -> tuple[date | None, date | None]:
        """Return the day of the newest sign-off that counts, and of the newest that may count."""
        record, perhaps = self.judge.record, None
        for index in reversed(self._signed_before(competency)):
            outcome = self.judge.counted(competency, index, self.day).outcome
            stands = record.stands(record.sign_off(competency, index))
            if outcome is MET:
                return stands, perhaps or stands
            if outcome is not NOT_MET:
                perhaps = perhaps or stands
        return None, perhaps

    def _signed_before(self, competency: str) -> Sequence[int]:
        """Return the places of the sign-offs of a competency that the one being judged, if any, comes after."""
        signing, earlier = self.signing, self.earlier
        if signing is not None:
            if signing.competency == competency:
                return self.record.before(signing)
            earlier = signing.competency in self.judge.catalogue.asked_before(competency)
        return (self.judge.at(day_before(self.day)) if earlier else self.record).seen(competency)

    def ever_appointed(self) -> bool:
        """Tell whether an appointment was ever recorded by the day."""
        return bool(self.record.appointments)

    def in_post(self) -> Span | None:
        """Return the appointment on the day."""
        return self.judge.span(self.day)

    def spans(self) -> Sequence[Span]:
        """Return the appointments in the post begun by the day."""
        return self.judge.post_named(self.judge.post).begun(self.day)

    def absences(self) -> Sequence[Absence]:
        """Return the absences begun by the day."""
        return self.record.absences

    def above_tier(self, competency: str, tier: str) -> bool:
        """Tell whether a competency belongs to a tier above the given one."""
        catalogue = self.judge.catalogue
        held = catalogue.tiers.get(tier)
        if competency not in catalogue.competencies or held is None:
            return False
        own = self.judge.competency(competency, self.day).tier
        return own != tier and held.scope < catalogue.tier(own).rank

    def qualifications(self) -> Sequence[Qualification]:
        """Return the qualifications gained by the day."""
        return self.record.qualifications

    def approvals(self) -> Sequence[Approval]:
        """Return the approvals given by the day."""
        return self.record.approvals

    def vacancies(self, site: str) -> Sequence[Vacancy]:
        """Return the vacancies of a site advertised by the day."""
        return self.judge.records.site(site).at(self.day).vacancies

    def registrations(self, assessor: str) -> Sequence[Registration]:
        """Return the registrations of an assessor on record by the horizon."""
        return self.judge.records.assessor(assessor).of_kind(Registration, self.horizon)

    def is_unread(self, kind: str, name: str) -> bool:
        """Tell whether the record of an assessor, a site or a worker cannot be read."""
        return self.judge.records.is_unread(kind, name)

    def countersignatures(self) -> Sequence[Countersignature]:
        """Return the countersignatures of the sign-off being judged, up to the horizon."""
        if self.signing is None:
            return ()
        return self.judge.at(self.horizon).countersignatures[self.signing.id]

    def colleague(self, person: str) -> "Case":
        """Return the case of another person on the same day, by their sign-offs of earlier days."""
        return Case(self.judge.colleague(person), self.day, self.horizon, None, None, (), earlier=True)

    def first_about(self, competency: str) -> date | None:
        """Return the first day on which anything about a competency is on record by the horizon."""
        return self.judge.at(self.horizon).first_about(competency)
