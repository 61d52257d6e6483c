"""The judge of one worker, and the case it makes of each day: what every requirement asks, and what was worked out.

A judge goes with one record as known, one catalogue and one post. What it remembers is a function of what was asked
alone: asking twice costs little more than asking once, and no answer hangs on what was asked before, or by whom.

What a sign-off rests on lies on an earlier day, or on the same day at another competency that the catalogue asks for
first: nothing rests on itself. Rows of it may be long, so they are followed by a list of what waits (`counted`).
"""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sw_competency.catalogue.catalogue import Catalogue, Competency, Programme
from sw_competency.errors import CatalogueError, Problem
from sw_competency.judge.changes import changes as status_changes
from sw_competency.judge.completions import completions
from sw_competency.judge.counted import Counted, explained, refused, suggested, turns_on
from sw_competency.judge.folded import FoldedRecord, Snapshot
from sw_competency.judge.judging import CompetencyStatus
from sw_competency.judge.one_day import Case
from sw_competency.judge.posts import Post
from sw_competency.judge.records import Records
from sw_competency.judge.shared import plans_of, shared
from sw_competency.judge.sign_off import judge_sign_off
from sw_competency.judge.status import judge_status
from sw_competency.model import MET, Finding, PriorLearning, Training
from sw_competency.model.findings import Sentence
from sw_competency.rules import Completion, Given, Span

Key = tuple[str, int]  # a competency, the place of a sign-off among its own
DEEPEST = 12  # sign-offs that call each other while they are judged: as few as any catalogue's own rows allow


class _Waits(Exception):  # noqa: N818 - no error: a sign-off that has to be judged first
    """A sign-off at the end of a row too long to call each other."""

    def __init__(self, judge: "Judge", key: Key, horizon: date) -> None:
        super().__init__()
        self.judge, self.key, self.horizon = judge, key, horizon
        self.mark = (id(judge), key, horizon)


