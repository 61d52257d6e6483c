"""Laws of extracts of ESR: what is imported, what is compared, and what the judge then answers."""

import csv
import io
import tempfile
from datetime import date, timedelta
from pathlib import Path

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from sw_competency.errors import UnreadableFileError
from sw_competency.model import CANNOT_TELL, MET
from sw_competency.testing.builders import appointed, catalogue_of, tracker_of
from tests.catalogues import DEPARTMENT, programme, rule, trained_in

CATALOGUE = catalogue_of(
    DEPARTMENT
    + programme("fire", "P2Y", title="Fire safety")
    + programme("theory")
    + rule("fire", trained_in("fire"), title="Fire safety")
    + rule("theory", trained_in("theory"))
)
WORKERS, TITLES = ["20000001", "20000002"], {"Fire safety": "fire", "Theory": "theory"}
DAYS = [date(2024, 2, 29), date(2024, 3, 1), date(2025, 3, 1), date(2026, 2, 28), date(2026, 3, 1)]
ENDS = [None, date(2026, 2, 28), date(2026, 3, 1), date(2027, 6, 1), "No Expiry"]
HEADER = ["Employee Number", "Competency Name", "Start Date", "Completion Date", "Expiry Date", "Status"]
COMPLETED = ["Completed", "passed", ""]
NOT_COMPLETED = ["In progress", "Failed", "No", "Attended", "Unheard of", "#N/A"]


@attrs.frozen
class Said:
    """One row of an extract."""

    worker: str
    title: str
    started: date | None
    completed: date | None
    ends: date | str | None
    status: str

    @property
    def is_completed(self):
        """Whether the row plainly says that it was completed, and can be true."""
        ends = self.ends if isinstance(self.ends, date) else date.max
        return self.completed is not None and self.status in COMPLETED and ends >= self.completed

    @property
    def completion(self):
        """Whose completion of what, and on which day."""
        return (self.worker, TITLES[self.title], self.completed)

    def cells(self):
        """The row as it stands in the file."""
        days = [self.started, self.completed, self.ends]
        texts = [d.strftime("%d-%b-%Y") if isinstance(d, date) else d or "" for d in days]
        return [self.worker, self.title, *texts, self.status]


def rows(status=(*COMPLETED, *NOT_COMPLETED), completed=(*DAYS, None)):
    return st.builds(
        Said, st.sampled_from(WORKERS), st.sampled_from([*TITLES]), st.sampled_from([*DAYS, None]),
        st.sampled_from(completed), st.sampled_from(ENDS), st.sampled_from(status),
    )  # fmt: skip


done = rows(["Completed", ""], DAYS)


def written(said, folder):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADER, *(row.cells() for row in said)])
    path = Path(folder) / "esr.csv"
    path.write_text(out.getvalue(), "utf-8")
    return path


AMONG = [
    [], HEADER, ["Total", "12"], ["20000001", "Theory"], ["20000001", "Theory", "", "02/13/2025", "", ""],
    ["#REF!", "Theory", "", "01-Mar-2025", "", ""], ["", "Theory", "", "01-Mar-2025", "", ""],
    ["20000002|Nightingale, F", "Theory", "", "01-Mar-2025", "", "Completed"],
    ["20000001", "943 476 5919", "", "01-Mar-2025", "", "Completed"],
]  # fmt: skip


def with_remarks(number, row):
    """The row with one more cell, which nobody reads, and in which no two are alike."""
    return [*row, "Remarks" if row is HEADER else f"n{number}"] if len(row) == len(HEADER) else row


@settings(max_examples=60)
@given(st.lists(rows().map(Said.cells) | st.sampled_from(AMONG), min_size=5, max_size=30))
def test_a_row_says_the_same_however_many_rows_before_it_were_alike(table):
    tracker, read = department(), []
    for grid in ([HEADER, *table], [with_remarks(n, row) for n, row in enumerate([HEADER, *table])]):
        out = io.StringIO(newline="")
        csv.writer(out).writerows(grid)
        try:
            read.append(repr(tracker.read_extract(io.BytesIO(out.getvalue().encode()), "esr.csv")))
        except UnreadableFileError as error:
            read.append(str(error))
    assert read[0] == read[1]


def department():
    return tracker_of([appointed(worker, "2020-01-01", site="s", tier="helper") for worker in WORKERS], CATALOGUE)


def trained(tracker):
    return [e for worker in WORKERS for e in tracker.entries(worker) if e.kind == "training"]


@given(st.lists(rows(), max_size=8))
def test_nothing_is_imported_of_a_row_that_is_not_plainly_completed_and_every_row_is_accounted_for(said):
    tracker = department()
    with tempfile.TemporaryDirectory() as folder:
        came = tracker.import_file(written(said, folder))
    assert came.read == came.appended + came.already_there + came.rejected
    assert came.read + len(came.skipped) == len(said)
    done = [r for r in said if r.is_completed]
    closed = {r.completion for r in done if r.ends is not None}  # who says no last day corrects none
    meant = {(*r.completion, r.ends if isinstance(r.ends, date) else None)
             for r in done if r.ends is not None or r.completion not in closed}  # fmt: skip
    found = [(e.worker, e.programme, e.on, e.expires_on) for e in trained(tracker)]
    assert len(found) == came.appended
    assert set(found) == meant


