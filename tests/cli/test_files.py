import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import RECORDS, Command, lines, one_sentence

SCENARIOS = """
[[scenario]]
name = "Signed off, and current"
as_of = 2025-06-01
given = [ { kind = "appointment", worker = "w1", on = 2024-01-08, site = "s", tier = "clinical-support-worker" },
          { kind = "registration", assessor = "a1", on = 2015-09-01, body = "HCPC", number = "RA1" },
          { kind = "sign-off", worker = "w1", on = 2025-05-01, competency = "ct-room-assist", assessor = "a1" } ]
expect = [ { ask = "status", worker = "w1", competency = "ct-room-assist", status = "current" } ]

[[scenario]]
name = "Somebody [bold]else[/]"
as_of = 2025-06-01
given = [ { kind = "appointment", worker = "w1", on = 2024-01-08, site = "s", tier = "clinical-support-worker" } ]
expect = [ { ask = "status", worker = "w1", competency = "ct-room-assist", status = "EXPECTED" } ]
"""


@pytest.fixture
def rows(filled: Command, tmp_path: Path) -> Path:
    """A file of two good rows and one that cannot be taken."""
    path = tmp_path / "rows.jsonl"
    good = {"kind": "practice", "worker": "w3", "on": "2026-02-01", "competency": "iv-cannulation",
            "outcome": "successful"}  # fmt: skip
    path.write_text(lines(good, good, {**good, "competency": "iv-canulation"}), encoding="utf-8")
    return path


# -- import ------------------------------------------------------------------------------------------------------------


def test_import_keeps_what_it_can_and_writes_down_what_it_cannot(filled: Command, rows: Path) -> None:
    ran = filled("import", "rows.jsonl", "--json")
    expected = {"read": 3, "appended": 2, "already_there": 0, "rejected": 1, "rejected_file": "rows.jsonl.rejected.csv"}
    assert (ran.code, ran.json) == (1, expected)
    with rows.with_name("rows.jsonl.rejected.csv").open(encoding="utf-8") as file:
        rejected = list(csv.DictReader(file))
    assert [(row["row"], row["column"]) for row in rejected] == [("3", "competency")]
    again = filled("import", "rows.jsonl")
    assert again.code == 1
    assert "0 recorded, 2 already on record, 1 rejected; they are in rows.jsonl.rejected.csv" in again.out


def test_import_of_several_files_gives_sums_and_files(filled: Command, rows: Path, tmp_path: Path) -> None:
    (tmp_path / "more.jsonl").write_text(lines({**RECORDS[0], "worker": "w9"}), encoding="utf-8")
    ran = filled("import", "rows.jsonl", "more.jsonl", "--json")
    assert (ran.code, ran.json["read"], ran.json["appended"], ran.json["rejected"]) == (1, 4, 3, 1)
    assert [each["file"] for each in ran.json["files"]] == ["rows.jsonl", "more.jsonl"]


