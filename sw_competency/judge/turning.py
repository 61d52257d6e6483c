"""The days on which a status, or whether a task may be done, can change: days too many cost time, too few are wrong.

`changes.py` names the days on which it can change whether a competency is held; here stand those of every word of its
status, of what must stand under it, of posts, and of recalls, for a stretch of days ahead.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from sw_competency.catalogue.catalogue import Currency
from sw_competency.dates import ONE_DAY, after, before, next_day
from sw_competency.judge.judging import Judging
from sw_competency.judge.lasting import expiry_by_rule


class Turning:
    """The turning days of one worker between two days, the first left out.

    Args:
        judge: the judge of the worker.
        first: the day before the first that is looked at.
        last: the last day looked at.
    """

    def __init__(self, judge: Judging, first: date, last: date) -> None:
        self.judge, self.first, self.last = judge, first, last
        self.of_record = set(self._between(_of_entries(judge)))
        self._of_status: dict[str, set[date]] = {}

    def _between(self, days: Iterable[date]) -> Iterator[date]:
        return (day for day in days if self.first < day <= self.last)

    def of_status(self, name: str) -> set[date]:
        """Return the days on which the status of a competency can change."""
        known = self._of_status.get(name)
        if known is None:
            days = {*self.judge.changes(name), *self._of_clocks(name)}
            known = self._of_status[name] = {*self.of_record, *self._between(days)}
        return known

    def of_may(self, name: str) -> set[date]:
        """Return the days on which it can change whether a task may be done."""
        days = set(self.of_status(name))
        catalogue = self.judge.catalogue
        for standing in {s for version in catalogue.everywhere(name) for s in version.standing}:
            if standing in catalogue.competencies:
                days |= self.of_status(standing)
            else:
                days.update(self._between(map(next_day, self.judge.training_ends(standing))))
        return days

    def _of_clocks(self, name: str) -> Iterator[date]:
        versions = self.judge.catalogue.everywhere(name)
        yield from (rule.starts for version in versions for rule in (*version.sign_off, *version.renewal))
        currencies = [currency for version in versions for currency in version.currency]
        for recall in self.judge.catalogue.recalled.get(name, ()):
            yield from (before(recall.reassess_by, c.notice) for c in currencies if c.notice)
        for currency in currencies:
            yield from self._of_currency(name, currency)

    def _of_currency(self, name: str, currency: Currency) -> Iterator[date]:
        """Return when notice begins and grace ends; while somebody is away, the clock itself moves from day to day."""
        for given in self.judge.record.whole.given[name]:
            for seen_from in (self.first, date.max):
                last = expiry_by_rule(self.judge, given, currency, seen_from)
                if last is not None:
                    yield next_day(last)
                    yield from [before(last, currency.notice)] if currency.notice else []
                    yield from [next_day(after(last, currency.grace))] if currency.grace else []
        for began, until in self.judge.record.whole.away(currency.pauses) if currency.pauses else ():
            day = max(began, self.first + ONE_DAY)
            while day <= min(until, self.last):
                yield day
                day += ONE_DAY


def _of_entries(judge: Judging) -> Iterator[date]:
    for entry in judge.record.whole.entries:
        yield entry.on
        yield next_day(entry.on)
        until = getattr(entry, "until", None)
        yield from [next_day(until)] if until is not None else []
