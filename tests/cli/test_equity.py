import pytest

from tests.cli.conftest import one_sentence
from tests.cli.staff import fill, post

DAY = ("--as-of", "2026-03-01")


def moved(worker):
    return {"kind": "rebanding", "worker": worker, "on": "2025-06-01", "to": "senior-clinical-support-worker"}


@pytest.fixture
def staffed(command):
    secret = [f"secret{i}" for i in range(32)]
    areas = {"xray": secret[:12], "ct": secret[12:]}
    posts = [post(name, modalities=[area]) for area, names in areas.items() for name in names]
    return fill(command, *posts, *(moved(name) for name in areas["ct"][:8]))


def test_the_tables_count_and_name_nobody(staffed):
    ran = staffed("equity", *DAY)
    assert ran.code == 0
    assert "Of 32 people at Clinical support worker on 1 March 2024, 8 of 32 (25 %) had moved up and 24" in ran.out
    told = [line.split() for line in ran.out.splitlines()]
    assert ["Plain", "radiography", "12", "0", "0", "12", "12", "0"] in told
    assert "no law sets" in ran.out
    assert "secret" not in ran.out + staffed("equity", *DAY, "--json").out


def test_json_gives_every_number_shown_and_null_for_the_others(staffed):
    found = staffed("equity", "--within", "P24M", "--suppress-below", "9", *DAY, "--json").json
    assert (found["outcome"], found["total"]["at_start"], found["total"]["progressed"]) == ("cannot-tell", 32, None)
    assert (found["by_modality"], found["from"], found["suppress_below"]) == ([], "2024-03-01", 9)


def test_an_empty_department_is_told_in_words(command):
    ran = fill(command)("equity", *DAY)
    assert ran.code == 0
    first, *_ = ran.out.splitlines()
    assert first == "Fewer than 5 people were at Clinical support worker on 1 March 2024: no number is shown"


def test_what_cannot_be_asked_is_told(staffed):
    assert one_sentence(staffed("equity", "--suppress-below", "1", *DAY), 2, "3 or more")
    assert one_sentence(staffed("equity", "--from-tier", "helper", *DAY), 2, "'helper'")
    assert one_sentence(staffed("equity", "--within", "24", *DAY), 2, "--within")
