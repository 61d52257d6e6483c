"""Every question as a method, made from its class by `python -m tests.generated`: not written by hand."""

# ruff: noqa: E501
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sw_competency.dates import Length, day_of, length_of
from sw_competency.questions._fields import texts_of
from sw_competency.questions._question import Question, R

if TYPE_CHECKING:
    from sw_competency.catalogue.catalogue import Catalogue
    from sw_competency.intake.intake import Intake
    from sw_competency.model.answers import Answers
    from sw_competency.model.entries import Entry
    from sw_competency.model.extract import Extract, UnreadRow
    from sw_competency.portability.badge_check import Presented
    from sw_competency.questions.acceptance import AcceptanceAnswer
    from sw_competency.questions.answers_changed import AnswersChangedAnswer
    from sw_competency.questions.batches import BatchesAnswer
    from sw_competency.questions.bring_in import BringInAnswer
    from sw_competency.questions.check_badge import CheckBadgeAnswer
    from sw_competency.questions.claims import ClaimAnswer
    from sw_competency.questions.continuity import ContinuityAnswer, NewcomersAnswer
    from sw_competency.questions.counts import CountsAnswer
    from sw_competency.questions.cover import CoverAnswer
    from sw_competency.questions.due import DueAnswer
    from sw_competency.questions.entries import Written
    from sw_competency.questions.equity import EquityAnswer
    from sw_competency.questions.establishment import EstablishmentAnswer
    from sw_competency.questions.if_recorded import IfRecordedAnswer
    from sw_competency.questions.impact import ImpactAnswer
    from sw_competency.questions.last_worked import LastWorkedAnswer
    from sw_competency.questions.line_management import ManagerAnswer
    from sw_competency.questions.matrix import MatrixAnswer
    from sw_competency.questions.may import MayAnswer
    from sw_competency.questions.outcomes import OutcomesAnswer
    from sw_competency.questions.outside_scope import OutsideScopeAnswer
    from sw_competency.questions.path import PathAnswer
    from sw_competency.questions.rebanding import RuleMetAnswer
    from sw_competency.questions.recall import RecallAnswer, RecallsAnswer
    from sw_competency.questions.reconcile import ReconcileAnswer
    from sw_competency.questions.requests import RequestAnswer
    from sw_competency.questions.required import RequiredAnswer
    from sw_competency.questions.retention import RetentionAnswer
    from sw_competency.questions.return_to_area import ReturnAnswer
    from sw_competency.questions.since import SinceAnswer
    from sw_competency.questions.sites import SitesAnswer
    from sw_competency.questions.status import StatusAnswer
    from sw_competency.questions.subject_access import SubjectAccessAnswer
    from sw_competency.questions.sync import SyncAnswer
    from sw_competency.questions.titles import TitleAnswer
    from sw_competency.questions.trace import TraceAnswer
    from sw_competency.questions.unused import UnusedAnswer
    from sw_competency.questions.variation import VariationAnswer
    from sw_competency.questions.who_is import WhoIsAnswer


