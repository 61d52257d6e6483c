"""Laws of importing and exporting, by way of the front desk."""

import io
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from sw_competency.formats import write
from sw_competency.stores import MemoryStore
from sw_competency.testing.builders import Clock, tracker_of
from sw_competency.tracker import Tracker

from .department import CATALOGUE, DEPARTMENT

records = DEPARTMENT.records(corrections=True)
FORMATS = ["jsonl", "csv", *(["parquet"] if find_spec("pyarrow") else [])]  # of the extra 'cohort'
formats = st.sampled_from(FORMATS)


def exported(tracker, format_):
    """Return all records, and all people, as a file of that format holds them."""
    things = [e for _, entries in tracker.store.read_all() for e in entries]
    return written(format_, [*things, *tracker.store.people()])


def written(format_, things):
    out = io.TextIOWrapper(io.BytesIO(), "utf-8", newline="")
    write(format_, things, out)
    out.flush()
    return out.buffer.getvalue()


def imported(tracker, data, format_):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{format_}"
        path.write_bytes(data)
        return tracker.import_file(path)


def on_record(tracker):
    return dict(tracker.store.read_all())


@given(records, formats)
def test_what_is_exported_and_imported_gives_the_same_record(entries, format_):
    """The same entries, ids, instants and order, in an empty store."""
    tracker = tracker_of(entries, CATALOGUE)
    if not entries:
        return
    again = Tracker(MemoryStore(), CATALOGUE, clock=Clock())
    summary = imported(again, exported(tracker, format_), format_)
    assert (summary.rejected, summary.appended) == (0, len(entries))
    assert on_record(again) == on_record(tracker)


@given(records, formats, st.booleans())
def test_importing_twice_is_importing_once(entries, format_, bare):
    """Also where the file gives no ids: two of the same in one file are two, and the file again brings the same two."""
    if not entries:
        return
    given_ids = [e for e in entries if e.kind not in {"correction", "countersignature"}]
    sent = [replace(e, id="", recorded_at=None) for e in given_ids] if bare else entries
    if not sent:
        return
    data = written(format_, [*sent, *sent[:1]] if bare else sent)
    tracker = Tracker(MemoryStore(), CATALOGUE, clock=Clock())
    first = imported(tracker, data, format_)
    before = on_record(tracker)
    second = imported(tracker, data, format_)
    assert on_record(tracker) == before
    assert (first.rejected, second.rejected) == (0, 0)
    assert (second.appended, second.already_there) == (0, first.appended + first.already_there)
    assert first.appended == len(sent) + bare


@pytest.mark.parametrize("format_", FORMATS)
def test_people_come_back_too(format_):
    tracker = tracker_of([], CATALOGUE)
    tracker.append([{"kind": "person", "worker": "w1", "name": "Ada", "staff_number": "0042"}])
    again = tracker_of([], CATALOGUE)
    imported(again, exported(tracker, format_), format_)
    assert list(again.store.people()) == list(tracker.store.people())
