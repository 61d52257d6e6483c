"""Inputs that once got a wrong answer, as they are given: each is refused, read, or told as it should be."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sw_competency import MemoryStore, TinyDBStore, Tracker, load, read_layer
from sw_competency.cli import main
from sw_competency.errors import UnreadableFileError
from sw_competency.model import MET, NOT_MET
from sw_competency.tracker import Imported

CASES = Path(__file__).parents[1] / "../shared/cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the cases do not lie beside this folder")


@pytest.fixture
def take(tmp_path: Path) -> Callable[[str], Path]:
    def copied(name: str) -> Path:
        return Path(shutil.copyfile(CASES / name, tmp_path / name))

    return copied


def imported(path: Path) -> tuple[Tracker, Imported]:
    tracker = Tracker(MemoryStore())
    return tracker, tracker.import_file(path)


def reasons(came: Imported) -> list[str]:
    assert came.rejected_file is not None
    return Path(came.rejected_file).read_text("utf-8").splitlines()[1:]


@pytest.mark.parametrize(
    ("case", "columns"),
    [
        ("03-error-cells-own.xlsx", ["until", "competency"]), ("04-error-cells-esr.xlsx", ["Expiry Date"] * 3),
        ("05-started-is-taken-for-completed.csv", ["Completion Date", "Status"]),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_rejected_by_its_column(
    take: Callable[[str], Path], case: str, columns: list[str]
) -> None:
    tracker, came = imported(take(case))
    assert (came.appended, list(tracker.workers())) == (0, [])
    assert [line.split(",")[1] for line in reasons(came)] == columns


@pytest.mark.parametrize(
    ("case", "appended", "not_read"),
    [
        ("06-second-sheet-lost.xlsx", 2, []), ("07-own-entries-beside-a-framework-sheet.xlsx", 1, ["Framework"]),
        ("17-strict-date.xlsx", 2, []),
    ],
)  # fmt: skip
def test_every_sheet_is_read_or_named(
    take: Callable[[str], Path], case: str, appended: int, not_read: list[str]
) -> None:
    _, came = imported(take(case))
    assert (came.appended, came.rejected) == (appended, 0)
    assert [name for name, _ in came.sheets_not_read] == not_read


def test_a_heading_that_stands_twice_is_refused(take: Callable[[str], Path]) -> None:
    with pytest.raises(UnreadableFileError, match=r"two columns 'Employee Number'.*which of them is meant"):
        imported(take("08-heading-twice.csv"))


def test_a_corrected_expiry_takes_effect_and_both_commands_say_so(take: Callable[[str], Path]) -> None:
    tracker, _ = imported(take("09-base.jsonl"))
    for name in ("10a-first-extract.csv", "10b-corrected-extract.csv"):
        assert tracker.import_file(take(name)).appended == 1
    judged = Tracker(tracker.store, load(read_layer(CASES / "10-rule.toml")))
    assert tracker.at("2028-06-01").reconcile(tracker.read_extract(CASES / "10b-corrected-extract.csv")).outcome is MET
    assert judged.at("2028-06-01").rebanding("20000001", "fire").outcome is NOT_MET
    assert judged.at("2028-02-02").rebanding("20000001", "fire").outcome is MET
    assert tracker.at("2028-06-01").reconcile(tracker.read_extract(CASES / "10a-first-extract.csv")).outcome is NOT_MET


def test_one_entry_over_several_lines_is_one_sentence(
    take: Callable[[str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    TinyDBStore.create(tmp_path / "s")
    path = str(take("12-one-pretty-printed-entry.json"))
    for command in ("add", "import"):
        assert main(["--store", str(tmp_path / "s"), command, path]) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1
        assert "write one entry a line" in said


def test_a_rejected_file_that_was_mended_is_kept(take: Callable[[str], Path]) -> None:
    path = take("15-mended-by-hand.csv")
    tracker, came = imported(path)
    mended = Path(came.rejected_file or "")
    mended.write_text(text := mended.read_text("utf-8").replace("w1,12/03/2026", "w1,2026-03-12"), "utf-8")
    again = tracker.import_file(path)
    assert (again.rejected, again.rejected_file) == (1, str(mended.with_name("15-mended-by-hand.csv.rejected-2.csv")))
    assert mended.read_text("utf-8") == text
    assert tracker.import_file(mended).appended == 1
    assert [entry.on for entry in tracker.entries("w1")] == [date(2026, 3, 2), date(2026, 3, 12)]
