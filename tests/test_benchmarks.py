"""The quick benchmark fails where work of ours became dearer, and nowhere else."""

import json
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as benchmarks

WAS = {"append": 2.0, "read": 1.0}


@pytest.fixture(autouse=True)
def baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(benchmarks, "BASELINE", tmp_path / "baseline.json")
    benchmarks.BASELINE.write_text(json.dumps(WAS))


def row(work: str, worked: float, again: float) -> dict:
    return {"work": work, "worked": worked, "again": lambda: {"worked": again}}


@pytest.mark.parametrize(("worked", "again"), [(3.0, 9.0), (9.0, 3.0), (0.1, 9.0)])
def test_what_costs_half_as_much_again_or_was_measured_amiss_is_not_worse(worked: float, again: float) -> None:
    assert not list(benchmarks.worse([row("append", worked, again)]))


def test_what_costs_more_twice_is_worse() -> None:
    [sentence] = benchmarks.worse([row("append", 3.1, 3.2), row("read", 1.4, 1.0)])
    assert sentence == "append: 3.10 x, 3.20 x when measured again, and was 2.00 x"


def test_what_the_baseline_does_not_know_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert not list(benchmarks.worse([row("judge", 99, 99)]))
    assert "judge" in capsys.readouterr().err
