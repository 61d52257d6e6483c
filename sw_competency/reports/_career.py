"""What each re-banding rule asks and what is missing, posts held, decisions taken, dates ahead: rows for a page."""

from datetime import date, timedelta

import attrs

from sw_competency.catalogue import Rule
from sw_competency.dates import said
from sw_competency.judge.case import Judge
from sw_competency.judge.posts import band_of
from sw_competency.judge.rebanding import EFFECTS, judge_rebanding
from sw_competency.judge.since import Period, periods_met, since
from sw_competency.model import MET, Appointment, Approval, BandingClaim, Rebanding, Reinstatement, Request, Withdrawal
from sw_competency.model.marks import Mark, mark_of
from sw_competency.reports._base import Asked, Line, is_met, lines_of, unknown
from sw_competency.reports._sheet import with_names
from sw_competency.reports._timeline import Bar, bar
from sw_competency.rules import Span

_EFFECT_ORDER = ("moves-band", "supports-review", "opens-application", "opens-area")
_DRAWN = {"disc": "met", "query": "query"}  # all else is open


@attrs.frozen(slots=True, kw_only=True)
class RuleRow:
    """A re-banding rule as it stands for a worker.

    Args:
        effect: what being met does.
        since: since when it has been met without a break.
        open: what it asks and is not met, or cannot be told.
        done: what it asks and is met.
        periods: every period in which it was met, in words, where the page says them.
    """

    id: str
    title: str
    mark: Mark
    effect: str
    since: date | None
    open: tuple[Line, ...]
    done: tuple[Line, ...]
    bar: Bar
    starts: date
    site: str | None
    placeholder: bool
    sources: tuple[str, ...]
    unknown: tuple[str, ...]
    periods: tuple[str, ...] = ()


@attrs.frozen(slots=True)
class OtherRules:
    """The rules of other tiers or sites.

    Args:
        also: those that are met today, with their periods.
        earlier: those that were met, and are no longer.
        others: the names of the rest.
    """

    also: tuple[str, ...]
    earlier: tuple[str, ...]
    others: tuple[str, ...]


@attrs.frozen(slots=True, kw_only=True)
class PostRow:
    """A post held, at one tier."""

    title: str
    tier: str
    band: int | None
    site: str
    first: date
    last: date | None
    more: str
    held: bool


@attrs.frozen(slots=True, kw_only=True)
class Decision:
    """A decision taken, a review asked for, or a task asked and answered."""

    on: date
    says: str
    by: str
    entry: str
    reason: str | None


@attrs.frozen(slots=True)
class Ahead:
    """What is due on a day ahead."""

    on: date
    says: str
    days: int


def _sorted(judge: Judge, day: date) -> tuple[list[Rule], list[Rule]]:
    """Return the rules in force that lead on from the worker's tier, at their site, and all others."""
    spans = judge.held(day).values()
    tiers, sites = {s.tier for s in spans}, {s.appointment.site for s in spans}
    own: list[Rule] = []
    others: list[Rule] = []
    for name in judge.catalogue.rules:
        rule = judge.catalogue.rule_in_force(name, day)
        if rule is not None:
            here = (rule.from_ is None or rule.from_ in tiers) and (rule.site is None or rule.site in sites)
            (own if here else others).append(rule)
    return own, others


def rules(asked: Asked, worker: str) -> tuple[RuleRow, ...]:
    """Return the rules that lead on from the worker's tier: what moves the band first, then what is nearest."""
    own, _ = _sorted(asked.questions.judge(worker), asked.day)
    rows = [(_EFFECT_ORDER.index(rule.effect), _rule(asked, worker, rule)) for rule in own]
    rows.sort(key=lambda each: (each[0], -each[1].bar.met / each[1].bar.of, each[1].title))
    return tuple(row for _, row in rows)


def other_rules(asked: Asked, worker: str) -> OtherRules:
    """Return those met of all other rules, and the names of the rest."""
    judge, day = asked.questions.judge(worker), asked.day
    also: list[str] = []
    earlier: list[str] = []
    others: list[str] = []
    for rule in _sorted(judge, day)[1]:
        periods = periods_met(judge, rule.id, day)
        if periods:
            listed = also if periods[-1].until is None else earlier
            listed.append(f"{rule.title}: met {'; '.join(_period(p) for p in periods)}")
        else:
            others.append(rule.title)
    return OtherRules(tuple(also), tuple(earlier), tuple(others))


def _rule(asked: Asked, worker: str, rule: Rule) -> RuleRow:
    judge = asked.questions.judge(worker)
    finding = judge_rebanding(judge, rule.id, asked.day).finding
    lines = with_names(asked, lines_of(finding.parts or [finding]))
    kinds = [_DRAWN.get(line.mark.shape, "open") for line in lines]
    return RuleRow(
        id=rule.id, title=rule.title, mark=mark_of(finding.outcome), effect=EFFECTS[rule.effect],
        since=since(periods_met(judge, rule.id, asked.day)) if finding.outcome is MET else None,
        open=tuple(x for x in lines if not is_met(x)), done=tuple(x for x in lines if is_met(x)),
        bar=bar(kinds, f"{sum(map(is_met, lines))} of {len(lines)} parts met"), starts=rule.starts,
        site=asked.place(rule.site) if rule.site else None, placeholder=bool(rule.unconfirmed("requires")),
        sources=tuple(dict.fromkeys([*rule.source, *finding.sources])), unknown=tuple(unknown(finding)),
    )  # fmt: skip


