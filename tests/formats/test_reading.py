"""Which importer reads a file, and what is said of a file that cannot be read at all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sw_competency import formats, plugins
from sw_competency.errors import UnreadableFileError
from sw_competency.formats import Names, Reading

from .conftest import NAMES

SAMPLES = Path(__file__).parents[1] / "samples"
Read = Callable[..., Reading]


@pytest.mark.parametrize(
    ("sample", "format_", "taken", "rejected"),
    [("entries.csv", "csv", 5, 0), ("entries.jsonl", "jsonl", 3, 0), ("esr_extract.csv", "esr", 4, 2)],
)
def test_a_sample_is_told_and_read(sample: str, format_: str, taken: int, rejected: int) -> None:
    reading = formats.read(SAMPLES / sample, NAMES)
    assert reading.format == format_
    assert sum(not row.problems for row in reading.rows) == taken
    assert sum(bool(row.problems) for row in reading.rows) == rejected


def test_every_importer_has_a_name_and_what_is_asked_of_it() -> None:
    for name, module in plugins.members("formats").items():
        assert name == module.NAME
        assert callable(module.read) or callable(module.write)
        assert not hasattr(module, "read") or module.recognises(Path("x"), b"") is False


def test_content_goes_before_the_name_of_the_file(read: Read) -> None:
    assert read('{"kind": "leaving", "worker": "w1", "on": "2025-01-01"}', "x.csv").format == "jsonl"
    assert read("kind,worker,on\nleaving,w1,2025-01-01\n", "x.txt").format == "csv"
    assert read("Competency,Employee,Completed on\nCare Certificate,1,2025-01-01\n", "x.txt").format == "esr"


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "x.csv", "is empty; there is nothing to import"),
        (b"worker,on\nw1,2025-01-01\n", "x.csv", "our own entries have a column 'kind'"),
        (b"kind,worker\nleaving,\x00\n", "x.csv", "is not text; save it as 'CSV UTF-8'"),
        (b"kind,worker\nleaving,\x81\n", "x.csv", "is not text"),
        (b"\xff\xfekind", "x.csv", "of no format we read"),
        (b"kind,worker,on,on\nleaving,w1,2025-01-01,\n", "x.csv", "has two columns 'on'; keep one"),
        (b"hello\nworld\n", "x.jsonl", "no line of it is a JSON object"),
        (b'[{"kind": "leaving"}]', "x.json", "no line of it is a JSON object"),
        (b"PK\x03\x04 and no more", "x.xlsx", "cannot be opened as a workbook"),
        (b"neither", "x.xlsx", "cannot be opened as a workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.xls", "is an old workbook or locked with a password"),
        (b"Competency Name,Date Start,Last Updated By,Awarded By\n", "x.csv", "does not say whose training it is"),
        (b"Competency Name,Staff Full Name,Expiry Date\n", "x.csv", "Person Number, Employee Number or Assignment Num"),
    ],
)
def test_a_file_that_cannot_be_read_at_all_gets_one_sentence(read: Read, data: bytes, name: str, says: str) -> None:
    with pytest.raises(UnreadableFileError, match=r"^'[^\n]*\.$") as caught:
        read(data, name)
    assert says in str(caught.value)


@pytest.mark.parametrize("name", ["csv", "esr"])
def test_an_importer_asked_for_a_file_of_another_format_says_what_it_lacks(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text("neither\n")
    with pytest.raises(UnreadableFileError, match=r"has no column 'kind'|has not the columns of an ESR extract"):
        plugins.members("formats")[name].read(path, NAMES)


def test_a_path_that_is_no_file_gets_one_sentence(tmp_path: Path) -> None:
    for path, says in [
        (tmp_path / "none.csv", "is not there; give the path of a file"),
        (tmp_path, "is a folder; give the path of a file"),
        (tmp_path / ("x" * 300), "cannot be opened: File name too long"),
        (Path("a\0b"), "is not there"),
    ]:
        with pytest.raises(UnreadableFileError) as caught:
            formats.read(path, Names())
        assert says in str(caught.value)


def test_blank_lines_alone_are_an_export_of_nothing(read: Read) -> None:
    assert read("\n", "x.jsonl").rows == ()
    assert read("kind\n", "x.csv").rows == ()


def test_a_header_beneath_titles_is_found(read: Read) -> None:
    reading = read("Sign-offs of May,,\n,,\nKind,Worker,On\nleaving,w1,2025-01-01\n")
    assert reading.columns == ("kind", "worker", "on")
    assert [row.number for row in reading.rows] == [1]
