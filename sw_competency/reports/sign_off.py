"""The sheet a practice educator completes, or files: one worker, one competency, one sign-off."""

from collections.abc import Sequence
from datetime import date

import attrs

from sw_competency.catalogue import Competency, SignOffRule
from sw_competency.catalogue.terms import GROUND
from sw_competency.dates import in_force, said
from sw_competency.errors import ReportError
from sw_competency.judge.counted import Counted
from sw_competency.judge.lasting import expiry
from sw_competency.judge.lateness import late_among, say_limits
from sw_competency.judge.may import restriction_said
from sw_competency.judge.posts import band_of
from sw_competency.judge.progress import currency_of, rule_of, sign_off_rule, suggestions, wanted
from sw_competency.model import MET, Assessment, Countersignature, Entry, PriorLearning
from sw_competency.model.findings import capital, instant
from sw_competency.model.marks import STATUS, Mark, mark_of
from sw_competency.reports._base import (
    NOT_YET,
    PLACEHOLDER,
    SUGGESTED,
    TO_SHOW,
    Asked,
    Cited,
    Line,
    Stamp,
    Who,
    cited,
    late,
    lines_of,
    stamp,
    who,
)
from sw_competency.reports._log import Judged, Log, Signed, judged, practice_log, signed, withdrawn
from sw_competency.reports._sheet import Extras, extras, with_names
from sw_competency.reports._worked import asked_for
from sw_competency.rules import Given

NAME = "sign-off"
QUESTION = "What stands behind the sign-off of a competency, and what is still to be filled in?"
FORMATS = ("html", "pdf", "md")
NEEDS = ()
TAKES = ("worker", "competency", "sign_off", "with_reasons", "blank")  # a sign-off says whose and of what
_LEGAL = {
    "none": None,
    "psd": "Only on a prescriber’s direction for the named patient; by national guidance it is written and signed.",
    "pgd": "Done under a patient group direction: nothing can be handed on.",
    "irmer-operator": "An operator’s task under IR(ME)R: only within the employer’s entitlement.",
    "registrant-only": "For registered practitioners only, by {}.",
}
DECLARATION = (
    "I have read this version of the policy or procedure.",
    "I know the limits of this competency, and when to stop and call for help.",
    "I am accountable for my practice and will say if I am not competent.",
    "I keep my log up to date, and I report incidents and near misses.",
    "I know that this lapses when it expires or is not practised.",
    "I have been told what is kept, why, and who sees it.",
)


@attrs.frozen(slots=True, kw_only=True)
class Signing:
    """The sign-off itself: who gave it, who confirmed it, what it leaves out, its last day, its entry.

    Args:
        review_default: whether nobody has published how long it lasts.
        entry: the id of the entry.
        entered: who wrote it down, and when.
    """

    on: date
    assessor: Signed
    countersigner: Signed | None
    restrictions: tuple[str, ...]
    review: date | None
    review_default: bool
    entry: str
    entered: str


@attrs.frozen(slots=True, kw_only=True)
class View:
    """The finished sheet."""

    title: str = "Sign-off sheet"
    running: str
    who: Who
    stamp: Stamp
    competency: str
    heading: str
    version: str
    in_force: date | None
    kind: str
    tier: str
    tier_band: int | None
    legal: str | None
    post: str
    band: int | None
    site: str
    status: Mark
    blank: bool
    filed: bool
    renewal: bool
    prior: str | None
    asked_for: str | None
    verdict: str | None
    verdict_mark: Mark | None
    asks: tuple[Line, ...]
    first_asks: tuple[Line, ...]
    asks_default: bool
    suggests: tuple[Line, ...]
    suggests_default: bool
    count_default: bool
    criteria: tuple[str, ...]
    extras: Extras
    log: Log
    late: tuple[str, ...]
    assessments: tuple[Judged, ...]
    empty: tuple[int, ...]
    self_assessed: tuple[str, ...]
    outcome: str | None
    plan: str
    countersigned_asked: bool
    signing: Signing | None
    declaration: tuple[str, ...] = DECLARATION
    since_then: tuple[str, ...]
    sources: tuple[Cited, ...]

    by_default: bool = attrs.field(init=False)  # whether anything on it rests on what nobody has published

    @by_default.default
    def _rests_on_defaults(self) -> bool:
        return bool(
            self.asks_default or self.suggests_default or self.count_default or self.late or self.extras.defaults
            or (self.signing is not None and self.signing.review_default)
        )  # fmt: skip


