"""What a full extract would change of our record: all proposals, and all that is left as it is."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import attrs
import msgspec
from msgspec.structs import replace

from sw_competency.bulk import undisturbed
from sw_competency.dates import said
from sw_competency.feeds.feeding import Fed, Feeding
from sw_competency.feeds.grades import Grades
from sw_competency.feeds.held import held_posts
from sw_competency.feeds.homes import at_home
from sw_competency.feeds.marks import Provenance
from sw_competency.feeds.merging import to_settle
from sw_competency.feeds.posts import OfWorker, of_worker
from sw_competency.feeds.proposal import Proposal
from sw_competency.feeds.training import Learner, of_learner
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.model import loose_key, with_ids
from sw_competency.model.extract import Assignment, Extract, HeldInExtract
from sw_competency.names import first_few, listed
from sw_competency.reconcile.comparison import SetApart, check_trust, set_apart, unread
from sw_competency.reconcile.difference import Difference, Theirs
from sw_competency.reconcile.matching import People, Places
from sw_competency.reconcile.rows import SortedRows, sorted_rows

MOST = 10  # named in a sentence


@attrs.frozen
class Share:
    """How much of what the feed knew would vanish.

    Args:
        what: of what, in words.
        vanished: how many.
        known: of how many.
    """

    what: str
    vanished: int
    known: int

    def is_above(self, per_cent: int) -> bool:
        """Tell whether it is more than so much of the hundred."""
        return self.vanished * 100 > self.known * per_cent


@attrs.frozen(kw_only=True)
class Step:
    """What comes of an extract.

    Args:
        found: what is proposed, named, or to be settled.
        shares: how many people, posts and completions would vanish.
        not_taken: what of the extract is not taken, in sentences.
        set_apart: who is outside the support workforce by title.
    """

    found: tuple[Difference, ...]
    shares: tuple[Share, ...]
    not_taken: tuple[str, ...]
    set_apart: tuple[SetApart, ...]


def stepped(everybody: Everybody, extract: Extract, feed: str, *, take_over: bool = False) -> Step:
    """Hold a full extract against our record, as of its day.

    Args:
        everybody: everybody whose record is kept, at the extract's day.
        extract: a full staff list, a full training extract, or both.
        feed: which feed brings it.
        take_over: whether posts that a person entered are the feed's from now on.

    Raises:
        OtherTrustError: the extract is that of another trust.
    """
    day = everybody.moment.as_of
    people = People(everybody.person_index, everybody.workers, day)
    rows = sorted_rows(extract, people, day, everybody.catalogue)
    if everybody.workers:
        check_trust(everybody, extract, rows)
    about = _feeding(everybody, extract, feed, take_over=take_over)
    taking = _Taking(about, everybody, rows)
    taking.found += (_to_settle(each) for each in (*rows.unclear, *unread(extract)))
    taking.not_taken += extract.sheets_not_read
    if extract.lost:
        many = f"{extract.lost} rows" if extract.lost > 1 else "one row"
        taking.not_taken.append(f"what is gone: of {many} of the extract it cannot be read whose they are, or of what")
    if extract.assignments is not None:
        taking.staff()
    if extract.held is not None:
        taking.training(extract.held)
    return Step(
        found=tuple(at_home(taking.found, everybody.records)), shares=tuple(taking.shares),
        not_taken=tuple(taking.not_taken), set_apart=tuple(set_apart(rows.outside)),
    )  # fmt: skip


def _to_settle(each: Difference) -> Difference:
    return msgspec.structs.replace(each, kind="to_settle")


def _feeding(everybody: Everybody, extract: Extract, feed: str, *, take_over: bool) -> Feeding:
    places, sites = Places(everybody.catalogue, ()), frozenset[str]()
    if any(places.site(row.places) is None for row in extract.assignments or ()):
        sites = frozenset(a.site for judge in everybody.judges() for a in judge.record.whole.appointments)
        places = Places(everybody.catalogue, sites)
    return Feeding(
        feed=feed, day=everybody.moment.as_of, tells=extract.tells, catalogue=everybody.catalogue, places=places,
        sites=sites, grades=Grades(everybody.catalogue), take_over=take_over, is_whole=not extract.lost,
        unread=frozenset(row for one in extract.unread for row in one.rows),
    )  # fmt: skip


class _Taking:
    """Goes through everybody on record, and through who is in the extract alone."""

    def __init__(self, about: Feeding, everybody: Everybody, rows: SortedRows) -> None:
        self.about, self.everybody, self.rows = about, everybody, rows
        self.found: list[Difference] = []
        self.shares: list[Share] = []
        self.not_taken: list[str] = []
        index = everybody.person_index
        self._alike = {  # by number, who may be meant
            number: tuple(dict.fromkeys(map(index.kept, index.who(number).candidates))) for number in rows.strangers
        }
        self._twins = _twins(rows.strangers)
        self._asked_about = frozenset(
            worker for number, theirs in rows.strangers.items() for worker in self._alike[number]
            if theirs.held or any(row.holds_on(about.day) for row in theirs.assignments)
        )  # fmt: skip

    def staff(self) -> None:
        """Take a staff list."""
        people, posts = Counter[str](), Counter[str]()
        for judge in self.everybody.judges():
            worker = judge.record.worker
            theirs = self.rows.of.get(worker, Theirs())
            if worker in self.rows.apart or (not judge.record.whole.appointments and not theirs.assignments):
                continue
            with undisturbed():
                fed = self._fed(judge, theirs.assignments)
                came = self._tried(fed)
            self.found += came.found
            held = [post for post in fed.posts if post.holds]
            if held and (theirs.assignments or any(post.is_fed for post in held)):
                people.update(known=1, vanished=came.vanished >= len(held))
                posts.update(known=len(held), vanished=came.vanished)
        self.shares += (Share("people", people["vanished"], people["known"]),
                        Share("posts", posts["vanished"], posts["known"]))  # fmt: skip
        self._new_people()
        self.found = [*_each_place_once(self.found)]

    def _fed(self, judge: Judge, rows: Sequence[Assignment]) -> Fed:
        record, day = judge.record, self.about.day
        provenance = Provenance(self.about.feed, record.written)
        return Fed(
            worker=record.worker, judge=judge, entries=record.entries, provenance=provenance, rows=rows,
            posts=held_posts(judge, record.entries, provenance, day),
        )  # fmt: skip

    def _about(self, worker: str) -> Feeding:
        """Return the extract; where it is asked whether a row is this worker's, it says of nothing that it is gone."""
        return attrs.evolve(self.about, is_whole=False) if worker in self._asked_about else self.about

    def _tried(self, fed: Fed) -> OfWorker:
        """Return what comes of one worker, once it was tried: recorded, it must leave nothing to be recorded."""
        about = self._about(fed.worker)
        came = of_worker(about, fed)
        proposed = [entry for each in came.found if isinstance(each, Proposal) for entry in each.record]
        if not proposed:
            return came
        records, known_by = self.everybody.records, self.everybody.moment.known_by
        new = (replace(entry, recorded_at=known_by) for entry in with_ids(proposed))
        there = Judge(records.fold(fed.worker, [*fed.judge.record.written, *new]), self.about.catalogue, records)
        again = of_worker(about, self._fed(there, fed.rows))
        if not any(isinstance(each, Proposal) for each in again.found):
            return came
        says = f"The days that the extract gives {fed.worker} contradict what it said before in more than one way"
        left = (each for each in came.found if not isinstance(each, Proposal))
        asked = to_settle(fed.worker, "post", tuple(fed.rows), f"{says}: correct the posts on record by hand")
        return attrs.evolve(came, found=(*left, asked))

    def _new_people(self) -> None:
        unknown: dict[str, int] = {}
        for number, theirs in self.rows.strangers.items():
            rows = [row for row in theirs.assignments if row.holds_on(self.about.day)]
            titles = {row.title for row in rows}
            if not rows or self._is_alike(number, rows):
                continue
            if not any(map(self.about.grades.is_support, titles)):
                unknown.update({title or "": unknown.get(title or "", 0) + 1 for title in titles})
                continue
            self.found += self._tried(self._fed(self.everybody.judge(number), rows)).found
        if unknown:
            named = [f"'{title}' ({count})" for title, count in sorted(unknown.items())]
            who = "people not on record whose titles are none of the imaging workforce's in the catalogue"
            self.not_taken.append(f"{who}: {first_few(named, MOST)}")

    def _is_alike(self, number: str, rows: Sequence[Assignment]) -> bool:
        """Ask about a number that differs from one on record only in zeros, case or blanks: it is no new person."""
        if alike := self._alike[number]:
            how = "only in zeros, capitals, blanks or the ending of a further post, such as -2"
            says = f"{number} in the extract differs from a number of {alike[0]} {how}"
            self.found.append(to_settle(
                number, "number", tuple(rows), f"{says}: if it is the same person, say so with an identity entry",
                ours=alike, theirs=number,
            ))  # fmt: skip
        elif twins := self._twins.get(number):
            says = f"{number} differs from {listed(twins)} in the same extract only in zeros, capitals or blanks"
            self.found.append(to_settle(
                number, "number", tuple(rows), f"{says}, and neither is on record: write it in one way, or record both",
                theirs=number,
            ))  # fmt: skip
        return bool(alike or self._twins.get(number))

    def training(self, held: Sequence[HeldInExtract]) -> None:
        """Take a training extract."""
        known, vanished, tomorrow = 0, 0, self.about.day + timedelta(days=1)
        for judge in self.everybody.judges():
            record = judge.record
            theirs = self.rows.of.get(record.worker, Theirs())
            rows = [row for row in theirs.held if row.programme is not None and row.on <= self.about.day]
            if record.worker in self.rows.apart or not (rows or judge.held(tomorrow)):
                continue  # who has left is no longer in an extract, and was trained all the same
            with undisturbed():
                came = of_learner(self._about(record.worker), Learner(
                    worker=record.worker, entries=record.entries, written=record.written, rows=rows,
                ))  # fmt: skip
            if not rows:
                self.found += _without_training(record.worker, came.vanished)
                continue
            self.found += came.found
            known, vanished = known + came.fed, vanished + came.vanished
        self.shares.append(Share("completions", vanished, known))
        strangers = [number for number, theirs in self.rows.strangers.items() if theirs.held]
        self.not_taken += _of_training(self.about.day, held, len([n for n in strangers if not self._is_alike(n, ())]))


