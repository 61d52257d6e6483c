"""What somebody with bad luck, or bad intentions, has done to it once: each is told plainly, or simply works."""

import csv
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.catalogue import layer_of, load, problems
from sw_competency.errors import MalformedEntryError
from sw_competency.model import CANNOT_TELL, MET, parse_entry

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
NHS_NUMBER = "943 476 5919"  # made up; its last digit checks the others


def catalogue(names, requires=(("assessor-registered", {}),), **more):
    """A catalogue of tasks that ask the same of a sign-off."""
    asked = [{"kind": kind, **fields} for kind, fields in requires]
    task = {"modalities": ["ct"], "tier": "b2", "kind": "clinical", "introduced": date(2015, 1, 1), "source": ["s"],
            "authority": "local", "sign_off": {"requires": asked}}  # fmt: skip
    return {
        "source": {"s": {"title": "Made up"}},
        "modality": {"ct": {"title": "CT"}},
        "tier": {"b2": {"title": "Band 2", "band": 2, "rank": 1, "source": ["s"]}},
        "competency": {name: {"title": name, **task, **more.get(name, {})} for name in names},
    }


@pytest.fixture
def tracker():
    frameworks = load(layer_of(catalogue(["flow", "room"]), "made-up"), over_shipped=False)
    made = Tracker(MemoryStore(), frameworks, clock=lambda: NOW)
    made.append([
        {"kind": "appointment", "worker": "w1", "on": "2024-01-08", "site": "site-1", "tier": "b2"},
        {"kind": "registration", "assessor": "a1", "on": "2015-09-01"},
        {"kind": "sign-off", "id": "s1", "worker": "w1", "on": "2025-06-02", "competency": "flow", "assessor": "a1"},
    ])  # fmt: skip
    return made


def status(tracker):
    return tracker.at().status("w1", "flow").status


def test_suspended_reinstated_and_suspended_again_is_suspended(tracker):
    for kind, competency in (("withdrawal", "flow"), ("reinstatement", "flow"), ("withdrawal", "room")):
        more = {"suspension": True} if kind == "withdrawal" else {}
        tracker.record(kind, worker="w1", competency=competency, by="m1", **more)
    assert status(tracker) == "current"
    again = tracker.record("withdrawal", worker="w1", competency="flow", by="m1", suspension=True)
    assert len(again.added) == 1
    assert status(tracker) == "suspended"
    assert not tracker.record("withdrawal", worker="w1", competency="flow", by="m1", suspension=True).added


def test_what_was_voided_can_be_given_again(tracker):
    first = tracker.record("withdrawal", worker="w1", competency="flow", by="m1").added[0]
    tracker.record("correction", worker="w1", corrects=first.id, reason="wrong person")
    assert status(tracker) == "current"
    assert tracker.record("withdrawal", worker="w1", competency="flow", by="m1").added
    assert status(tracker) == "withdrawn"
    signed = tracker.sign_off("w1", "room", "a1").added[0]
    tracker.record("correction", worker="w1", corrects=signed.id, reason="wrong person")
    assert tracker.sign_off("w1", "room", "a1").added[0].id != signed.id


def test_people_who_all_sign_each_other_off_on_one_day_are_judged_and_none_counts():
    people = [f"p{n}" for n in range(9)]
    frameworks = load(layer_of(catalogue(["flow"], [("assessor-holds", {})]), "made-up"), over_shipped=False)
    made = Tracker(MemoryStore(), frameworks, clock=lambda: NOW)
    made.append([
        {"kind": "sign-off", "worker": a, "on": "2025-09-01", "competency": "flow", "assessor": b}
        for a in people for b in people if a != b
    ])  # fmt: skip
    assert {made.at().status(person, "flow").status for person in people} == {"in-training"}


def test_a_circle_counts_from_outside_it_day_by_day_and_never_on_one_day():
    """What an assessor holds rests on sign-offs of earlier days: those of the same day support nobody."""
    either = [("any-of", {"of": [{"kind": "assessor-registered"}, {"kind": "assessor-holds"}]})]
    frameworks = load(layer_of(catalogue(["flow"], either), "made-up"), over_shipped=False)
    for days, others in ((["2025-09-01"] * 5, None), ([f"2025-09-0{5 - n}" for n in range(5)], "current")):
        made = Tracker(MemoryStore(), frameworks, clock=lambda: NOW)
        made.append([
            {"kind": "registration", "assessor": "p0", "on": "2015-09-01"},
            *({"kind": "sign-off", "worker": f"p{n}", "on": days[n], "competency": "flow",
               "assessor": f"p{(n + 1) % 5}"} for n in range(5)),
        ])  # fmt: skip
        told = [made.at().status(f"p{n}", "flow").status for n in range(5)]
        assert told == [*[others] * 4, "current"]


