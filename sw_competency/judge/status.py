"""The status of a competency on a day, the day it expires, and the days on which that can change."""

from collections.abc import Sequence
from datetime import date

import msgspec

from sw_competency.catalogue.catalogue import Competency, Currency
from sw_competency.catalogue.department import Recall
from sw_competency.dates import after, before, day_before, said
from sw_competency.judge.counted import Counted
from sw_competency.judge.folded import Snapshot
from sw_competency.judge.in_training import training_begun
from sw_competency.judge.judging import CompetencyStatus, Judging
from sw_competency.judge.lasting import expiry_by_rule, lasts, out_of_practice, sooner_by_then
from sw_competency.judge.lateness import late_words
from sw_competency.judge.recall import recalled, say_recalled
from sw_competency.judge.withdrawn import last_withdrawal, suspended_by
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Entry, Finding, Outcome, PriorLearning, Withdrawal
from sw_competency.model.findings import Sentence, said_of, titled
from sw_competency.rules import Given

HELD = frozenset({"current", "due"})
STATUSES = (
    "not-started", "in-training", "not-yet-competent", "awaiting-countersignature", "current", "due", "out-of-practice",
    "grace", "lapsed", "suspended", "withdrawn",
)  # fmt: skip


class _Asked(msgspec.Struct, frozen=True, gc=False):
    """A status question while it is worked out."""

    judge: Judging
    name: str
    day: date
    then: Snapshot  # the record on that day
    competency: Competency
    apart: int | None  # a sign-off left out, with all after it and the withdrawals of its day
    places: Sequence[int]  # of the sign-offs that are looked at, in the order in which they stand
    decides: Counted | None  # the newest of them that counts
    unknown: Sequence[Counted]  # those after it that nobody can judge
    awaiting: Given | None  # one after it that awaits its countersignature
    currency: Currency | None  # the numbers by which it lasts
    expires: date | None  # its last day


def judge_status(
    judge: Judging, name: str, day: date, apart_from: int | None = None, *, earlier: bool = False
) -> CompetencyStatus:
    """Judge the status of a competency on a day.

    Args:
        judge: the judge of the worker.
        name: the competency.
        day: the day.
        apart_from: the place of a sign-off that is left out, for the question whether it is a renewal.
        earlier: by sign-offs of earlier days alone.
    """
    then = judge.at(day)
    if apart_from is None:
        places = (judge.at(day_before(day)) if earlier else then).seen(name)
    else:
        places = then.before(judge.record.sign_off(name, apart_from))
    asked = _asked(judge, name, then, apart_from, places)
    if (then.withdrawals or asked.competency.withdrawn is not None) and (closed := _closed(asked)) is not None:
        return closed
    if asked.decides is None:
        return _cannot_tell(asked) if asked.unknown else _without_sign_off(asked)
    result = _running(asked, asked.decides)
    if asked.unknown and result.status not in HELD:
        return _cannot_tell(asked)
    return result


def judge_held(judge: Judging, name: str, day: date, *, earlier: bool = False) -> Outcome:
    """Judge whether a competency is held on a day, without the reasons: nobody holds what no sign-off counts for."""
    places = judge.at(day_before(day) if earlier else day).seen(name)
    if not places or judge.counted(name, places[-1], day).outcome is not MET:
        decides, unknown, _ = _newest(judge, name, day, places)
        if decides is None and not unknown:
            return NOT_MET
    return judge.status(name, day, earlier=earlier).finding.outcome


def _asked(judge: Judging, name: str, then: Snapshot, apart: int | None, places: Sequence[int]) -> _Asked:
    day = then.day
    if places and (newest := judge.counted(name, places[-1], day)).outcome is MET:
        found: tuple[Counted | None, Sequence[Counted], Given | None] = (newest, (), None)
    else:
        found = _newest(judge, name, day, places)
    decides, unknown, awaiting = found
    competency = judge.competency(name, day)
    currency, expires = lasts(judge, competency, decides.given, day) if decides is not None else (None, None)
    return _Asked(judge, name, day, then, competency, apart, places, decides, unknown, awaiting, currency, expires)


