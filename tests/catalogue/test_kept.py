"""The shipped catalogue is kept ready-made; nothing rests on it."""

import os
import subprocess
import sys

import pytest

from sw_competency.catalogue import kept, shipped

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


def test_it_is_not_fetched_once_files_or_code_have_changed(tmp_path):
    kept.keep(MARK, shipped())
    assert kept.fetch(b"n" * 32) is None
    (tmp_path / "a.toml").write_text("x")
    before = kept.fingerprint([tmp_path])
    (tmp_path / "a.toml").write_text("longer")
    assert kept.fingerprint([tmp_path]) != before


@pytest.mark.parametrize("content", [b"", MARK, MARK + b"\x80\x05broken", MARK + b"\x80\x04]\x94."])
def test_a_damaged_one_is_passed_over(content):
    kept.keep(MARK, shipped())
    kept._place().write_bytes(content)
    assert kept.fetch(MARK) is None


def test_one_that_somebody_else_wrote_is_passed_over(monkeypatch):
    kept.keep(MARK, shipped())
    monkeypatch.setattr(os, "getuid", lambda: 12345678, raising=False)
    assert kept.fetch(MARK) is None


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
