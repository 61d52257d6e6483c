"""What somebody may do today, what each competency rests on, and how much has been practised: rows for a page."""

from collections.abc import Container, Iterator, Sequence
from datetime import date

import attrs

from sw_competency.dates import before, said
from sw_competency.judge.lateness import late_on_record, say_limits
from sw_competency.judge.may import restriction_said
from sw_competency.judge.progress import Tally, certificates, currency_of, sign_off_rule, tally
from sw_competency.model import PriorLearning
from sw_competency.model.findings import capital
from sw_competency.model.marks import ANSWER, COURSE, STATUS, Mark
from sw_competency.questions.may import MayAnswer
from sw_competency.questions.status import StatusAnswer
from sw_competency.reports._base import PLACEHOLDER, Asked, late
from sw_competency.reports._timeline import Bar, Timeline, Track, bar, last_day, timeline, track
from sw_competency.rules import Given

HEADINGS = {
    "may": "May do", "only-supervised": "Only under supervision", "cannot-tell": "Cannot tell", "may-not": "May not do",
}  # fmt: skip


IN_BAND = "In this post’s band and areas, not begun"
ELSEWHERE, ABOVE = "In this post’s band, in other areas", "Above this post’s band"
_ORDER = {IN_BAND: 0, ELSEWHERE: 1, ABOVE: 2}


@attrs.frozen(slots=True, kw_only=True)
class Task:
    """A task, or several for one reason, and whether it may be done today.

    Args:
        titles: the tasks.
        why: the reason.
        until: the last day of what it rests on.
        limits: restrictions and conditions.
    """

    titles: tuple[str, ...]
    why: str
    until: date | None
    limits: tuple[str, ...]
    placeholder: bool


@attrs.frozen(slots=True)
class Rest:
    """Tasks that need no line of their own, by the one reason they share."""

    why: str
    names: tuple[str, ...]


@attrs.frozen(slots=True, kw_only=True)
class Group:
    """The tasks with one answer."""

    key: str
    heading: str
    mark: Mark
    count: int
    tasks: tuple[Task, ...]
    rest: tuple[Rest, ...] = ()


@attrs.frozen(slots=True, kw_only=True)
class Held:
    """A competency on record.

    Args:
        id: which.
        signed: whether a sign-off of it counts.
        support: what supports it: who signed it off, when, countersigned by whom.
        used: the day it was last practised.
    """

    id: str
    title: str
    mark: Mark
    expires_on: date | None
    endless: bool
    signed: bool
    support: str
    limits: tuple[str, ...]
    used: date | None
    self_assessed: str | None
    placeholder: bool


@attrs.frozen(slots=True, kw_only=True)
class Programme:
    """A course or certificate on record.

    Args:
        lacks: which of its standards are lacking, where the record says how many there are.
    """

    title: str
    mark: Mark
    completed_on: date | None
    expires_on: date | None
    says: str
    placeholder: bool
    lacks: str | None = None


@attrs.frozen(slots=True, kw_only=True)
class Practised:
    """The practice of one task so far.

    Args:
        id: which task.
        so_far: such as 7 of 10; where no number is asked, the times alone.
        missing: what is missing, in a sentence.
        late: how many times it was written down late.
    """

    id: str
    title: str
    so_far: str
    bar: Bar | None
    attempts: int
    failures: int
    supervised: int
    supervisors: int
    last: date
    missing: str | None
    placeholder: bool
    late: int


def limits(answer: MayAnswer) -> tuple[str, ...]:
    """Return restrictions and conditions as a page says them."""
    only = [f"Only: {restriction_said(r)}" for r in answer.restrictions]
    return (*only, *[c[:1].upper() + c[1:] for c in answer.conditions if c != "under direct supervision"])


def supported(asked: Asked, given: Given, worker: str) -> str:
    """Say what supports a competency: when it was signed off and by whom, and who confirmed it."""
    if isinstance(given, PriorLearning):
        whence = f" from {given.issuer}" if given.issuer else ""
        by = asked.named(given.accepted_by)
        return f"{said(given.signed_on)}{whence}; accepted {said(given.on)} by {by}{late(asked, given)}"
    second = [
        f"countersigned by {asked.named(c.by)}{late(asked, c)}"
        for c in asked.questions.records.worker(worker).at(asked.day).countersignatures[given.id]
        if c.by not in {given.worker, given.assessor} and c.on >= given.on
    ]
    return "; ".join([f"{said(given.on)} by {asked.named(given.assessor)}{late(asked, given)}", *second[:1]])


def today(asked: Asked, worker: str, answers: Sequence[MayAnswer]) -> tuple[Group, ...]:
    """Sort everything the framework holds by today's answer; what was never begun is named in one line."""
    post = _Post.of(asked, worker)
    groups = []
    for key, heading in HEADINGS.items():
        mine = [a for a in answers if a.answer == key]
        begun = [a for a in mine if key in {"may", "only-supervised"} or _begun(asked, worker, a)]
        tasks = _together([_task(asked, worker, a) for a in begun])
        rest = tuple(_rest(asked, [a for a in mine if a not in begun], post))
        groups.append(Group(key=key, heading=heading, mark=ANSWER[key], count=len(mine), tasks=tasks, rest=rest))
    return tuple(groups)