def ended(judge: Judging, name: str, day: date) -> tuple[date, Withdrawal | None] | None:
    """Return the day on which what somebody was signed off for ended, and the withdrawal, if it was that.

    A suspension is looked through, and so is a sign-off that nobody can judge: neither makes current what has ended.

    Args:
        judge: the judge of the worker.
        name: the competency.
        day: the day.
    """
    record, then = judge.record, judge.at(day)
    asked = _asked(judge, name, then, None, then.seen(name))
    withdrawal = last_withdrawal(then.closing(name))
    if withdrawal is not None and (asked.decides is None or record.stands(asked.decides.given) <= withdrawal.on):
        return withdrawal.on, withdrawal
    if asked.decides is None or asked.expires is None:
        return None
    return (asked.expires, None) if _running(asked, asked.decides).status == "lapsed" else None


NAMED = 5  # of the sign-offs that nobody can judge, the newest so many are named
_FEW = 4  # so many are looked at again sooner than it would be found whether that is needed


def _newest(
    judge: Judging, name: str, day: date, places: Sequence[int]
) -> tuple[Counted | None, Sequence[Counted], Given | None]:
    """Find the newest sign-off that counts; on the way, those nobody can judge, and one that awaits countersigning."""
    unknown: list[Counted] = []
    awaiting: Given | None = None
    # where a place is its own place in the order in which they stand
    plain = type(places) is range and len(places) > _FEW
    run: list[int] = []  # of sign-offs that do not count, for good
    at = len(places)
    while (at := at - 1) >= 0:
        index = places[at]
        passed = judge.passed_over.get((name, index)) if plain else None
        if passed is not None:  # nobody looks at them twice
            _pass_over(judge, name, run, *passed)
            unknown += [judge.counted(name, one, day) for one in passed[1][: NAMED - len(unknown)]]
            at, run = passed[0] + 1, []
            continue
        counted = judge.counted(name, index, day)
        if counted.outcome is MET:
            if run:
                _pass_over(judge, name, run, index, ())
            return counted, unknown, awaiting
        if plain and judge.settled(counted):
            run.append(index)
        else:
            _pass_over(judge, name, run, index, ())
            run = []
        if counted.outcome is CANNOT_TELL and len(unknown) < NAMED:
            unknown.append(counted)
        elif counted.awaiting and awaiting is None:
            awaiting = counted.given
    _pass_over(judge, name, run, -1, ())
    return None, unknown, awaiting


def _pass_over(judge: Judging, name: str, run: Sequence[int], below: int, unknown: tuple[int, ...]) -> None:
    """Remember of a row of sign-offs that do not count, for good, where it ends, and which nobody can judge."""
    for index in reversed(run):
        if judge.counted(name, index, judge.record.sign_off(name, index).on).outcome is CANNOT_TELL:
            unknown = (index, *unknown)[:NAMED]
        judge.passed_over[name, index] = (below, unknown)


# -- what closes the competency -----------------------------------------------------------------------------------


def _closed(asked: _Asked) -> CompetencyStatus | None:
    """A withdrawal or suspension in force, or the framework, decides before all else."""
    record, decides = asked.judge.record, asked.decides
    then = asked.then if asked.apart is None else record.at(day_before(asked.day))
    if closing := then.closing(asked.name):
        last, suspension = last_withdrawal(closing), suspended_by(asked.then, asked.name, closing)
        if last is not None and (decides is None or record.stands(decides.given) <= last.on):
            if not any(record.stands(one.given) > last.on for one in asked.unknown):
                made = _made(asked, "withdrawn", (_say_closed, "withdrawn", last), [last], decides, asked.expires)
                return msgspec.structs.replace(made, suspended=suspension is not None)
            if suspension is None:
                return _cannot_tell(asked)
        if suspension is not None:
            told = (_say_closed, "suspended", suspension)
            made = _made(asked, "suspended", told, [suspension], decides, asked.expires)
            return msgspec.structs.replace(made, suspended=True)
    left = asked.competency.withdrawn
    if left is not None and asked.day >= left:
        return _made(asked, "withdrawn", f"is no longer part of the framework, since {said(left)}", (), decides)
    return None


def _say_closed(word: str, w: Withdrawal) -> str:
    until = f" until {said(w.until)}" if w.until else ""
    return f"is {word} since {said(w.on)}{until}, by {w.by}"


# -- without a sign-off that counts -------------------------------------------------------------------------------


def _cannot_tell(asked: _Asked) -> CompetencyStatus:
    parts = tuple([asked.judge.explained(one, asked.day) for one in asked.unknown])
    ids, heading = tuple([one.given.id for one in asked.unknown]), (_say_unknown, asked.competency.title)
    sentence = (*heading, parts[0])
    finding = Finding(CANNOT_TELL, sentence, ids, parts[0].sources, parts, heading=heading)
    return CompetencyStatus(None, None, None, finding)


