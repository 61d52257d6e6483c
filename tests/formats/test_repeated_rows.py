"""Rows that say the same but for whose they are: read together they say what each says by itself."""

from pathlib import Path

import attrs

from sw_competency import formats
from sw_competency.errors import UnreadableFileError
from sw_competency.model.extract import HeldInExtract

from .conftest import NAMES

HEADER = "Employee Number,Competency Name,Completion Date,Expiry Date,Status"
SAYINGS = (
    "NHS|CSTF|Fire Safety - 2 Years|,12/03/2025,12/03/2027,Completed", "NHS|CSTF|Fire Safety - 2 Years|,,,",
    "NHS|CSTF|Fire Safety - 2 Years|,31/02/2025,,Completed", "457|LOCAL|Own course|,12/03/2025,,Completed",
    "NHS|CSTF|Fire Safety - 2 Years|,12/03/2025,12/03/2024,Completed", "#N/A,12/03/2025,,Completed",
    "NHS|CSTF|Fire Safety - 2 Years|,12/03/2025,12/03/2027,Failed", "Nobody's course,12/03/2025,,Completed",
)  # fmt: skip
PEOPLE = ("20000001", "20000002", "20000002-2", "Surname", "#REF!", "")


def read(path: Path, *rows: str) -> tuple[list[HeldInExtract], set[str], int]:
    """What is held, whose rows it has, and how many are lost; numbers of rows apart."""
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    try:
        extract = formats.read_extract(path, NAMES)
    except UnreadableFileError:  # of a row alone: nobody's number stands in it
        return [], set(), 1
    held = [attrs.evolve(each, row=0) for each in extract.held or ()]
    return held, {numbers[0] for numbers in extract.learners}, extract.lost


def test_rows_read_together_say_what_each_says_alone(tmp_path: Path) -> None:
    rows = [f"{person},{saying}" for saying in SAYINGS for person in PEOPLE]
    alone = [read(tmp_path / "one.csv", row) for row in rows]
    held, learners, lost = read(tmp_path / "all.csv", *rows)
    assert sorted(held, key=str) == sorted((each for one in alone for each in one[0]), key=str)
    assert learners == {number for one in alone for number in one[1]}
    assert lost == sum(one[2] for one in alone)