class Methods:
    """The questions there are, each as a method named as its command."""

    def ask(self, question: Question[R]) -> R:
        """Ask a question."""
        raise NotImplementedError

    if not TYPE_CHECKING:  # a type checker knows those below, and `ask` for those of other packages

        def __getattr__(self, name: str) -> object:
            from sw_competency.questions import known

            if name.startswith("_") or (question := known().get(name.replace("_", "-"))) is None:
                raise AttributeError(f"there is no question '{name}'")
            return lambda *given, **more: self.ask(question(*given, **more))

    def acceptance(self, site: str, brought: "Sequence[Entry | UnreadRow]", sender: str | None = None, worker: str | None = None) -> "Answers[AcceptanceAnswer]":
        """Whether a site takes over what somebody brings from another organisation, by its acceptance policies.

        Args:
            site: the site that receives.
            brought: the other organisation's records, our entries or an ESR training extract; nothing of it is recorded.
            sender: that organisation; a training's own provider, and the issuer of prior learning, go before it.
            worker: the worker's id here, where theirs differs.
        """
        from sw_competency.questions.acceptance import Acceptance

        return self.ask(Acceptance(site, tuple(brought), sender, worker))

    def answers_changed(self, first: date | str | None = None, until: date | str | None = None, site: str | None = None) -> "AnswersChangedAnswer":
        """Whose answers changed or will change in some days, from what to what, by what was recorded or the calendar alone.

        The answer of a day is the one that was given at its end. For days to come it is the one that will be given if
        nothing else is recorded. Asked are the status of every competency, whether what was ever signed off may be done,
        and every rule.

        Args:
            first: the first day; left out, the day asked about.
            until: the last day; left out, the day asked about, or the first where that is later.
            site: only those in post at this site.
        """
        from sw_competency.questions.answers_changed import AnswersChanged

        return self.ask(AnswersChanged(day_of(first), day_of(until), site))

    def batches(self) -> "BatchesAnswer":
        """Files of tables that were brought in: when, by whom, and how much of each still stands."""
        from sw_competency.questions.batches import Batches

        return self.ask(Batches())

    def bring_in(self, intake: "Intake", by: str | None = None) -> "BringInAnswer":
        """What becomes of a file of tables when it is brought in by a plan: every cell taken, asked about or left out.

        Args:
            intake: the file, a workbook or CSV, and the plan.
            by: who brings it in.
        """
        from sw_competency.questions.bring_in import BringIn

        return self.ask(BringIn(intake, by))

    def check_badge(self, site: str, brought: "Sequence[Presented]", status: "Sequence[Presented]" = (), subject: str | None = None, worker: str | None = None) -> "Answers[CheckBadgeAnswer]":
        """Whether badges somebody brings are genuine and still stand, and whether a site takes them over by its policies.

        Args:
            site: the site that receives.
            brought: the file of badges, or the folder of a leaver's pack; nothing of it is recorded.
            status: a newer file of what their issuer took back.
            subject: the number the person had at the issuer, to tell that the badges are theirs.
            worker: the worker's id here.
        """
        from sw_competency.questions.check_badge import CheckBadge

        return self.ask(CheckBadge(site, tuple(brought), tuple(status), subject, worker))

    def claims(self, worker: str | None = None) -> "Answers[ClaimAnswer]":
        """The reviews of a banding that were asked for: the day, by whom, and which rules were met on it.

        Args:
            worker: only this worker's; a claim for a group stands in the record of each member.
        """
        from sw_competency.questions.claims import Claims

        return self.ask(Claims(worker))

    def continuity(self, worker: str) -> "ContinuityAnswer":
        """How newcomers were brought in: how many people supervised their first weeks, induction, and a buddy.

        Args:
            worker: this one; left out at a command, everybody who started lately.
        """
        from sw_competency.questions.continuity import Continuity

        return self.ask(Continuity(worker))

    def newcomers(self, started_within: Length | str = 'P12M') -> "NewcomersAnswer":
        """How those who started lately were brought in, with the medians, and who lacks what.

        Args:
            started_within: how long before the day they started at the earliest, such as P12M.
        """
        from sw_competency.questions.continuity import Newcomers

        return self.ask(Newcomers(length_of(started_within)))

    def counts(self, worker: str, sign_off: str) -> "CountsAnswer":
        """Whether a sign-off counts, and why.

        Args:
            worker: whose training record it is about.
            sign_off: the id of the sign-off's entry.
        """
        from sw_competency.questions.counts import Counts

        return self.ask(Counts(worker, sign_off))

    def cover(self, task: str, site: str | None = None, modality: str | None = None, until: date | str | None = None, weeks: int = 4) -> "CoverAnswer":
        """Who may do a task by themselves and is there, how that changes in the next weeks, and when nobody can.

        Args:
            task: the competency that names the task.
            site: only at this site.
            modality: where it is to be done.
            until: the last day to look at, instead of weeks.
            weeks: how many weeks ahead to look.
        """
        from sw_competency.questions.cover import Cover

        return self.ask(Cover(task, site, modality, day_of(until), weeks))

    def due(self, site: str | None = None, until: date | str | None = None, weeks: int = 8) -> "DueAnswer":
        """What runs out for everybody in post, competencies and certificates, the earliest first; and what has run out.

        Args:
            site: only those in post at this site.
            until: the last day to look at, instead of weeks.
            weeks: how many weeks ahead to look.
        """
        from sw_competency.questions.due import Due

        return self.ask(Due(site, day_of(until), weeks))

    def entries(self, worker: str | None = None, assessor: str | None = None, site: str | None = None) -> "Answers[Written]":
        """A record as it was written, entry by entry, corrections and all.

        Args:
            worker: whose training record.
            assessor: the record of an assessor instead.
            site: the record of a site instead.
        """
        from sw_competency.questions.entries import Entries

        return self.ask(Entries(worker, assessor, site))

    def equity(self, from_tier: str = 'clinical-support-worker', within: Length | str = 'P24M', suppress_below: int = 5) -> "EquityAnswer":
        """How many of those at a tier moved up, by modality, site and deployment; names nobody, hides small numbers.

        Args:
            from_tier: the tier they were at when the time began.
            within: how long before the day that was, such as P24M.
            suppress_below: numbers below this are not shown, nor what would give them away; 3 or more.
        """
        from sw_competency.questions.equity import Equity

        return self.ask(Equity(from_tier, length_of(within), suppress_below))

    def establishment(self, by: Sequence[str] | str = ('site', 'tier'), site: str | None = None) -> "EstablishmentAnswer":
        """Who is in post, in people and whole-time equivalents, beside what each site says it should have.

        A post that covers several modalities stands under each of them, whole: nobody recorded how it is shared. Such rows
        overlap, and the total counts each post once.

        Args:
            by: how the rows are made: site, tier, title, deployment, modality; several with commas between.
            site: only posts at this site.
        """
        from sw_competency.questions.establishment import Establishment

        return self.ask(Establishment(texts_of(by), site))

    def if_recorded(self, entry: "Entry", until: date | str | None = None) -> "IfRecordedAnswer":
        """Whose answers change if an entry is recorded, such as a withdrawal; nothing is recorded by asking.

        Args:
            entry: the entry about to be recorded.
            until: the last day to look at; left out, a year on.
        """
        from sw_competency.questions.if_recorded import IfRecorded

        return self.ask(IfRecorded(entry, day_of(until)))

    def impact(self, other: "Catalogue", until: date | str | None = None) -> "ImpactAnswer":
        """Whose answers change if one catalogue takes the place of another: who gains, who loses, from which day.

        Args:
            other: the catalogue about to be published.
            until: the last day to look at; left out, a year on.
        """
        from sw_competency.questions.impact import Impact

        return self.ask(Impact(other, day_of(until)))

    def last_worked(self, worker: str, modality: str | None = None, within: Length | str | None = None) -> "LastWorkedAnswer":
        """When somebody last worked in each area, and how much of their work was clinical, clerical or cleaning.

        Args:
            worker: whose training record it is about; left out at a command, everybody in post.
            modality: only in this area.
            within: only what lies within this length of time before the day, such as P6M; left out, all on record.
        """
        from sw_competency.questions.last_worked import LastWorked

        return self.ask(LastWorked(worker, modality, length_of(within)))

    def who_last_worked(self, site: str | None = None, modality: str | None = None, within: Length | str | None = None) -> "Answers[LastWorkedAnswer]":
        """When everybody in post last worked in each area.

        Args:
            site: only those in post at this site.
            modality: only in this area.
            within: only what lies within this length of time before the day, such as P6M; left out, all on record.
        """
        from sw_competency.questions.last_worked import WhoLastWorked

        return self.ask(WhoLastWorked(site, modality, length_of(within)))

    def line_management(self, site: str | None = None) -> "Answers[ManagerAnswer]":
        """Who manages each support worker: a lead in post, the site's own words, or what follows from deployment.

        Args:
            site: only posts at this site.
        """
        from sw_competency.questions.line_management import LineManagement

        return self.ask(LineManagement(site))

    def matrix(self, site: str | None = None, modality: str | None = None, tier: str | None = None, everything: bool = False) -> "MatrixAnswer":
        """Who holds what: everybody in post down, competencies across, with the status and the last day of each.

        Args:
            site: only those in post at this site.
            modality: only the competencies of this area, those of all areas among them.
            tier: only those in post at this tier.
            everything: also the competencies that nobody has begun.
        """
        from sw_competency.questions.matrix import Matrix

        return self.ask(Matrix(site, modality, tier, everything))

    def may(self, worker: str, task: str, modality: str | None = None, device: str | None = None, post: str | None = None) -> "MayAnswer":
        """Whether a worker may do a task, and why.

        Args:
            worker: whose training record it is about.
            task: the competency that names the task.
            modality: where it is to be done.
            device: on which device.
            post: in which post, where somebody holds several; left out, the most cautious answer of all.
        """
        from sw_competency.questions.may import May

        return self.ask(May(worker, task, modality, device, post))

    def outcomes(self, rule: str) -> "OutcomesAnswer":
        """Who meets a re-banding rule, without the reasons: the quick way to ask about many people.

        Args:
            rule: the rule.
        """
        from sw_competency.questions.outcomes import Outcomes

        return self.ask(Outcomes(rule))

    def outside_scope(self, worker: str) -> "OutsideScopeAnswer":
        """What was done, or agreed to, outside scope: by one worker, or by all.

        Args:
            worker: whose training record it is about; left out at a command, everybody's.
        """
        from sw_competency.questions.outside_scope import OutsideScope

        return self.ask(OutsideScope(worker))

    def who_worked_outside_scope(self) -> "Answers[OutsideScopeAnswer]":
        """Who worked, or agreed to work, outside scope."""
        from sw_competency.questions.outside_scope import WhoWorkedOutsideScope

        return self.ask(WhoWorkedOutsideScope())

    def path(self, worker: str, to: str) -> "PathAnswer":
        """The shortest honest path to a tier: what is still missing, in order, and other ways there.

        Args:
            worker: whose training record it is about.
            to: the tier.
        """
        from sw_competency.questions.path import Path

        return self.ask(Path(worker, to))

    def progress(self, worker: str) -> "Answers[StatusAnswer]":
        """The status of every competency a training record says anything about.

        Args:
            worker: whose training record it is about.
        """
        from sw_competency.questions.progress import Progress

        return self.ask(Progress(worker))

    def rebanding(self, worker: str, rule: str) -> "RuleMetAnswer":
        """Whether a re-banding rule is met, for one worker or for all, and what is lacking.

        Args:
            worker: whose training record it is about; left out at a command, everybody's.
            rule: the rule.
        """
        from sw_competency.questions.rebanding import RuleMet

        return self.ask(RuleMet(worker, rule))

    def who_meets(self, rule: str) -> "Answers[RuleMetAnswer]":
        """Who meets a re-banding rule, and what the others lack.

        Args:
            rule: the rule.
        """
        from sw_competency.questions.rebanding import WhoMeetsRule

        return self.ask(WhoMeetsRule(rule))

    def recall(self, recall: str, site: str | None = None) -> "RecallAnswer":
        """Who needs a re-assessment since a procedure, device or contrast agent changed, by when, and what until then.

        Args:
            recall: the recall, as the catalogue names it; left out at a command, all recalls are listed.
            site: only those in post at this site.
        """
        from sw_competency.questions.recall import Recall

        return self.ask(Recall(recall, site))

    def recalls(self) -> "RecallsAnswer":
        """What the catalogue recalls: procedures, devices and contrast agents that changed."""
        from sw_competency.questions.recall import Recalls

        return self.ask(Recalls())

    def reconcile(self, extract: "Extract") -> "ReconcileAnswer":
        """Compare our record with an extract of ESR, a staff list or a training extract; nothing is imported.

        Args:
            extract: the extract, CSV or workbook, as it comes.
        """
        from sw_competency.questions.reconcile import Reconcile

        return self.ask(Reconcile(extract))

    def requests(self, worker: str | None = None, assessor: str | None = None, waiting: bool = False) -> "Answers[RequestAnswer]":
        """The requests to be signed off: those that wait, and what came of the others.

        Args:
            worker: only this worker's.
            assessor: only those made to this assessor.
            waiting: only those that nobody has answered yet.
        """
        from sw_competency.questions.requests import Requests

        return self.ask(Requests(worker, assessor, waiting))

    def required(self, worker: str) -> "RequiredAnswer":
        """What a worker's post requires, what of it is lacking, and what is held that it does not require.

        Args:
            worker: whose training record it is about.
        """
        from sw_competency.questions.required import Required

        return self.ask(Required(worker))

    def retention(self, worker: str | None = None) -> "RetentionAnswer":
        """What on record is due for disposal, by which rule and source; of one worker, also what is still to be kept.

        Args:
            worker: whose records; left out, everybody's.
        """
        from sw_competency.questions.retention import Retention

        return self.ask(Retention(worker))

    def return_to_area(self, modality: str, site: str | None = None, longer: Length | str | None = None) -> "Answers[ReturnAnswer]":
        """Who has not worked in an area with patients for so long, and what the catalogue asks of them on return.

        Asked of everybody in post whose post covers the area, or who worked there or was signed off for a task of it.

        Args:
            modality: the area.
            site: only those in post at this site.
            longer: for how long, such as P12W; left out, as long as the site says in its catalogue; where it says nothing, the last days are told, and nobody is said to have been away.
        """
        from sw_competency.questions.return_to_area import ReturnToArea

        return self.ask(ReturnToArea(modality, site, length_of(longer)))

    def scope(self, worker: str) -> "Answers[MayAnswer]":
        """Every task the framework holds, and whether a worker may do it.

        Args:
            worker: whose training record it is about.
        """
        from sw_competency.questions.scope import Scope

        return self.ask(Scope(worker))

    def since(self, worker: str, rule: str) -> "SinceAnswer":
        """Since which day a re-banding rule has been met without a break, and every period in which it was.

        Args:
            worker: whose training record it is about.
            rule: the rule.
        """
        from sw_competency.questions.since import Since

        return self.ask(Since(worker, rule))

    def who_has_met(self, rule: str) -> "Answers[SinceAnswer]":
        """Since when everybody has met a re-banding rule, and every period in which each did.

        Args:
            rule: the rule.
        """
        from sw_competency.questions.since import WhoHasMet

        return self.ask(WhoHasMet(rule))

    def sites(self, site: str | None = None) -> "SitesAnswer":
        """What is known of each site, reported or assumed: size, titles, deployment, training, ways up. Needs no records.

        Args:
            site: this site only.
        """
        from sw_competency.questions.sites import Sites

        return self.ask(Sites(site))

    def status(self, worker: str, competency: str) -> "StatusAnswer":
        """The status of one competency: current, due, lapsed and so on, and why.

        Args:
            worker: whose training record it is about.
            competency: which competency.
        """
        from sw_competency.questions.status import Status

        return self.ask(Status(worker, competency))

    def subject_access(self, worker: str) -> "SubjectAccessAnswer":
        """All that is held about a person: their own records in full, and what others' records say of them.

        In others' records other people are numbered, and texts that do not name the person are left out.

        Args:
            worker: who asks what is held: a worker, an assessor, or whoever is named anywhere.
        """
        from sw_competency.questions.subject_access import SubjectAccess

        return self.ask(SubjectAccess(worker))

    def sync(self, extract: "Extract", scope: str = 'esr', stop_at: int = 5, take_over: bool = False) -> "SyncAnswer":
        """What a full extract of ESR, staff or training, would change of our record; nothing is recorded by asking.

        Args:
            extract: the full extract, CSV or workbook, as it comes; the day asked about is its day.
            scope: which feed it is of.
            stop_at: of how many in the hundred of the people, posts or completions it may lack before it is not taken.
            take_over: take posts that a person entered for the feed's from now on.
        """
        from sw_competency.questions.sync import Sync

        return self.ask(Sync(extract, scope, stop_at, take_over))

    def titles(self, titles: "Sequence[str]") -> "Answers[TitleAnswer]":
        """What role and tier a local job title points to, how surely, and why; a title alone rarely fixes a band.

        Args:
            titles: job titles, each in quotes; - reads them, one a line.
        """
        from sw_competency.questions.titles import Titles

        return self.ask(Titles(tuple(titles)))

    def trace(self, assessor: str, first: date | str | None = None, last: date | str | None = None) -> "TraceAnswer":
        """What falls if an assessor was not entitled: their sign-offs, and all that rests on them. Nothing is recorded.

        Args:
            assessor: who was not entitled.
            first: the first day of that; left out, ever.
            last: the last day; left out, the day asked about.
        """
        from sw_competency.questions.trace import Trace

        return self.ask(Trace(assessor, day_of(first), day_of(last)))

    def unused(self, worker: str) -> "UnusedAnswer":
        """The competencies held and not used within six months: by one worker, or by all.

        Args:
            worker: whose training record it is about; left out at a command, everybody's.
        """
        from sw_competency.questions.unused import Unused

        return self.ask(Unused(worker))

    def who_has_unused(self) -> "Answers[UnusedAnswer]":
        """Who holds competencies and has not used them within six months."""
        from sw_competency.questions.unused import WhoHasUnused

        return self.ask(WhoHasUnused())

    def variation(self) -> "VariationAnswer":
        """Where sites differ: requirements and periods, titles, bands, training, deployment, ways up. Only what differs."""
        from sw_competency.questions.variation import Variation

        return self.ask(Variation())

    def who_is(self, number: str, scheme: str | None = None) -> "WhoIsAnswer":
        """Whose number it is, and under which other numbers and ids that person is known.

        Args:
            number: a number of any scheme, an id, or a name.
            scheme: of which scheme it is, such as esr-employee; left out, of any.
        """
        from sw_competency.questions.who_is import WhoIs

        return self.ask(WhoIs(number, scheme))

    def who_may(self, task: str, site: str | None = None, modality: str | None = None) -> "Answers[MayAnswer]":
        """Everybody in post on the day, and whether they may do a task; the absent are marked.

        Args:
            task: the competency that names the task.
            site: only those in post at this site.
            modality: where it is to be done.
        """
        from sw_competency.questions.who_may import WhoMay

        return self.ask(WhoMay(task, site, modality))