def _say_unknown(title: str, why: Finding | None = None) -> str:
    return f"Whether {title} is current cannot be told{f'. {why.says}' if why is not None else ''}"


def _without_sign_off(asked: _Asked) -> CompetencyStatus:
    if asked.awaiting is not None:
        return _awaits(asked, asked.awaiting)
    refused = _not_yet(asked, None)
    if refused is not None:
        return _refused(asked, refused)
    if asked.places:
        last = asked.judge.counted(asked.name, asked.places[-1], asked.day)
        why = asked.judge.refused(last, asked.day)
        made = _made(asked, "in-training", (_say_not_counting, why), [last.given])
        heading = (titled, asked.competency.title, "is in training")
        return msgspec.structs.replace(made, finding=msgspec.structs.replace(made.finding, heading=heading))
    evidence = list(training_begun(asked.judge, asked.name, asked.day))
    if evidence:
        return _made(asked, "in-training", f"is in training; nobody has signed it off{_early(asked)}", evidence)
    return _made(asked, "not-started", f"has not been started{_early(asked)}")


def _awaits(asked: _Asked, signed: Given) -> CompetencyStatus:
    sentence = f"awaits the countersignature of the sign-off of {said(signed.on)}"
    return _made(asked, "awaiting-countersignature", sentence, [signed])


def _refused(asked: _Asked, assessment: Entry) -> CompetencyStatus:
    sentence = f"was assessed as not yet competent on {said(assessment.on)}"
    return _made(asked, "not-yet-competent", sentence, [assessment])


def _early(asked: _Asked) -> str:
    began = asked.competency.introduced
    return f"; it is part of the framework from {said(began)}" if asked.day < began else ""


def _say_not_counting(why: Sentence) -> str:
    return f"is in training. {said_of(why)}"


def _not_yet(asked: _Asked, given: Given | None) -> Entry | None:
    """Return the latest assessment where it says not yet competent and came after the sign-off that counts."""
    for assessment in reversed(asked.then.assessments[asked.name]):
        if given is not None and asked.judge.record.came_after(given, assessment):
            return None
        if assessment.outcome != "deferred":
            return assessment if assessment.outcome == "not-yet-competent" else None
    return None


# -- with a sign-off that counts ----------------------------------------------------------------------------------


def _running(asked: _Asked, decides: Counted) -> CompetencyStatus:
    given, day, versions = decides.given, asked.day, asked.competency.currency
    recalls = recalled(asked.judge, given, day) if asked.name in asked.judge.catalogue.recalled else ()
    ends_for_good = bool(recalls) and asked.expires in [recall.reassess_by for recall in recalls]
    result = _by_the_clocks(asked, decides, ends_for_good=ends_for_good)
    later = None
    if len(versions) > 1 and result.status in HELD:
        later = sooner_by_then(asked.judge, asked.competency, given, asked.expires, day)
    if not (recalls or later) or result.given is None:
        return result
    told = result.finding
    sentence = (titled, asked.competency.title, (_say_more, told, recalls, later, day))
    cited = [*told.sources, *(s for r in recalls for s in r.source), *(later[0].source if later else ())]
    paths = (*told.placeholders, *(path for r in recalls for path in r.unconfirmed("reassess_by")))
    more = Finding(told.outcome, sentence, told.entries, tuple(dict.fromkeys(cited)), (), paths)
    return msgspec.structs.replace(result, finding=more)


def _say_more(told: Finding, recalls: Sequence[Recall], later: tuple[Currency, date] | None, day: date) -> str:
    more = [say_recalled(recall, day) for recall in recalls]
    if later is not None:
        version, last = later
        then = f"its last day is {said(last)}" if last >= version.starts else "it has lapsed"
        more.append(f"from {said(version.starts)}, by the numbers that hold from then, {then}")
    return "; ".join([told.untitled(), *more])


def _by_the_clocks(asked: _Asked, decides: Counted, *, ends_for_good: bool) -> CompetencyStatus:
    day, currency, expires = asked.day, asked.currency, asked.expires
    in_grace = False
    if expires is not None and day > expires:
        in_grace = bool(currency and currency.grace and not ends_for_good and day <= after(expires, currency.grace))
        if not in_grace:
            return _held(asked, "lapsed", (_say_lapsed, expires), decides)
    refused = _not_yet(asked, decides.given)
    if refused is not None:
        return _awaits(asked, asked.awaiting) if asked.awaiting is not None else _refused(asked, refused)
    if in_grace and expires is not None:
        sentence = f"expired on {said(expires)} and is in its time of grace: only under supervision"
        return _held(asked, "grace", sentence, decides)
    stale = None
    if currency is not None and (currency.practice is not None or currency.return_ is not None):
        stale = out_of_practice(asked.judge, decides.given, currency, day)
    if stale is not None:
        short, sentence = stale
        return msgspec.structs.replace(_held(asked, "out-of-practice", sentence, decides), short_of=short)
    if expires is not None and currency is not None and currency.notice and day >= before(expires, currency.notice):
        return _held(asked, "due", (_say_due, expires), decides)
    late = late_words(asked.judge, decides.given)
    return _held(asked, "current", (_say_current, decides.given, expires, late), decides)


