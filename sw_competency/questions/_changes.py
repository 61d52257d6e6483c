"""Whose answers change, and from which day: the same questions asked in two worlds, one worker after another.

The worlds differ in the catalogue (a rule is about to be changed), or in what is on record (a withdrawal about to be
recorded, an assessor found not to have been entitled). Nothing is published or recorded by asking.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

import msgspec

from sw_competency.bulk import undisturbed
from sw_competency.dates import day_before, said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.may import CAUTION, judge_may
from sw_competency.judge.rebanding import judge_rebanding
from sw_competency.judge.since import Timeline, timeline
from sw_competency.judge.status import HELD
from sw_competency.judge.turning import Turning
from sw_competency.model import MET, Finding, Outcome
from sw_competency.model.columns import NUMBER, PERSON, SITE, TEXT, Table, table
from sw_competency.model.findings import entries_of, sources_of
from sw_competency.questions._affected import Names

EFFECTS = {"gains": "gain", "loses": "lose", "falls-into-grace": "fall into grace", "changes": "change otherwise"}


class State(msgspec.Struct, frozen=True, gc=False):
    """The answer to one question on one day, in one world.

    Args:
        word: the answer: a status, what one may do, an outcome.
        day: the day that goes with it: the last day of a sign-off, the day since when a rule is met.
        finding: the reasons; no part of what is compared.
    """

    word: str | None
    day: date | None = None
    finding: Finding | None = None

    @property
    def compared(self) -> tuple[str | None, date | None]:
        """What makes two answers differ."""
        return self.word, self.day


class StatusThen(msgspec.Struct, frozen=True):
    """The status of a competency, and the last day that goes with it."""

    status: str | None
    expires_on: date | None


class RuleThen(msgspec.Struct, frozen=True):
    """Whether a rule is met, and since when."""

    rebanding: str | None
    since: date | None


Then = StatusThen | RuleThen | str | None  # what one may do is a word


class Change(msgspec.Struct, frozen=True, kw_only=True, rename={"first": "from"}):
    """One worker's answer to one question differs between two worlds for a stretch of days.

    Args:
        worker: whose answer.
        sites: where the worker is in post on the first of these days, the main post's first.
        question: `status`, `may` or `rebanding`.
        name: the competency, or the rule.
        effect: `gains`, `loses`, `falls-into-grace`, or `changes` otherwise.
        says: the change in one sentence.
        why: the reason of the answer as it would be.
        site: the first of the sites.
        first: from this day.
        until: up to this day; None where it goes on past the days looked at.
        before: the answer as it is.
        after: the answer as it would be.
        entries: ids of the entries that the answer as it would be rests on.
        sources: ids of the documents it cites.
    """

    worker: str
    sites: tuple[str, ...]
    question: str
    name: str
    effect: str
    says: str
    why: str | None
    site: str | None
    first: date
    until: date | None
    before: Then
    after: Then
    entries: tuple[str, ...]
    sources: tuple[str, ...]


class Effects(msgspec.Struct, frozen=True, rename={"falls_into_grace": "falls-into-grace"}):
    """How many workers in post at a site a change does something to, each once for an effect."""

    gains: int
    loses: int
    falls_into_grace: int
    changes: int


class Changes(msgspec.Struct, frozen=True):
    """All that changes, and what the answers as they are and as they would be rest on."""

    each: tuple[Change, ...] = ()
    entries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __add__(self, more: "Changes") -> "Changes":
        """Return both together."""
        return Changes(self.each + more.each, self.entries + more.entries, self.sources + more.sources)


_WORDS = {
    "may": "may do it",
    "only-supervised": "only under supervision",
    "may-not": "may not do it",
    "cannot-tell": "cannot be told",
}


def worded(question: str, state: State) -> str:
    word = _WORDS.get(state.word or "cannot-tell", (state.word or "").replace("-", " "))
    if state.day is None or state.word in {"withdrawn", "suspended"}:
        return word
    if state.word in {"lapsed", "grace"}:
        return f"{word}, its last day {said(state.day)}"
    return f"{word} {'since' if question == 'rebanding' else 'up to'} {said(state.day)}"


class World:
    """One worker's answers in one world, through a stretch of days.

    Args:
        everybody: the records and the catalogue of that world, as of the first of the days.
        worker: who it is about.
        last: the last of the days.
    """

    def __init__(self, everybody: Everybody, worker: str, last: date) -> None:
        self.judge, self.first, self.last = everybody.judge(worker), everybody.moment.as_of, last
        self.catalogue = everybody.catalogue
        self.turning = Turning(self.judge, self.first, last)
        self._timelines: dict[str, Timeline] = {}

    def days(self, question: str, name: str) -> Iterable[date]:
        """Return the days, after the first, on which an answer can change."""
        if question == "rebanding":
            return {*self.turning.of_record, *(first for first, _ in self._timeline(name))}
        if name not in self.catalogue.competencies:
            return ()
        return self.turning.of_status(name) if question == "status" else self.turning.of_may(name)

    def states(self, question: str, name: str) -> Callable[[date], State]:
        """Return the answers to a question; before the first entry of a record nothing can be told."""
        begun = min((entry.on for entry in self.judge.record.whole.entries), default=date.max)
        state = self._states(question, name)
        untold = State(None if question == "status" else "cannot-tell")
        return lambda day: state(day) if day >= begun else untold

    def _states(self, question: str, name: str) -> Callable[[date], State]:
        """Return the answers once something is recorded; what the catalogue does not hold nobody does or meets."""
        if question == "rebanding":
            return self._rule(name)
        if name not in self.catalogue.competencies:
            return lambda _: State("not-started" if question == "status" else "may-not")
        return {"status": self._status, "may": self._may}[question](name)

    def _status(self, name: str) -> Callable[[date], State]:
        def state(day: date) -> State:
            found = self.judge.status(name, day)
            return State(found.status, found.expires_on, found.finding)

        return state

    def _may(self, name: str) -> Callable[[date], State]:
        def state(day: date) -> State:
            found = judge_may(self.judge, name, day)
            return State(found.answer, None, found.finding)

        return state

    def _rule(self, name: str) -> Callable[[date], State]:
        if name not in self.catalogue.rules:
            return lambda _: State("not-met")
        line = self._timeline(name)

        def state(day: date) -> State:
            found = judge_rebanding(self.judge, name, day).finding
            began, outcome = line[bisect_right(line, day, key=lambda step: step[0]) - 1]
            return State(found.outcome.value, began if outcome is MET else None, found)

        return state

    def _timeline(self, name: str) -> Timeline:
        if name not in self.catalogue.rules:
            return []
        if name not in self._timelines:
            self._timelines[name] = timeline(self.judge, name, self.last)
        return self._timelines[name]


def changes_between(
    before: Everybody, after: Everybody, last: date, names: Names, workers: Iterable[str] | None = None
) -> Changes:
    """Return every change in answers between two worlds, from the day asked about up to a last one, worker by worker.

    Args:
        before: the world as it is.
        after: the world as it would be, as of the same day.
        last: the last day looked at.
        names: the competencies and rules whose answers can differ at all.
        workers: whose answers; left out, everybody's.
    """
    asked = [(q, n) for n in names.competencies for q in ("may", "status")] + [("rebanding", n) for n in names.rules]
    found: list[Change] = []
    entries, sources = dict[str, None](), dict[str, None]()
    for worker in before.each(workers):
        with undisturbed():
            worlds = World(before, worker, last), World(after, worker, last)
            for stretch in (one for question, name in asked for one in _of_question(worlds, question, name)):
                found.append(_change(worlds, worker, stretch))
                rests = [state.finding for state in (stretch.before, stretch.after) if state.finding is not None]
                entries |= dict.fromkeys(entries_of(rests))
                sources |= dict.fromkeys(sources_of(rests))
        before.records.forget()
        after.records.forget()
    return Changes(tuple(found), tuple(entries), tuple(sources))


class _Stretch(msgspec.Struct, frozen=True):
    """Days on which one answer differs; until None, past the days looked at."""

    question: str
    name: str
    first: date
    until: date | None
    before: State
    after: State


def _of_question(worlds: tuple[World, World], question: str, name: str) -> Iterator[_Stretch]:
    was, would = worlds
    first, last = was.first, was.last
    days = sorted({first, *(d for world in worlds for d in world.days(question, name) if first < d <= last)})
    before, after = was.states(question, name), would.states(question, name)
    running: tuple[date, State, State] | None = None
    for day in days:
        now = before(day), after(day)
        if running is not None and [s.compared for s in running[1:]] != [s.compared for s in now]:
            yield _Stretch(question, name, running[0], day_before(day), *running[1:])
            running = None
        if running is None and now[0].compared != now[1].compared:
            running = (day, *now)
    if running is not None:
        yield _Stretch(question, name, running[0], None, *running[1:])


def _change(worlds: tuple[World, World], worker: str, stretch: _Stretch) -> Change:
    question, name, after = stretch.question, stretch.name, stretch.after
    catalogue = worlds[1].catalogue if _held_in(worlds[1], question, name) else worlds[0].catalogue
    title = catalogue.rules[name][-1].title if question == "rebanding" else catalogue.titled(name)
    sites, found = sites_of(worlds[0].judge, stretch.first), after.finding
    until = f" to {said(stretch.until)}" if stretch.until else ""
    was, would = worded(question, stretch.before), worded(question, after)
    return Change(
        worker=worker, sites=sites, question=question, name=name, effect=effect_of(question, stretch.before, after),
        says=f"{title}: instead of '{was}', '{would}' from {said(stretch.first)}{until}", why=why_of(question, found),
        site=sites[0] if sites else None, first=stretch.first, until=stretch.until,
        before=then_of(question, stretch.before), after=then_of(question, after),
        entries=() if found is None else found.entries, sources=() if found is None else found.sources,
    )  # fmt: skip


def why_of(question: str, found: Finding | None) -> str | None:
    """Return the reason of an answer; what one may do is said already, and its reasons are the parts."""
    if found is None or question != "may":
        return None if found is None else found.says
    return "; ".join(part.says for part in found.parts) or found.says


def then_of(question: str, state: State) -> Then:
    if question == "status":
        return StatusThen(state.word, state.day)
    return RuleThen(state.word, state.day) if question == "rebanding" else state.word


def sites_of(judge: Judge, day: date) -> tuple[str, ...]:
    spans = [judge.post_named(post).at(day) for post in judge.held(day)]
    return tuple(dict.fromkeys(span.appointment.site for span in spans if span is not None))


def _held_in(world: World, question: str, name: str) -> bool:
    return name in (world.catalogue.rules if question == "rebanding" else world.catalogue.competencies)


def effect_of(question: str, before: State, after: State) -> str:
    if question == "may":
        was, would = CAUTION.index(str(before.word)), CAUTION.index(str(after.word))
        return "gains" if would > was else "loses"
    if question == "status" and after.word == "grace" and before.word != "grace":
        return "falls-into-grace"
    holds = HELD if question == "status" else {"met"}
    if (before.word in holds) == (after.word in holds):
        return "changes"
    return "gains" if after.word in holds else "loses"


def summed(changes: Changes) -> dict[str, Effects]:
    """Count the workers in post at each site whom a change does something to, each once for an effect.

    Somebody with posts at several sites is counted at each of them.
    """
    seen = {(site, change.effect, change.worker) for change in changes.each for site in change.sites or ("",)}
    counted = Counter((site, effect) for site, effect, _ in seen)
    return {site: Effects(*(counted[site, e] for e in EFFECTS)) for site in sorted({site for site, _ in counted})}


def finding_of(changes: Changes, what: str, cites: Iterable[str], last: date) -> Finding:
    """Make the finding of all changes: met where nobody's answers change.

    Args:
        changes: all of them.
        what: the head of the sentence, such as the catalogues compared.
        cites: the documents behind what would change.
        last: the last day looked at.
    """
    workers = len({change.worker for change in changes.each})
    entries, sources = tuple(dict.fromkeys(changes.entries)), tuple(dict.fromkeys([*cites, *changes.sources]))
    if not changes.each:
        return Finding(MET, f"{what}, nobody's answers change up to {said(last)}", entries, sources)
    counted = Counter(effect for _, effect in {(c.worker, c.effect) for c in changes.each})
    listed = ", ".join(f"{counted[effect]} {words}" for effect, words in EFFECTS.items() if counted[effect])
    who = "one worker" if workers == 1 else f"{workers} workers"
    says = f"{what}, answers about {who} change up to {said(last)} ({listed})"
    return Finding(Outcome.NOT_MET, says, entries, sources)


def tables_of(by_site: Mapping[str, Effects], changes: Sequence[Change]) -> Iterator[Table]:
    """Return the changes counted by site, then worker by worker.

    What one may do says more than the status behind it: that is left to the answer's own facts.
    """
    if by_site:
        columns = {"Site": SITE} | {word.capitalize(): NUMBER for word in EFFECTS.values()}
        rows = [(site or "not in post", *msgspec.structs.astuple(each)) for site, each in by_site.items()]
        yield table(columns, rows, "How many, by site")
    may = {(change.worker, change.name) for change in changes if change.question == "may"}
    shown = [c for c in changes if c.question != "status" or (c.worker, c.name) not in may]
    if shown:
        rows = [(c.worker, c.effect, c.question, c.says, c.why) for c in shown]
        columns = {"Worker": PERSON, "Effect": TEXT, "Question": TEXT, "What changes": TEXT, "Why": TEXT}
        yield table(columns, rows, "Whose answers change")
