"""Whatever stands in the place of a file is named, and never waited on; what this program made is told from others."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sw_competency import formats
from sw_competency.errors import UnreadableFileError
from sw_competency.files import STORE_MARKER, content, is_as_made, mark_as_made, opened, store_around
from sw_competency.stores import TinyDBStore
from sw_competency.stores._layout import MARKER

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes and links")


def loop(place: Path) -> None:
    place.symlink_to(place.name)


def to_a_pipe(place: Path) -> None:
    os.mkfifo(place.with_name("behind"))
    place.symlink_to("behind")


IN_ITS_PLACE: dict[str, tuple[Callable[[Path], object], str]] = {
    "nothing": (lambda place: None, "is not there"),
    "dangling link": (lambda place: place.symlink_to("nowhere"), "is a link to something that is not there"),
    "folder": (Path.mkdir, "is a folder"),
    "pipe": (os.mkfifo, "is a named pipe"),
    "link to a pipe": (to_a_pipe, "is a named pipe"),
    "device": (lambda place: place.symlink_to("/dev/zero"), "is a device"),
}


@pytest.mark.parametrize("what", IN_ITS_PLACE)
def test_what_is_no_file_is_named(tmp_path: Path, what: str) -> None:
    make, says = IN_ITS_PLACE[what]
    make(tmp_path / "x")
    with pytest.raises(UnreadableFileError, match=says):
        opened(tmp_path / "x")


def test_a_name_that_no_system_takes_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="is not there"):
        content(tmp_path / "a\0b")


DOORS = [
    ("import", "x"), ("import", "x.csv"), ("import", "x.xlsx"), ("add", "x"), ("scenarios", "x"), ("reconcile", "x"),
    ("--catalogue", "x", "catalogue", "check"), ("catalogue", "check", "x"), ("catalogue", "diff", "x", "x"),
    ("catalogue", "check", "frameworks"), ("acceptance", "x", "--site", "site-1"),
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS, ids=" ".join)
@pytest.mark.parametrize("what", [what for what in IN_ITS_PLACE if what != "nothing"])
def test_every_door_names_what_is_no_file_in_one_sentence(tmp_path: Path, door: tuple[str, ...], what: str) -> None:
    """A folder may be a catalogue; everything else is told by its name, at once."""
    if what == "folder" and "catalogue" in " ".join(door):
        pytest.skip("a folder is a catalogue")
    TinyDBStore.create(tmp_path / "records")
    name = next(word for word in door if word.startswith("x") or word == "frameworks")
    place = tmp_path / name
    if name == "frameworks":
        place.mkdir()
        place /= "own.toml"
    IN_ITS_PLACE[what][0](place)
    line = [sys.executable, "-m", "sw_competency", "--store", "records", *door]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2, done.stdout + done.stderr
    assert place.name in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr


def test_a_file_is_as_made_until_somebody_touches_it(tmp_path: Path) -> None:
    place = tmp_path / "x"
    assert not is_as_made(place)
    place.write_bytes(b"ours")
    assert not is_as_made(place)
    mark_as_made(place)
    assert is_as_made(place)
    (tmp_path / "link").symlink_to("x")
    assert not is_as_made(tmp_path / "link")
    told = place.stat()
    place.write_bytes(b"0urs")
    os.utime(place, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert not is_as_made(place)


def test_a_store_is_found_around_a_place_whatever_leads_there(tmp_path: Path) -> None:
    TinyDBStore.create(tmp_path / "records")
    (tmp_path / "linked").symlink_to("records")
    assert STORE_MARKER == MARKER
    for inside in ("records", "records/workers", "records/new/deep", "linked/workers/x", "x/../records/x"):
        assert store_around(tmp_path / inside) == (tmp_path / "records").resolve()
    for outside in ("", "x", "records.csv", "recordings/x", "records/../x"):
        assert store_around(tmp_path / outside) is None


@pytest.mark.parametrize("file", ["records/workers/w1.jsonl", "linked/w1.jsonl", "records/w1.csv"])
def test_a_file_within_a_store_is_not_imported(tmp_path: Path, file: str) -> None:
    TinyDBStore.create(tmp_path / "records")
    (tmp_path / "linked").symlink_to("records/workers")
    (tmp_path / file).write_bytes(b"{}\n")
    with pytest.raises(UnreadableFileError, match="is within the store"):
        formats.read(tmp_path / file, formats.Names())
