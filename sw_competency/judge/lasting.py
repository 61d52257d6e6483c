"""How long a sign-off lasts: its last day by the rule, by itself, by clock stops and recalls; and being in practice."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date

from sw_competency.catalogue.catalogue import Competency, Currency, Return
from sw_competency.dates import after, before, in_force, next_day, said
from sw_competency.judge.judging import Judging
from sw_competency.judge.recall import recalled
from sw_competency.model import Practice, PriorLearning
from sw_competency.rules import Given


def lasts(judge: Judging, competency: Competency, given: Given, day: date) -> tuple[Currency | None, date | None]:
    """Return the numbers by which a sign-off lasts, as seen from a day, and its last day."""
    currency = in_force(competency.currency, day)
    if currency is not None and currency.counted_by == "sign-off-day":  # that day's numbers, at that day's site
        currency = in_force(judge.competency(competency.id, given.on).currency, given.on)
    last = expiry if judge.catalogue.recalls else expiry_by_rule
    return currency, last(judge, given, currency, day)


def expiry(judge: Judging, given: Given, currency: Currency | None, day: date) -> date | None:
    """Return the last day of a sign-off as seen from a day: clock stops count up to it, and recalls made by it."""
    last = expiry_by_rule(judge, given, currency, day)
    for recall in recalled(judge, given, day):
        last = recall.reassess_by if last is None else min(last, recall.reassess_by)
    return last


def expiry_by_rule(judge: Judging, given: Given, currency: Currency | None, day: date) -> date | None:
    """Return the last day of a sign-off by the rule's length and its own, recalls apart."""
    began = given.signed_first if type(given) is PriorLearning else given.on
    stated = given.expires_on
    last: date | None = None
    if currency is not None and currency.expires_after is not None:
        last = after(began, currency.expires_after)
        if currency.pauses:
            last = _paused(judge.at(day).away(currency.pauses), began, last, day)
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
        last = _after_days(last, (end - begin).days + 1)
    return last


def _after_days(day: date, days: int) -> date:
    """Return the day so many days later; past the end of the calendar, its last day."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def sooner_by_then(
    judge: Judging, competency: Competency, given: Given, expires: date | None, day: date
) -> tuple[Currency, date] | None:
    """Return the first version yet to come before the last day that makes that day sooner, and the day."""
    for version in competency.currency:
        to_come = version.starts > day and (expires is None or version.starts <= expires)
        if to_come and version.counted_by == "as-of-day":
            last = expiry(judge, given, version, day)
            if last is not None and (expires is None or last < expires):
                return version, last
    return None


def out_of_practice(judge: Judging, given: Given, currency: Currency, day: date) -> tuple[int, str] | None:
    """Return how much is lacking of the practice that keeps a sign-off current, and say it; None where nothing is."""
    practice = judge.at(day).practice[given.competency]
    recency = currency.practice
    if recency is not None and day > after(given.on, recency.within):
        edge = before(day, recency.within)
        had = 0
        for p in reversed(practice):
            if p.on <= edge:
                break
            if p.outcome == "successful" and (p.times == 1 or (p.from_ is not None and p.from_ > edge)):
                had += p.times
        if had < recency.at_least:
            asked = f"{recency.at_least} times needed within {recency.within}"
            return recency.at_least - had, f"is out of practice: done {had} of the {asked}"
    if currency.return_ is None:
        return None
    return _not_back(judge, given, currency.return_, practice, day)


def _not_back(
    judge: Judging, given: Given, back_rule: Return, practice: Sequence[Practice], day: date
) -> tuple[int, str] | None:
    """Look at the last time away that was long enough and is over: has enough been practised since?"""
    signed = judge.record.stands(given)
    times = judge.at(day).away()
    for at in range(bisect_left(times, day, key=lambda time: time[1]) - 1, -1, -1):
        first, last = times[at]
        if last < signed:
            break
        back = next_day(last)
        if after(first, back_rule.after) > back:
            continue
        done = [
            p for p in practice
            if p.on >= back and p.directly_supervised and p.outcome == "successful" and p.times == 1
        ]  # fmt: skip
        if len(done) >= back_rule.practice:
            return None
        return back_rule.practice - len(done), (
            f"is out of practice: back since {said(back)} after {back_rule.after} or more away, and done "
            f"{len(done)} of the {back_rule.practice} times needed under direct supervision since"
        )
    return None