@pytest.mark.parametrize("registered", [True, False])
def test_a_row_of_assessors_may_be_as_long_as_it_likes(registered):
    length, first = 3000, date(2015, 1, 1)
    kinds = [{"kind": "assessor-registered"}, {"kind": "assessor-holds"}]
    either = [("any-of", {"of": kinds})]
    frameworks = load(layer_of(catalogue(["flow"], either), "made-up"), over_shipped=False)
    made = Tracker(MemoryStore(), frameworks, clock=lambda: NOW)
    made.append([
        *([{"kind": "registration", "assessor": "p0", "on": "2014-01-01"}] if registered else []),
        *({"kind": "sign-off", "worker": f"p{n + 1}", "on": str(first + timedelta(days=n)), "competency": "flow",
           "assessor": f"p{n}"} for n in range(length)),
    ])  # fmt: skip
    answer = made.at().status(f"p{length}", "flow")
    assert answer.status == ("current" if registered else None)
    assert len(json.dumps(answer.to_json())) < 10_000
    assert made.at().status("p1", "flow").outcome is (MET if registered else CANNOT_TELL)


def test_a_row_of_renewals_may_be_as_long_as_it_likes():
    asked = [{"kind": "practice-count", "competency": "flow", "at_least": 1, "since_last_sign_off": True}]
    one = {"flow": {"renewal": {"requires": [{"kind": "assessor-registered"}]}, "sign_off": {"requires": asked}}}
    frameworks = load(layer_of(catalogue(["flow"], **one), "made-up"), over_shipped=False)
    made = Tracker(MemoryStore(), frameworks, clock=lambda: NOW)
    days = [str(date(2015, 1, 1) + timedelta(days=n)) for n in range(3000)]
    made.append([
        {"kind": "registration", "assessor": "a1", "on": "2014-01-01"},
        {"kind": "practice", "worker": "w1", "on": days[0], "competency": "flow", "outcome": "successful"},
        *({"kind": "sign-off", "worker": "w1", "on": day, "competency": "flow", "assessor": "a1"} for day in days),
    ])  # fmt: skip
    assert made.at().status("w1", "flow").status == "current"


def test_too_long_a_row_of_prerequisites_is_a_problem_of_the_catalogue():
    names = [f"c{n}" for n in range(60)]
    before = {name: {"prerequisites": [other]} for other, name in pairwise(names)}
    found = problems(layer_of(catalogue(names, **before), "made-up"), over_shipped=False)
    assert ["at most 40 are taken" in problem.says for problem in found] == [True]


def test_two_person_lines_in_one_file_add_nothing_the_second_time(tracker, tmp_path):
    file = tmp_path / "people.jsonl"
    file.write_text("".join(json.dumps({"kind": "person", "worker": "w1", "name": n}) + "\n" for n in ("A", "B")))
    first, second = tracker.import_file(file), tracker.import_file(str(file))
    assert (first.appended, second.appended, tracker.name("w1")) == (1, 0, "B")


def test_a_patient_identifier_is_masked_wherever_it_stands(tracker, tmp_path):
    file = tmp_path / "log.csv"
    row = f"practice,w1,2025-01-01,flow,successful,{NHS_NUMBER}"
    file.write_text(f"kind,worker,on,competency,outcome,number\n{row}\n")
    assert tracker.import_file(file).rejected == 1
    rejected = (tmp_path / "log.csv.rejected.csv").read_text()
    assert NHS_NUMBER not in rejected
    assert next(csv.DictReader(rejected.splitlines()))["column"] == "number"
    with pytest.raises(MalformedEntryError, match="NHS number"):
        parse_entry({"kind": "leaving", "worker": "w1", "on": "2025-01-01", "x": 9434765919.0})


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_like_others(tracker, day):
    late = day.startswith("9")
    tracker.append([
        {"kind": "absence", "worker": "w1", "on": "2025-01-01", "until": "9999-12-31", "reason": "sickness"},
        {"kind": "appointment", "worker": "w1", "on": day, "site": "site-2", "tier": "b2"},
        {"kind": "vacancy", "site": "site-1", "on": "2025-01-01", "until": "9999-12-31", "tier": "b2"},
        {"kind": "withdrawal", "worker": "w1", "on": "2025-01-01", "by": "m1", "until": "9999-12-31"},
        *([] if late else [{"kind": "practice", "worker": "w1", "on": day, "competency": "flow",
                            "outcome": "successful"}]),
    ])  # fmt: skip
    questions = tracker.at()
    assert questions.status("w1", "flow").status == "suspended"
    assert questions.may("w1", "flow").answer == "may-not"


