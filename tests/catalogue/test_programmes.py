"""What must hold in a programme's editions, and in how long it takes."""

import pytest

from .small import small, wrong_in

TWO = """
[[programme.theory.editions]]
starts = 2015-01-01
until = 2025-07-31
standards = ["a"]
[[programme.theory.editions]]
starts = 2025-03-01
standards = ["a", "b"]
"""


@pytest.mark.parametrize("text", [
    TWO, f"programme.theory.standards = 2\n{TWO}", 'programme.theory.takes = ["P6W", "P6M"]',
    'programme.theory.takes = ["P12M"]', "programme.theory = { level = 5, starts = 2020-01-01 }",
])  # fmt: skip
def test_nothing_is_wrong(text):
    assert wrong_in(small(text)) == []


@pytest.mark.parametrize(("text", "path", "says"), [
    (f"programme.theory.standards = 1\n{TWO}", "programme.theory.standards", "the latest edition has 2 standards"),
    (TWO.replace("2025-07-31", "2014-12-31"), "programme.theory.editions[0].until",
     "2014-12-31 lies before 2015-01-01, the edition's first day"),
    ("programme.theory.takes = []", "programme.theory.takes", "at the least and, where known, at the most"),
    ('programme.theory.takes = ["P1M", "P2M", "P3M"]', "programme.theory.takes", "at the least and, where known"),
    ('programme.theory.takes = ["six weeks"]', "programme.theory.takes[0]", "is not a length of time"),
    ("programme.theory.editions = [ { starts = 2020-01-01 } ]", "programme.theory.editions[0]",
     "'standards' is missing"),
    ('programme.theory.elsewhere = [ { where = "x", authority = "local" } ]', "programme.theory.elsewhere[0]",
     "'starts' is missing"),
    ('programme.theory.editions = [ { starts = 2020-01-01, standards = ["a"], source = ["polcy"] } ]',
     "programme.theory.editions[0].source[0]", "did you mean 'policy'"),
    ('programme.theory.elsewhere = [ { where = "x", authority = "local", starts = 2020-01-01, source = ["polcy"] } ]',
     "programme.theory.elsewhere[0].source[0]", "did you mean 'policy'"),
])  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(text, path, says):
    [told] = wrong_in(small(text))
    assert told.startswith(f"small.toml: {path}: ")
    assert says in told
