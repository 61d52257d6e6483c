"""Workbooks made to break whoever reads them: each is told in one sentence, in little time and memory."""

import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter

from sw_competency import formats
from sw_competency.errors import UnreadableFileError
from sw_competency.formats import Names, _workbook
from sw_competency.workbooks import reading

pytest.importorskip("python_calamine", reason="the extra 'xlsx' is not installed")

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def sheet(body: str, more: str = "") -> str:
    return f"<worksheet {NAMESPACE}>{more}<sheetData>{body}</sheetData></worksheet>"


def ordinary(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        log = book.add_worksheet("Log")
        log.write_row(0, 0, ["kind", "worker", "on", "programme", "outcome"])
        log.write_row(1, 0, ["training", "w1", "2026-01-05", "bls-adult", "completed"])
    return path


def with_parts(path: Path, parts: Mapping[str, str | bytes | None]) -> Path:
    """An ordinary workbook with some of its parts exchanged, or left out."""
    ordinary(path)
    with zipfile.ZipFile(path) as book:
        whole: dict[str, str | bytes | None] = {name: book.read(name) for name in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in (whole | parts).items():
            if text is not None:
                book.writestr(name, text)
    return path


def lying(path: Path, length: int) -> Path:
    """A workbook whose directory says another length of a sheet than it has, in both places."""
    body = sheet("<row r='1'><c r='A1' t='inlineStr'><is><t>kind</t></is></c></row>" + " " * 100_000)
    with_parts(path, {SHEET: body})
    raw, size = path.read_bytes(), len(body).to_bytes(4, "little")
    assert raw.count(size) >= 1
    path.write_bytes(raw.replace(size, struct.pack("<I", length)))
    return path


def doubled(path: Path) -> Path:
    ordinary(path)
    with zipfile.ZipFile(path, "a") as book, pytest.warns(UserWarning, match="Duplicate name"):
        book.writestr(SHEET, sheet(""))
    return path


def cut(path: Path) -> Path:
    path.write_bytes(ordinary(path).read_bytes()[:-200])
    return path


def locked(path: Path) -> Path:
    raw = bytearray(ordinary(path).read_bytes())
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(head) + at] |= 1
    path.write_bytes(raw)
    return path


def packed_oddly(path: Path) -> Path:
    with zipfile.ZipFile(ordinary(path), "a", zipfile.ZIP_LZMA) as book:
        book.writestr("xl/more.xml", "x" * 1000)
    return path


def elsewhere(target: str, body: bytes | str) -> Callable[[Path], Path]:
    """A workbook whose first sheet stands in a part of an unusual name."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        f'Target="{target}"/></Relationships>'
    )
    return lambda path: with_parts(path, {"xl/_rels/workbook.xml.rels": relations, f"xl/{target}": body})


FAR = sheet("<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")
ENTITIES = "<!DOCTYPE x [<!ENTITY a '" + "x" * 1000 + "'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(9)) + "]>"  # fmt: skip

TOLD: dict[str, Callable[[Path], Path]] = {
    "longer than it says": lambda path: lying(path, 10),
    "shorter than it says": lambda path: lying(path, 200_000_000),
    "two parts of one name": doubled,
    "cut": cut,
    "locked": locked,
    "packed oddly": packed_oddly,
    "far corners in a part of another name": elsewhere("worksheets/sheet1.bin.dat", FAR),
    "far corners in the usual part": lambda path: with_parts(path, {SHEET: FAR}),
    "a bomb": lambda path: with_parts(path, {SHEET: b" " * 60_000_000}),
    "no workbook part": lambda path: with_parts(path, {"xl/workbook.xml": None}),
    "a workbook part that is no XML": lambda path: with_parts(path, {"xl/workbook.xml": b"\x00\xff" * 500}),
}
ANY: dict[str, Callable[[Path], Path]] = {  # may be read or told, and must do no harm
    "a string that is not in the table": lambda p: with_parts(
        p, {SHEET: sheet("<row r='1'><c r='A1' t='s'><v>999999999</v></c></row>")}
    ),
    "a string before the table": lambda p: with_parts(p, {SHEET: sheet("<row><c t='s'><v>-1</v></c></row>")}),
    "a style that is not in the table": lambda p: with_parts(
        p, {SHEET: sheet("<row r='1'><c r='A1' s='99999'><v>1</v></c></row>")}
    ),
    "row 0": lambda p: with_parts(p, {SHEET: sheet("<row r='0'><c r='A0'><v>1</v></c></row>")}),
    "rows in disorder": lambda p: with_parts(
        p, {SHEET: sheet("<row r='9'><c r='C9'><v>1</v></c></row><row r='2'><c r='A2'><v>1</v></c></row>")}
    ),
    "a dimension that lies": lambda p: with_parts(
        p, {SHEET: sheet("<row r='1'><c r='A1'><v>1</v></c></row>", "<dimension ref='A1:XFD1048576'/>")}
    ),
    "a dimension the wrong way round": lambda p: with_parts(
        p, {SHEET: sheet("<row r='1'><c r='A1'><v>1</v></c></row>", "<dimension ref='Z9:A1'/>")}
    ),
    "a column beyond all": lambda p: with_parts(p, {SHEET: sheet("<row r='1'><c r='ZZZZZZZ1'><v>1</v></c></row>")}),
    "a number beyond all": lambda p: with_parts(p, {SHEET: sheet("<row r='1'><c r='A1'><v>1e999</v></c></row>")}),
    "a day beyond all": lambda p: with_parts(p, {SHEET: sheet("<row r='1'><c r='A1' t='d'><v>99999-99</v></c></row>")}),
    "entities within entities": lambda p: with_parts(
        p, {STRINGS: f"{ENTITIES}<sst {NAMESPACE}><si><t>&j;</t></si></sst>"}
    ),
    "nested without end": lambda p: with_parts(p, {SHEET: "<a>" * 200_000}),
    "an empty sheet": lambda p: with_parts(p, {SHEET: b""}),
    "no table of strings": lambda p: with_parts(p, {STRINGS: None}),
    "a sheet in no part": elsewhere("worksheets/nowhere.xml", b""),
    "a sheet outside": elsewhere("../../../../etc/passwd", b"x"),
}  # fmt: skip


@pytest.mark.parametrize("what", [*TOLD, *ANY])
def test_a_hostile_workbook_is_told_in_one_sentence(tmp_path: Path, what: str) -> None:
    path = (TOLD | ANY)[what](tmp_path / "x.xlsx")
    try:
        formats.read(path, Names())
    except UnreadableFileError as error:
        said = str(error)
        assert "x.xlsx" in said
        assert "\n" not in said
        assert len(said) < 500
    else:
        assert what in ANY


@pytest.mark.parametrize("how", ["panic", "abort", "endless", "memory", "exit"])
def test_whatever_becomes_of_the_reader_becomes_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """The reader is a process of its own: it may die in any way."""
    deaths = {
        "panic": "raise BaseException('index out of range')", "abort": "import os; os.abort()",
        "endless": "exec('while True: pass')", "memory": "b'x' * (1 << 34)", "exit": "import os; os._exit(77)",
    }  # fmt: skip
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "python_calamine.py").write_text(deaths[how])
    monkeypatch.setattr("sys.path", [str(tmp_path / "broken"), *sys.path])
    monkeypatch.setattr(_workbook, "SECONDS", 1)
    with pytest.raises(UnreadableFileError, match=r"too large a workbook|cannot be opened as a workbook"):
        formats.read(ordinary(tmp_path / "x.xlsx"), Names())


def test_the_reader_starts_with_little(tmp_path: Path) -> None:
    """A small workbook is read at once: its reader needs none of what the rest of the program does."""
    program = "import sys; import sw_competency.workbooks.reading; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    assert not {"attr", "cattrs", "msgspec", "jinja2", "sw_competency.model"} & set(done.stdout.split())


def test_what_parent_and_child_agree_on() -> None:
    assert (reading.BROKEN, reading.TOO_LARGE) == (_workbook._BROKEN, _workbook._TOO_LARGE)
