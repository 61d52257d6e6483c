"""May this worker do this task today? The first reason that applies decides; of several posts the most cautious answer.

Rests on law and guidance on medicines, radiation and MR safety, on the status of the competency, what must stand under
it, and the tier.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from sw_competency.catalogue.catalogue import Competency
from sw_competency.catalogue.department import Recall
from sw_competency.catalogue.terms import GROUND
from sw_competency.dates import said
from sw_competency.judge.case import Judge
from sw_competency.judge.in_training import relearning
from sw_competency.judge.judging import CompetencyStatus
from sw_competency.judge.recall import allowed, leaves, recalled_on, say_recalled, strictest
from sw_competency.judge.shared import shared
from sw_competency.judge.sign_off import current
from sw_competency.judge.status import HELD
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Absence, Entry, Finding, Outcome, SignOff, Withdrawal
from sw_competency.model.findings import entries_of, placeholders_of, sources_of
from sw_competency.rules import Given, Span

CAUTION = ("may-not", "cannot-tell", "only-supervised", "may")
_OUTCOMES: dict[str, Outcome] = {"may": MET, "cannot-tell": CANNOT_TELL, "only-supervised": NOT_MET, "may-not": NOT_MET}
MAIN = "main"  # what a question calls the post without a name

_LAW = {
    "none": "this site has not permitted it yet",
    "registrant-only": "by {}, it is for registered practitioners only",
    "pgd": "it is done under a patient group direction, under which nothing can be handed on",
    "psd": "it needs a patient specific direction, and this site's catalogue does not permit it",
    "irmer-operator": "it is an operator's task under IR(ME)R, and this site's catalogue does not permit it",
}
_CONDITIONS = {
    "psd": "on a written direction for the named patient",
    "irmer-operator": "as an operator entitled by the employer, within that entitlement",
}
_NEEDED = {
    "not-started": "training, supervised practice and a sign-off",
    "withdrawn": "a new sign-off",
    "suspended": "the end of the suspension, or a reinstatement",
    "lapsed": "relearning under direct supervision, then a new sign-off",
    "in-training": "a sign-off",
    "not-yet-competent": "a new assessment and a sign-off",
    "awaiting-countersignature": "the countersignature of a second person",
    "grace": "a new sign-off",
    "out-of-practice": "supervised practice, or a new sign-off",
}


class _Bar(msgspec.Struct, frozen=True, eq=False):
    """One thing that stands against a task: the reason, and what is still needed; nothing, where nothing would help."""

    finding: Finding
    needed: str = ""


class May(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """Whether a worker may do a task.

    Args:
        answer: may, only-supervised, may-not or cannot-tell.
        because: what decided: post, law (guidance too: the sentence says which), status, standing, tier, restriction;
            None for `may`.
        finding: met for `may`.
        status: the status of the competency, where it came to that.
        restrictions: what the sign-off leaves out.
        conditions: on what it is done.
        absent: whether the worker is absent that day.
        post: the post it is about.
        only_the_tier: whether the tier alone was short: everything else would have let it.
        given: the sign-off that decides its status.
        closed: whether nobody may do it even watched: not in post, law or guidance, or a suspension in force.
        needed: what is still needed before it may be done unsupervised.
    """

    answer: str
    because: str | None
    finding: Finding
    status: str | None = None
    restrictions: tuple[Any, ...] = ()
    conditions: tuple[str, ...] = ()
    absent: bool = False
    post: str | None = None
    only_the_tier: bool = False
    given: Given | None = None
    closed: bool = False
    needed: tuple[str, ...] = ()


class _Question(msgspec.Struct, frozen=True):
    judge: Judge
    task: str
    day: date
    modality: str | None
    device: str | None
    span: Span
    competency: Competency  # as the site of the post has it


def tasks_of(judge: Judge, day: date) -> Iterator[str]:
    """Name every task the framework holds on a day, at a site of a post."""
    here = [judge.in_post_named(post) for post in judge.held(day)] or [judge]
    for name in judge.catalogue.competencies:
        if any(each.competency(name, day).in_framework(day) for each in here):
            yield name


def judge_may(
    judge: Judge,
    task: str,
    day: date,
    modality: str | None = None,
    device: str | None = None,
    post: str | None = None,
    site: str | None = None,
) -> May:
    """Answer whether a worker may do a task on a day.

    Args:
        judge: the judge of the worker.
        task: the competency that names the task.
        day: the day.
        modality: where it is to be done.
        device: on which device.
        post: in which post; left out, in all, the most cautious answer holds. `main` is the post without a name.
        site: only the posts at this site.

    Raises:
        UnknownNameError: no such competency.
    """
    return _judged(judge, task, day, modality, device, post, site)


def is_open_watched(judge: Judge, task: str, day: date) -> bool:
    """Tell whether a task is surely open to whoever is supervised directly: in post, by law, and nothing is withdrawn.

    Of what it says no to it is still to be judged whether it is `closed`.
    """
    if Withdrawal in judge.record.kinds:
        return False
    there = [judge.in_post_named(post).competency(task, day) for post in _posts(judge, day, None)]
    return bool(there) and not any(map(_is_left_to_others, there))


def _is_left_to_others(competency: Competency) -> bool:
    return competency.legal in {"registrant-only", "pgd"} or competency.awaits_permission


@shared
def scope(judge: Judge, day: date) -> Mapping[str, May]:
    """Answer it for every task the framework holds on a day."""
    return {name: judge_may(judge, name, day) for name in tasks_of(judge, day)}


@shared
def _judged(
    judge: Judge, task: str, day: date, modality: str | None, device: str | None, post: str | None, site: str | None
) -> May:
    competency = judge.catalogue.competency(task)
    record = judge.at(day)
    absences, begun = record.absent, record.appointments
    if not begun:
        sentence = f"No appointment of {judge.record.worker} is on record; record one first"
        finding = Finding(CANNOT_TELL, sentence, (), competency.source)
        return May(answer="cannot-tell", because="post", finding=finding, absent=bool(absences))
    held = _posts(judge, day, site)
    if post is not None:
        held = tuple([p for p in held if p == (None if post == MAIN else post)])
    if not held:
        return _not_in_post(judge, day, begun[-1], absences, post)
    answers = [_in_post(judge.in_post_named(name), name, task, day, modality, device, absences) for name in held]
    return answers[0] if len(answers) == 1 else _most_cautious(answers)


@shared
def _posts(judge: Judge, day: date, site: str | None) -> tuple[str | None, ...]:
    return tuple(judge.held(day, site))


def _most_cautious(answers: Sequence[May]) -> May:
    """Give the most cautious answer, whatever the order of the posts: of several, one that closes the task goes first.

    That the tier alone was short comes last: it is so only if it is so in each of them.
    """
    least = min(CAUTION.index(m.answer) for m in answers)
    cautious = [m for m in answers if CAUTION.index(m.answer) == least]
    return min(cautious, key=lambda m: (not m.closed, m.only_the_tier, m.post is not None, m.post or ""))


def _not_in_post(judge: Judge, day: date, last: Entry, absences: Sequence[Absence], post: str | None) -> May:
    left = [e for e in judge.at(day).leavings if e.on >= last.on]
    which = f"in the post '{post}'" if post else "in post"
    entries = (left[-1].id if left else last.id,)
    needed = ("a new appointment",)
    sentence = f"{judge.record.worker} is not {which} on {said(day)}. {_say_needed(needed)}"
    finding = Finding(NOT_MET, sentence, entries)
    return May(answer="may-not", because="post", finding=finding, absent=bool(absences), closed=True, needed=needed)


def _in_post(
    judge: Judge,
    post: str | None,
    task: str,
    day: date,
    modality: str | None,
    device: str | None,
    absences: Sequence[Absence],
) -> May:
    span = judge.span(day)
    assert span is not None
    question = _Question(judge, task, day, modality, device, span, judge.competency(task, day))
    answer, because, bars, status = _decide(question)
    why = _all_of_it(bars)
    given = status.given if status else None
    restrictions = given.restrictions if isinstance(given, SignOff) else ()
    competency = question.competency
    conditions = []
    if answer != "may-not":
        conditions = [_CONDITIONS[competency.legal]] if competency.legal in _CONDITIONS else []
        if answer == "only-supervised":
            conditions.append("under direct supervision")
    sentence = (_say, judge.record.worker, competency.title, answer, why, tuple(conditions), restrictions, absences)
    entries = why.entries or (span.appointment.id,)
    doubts = _unconfirmed(question, because)
    sources = why.sources or (competency.source if day >= competency.introduced else ())
    heading = (_head, judge.record.worker, competency.title, answer)
    finding = Finding(_OUTCOMES[answer], sentence, entries, sources, (why,), doubts, heading)
    return May(
        answer=answer, because=because, finding=finding, status=status.status if status else None,
        restrictions=restrictions, conditions=tuple(conditions), absent=bool(absences), post=post, given=given,
        only_the_tier=_only_the_tier(question, because, status),
        closed=because == "law" or (status is not None and status.suspended),
        needed=tuple(bar.needed for bar in bars if bar.needed),
    )  # fmt: skip


def _only_the_tier(q: _Question, because: str | None, status: CompetencyStatus | None) -> bool:
    if because != "tier" or status is None or status.status not in HELD:
        return False
    return _left_out(status.given, q.modality, q.device) is None


def _say(
    worker: str,
    title: str,
    answer: str,
    why: Finding,
    conditions: tuple[str, ...],
    restrictions: tuple[Any, ...],
    absences: Sequence[Absence],
) -> str:
    more = [c for c in conditions if c != "under direct supervision"]
    words = [_head(worker, title, answer), f"{why.says[0].upper()}{why.says[1:]}."]
    if more:
        words.append(f"On condition: {'; '.join(more)}.")
    if restrictions:
        words.append(f"Restricted to: {'; '.join(restriction_said(r) for r in restrictions)}.")
    if absences:
        words.append("The worker is absent on that day.")
    return " ".join(words)


def _head(worker: str, title: str, answer: str) -> str:
    return {
        "may": f"{worker} may do this: {title}.",
        "only-supervised": f"{worker} may do this only under direct supervision: {title}.",
        "may-not": f"{worker} may not do this: {title}.",
        "cannot-tell": f"Whether {worker} may do this cannot be told: {title}.",
    }[answer]


def restriction_said(restriction: Any) -> str:
    """Give a restriction as a sentence says it."""
    if isinstance(restriction, str):
        return restriction
    return ", ".join(f"{k} {v if isinstance(v, str) else ' or '.join(v)}" for k, v in restriction.items())


def _decide(q: _Question) -> tuple[str, str | None, tuple[_Bar, ...], CompetencyStatus | None]:
    """Go through the steps of the contract; the first that applies decides, and what else is lacking comes after it."""
    competency = q.competency
    if _is_left_to_others(competency):
        return "may-not", "law", (_Bar(_closed(competency, q.day)),), None
    status = q.judge.status(q.task, q.day)
    why = status.finding
    if status.status is None:
        return "cannot-tell", "status", (_Bar(why),), status
    of_status = _of_status(q, competency, status)
    if status.status in {"not-started", "suspended", "withdrawn"}:
        return "may-not", "status", (of_status,), status
    if status.status == "lapsed":
        relearnt = relearning(q.judge, q.task, status.expires_on, q.day)
        if relearnt is None:
            more = [found[1] for found in (_standing(q), _tier(q)) if found is not None]
            return "may-not", "status", (of_status, *more), status
        entries = (*why.entries, relearnt.id)
        supervised = Finding(NOT_MET, (_relearning, why, relearnt.on), entries, why.sources, (), why.placeholders)
        return "only-supervised", "status", (_Bar(supervised, "a new sign-off"),), status
    recall = _recalled(q, status)
    if recall is not None and leaves(recall, q.day) == "may-not":
        return "may-not", "restriction", (_by_recall(recall, why, q.day),), status
    standing, tier = _standing(q), _tier(q)
    held = status.status in HELD
    lacking = () if held else (of_status,)
    if standing is not None:
        return standing[0], "standing", (standing[1], *([tier[1]] if tier else []), *lacking), status
    if tier is not None:
        return tier[0], "tier", (tier[1], *lacking), status
    if not held:
        return "only-supervised", "status", (of_status,), status
    left_out = _left_out(status.given, q.modality, q.device) or _not_written_for(competency, q.modality)
    if recall is not None and leaves(recall, q.day) == "only-supervised":
        return "only-supervised", "restriction", (_by_recall(recall, why, q.day),), status
    if left_out is not None:
        return "only-supervised", "restriction", (_Bar(why.retold(left_out, NOT_MET)),), status
    return "may", None, (_Bar(why.retold((_as_it, why))),), status


def _of_status(q: _Question, competency: Competency, status: CompetencyStatus) -> _Bar:
    """Return the status as what stands against a task; what left the framework is not opened by anything."""
    gone = competency.withdrawn is not None and q.day >= competency.withdrawn
    told = status.finding.retold((_as_it, status.finding), NOT_MET)
    return _Bar(told, "" if gone else _NEEDED.get(status.status or "", ""))


def _closed(competency: Competency, day: date) -> Finding:
    if day < competency.introduced:  # what it rests on need not have been in force: it is not cited
        return Finding(NOT_MET, f"it is no part of the framework before {said(competency.introduced)}")
    ground = GROUND[competency.legal_authority]
    return Finding(NOT_MET, _LAW[competency.legal].format(ground), (), competency.source)


def _unconfirmed(q: _Question, because: str | None) -> tuple[str, ...]:
    """Name what the answer turns on besides its reason: what was passed on the way to it, where nobody published it."""
    competency = q.competency
    if because == "law":
        return competency.unconfirmed("legal", "permitted")
    if because not in {"tier", None}:
        return ()
    tiers = (q.judge.catalogue.tiers.get(name) for name in (competency.tier, q.span.tier))
    ranks = [path for tier in tiers if tier is not None for path in tier.unconfirmed("rank", "scope_rank")]
    if because == "tier":
        return (*competency.unconfirmed("tier"), *ranks)
    case = q.judge.case(q.day)
    standing = placeholders_of(current(case, name) for name in competency.standing)
    return (*competency.unconfirmed("legal", "permitted", "tier", "standing"), *ranks, *standing)


def _all_of_it(bars: tuple[_Bar, ...]) -> Finding:
    """Return all that stands against a task as one finding: none of it alone would open it."""
    first = bars[0].finding
    needed = tuple(bar.needed for bar in bars if bar.needed)
    if not needed and len(bars) == 1:
        return first
    lacking = tuple(bar.finding for bar in bars)
    told = (_say_bars, lacking, needed)
    rests = (entries_of(lacking), sources_of(lacking), first.parts, placeholders_of(lacking))
    return Finding(first.outcome, told, *rests, first.heading)


def _say_bars(lacking: tuple[Finding, ...], needed: tuple[str, ...]) -> str:
    reasons = [f"{finding.says}." for finding in lacking]
    more = [f"{reason[:1].upper()}{reason[1:]}" for reason in reasons[1:]]
    told = [reasons[0], *more, *([_say_needed(needed)] if needed else [])]
    return " ".join(told).removesuffix(".")


def _say_needed(needed: tuple[str, ...]) -> str:
    return f"Still needed: {'; '.join(dict.fromkeys(needed))}"


def _recalled(q: _Question, status: CompetencyStatus) -> Recall | None:
    if status.given is None or not q.judge.catalogue.recalls:
        return None
    return strictest(recalled_on(q.judge, status.given, q.day, q.device), q.day)


def _by_recall(recall: Recall, why: Finding, day: date) -> _Bar:
    sentence = f"the sign-off is {say_recalled(recall, day)}"
    cited = tuple(dict.fromkeys([*recall.source, *why.sources]))
    doubts = (*why.placeholders, *recall.unconfirmed("until_then", "reassess_by"))
    return _Bar(Finding(NOT_MET, sentence, why.entries, cited, (), doubts), "a new sign-off")


def _as_it(why: Finding) -> str:
    return why.untitled("it")


def _relearning(why: Finding, since: date) -> str:
    return f"{_as_it(why)}; relearning has been on record since {said(since)}"


def _standing(q: _Question) -> tuple[str, _Bar] | None:
    """Judge what must be current on every day the task is done; the gravest answer holds."""
    competency = q.competency
    gravest: tuple[str, _Bar] | None = None
    for name in competency.standing:
        case = q.judge.case(q.day, cites=competency.source)
        finding = current(case, name)
        if finding.outcome is MET:
            continue
        answer = "only-supervised"
        if name in q.judge.catalogue.competencies:
            status = q.judge.status(name, q.day).status
            answer = "cannot-tell" if status is None else answer
            answer = "may-not" if status in {"suspended", "withdrawn"} else answer
        elif finding.outcome is CANNOT_TELL:
            answer = "cannot-tell"
        if gravest is None or CAUTION.index(answer) < CAUTION.index(gravest[0]):
            gravest = answer, _Bar(finding, f"{q.judge.catalogue.titled(name)}, up to date")
    return gravest


def _tier(q: _Question) -> tuple[str, _Bar] | None:
    catalogue, post = q.judge.catalogue, q.span.appointment
    wanted = catalogue.tier(q.competency.tier)
    held = catalogue.tiers.get(q.span.tier)
    entries = (post.id, q.span.by) if q.span.by else (post.id,)
    if held is None:
        sentence = f"the catalogue knows no tier '{q.span.tier}', at which the post is recorded"
        return "cannot-tell", _Bar(Finding(CANNOT_TELL, sentence, entries, wanted.source))
    if held.id == wanted.id or held.scope >= wanted.rank:
        return None
    sentence = f"it is in the scope of {wanted.title}, and the post is {held.title}"
    return "only-supervised", _Bar(Finding(NOT_MET, sentence, entries, wanted.source), f"a post as {wanted.title}")


def _left_out(given: Given | None, modality: str | None, device: str | None) -> str | None:
    """Say whether the sign-off's restrictions leave out the modality or device asked about."""
    for field, asked in (("modality", modality), ("device", device)):
        named = allowed(given, field)
        if asked is not None and named and asked not in named:
            return f"the sign-off is restricted to the {field} {' or '.join(named)}, which leaves out {asked}"
    return None


def _not_written_for(competency: Competency, modality: str | None) -> str | None:
    """Say whether the competency leaves out the modality asked about; a restriction to it widens nothing."""
    if modality is None or {"all", modality} & {*competency.modalities}:
        return None
    return f"the competency is written for {', '.join(competency.modalities)}, which leaves out {modality}"
