"""JSON Lines: what is said of a line that cannot be taken."""

from collections.abc import Callable

import pytest

from sw_competency.formats import Reading

Read = Callable[..., Reading]
GOOD = '{"kind": "leaving", "worker": "w1", "on": "2025-01-01"}'


@pytest.mark.parametrize(
    ("line", "column", "says"),
    [
        ("{", "line", "is no JSON: expecting property name enclosed in double quotes at character 2"),
        ("[1]", "line", "is no JSON object; write one as { ... }"),
        ('{"kind": "leaving", "kind": "leaving"}', "line", "gives 'kind' twice"),
        (GOOD[:-1] + ', "x": NaN}', "line", "holds NaN, which is no number"),
        (GOOD[:-1] + ', "x": -Infinity}', "line", "holds -Infinity, which is no number"),
        (GOOD[:-1] + ', "x": 1e999}', "line", "holds 1e999, which is no number"),
        (GOOD[:-1] + f', "x": {"9" * 5000}}}', "line", "holds a number of 5000 digits, which is no number"),
        (GOOD[:-1] + f', "x": {"[" * 100_000}', "line", "is nested too deep"),
        (GOOD[:-1] + f', "x": {"[" * 50}{"]" * 50}}}', "x", "is nested too deep"),
        (GOOD[:-1] + ', "note": "\\ud800"}', "note", "holds a character that is none of a text"),
        ('{"kind": "leaving", "worker": 5, "on": "2025-01-01"}', "worker", "is a whole number, where a text"),
        ('{"kind": ["leaving"]}', "kind", "every entry says its kind"),
        ('{"kind": "leaving", "worker": "w1"}', "on", "a leaving needs this field"),
        ('{"kind": "person", "name": "Worker One"}', "worker", "a person line names one worker or assessor"),
    ],
)
def test_a_line_that_cannot_be_taken_says_field_and_reason(read: Read, line: str, column: str, says: str) -> None:
    reading = read(f"{GOOD}\n\n{line}\n{GOOD}", "x.jsonl")
    assert [row.number for row in reading.rows] == [1, 3, 4]
    assert [bool(row.entry) for row in reading.rows] == [True, False, True]
    [problem] = reading.rows[1].problems
    assert problem.path == column
    assert problem.says.startswith(says)


def test_a_byte_that_is_no_utf_8_is_a_problem_of_its_line(read: Read) -> None:
    first, second = read(GOOD.encode() + b"\r\n" + GOOD.replace("w1", "Caf\xe9").encode("latin-1"), "x.jsonl").rows
    assert first.entry is not None
    assert str(second.problems[0]) == "line: is not UTF-8; save the file as UTF-8"


def test_a_mark_at_the_beginning_is_no_part_of_the_first_line(read: Read) -> None:
    assert read(b"\xef\xbb\xbf" + GOOD.encode(), "x.txt").rows[0].entry is not None


def test_every_line_has_the_cells_it_would_have_in_csv(read: Read) -> None:
    [row] = read(
        '{"kind": "practice", "worker": "w1", "on": "2025-01-01", "competency": "c", "outcome": "successful",'
        ' "count": 3, "supervisor": 5, "room": "7", "note": ""}',
        "x.jsonl",
    ).rows
    assert row.cells == {
        "kind": "practice", "worker": "w1", "on": "2025-01-01", "competency": "c", "outcome": "successful",
        "count": "3", "other": '{"supervisor": 5, "room": "7", "note": ""}',
    }  # fmt: skip