def test_streams_that_were_closed_are_no_fault_of_ours():
    closed = {"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True, "check": False}
    words = "[sys.executable, '-m', 'sw_competency', 'reports']"
    program = f"import os, sys; os.close(1); os.execv(sys.executable, {words})"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=os.environ, **closed)
    assert (done.returncode, done.stderr) == (0, "")


PRACTICE = {"kind": "practice", "worker": "w1", "on": "2025-06-02", "competency": "flow", "outcome": "successful"}
SIGNED = {"kind": "sign-off", "worker": "w1", "on": "2025-06-03", "competency": "flow", "assessor": "a1"}
TOO_MUCH = {
    "tally": ({**PRACTICE, "count": 9 * 10**18}, "at most 1000000"),
    "tally beyond all": ({**PRACTICE, "count": 10**400}, "count"),
    "tally below all": ({**PRACTICE, "count": -(10**18)}, "at least 1"),
    "name of a field": ({**PRACTICE, "k" * 1_000_000: "x"}, "the name of a field"),
    "fields": ({**PRACTICE, **{f"x{n}": n for n in range(100_000)}}, "at most 500"),
    "evidence": ({**SIGNED, "evidence": [f"e{n}" for n in range(300_000)]}, "more than 5000 values"),
    "modalities": ({**PRACTICE, "modality": ["ct"] * 300_000}, "more than 5000 values"),
    "values within": ({**PRACTICE, "x": {f"y{n}": n for n in range(300_000)}}, "more than 5000 values"),
    "key within": ({**PRACTICE, "x": {"k" * 1_000_000: 1}}, "at most 20000"),
    "text": ({**PRACTICE, "note": "x" * 30_000}, "at most 20000"),
    "texts": ({**PRACTICE, "x": ["y" * 19_000] * 100}, "more than 1000000 characters"),
    "many texts": ({**PRACTICE, **{f"x{n}": "y" * 19_000 for n in range(100)}}, "more than 1000000 characters"),
    "id": ({**PRACTICE, "id": "x" * 500_000}, "at most 200"),
    "worker": ({**PRACTICE, "worker": "x" * 500_000}, "at most 200"),
    "kind": ({**PRACTICE, "kind": "x" * 1_000_000}, "is no kind of entry"),
    "depth": ({**PRACTICE, "x": eval("[" * 90 + "]" * 90)}, "nested too deep"),
}  # fmt: skip


@pytest.mark.parametrize("what", TOO_MUCH)
def test_what_is_too_much_for_an_entry_is_told_shortly_and_nothing_is_kept(tracker, what):
    entry, says = TOO_MUCH[what]
    with pytest.raises(MalformedEntryError, match=says) as caught:
        tracker.append([PRACTICE, entry])
    assert len(str(caught.value)) < 600
    assert "practice" not in {entry.kind for entry in tracker.store.read(("worker", "w1"))}


def test_as_much_as_is_promised_is_taken(tracker):
    most = [
        {**PRACTICE, "count": 1_000_000}, {**PRACTICE, "k" * 200: "x" * 20_000},
        {**PRACTICE, **{f"x{n}": n for n in range(490)}}, {**SIGNED, "evidence": [f"e{n}" for n in range(5_000)]},
    ]  # fmt: skip
    assert len(tracker.append(most).added) == 4


@pytest.mark.parametrize("length", ["P0D", "P0Y0M", "P99999999Y", "P1000000D"])
def test_a_length_that_is_none_or_for_ever_is_no_expiry(length):
    given = catalogue(["flow"], flow={"currency": [{"expires_after": length, "source": ["s"]}]})
    found = problems(layer_of(given, "made-up"), over_shipped=False)
    told = [problem for problem in found if "expires_after" in problem.path]
    assert len(told) == 1
    assert "for ever" in told[0].says
