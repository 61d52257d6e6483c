"""The commands that hand a catalogue to other systems and read theirs; what is not carried is told."""

from pathlib import Path

import pytest

from .conftest import Command, lines, one_sentence

DAY = ("--as-of", "2026-03-02")


@pytest.mark.parametrize(("form", "ending"), [("case", "json"), ("moodle", "csv"), ("dls", "xlsx")])
def test_a_catalogue_goes_out_and_comes_in_and_what_is_not_in_it_is_told(
    command: Command, tmp_path: Path, form: str, ending: str
) -> None:
    ran = command("export", form, "--out", f"f.{ending}", *DAY)
    assert ran.code == 0
    assert ran.out.startswith(f"The catalogue is in f.{ending}: ")
    assert "Not in it: [programme] of care-certificate, " in ran.err
    ran = command("catalogue", "from", f"f.{ending}", "--out", "own.toml", *DAY)
    assert ran.code == 0, ran
    assert ran.out.startswith("74 competencies were read;")
    assert command("catalogue", "check", "own.toml").out == "Nothing is wrong in own.toml.\n"
    assert one_sentence(command("catalogue", "from", f"f.{ending}", "--out", "own.toml"), 2, "is there already")


def test_what_is_left_out_stands_in_the_json(command: Command) -> None:
    said = command("export", "moodle", "--out", "f.csv", "--json", *DAY).json
    assert said["files"] == ["f.csv"]
    assert {"what": "renewal", "of": ["iv-cannulation", "contrast-administration"],
            "why": "Moodle has no place for it"} in said["left_out"]  # fmt: skip


def test_a_package_may_be_printed_and_is_read_again(command: Command, tmp_path: Path) -> None:
    (tmp_path / "p.json").write_text(command("export", "case", *DAY).out, "utf-8")
    ran = command("catalogue", "from", "p.json", *DAY)
    assert "# As in ours already, and so not repeated: stock-control" in ran.out


@pytest.mark.parametrize("form", ["xapi", "fhir"])
def test_records_go_out_and_come_in_and_what_is_not_in_it_is_told(filled: Command, tmp_path: Path, form: str) -> None:
    ran = filled("export", form, "--home", "https://trust.example/staff", "--out", "r.json", *DAY)
    assert (ran.code, ran.out.split(":")[0]) == (0, "The records are in r.json")
    assert "Not in it: absence of ab2: " in ran.err
    alone = filled("export", form, "--worker", "w2", "--home", "https://trust.example/staff", *DAY)
    assert '"w1"' not in alone.out
    filled("--store", "other", "init")
    ran = filled("--store", "other", "import", "r.json")
    assert ran.code == 0, ran
    again = filled("--store", "other", "import", "r.json")
    assert ", 0 recorded, " in again.out


def test_what_is_no_record_is_told_which_command_reads_it(filled: Command, tmp_path: Path) -> None:
    filled("export", "case", "--out", "c.json", *DAY)
    filled("export", "moodle", "--out", "c.csv", *DAY)
    (tmp_path / "b.json").write_text('{"type": ["VerifiablePresentation"]}', "utf-8")
    assert one_sentence(filled("import", "c.json"), 2, "is a 1EdTech CASE 1.1 package, and no record", "catalogue from")
    assert one_sentence(filled("import", "c.csv"), 2, "is a Moodle competency framework", "catalogue from")
    assert one_sentence(filled("import", "b.json"), 2, "is a file of badges", "check-badge FILE --site")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("export", "xapi"), "--home: is needed"),
        (("export", "case", "--home", "https://x.example"), "--worker and --home are of"),
        (("export", "cass"), "did you mean 'case'?"),
        (("catalogue", "from", "none.json"), "is not there"),
        (("catalogue", "from", "photo.json"), "is in no form of a framework that we read: 1EdTech CASE"),
        (("export", "case", "--json"), "give --out FILE with --json"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_sentence(
    command: Command, tmp_path: Path, words: tuple[str, ...], says: str
) -> None:
    (tmp_path / "photo.json").write_bytes(b"\x89PNG")
    assert one_sentence(command(*words), 2, says)


@pytest.mark.parametrize("form", ["xapi", "fhir"])
def test_what_records_of_assessors_and_sites_hold_is_listed_too(filled: Command, tmp_path: Path, form: str) -> None:
    vacancy = {"kind": "vacancy", "id": "v1", "site": "site-1", "on": "2026-01-05", "tier": "clinical-support-worker"}
    own = {"kind": "registration", "id": "r9", "assessor": "w1", "on": "2025-01-05"}
    assert filled("add", "-", stdin=lines(vacancy, own)).code == 0

    def left_out(*more: str) -> dict[str, list[str]]:
        where = ("--home", "https://trust.example/staff", "--out", str(tmp_path / "out.json"), "--force", "--json")
        return {one["what"]: one["of"] for one in filled("export", form, *where, *more).json["left_out"]}

    told = left_out()
    assert (told["vacancy"], sorted(told["registration"])) == (["v1"], ["r1", "r9"])
    assert ("vacancy" in (one := left_out("--worker", "w1")), one["registration"]) == (False, ["r9"])
