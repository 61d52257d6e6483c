"""The command `required`."""

from pathlib import Path

from .conftest import Command, lines

ALONE = """
shipped_catalogue = false
[source.handbook]
title = "Handbook"
[tier.senior-clinical-support-worker]
title = "Senior"
band = 3
rank = 2
source = ["handbook"]
"""
DAY = ("--as-of", "2026-03-02")


def test_what_the_post_requires_and_what_is_lacking(filled: Command) -> None:
    trained = {"kind": "training", "worker": "w1", "on": "2025-06-02", "outcome": "completed"}
    assert filled("add", "-", stdin=lines({**trained, "programme": "cstf-fire-safety"})).code == 0
    ran = filled("required", "w1", *DAY)
    assert ran.code == 0
    assert "(w1) lacks " in ran.out
    assert "Fire Safety" in ran.out
    assert "statutory-and-mandatory" in ran.out
    assert "Also held, and done in this post\n" in ran.out
    assert ran.out.count("Assisting in the CT room") == 1


def test_a_care_certificate_of_fifteen_standards_says_what_it_lacks(filled: Command) -> None:
    trained = {"kind": "training", "worker": "w1", "on": "2016-02-01", "outcome": "completed",
               "programme": "care-certificate", "standards": 15}  # fmt: skip
    assert filled("add", "-", stdin=lines(trained)).code == 0
    ran = filled("required", "w1", *DAY)
    assert "current, 15 of 16 standards" in " ".join(ran.out.split())
    lacks = "15 of 16 standards: it lacks standard 16 (Awareness of learning disability and autism)"
    assert f"Care Certificate was completed on 1 February 2016, with {lacks}." in " ".join(ran.out.split())
    rows = {row["name"]: row for row in filled("required", "w1", "--json", *DAY).json["required"]}
    assert (rows["care-certificate"]["status"], rows["care-certificate"]["lacks"]) == ("current", lacks)
    assert rows["care-certificate"]["says"].endswith(lacks)
    assert rows["cstf-fire-safety"]["lacks"] is None


def test_what_is_held_and_not_required_is_one_quiet_line(filled: Command) -> None:
    moved = {"kind": "appointment", "worker": "w1", "on": "2025-09-01", "site": "site-1",
             "tier": "senior-clinical-support-worker", "modalities": ["ultrasound"]}  # fmt: skip
    assert filled("add", "-", stdin=lines(moved)).code == 0
    ran = filled("required", "w1", *DAY)
    quiet = ran.out.partition("Held, not required in this post (kept, without reminders)\n")[2]
    assert quiet.splitlines()[1] == "Assisting in the CT room"
    assert filled("required", "w1", "--json", *DAY).json["held_not_required"] == ["ct-room-assist"]


def test_as_json_it_is_one_finding(filled: Command) -> None:
    ran = filled("required", "w1", "--json", *DAY)
    assert ran.code == 0
    assert ran.json["question"] == "required"
    assert ran.json["outcome"] == "not-met"
    assert "cstf-fire-safety" in ran.json["lacking"]
    assert len(ran.json["parts"]) == len(ran.json["required"])


def test_what_the_appointment_does_not_say_is_told(filled: Command) -> None:
    ran = filled("required", "w2", *DAY)
    assert "Cannot tell: the appointment does not say whether this is asked for: MR safety" in ran.out
    assert ran.code == 0


def test_somebody_who_left_and_somebody_nobody_knows(filled: Command) -> None:
    left = {"kind": "leaving", "worker": "w2", "on": "2026-01-31"}
    assert filled("add", "-", stdin=lines(left)).code == 0
    ran = filled("required", "w2", *DAY)
    assert ran.code == 0
    assert "w2 is not in post on 2 March 2026" in ran.out
    assert filled("required", "nobody", *DAY).code == 3


def test_where_no_table_fits_it_cannot_be_told(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "alone.toml").write_text(ALONE, encoding="utf-8")
    ran = filled("--catalogue", "alone.toml", "required", "w1", *DAY)
    assert ran.code == 3
    assert "no table of the catalogue says it" in ran.out


def test_before_anything_was_recorded_it_cannot_be_told(filled: Command) -> None:
    assert filled("required", "w1", "--as-of", "2023-02-01").code == 3
