"""The questions about a whole department: everybody whose record is kept, at one moment under one catalogue.

What only one question needs is imported when it is asked.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sw_competency.bulk import undisturbed
from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.dates import Length, after, day_of, length_of
from sw_competency.errors import PeriodError
from sw_competency.model import Entry, Finding, PlainAnswer
from sw_competency.questions._asking import Questions

if TYPE_CHECKING:
    from sw_competency.questions._affected import Names
    from sw_competency.questions._impact import Change

AHEAD = Length(months=12)


class Department(Questions):
    """All questions that can be asked of everybody at once.

    Args:
        questions: the questions about one worker, at the same moment.
        workers: everybody whose training record is kept.
    """

    def __init__(self, questions: Questions, workers: Iterable[str]) -> None:
        one = questions
        super().__init__(one.records, one.catalogue, one.moment, lambda: workers, one.directory)
        self.questions = questions

    def _answer(self, question: str, finding: Finding, about: dict[str, Any], **facts: Any) -> PlainAnswer:
        return PlainAnswer(question=question, moment=self.moment, finding=finding, about=about, facts=facts)

    def _last(self, until: date | str | None, ahead: Length) -> date:
        """Give the last day of a look ahead; left out, so long on.

        Raises:
            PeriodError: it lies before the day asked about.
        """
        last = day_of(until) or after(self.moment.as_of, ahead)
        if last < self.moment.as_of:
            raise PeriodError(last, self.moment.as_of, "the day asked about")
        return last

    def due(self, site: str | None = None, until: date | str | None = None) -> PlainAnswer:
        """What runs out for everybody in post, and what has run out?

        Args:
            site: at this site; left out, anywhere.
            until: the last day looked at; left out, eight weeks on.

        Raises:
            UnknownNameError: a site that neither the catalogue nor a record names.
            PeriodError: the last day lies before the day asked about.
        """
        from sw_competency.questions.due import due

        return due(self, site, self._last(until, Length(days=56)))

    # -- sites -----------------------------------------------------------------------------------------------------

    def sites(self, site: str | None = None) -> PlainAnswer:
        """What is known of each site, reported or assumed? It rests on the catalogue alone.

        Args:
            site: this one only.

        Raises:
            UnknownNameError: the catalogue describes no such site.
        """
        from sw_competency.questions.sites import sites

        return sites(self.catalogue, self.moment, site)

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
        return self.questions.acceptance(site, brought, sender, worker)

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

    # -- recalls ---------------------------------------------------------------------------------------------------

    def recall(self, name: str, site: str | None = None) -> PlainAnswer:
        """Who needs a re-assessment by a recall, by when, and what may they do until then?

        Raises:
            UnknownNameError: no such recall.
        """
        from sw_competency.questions.recall import recall_of

        return recall_of(self, self.catalogue.recall(name), site)

    # -- what would change -----------------------------------------------------------------------------------------

    def impact(self, other: Catalogue, until: date | str | None = None) -> PlainAnswer:
        """Whose answers change if another catalogue takes the place of this one, from which day, for better or worse?

        Args:
            other: the catalogue about to be published.
            until: the last day looked at; left out, a year on.

        Raises:
            PeriodError: the last day lies before the day asked about.
        """
        from sw_competency.questions._affected import affected

        last = self._last(until, AHEAD)
        under = Questions(self.records, other, self.moment)
        names = affected(self.catalogue, other)
        changes = self.changes_in(under, names, last)
        touched = [other.competencies[name].source for name in names.competencies if name in other.competencies]
        cites = dict.fromkeys(s for cited in touched for s in cited) or other.tiers_cited
        return self._told("impact", changes, "Under the other catalogue", cites, {"until": last, "other": other.digest})

    def if_recorded(self, entry: Entry, until: date | str | None = None) -> PlainAnswer:
        """Whose answers change if an entry is recorded, such as a withdrawal; nothing is recorded by asking.

        Args:
            entry: the entry about to be recorded.
            until: the last day looked at; left out, a year on.

        Raises:
            PeriodError: the last day lies before the day asked about.
        """
        from sw_competency.questions._affected import everything

        last = self._last(until, AHEAD)
        if until is None:  # what lies ahead is looked at for a year from its own day
            last = max(last, after(entry.on, AHEAD))
        there = Questions(self.records.with_entry(entry), self.catalogue, self.moment)
        changes = self.changes_in(there, everything(self.catalogue), last)
        about = {"kind": entry.kind, entry.owner_field: entry.owner[1], "until": last}
        return self._told("if-recorded", changes, f"With this {entry.kind}", self.catalogue.tiers_cited, about)

    def changes_in(
        self, there: Questions, names: "Names", last: date, workers: Iterable[str] | None = None
    ) -> list["Change"]:
        """Give every change between the answers here and in another world, one worker after another."""
        from sw_competency.questions._impact import changed

        out: list[Change] = []
        for worker in self.workers if workers is None else workers:
            with undisturbed():
                out += changed(self.questions, there, worker, last, names)
            self.records.forget()
            there.records.forget()
        return out

    def _told(
        self, question: str, changes: list["Change"], what: str, cites: Iterable[str], about: dict[str, Any]
    ) -> PlainAnswer:
        from sw_competency.questions._impact import finding_of, summed

        finding = finding_of(changes, what, cites)
        told = [change.to_json() for change in changes]
        return self._answer(question, finding, about, by_site=summed(changes), changes=told)

    def trace(self, assessor: str, first: date | str | None = None, last: date | str | None = None) -> PlainAnswer:
        """What falls, and what rests on it, if an assessor was not entitled from one day to another?

        Nothing is recorded by asking: it is shown before anybody withdraws anything.

        Args:
            assessor: who was not entitled.
            first: the first day of that; left out, ever.
            last: the last day; left out, the day asked about.

        Raises:
            PeriodError: the last day lies before the first.
        """
        from sw_competency.questions import trace
        from sw_competency.questions._affected import resting_on_sign_offs
        from sw_competency.questions._impact import summed

        first = day_of(first)
        period = (first or date.min, day_of(last) or self.moment.as_of)
        if period[1] < period[0]:
            raise PeriodError(period[1], period[0], "the first day")
        found = trace.reach(self.questions, self.workers, assessor, *period)
        there = Questions(self.records.without({assessor: period}), self.catalogue, self.moment)
        own: dict[str, set[str]] = {worker: set() for worker in found.workers}
        for worker, one in found.given:
            own[worker].add(one.id)
        fell = [one for worker, ids in own.items() for one in trace.fallen(self.questions, there, worker, ids)]
        changes = []
        later: list[trace.Afterwards] = []
        for worker in found.workers:
            later += trace.afterwards(self.questions, there, worker)
            names = resting_on_sign_offs(self.catalogue, self.records.worker(worker).given)
            changes += self.changes_in(there, names, self.moment.as_of, [worker])
        registered = [entry.id for entry in self.records.registrations(assessor)]
        finding = trace.finding(assessor, period, found, fell, later, len({c.worker for c in changes}), registered)
        told = [change.to_json() for change in changes]
        about = {"assessor": assessor, "from": first, "until": period[1]}
        also = [{"worker": worker, "kind": kind, "entry": entry} for worker, kind, entry in found.also]
        return self._answer(
            "trace", finding, about, given=len(found.given), fallen=[one.to_json() for one in fell],
            afterwards=[one.to_json() for one in later], also=also, by_site=summed(changes), changes=told,
        )  # fmt: skip
