from tests.cli.conftest import one_sentence
from tests.cli.staff import fill, post

DAY = ("--as-of", "2026-03-01")
OVER = """
[source.board]
title = "Board paper"
[site.site-1]
establishment_wte = 3.5
esr_wte = "not-available"
assumed = ["establishment_wte"]
authority = "local"
source = ["board"]
"""


def test_the_tables_say_who_is_in_post_beside_what_the_site_says(command, tmp_path):
    (tmp_path / "over.toml").write_text(OVER, encoding="utf-8")
    fill(
        command, post("w1", wte=0.6, title="Helper"), post("w2", "site-2", "senior-clinical-support-worker"),
        {"kind": "absence", "worker": "w1", "on": "2026-02-01", "reason": "sickness"},
        {"kind": "vacancy", "site": "site-1", "on": "2026-02-01", "tier": "senior-clinical-support-worker"},
    )  # fmt: skip
    ran = command("establishment", *DAY, "--catalogue", "over.toml")
    assert ran.code == 0
    told = [line.split() for line in ran.out.splitlines()]
    assert ["site-1", "Clinical", "support", "worker", "1", "0.6", "0", "1", "0.6"] in told
    assert ["site-2", "Senior", "clinical", "support", "worker", "1", "not", "available", "1", "0"] in told
    assert ["site-1", "0.6", "3.5", "-2.9", "not", "available", "establishment", "1"] in told
    assert max(len(line) for line in ran.out.splitlines() if line.startswith(("site-", "Total"))) <= 100


def test_json_is_one_document_with_rows_total_and_sites(command):
    fill(command, post("w1", wte=0.6, modalities=["ct", "mr"]), post("w2", "site-2"))
    found = command("establishment", "--by", "modality, site", *DAY, "--json").json
    assert [(row["modality"], row["site"], row["wte"]) for row in found["rows"]] == [
        ("ct", "site-1", 0.6), ("mr", "site-1", 0.6), (None, "site-2", None),
    ]  # fmt: skip
    assert (found["by"], found["total"]["heads"], found["outcome"]) == (["modality", "site"], 2, "met")
    assert command("establishment", "--site", "site-1", *DAY, "--json").json["total"]["heads"] == 1


def test_an_empty_department_is_one_sentence_and_no_table(command):
    ran = fill(command)("establishment", *DAY)
    assert (ran.code, ran.out.splitlines()[0]) == (0, "Nobody is in post on 1 March 2026, as far as is recorded")
    assert len(ran.out.splitlines()) == 2, "and what it holds under"


def test_unknown_sites_and_groupings_are_told(command):
    fill(command, post("w1"))
    assert one_sentence(command("establishment", "--site", "site1", *DAY), 2, "'site1'", "site-1")
    assert one_sentence(command("establishment", "--by", "sites", *DAY), 2, "'sites'", "site")
    assert one_sentence(command("establishment", "--by", "", *DAY), 2, "site, tier, title, deployment and modality")
