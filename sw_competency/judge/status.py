"""The status of a competency on a day, the day it expires, and the days on which that can change."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from sw_competency.dates import after, before, day_before, in_force, next_day, said
from sw_competency.judge.folded import FoldedRecord, up_to
from sw_competency.judge.recall import recalled, say_recalled
from sw_competency.judge.sign_off import Counted
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Entry, Finding, Outcome, PriorLearning, SignOff, Withdrawal
from sw_competency.rules import Given, trainings_asked

if TYPE_CHECKING:
    from sw_competency.catalogue.catalogue import Currency
    from sw_competency.catalogue.department import Recall
    from sw_competency.judge.case import Judge

HELD = frozenset({"current", "due"})
STATUSES = (
    "not-started", "in-training", "not-yet-competent", "awaiting-countersignature", "current", "due", "out-of-practice",
    "grace", "lapsed", "suspended", "withdrawn",
)  # fmt: skip


class CompetencyStatus(msgspec.Struct, frozen=True, gc=False):
    """The status of a competency.

    Args:
        status: its name; None where it cannot be told.
        expires_on: the last day of the sign-off that decides.
        given: the sign-off that decides.
        finding: met for `current` and `due`.
        suspended: whether a suspension is in force, be it beside a withdrawal.
    """

    status: str | None
    expires_on: date | None
    given: Given | None
    finding: Finding
    suspended: bool = False


class _Asked(msgspec.Struct, frozen=True, gc=False):
    """A status question while it is worked out."""

    judge: Any  # a Judge
    name: str
    day: date
    competency: Any  # a Competency
    apart: int | None  # a sign-off left out, with all after it and the withdrawals of its day
    places: Sequence[int]  # of the sign-offs that are looked at, in the order in which they stand


def judge_status(
    judge: "Judge", name: str, day: date, apart_from: int | None = None, *, earlier: bool = False
) -> CompetencyStatus:
    """Judge the status of a competency on a day.

    Args:
        judge: the judge of the worker.
        name: the competency.
        day: the day.
        apart_from: the place of a sign-off that is left out, for the question whether it is a renewal.
        earlier: by sign-offs of earlier days alone.
    """
    competency = judge.competency(name, day)
    record = judge.record
    if apart_from is None:
        places = record.seen(name, day_before(day) if earlier else day)
    else:
        places = record.before(record.given[name][apart_from], day)
    asked = _Asked(judge, name, day, competency, apart_from, places)
    decides, unknown, awaiting = _newest(judge, name, day, places)
    currency, expires = _lasts(judge, name, decides, day) if decides is not None else (None, None)
    if competency.withdrawn is not None or (record.withdrawals and record.may_be_closed(name)):
        closed = _closed(asked, decides, expires, unknown)
        if closed is not None:
            return closed
    if decides is None:
        return _cannot_tell(asked, unknown) if unknown else _without_sign_off(asked, awaiting, places)
    recalls = recalled(judge, decides, day) if name in judge.catalogue.recalled else ()
    result = _running(asked, decides, currency, expires, awaiting, recalls)
    if unknown and result.status not in HELD:
        return _cannot_tell(asked, unknown)
    return result


def _lasts(judge: "Judge", name: str, given: Given, day: date) -> "tuple[Currency | None, date | None]":
    """Give the numbers by which a sign-off lasts, as seen from a day, and its last day."""
    currency = in_force(judge.competency(name, day).currency, day)
    if currency is not None and currency.counted_by == "sign-off-day":  # that day's numbers, at that day's site
        currency = in_force(judge.competency(name, given.on).currency, given.on)
    return currency, expiry(judge, given, currency, day)


def ended(judge: "Judge", name: str, day: date) -> tuple[date, Withdrawal | None] | None:
    """Give the day on which what somebody was signed off for ended, and the withdrawal, if it was that.

    A suspension is looked through, and so is a sign-off that nobody can judge: neither makes current what has ended.

    Args:
        judge: the judge of the worker.
        name: the competency.
        day: the day.
    """
    record, places = judge.record, judge.record.seen(name, day)
    decides, _, awaiting = _newest(judge, name, day, places)
    withdrawal = _withdrawal(_about(record, name, day))
    if withdrawal is not None and (decides is None or record.stands(decides) <= withdrawal.on):
        return withdrawal.on, withdrawal
    if decides is None:
        return None
    currency, expires = _lasts(judge, name, decides, day)
    asked = _Asked(judge, name, day, judge.competency(name, day), None, places)
    recalls = recalled(judge, decides, day) if name in judge.catalogue.recalled else ()
    running = _running(asked, decides, currency, expires, awaiting, recalls)
    return (expires, None) if expires is not None and running.status == "lapsed" else None


NAMED = 5  # of the sign-offs that nobody can judge, the newest so many are named


def _newest(
    judge: "Judge", name: str, day: date, places: Sequence[int]
) -> tuple[Given | None, list[Counted], Given | None]:
    """Find the newest sign-off that counts; on the way, those nobody can judge, and one that awaits countersigning."""
    given, unknown = judge.record.given.get(name, ()), list[Counted]()
    awaiting: Given | None = None
    plain = type(places) is range  # where a place is its own place in the order in which they stand
    at, run = len(places), list[int]()  # of sign-offs that do not count, for good
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
            return given[index], unknown, awaiting
        if plain and judge.settled(counted):
            run.append(index)
        else:
            _pass_over(judge, name, run, index, ())
            run = []
        if counted.outcome is CANNOT_TELL and len(unknown) < NAMED:
            unknown.append(counted)
        elif counted.awaiting and awaiting is None:
            awaiting = given[index]
    _pass_over(judge, name, run, -1, ())
    return None, unknown, awaiting


def _pass_over(judge: "Judge", name: str, run: Sequence[int], below: int, unknown: tuple[int, ...]) -> None:
    """Remember of a row of sign-offs that do not count, for good, where it ends, and which nobody can judge."""
    for index in reversed(run):
        if judge.counted(name, index, judge.record.given[name][index].on).outcome is CANNOT_TELL:
            unknown = (index, *unknown)[:NAMED]
        judge.passed_over[name, index] = (below, unknown)


# -- what closes the competency -----------------------------------------------------------------------------------


def _closed(
    asked: _Asked, decides: Given | None, expires: date | None, unknown: Sequence[Counted]
) -> CompetencyStatus | None:
    """A withdrawal or suspension in force, or the framework, decides before all else."""
    record = asked.judge.record
    if record.withdrawals:
        horizon = asked.day if asked.apart is None else day_before(asked.day)
        about = _about(record, asked.name, horizon)
        last = _withdrawal(about)
        suspension = _suspension(asked, [w for w in about if w.suspends])
        if last is not None and (decides is None or record.stands(decides) <= last.on):
            if not any(record.stands(one.given) > last.on for one in unknown):
                made = _made(asked, "withdrawn", expires, decides, [last], (_say_closed, "withdrawn", last))
                return msgspec.structs.replace(made, suspended=suspension is not None)
            if suspension is None:
                return _cannot_tell(asked, unknown)
        if suspension is not None:
            made = _made(asked, "suspended", expires, decides, [suspension], (_say_closed, "suspended", suspension))
            return msgspec.structs.replace(made, suspended=True)
    left = asked.competency.withdrawn
    if left is not None and asked.day >= left:
        sentence = f"is no longer part of the framework, since {said(left)}"
        return _made(asked, "withdrawn", None, decides, [], sentence)
    return None


def _about(record: FoldedRecord, name: str, day: date) -> list[Withdrawal]:
    return [w for w in up_to(record.withdrawals, day) if w.competency in {None, name}]


def _withdrawal(about: Sequence[Withdrawal]) -> Withdrawal | None:
    return next((w for w in reversed(about) if not w.suspends), None)


def _suspension(asked: _Asked, suspensions: Sequence[Withdrawal]) -> Withdrawal | None:
    record = asked.judge.record
    ends = [r for r in up_to(record.reinstatements, asked.day) if r.competency in {None, asked.name}]
    lifted = max((record.place[id(r)] for r in ends), default=-1)
    for w in reversed(suspensions):
        if record.place[id(w)] > lifted and (w.until is None or w.until >= asked.day):
            return w
    return None


def _say_closed(word: str, w: Withdrawal) -> str:
    until = f" until {said(w.until)}" if w.until else ""
    return f"is {word} since {said(w.on)}{until}, by {w.by}"


# -- without a sign-off that counts -------------------------------------------------------------------------------


def _cannot_tell(asked: _Asked, unknown: Sequence[Counted]) -> CompetencyStatus:
    parts = tuple([one.finding for one in unknown])
    sentence = (_say_unknown, asked.competency.title, parts[0])
    finding = Finding(CANNOT_TELL, sentence, tuple([one.given.id for one in unknown]), parts[0].sources, parts)
    return CompetencyStatus(None, None, None, finding)


def _say_unknown(title: str, finding: Finding) -> str:
    return f"Whether {title} is current cannot be told. {finding.says}"


def _without_sign_off(asked: _Asked, awaiting: Given | None, places: Sequence[int]) -> CompetencyStatus:
    if awaiting is not None:
        sentence = f"awaits the countersignature of the sign-off of {said(awaiting.on)}"
        return _made(asked, "awaiting-countersignature", None, None, [awaiting], sentence)
    refused = _not_yet(asked, None)
    if refused is not None:
        return _made(asked, "not-yet-competent", None, None, [refused], _say_not_yet(refused))
    if places:
        last = asked.judge.counted(asked.name, places[-1], asked.day)
        return _made(asked, "in-training", None, None, [last.given], (_say_not_counting, last))
    evidence = list(training_begun(asked.judge, asked.name, asked.day))
    if evidence:
        sentence = f"is in training; nobody has signed it off{_early(asked)}"
        return _made(asked, "in-training", None, None, evidence, sentence)
    return _made(asked, "not-started", None, None, [], f"has not been started{_early(asked)}")


def _early(asked: _Asked) -> str:
    began = asked.competency.introduced
    return f"; it is part of the framework from {said(began)}" if asked.day < began else ""


def _say_not_counting(last: Counted) -> str:
    return f"is in training. {last.finding.says}"


def training_begun(judge: "Judge", name: str, day: date) -> Iterator[Entry]:
    """Give the entries that show training has begun: a course asked for, supervised practice, an assessment."""
    record = judge.record
    for programme in trainings_towards(judge, name, day):
        yield from up_to(record.trainings.get(programme, ()), day)
    yield from (p for p in up_to(record.practice.get(name, ()), day) if p.supervised)
    yield from up_to(record.self_assessments.get(name, ()), day)
    yield from up_to(record.assessments.get(name, ()), day)


def trainings_towards(judge: "Judge", name: str, day: date) -> frozenset[str]:
    """Name the programmes that a sign-off on a day asks for, and those that count as them."""
    version = in_force(judge.competency(name, day).sign_off, day)
    if version is None:
        return frozenset()
    plans = judge.records.plans
    known = plans.get(id(version))
    if known is None:
        asked = trainings_asked(version.requires)
        towards = frozenset(p for one in asked for p in judge.catalogue.counting_as(one))
        known = plans[id(version)] = (towards, version)  # kept with it, so that no other ever has its identity
    found: frozenset[str] = known[0]
    return found


def _not_yet(asked: _Asked, given: Given | None) -> Entry | None:
    """Give the latest assessment where it says not yet competent and came after the sign-off that counts."""
    for assessment in reversed(up_to(asked.judge.record.assessments.get(asked.name, ()), asked.day)):
        if given is not None and asked.judge.record.came_after(given, assessment):
            return None
        if assessment.outcome != "deferred":
            return assessment if assessment.outcome == "not-yet-competent" else None
    return None


def _say_not_yet(assessment: Entry) -> str:
    return f"was assessed as not yet competent on {said(assessment.on)}"


# -- with a sign-off that counts ----------------------------------------------------------------------------------


def expiry(judge: "Judge", given: Given, currency: "Currency | None", day: date) -> date | None:
    """Give the last day of a sign-off as seen from a day: clock stops count up to it, and recalls made by it."""
    last = expiry_by_rule(judge, given, currency, day)
    for recall in recalled(judge, given, day) if judge.catalogue.recalls else ():
        last = recall.reassess_by if last is None else min(last, recall.reassess_by)
    return last


def expiry_by_rule(judge: "Judge", given: Given, currency: "Currency | None", day: date) -> date | None:
    """Give the last day of a sign-off by the rule's length and its own, recalls apart."""
    began = judge.record.stands(given)
    stated = given.expires_on if isinstance(given, SignOff) else None
    last: date | None = None
    if currency is not None and currency.expires_after is not None:
        last = after(began, currency.expires_after)
        if currency.pauses and judge.record.absences:
            last = _paused(judge.record.away(currency.pauses), began, last, day)
    if stated is not None and (last is None or stated < last):
        return stated
    return last