def test_a_file_that_cannot_be_read_does_not_keep_the_others_out(filled: Command, rows: Path) -> None:
    ran = filled("import", "missing.csv", "rows.jsonl", "--json")
    assert (ran.code, ran.json["appended"]) == (2, 2)
    assert "missing.csv" in ran.json["files"][0]["error"]
    assert "missing.csv" in ran.err


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("none.csv", None), ("empty.csv", b""), ("nonsense.csv", b"a,b\n1,2\n"), ("nul.csv", b"\0\0\0"),
        ("book.xlsx", b"PK\x03\x04 broken"), ("image.png", b"\x89PNG\r\n"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_parsed_at_all_is_exit_code_2(
    filled: Command, tmp_path: Path, name: str, data: bytes | None
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert one_sentence(filled("import", name), 2, name)
    assert not list(tmp_path.glob("*.rejected.csv"))


# -- export ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_what_is_exported_and_imported_into_an_empty_store_is_the_same(filled: Command, form: str) -> None:
    assert filled("export", form, "--out", f"all.{form}").out == f"All records are in all.{form}.\n"
    assert filled("init", "--store", "other").code == 0
    assert filled("import", f"all.{form}", "--store", "other").code == 0
    for worker in ("w1", "w2"):
        before, after = (filled("--store", s, "entries", worker, "--json").json for s in ("records", "other"))
        assert all(entry.pop("received_at") for entry in (*before, *after))
        assert after == before
    assert "{{ 7 * 7 }}" in filled("--store", "other", "entries", "w1").out


def test_a_csv_file_has_the_mark_by_which_excel_reads_it_and_is_imported_with_it_or_without(
    filled: Command, tmp_path: Path
) -> None:
    assert filled("add", "-", stdin=lines({"kind": "person", "worker": "w2", "name": "Zoë Ångström"})).code == 0
    assert filled("export", "csv", "--out", "a.csv").code == 0
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfkind,")
    (tmp_path / "b.csv").write_bytes(data.removeprefix(b"\xef\xbb\xbf"))
    assert filled("export", "csv").out == data.decode("utf-8-sig")
    for name in ("a", "b"):
        assert filled("init", "--store", name).code == 0
        assert filled("import", f"{name}.csv", "--store", name).code == 0
    exported = [filled("export", "jsonl", "--store", name).out for name in ("a", "b")]
    assert exported[0] == exported[1]
    assert "Zoë Ångström" in exported[0]


def test_export_prints_where_no_file_is_named(filled: Command) -> None:
    ran = filled("export", "jsonl")
    assert ran.code == 0
    assert [json.loads(line)["kind"] for line in ran.out.splitlines()].count("person") == 1
    assert filled("export", "jsonl", "--out", "-").out == ran.out
    assert filled("export", "csv", "--json", "--out", "a.csv").json == {"files": ["a.csv"]}


def test_an_export_that_cannot_be_written_leaves_nothing_behind(filled: Command, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert one_sentence(filled("export", "jsonl", "--out", "no/such/folder.jsonl"), 2, "There is no folder 'no/such'")
    assert one_sentence(filled("export", "jsonl", "--out", "records"), 2, "is a folder")
    assert one_sentence(filled("export", "jsnl"), 2, "did you mean 'jsonl'?")
    assert one_sentence(filled("export", "jsonl", "--json"), 2, "--out FILE")
    assert sorted(tmp_path.iterdir()) == before


# -- scenarios ---------------------------------------------------------------------------------------------------------


def test_scenarios_that_hold_are_counted_on_the_last_line(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(SCENARIOS.replace("EXPECTED", "not-started"), encoding="utf-8")
    ran = filled("scenarios", "s.toml", "s.toml")
    assert (ran.code, ran.out) == (0, "4 of 4 scenarios hold\n")
    assert filled("scenarios", "s.toml", "--json").json == {"scenarios": 2, "expectations": 2, "failed": []}


def test_a_scenario_that_does_not_hold_is_printed_with_what_came(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(SCENARIOS.replace("EXPECTED", "current"), encoding="utf-8")
    ran = filled("scenarios", "s.toml")
    assert ran.code == 1
    assert "does not hold: s.toml: Somebody [bold]else[/]" in ran.out
    assert "expected: status = 'current'" in ran.out
    assert "came:     status = 'not-started'" in ran.out
    assert ran.out.endswith("\n1 of 2 scenarios hold\n")
    failed = filled("scenarios", "s.toml", "--json").json["failed"]
    assert [(f["scenario"], f["expected"], f["came"]) for f in failed] == [
        ("Somebody [bold]else[/]", {"status": "current"}, {"status": "not-started"})
    ]


def test_the_catalogue_given_lies_under_the_scenarios(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_text(SCENARIOS.replace("EXPECTED", "not-started"), encoding="utf-8")
    ran = filled("--catalogue", "over.toml", "scenarios", "s.toml")
    assert ran.code == 1
    assert "awaiting-countersignature" in ran.out


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "scenario = 3", "[[scenario]]", '[[scenario]]\nname = "n"', "misspelt = 1",
        SCENARIOS.replace("EXPECTED", "current").replace('kind = "sign-off"', 'kind = "signoff"'),
        SCENARIOS.replace('ask = "status"', 'ask = "stattus"'),
        SCENARIOS.replace('"ct-room-assist", status', '"ct-room-asist", status'),
        SCENARIOS.replace(', status = "EXPECTED"', ""),
        SCENARIOS.replace("as_of = 2025-06-01", 'as_of = "soon"'),
    ],
)  # fmt: skip
def test_a_scenario_file_that_cannot_be_run_is_exit_code_2(filled: Command, tmp_path: Path, text: str) -> None:
    (tmp_path / "s.toml").write_text(text, encoding="utf-8")
    assert one_sentence(filled("scenarios", "s.toml"), 2, "s.toml")
    assert one_sentence(filled("scenarios", "s.toml", "--json"), 2, "s.toml")


# -- catalogue ---------------------------------------------------------------------------------------------------------


def test_the_shipped_catalogue_has_nothing_wrong_in_it(filled: Command) -> None:
    assert filled("catalogue", "check").out == "Nothing is wrong in the shipped catalogue.\n"
    assert filled("catalogue", "check", "over.toml", "--json").json == []


def test_everything_wrong_in_a_catalogue_is_told_at_once(filled: Command, tmp_path: Path) -> None:
    text = """
    [competency.iv-cannulation]
    tier = "senior-clinical-suport-worker"
    legall = "psd"
    [competency.injector-set-up]
    legal = "none"
    """
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    told = filled("catalogue", "check", "bad.toml", "--json")
    assert told.code == 1
    assert {problem["file"] for problem in told.json} == {"bad.toml"}
    assert {"competency.iv-cannulation.tier", "competency.injector-set-up.legal"} <= {p["path"] for p in told.json}
    plain = filled("catalogue", "check", "bad.toml")
    assert plain.out.endswith(f"{len(told.json)} problems in bad.toml.\n")
    assert "did you mean 'senior-clinical-support-worker'?" in plain.out
    assert one_sentence(filled("may", "w1", "ct-room-assist", "--catalogue", "bad.toml"), 2, "cannot be used")


@pytest.mark.parametrize("data", [b"[", b"\xff\xfe", b"\0", b"a = [" + b"[" * 3000, b"competency = 3", b"[[rule]]"])
def test_a_malformed_catalogue_is_one_sentence_everywhere(filled: Command, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "bad.toml").write_bytes(data)
    assert one_sentence(filled("may", "w1", "ct-room-assist", "--catalogue", "bad.toml"), 2, "bad.toml")
    ran = filled("catalogue", "check", "bad.toml")
    assert ran.code in {1, 2}
    assert "bad.toml" in ran.out + ran.err
    assert "Traceback" not in ran.err


def test_a_catalogue_that_is_not_there_is_exit_code_2(filled: Command) -> None:
    assert one_sentence(filled("catalogue", "check", "missing.toml"), 2, "missing.toml")
    assert one_sentence(filled("--catalogue", "missing.toml", "progress", "w1"), 2, "missing.toml")
    assert one_sentence(filled("--catalogue", "records", "progress", "w1"), 2, "no .toml file")


def test_show_tells_what_is_said_from_which_file_and_marks_placeholders(filled: Command) -> None:
    ran = filled("catalogue", "show", "ct-room-assist", "--catalogue", "over.toml")
    assert ran.code == 0
    assert ran.out.startswith("competency.ct-room-assist  (from shipped/room_assistance.toml)")
    assert "countersigned: yes  (from over.toml)" in ran.out
    assert "placeholder: nobody published this" in ran.out
    assert "[site-one] Our own policy" in ran.out
    told = filled("catalogue", "show", "ct-room-assist", "--catalogue", "over.toml", "--json").json
    assert told["files"]["competency.ct-room-assist.sign_off.countersigned"] == "over.toml"
    assert told["says"]["sign_off"]["requires"] == [{"kind": "assessor-registered"}]


@pytest.mark.parametrize("name", ["band-2-to-3-competencies", "bls-adult", "lead-support-worker", "ct", "etty-2025"])
def test_show_knows_rules_programmes_tiers_modalities_and_sources(filled: Command, name: str) -> None:
    ran = filled("catalogue", "show", name)
    assert ran.code == 0
    assert f".{name}  (from shipped/" in ran.out


def test_show_lists_every_name_and_refuses_one_nobody_knows(filled: Command) -> None:
    assert "  iv-cannulation  Peripheral intravenous cannulation, adult" in filled("catalogue", "show").out
    assert "mr-area" in filled("catalogue", "show", "--json").json["rule"]
    assert one_sentence(filled("catalogue", "show", "iv-canulation"), 2, "did you mean 'iv-cannulation'?")


# -- reports -----------------------------------------------------------------------------------------------------------


def test_reports_lists_name_question_and_formats(filled: Command) -> None:
    told = filled("reports", "--json").json
    assert {"name", "question", "formats", "needs", "takes"} == set(told[0])
    assert told[0]["name"] in filled("reports").out


def test_a_report_is_written_under_a_safe_name(filled: Command, tmp_path: Path) -> None:
    worker = "../w/1"
    assert filled("add", "-", stdin=lines({**RECORDS[0], "worker": worker})).code == 0
    ran = filled("report", "progression", "--worker", worker, "--json", "--as-of", "2026-03-01")
    assert ran.code == 0
    (file,) = ran.json["files"]
    assert file.startswith("progression-_w_1-")
    assert (tmp_path / file).read_bytes().startswith(b"<!")
    assert filled("report", "progression", "--worker", "w1").out == "The report is in progression-w1.html.\n"


def test_a_report_goes_where_it_is_told_in_the_format_its_name_says(filled: Command, tmp_path: Path) -> None:
    assert filled("report", "progression", "--worker", "w1", "--out", "mine.md").code == 0
    assert not (tmp_path / "mine.md").read_bytes().startswith(b"<!")
    printed = filled("report", "progression", "--worker", "w1", "--out", "-")
    assert printed.code == 0
    assert printed.out.startswith("<!")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("progresion", "--worker", "w1"), 2, "did you mean 'progression'?"),
        (("progression", "--worker", "w1", "--format", "docx"), 2, "docx"),
        (("progression", "--worker", "nobody"), 3, "Nothing is recorded of nobody"),
        (("progression", "--worker", "w1", "--out", "records"), 2, "is a folder"),
        (("progression", "--worker", "w1", "--out", "-", "--json"), 2, "--out FILE"),
    ],
)
def test_a_report_that_cannot_be_written_is_one_sentence(
    filled: Command, words: tuple[str, ...], code: int, says: str
) -> None:
    assert one_sentence(filled("report", *words), code, says)


def test_demo_prints_where_its_pages_are(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    from sw_competency import demo

    asked = []

    def build(folder: Path, report: object = None) -> list[Path]:
        asked.append(folder)
        return [folder / "reports" / "index.html"]

    monkeypatch.setattr(demo, "build", build, raising=False)
    ran = command("demo")
    assert ran.code == 0
    assert str(Path("sw-competency-demo/reports/index.html")) in ran.out
    assert command("demo", "there", "--json").json == {"files": [str(Path("there/reports/index.html"))]}
    assert asked == [Path("sw-competency-demo"), Path("there")]
