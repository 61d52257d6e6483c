"""A simulated year of nightly extracts: `python -m tests.year --staff 3000 --nights 365`.

People begin, leave, change and are away; the system that writes the extracts makes mistakes and puts them right; two
files of the year arrive out of order. In the end the record must equal the truth, and `reconcile` be silent.
"""

import argparse
import csv
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import attrs

from sw_competency.catalogue import Catalogue
from sw_competency.dates import ONE_DAY
from sw_competency.errors import FeedRefusedError
from sw_competency.judge.posts import band_of
from sw_competency.model import Absence
from sw_competency.reconcile.difference import Difference
from sw_competency.stores import Store, TinyDBStore
from sw_competency.testing.builders import catalogue_of
from sw_competency.tracker import Tracker
from tests.catalogues import DEPARTMENT, programme

FIRST = date(2025, 1, 6)
SITES = ("Coast", "City", "Hill")
COURSES = ("fire", "bls", "theory", "governance")
STAFF = ("Employee Number", "Assignment Number", "Location", "Pay Grade", "FTE", "Assignment Status",
         "Assignment Start Date", "Assignment End Date", "Extract Date")  # fmt: skip
TRAINING = ("Employee Number", "Competency Name", "Completion Date", "Expiry Date", "Extract Date")
AWAY = {"Maternity & Adoption": "maternity", "Career Break": "career-break"}


def catalogue() -> Catalogue:
    """A made-up catalogue: two bands, three sites, four courses."""
    sites = "".join(
        f'[site.{name.lower()}]\ntitle = "{name}"\nsource = ["policy"]\nauthority = "local"\nstarts = 2020-01-01\n'
        for name in SITES
    )
    return catalogue_of(DEPARTMENT + "".join(programme(name, title=name.title()) for name in COURSES) + sites)


@attrs.define
class Post:
    """One assignment as it truly is; `ends` only where the system says a last day."""

    number: str
    site: str
    band: int
    wte: float
    starts: date
    ends: date | None = None


@attrs.define
class Someone:
    """One person as they truly are."""

    number: str
    posts: list[Post]
    away: str | None = None
    further: int = 1
    courses: dict[str, list[date]] = attrs.field(factory=dict)


