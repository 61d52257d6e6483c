"""This evaluator holds itself to the scenarios: the shared ones, and the repository's own."""

from pathlib import Path

import pytest

from sw_competency.catalogue import shipped

from .scenarios import failures

ROOT = Path(__file__).parents[2]
SHARED = ROOT / "../shared"
# What a site takes over from another organisation, and the ways up it agrees, are no part of the contract. Which
# records are one person's the second reading does not know: tests/laws/test_joined.py holds joined records to one.
APART = {"portability", "one_person_many_numbers"}
FILES = [
    *sorted((SHARED / "scenarios").glob("*.toml")),
    *sorted((SHARED / "cases/judge").glob("*.toml")),
    *sorted(path for path in (ROOT / "tests/scenarios").glob("*.toml") if path.stem not in APART),
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_second_reading_of_the_contract_holds_on_the_scenarios(path):
    assert list(failures(path, shipped().tables)) == []


@pytest.mark.skipif(not SHARED.exists(), reason="the shared scenarios are not here")
def test_the_shared_scenarios_were_found():
    assert len(FILES) > 40