def _paused(times: Sequence[tuple[date, date]], began: date, last: date, day: date) -> date:
    """Move an expiry on by every day of absence after the sign-off and up to the expiry as moved so far."""
    for at in range(bisect_right(times, began, key=lambda time: time[1]), len(times)):
        first, until = times[at]
        begin, end = max(first, next_day(began)), min(until, day)
        if begin > min(last, day):
            break
        last = after_days(last, (end - begin).days + 1)
    return last


def after_days(day: date, days: int) -> date:
    """Give the day so many days later; past the end of the calendar, its last day."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def _running(
    asked: _Asked,
    given: Given,
    currency: "Currency | None",
    expires: date | None,
    awaiting: Given | None,
    recalls: "Sequence[Recall]",
) -> CompetencyStatus:
    ends_for_good = any(recall.reassess_by == expires for recall in recalls)
    result = _by_the_clocks(asked, given, currency, expires, awaiting, ends_for_good)
    to_come = result.status in HELD and len(asked.competency.currency) > 1
    later = _sooner_by_then(asked, given, expires) if to_come else None
    if result.given is None or not (recalls or later):
        return result
    found = result.finding
    sentence = (_say_titled, asked.competency.title, (_say_more, found.sentence, recalls, later, asked.day))
    cited = [*found.sources, *(s for r in recalls for s in r.source), *(later[0].source if later else ())]
    doubts = (*found.placeholders, *(path for r in recalls for path in r.unconfirmed("reassess_by")))
    more = Finding(found.outcome, sentence, found.entries, tuple(dict.fromkeys(cited)), (), doubts)
    return msgspec.structs.replace(result, finding=more)


def _sooner_by_then(asked: _Asked, given: Given, expires: date | None) -> "tuple[Currency, date] | None":
    """Give the first version yet to come before the last day that makes that day sooner, and the day."""
    for version in asked.competency.currency:
        to_come = version.starts > asked.day and (expires is None or version.starts <= expires)
        if to_come and version.counted_by == "as-of-day":
            last = expiry(asked.judge, given, version, asked.day)
            if last is not None and (expires is None or last < expires):
                return version, last
    return None


def _say_more(sentence: Any, recalls: "Sequence[Recall]", later: "tuple[Currency, date] | None", day: date) -> str:
    words = sentence[2] if isinstance(sentence[2], str) else sentence[2][0](*sentence[2][1:])
    more = [say_recalled(recall, day) for recall in recalls]
    if later is not None:
        version, last = later
        then = f"its last day is {said(last)}" if last >= version.starts else "it has lapsed"
        more.append(f"from {said(version.starts)}, by the numbers that hold from then, {then}")
    return "; ".join([words, *more])


def _by_the_clocks(
    asked: _Asked,
    given: Given,
    currency: "Currency | None",
    expires: date | None,
    awaiting: Given | None,
    ends_for_good: bool,
) -> CompetencyStatus:
    day = asked.day
    in_grace = False
    if expires is not None and day > expires:
        in_grace = bool(currency and currency.grace and not ends_for_good and day <= after(expires, currency.grace))
        if not in_grace:
            return _made(asked, "lapsed", expires, given, [], (_say_lapsed, expires), currency)
    refused = _not_yet(asked, given) if asked.name in asked.judge.record.assessments else None
    if refused is not None:
        if awaiting is not None:
            sentence = f"awaits the countersignature of the sign-off of {said(awaiting.on)}"
            return _made(asked, "awaiting-countersignature", None, None, [awaiting], sentence)
        return _made(asked, "not-yet-competent", None, None, [refused], _say_not_yet(refused))
    if in_grace and expires is not None:
        sentence = f"expired on {said(expires)} and is in its time of grace: only under supervision"
        return _made(asked, "grace", expires, given, [], sentence, currency)
    stale = None
    if currency is not None and (currency.practice is not None or currency.return_ is not None):
        stale = _out_of_practice(asked, given, currency)
    if stale is not None:
        return _made(asked, "out-of-practice", expires, given, [], stale, currency)
    if expires is not None and currency is not None and currency.notice and day >= before(expires, currency.notice):
        return _made(asked, "due", expires, given, [], (_say_due, expires), currency)
    return _made(asked, "current", expires, given, [], (_say_current, given, expires), currency)


def _say_lapsed(expires: date) -> str:
    return f"lapsed; its last day was {said(expires)}"


def _say_due(expires: date) -> str:
    return f"is current and due: its last day is {said(expires)}"


def _say_current(given: Given, expires: date | None) -> str:
    how = "accepted from elsewhere" if isinstance(given, PriorLearning) else f"signed off by {given.assessor}"
    until = f", to {said(expires)}" if expires else ", without an end"
    return f"is current: {how} on {said(given.on)}{until}"


def _out_of_practice(asked: _Asked, given: Given, currency: "Currency") -> str | None:
    practice = up_to(asked.judge.record.practice.get(asked.name, ()), asked.day)
    recency = currency.practice
    if recency is not None and asked.day > after(given.on, recency.within):
        edge = before(asked.day, recency.within)
        had = 0
        for p in reversed(practice):
            if p.on <= edge:
                break
            if p.outcome == "successful" and (p.times == 1 or (p.from_ is not None and p.from_ > edge)):
                had += p.times
        if had < recency.at_least:
            return f"is out of practice: done {had} of the {recency.at_least} times asked for within {recency.within}"
    if currency.return_ is None or not asked.judge.record.absences:
        return None
    return _not_back(asked, given, currency)


def _not_back(asked: _Asked, given: Given, currency: "Currency") -> str | None:
    """Look at the last time away that was long enough and is over: has enough been practised since?"""
    back_rule = currency.return_
    if back_rule is None:
        return None
    signed = asked.judge.record.stands(given)
    times = asked.judge.record.away()
    for at in range(bisect_left(times, asked.day, key=lambda time: time[1]) - 1, -1, -1):
        first, last = times[at]
        if last < signed:
            break
        back = next_day(last)
        if after(first, back_rule.after) > back:
            continue
        done = [
            p for p in up_to(asked.judge.record.practice.get(asked.name, ()), asked.day)
            if p.on >= back and p.directly_supervised and p.outcome == "successful" and p.times == 1
        ]  # fmt: skip
        if len(done) >= back_rule.practice:
            return None
        return (
            f"is out of practice: back since {said(back)} after {back_rule.after} or more away, and done "
            f"{len(done)} of the {back_rule.practice} times asked for under direct supervision since"
        )
    return None


# -- the finding --------------------------------------------------------------------------------------------------


def _made(
    asked: _Asked,
    status: str,
    expires: date | None,
    given: Given | None,
    entries: Sequence[Entry],
    sentence: str | tuple[object, ...],
    currency: "Currency | None" = None,
) -> CompetencyStatus:
    outcome: Outcome = MET if status in HELD else NOT_MET
    ids = (given.id,) if given is not None else ()
    if entries:
        ids = (*ids, *[entry.id for entry in entries])
    sources = (currency.source if currency else ()) or asked.competency.source
    said_so = (_say_titled, asked.competency.title, sentence)
    doubts = (*_numbers(asked, status, expires, given, currency), *_of_sign_offs(asked, given))
    return CompetencyStatus(status, expires, given, Finding(outcome, said_so, ids, sources, (), doubts))


# the numbers of a currency that a status turns on; those of practice only where somebody has to be in practice
_TURNS_ON = {
    "current": ("practice",), "due": ("practice", "notice"), "out-of-practice": ("practice",), "grace": ("grace",),
    "lapsed": ("grace",),
}  # fmt: skip


def _numbers(
    asked: _Asked, status: str, expires: date | None, given: Given | None, currency: "Currency | None"
) -> tuple[str, ...]:
    """Name what a status turns on of how long a sign-off lasts, where nobody published it."""
    if given is None or currency is None or not currency.placeholders:
        return ()
    fields = [*_TURNS_ON[status], *(("return_", "pauses") if asked.judge.record.absences else ())]
    if expires is not None and "expires_after" in currency.placeholders:
        plain = not asked.judge.catalogue.recalls and getattr(given, "expires_on", None) is None
        if plain or expires == expiry_by_rule(asked.judge, given, currency, asked.day):
            fields = ["expires_after", *fields]
    return currency.unconfirmed(*fields)


def _of_sign_offs(asked: _Asked, given: Given | None) -> tuple[str, ...]:
    """Name what it turns on that the sign-off that decides counts, or that the newest does not."""
    if not asked.places:
        return ()
    row, places = asked.judge.record.given[asked.name], [asked.places[-1]]
    if given is not None and row[places[0]] is not given:
        place = bisect_right(row, given.on, key=lambda g: g.on) - 1
        while row[place] is not given:
            place -= 1
        places.insert(0, place)
    counted = [asked.judge.counted(asked.name, place, asked.day) for place in places]
    if asked.apart is not None:  # rows of renewals are long: of each, what it asks for itself
        return tuple([path for one in counted if one.by is not None for path in one.by.unconfirmed("requires")])
    return counted[0].placeholders if len(counted) == 1 else tuple([p for one in counted for p in one.placeholders])


def untitled(finding: Finding) -> str:
    """Say the status without its title, where that has just been said."""
    if isinstance(finding.sentence, tuple) and finding.sentence[0] is _say_titled:
        return str(_say_titled("it", finding.sentence[2]))
    return finding.says


def _say_titled(title: str, sentence: str | tuple[object, ...]) -> str:
    words = sentence if isinstance(sentence, str) else sentence[0](*sentence[1:])  # type: ignore[operator]
    return f"{title} {words}"