@attrs.frozen(slots=True)
class _Sheet:
    """What a sheet is made of, while it is worked out."""

    asked: Asked
    name: str
    given: Given | None
    index: int
    day: date  # of the sign-off; the day asked about where there is none
    competency: Competency

    @property
    def worker(self) -> str:
        """Whom it is about; nobody's id is empty."""
        return self.asked.worker or ""

    @property
    def place(self) -> int | None:
        """The place of the sign-off in the record; None where there is none."""
        return self.index if self.given is not None else None

    @property
    def signed_here(self) -> bool:
        """Whether it is, or will be, signed here: what was signed elsewhere is not countersigned."""
        return not isinstance(self.given, PriorLearning)


def view(asked: Asked) -> View:
    """Work out a sheet: of the sign-off named, of the newest, or to be filled in.

    Raises:
        ReportError: it is not said about whom, or about what.
        UnknownNameError: there is no such competency.
    """
    sheet = _sheet(asked)
    judge, given, name, c = asked.questions.judge(sheet.worker), sheet.given, sheet.name, sheet.competency
    version, renewal = sign_off_rule(judge, name, sheet.day) if given is None else rule_of(judge, name, sheet.index)
    first = in_force(c.sign_off, sheet.day)  # it says of renewals too whether they are countersigned
    judged_so = judge.counted(name, sheet.index, asked.day) if given is not None else None
    counted = judge.explained(judged_so, asked.day) if judged_so is not None else None
    log = practice_log(asked, sheet.worker, name, sheet.day, sheet.place)
    span = judge.span(sheet.day)
    record = judge.at(asked.day)
    watched = record.assessments[name]
    told = [s for s in record.self_assessments[name] if s.level is not None]
    currency = in_force(c.currency, sheet.day)
    cites = [*c.source, *(version.source if version else ()), *(currency.source if currency else ())]
    outcome, plan = _outcome(sheet, watched)
    more = extras(asked, judge, c, version, sheet.day, given)
    asks = with_names(asked, lines_of(counted.parts) if counted is not None else _asks(sheet))
    tier = asked.questions.catalogue.tiers.get(c.tier)
    post = (span.appointment.title or asked.titled(span.tier)) if span else ""
    return View(
        running=f"Sign-off sheet: {c.title}", who=_who(sheet, post), competency=name,
        stamp=stamp(asked, form=asked.blank and given is None),
        heading=c.title, version=c.version or "not stated", kind=c.kind, tier=asked.titled(c.tier),
        in_force=version.starts if version and version.starts > date.min else None, legal=_legal(c),
        status=STATUS[judge.status(name, asked.day).status], blank=asked.blank, filed=given is not None,
        tier_band=tier.band if tier else None, band=_band(sheet),
        post=post,
        site=asked.place(span.appointment.site) if span else "", renewal=renewal and given is None,
        prior=_prior(sheet), asked_for=_asked_for(sheet),
        verdict=asked.say(counted.says) if counted is not None else None,
        verdict_mark=mark_of(counted.outcome) if counted is not None else None,
        asks=asks, first_asks=tuple(line for line in asks if line not in more.eligible), extras=more,
        asks_default=bool(version and version.unconfirmed("requires")),
        suggests=_suggests(sheet, version, judged_so),
        suggests_default=bool(version and version.unconfirmed("suggests")),
        count_default=bool(log.count and log.count.authority == PLACEHOLDER), criteria=c.criteria, log=log,
        late=_late(sheet, _countersignature(sheet)),
        assessments=tuple(judged(asked, a) for a in watched), empty=tuple(range(2)) if asked.blank else (),
        self_assessed=tuple(f"{said(s.on)}: {s.level}" for s in told), outcome=outcome, plan=plan,
        countersigned_asked=bool(first and first.countersigned and sheet.signed_here), signing=_signing(sheet),
        since_then=tuple(_since_then(sheet)), sources=cited(asked, cites),
    )  # fmt: skip


