import pytest

from tests.cli.conftest import answered, one_sentence
from tests.cli.staff import fill, post

DAY = ("--as-of", "2026-03-01")
SEEN = {
    "kind": "practice", "worker": "w1", "on": "2026-01-06", "competency": "decontamination", "outcome": "successful",
    "supervision": "direct", "supervisor": "a1",
}  # fmt: skip
INDUCTED = {
    "kind": "training", "worker": "w1", "on": "2026-01-06", "programme": "local-induction", "outcome": "completed",
}  # fmt: skip


@pytest.fixture
def newcomers(command):
    return fill(
        command, post("w1", on="2026-01-05", buddy="w9"), SEEN, {**SEEN, "supervisor": "a2"}, INDUCTED,
        post("w2", on="2026-01-05"), post("old", on="2020-01-06"),
    )  # fmt: skip


def test_one_worker_is_told_in_a_sentence_and_its_entries(newcomers):
    ran = newcomers("continuity", "w1", *DAY)
    assert ran.code == 0
    assert "Supervised 2 times, by 2 different people. Inducted after 1 day. Buddy w9" in ran.out
    found = newcomers("continuity", "w1", *DAY, "--json").json
    assert (found["supervisors"], found["induction_days"], found["buddy"]) == (2, 1, "w9")
    assert len(found["entries"]) == 4


@pytest.mark.parametrize("worker", ["w2", "nobody"])
def test_what_is_not_on_record_cannot_be_told(newcomers, worker):
    ran = newcomers("continuity", worker, *DAY, "--json")
    assert (ran.code, ran.json["outcome"], ran.json["supervisors"]) == (3, "cannot-tell", None)


def test_all_who_started_lately_one_row_each_and_who_lacks_what(newcomers):
    ran = newcomers("continuity", *DAY)
    assert ran.code == 0
    told = [line.split() for line in ran.out.splitlines()]
    assert ["w1", "site-1", "2026-01-05", "2", "2", "1", "w9"] in told
    assert ["w2", "site-1", "2026-01-05", "not", "recorded", "none", "none"] in told
    assert "No buddy: w2" in ran.out
    assert "old" not in ran.out
    assert "old" in newcomers("continuity", "--started-within", "P10Y", *DAY).out
    found = newcomers("continuity", *DAY, "--json").json
    assert (found["no_induction"], found["median_supervisors"]) == (["w2"], 2.0)


def test_where_nobody_started_it_is_one_sentence(newcomers):
    ran = newcomers("continuity", "--started-within", "P1D", *DAY)
    code, said = answered(ran)
    assert (code, said.count("\n")) == (0, 0)
    assert said.startswith("Nobody started between")


def test_a_length_of_time_that_is_none_is_told(newcomers):
    assert one_sentence(newcomers("continuity", "--started-within", "a year", *DAY), 2, "--started-within", "P12M")
