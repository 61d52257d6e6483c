"""Whose answers change, and from which day: the same questions asked in two worlds, one worker after another.

The worlds differ in the catalogue (a rule is about to be changed), or in what is on record (a withdrawal about to be
recorded, an assessor found not to have been entitled). Nothing is published or recorded by asking.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from sw_competency.dates import day_before, said
from sw_competency.judge.case import Judge
from sw_competency.judge.may import CAUTION, judge_may
from sw_competency.judge.rebanding import judge_rebanding
from sw_competency.judge.since import Timeline, timeline
from sw_competency.judge.status import HELD
from sw_competency.judge.turning import Turning
from sw_competency.model import MET, Finding, Outcome
from sw_competency.model.findings import entries_of, jsonable, sources_of
from sw_competency.questions._affected import Names
from sw_competency.questions._asking import Questions

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


class Change(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """One worker's answer to one question differs between two worlds for a stretch of days.

    Args:
        worker: whose answer.
        sites: where the worker is in post on the first of these days, the main post's first.
        question: `status`, `may` or `rebanding`.
        name: the competency, or the rule.
        first: from this day.
        until: up to this day; None where it goes on past the days looked at.
        before: the answer as it is.
        after: the answer as it would be.
        effect: gains, loses, falls-into-grace, or changes otherwise.
        title: the title of the competency or rule.
    """

    worker: str
    sites: tuple[str, ...]
    question: str
    name: str
    title: str
    first: date
    until: date | None
    before: State
    after: State
    effect: str

    @property
    def says(self) -> str:
        """The change in one sentence."""
        until = f" to {said(self.until)}" if self.until else ""
        was, would = _worded(self.question, self.before), _worded(self.question, self.after)
        return f"{self.title}: instead of '{was}', '{would}' from {said(self.first)}{until}"

    @property
    def why(self) -> str | None:
        """The reason of the answer as it would be."""
        found = self.after.finding
        if found is None or self.question != "may":  # what one may do is said already; its reasons are the parts
            return None if found is None else found.says
        return "; ".join(part.says for part in found.parts) or found.says

    def to_json(self) -> dict[str, Any]:
        """Give the change as the answer prints it."""
        finding = self.after.finding
        day = {"status": "expires_on", "may": None, "rebanding": "since"}[self.question]
        states = {
            side: state.word if day is None else {self.question: state.word, day: state.day}
            for side, state in (("before", self.before), ("after", self.after))
        }
        told = {name: getattr(self, name) for name in ("worker", "sites", "question", "name", "effect", "says", "why")}
        told["site"] = self.sites[0] if self.sites else None
        rests = {name: () if finding is None else getattr(finding, name) for name in ("entries", "sources")}
        return jsonable({**told, "from": self.first, "until": self.until, **states, **rests})  # type: ignore[no-any-return]


_WORDS = {
    "may": "may do it",
    "only-supervised": "only under supervision",
    "may-not": "may not do it",
    "cannot-tell": "cannot be told",
}


def _worded(question: str, state: State) -> str:
    word = _WORDS.get(state.word or "cannot-tell", (state.word or "").replace("-", " "))
    if state.day is None or state.word in {"withdrawn", "suspended"}:
        return word
    if state.word in {"lapsed", "grace"}:
        return f"{word}, its last day {said(state.day)}"
    return f"{word} {'since' if question == 'rebanding' else 'up to'} {said(state.day)}"


class World:
    """One worker's answers in one world, through a stretch of days.

    Args:
        questions: the questions in that world, as of the first of the days.
        worker: who it is about.
        last: the last of the days.
    """

    def __init__(self, questions: Questions, worker: str, last: date) -> None:
        self.judge, self.first, self.last = questions.judge(worker), questions.moment.as_of, last
        self.catalogue = questions.catalogue
        self.turning = Turning(self.judge, self.first, last)
        self._timelines: dict[str, Timeline] = {}

    def days(self, question: str, name: str) -> Iterable[date]:
        """Give the days, after the first, on which an answer can change."""
        if question == "rebanding":
            return {*self.turning.of_record, *(first for first, _ in self._timeline(name))}
        if name not in self.catalogue.competencies:
            return ()
        return self.turning.of_status(name) if question == "status" else self.turning.of_may(name)

    def states(self, question: str, name: str) -> Callable[[date], State]:
        """Give the answers to a question; before the first entry of a record nothing can be told."""
        begun = min((entry.on for entry in self.judge.record.entries), default=date.max)
        state = self._states(question, name)
        untold = State(None if question == "status" else "cannot-tell")
        return lambda day: state(day) if day >= begun else untold

    def _states(self, question: str, name: str) -> Callable[[date], State]:
        """Give the answers once something is recorded; what the catalogue does not hold nobody does or meets."""
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


def changed(before: Questions, after: Questions, worker: str, last: date, names: Names) -> Iterator[Change]:
    """Give every change in a worker's answers between two worlds, from the day asked about up to a last one.

    Args:
        before: the questions in the world as it is.
        after: the questions in the world as it would be, as of the same day.
        worker: whose answers.
        last: the last day looked at.
        names: the competencies and rules whose answers can differ at all.
    """
    worlds = World(before, worker, last), World(after, worker, last)
    asked = [(q, n) for n in names.competencies for q in ("may", "status")] + [("rebanding", n) for n in names.rules]
    for question, name in asked:
        yield from _of_question(worlds, worker, question, name)


def _of_question(worlds: tuple[World, World], worker: str, question: str, name: str) -> Iterator[Change]:
    was, would = worlds
    first, last = was.first, was.last
    days = sorted({first, *(d for world in worlds for d in world.days(question, name) if first < d <= last)})
    before, after = was.states(question, name), would.states(question, name)
    running: tuple[date, State, State] | None = None
    for day in days:
        now = before(day), after(day)
        if running is not None and [s.compared for s in running[1:]] != [s.compared for s in now]:
            yield _change(worlds, worker, question, name, running, day_before(day))
            running = None
        if running is None and now[0].compared != now[1].compared:
            running = (day, *now)
    if running is not None:
        yield _change(worlds, worker, question, name, running, None)


def _change(
    worlds: tuple[World, World],
    worker: str,
    question: str,
    name: str,
    running: tuple[date, State, State],
    until: date | None,
) -> Change:
    first, before, after = running
    catalogue = worlds[1].catalogue if _held_in(worlds[1], question, name) else worlds[0].catalogue
    title = catalogue.rules[name][-1].title if question == "rebanding" else catalogue.titled(name)
    return Change(
        worker=worker, sites=_sites(worlds[0].judge, first), question=question, name=name, title=title, first=first,
        until=until, before=before, after=after, effect=_effect(question, before, after),
    )  # fmt: skip


def _sites(judge: Judge, day: date) -> tuple[str, ...]:
    spans = [judge.post_named(post).at(day) for post in judge.posts(day)]
    return tuple(dict.fromkeys(span.appointment.site for span in spans if span is not None))


def _held_in(world: World, question: str, name: str) -> bool:
    return name in (world.catalogue.rules if question == "rebanding" else world.catalogue.competencies)


def _effect(question: str, before: State, after: State) -> str:
    if question == "may":
        was, would = CAUTION.index(str(before.word)), CAUTION.index(str(after.word))
        return "gains" if would > was else "loses"
    if question == "status" and after.word == "grace" and before.word != "grace":
        return "falls-into-grace"
    holds = HELD if question == "status" else {"met"}
    if (before.word in holds) == (after.word in holds):
        return "changes"
    return "gains" if after.word in holds else "loses"


def summed(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    """Count the workers in post at each site whom a change does something to, each once for an effect.

    Somebody with posts at several sites is counted at each of them.
    """
    seen = {(site, change.effect, change.worker) for change in changes for site in change.sites or ("",)}
    counted = Counter((site, effect) for site, effect, _ in seen)
    return {site: {e: counted[site, e] for e in EFFECTS} for site in sorted({site for site, _ in counted})}


def finding_of(changes: list[Change], what: str, cites: Iterable[str]) -> Finding:
    """Make the finding of all changes: met where nobody's answers change.

    Args:
        changes: all of them.
        what: the head of the sentence, such as the catalogues compared.
        cites: the documents behind what would change.
    """
    workers = len({change.worker for change in changes})
    found = [f for c in changes for f in (c.before.finding, c.after.finding) if f is not None]
    entries, sources = entries_of(found), tuple(dict.fromkeys([*cites, *sources_of(found)]))
    outcome: Outcome = Outcome.NOT_MET if changes else MET
    if not changes:
        return Finding(outcome, f"{what}, nobody's answers change", entries, sources)
    counted = Counter(effect for _, effect in {(c.worker, c.effect) for c in changes})
    listed = ", ".join(f"{counted[effect]} {words}" for effect, words in EFFECTS.items() if counted[effect])
    who = "one worker" if workers == 1 else f"{workers} workers"
    return Finding(outcome, f"{what}, answers about {who} change ({listed})", entries, sources)