def _together(tasks: Sequence[Task]) -> tuple[Task, ...]:
    """Put tasks with the same reason and no restriction into one row."""
    rows: dict[object, Task] = {}
    for task in sorted(tasks, key=lambda t: t.titles):
        key: object = task.titles if task.until or task.limits else task.why
        known = rows.get(key)
        rows[key] = task if known is None else attrs.evolve(known, titles=known.titles + task.titles)
    return tuple(rows.values())


@attrs.frozen(slots=True)
class _Post:
    """The areas of the posts held, None where none is said; and how far their scope reaches."""

    areas: frozenset[str] | None
    scope: int

    @classmethod
    def of(cls, asked: Asked, worker: str) -> "_Post":
        tiers, spans = asked.questions.catalogue.tiers, asked.questions.judge(worker).held(asked.day).values()
        areas = {m for span in spans for m in span.appointment.modalities or ()}
        scopes = [tiers[span.tier].scope for span in spans if span.tier in tiers]
        return cls(frozenset(areas) if areas else None, max(scopes, default=0))


def _begun(asked: Asked, worker: str, answer: MayAnswer) -> bool:
    if answer.because == "post":
        return False
    status = asked.questions.judge(worker).status(answer.asked.task, asked.day).status
    return status != "not-started"


def _rest(asked: Asked, answers: Sequence[MayAnswer], post: _Post) -> Iterator[Rest]:
    named: dict[str, list[str]] = {}
    for answer in answers:
        competency = asked.questions.catalogue.competency(answer.asked.task)
        if answer.because == "post":
            why = "Not in post on this day" if answer.answer == "may-not" else "No appointment is on record"
        elif answer.because == "law":
            why = "Left to registered practitioners" if competency.legal != "none" else "Not permitted by this site yet"
            why = "Closed by law, or not permitted by this site" if competency.closed_by_law else why
        elif asked.questions.catalogue.tier(competency.tier).scope > post.scope:
            why = ABOVE
        elif post.areas is None or "all" in competency.modalities or post.areas & set(competency.modalities):
            why = IN_BAND
        else:
            why = ELSEWHERE
        named.setdefault(why, []).append(competency.title)
    for why in sorted(named, key=lambda why: (_ORDER.get(why, len(_ORDER)), why)):
        yield Rest(why, tuple(sorted(named[why])))


def _task(asked: Asked, worker: str, answer: MayAnswer) -> Task:
    judge, name = asked.questions.judge(worker), answer.asked.task
    title, found = asked.titled(name), judge.status(name, asked.day)
    why = answer.finding.parts[0].says if answer.finding.parts else answer.says
    if answer.answer == "may" and found.given is not None:
        why = supported(asked, found.given, worker)
    return Task(
        titles=(title,), why=capital(why), until=found.expires_on if answer.answer == "may" else None,
        limits=limits(answer), placeholder=found.expires_on is not None and lasts_by_default(asked, worker, name),
    )  # fmt: skip


def lasts_by_default(asked: Asked, worker: str, name: str) -> bool:
    """Tell whether nobody has published how long a competency lasts."""
    judge = asked.questions.judge(worker)
    found = judge.status(name, asked.day)
    currency = currency_of(judge, name, found.given, asked.day) if found.given else None
    return currency is not None and bool(currency.unconfirmed("expires_after"))


def begun(asked: Asked, worker: str) -> list[StatusAnswer]:
    """Return the status of every competency on record that the catalogue holds; the others are named apart."""
    known = asked.questions.catalogue.competencies
    return [answer for answer in asked.questions.progress(worker) if answer.asked.competency in known]


def held(asked: Asked, worker: str, known: Sequence[StatusAnswer]) -> tuple[Held, ...]:
    """Return every competency on record, with its status and what supports it."""
    judge, rows = asked.questions.judge(worker), []
    record = judge.at(asked.day)
    for answer in known:
        name = answer.asked.competency
        found = judge.status(name, asked.day)
        practice, told = record.practice[name], record.self_assessments[name]
        if found.given:
            support = supported(asked, found.given, worker)
        else:
            support = "No sign-off that counts" if record.given[name] else "No sign-off"
        rows.append(Held(
            id=name, title=asked.titled(name), mark=STATUS[found.status], expires_on=found.expires_on,
            signed=found.given is not None, endless=found.given is not None and found.expires_on is None,
            support=support,
            limits=tuple(restriction_said(r) for r in getattr(found.given, "restrictions", ())),
            used=practice[-1].on if practice else None,
            self_assessed=str(told[-1].level) if told and told[-1].level is not None else None,
            placeholder=found.expires_on is not None and lasts_by_default(asked, worker, name),
        ))  # fmt: skip
    return tuple(sorted(rows, key=lambda row: row.title))


