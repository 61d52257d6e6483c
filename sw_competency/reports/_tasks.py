"""What somebody may do today, what each competency rests on, and how much has been practised: rows for a page."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from sw_competency.dates import before, said
from sw_competency.judge.case import Judge
from sw_competency.judge.judging import CompetencyStatus
from sw_competency.judge.lateness import late_on_record, say_limits
from sw_competency.judge.may import May, restriction_said, scope
from sw_competency.judge.progress import Tally, certificates, currency_of, sign_off_rule, tally
from sw_competency.judge.required import silent
from sw_competency.model import PriorLearning
from sw_competency.model.findings import capital
from sw_competency.model.marks import COURSE, STATUS, Mark
from sw_competency.questions.may import MayAnswer
from sw_competency.reports._base import PLACEHOLDER, Asked, late
from sw_competency.reports._timeline import Bar, Timeline, Track, bar, last_day, timeline, track
from sw_competency.rules import Given

IN_BAND = "In this post’s band and areas, not begun"
ELSEWHERE, ABOVE = "In this post’s band, in other areas", "Above this post’s band"
_ORDER = {IN_BAND: 0, ELSEWHERE: 1, ABOVE: 2}


@attrs.frozen(slots=True, kw_only=True)
class Task:
    """A task, or several for one reason, and whether it may be done today.

    Args:
        titles: the tasks.
        why: the reason; empty of what may be done.
        limits: restrictions and conditions.
    """

    titles: tuple[str, ...]
    why: str
    limits: tuple[str, ...]


@attrs.frozen(slots=True)
class Rest:
    """Tasks that need no line of their own, by the one reason they share."""

    why: str
    names: tuple[str, ...]


@attrs.frozen(slots=True, kw_only=True)
class Held:
    """A competency on record.

    Args:
        id: which.
        signed: whether a sign-off of it counts.
    """

    id: str
    title: str
    mark: Mark
    expires_on: date | None
    endless: bool
    signed: bool
    placeholder: bool


@attrs.frozen(slots=True, kw_only=True)
class Backed(Held):
    """A competency on record, and what that rests on.

    Args:
        support: who signed it off, when, countersigned by whom.
        limits: what the sign-off is restricted to.
        self_assessed: the level of the last self-assessment.
    """

    support: str
    limits: tuple[str, ...]
    self_assessed: str | None


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


def reason(answer: May) -> str:
    """Return why a task may be done or not, without the answer itself."""
    parts = answer.finding.parts
    return parts[0].says if parts else answer.finding.says


def limits(answer: May | MayAnswer) -> tuple[str, ...]:
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


def begun_with(asked: Asked, worker: str, answer: str) -> tuple[Task, ...]:
    """Return what may be done today, or not: of what is not open, what was begun.

    Args:
        asked: the page asked for.
        worker: whose tasks.
        answer: which answer to give them of.
    """
    judge, day, say = asked.questions.judge(worker), asked.day, asked.say
    rows: dict[object, Task] = {}
    mine = [(asked.titled(name), name, may) for name, may in scope(judge, day).items() if may.answer == answer]
    for title, name, may in sorted(mine, key=lambda each: each[0]):
        if not _is_begun(judge, name, day, may):
            continue
        limited, why = limits(may), "" if answer == "may" else say(capital(reason(may)))
        apart = limited or (answer == "may" and judge.status(name, day).expires_on is not None)
        key: object = (title,) if apart else why
        titles = rows[key].titles if key in rows else ()
        rows[key] = Task(titles=(*titles, title), why=why, limits=limited)
    return tuple(rows.values())


def not_begun(asked: Asked, worker: str) -> Iterator[Rest]:
    """Give what was never begun and is not open, by the one reason for each answer: it needs no line of its own."""
    judge, day, post = asked.questions.judge(worker), asked.day, _Post.of(asked, worker)
    answers = scope(judge, day)
    for key in ("cannot-tell", "may-not"):
        mine = {name: may for name, may in answers.items() if may.answer == key}
        yield from _rest(asked, {name: may for name, may in mine.items() if not _is_begun(judge, name, day, may)}, post)


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


def _is_begun(judge: Judge, name: str, day: date, answer: May) -> bool:
    if answer.answer in {"may", "only-supervised"}:
        return True
    return answer.because != "post" and judge.status(name, day).status != "not-started"


def _rest(asked: Asked, answers: Mapping[str, May], post: _Post) -> Iterator[Rest]:
    named: dict[str, list[str]] = {}
    for name, answer in answers.items():
        competency = asked.questions.catalogue.competency(name)
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


def _lasts_by_default(judge: Judge, name: str, found: CompetencyStatus, day: date) -> bool:
    """Tell whether nobody has published how long a competency lasts."""
    currency = currency_of(judge, name, found.given, day) if found.given and found.expires_on else None
    return currency is not None and bool(currency.unconfirmed("expires_after"))


def begun(asked: Asked, worker: str) -> dict[str, CompetencyStatus]:
    """Return the status of every competency on record that the catalogue holds; the others are named apart."""
    judge = asked.questions.judge(worker)
    return {name: judge.status(name, asked.day) for name in judge.begun(asked.day)}


def held(asked: Asked, worker: str) -> tuple[Held, ...]:
    """Return every competency on record, with its status."""
    rows = (Held(**_held(asked, worker, name, found)) for name, found in begun(asked, worker).items())
    return tuple(sorted(rows, key=lambda row: row.title))


def backed(asked: Asked, worker: str) -> tuple[Backed, ...]:
    """Return every competency on record, with its status and what supports it."""
    record, rows = asked.questions.judge(worker).at(asked.day), []
    for name, found in begun(asked, worker).items():
        told = record.self_assessments[name]
        if found.given:
            support = supported(asked, found.given, worker)
        else:
            support = "No sign-off that counts" if record.given[name] else "No sign-off"
        rows.append(Backed(
            **_held(asked, worker, name, found), support=support,
            limits=tuple(restriction_said(r) for r in getattr(found.given, "restrictions", ())),
            self_assessed=str(told[-1].level) if told and told[-1].level is not None else None,
        ))  # fmt: skip
    return tuple(sorted(rows, key=lambda row: row.title))


def _held(asked: Asked, worker: str, name: str, found: CompetencyStatus) -> dict[str, Any]:
    by_default = _lasts_by_default(asked.questions.judge(worker), name, found, asked.day)
    return {
        "id": name, "title": asked.titled(name), "mark": STATUS[found.status], "expires_on": found.expires_on,
        "endless": found.given is not None and found.expires_on is None, "signed": found.given is not None,
        "placeholder": by_default,
    }  # fmt: skip


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


def expiries(asked: Asked, worker: str) -> Timeline:
    """Draw what expires in the twelve months ahead: competencies, then certificates; what is silent is left out."""
    judge, day, end = asked.questions.judge(worker), asked.day, last_day(asked.day)
    quiet, later = silent(judge, day), 0
    unneeded, tasks = {asked.titled(name) for name in quiet}, list[Track]()
    for name, found in begun(asked, worker).items():
        last, given = found.expires_on, found.given
        if name in quiet or found.status in {"withdrawn", "suspended"} or (last is not None and last < day):
            continue
        if last is None or last > end:
            later += found.status in {"current", "due", "out-of-practice"}
            continue
        currency = currency_of(judge, name, given, day) if given else None
        notice = before(last, currency.notice) if currency and currency.notice else None
        default = _lasts_by_default(judge, name, found, day)
        tasks.append(track(asked.titled(name), STATUS[found.status], last, day, notice, placeholder=default))
    papers = []
    for one in programmes(asked, worker):
        if one.title in unneeded or one.completed_on is None or (one.expires_on is not None and one.expires_on < day):
            continue
        if one.expires_on is None or one.expires_on > end:
            later += 1
            continue
        papers.append(track(one.title, one.mark, one.expires_on, day, None, placeholder=one.placeholder))
    return timeline([("Competencies", tasks), ("Certificates and courses", papers)], day, later)


def defaults(asked: Asked, worker: str) -> Iterator[str]:
    """Say which numbers behind a worker's sign-offs nobody has published: how long each lasts is marked beside it."""
    judge, day = asked.questions.judge(worker), asked.day
    found: dict[str, list[str]] = {}
    for name in judge.begun(day):
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
