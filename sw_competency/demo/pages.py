"""The index page of the demo, worked out: the stories with their answers, then the nine departments."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import attrs

from sw_competency.catalogue import Site
from sw_competency.dates import said
from sw_competency.demo.people import everybody
from sw_competency.demo.sites import Worker, catalogue
from sw_competency.demo.tour import STORIES, Ask, Story
from sw_competency.judge import Records
from sw_competency.model import MET, Answer
from sw_competency.model.marks import ANSWER, STATUS, Mark, mark_of
from sw_competency.questions import Questions
from sw_competency.questions.may import MayAnswer
from sw_competency.questions.outside_scope import OutsideScopeAnswer
from sw_competency.questions.rebanding import RuleMetAnswer
from sw_competency.questions.since import SinceAnswer
from sw_competency.questions.status import StatusAnswer
from sw_competency.reports import Asked
from sw_competency.reports._base import Stamp, Who, stamp

TASK = "iv-cannulation"
NEVER = Mark("ring", "may not, never begun", "plain")
_WORDS = {"clinical-support-worker": "band 2", "senior-clinical-support-worker": "band 3",
          "trainee-assistant-practitioner": "trainee", "assistant-practitioner": "band 4",
          "lead-support-worker": "lead, band 4"}  # fmt: skip
_SHORT = {"ct": "CT", "mr": "MR", "xray": "X-ray"}


@attrs.frozen(slots=True)
class Piece:
    """A piece of a text; with a link, where it is a name."""

    text: str
    link: str | None = None


@attrs.frozen(slots=True)
class Answered:
    """A question as the page prints it: as typed, in a word, and at length."""

    options: str
    question: str
    mark: Mark
    says: str


@attrs.frozen(slots=True)
class Told:
    """A story as the page prints it."""

    id: str
    heading: str
    pieces: tuple[Piece, ...]
    links: tuple[Piece, ...]
    asks: tuple[Answered, ...]


@attrs.frozen(slots=True, kw_only=True)
class Somebody:
    """A worker in the list of a site."""

    id: str
    name: str
    link: str
    title: str
    tier: str
    areas: str
    may: Mark
    told: str | None


@attrs.frozen(slots=True, kw_only=True)
class Department:
    """A site as the page prints it."""

    id: str
    title: str
    setting: str
    group: str
    establishment: str | None
    deployment: str
    reported: str
    assumed: tuple[str, ...]
    made_up: str | None
    titles: tuple[str, ...]
    routes: tuple[str, ...]
    tiers: tuple[tuple[str, int], ...]
    may: tuple[tuple[Mark, int], ...]
    met: tuple[tuple[Piece, str, str], ...]
    outside: tuple[tuple[Piece, str], ...]
    people: tuple[Somebody, ...]


@attrs.frozen(slots=True, kw_only=True)
class Index:
    """The finished index page."""

    title: str = "The demo of sw-competency"
    running: str = "The demo of sw-competency"
    who: Who
    stamp: Stamp
    workers: int
    entries: int
    stories: tuple[Told, ...]
    sites: tuple[Department, ...]


def page_of(worker: str) -> str:
    """Return the place of a worker's page, as the index links it."""
    return f"workers/{worker}.html"


def sheet_of(worker: str, competency: str) -> str:
    """Return the place of a sign-off sheet."""
    return f"sign-off/{worker}-{competency}.html"


def links_of(worker: Worker) -> tuple[tuple[str, str], ...]:
    """Return where else to go from a worker's page: back, to the story, the sheet and the next colleague."""
    there = [one for one in everybody()[0] if one.site == worker.site]
    following = there[(there.index(worker) + 1) % len(there)]
    told = [story for story in STORIES if worker.id in story.workers]
    sheets = [story.sign_off for story in told if story.sign_off is not None and story.workers[0] == worker.id]
    site = catalogue().title_of("site", worker.site) or worker.site
    return (
        ("All departments", "../index.html"), (site, f"../index.html#{worker.site}"),
        *((f"The story: {story.heading}", f"../index.html#{story.id}") for story in told),
        *(("Sign-off sheet", f"../{sheet_of(worker.id, one)}") for one in sheets),
        (f"Next: {following.name}", f"../{page_of(following.id)}"),
    )  # fmt: skip


def index(
    questions: Questions, entries: int, links: dict[str, tuple[Piece, ...]], earlier: Callable[[Ask], Records]
) -> Index:
    """Work the index page out.

    Args:
        questions: the questions at the demo's moment.
        entries: how many entries there are.
        links: what each story offers besides the pages of its people, by its id.
        earlier: gives the records a question of a story is about.
    """
    workers, _ = everybody()
    names = {w.id: w.name for w in workers}
    told_of = {worker: story.id for story in STORIES for worker in story.workers}
    stories = tuple(_told(story, names, links.get(story.id, ()), earlier) for story in STORIES)
    sites = tuple(
        _department(questions, site, [w for w in workers if w.site == site], told_of) for site in catalogue().sites
    )
    return Index(
        who=Who(id="", name="nine imaging departments", running="Made-up people"),
        stamp=stamp(Asked(questions=questions, contact="nobody, it is all made up")),
        workers=len(workers), entries=entries, stories=stories, sites=sites,
    )  # fmt: skip


