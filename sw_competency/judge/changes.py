"""The days on which it can change whether a competency is held; naming too many costs time, naming too few is wrong."""

from collections.abc import Iterator, Sequence
from datetime import date

from sw_competency.catalogue.catalogue import Currency
from sw_competency.dates import ONE_DAY, after, last_day_within, next_day
from sw_competency.judge.judging import Judging
from sw_competency.judge.lasting import expiry_by_rule
from sw_competency.rules import Given


def changes(judge: Judging, name: str) -> Iterator[date]:
    """Return every day on which it can change whether a competency is held."""
    record, catalogue = judge.record.whole, judge.catalogue
    versions = catalogue.everywhere(name)
    for competency in versions:
        yield competency.introduced
        yield from [competency.withdrawn] if competency.withdrawn else []
        yield from (currency.starts for currency in competency.currency)
    currencies = [currency for competency in versions for currency in competency.currency]
    for given in record.given[name]:
        yield given.on
        yield next_day(given.on)
        yield from _changes_of(judge, given, currencies)
    windows = {c.practice.within for c in currencies if c.practice}
    for p in record.practice[name] if windows or any(c.return_ for c in currencies) else ():
        yield p.on
        began = p.from_ or p.on if p.times > 1 else p.on
        yield from (next_day(last_day_within(began, window)) for window in windows)
    yield from (a.on for a in record.assessments[name])
    for w in record.closing(name):
        yield w.on
        yield from [next_day(w.until)] if w.until else []
    yield from (r.on for r in record.reinstatements if r.competency in {None, name})
    if any(c.return_ for c in currencies):
        yield from (last + ONE_DAY for _, last in record.away() if last < date.max)
    for recall in catalogue.recalled.get(name, ()):
        yield from (recall.starts, next_day(recall.reassess_by))
    yield from _site_changes(judge)


def _changes_of(judge: Judging, given: Given, currencies: Sequence[Currency]) -> Iterator[date]:
    for currency in (None, *currencies):  # where no version is in force, a sign-off may still say its own last day
        last = expiry_by_rule(judge, given, currency, date.max)
        if last is not None and last < date.max:
            yield last + ONE_DAY
        if currency is not None and currency.practice is not None:
            asked_after = after(given.on, currency.practice.within)
            if asked_after < date.max:
                yield asked_after + ONE_DAY
    yield from judge.coming_to_light(given)


def _site_changes(judge: Judging) -> Iterator[date]:
    catalogue = judge.catalogue
    by_site = any(recall.site for recall in catalogue.recalls.values())
    if not (catalogue.site_competencies or catalogue.site_programmes or by_site):
        return
    record = judge.record.whole
    yield from (appointment.on for appointment in record.appointments)
    for name in record.posts:
        for span in judge.post_named(name).spans:
            yield from [span.last + ONE_DAY] if span.last < date.max else []