def _say_lapsed(expires: date) -> str:
    return f"lapsed; its last day was {said(expires)}"


def _say_due(expires: date) -> str:
    return f"is current and due: its last day is {said(expires)}"


def _say_current(given: Given, expires: date | None, late: str) -> str:
    how = "accepted from elsewhere" if isinstance(given, PriorLearning) else f"signed off by {given.assessor}"
    until = f", to {said(expires)}" if expires else ", no expiry"
    return f"is current: {how} on {said(given.on)}{f', {late}' if late else ''}{until}"


# -- the finding --------------------------------------------------------------------------------------------------


def _held(asked: _Asked, status: str, sentence: Sentence, decides: Counted) -> CompetencyStatus:
    """Make the status that a sign-off gives by the numbers under which it lasts."""
    paths = (*_numbers(asked, status, decides.given), *_of_sign_offs(asked, decides))
    sources = (asked.currency.source if asked.currency else ()) or asked.competency.source
    told = (titled, asked.competency.title, sentence)
    finding = Finding(MET if status in HELD else NOT_MET, told, (decides.given.id,), sources, (), paths)
    return CompetencyStatus(status, asked.expires, decides.given, finding)


def _made(
    asked: _Asked,
    status: str,
    sentence: Sentence,
    entries: Sequence[Entry] = (),
    decides: Counted | None = None,
    expires: date | None = None,
) -> CompetencyStatus:
    """Make a status that no numbers decide."""
    given = decides.given if decides is not None else None
    ids = tuple([entry.id for entry in ([given, *entries] if given is not None else entries)])
    told = (titled, asked.competency.title, sentence)
    finding = Finding(NOT_MET, told, ids, asked.competency.source, (), _of_sign_offs(asked, decides))
    return CompetencyStatus(status, expires, given, finding)


# the numbers of a currency that a status turns on; those of practice only where somebody has to be in practice
_TURNS_ON = {
    "current": ("practice",), "due": ("practice", "notice"), "out-of-practice": ("practice",), "grace": ("grace",),
    "lapsed": ("grace",),
}  # fmt: skip


def _numbers(asked: _Asked, status: str, given: Given) -> tuple[str, ...]:
    """Name what a status turns on of how long a sign-off lasts, where nobody published it."""
    currency, expires = asked.currency, asked.expires
    if currency is None or not currency.placeholders:
        return ()
    by_length = expires is not None and (
        (given.expires_on is None and not asked.judge.catalogue.recalls)
        or expires == expiry_by_rule(asked.judge, given, currency, asked.day)
    )
    away = bool(asked.then.absences)
    plans, key = asked.judge.plans, (id(currency), status, by_length, away)
    known: tuple[Currency, tuple[str, ...]] | None = plans.get(key)
    if known is None:
        fields = [*(["expires_after"] if by_length else []), *_TURNS_ON[status]]
        fields += ["return_", "pauses"] if away else []
        known = plans[key] = (currency, currency.unconfirmed(*fields))  # it keeps the currency: its id stays its own
    return known[1]


def _of_sign_offs(asked: _Asked, decides: Counted | None) -> tuple[str, ...]:
    """Name what it turns on that the sign-off that decides counts, or that the newest does not."""
    if not asked.places:
        return ()
    newest = asked.places[-1]
    if decides is not None and asked.judge.record.all_given[asked.name][newest] is decides.given:
        counted = [decides]
    else:
        counted = [asked.judge.counted(asked.name, newest, asked.day)]
        if decides is not None:
            counted.insert(0, decides)
    if asked.apart is not None:  # rows of renewals are long: of each, what it asks for itself
        return tuple([path for one in counted if one.plan.by for path in one.plan.by.unconfirmed("requires")])
    if len(counted) == 1:
        return asked.judge.turns_on(counted[0])
    return tuple([path for one in counted for path in asked.judge.turns_on(one)])