def _told(story: Story, names: dict[str, str], links: tuple[Piece, ...], earlier: Callable[[Ask], Records]) -> Told:
    pieces = tuple(
        Piece(names[part], page_of(part)) if part in names else Piece(part)
        for part in re.split(r"[{}]", story.text) if part
    )  # fmt: skip
    answers = [(ask.typed, ask.answered(earlier(ask))) for ask in story.asks]
    asks = tuple(Answered(*typed, _mark(answer), answer.says) for typed, answer in answers)
    return Told(story.id, story.heading, pieces, links, asks)


def _mark(answer: Answer[Any]) -> Mark:
    """Return the answer in a word, with its shape."""
    match answer:
        case MayAnswer():
            return ANSWER[answer.answer]
        case StatusAnswer():
            return STATUS[answer.status]
        case OutsideScopeAnswer(tasks=()):
            return Mark("disc", "nothing outside scope", "good")
        case OutsideScopeAnswer():
            return Mark("triangle", f"{len(answer.tasks)} outside scope", "care")
        case RuleMetAnswer() | SinceAnswer() if answer.since is not None:
            return Mark("disc", f"met since {said(answer.since)}", "good")
        case _:
            return mark_of(answer.outcome)


def _department(questions: Questions, site: str, workers: list[Worker], told_of: dict[str, str]) -> Department:
    about = catalogue().sites[site]
    answers = {w.id: questions.may(w.id, TASK) for w in workers}
    marks = {worker: _cannulates(a) for worker, a in answers.items()}
    counts = Counter(marks.values())
    tiers = {w.id: _WORDS[_tier(questions, w)] for w in workers}
    trust = about.establishment_wte
    return Department(
        id=site, title=about.title or site, setting=about.setting or "", group=about.group or "",
        establishment=f"{trust:g}" if isinstance(trust, float) else None,
        deployment=about.deployment or "not reported", reported=about.details.get("reported", ""),
        assumed=tuple(_assumed(about)), made_up=about.details.get("made_up"), titles=about.job_titles,
        routes=tuple(_titles(about.routes)) if about.routes else ("not reported, and none is ruled out",),
        tiers=tuple(sorted(Counter(tiers.values()).items())),
        may=tuple((mark, counts[mark]) for mark in (*ANSWER.values(), NEVER) if counts[mark]),
        met=tuple(_met(questions, workers, _ways(about))), outside=tuple(_outside(questions, workers)),
        people=tuple(_somebody(w, tiers[w.id], marks[w.id], told_of.get(w.id)) for w in workers),
    )  # fmt: skip


def _titles(rules: Iterable[str]) -> Iterator[str]:
    return (catalogue().rule(rule)[-1].title for rule in rules)


def _assumed(site: Site) -> Iterator[str]:
    """Say in words what nobody reported of a site: fields, and ways up."""
    yield from (name.replace("_", " ") for name in site.assumed)
    yield from _titles(site.details.get("assumed_routes", ()))


def _ways(site: Site) -> list[str]:
    """Give the ways a site has agreed, or where nothing says which, all that begin at band 2; and that into an area."""
    newest = [versions[-1] for versions in catalogue().rules.values()]
    first = [rule for rule in newest if rule.from_ == "clinical-support-worker" and rule.site is None]
    agreed = [rule.id for rule in first if rule.to] if site.routes is None else site.routes
    return [*agreed, *(rule.id for rule in first if rule.area)]


def _cannulates(answer: MayAnswer) -> Mark:
    """Return the answer; one who may not since nothing was ever begun is told from one who may not any more."""
    return NEVER if answer.status == "not-started" else ANSWER[answer.answer]


def _tier(questions: Questions, worker: Worker) -> str:
    """Return the tier of today, which need not be that of the first appointment."""
    span = questions.judge(worker.id).span(questions.moment.as_of)
    return span.tier if span else worker.tier


def _somebody(worker: Worker, tier: str, may: Mark, told: str | None) -> Somebody:
    areas = ", ".join(_SHORT.get(m) or catalogue().titled(m) for m in worker.modalities)
    return Somebody(
        id=worker.id, name=worker.name, link=page_of(worker.id), title=worker.title, tier=tier, areas=areas,
        may=may, told=told,
    )  # fmt: skip


def _met(questions: Questions, workers: list[Worker], routes: list[str]) -> Iterator[tuple[Piece, str, str]]:
    """Return whoever meets the site's rules: name, rule, since when."""
    for worker in workers:
        for rule in routes:
            answer = questions.rebanding(worker.id, rule)
            if answer.outcome is MET:
                title = catalogue().rule(rule)[-1].title
                since = f"since {said(answer.since)}" if answer.since else ""
                yield Piece(worker.name, page_of(worker.id)), title, since


def _outside(questions: Questions, workers: list[Worker]) -> Iterator[tuple[Piece, str]]:
    """Return whoever worked, or agreed to work, outside scope: name, tasks and concern."""
    for worker in workers:
        tasks = questions.outside_scope(worker.id).tasks
        found = Counter((catalogue().titled(t.competency), t.concern) for t in tasks)
        told = "; ".join(f"{title}: {n} ({concern})" for (title, concern), n in found.items())
        if told:
            yield Piece(worker.name, page_of(worker.id)), told
