"""Import after export gives the same entries and people."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sw_competency import formats
from sw_competency.cells import guard, unguard
from sw_competency.formats import Names
from sw_competency.formats._columns import _said, to_cells
from sw_competency.model import Entry, Person, plain

from .strategies import awkward, entries, json_values, people, texts


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports")


# one that only writes is for people, or another program, and need hold no more than those ask for
BOTH_WAYS = sorted(name for name, one in formats.writing().items() if hasattr(one, "read"))


@pytest.mark.parametrize("name", BOTH_WAYS)
@given(things=st.lists(entries() | people(), max_size=5))
def test_import_after_export_gives_the_same_entries_and_people(
    folder: Path, name: str, things: list[Entry | Person]
) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, "utf-8", newline="")
    formats.write(name, things, out)
    out.flush()
    path = folder / f"export.{name}"
    path.write_bytes(raw.getvalue() or b"\n")
    reading = formats.read(path, Names())
    assert [p for row in reading.rows for p in row.problems] == []
    assert [row.entry or row.person for row in reading.rows] == things
    assert reading.format == name


@given(text=awkward | texts)
def test_taking_the_apostrophe_away_undoes_putting_it_there(text: str) -> None:
    assert unguard(guard(text)) == text


@given(entry=entries(), more=st.dictionaries(texts, json_values, max_size=3))
def test_the_cells_of_a_line_of_json_say_what_the_line_said(entry: Entry, more: dict[str, object]) -> None:
    raw = {**more, **plain(entry)}
    said, problems, _ = _said(to_cells(raw), typed=False)
    assert problems == []
    assert json.dumps(said, sort_keys=True) == json.dumps(raw, sort_keys=True)