def _legal(c: Competency) -> str | None:
    if c.legal == "none" and c.permitted is False:
        return "This site has not permitted it yet."
    told = _LEGAL[c.legal]
    return told and told.format(GROUND[c.legal_authority])


def _who(sheet: _Sheet, post: str) -> Who:
    """Return whom the sheet is about, without what the post beside it says already."""
    found = who(sheet.asked, sheet.asked.worker)
    return attrs.evolve(found, details=tuple(pair for pair in found.details if pair[1] != post))


def _band(sheet: _Sheet) -> int | None:
    """Return the band of the post held on the day of the sheet: its own, else its tier's."""
    span = sheet.asked.questions.judge(sheet.worker).span(sheet.day)
    return band_of(span, sheet.asked.questions.catalogue) if span else None


def _outcome(sheet: _Sheet, watched: Sequence[Assessment]) -> tuple[str | None, str]:
    """Return the outcome to tick, and the action plan; none on a sheet that is still to be filled in."""
    if sheet.given is not None:
        return "competent", ""
    last = watched[-1] if watched else None
    return (last.outcome if last and not sheet.asked.blank else None), (last.action_plan or "") if last else ""


def _signing(sheet: _Sheet) -> Signing | None:
    given, asked = sheet.given, sheet.asked
    if given is None:
        return None
    judge = asked.questions.judge(sheet.worker)
    currency = currency_of(judge, sheet.name, given, asked.day)
    last, second = expiry(judge, given, currency, asked.day), _countersignature(sheet)
    return Signing(
        on=given.on, assessor=signed(asked, getattr(given, "assessor", None), given.on),
        countersigner=signed(asked, second.by, second.on, late(asked, second)) if second else None,
        entry=given.id, entered=_entered(asked, given), review=last,
        restrictions=tuple(restriction_said(r) for r in getattr(given, "restrictions", ())),
        review_default=bool(
            last and currency and currency.unconfirmed("expires_after")
        ),
    )  # fmt: skip


def _sheet(asked: Asked) -> _Sheet:
    if asked.worker is None and (asked.sign_off is not None or not asked.blank):
        raise ReportError("The sign-off sheet is about one worker: say whom, with --worker, or ask for --blank.")
    catalogue, given, index = asked.questions.catalogue, None, 0
    record = asked.questions.records.worker(asked.worker or "").at(asked.day)
    if asked.sign_off is not None:
        places = ((n, i, g) for n, all_ in record.given.items() for i, g in enumerate(all_))
        found = next((place for place in places if place[2].id == asked.sign_off), None)
        if found is None:
            known = ", ".join(f"'{g.id}'" for all_ in record.given.values() for g in all_[-1:]) or "none"
            raise ReportError(
                f"No sign-off '{asked.sign_off[:80]}' is on record of {asked.worker} up to {said(asked.day)}; "
                f"the newest of each competency: {known}."
            )
        name, index, given = found
    elif asked.competency is None:
        raise ReportError("The sign-off sheet is about one competency: say which, with --competency or --sign-off.")
    else:
        name = asked.competency
        asked.questions.listed(asked.worker or "", name)
        newest = record.given[name]
        if newest and not asked.blank:
            given, index = newest[-1], len(newest) - 1
    if name not in catalogue.competencies:
        asked.questions.listed(asked.worker or "", name)
    day = given.on if given is not None else asked.day
    return _Sheet(asked, name, given, index, day, asked.questions.judge(asked.worker or "").competency(name, day))