@attrs.define
class Trust:
    """The truth, night by night.

    Args:
        rng: decides what happens.
        staff: how many there are at first.
    """

    rng: Random
    staff: int
    day: date = FIRST
    people: dict[str, Someone] = attrs.field(factory=dict)
    mistakes: list[tuple[str, Any]] = attrs.field(factory=list)
    begun: int = 0

    def __attrs_post_init__(self) -> None:
        """Take on whoever is there at first."""
        for _ in range(self.staff):
            self._begin(self.day - timedelta(days=self.rng.randrange(1, 2000)))

    def _begin(self, starts: date) -> None:
        self.begun += 1
        number = f"2{self.begun:07}"
        done = {course: [starts + timedelta(days=5)] for course in self.rng.sample(COURSES, self.rng.randint(1, 3))}
        done = {course: days for course, days in done.items() if days[0] <= self.day}
        self.people[number] = Someone(number, [self._post(f"{number}", starts)], courses=done)

    def _post(self, number: str, starts: date) -> Post:
        return Post(
            number, self.rng.choice(SITES), self.rng.choice((2, 2, 3)), self.rng.choice((1.0, 0.8, 0.61333)), starts
        )  # fmt: skip

    def night(self) -> None:
        """Let a day pass; of a hundred people about one has something happen."""
        self.day += ONE_DAY
        self.mistakes = []
        self.people = {n: one for n, one in self.people.items() if not self._has_left(one)}
        for one in list(self.people.values()):
            one.posts = [post for post in one.posts if post.ends is None or post.ends >= self.day] or one.posts
            if self.rng.random() < 0.012:
                self._happens(one)
        for _ in range(self._some(0.0006)):
            self._begin(self.day - timedelta(days=self.rng.choice((0, 0, 0, 9))))
        for _ in range(self._some(0.0008)):
            self._mistake()

    def _some(self, share: float) -> int:
        wanted = share * self.staff
        return int(wanted) + (self.rng.random() < wanted % 1)

    def _has_left(self, one: Someone) -> bool:
        return all(post.ends is not None and post.ends < self.day for post in one.posts)

    def _happens(self, one: Someone) -> None:
        post = self.rng.choice(one.posts)
        match self.rng.randrange(9):
            case 0:
                post.wte = self.rng.choice((1.0, 0.8, 0.6, 0.5))
            case 1:
                post.band = 3
            case 2:
                post.site = self.rng.choice(SITES)
            case 3 if len(one.posts) == 1:
                one.further += 1
                one.posts.append(self._post(f"{one.number}-{one.further}", self.day))
            case 3:
                one.posts.remove(post)
            case 4:
                one.away = None if one.away else self.rng.choice([*AWAY])
            case 5 if self.rng.random() < 0.3:
                post.ends = self.day + timedelta(days=self.rng.choice((0, 20)))
            case 5 if self.rng.random() < 0.3:
                del self.people[one.number]
            case 6:
                one.courses.setdefault(self.rng.choice(COURSES), []).append(self.day - timedelta(days=2))
            case _:
                pass

    def _mistake(self) -> None:
        """Have tonight's extracts say something that is not so; tomorrow's say it right."""
        one = self.rng.choice(list(self.people.values()))
        self.mistakes.append((one.number, self.rng.choice(("gone", "wte", "course"))))

    def files(self, folder: Path) -> tuple[Path, Path]:
        """Write tonight's extracts."""
        wrong = dict(self.mistakes)
        staff, training = folder / f"staff-{self.day}.csv", folder / f"training-{self.day}.csv"
        _write(staff, STAFF, (row for one in self.people.values() for row in self._rows(one, wrong.get(one.number))))
        _write(training, TRAINING, (
            (one.number, course.title(), _said(on), "", _said(self.day))
            for one in self.people.values() for course, on in self._completions(one, wrong.get(one.number))
        ))  # fmt: skip
        return staff, training

    def _rows(self, one: Someone, wrong: str | None) -> Iterator[tuple[str, ...]]:
        for post in one.posts if wrong != "gone" else ():
            wte = 0.1 if wrong == "wte" else post.wte
            yield (
                one.number, post.number, post.site, f"XR0{post.band}", f"{wte}", one.away or "Active Assignment",
                _said(post.starts), _said(post.ends) if post.ends else "", _said(self.day),
            )  # fmt: skip

    def _completions(self, one: Someone, wrong: str | None) -> Iterator[tuple[str, date]]:
        if wrong == "gone":
            return
        yield from ((course, on) for course, days in one.courses.items() for on in days)
        if wrong == "course" and (lacking := [course for course in COURSES if course not in one.courses]):
            yield lacking[0], self.day