def programmes(asked: Asked, worker: str) -> tuple[Programme, ...]:
    """Return every course and certificate on record."""
    judge, rows = asked.questions.judge(worker), []
    site = judge.site(asked.day)
    for one in certificates(judge, asked.day):
        programme = asked.questions.catalogue.programme(one.programme, site)
        expired = one.expires_on is not None and one.expires_on < asked.day
        if not one.completed:
            mark, says = COURSE["not-completed"], f"{one.last.outcome} on {said(one.last.on)}"
        else:
            mark = COURSE["expired" if expired else "current"]
            says = f"completed on {said(one.last.on)}"
        says += f", {one.lacks}" if one.lacks else ""
        rows.append(Programme(
            title=programme.title, mark=mark, completed_on=one.last.on if one.completed else None,
            expires_on=one.expires_on, says=says, lacks=one.lacks,
            placeholder=bool(one.expires_on and one.placeholders),
        ))  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (row.expires_on or date.max, row.title)))


def practised(asked: Asked, worker: str) -> tuple[Practised, ...]:
    """Return the practice of every task so far, failures with it."""
    judge = asked.questions.judge(worker)
    late = {one.entry for one in late_on_record(judge, asked.day)}
    practice = judge.at(asked.day).practice
    names = [name for name in practice if name in asked.questions.catalogue.competencies]
    tallies = [t for name in names if (t := tally(judge, name, asked.day)) is not None]
    rows = [
        _practised(asked, t, sum(p.times for p in practice[t.competency] if p.id in late)) for t in tallies
    ]
    return tuple(sorted(rows, key=lambda row: row.title))


def _practised(asked: Asked, one: Tally, late: int) -> Practised:
    if one.asked is None or one.finding is None:
        so_far, picture, missing = f"{one.attempts}, no number asked for", None, None
    else:
        had = min(one.had or 0, one.asked)
        number = f"{one.had} of {one.asked}{' suggested' if one.suggested else ''}"
        so_far = number + (" for the renewal" if one.renewal else "")
        picture = bar(["met"] * had + ["open"] * (one.asked - had), so_far) if one.asked <= 40 else None
        missing = None if one.suggested or one.finding.outcome.value == "met" else capital(one.finding.untitled())
    return Practised(
        id=one.competency, title=asked.titled(one.competency), so_far=so_far, bar=picture, attempts=one.attempts,
        failures=one.failures, supervised=one.supervised, supervisors=one.supervisors, last=one.last,
        missing=missing, placeholder=one.authority == PLACEHOLDER, late=late,
    )  # fmt: skip


def expiries(
    asked: Asked, worker: str, known: Sequence[StatusAnswer], courses: Sequence[Programme], quiet: Container[str] = ()
) -> Timeline:
    """Draw what expires in the twelve months ahead: competencies, then certificates; what is silent is left out."""
    judge, day, end = asked.questions.judge(worker), asked.day, last_day(asked.day)
    tasks: list[Track] = []
    later = 0
    for answer in known:
        name, last = answer.asked.competency, answer.expires_on
        if name in quiet or answer.status in {"withdrawn", "suspended"} or (last is not None and last < day):
            continue
        if last is None or last > end:
            later += answer.status in {"current", "due", "out-of-practice"}
            continue
        given = judge.status(name, day).given
        currency = currency_of(judge, name, given, day) if given else None
        notice = before(last, currency.notice) if currency and currency.notice else None
        default = lasts_by_default(asked, worker, name)
        tasks.append(track(asked.titled(name), STATUS[answer.status], last, day, notice, placeholder=default))
    papers = []
    for one in courses:
        if one.completed_on is None or (one.expires_on is not None and one.expires_on < day):
            continue
        if one.expires_on is None or one.expires_on > end:
            later += 1
            continue
        papers.append(track(one.title, one.mark, one.expires_on, day, None, placeholder=one.placeholder))
    return timeline([("Competencies", tasks), ("Certificates and courses", papers)], day, later)


def defaults(asked: Asked, worker: str, known: Sequence[StatusAnswer]) -> Iterator[str]:
    """Say which numbers behind a worker's sign-offs nobody has published: how long each lasts is marked beside it."""
    judge, day = asked.questions.judge(worker), asked.day
    found: dict[str, list[str]] = {}
    for answer in known:
        name = answer.asked.competency
        competency = judge.competency(name, day)
        version, renewal = sign_off_rule(judge, name, day)
        of = "renewal" if renewal else "sign-off"
        if version is not None and version.unconfirmed("requires"):
            found.setdefault(f"What the {of} asks for", []).append(competency.title)
        if version is not None and version.unconfirmed("suggests"):
            found.setdefault(f"What is suggested before the {of}", []).append(competency.title)
    for what, titles in sorted(found.items()):
        yield f"{what}: {', '.join(titles)}"
    for says in say_limits(late_on_record(judge, day)):
        yield f"When something is recorded late: {says}"