def _twins(numbers: Iterable[str]) -> dict[str, list[str]]:
    """Return of each number that nobody has those that differ from it only in what is not seen, or in zeros."""
    by_key = defaultdict[str, list[str]](list)
    for number in numbers:
        by_key[loose_key(number)].append(number)
    return {one: [two for two in same if two != one] for same in by_key.values() if same[1:] for one in same}


def _without_training(worker: str, completions: int) -> Iterator[Difference]:
    """Ask about who has no row any more: they may be leaving, as tonight's staff list may only be about to say."""
    if completions:
        many = "completion it told of stays" if completions == 1 else f"{completions} completions it told of stay"
        says = f"{worker} is in post, and the extract has no training of theirs any more: the {many} on record"
        yield to_settle(worker, "training", (), f"{says}; if they did not happen, correct them by hand")


def _each_place_once(found: Sequence[Difference]) -> Iterator[Difference]:
    """Ask once about each place that is no site we know, however many people are new there."""
    at = defaultdict[Any, list[Difference]](list)
    for each in found:
        if each.kind == "to_settle" and each.what == "site":
            at[each.theirs].append(each)
        else:
            yield each
    for place, several in at.items():
        if len(several) == 1:
            yield several[0]
            continue
        where = f"'{place[0]}', which is no site we know" if place else "no site that is named"
        who = first_few([str(each.worker) for each in several], MOST)
        how = "name it under esr_locations of a site in the catalogue"
        yield msgspec.structs.replace(
            several[0], worker=None, rows=tuple(row for each in several for row in each.rows),
            says=f"{len(several)} people are new in the extract, at {where}: {how}. They are {who}",
        )  # fmt: skip


def _of_training(day: date, held: Sequence[HeldInExtract], strangers: int) -> Iterator[str]:
    """Say what of a training extract is not taken."""
    if strangers:
        yield f"training of {strangers} who {'is' if strangers == 1 else 'are'} not on record"
    if ahead := sum(row.on > day for row in held):
        yield f"{ahead} row{'s' * (ahead != 1)} of training completed after {said(day)}"
    if local := len({row.title for row in held if row.programme is None}):
        yield f"{local} local competenc{'y' if local == 1 else 'ies'}, which an extract cannot sign anybody off for"
