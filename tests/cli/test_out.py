"""Where --out may write: never over what is there where that is promised, never in the place of a device."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sw_competency.cli import _example
from sw_competency.cli._files import making, write_new, write_whole
from sw_competency.errors import UnwritableFileError
from tests.cli.conftest import Command, one_sentence

REPORT = ("report", "progression", "--worker", "w1", "--as-of", "2026-03-01")
posix = pytest.mark.skipif(os.name != "posix", reason="a system without modes or terminals of this sort")


def _hello(file: object) -> None:
    file.write(b"hello")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("form", "there", "told"),
    [("pdf", ["progression.html.j2"], True), ("pdf", ["progression.html.j2", "progression.typ"], False),
     ("pdf", [], False), ("pdf", ["sign_off.html.j2"], False), ("html", ["progression.html.j2"], False)],
)  # fmt: skip
def test_paper_that_does_not_follow_a_sites_own_page_says_so(
    filled: Command, tmp_path: Path, form: str, there: list[str], told: bool
) -> None:
    pytest.importorskip("typst", reason="the extra 'pdf' is not installed")
    own = tmp_path / "own"
    own.mkdir()
    for name in there:
        (own / name).write_text('#set document(title: "x")\n= x' if name.endswith("typ") else "x")
    ran = filled(*REPORT, "--format", form, "--templates", str(own), "--out", str(tmp_path / "out"))
    assert ran.code == 0
    assert ("put 'progression.typ' beside it" in ran.err) == told


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


@pytest.mark.skipif(not Path("/dev/null").is_char_device(), reason="a system without devices")
def test_a_device_stays_one(filled: Command, tmp_path: Path) -> None:
    before = Path("/dev/null").stat().st_ino
    assert filled(*REPORT, "--out", "/dev/null").code == 0
    assert filled("export", "jsonl", "--out", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()
    assert Path("/dev/null").stat().st_ino == before


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="a system without /dev/stdout")
def test_standard_output_by_its_file_name_is_standard_output(filled: Command) -> None:
    at = ("--known-by", "2026-03-01")
    assert filled(*REPORT, *at, "--out", "/dev/stdout").out == filled(*REPORT, *at, "--out", "-").out
    assert filled("export", "jsonl", "--out", "/dev/stdout").out == filled("export", "jsonl").out
    assert one_sentence(filled(*REPORT, "--out", "/dev/stdout", "--json"), 2, "--out FILE")
    assert Path("/dev/stdout").is_symlink()


# -- places ------------------------------------------------------------------------------------------------------------


def link_to_a_file(place: Path) -> None:
    (place / "real").write_bytes(b"before")
    (place / "out").symlink_to("real")


def link_to_nothing(place: Path) -> None:
    (place / "out").symlink_to("nowhere")


def link_to_a_device(place: Path) -> None:
    (place / "out").symlink_to("/dev/null")


def pipe(place: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("a system without named pipes")
    os.mkfifo(place / "out")


def folder(place: Path) -> None:
    (place / "out").mkdir()


def wired(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(place / "out"))


@pytest.mark.parametrize(
    ("make", "says"),
    [(link_to_a_file, "is a link"), (link_to_nothing, "is a link"), (link_to_a_device, "is a link"),
     (pipe, "is a named pipe"), (folder, "is a folder"), (wired, "is a socket")],
)  # fmt: skip
@pytest.mark.parametrize("line", [(*REPORT, "--force"), ("export", "jsonl", "--force"), ("export", "csv")])
def test_what_is_no_file_is_named_and_left_alone(
    filled: Command, tmp_path: Path, make: Callable[[Path], None], says: str, line: tuple[str, ...]
) -> None:
    place = tmp_path / "p"
    place.mkdir()
    make(place)
    before = {each.name: each.lstat().st_mode for each in place.iterdir()}
    assert one_sentence(filled(*line, "--out", "p/out"), 2, "'p/out'", says)
    assert {each.name: each.lstat().st_mode for each in place.iterdir()} == before
    assert not (place / "real").exists() or (place / "real").read_bytes() == b"before"


@pytest.mark.parametrize("inside", ["records/x.html", "records/workers/new.html", "linked/x.html", "records/new/x"])
@pytest.mark.parametrize("line", [REPORT, ("export", "jsonl"), ("catalogue", "example", "nine-sites")])
def test_nothing_is_written_into_a_store(filled: Command, tmp_path: Path, inside: str, line: tuple[str, ...]) -> None:
    def held() -> dict[Path, bytes]:
        files = [each for each in (tmp_path / "records").rglob("*") if each.is_file()]
        return {each: each.read_bytes() for each in files if each.parent.name != "catalogues"}

    (tmp_path / "linked").symlink_to("records")
    before = held()
    ran = filled(*line, "--out", inside, *(("--format", "html") if line is REPORT else ()))
    assert one_sentence(ran, 2, "within the store")
    assert held() == before


# -- what is there already ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("line", [REPORT, ("export", "jsonl"), ("export", "csv")])
def test_what_we_made_is_replaced_and_what_somebody_made_or_changed_is_not(
    filled: Command, tmp_path: Path, line: tuple[str, ...]
) -> None:
    out = tmp_path / "out.html"
    line = (*line, "--out", "out.html")
    assert filled(*line).code == filled(*line).code == 0
    ours = out.read_bytes()
    for theirs in (ours + b" ", ours[:-1] + b"x", b""):
        out.write_bytes(theirs)
        assert one_sentence(filled(*line), 2, "is there already", "--force")
        assert out.read_bytes() == theirs
    assert filled(*line, "--force").code == 0
    assert out.read_bytes() not in {ours + b" ", ours[:-1] + b"x", b""}
    assert filled(*line).code == 0


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o660, 0o400])
def test_a_file_that_is_replaced_keeps_who_may_read_it_and_a_new_one_is_its_owners(tmp_path: Path, mode: int) -> None:
    out = tmp_path / "out"
    write_whole(out, _hello)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    out.chmod(mode)
    write_whole(out, _hello)
    assert stat.S_IMODE(out.stat().st_mode) == mode
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@posix
@pytest.mark.parametrize(("answer", "replaced"), [("y", True), ("Yes", True), ("n", False), ("", False), ("x", False)])
def test_somebody_at_a_terminal_is_asked(tmp_path: Path, answer: str, replaced: bool) -> None:
    import pty

    (tmp_path / "out").write_bytes(b"theirs")
    ours, theirs = pty.openpty()
    program = "import sys; from pathlib import Path; from sw_competency.cli._files import write_whole\n"
    program += "try: write_whole(Path('out'), lambda file: file.write(b'ours'))\nexcept Exception: sys.exit(2)"
    os.write(ours, f"{answer}\n".encode())
    done = subprocess.run(
        [sys.executable, "-c", program], stdin=theirs, stderr=theirs, cwd=tmp_path, check=False, timeout=60
    )
    said = os.read(ours, 10_000).decode()
    os.close(ours)
    os.close(theirs)
    assert "Replace it?" in said
    assert (tmp_path / "out").read_bytes() == (b"ours" if replaced else b"theirs")
    assert done.returncode == (0 if replaced else 2)


# -- formats -----------------------------------------------------------------------------------------------------------


def test_a_name_that_ends_in_no_format_of_the_report_is_refused(filled: Command, tmp_path: Path) -> None:
    ran = filled("report", "rule-book", "--out", "x.docx")
    assert one_sentence(ran, 2, "'.docx'", "html", "md", "--format")
    assert not (tmp_path / "x.docx").exists()
    assert filled("report", "rule-book", "--out", "x.docx", "--format", "md").code == 0
    assert one_sentence(filled("report", "rule-book", "--format", "docx"), 2, "'docx'; give html, pdf or md.")


@pytest.mark.parametrize("line", [REPORT, ("export", "jsonl")])
def test_a_folder_that_is_not_there_is_named(filled: Command, line: tuple[str, ...]) -> None:
    assert one_sentence(filled(*line, "--out", "gone/x"), 2, "There is no folder 'gone': make it")
    Path("file").write_text("mine")
    assert one_sentence(filled(*line, "--out", "file/x"), 2, "There is no folder 'file'")


def test_a_name_and_a_format_that_do_not_agree_are_refused(filled: Command, tmp_path: Path) -> None:
    assert one_sentence(filled(*REPORT, "--out", "x.pdf", "--format", "html"), 2, "ends in .pdf", "says html")
    assert not (tmp_path / "x.pdf").exists()
    assert filled("report", "rule-book", "--out", "plain").code == 0
    assert (tmp_path / "plain").read_bytes().startswith(b"<!")
