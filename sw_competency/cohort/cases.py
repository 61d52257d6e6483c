"""The cases of many workers, answered from columns: what a requirement asks of many at once (`rules.bounds.Cases`).

Where something out of the ordinary is on record, what hangs on it is left open, and the judge is asked.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import attrs
import numpy as np

from sw_competency.catalogue.catalogue import Catalogue, Competency, Currency, SignOffRule
from sw_competency.cohort.columns import NO_DAY, Columns, Many, Rows, Truths
from sw_competency.dates import Length
from sw_competency.judge import Records
from sw_competency.model import Registration
from sw_competency.rules.bounds import Bounds, all_bounds, chosen, either, epoch
from sw_competency.rules.bounds import Rows as AnyRows
from sw_competency.rules.kinds.training import Training

_LAST, _FIRST = epoch(date.max), epoch(date.min)
_MET, _OPEN = np.int8(2), np.int8(1)


def after(days: Many, length: Length) -> Many:
    """Return the corresponding dates a length after days, as `dates.after`."""
    moved: Many = np.clip(_moved(days, length.months) + length.days, _FIRST, _LAST)
    return moved


def before(days: Many, length: Length) -> Many:
    """Return the corresponding dates a length before days, as `dates.before`."""
    moved: Many = np.clip(_moved(days, -length.months) - length.days, _FIRST, _LAST)
    return moved


def _moved(days: Many, months: int) -> Many:
    if not months:
        return days.astype(np.int64)
    day = days.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    moved = month + months
    there = moved.astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    last = (moved + 1).astype("datetime64[D]") - 1
    corresponding: Many = np.clip(np.minimum(there, last).astype(np.int64), _FIRST, _LAST)
    return corresponding


@attrs.frozen
class World:
    """What all cases share: the columns, the catalogue, the records of assessors, the day asked about."""

    columns: Columns
    catalogue: Catalogue
    records: Records
    day: int
    signed: dict[str, Bounds] = attrs.field(factory=dict)  # of a competency, whether each sign-off counts

    def registrations(self, assessor: str) -> Sequence[Registration]:
        """Return the registrations of an assessor that are on record by the day."""
        return self.records.assessor(assessor).of_kind(Registration, date.fromordinal(self.day - _FIRST + 1))


class Cases:
    """Many cases, each a worker and a day; of sign-offs, each the day of one.

    Args:
        world: what all share.
        worker: the workers, as places among those of the columns, in their order.
        day: the day of each.
        rule: the rule being judged, if it is one.
        signing: the sign-offs being judged, if they are.
    """

    def __init__(
        self, world: World, worker: Many, day: Many, rule: str | None = None, signing: Rows | None = None,
        competency: str | None = None,
    ) -> None:  # fmt: skip
        self.world, self.worker, self.day, self.rule = world, worker, day, rule
        self.signing, self.competency = signing, competency

    def __len__(self) -> int:
        return len(self.worker)

    # -- bounds ---------------------------------------------------------------------------------------------------

    def unknown(self) -> Bounds:
        """Return that the judge may find anything."""
        return Bounds(np.zeros(len(self), np.int8), np.full(len(self), _MET))

    def decided(self, met: Truths, perhaps: Truths | None = None) -> Bounds:
        """Return where it is met and, left out: nowhere else, where it may be; elsewhere it is not."""
        return Bounds(met * _MET, (met if perhaps is None else perhaps) * _MET)

    # -- entries --------------------------------------------------------------------------------------------------

    def entries(self, kind: str, competency: str | None = None) -> Rows:
        """Return the entries of a kind, or those of them about a competency, all days."""
        return self.world.columns.of_kind(kind, competency)

    def pairs(self, rows: AnyRows) -> tuple[Many, Many]:
        """Return each case with each of its worker's entries up to its day: places of cases, and among the entries."""
        first = np.searchsorted(rows.worker, self.worker, "left")
        many = np.searchsorted(rows.worker, self.worker, "right") - first
        case = np.repeat(np.arange(len(self)), many)
        row = np.arange(len(case)) + np.repeat(first - np.cumsum(many) + many, many)
        up_to = rows.on[row] <= self.day[case]
        return (case, row) if up_to.all() else (case[up_to], row[up_to])

    def has(self, rows: AnyRows) -> Truths:
        """Tell of which case there is such an entry up to its day."""
        return self.any(self.pairs(rows)[0])

    def any(self, case: Many) -> Truths:
        """Tell which cases are among these."""
        found = np.zeros(len(self), bool)
        found[case] = True
        return found

    def latest(self, case: Many, value: Many, otherwise: int) -> Many:
        """Return for each case the last of its values."""
        found = np.full(len(self), otherwise, np.int64)
        found[case] = value  # of several of one case the last stays
        return found

    # -- training, practice ---------------------------------------------------------------------------------------

    def completed(self, programme: str, within: Length | None) -> Truths | None:
        """Tell of which case a programme is completed and current; None where that hangs on the site."""
        catalogue, found = self.world.catalogue, np.zeros(len(self), bool)
        if any(name == programme for _, name in catalogue.site_programmes):
            return None
        length = catalogue.programme(programme).expires_after
        done = self.entries("training")
        done = done[done.equal("outcome", "completed")]
        for name in catalogue.counting_as(programme):
            rows = done[done.equal("programme", name)]
            again = np.zeros(len(rows), bool)  # on the same day: the one recorded last holds
            again[:-1] = (rows.worker[1:] == rows.worker[:-1]) & (rows.on[1:] == rows.on[:-1])
            rows = rows[~again]
            last = np.full(len(rows), _LAST) if length is None else after(rows.on, length)
            if name == programme:
                stated = rows.day("expires_on")
                last = np.where(stated == NO_DAY, last, stated)
            case, row = self.pairs(rows)
            holds = last[row] >= self.day[case]
            if within is not None:
                holds &= rows.on[row] > before(self.day, within)[case]
            found[case[holds]] = True
        return found

    def practised(self, rows: AnyRows, competency: str, within: Length | None, *, tallies: bool = True) -> Many:
        """Count practice up to the day: within a length of time, and since a withdrawal before the sign-off.

        Args:
            rows: the practice.
            competency: of which task.
            within: the length of time.
            tallies: whether a tally counts, as so many.
        """
        edge = np.full(len(self), _FIRST - 1) if within is None else before(self.day, within)
        if self.signing is not None:
            edge = np.maximum(edge, self._withdrawn_before(competency))
        many = np.maximum(rows.number("count"), 1)
        case, row = self.pairs(rows)
        open_ = edge >= _FIRST
        begun = np.where(many > 1, np.maximum(rows.day("from"), _FIRST - 1), rows.on)
        counts = np.where(open_[case], (begun[row] > edge[case]) & (rows.on[row] > edge[case]), True)
        if not tallies:
            counts &= many[row] == 1
        return np.bincount(case, many[row] * counts, len(self))

    def _withdrawn_before(self, practised: str) -> Many:
        """Return of each sign-off the day of the last withdrawal before it: practice counts after that."""
        assert self.signing is not None
        edge = np.full(len(self), _FIRST - 1, np.int64)
        for competency in {self.competency, practised}:
            rows = self._withdrawn(competency or "")
            case, row = self.pairs(rows)
            earlier = rows.on[row] < self.day[case]
            edge = np.maximum(edge, self.latest(case[earlier], rows.on[row[earlier]], _FIRST - 1))
        return edge

    def _withdrawn(self, competency: str, *, suspended: bool = False) -> Rows:
        """Return the withdrawals of a competency, or of all; or the suspensions."""
        rows = self.entries("withdrawal")
        rows = rows[rows.equal("competency", competency) | rows.lack("competency")]
        suspends = (rows.number("suspension") > 0) | ~rows.lack("until")
        return rows[suspends == suspended]

    # -- posts ----------------------------------------------------------------------------------------------------

    def posts(self) -> "Posts":
        """Return the appointments."""
        return Posts(self)

    # -- sign-offs ------------------------------------------------------------------------------------------------

    def registered(self, role: str | None = None) -> Bounds:
        """Return the bounds of whether the assessor of the sign-off being judged was registered, in a role."""
        assert self.signing is not None
        codes, (_, names) = self.signing.number("assessor"), self.world.columns.field("assessor")
        first, from_, until = (np.full(len(names or ()), _LAST + 1) for _ in range(3))
        covered = np.zeros(len(self), bool)
        for code in np.unique(codes).tolist():
            known = self.world.registrations((names or ())[code])
            periods = [(epoch(one.on), _LAST if one.until is None else epoch(one.until))
                       for one in known if role is None or role in (one.roles or ())]  # fmt: skip
            if known:
                first[code] = epoch(known[0].on)
            if periods:
                from_[code], until[code] = periods[0]
            for begin, end in periods[1:]:  # few have several
                covered |= (codes == code) & (begin <= self.day) & (self.day <= end)
        covered |= (from_[codes] <= self.day) & (self.day <= until[codes])
        unknown = (first[codes] > _LAST) * _OPEN
        by_then = np.where(self.day >= first[codes], 0, _OPEN)  # as seen from earlier days nothing may be known
        return Bounds(np.where(covered, _MET, unknown), np.where(covered, _MET, by_then))

    def held(self, competency: str) -> Bounds:
        """Return the bounds of whether a competency is current."""
        world, given = self.world, self.entries("sign-off", competency)
        brought = self.has(self.entries("prior-learning", competency))
        known = world.catalogue.competencies[competency]
        own = any(name == competency for _, name in world.catalogue.site_competencies)
        if own or competency in world.catalogue.recalled:
            return self.decided(brought & False, brought | self.has(given))
        if competency not in world.signed:
            world.signed[competency] = _signed(world, known, given)
        signed = world.signed[competency]
        case, row = self.pairs(given)
        cut = self._last_day(self._withdrawn(competency))
        late = given.on[row] > cut[case]
        case, row = case[late], row[late]
        surely, perhaps = self._lasting(known, given, case, row)
        found = self._newest(case, signed.least[row], signed.most[row], surely, perhaps)
        if known.withdrawn is not None:
            gone = self.day >= epoch(known.withdrawn)
            found = chosen(gone, Bounds(found.least & 0, np.minimum(found.most, _OPEN) * (cut >= _FIRST)), found)
        closed = brought | self.has(self._withdrawn(competency, suspended=True))
        return Bounds(np.where(closed, 0, found.least), np.where(brought, _MET, found.most))

    def _last_day(self, rows: Rows) -> Many:
        case, row = self.pairs(rows)
        return self.latest(case, rows.on[row], _FIRST - 1)

    def _newest(self, case: Many, least: Many, most: Many, surely: Truths, perhaps: Truths) -> Bounds:
        """Find the newest sign-off that counts of each case, and whether it still holds; what comes after it is open.

        Args:
            case: of each sign-off the case; those of one case in the order in which they stand.
            least: of each, whether it counts, at the least.
            most: at the most.
            surely: which of them surely still hold, if they count.
            perhaps: which of them perhaps do.
        """
        place = np.arange(len(case))
        counts = self.latest(case[least == _MET], place[least == _MET], -1)
        after_it = place > counts[case]
        may = (most == _MET) & (place >= counts[case])
        upper = np.where(self.any(case[may & perhaps]), _MET, self.any(case[after_it & (most > 0)]) * _OPEN)
        unsure = self.any(case[after_it & (most == _MET)])
        holds = np.zeros(len(self), bool)
        there = counts >= 0
        holds[there] = surely[counts[there]]
        lower = np.where(holds, _MET, self.any(case[after_it & (least == _OPEN)]) * _OPEN)
        return Bounds(np.where(unsure, 0, lower).astype(np.int8), upper.astype(np.int8))

    def _lasting(self, competency: Competency, given: Rows, case: Many, row: Many) -> tuple[Truths, Truths]:
        """Tell of which sign-offs it is sure, and of which it may be, that they hold on the day of their case."""
        holds = ~self._not_yet(competency.id, given, case, row)
        history = competency.currency
        version = _version(history, self.day[case])
        by_its_own = np.array([one.counted_by == "sign-off-day" for one in history] + [False])[version]
        version = np.where(by_its_own, _version(history, given.on[row]), version)
        absent, open_ = self.has(self.entries("absence")), np.zeros(len(case), bool)
        stated = given.day("expires_on")[row]
        last = np.where(stated == NO_DAY, _LAST, stated)
        for index, one in enumerate(history):
            these = version == index
            if one.expires_after is not None:
                last[these] = np.minimum(last[these], after(given.on[row[these]], one.expires_after))
            if one.practice is not None:
                holds &= ~(these & self._out_of_practice(competency.id, one, given, case, row))
            if one.pauses or one.return_ is not None:
                open_ |= these & absent[case]
        holds &= last >= self.day[case]
        return holds & ~open_, holds | open_

    def _out_of_practice(self, name: str, currency: Currency, given: Rows, case: Many, row: Many) -> Truths:
        assert currency.practice is not None
        recency, practice = currency.practice, self.entries("practice", name)
        here = Cases(self.world, self.worker, self.day)
        had = here.practised(practice[practice.equal("outcome", "successful")], name, recency.within)
        out: Truths = (self.day[case] > after(given.on[row], recency.within)) & (had[case] < recency.at_least)
        return out

    def _not_yet(self, name: str, given: Rows, case: Many, row: Many) -> Truths:
        """Tell after which sign-offs the last assessment, if any came, says not yet competent."""
        rows = self.entries("assessment", name)
        rows = rows[~rows.equal("outcome", "deferred")]
        last = self.latest(*self.pairs(rows), -1)[case]
        refuses = np.append(rows.equal("outcome", "not-yet-competent"), False)  # where there is none
        return refuses[last] & (np.append(rows.at, -1)[last] > given.at[row])


