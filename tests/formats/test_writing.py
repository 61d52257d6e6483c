"""What the exports look like; that nothing is lost is a law told among the formats."""

import io
from datetime import UTC, date, datetime

import pytest

from sw_competency import formats
from sw_competency.errors import UnknownNameError
from sw_competency.model import Entry, Leaving, Person, SignOff

THINGS: list[Entry | Person] = [
    Person(role="worker", id="w1", name="Worker; One", details={"department": "Imaging"}),
    SignOff(
        id="e1", on=date(2025, 5, 1), worker="w1", competency="iv-cannulation", assessor="a1", evidence=("p1", "p2"),
        restrictions=("left arm only", {"modality": "ct"}), recorded_by="@desk",
        recorded_at=datetime(2025, 5, 1, 12, tzinfo=UTC), extra={"ticket": 7},
    ),
    Leaving(on=date(2026, 1, 1), worker="w1", note="=1+1, 'twice'"),
]  # fmt: skip
OTHER = '"{""restrictions"": [""left arm only"", {""modality"": ""ct""}], ""ticket"": 7}"'


def exported(name: str, things: list[Entry | Person]) -> str:
    out = io.StringIO(newline="")
    formats.write(name, things, out)
    return out.getvalue()


def test_csv_has_the_columns_that_are_used_and_guards_against_formulas() -> None:
    assert exported("csv", THINGS).splitlines() == [
        "kind,worker,assessor,on,name,competency,evidence,note,id,recorded_at,recorded_by,other",
        'person,w1,,,Worker; One,,,,,,,"{""department"": ""Imaging""}"',
        "sign-off,w1,a1,2025-05-01,,iv-cannulation,p1;p2,,e1,2025-05-01T12:00:00Z,'@desk," + OTHER,
        "leaving,w1,,2026-01-01,,,,\"'=1+1, 'twice'\",,,,",
    ]


def test_json_lines_has_one_line_each() -> None:
    assert exported("jsonl", THINGS[2:]) == (
        '{"kind": "leaving", "on": "2026-01-01", "note": "=1+1, \'twice\'", "worker": "w1"}\n'
    )


def test_nothing_is_a_header_or_nothing() -> None:
    assert exported("csv", []) == "kind\r\n"
    assert exported("jsonl", []) == ""


def test_a_format_nobody_knows_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"There is no format 'jsn'; did you mean 'jsonl'\?"):
        formats.write("jsn", THINGS, io.StringIO())


def test_those_that_write() -> None:
    assert {"csv", "jsonl"} <= formats.writing().keys()