class Judge:
    """One record as known, judged under one catalogue, in one post.

    Args:
        record: the folded record.
        catalogue: what the frameworks say.
        records: where the records of assessors and sites are found.
        post: the post; None for the main one.
    """

    __slots__ = (
        "_at",
        "_changes",
        "_completions",
        "_counted",
        "_others",
        "_posts",
        "_status",
        "_to_light",
        "_trainings",
        "catalogue",
        "passed_over",
        "plans",
        "post",
        "record",
        "records",
        "worked_out",
    )  # fmt: skip

    def __init__(self, record: FoldedRecord, catalogue: Catalogue, records: Records, post: str | None = None) -> None:
        self.record, self.catalogue, self.records, self.post = record, catalogue, records, post
        self._at: dict[date, Snapshot] = {}
        self._posts: dict[str | None, Post] = {}
        self._counted: dict[Key, list[Counted]] = {}  # of each, as seen from so many days
        self._to_light: dict[Key, Sequence[date]] = {}
        self._trainings = record.named((Training,), "programme")
        self._status: dict[tuple[str, date, bool], CompetencyStatus] = {}
        self._changes: dict[str, Sequence[date]] = {}
        self._others: dict[str | None, Judge] = {}  # of the same record, by post
        self.passed_over: dict[tuple[str, int], tuple[int, tuple[int, ...]]] = {}  # see `status`
        self._completions: dict[tuple[str, str | None], Sequence[Completion]] = {}
        self.worked_out: dict[Any, Any] = {}  # see `shared`
        self.plans = plans_of(catalogue)

    # -- posts ---------------------------------------------------------------------------------------------------

    def in_post_named(self, post: str | None) -> "Judge":
        """Return the judge of the same record in another post."""
        if post == self.post:
            return self
        known = self._others.get(post)
        if known is None:
            known = self._others[post] = Judge(self.record, self.catalogue, self.records, post)
            known._posts, known._at = self._posts, self._at
        return known

    def at(self, day: date) -> Snapshot:
        """Return the record as it stood at the end of a day."""
        known = self._at.get(day)
        if known is None:
            known = self._at[day] = self.record.at(day)
        return known

    def held(self, day: date, site: str | None = None) -> dict[str | None, Span]:
        """Return the posts held on a day, at a site or anywhere, each with its appointment; None is the main one."""
        spans = {name: span for name in self.at(day).posts if (span := self.post_named(name).at(day)) is not None}
        return spans if site is None else {name: s for name, s in spans.items() if s.appointment.site == site}

    def post_named(self, name: str | None) -> Post:
        """Return a post through time."""
        found = self._posts.get(name)
        if found is None:
            r, record = self.record.whole, self.record
            found = self._posts[name] = Post(
                [a for a in r.appointments if a.post == name],
                [x for x in r.leavings if x.post is None or x.post == name],
                [d for d in r.rebandings if d.post == name],
                self._rank_of,
                lambda entry: record.place[id(entry)],
            )
        return found

    def _rank_of(self, tier: str) -> int:
        known = self.catalogue.tiers.get(tier)
        return known.rank if known else 0

    def span(self, day: date) -> Span | None:
        """Return the appointment on a day, in this post."""
        return self.post_named(self.post).at(day)

    def site(self, day: date) -> str | None:
        """Name the site whose policy holds on a day; nobody asks where no site has one of its own."""
        if not self.catalogue.site_competencies and not self.catalogue.site_programmes:
            return None
        return self.where(day)

    def where(self, day: date) -> str | None:
        """Name the site of a day: of this post, else of the main one, else of any."""
        span = self.span(day) or self.post_named(None).at(day)
        if span is None:
            span = next(iter(self.held(day).values()), None)
        return span.appointment.site if span else None

    def competency(self, name: str, day: date) -> Competency:
        """Return a competency as the site of the day has it."""
        if self.catalogue.site_competencies:
            return self.catalogue.competency(name, self.site(day))
        return self.catalogue.competencies.get(name) or self.catalogue.competency(name)

    # -- sign-offs and status ------------------------------------------------------------------------------------

    def counted(self, competency: str, index: int, horizon: date) -> Counted:
        """Judge whether a sign-off counts, as seen from a day; each is judged once.

        Args:
            competency: the competency.
            index: the place of the sign-off among those of the competency, in the order of the record.
            horizon: the day it is seen from.

        Raises:
            CatalogueError: a kind of requirement not of ours waits for its own answer.
        """
        key = (competency, index)
        for one in self._counted.get(key, ()):
            if one.seen_from == horizon or self._is_alike(key, one.seen_from, horizon):
                return one
        return self._settled(key, horizon)

    def explained(self, counted: Counted, horizon: date) -> Finding:
        """Give the reasons why a sign-off counts or does not, as seen from a day, with a part for everything asked."""
        return explained(counted, self.signing(counted.given, horizon, counted.cites), self.turns_on(counted))

    def refused(self, counted: Counted, horizon: date) -> Sentence:
        """Return the sentence of the reasons why a sign-off does not count, and nothing besides."""
        return refused(counted, self.signing(counted.given, horizon, counted.cites))

    def turns_on(self, counted: Counted) -> tuple[str, ...]:
        """Return the paths in the catalogue of what that turns on and nobody published."""
        if counted.paths is None:
            case = self.signing(counted.given, counted.seen_from, counted.cites)
            counted.paths = turns_on(counted.plan, counted.short, case, counted.also)
        return counted.paths

    def suggested(self, counted: Counted, horizon: date) -> tuple[Finding, ...]:
        """Judge what the rule of a sign-off suggests, on its day; it decides nothing."""
        return suggested(counted, self.signing(counted.given, horizon, counted.cites))

    def _settled(self, key: Key, horizon: date) -> Counted:
        """Judge a sign-off after all it rests on; a row too long to call each other is put on a list that waits."""
        rows = self.records.rows
        depth = rows.depth
        if depth >= DEEPEST:
            raise _Waits(self, key, horizon)
        try:
            return self.judged(key, horizon, depth)
        except _Waits as first:
            if depth:
                raise
            waiting = {one.mark: one for one in (_Waits(self, key, horizon), first)}
        while True:
            last = next(reversed(waiting.values()))
            try:
                result = last.judge.judged(last.key, last.horizon, 0)
            except _Waits as first:
                if first.mark in waiting:
                    path = f"competency.{first.key[0]}.sign_off"
                    raise CatalogueError([Problem("waits for its own answer", path)]) from None
                waiting[first.mark] = first
                continue
            waiting.popitem()
            if not waiting:
                return result

    def judged(self, key: Key, horizon: date, depth: int) -> Counted:
        """Judge a sign-off now, as deep in a row of them, and remember what came of it."""
        rows = self.records.rows
        rows.depth = depth + 1
        try:
            result = judge_sign_off(self, *key, horizon)
        finally:
            rows.depth = depth
        known = self._counted.get(key)
        if known is None:
            self._counted[key] = [result]
        else:
            known.append(result)
        return result

    def settled(self, counted: Counted) -> bool:
        """Tell whether a sign-off does not count, and nothing that comes to light later can change that."""
        if counted.outcome is MET or counted.awaiting:
            return False
        return not self.coming_to_light(counted.given)

    def _is_alike(self, key: Key, one: date, other: date) -> bool:
        """Tell whether nothing that a sign-off rests on came to light between two days from which it is seen."""
        days = self._to_light.get(key)
        if days is None:
            days = self._to_light[key] = self.coming_to_light(self.record.sign_off(*key))
        return not days or bisect_right(days, one) == bisect_right(days, other)

    def coming_to_light(self, given: Given) -> list[date]:
        """Return the days after a sign-off on which more becomes known that it may rest on: as it is seen from then."""
        asked = self.catalogue.seen_later.get(given.competency)
        if asked is None or isinstance(given, PriorLearning):
            return []
        case = self.signing(given, date.max, ())
        return sorted({day for item in asked for day in item.comes_to_light(case) if day > given.on})

    def status(self, competency: str, day: date, *, earlier: bool = False) -> CompetencyStatus:
        """Judge the status of a competency on a day.

        Args:
            competency: the competency.
            day: the day.
            earlier: by sign-offs of earlier days alone.
        """
        key = (competency, day, earlier)
        known = self._status.get(key)
        if known is None:
            known = self._status[key] = judge_status(self, competency, day, earlier=earlier)
        return known

    def status_apart(self, competency: str, day: date, index: int) -> CompetencyStatus:
        """Judge the status as it was without the sign-off at a place, and all after it: was that a renewal?"""
        return judge_status(self, competency, day, apart_from=index)

    @shared
    def begun(self, day: date) -> tuple[str, ...]:
        """Name every competency of the catalogue that has been begun by a day, be it by training alone."""
        named = set(self.at(day).competencies())
        closed = {"not-started", "withdrawn", "suspended"}  # a withdrawal of everything begins nothing
        statuses = [(name, self.status(name, day).status) for name in sorted(self.catalogue.competencies)]
        return tuple([
            name for name, status in statuses if status != "not-started" and (name in named or status not in closed)
        ])  # fmt: skip

    def changes(self, competency: str) -> Sequence[date]:
        """Return the days on which the status of a competency can change."""
        known = self._changes.get(competency)
        if known is None:
            known = self._changes[competency] = sorted(set(status_changes(self, competency)))
        return known

    def completions(self, programme: str, day: date) -> Sequence[Completion]:
        """Return the completions of a programme, as the site of the day lets them expire."""
        known = self.completed(programme, self.site(day) if self.catalogue.site_programmes else None)
        if not known or known[-1].training.on <= day:
            return known
        return [c for c in known if c.training.on <= day]

    def completed(self, programme: str, site: str | None) -> Sequence[Completion]:
        """Return all completions of a programme, as a site lets them expire."""
        key = (programme, site)
        known = self._completions.get(key)
        if known is None:
            of, names, doubts = self._lasting(programme, site)
            done: list[Completion] = []
            for name in names:
                if trainings := self._trainings.get(name):
                    done += completions(trainings, of.expires_after, stated=name == programme, doubts=doubts)
            if len(names) > 1:
                done.sort(key=lambda c: c.training.on)
            self._completions[key] = known = done
        return known

    def _lasting(self, programme: str, site: str | None) -> tuple[Programme, Collection[str], tuple[str, ...]]:
        """Return a programme as a site has it, those that count as it, and the path of its length if nobody's."""
        plans, key = self.plans, ("lasting", programme, site)
        known: tuple[Programme, Collection[str], tuple[str, ...]] | None = plans.get(key)
        if known is None:
            of = self.catalogue.programme(programme, site)
            names = self.catalogue.counting.get(programme) or (programme,)
            known = plans[key] = (of, names, of.unconfirmed("expires_after"))
        return known

    def training_ends(self, programme: str) -> list[date]:
        """Return the last days of all completions of a programme, by the length of every site."""
        sites = [None, *(site for site, name in self.catalogue.site_programmes if name == programme)]
        return [c.expires_on for site in sites for c in self.completed(programme, site) if c.expires_on is not None]

    def colleague(self, person: str) -> "Judge":
        """Return the judge of somebody else, by the same catalogue."""
        return judge_of(self.records, self.catalogue, person)

    def signing(self, given: Given, horizon: date, cites: tuple[str, ...]) -> Case:
        """Make the case of a sign-off, on its own day."""
        return Case(self, given.on, horizon, given, None, cites)

    def case(self, day: date, rule: str | None = None, cites: tuple[str, ...] = ()) -> Case:
        """Make the case of a day."""
        return Case(self, day, day, None, rule, cites)


def judge_of(records: Records, catalogue: Catalogue, worker: str, post: str | None = None) -> Judge:
    """Return the judge of a worker; the same one for the same records, catalogue and post."""
    worker = records.joining.kept(worker)
    key = (worker, id(catalogue))
    found: Judge | None = records.judges.get(key)
    if found is None:
        found = records.judges.setdefault(key, Judge(records.worker(worker), catalogue, records))
    else:
        records.note(("worker", worker))
    return found.in_post_named(post)
