"""Bringing in a table at the command line: plan, preview, save, undo; a mended plan is never lost."""

import json

import pytest

TABLE = "Name,Staff No,BLS,ANTT\nAmina Okafor,22014567,exp 01/25,01/02/2024\nBethan Price,22014568,03/02/2024,zz\n"
MENDS = [('"? yes"', '"yes"'), ('"? bls-adult"', '"bls-adult"'), ('"zz" = "?"', '"zz" = "left out"')]


@pytest.fixture
def table(tmp_path, command):
    command("init")
    (tmp_path / "m.csv").write_text(TABLE, "utf-8")
    return tmp_path / "m.csv"


@pytest.fixture
def plan(table, command):
    command("bring-in", str(table))
    return table.with_name("m.csv.plan.toml")


def mend(plan, mends=MENDS):
    text = plan.read_text("utf-8")
    for before, after in mends:
        assert before in text
        text = text.replace(before, after)
    plan.write_text(text, "utf-8")


def test_the_plan_is_written_and_what_is_asked_is_listed(table, command):
    ran = command("bring-in", str(table))
    assert ran.code == 3
    assert "3 questions are open" in ran.out
    assert f"The plan is written to {table}.plan.toml." in ran.out
    assert command("bring-in", str(table)).code == 3, "one that nobody changed is written anew"


def test_a_mended_plan_is_used_and_never_replaced(table, plan, command):
    mend(plan)
    text = plan.read_text("utf-8")
    ran = command("bring-in", str(table))
    assert (ran.code, "no question is open" in ran.out) == (0, True)
    for more in (["--out", "x.csv"], ["--out", "x.csv", "--force"], ["--json"], ["--save", "--by", "m1"]):
        assert command("bring-in", str(table), *more).code == 0
        assert plan.read_text("utf-8") == text


def test_saving_is_one_batch_that_can_be_undone(table, plan, command):
    mend(plan)
    saved = command("bring-in", str(table), "--save", "--by", "m1", "--json").json
    assert (saved["appended"], saved["already_there"], saved["open"]) == (3, 0, 0)
    again = command("bring-in", str(table), "--save", "--by", "m1", "--json").json
    assert (again["appended"], again["already_there"], again["batch"]) == (0, 3, None)
    undone = command("undo-batch", saved["batch"], "--reason", "The wrong file", "--json")
    assert undone.json == {"batch": saved["batch"], "voided": 3, "corrected_before": []}
    assert "3 recorded" in command("bring-in", str(table), "--save", "--by", "m1").out


def test_what_is_asked_stays_out_and_the_code_says_so(table, plan, command):
    mend(plan, MENDS[:2])
    ran = command("bring-in", str(table), "--save", "--by", "m1")
    assert (ran.code, "3 recorded, 0 already on record, 1 question open." in ran.out) == (1, True)


@pytest.mark.parametrize("more", [[], ["--out", "x.csv"], ["--save", "--by", "m1"]])
def test_what_lacks_something_beneath_it_is_told_wherever_it_is_looked_at(more, tmp_path, command):
    command("init")
    (tmp_path / "m.csv").write_text("Name,Staff No,iv-cannulation\nAmina Okafor,22014567,01/02/2024\n", "utf-8")
    command("bring-in", "m.csv")
    mend(tmp_path / "m.csv.plan.toml", MENDS[:1])
    ran = command("bring-in", "m.csv", *more)
    assert ran.code == 0
    assert (ran.out + ran.err).count("will not count for 22014567") == 1


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (["--save"], "--by: say who brings it in"), (["--save", "--by", " "], "--by: say who brings it in"),
        (["--plan", "other.toml", "--save", "--by", "m1"], "--save: look first"),
        (["--plan", "."], "is a folder"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told(table, plan, command, more, says):
    ran = command("bring-in", str(table), *more)
    assert (ran.code, says in ran.err) == (2, True), ran.err


def test_a_plan_of_no_toml_is_told_with_the_line(table, plan, command):
    plan.write_text('[values]\n"a" = yes\n', "utf-8")
    ran = command("bring-in", str(table))
    assert ran.code == 2
    assert "is no plan" in ran.err
    assert "line 2" in ran.err


@pytest.mark.parametrize("ending", ["csv", "xlsx", "html", "md"])
def test_every_cell_goes_into_a_file(table, plan, command, tmp_path, ending):
    assert command("bring-in", str(table), "--out", f"cells.{ending}").code == 3
    assert (tmp_path / f"cells.{ending}").stat().st_size > 200


def test_every_cell_is_in_the_json(table, plan, command):
    answer = json.loads(command("bring-in", str(table), "--json").out)
    assert len(answer["cells"]) == 12
    assert answer["questions"][-1] == {
        "where": "values", "line": "zz", "says": "'zz' has no meaning in the plan; D3", "proposed": "", "cells": 1,
        "first": "D3",
    }  # fmt: skip
