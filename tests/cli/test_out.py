"""Where --out may write: never over what is there where that is promised, never in the place of a device."""

import os
import stat
import threading
from pathlib import Path

import pytest

from sw_competency.cli import _example
from sw_competency.cli._files import UnwritableFileError, making, write_new, write_whole
from tests.cli.conftest import Command, one_sentence

REPORT = ("report", "progression", "--worker", "w1", "--as-of", "2026-03-01")
needs_fifo = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")


def _hello(file: object) -> None:
    file.write(b"hello")  # type: ignore[attr-defined]


# -- new files ---------------------------------------------------------------------------------------------------------


def test_a_new_file_is_whole_and_alone(tmp_path: Path) -> None:
    write_new(tmp_path, {"a": b"hello", "b": b"there"})
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a": b"hello", "b": b"there"}


def test_a_link_to_nothing_counts_as_there(tmp_path: Path) -> None:
    (tmp_path / "b").symlink_to("nowhere")
    with pytest.raises(UnwritableFileError, match="is there already"):
        write_new(tmp_path, {"a": b"hello", "b": b"there"})
    assert [file.name for file in tmp_path.iterdir()] == ["b"]
    assert (tmp_path / "b").is_symlink()


def test_a_file_that_appears_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def too_late(source: Path, target: Path, **more: bool) -> None:
        if Path(target).name == "b":
            Path(target).write_bytes(b"somebody else's")
        link(source, target, **more)

    monkeypatch.setattr(os, "link", too_late)
    with pytest.raises(UnwritableFileError, match="is there already"), making(tmp_path / "new" / "deep"):
        write_new(tmp_path / "new" / "deep", {"a": b"hello", "b": b"there"})
    assert [file.name for file in (tmp_path / "new" / "deep").iterdir()] == ["b"]
    assert (tmp_path / "new" / "deep" / "b").read_bytes() == b"somebody else's"


def test_where_files_cannot_be_linked_they_are_still_never_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", cannot)
    write_new(tmp_path, {"a": b"hello"})
    with pytest.raises(UnwritableFileError, match="is there already"):
        write_new(tmp_path, {"a": b"there"})
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a", b"hello")]


def test_what_cannot_be_written_whole_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFileError, match="cannot be written"), making(tmp_path / "new"):
        write_new(tmp_path / "new", {"a": b"hello", "n" * 300: b"there"})
    assert list(tmp_path.iterdir()) == []


def test_an_example_is_copied_whole_or_not_at_all(command: Command, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "sites.toml").symlink_to("nowhere")
    assert one_sentence(command("catalogue", "example", "nine-sites", "--out", "own"), 2, "sites.toml", "there already")
    assert [file.name for file in (tmp_path / "own").iterdir()] == ["sites.toml"]
    assert command("catalogue", "example", "nine-sites", "--out", "new/deep").code == 0
    assert command("catalogue", "check", "new/deep").code == 0
    names = {file.name for file in _example._files(_example.example("nine-sites"))}
    assert {file.name for file in (tmp_path / "new" / "deep").iterdir()} == names


def test_what_is_accepted_is_not_written_over_a_link(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "theirs.jsonl").write_text(
        '{"kind": "training", "worker": "w1", "on": "2026-01-10", "programme": "bls-adult", "outcome": "completed"}\n'
    )
    (tmp_path / "out.jsonl").symlink_to("nowhere.jsonl")
    ran = filled("acceptance", "theirs.jsonl", "--site", "site-1", "--out", "out.jsonl")
    assert one_sentence(ran, 2, "is there already")
    assert not (tmp_path / "nowhere.jsonl").exists()


# -- what is no file ---------------------------------------------------------------------------------------------------


@needs_fifo
def test_a_named_pipe_is_written_into_and_stays_one(filled: Command, tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    ran = filled(*REPORT, "--out", "pipe")
    reader.join(10)
    assert ran.code == 0
    assert read[0].startswith(b"<!")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["over.toml", "pipe", "records"]


@pytest.mark.skipif(not Path("/dev/null").is_char_device(), reason="a system without devices")
def test_a_device_stays_one(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "null").symlink_to("/dev/null")
    before = Path("/dev/null").stat().st_ino
    for name in ("null", "/dev/null"):
        assert filled(*REPORT, "--out", name).code == 0
    assert filled("export", "jsonl", "--out", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()
    assert Path("/dev/null").stat().st_ino == before
    assert (tmp_path / "null").is_symlink()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="a system without /dev/stdout")
def test_standard_output_by_its_file_name_is_standard_output(filled: Command) -> None:
    at = ("--known-by", "2026-03-01")
    assert filled(*REPORT, *at, "--out", "/dev/stdout").out == filled(*REPORT, *at, "--out", "-").out
    assert filled("export", "jsonl", "--out", "/dev/stdout").out == filled("export", "jsonl").out
    assert one_sentence(filled(*REPORT, "--out", "/dev/stdout", "--json"), 2, "--out FILE")
    assert Path("/dev/stdout").is_symlink()


def test_a_link_to_a_file_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"before")
    (tmp_path / "link").symlink_to("real")
    write_whole(tmp_path / "link", _hello)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"hello"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["link", "real"]


# -- formats -----------------------------------------------------------------------------------------------------------


def test_a_name_that_ends_in_no_format_of_the_report_is_refused(filled: Command, tmp_path: Path) -> None:
    ran = filled("report", "rule-book", "--out", "x.docx")
    assert one_sentence(ran, 2, "'.docx'", "html", "md", "--format")
    assert not (tmp_path / "x.docx").exists()
    assert filled("report", "rule-book", "--out", "x.docx", "--format", "md").code == 0
    assert filled("report", "rule-book", "--out", "plain").code == 0
    assert (tmp_path / "plain").read_bytes().startswith(b"<!")