@given(st.lists(rows(), max_size=6))
def test_importing_an_extract_twice_is_importing_it_once(said):
    tracker = department()
    with tempfile.TemporaryDirectory() as folder:
        path = written(said, folder)
        first = tracker.import_file(path)
        before = trained(tracker)
        second = tracker.import_file(path)
    assert trained(tracker) == before
    assert (second.appended, second.already_there, second.rejected) == (0, first.appended, first.rejected)


@given(st.lists(done, max_size=5), st.lists(done, min_size=1, max_size=5), st.booleans(), st.sampled_from(DAYS))
def test_whatever_a_comparison_finds_to_agree_the_judge_answers_alike(on_record, extract, same, day):
    extract = on_record if same and on_record else extract
    tracker = department()
    with tempfile.TemporaryDirectory() as folder:
        tracker.import_file(written(on_record, folder))
        answer = tracker.at(day).reconcile(tracker.read_extract(written(extract, folder)))
    differs = {(d.worker, d.what) for kind in ("other_dates", "missing_training", "extra_training")
               for d in getattr(answer, kind)}  # fmt: skip
    for worker in {row.worker for row in extract}:
        for name in {TITLES[row.title] for row in extract if row.is_completed}:  # of others the extract says nothing
            says = held(extract, worker, name, day)
            if (worker, name) not in differs and says is not CANNOT_TELL:
                judged = tracker.at(day).rebanding(worker, name).outcome
                assert (judged is MET) is says, (worker, name)


def held(extract, worker, name, day):
    """Whether an extract says that a programme is held on a day; cannot tell where it leaves the end open.

    Of rows of one day the last holds.
    """
    of_it = [r for r in extract if (r.worker, TITLES[r.title]) == (worker, name) and r.is_completed]
    by_day = {r.completed: r for r in dict.fromkeys(of_it) if r.completed <= day}
    ends = [r.ends for r in by_day.values()]
    if None in ends:
        return CANNOT_TELL
    return any(end == "No Expiry" or end >= day for end in ends)


def has_an_end_we_can_say(row):
    """An entry cannot say that what the catalogue lets expire never does: a comparison tells of that."""
    return row.ends != "No Expiry" or row.title == "Theory"


@given(
    st.lists(done.filter(has_an_end_we_can_say), min_size=1, max_size=6), st.sampled_from(DAYS), st.integers(0, 800)
)
def test_what_was_just_imported_agrees(said, day, later):
    tracker = department()
    day += timedelta(days=later)
    with tempfile.TemporaryDirectory() as folder:
        path = written(said, folder)
        tracker.import_file(path)
        answer = tracker.at(day).reconcile(tracker.read_extract(path))
    assert [getattr(answer, kind) for kind in ("other_dates", "missing_training", "extra_training")] == [(), (), ()]


OWN = ["kind", "worker", "on", "programme", "outcome", "expires_on", "name"]
CELLS = {
    "kind": ["training", "training", "leaving", "person", "trainin", ""], "worker": [*WORKERS, "", "#N/A"],
    "on": ["2025-03-01", "25/12/2025", "01/02/2025", "2025-03-01 00:00:00", "soon", "#REF!"],
    "programme": ["fire", "theory", "fyre", ""], "outcome": ["completed", "failed", "Completed", ""],
    "expires_on": ["", "2027-01-01", "2020-01-01", "#VALUE!"], "name": ["", "A Name"],
}  # fmt: skip


@given(st.lists(st.tuples(*(st.sampled_from(CELLS[name]) for name in OWN)), max_size=8))
def test_every_row_of_our_own_is_appended_already_there_or_rejected(said):
    tracker = department()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "own.csv"
        out = io.StringIO(newline="")
        csv.writer(out).writerows([OWN, *said])
        path.write_text(out.getvalue(), "utf-8")
        came, again = tracker.import_file(path), tracker.import_file(path)
        told = list(csv.DictReader(io.StringIO(Path(came.rejected_file).read_text("utf-8")))) if came.rejected else []
    assert came.read == came.appended + came.already_there + came.rejected
    assert came.read + len(came.skipped) == sum(any(row) for row in said)  # of two names of one person the later holds
    assert len({line["row"] for line in told}) == came.rejected  # each with a reason of its own
    assert all(line["reason"] for line in told)
    assert (again.appended, again.rejected) == (0, came.rejected)
    rejected = {line["row"] for line in told}
    taken = [row for number, row in enumerate(said, 1) if any(row) and str(number) not in rejected]
    assert not any(cell.startswith("#") for row in taken for cell in row)
    assert all(row[4] in {"completed", "failed"} for row in taken if row[0] == "training")
