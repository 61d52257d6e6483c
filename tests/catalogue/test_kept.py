"""The shipped catalogue is kept ready-made; nothing rests on it."""

import hashlib
import os
import pickle
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import attrs
import msgspec
import pytest

from sw_competency.catalogue import kept, plain, shipped

MARK = b"m" * 32


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_is_kept_is_what_is_fetched():
    assert kept.fetch(MARK) is None
    kept.keep(MARK, shipped())
    again = kept.fetch(MARK)
    assert again is not None
    assert again.digest == shipped().digest
    assert (again.competencies, again.files) == (shipped().competencies, shipped().files)


def same(one, other, where=""):
    """Compare to the last field: equality passes over what is only told."""
    assert type(one) is type(other), where
    if attrs.has(type(one)):
        for field in attrs.fields(type(one)):
            same(getattr(one, field.name), getattr(other, field.name), f"{where}.{field.name}")
    elif isinstance(one, dict):
        assert list(one) == list(other), where
        for key in one:
            same(one[key], other[key], f"{where}.{key}")
    elif isinstance(one, list | tuple):
        assert len(one) == len(other), where
        for number, (inner, its) in enumerate(zip(one, other, strict=True)):
            same(inner, its, f"{where}[{number}]")
    else:
        assert one == other, where


def test_what_is_fetched_is_the_same_to_the_last_field():
    kept.keep(MARK, shipped())
    same(kept.fetch(MARK), shipped())


@pytest.mark.parametrize("change", ["longer", "as long, at the same time", "another name", "gone", "one more"])
@pytest.mark.parametrize("name", ["a.toml", "a.py"])
def test_it_is_not_fetched_once_files_or_code_have_changed(tmp_path, change, name):
    kept.keep(MARK, shipped())
    assert kept.fetch(b"n" * 32) is None
    file = tmp_path / name
    file.write_text("x = 1")
    told, before = file.stat(), kept.fingerprint([tmp_path])
    match change:
        case "longer":
            file.write_text("x = 10")
        case "as long, at the same time":
            file.write_text("x = 2")
            os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns))
        case "another name":
            file.rename(file.with_stem("b"))
        case "gone":
            file.unlink()
        case _:
            file.with_stem("b").write_text("")
    assert kept.fingerprint([tmp_path]) != before


def sealed(content):
    return MARK + hashlib.sha256(content).digest() + content


class Evil:
    def __reduce__(self):
        return exit, (77,)


@pytest.mark.parametrize(
    "content",
    [
        b"", MARK, MARK + b"x" * 100, sealed(b""), sealed(b"\xc1"), sealed(plain.encoded({"a": 1})),
        sealed(pickle.dumps(Evil())), sealed(msgspec.msgpack.encode(msgspec.msgpack.Ext(9, b""))),
        *(sealed(msgspec.msgpack.encode(msgspec.msgpack.Ext(3, msgspec.msgpack.encode(value)))) for value in (
            [], 7, ["os:system", "exit 77"], ["sw_competency.fence:fenced", "x"], ["sw_competency.nowhere:X"],
            ["sw_competency.catalogue.catalogue:Catalogue"], ["sw_competency.catalogue.catalogue:Catalogue", 1],
            ["sw_competency.cli:main"], ["sw_competency.catalogue.kept:os"],
        )),
    ],
)  # fmt: skip
def test_a_damaged_or_forged_one_is_passed_over(content):
    kept.keep(MARK, shipped())
    kept._place().write_bytes(content)
    assert kept.fetch(MARK) is None


def test_one_flipped_bit_is_passed_over():
    kept.keep(MARK, shipped())
    whole = kept._place().read_bytes()
    for at in range(0, len(whole), len(whole) // 40):
        kept._place().write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert kept.fetch(MARK) is None


def test_one_that_somebody_else_wrote_is_passed_over(monkeypatch):
    kept.keep(MARK, shipped())
    monkeypatch.setattr(os, "getuid", lambda: 12345678, raising=False)
    assert kept.fetch(MARK) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system with other modes")
@pytest.mark.parametrize("how", ["file 660", "file 606", "folder 770", "folder 707", "link", "linked folder", "pipe"])
def test_it_is_read_only_where_nobody_else_may_write(how, tmp_path):
    kept.keep(MARK, shipped())
    place = kept._place()
    assert (stat.S_IMODE(place.stat().st_mode), stat.S_IMODE(place.parent.stat().st_mode)) == (0o600, 0o700)
    match how.split():
        case ["file", mode]:
            place.chmod(int(mode, 8))
        case ["folder", mode]:
            place.parent.chmod(int(mode, 8))
        case ["link"]:
            place.rename(tmp_path / "moved")
            place.symlink_to(tmp_path / "moved")
        case ["linked", "folder"]:
            place.parent.rename(tmp_path / "moved")
            place.parent.symlink_to(tmp_path / "moved")
        case _:
            place.unlink()
            os.mkfifo(place)
    assert kept.fetch(MARK) is None


@pytest.mark.parametrize("value", [{1, 2}, b"x", datetime(2026, 1, 5, tzinfo=UTC), object(), Path("x"), 1j, [(print,)]])
def test_what_is_no_value_of_a_catalogue_is_not_written(value):
    with pytest.raises(TypeError, match="a catalogue holds no"):
        plain.encoded(value)


def test_where_it_cannot_be_kept_nothing_is_wrong(cache):
    cache.write_text("a file where the folder should be")
    kept.keep(MARK, shipped())
    assert kept.fetch(MARK) is None


def test_the_second_start_needs_neither_parser_nor_converter(cache):
    program = (
        "import sys; from sw_competency.catalogue import shipped; "
        "print(shipped().digest, 'cattrs' in sys.modules, 'tomllib' in sys.modules)"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(2)
    )
    assert first == [shipped().digest, "True", "True"]
    assert second == [shipped().digest, "False", "False"]
