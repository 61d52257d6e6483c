from tests.cli.conftest import answered, one_sentence
from tests.cli.staff import fill, post

DAY = ("--as-of", "2026-03-01")


def test_every_post_and_who_manages_it(command):
    fill(
        command, post("w1", deployment="static", modalities=["ct"]), post("w2", deployment="rotational"), post("w3"),
        {"kind": "person", "worker": "w1", "name": "[red]Ann Smith"},
    )  # fmt: skip
    ran = command("line-management", *DAY)
    assert ran.code == 0
    assert "Of 3 posts on 1 March 2026, the line manager of 2 can be told." in ran.out
    assert "w1      [red]Ann Smith  site-1  modality lead radiographer" in ran.out
    assert "cannot tell" in ran.out
    assert "Sources: etty-2025" in ran.out


def test_the_leads_of_the_example_sites_are_named(command):
    boss = post("boss", "site-3", "lead-support-worker")
    fill(command, post("w1", "site-3"), boss, post("w2", "site-9"))
    ran = command("line-management", "--site", "site-3", *DAY, "--catalogue", "example:nine-sites")
    assert "lead support worker: boss  leads the department" in ran.out
    assert "w2" not in ran.out
    found = command("line-management", *DAY, "--catalogue", "example:nine-sites", "--json").json
    assert {one["worker"]: one["role"] for one in found} == {
        "boss": "as-the-site-says", "w1": "lead-support-worker", "w2": "as-the-site-says",
    }  # fmt: skip


def test_nobody_in_post_is_one_sentence(command):
    ran = fill(command)("line-management", *DAY)
    assert answered(ran) == (0, "Nobody is in post on 1 March 2026, as far as is recorded.")
    assert command("line-management", *DAY, "--json").json == []


def test_an_unknown_site_is_told(command):
    fill(command, post("w1"))
    assert one_sentence(command("line-management", "--site", "nowhere", *DAY), 2, "nowhere")