def with_periods(asked: Asked, worker: str, row: RuleRow) -> RuleRow:
    """Return the row of a rule with every period in which it was met."""
    met = periods_met(asked.questions.judge(worker), row.id, asked.day)
    return attrs.evolve(row, periods=tuple(map(_period, met)))


def _period(period: Period) -> str:
    if period.until is None:
        return f"from {said(period.first)}"
    return f"{said(period.first)} to {said(period.until)}"


def posts(asked: Asked, worker: str) -> tuple[PostRow, ...]:
    """Return every post held up to the day, tier by tier, the latest first."""
    judge, day = asked.questions.judge(worker), asked.day
    spans = [(name, span) for name in judge.at(day).posts for span in judge.post_named(name).begun(day)]
    spans.sort(key=lambda pair: (pair[1].first, pair[0] or ""), reverse=True)
    return tuple(_post(asked, name, span, judge.post_named(name).at(day) == span) for name, span in spans)


def _post(asked: Asked, name: str | None, span: Span, held: bool) -> PostRow:
    a, tier = span.appointment, asked.questions.catalogue.tiers.get(span.tier)
    areas = ", ".join(asked.titled(m) for m in a.modalities or ())
    wte = None if a.wte is None else "full time" if a.wte == 1 else f"{a.wte:g} WTE"
    post = f"post {name}" if name else None
    return PostRow(
        title=a.title or (tier.title if tier else span.tier), tier=tier.title if tier else span.tier,
        band=band_of(span, asked.questions.catalogue), site=asked.place(a.site), first=span.first,
        last=span.last if span.last < date.max else None, held=held,
        more=", ".join(x for x in (areas, a.deployment, wte, a.basis, post) if x),
    )  # fmt: skip


def decisions(asked: Asked, worker: str) -> tuple[Decision, ...]:
    """Return the decisions on record up to the day, the latest first; the reasons only where they are asked for."""
    record = asked.questions.records.worker(worker).at(asked.day)
    taken = [e for e in record.entries if isinstance(e, _TAKEN)]
    return tuple(_decision(asked, e) for e in reversed(taken))


_TAKEN = (Rebanding, Approval, Request, Withdrawal, Reinstatement, BandingClaim)


def _decision(
    asked: Asked, entry: Rebanding | Approval | Request | Withdrawal | Reinstatement | BandingClaim
) -> Decision:
    catalogue, by = asked.questions.catalogue, getattr(entry, "by", None)
    about = getattr(entry, "competency", None)
    named = asked.titled(about) if about else "all competencies"
    match entry:
        case Rebanding():
            rule = f", by the rule '{catalogue.rules[entry.rule][0].title}'" if entry.rule in catalogue.rules else ""
            review = f"; to be reviewed by {said(entry.review_by)}" if entry.review_by else ""
            says = f"Re-banding to {asked.titled(entry.to)}: {entry.outcome or 'upheld'}{rule}{review}"
            by = entry.decided_by
        case Approval():
            rule = f", for the rule '{catalogue.rules[entry.rule][0].title}'" if entry.rule in catalogue.rules else ""
            says = f"Approved as {entry.role}{rule}"
        case Request():
            says, by = f"Asked to do {named}: {entry.answer}", entry.asked_by
        case Withdrawal():
            until = f" until {said(entry.until)}" if entry.until else ""
            says = f"{'Suspended' if entry.suspends else 'Withdrawn'}{until}: {named}"
        case Reinstatement():
            says = f"Reinstated: {named}"
        case BandingClaim():
            group = ", together with others" if entry.collective else ""
            job = f" (job description {entry.job_description})" if entry.job_description else ""
            says, by = f"Review of the banding asked for{group}{job}", entry.raised_by
    reason = getattr(entry, "reason", None) if asked.with_reasons else None
    return Decision(on=entry.on, says=says, by=asked.named(by), entry=entry.id, reason=reason)


def ahead(asked: Asked, worker: str, days: int) -> tuple[Ahead, ...]:
    """Return what else is due from the day on, within so many days: reviews, ends of posts and of suspensions."""
    record, day = asked.questions.records.worker(worker).at(asked.day), asked.day
    dates: list[tuple[date, str]] = []
    for entry in record.entries:
        match entry:
            case Rebanding(review_by=date() as on):
                dates.append((on, f"Review of the decision on {asked.titled(entry.to)}"))
            case Withdrawal(until=date() as on):
                named = asked.titled(entry.competency) if entry.competency else "all competencies"
                dates.append((on, f"Last day of the suspension: {named}"))
            case Appointment(until=date() as on):
                dates.append((on, f"Last day of the post at {asked.place(entry.site)}"))
    last = day + timedelta(days=min(days, (date.max - day).days))
    return tuple(Ahead(on, says, (on - day).days) for on, says in sorted(set(dates)) if day <= on <= last)