def _signed(world: World, competency: Competency, given: Rows) -> Bounds:
    """Return the bounds of whether each sign-off of a competency counts."""
    cases = Cases(world, given.worker, given.on, None, given, competency.id)
    allowed = given.by_another("assessor") & (given.on >= epoch(competency.introduced))
    if competency.withdrawn is not None:
        allowed &= given.on < epoch(competency.withdrawn)
    always = [cases.decided(allowed), *(_before(cases, name) for name in competency.prerequisites)]
    by, none = competency.sign_off, cases.day != cases.day
    asked = _by_version(cases, by, cases.decided(none if by else ~none))  # where no rule was in force yet, none counts
    if competency.renewal:  # whether it is one hangs on what was current: it is judged by the one list or the other
        again = cases.has(cases.entries("prior-learning", competency.id))
        again[1:] |= given.worker[1:] == given.worker[:-1]
        asked = chosen(again, either(asked, _by_version(cases, competency.renewal, asked)), asked)
    signed = all_bounds([asked, *always])
    countersigned = np.array([rule.countersigned for rule in by] + [False])[_version(by, given.on)]
    return Bounds(np.where(countersigned, 0, signed.least), signed.most)


def _version(history: Sequence[Any], days: Many) -> Many:
    """Return which version was in force on each day, by its place; -1 where none was."""
    return np.searchsorted([epoch(version.starts) for version in history], days, "right") - 1