def _said(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _write(path: Path, header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(header)
        out.writerows(rows)


def differences(tracker: Tracker, trust: Trust) -> list[str]:
    """Say in what our record is not the truth: posts, absences, and the newest completion of each course."""
    everybody, out = tracker.at(trust.day), []
    ours = set(everybody.workers)
    for worker in sorted(ours | set(trust.people)):
        one = trust.people.get(worker)
        judge = everybody.judge(worker)
        held = judge.held(trust.day + ONE_DAY).values()  # tonight's leavers are in post tonight
        mine = sorted((s.appointment.site, band_of(s, everybody.catalogue), s.appointment.wte) for s in held)
        goes_on = [p for p in one.posts if p.ends is None or p.ends > trust.day] if one else []
        posts = sorted((p.site.lower(), p.band, p.wte) for p in goes_on)
        if mine != posts:
            out.append(f"{worker}: {mine} on record, {posts} in truth")
        absences = [e for e in tracker.entries(worker) if isinstance(e, Absence)]
        away = [a.reason for a in judge.record.whole.absences if a.until is None or a.until > trust.day]
        if away != ([AWAY[one.away]] if one and one.away and goes_on else []):
            out.append(f"{worker}: away {away} on record ({len(absences)} entries), {one and one.away} in truth")
        if one is None:
            continue
        newest = {course: max(days) for course, days in one.courses.items()}
        done = {name: max(t.on for t in of) for name, of in judge.record.whole.trainings.items() if of}
        if newest != done:
            out.append(f"{worker}: {done} on record, {newest} in truth")
        everybody.records.forget()
    return out


@attrs.define
class Run:
    """What came of a year."""

    nights: int
    recorded: int
    refused: int
    again: int
    wrong: list[str]
    left: list[str]

    @property
    def agrees(self) -> bool:
        """Whether nothing was left over, and `reconcile` silent."""
        return not self.left


def run(store: Store, folder: Path, staff: int, nights: int, seed: int = 1, *, each_night: bool = False) -> Run:
    """Live through so many nights.

    Args:
        store: where the record is kept.
        folder: where the extracts are written.
        staff: how many people there are at first.
        nights: how many nights.
        seed: decides what happens.
        each_night: whether the record is held against the truth, and the file taken twice, every night.
    """
    trust, clock = Trust(Random(seed), staff), Clock()
    tracker = Tracker(store, catalogue(), clock=clock)
    out = Run(nights, 0, 0, 0, [], [])
    late: list[Path] = []
    swapped = {nights // 3, 2 * nights // 3}
    for night in range(nights):
        clock.day = trust.day
        files = trust.files(folder)
        if night in swapped:
            late += files  # they arrive with tomorrow's, after them
        else:
            for file in (*files, *late):
                _take(tracker, file, out, again=each_night)
            late = []
            if each_night:
                out.left += [each.says for file in files for each in _reconciled(tracker, file, trust.day)]
            if each_night and not trust.mistakes:
                out.wrong += [f"{trust.day}, {each}" for each in differences(tracker, trust)]
        for file in files if not late else ():
            file.unlink()
        if night < nights - 1:
            trust.night()
    trust.mistakes = []
    for file in trust.files(folder):  # the last night again, without a mistake
        _take(tracker, file, out, again=True)
        out.left += [each.says for each in _reconciled(tracker, file, trust.day)]
    out.wrong += differences(tracker, trust)
    return out


def _reconciled(tracker: Tracker, file: Path, day: date) -> tuple[Difference, ...]:
    return tracker.at(day).reconcile(tracker.read_extract(file)).differences


def _take(tracker: Tracker, file: Path, out: Run, *, again: bool) -> None:
    try:
        answer = tracker.sync(file, apply=True, stop_at=25)
    except FeedRefusedError:
        out.refused += 1
        return
    out.recorded += answer.recorded or 0
    out.left += [each.says for each in (*answer.by_hand, *answer.to_settle)]
    if again:
        out.again += len(tracker.sync(file).proposed)


@attrs.define
class Clock:
    """Shows the evening of a day."""

    day: date = FIRST

    def __call__(self) -> datetime:
        """Return the instant it shows."""
        return datetime(self.day.year, self.day.month, self.day.day, 22, tzinfo=UTC)


def main() -> int:
    """Live through a year, print what came of it, and exit 1 if the record is not the truth."""
    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("--staff", type=int, default=3000)
    parser.add_argument("--nights", type=int, default=365)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.perf_counter()
    with TemporaryDirectory() as folder:
        store = TinyDBStore.create(Path(folder) / "store")
        came = run(store, Path(folder), given.staff, given.nights, given.seed)
    seconds = time.perf_counter() - began
    sys.stdout.write(
        f"{given.staff} staff, {came.nights} nights: {came.recorded} entries, {came.refused} older files refused, "
        f"{len(came.wrong)} things not the truth, reconcile {'agrees' if came.agrees else 'differs'}; {seconds:.0f} s\n"
    )
    for each in (*came.wrong[:20], *came.left[:20]):
        sys.stdout.write(f"  {each}\n")
    return int(bool(came.wrong) or not came.agrees or came.again)


if __name__ == "__main__":
    sys.exit(main())