def _asks(sheet: _Sheet) -> tuple[Line, ...]:
    """Say what a sign-off on the day would ask, and how far it is there, or that it is to be shown then."""
    out: list[Line] = []
    asked = sheet.asked
    for one in wanted(asked.questions.judge(sheet.worker), sheet.name, sheet.day):
        if one.finding is not None and asked.worker is not None:
            out += lines_of([one.finding])
        elif one.requirement is not None:
            out.append(Line(TO_SHOW, capital(one.requirement.asks(asked.titled))))
        else:
            out.append(Line(TO_SHOW, f"{asked.titled(one.prerequisite or '')}: current"))
    return tuple(out)


def _suggests(sheet: _Sheet, version: SignOffRule | None, counted: Counted | None) -> tuple[Line, ...]:
    """Say what is suggested before the sign-off, beside what is on record; it decides nothing."""
    asked = sheet.asked
    if version is None:
        return ()
    if asked.worker is not None:
        judge = asked.questions.judge(asked.worker)
        found = suggestions(judge, sheet.name, sheet.day) if counted is None else judge.suggested(counted, asked.day)
        lines = zip(found, lines_of(found), strict=False)
        return tuple(line if f.outcome is MET else attrs.evolve(line, mark=NOT_YET) for f, line in lines)
    return tuple(Line(SUGGESTED, capital(item.asks(asked.titled))) for item in version.suggests)


def _countersignature(sheet: _Sheet) -> Countersignature | None:
    if sheet.given is None or isinstance(sheet.given, PriorLearning):
        return None
    record = sheet.asked.questions.records.worker(sheet.worker).at(sheet.asked.day)
    for one in record.countersignatures[sheet.given.id]:
        if one.by not in {sheet.given.worker, sheet.given.assessor} and one.on >= sheet.given.on:
            return one
    return None


def _late(sheet: _Sheet, second: Countersignature | None) -> tuple[str, ...]:
    """Say after how long what is on the sheet is late, where something is and nobody stands behind the number."""
    judge = sheet.asked.questions.judge(sheet.worker)
    shown = [*judge.at(sheet.day).practice[sheet.name], *filter(None, (sheet.given, second))]
    return say_limits(late_among(judge, shown))


def _prior(sheet: _Sheet) -> str | None:
    given = sheet.given
    if not isinstance(given, PriorLearning):
        return None
    known = {"year": ", of which only the year is known", "month": ", of which only the month is known"}
    by, taken_by = given.issuer or "an issuer not on record", sheet.asked.named(given.accepted_by)
    signed_on = said(given.signed_on) + known.get(given.date_known_to or "", "")
    return f"Signed elsewhere on {signed_on}, by {by}; accepted here on {said(given.on)} by {taken_by}."


def _asked_for(sheet: _Sheet) -> str | None:
    given = sheet.given.id if sheet.given is not None else None
    return asked_for(sheet.asked, sheet.worker, sheet.name, given) if sheet.worker else None


def _entered(asked: Asked, given: Entry) -> str:
    by, at = asked.named(given.recorded_by), given.recorded_at
    when = f" on {said(at.date())} ({instant(at)})" if at else ""
    return f"entered{when}" + (f" by {by}" if by else "; by whom is not on record")


def _since_then(sheet: _Sheet) -> Sequence[str]:
    """Say what happened to the competency after this sign-off; a reason only where it is asked for."""
    if sheet.given is None:
        return []
    record = sheet.asked.questions.records.worker(sheet.worker).at(sheet.asked.day)
    out = [withdrawn(sheet.asked, w) for w in record.closing(sheet.name) if w.on >= sheet.given.on]
    newer = [g for g in record.given[sheet.name] if g.on > sheet.given.on]
    if newer:
        out.append(f"A newer sign-off is on record, of {said(newer[-1].on)}.")
    if after := sum(p.times for p in record.practice[sheet.name] if p.on > sheet.day):
        since = "1 attempt" if after == 1 else f"{after} attempts"
        out.append(f"{since} on record since this sign-off; a new sheet (--blank) shows them.")
    counted = sheet.asked.questions.judge(sheet.worker).counted(sheet.name, sheet.index, sheet.asked.day)
    if counted.outcome is not MET:
        out.append("It is kept as it happened, though it does not count.")
    return out