def _by_version(cases: Cases, history: Sequence[SignOffRule], otherwise: Bounds) -> Bounds:
    """Return the bounds of what the version in force on each day asks for."""
    version = _version(history, cases.day)
    for index, rule in enumerate(history):
        if rule.requires:
            asked = all_bounds([item.bounds(cases) for item in rule.requires])
        else:
            asked = cases.decided(version == index)
        otherwise = chosen(version == index, asked, otherwise)
    return otherwise


def _before(cases: Cases, name: str) -> Bounds:
    """Return the bounds of a prerequisite, a competency or a programme."""
    if name in cases.world.catalogue.competencies:
        return cases.held(name)
    return Training(programme=name).bounds(cases)


class Posts:
    """The appointment of each case on its day, where nothing out of the ordinary is on record of posts."""

    def __init__(self, cases: Cases) -> None:
        self.cases, self.rows = cases, cases.entries("appointment")
        self._case, self._row = case, row = cases.pairs(self.rows)
        self._here = cases.latest(case, row, -1)
        odd = ~self.rows.lack("until") | ~self.rows.lack("post")
        self._odd = cases.any(case[odd[row]]) | cases.has(cases.entries("rebanding"))
        leavings = cases.entries("leaving")
        leavings = leavings[leavings.lack("post")]
        case, row = cases.pairs(leavings)
        self._ever_left = cases.any(case)
        gone = (leavings.at[row] > np.append(self.rows.at, -1)[self._here[case]]) & (leavings.on[row] < cases.day[case])
        self._there = (self._here >= 0) & ~cases.any(case[gone])

    def say(self, **values: str | None) -> Truths:
        """Tell which say these texts in these fields; a text that is None is not asked for."""
        return np.append(self._say(values), False)[self._here]

    def _say(self, values: dict[str, str | None]) -> Truths:
        found = np.ones(len(self.rows), bool)
        for field, value in values.items():
            if value is not None:
                found &= self.rows.equal(field, value)
        return found

    def lack(self, field: str) -> Truths:
        """Tell which say nothing in a field."""
        return np.append(self.rows.lack(field), False)[self._here]

    def last(self, length: Length, **values: str | None) -> tuple[Truths, Truths]:
        """Tell which surely, and which perhaps, have lasted so long with these texts: without a gap, so they go on."""
        cases, rows, case, row = self.cases, self.rows, self._case, self._row
        fits, on = self._say(values), np.append(rows.on, _LAST)
        other = ~fits[row]
        last_other = cases.latest(case[other], row[other], -1)
        begin = np.searchsorted(rows.worker, cases.worker, "left")
        first = np.maximum(last_other + 1, begin)  # after the last that does not fit
        displaced = (last_other >= 0) & (on[last_other] == on[first])  # on its own day: it never was
        sure = np.where(self._ever_left, on[self._here], on[first])
        perhaps = np.where(self._ever_left | displaced, on[begin], on[first])
        here = np.append(fits, False)[self._here]
        return here & (cases.day >= after(sure, length)), here & (cases.day >= after(perhaps, length))

    def bounds(self, surely: Truths, perhaps: Truths | None = None, open_: Truths | None = None) -> Bounds:
        """Return the bounds of what is asked of the appointment; of who is not in post it is not met.

        Args:
            surely: where it is met.
            perhaps: where it may be; left out, where it surely is.
            open_: where it cannot be told.
        """
        if perhaps is None:
            perhaps = surely
        never = (self._here < 0) * _OPEN
        each = []
        for truths, otherwise in ((surely, 0), (perhaps, _MET)):
            said = truths * _MET if open_ is None else np.where(open_, _OPEN, truths * _MET)
            each.append(np.where(self._odd, otherwise, np.where(self._there, said, never)).astype(np.int8))
        return Bounds(*each)
