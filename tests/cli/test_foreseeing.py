"""`cover`, `recall`, `trace`, `catalogue impact`, `withdraw --dry-run`: what is to come, and what would change."""

import pytest

from tests.cli.conftest import lines, one_sentence

CANNULATION = ("--as-of", "2026-03-02")
PEOPLE = [
    {"kind": "appointment", "id": f"ap-{w}", "worker": w, "on": "2024-01-08", "site": "site-1",
     "tier": "senior-clinical-support-worker", "deployment": "static", "modalities": ["ct"]}
    for w in ("w1", "w2")
] + [
    {"kind": "registration", "id": "r1", "assessor": "a1", "on": "2015-09-01", "body": "HCPC", "number": "RA00001"},
    {"kind": "sign-off", "id": "e1", "worker": "w1", "on": "2025-03-10", "competency": "ct-room-assist",
     "assessor": "a1"},
    {"kind": "sign-off", "id": "e2", "worker": "w2", "on": "2025-09-01", "competency": "ct-room-assist",
     "assessor": "a1"},
    {"kind": "absence", "id": "away", "worker": "w2", "on": "2026-03-09", "until": "2026-03-20", "reason": "sickness"},
    {"kind": "person", "worker": "w1", "name": "Robin Example"},
]  # fmt: skip
RECALL = """
[source.bulletin]
title = "Bulletin of the department"
[recall.new-couch]
title = "New couch in CT"
competencies = ["ct-room-assist"]
starts = 2026-03-01
reassess_by = 2026-04-30
authority = "local"
source = ["bulletin"]
"""
SHORTER = """
[source.policy]
title = "Our policy"
[[competency.ct-room-assist.currency]]
starts = 2015-01-01
expires_after = "P6M"
notice = "P30D"
authority = "local"
source = ["policy"]
"""


@pytest.fixture
def rota(command, tmp_path):
    (tmp_path / "recall.toml").write_text(RECALL, encoding="utf-8")
    (tmp_path / "shorter.toml").write_text(SHORTER, encoding="utf-8")
    assert command("init").code == 0
    assert command("add", "-", stdin=lines(*PEOPLE)).code == 0
    return command


def test_cover_names_who_may_what_changes_and_the_days_nobody_can(rota):
    ran = rota("cover", "ct-room-assist", "--site", "site-1", "--modality", "ct", "--as-of", "2026-03-02", "--json")
    assert ran.code == 1
    assert ran.json["able"] == ["w1", "w2"]
    assert [(c["on"], c["worker"], c["after"]) for c in ran.json["changes"]] == [
        ("2026-03-09", "w2", "may, absent"), ("2026-03-11", "w1", "may-not"), ("2026-03-21", "w2", "may"),
    ]  # fmt: skip
    assert [(g["from"], g["until"], g["absent"]) for g in ran.json["uncovered"]] == [
        ("2026-03-11", "2026-03-20", ["w2"])
    ]
    printed = rota("cover", "ct-room-assist", "--site", "site-1", "--as-of", "2026-03-02").out
    assert "Nobody can from 11 March 2026 to 20 March 2026, since Robin Example (w1) may not do it; away: w2" in printed
    assert "Robin Example" in printed


def test_a_task_that_somebody_can_do_on_every_day_is_covered(rota):
    ran = rota("cover", "ct-room-assist", "--weeks", "0", "--as-of", "2026-03-02")
    assert ran.code == 0
    assert "2 of 2 in post may do it by themselves" in ran.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("cover", "ct-room-asist"), "did you mean 'ct-room-assist'?"),
        (("cover", "ct-room-assist", "--site", "site-7"), "There is no site 'site-7'"),
        (("cover", "ct-room-assist", "--modality", "ctt"), "did you mean 'ct'?"),
        (("cover", "ct-room-assist", "--weeks", "-1"), "--weeks"),
        (("cover", "ct-room-assist", "--as-of", "2026-03-02", "--until", "2026-03-01"), "lies before"),
        (("recall", "new-coach", "--catalogue", "recall.toml"), "did you mean 'new-couch'?"),
        (("trace", "a1", "--from", "2026-02-01", "--until", "2026-01-01"), "lies before"),
        (("trace", "a1", "--from", "2026-03-03", "--as-of", "2026-03-02"), "lies before the first day, 2026-03-03"),
        (("catalogue", "impact", "shipped", "nothing.toml"), "nothing.toml"),
        (("catalogue", "impact", "shipped", "shorter.toml", "--catalogue", "shorter.toml"), "--catalogue"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(rota, words, said):
    assert one_sentence(rota(*words), 2, said)


def test_a_recall_names_who_by_when_and_what_until_then(rota):
    asked = ("recall", "new-couch", "--catalogue", "recall.toml", "--json")
    ran = rota(*asked, "--as-of", "2026-03-05")
    assert ran.code == 1
    assert [(one["worker"], one["state"], one["reassess_by"], one["may"]) for one in ran.json["workers"]] == [
        ("w1", "to-do", "2026-03-10", "only-supervised"), ("w2", "to-do", "2026-04-30", "only-supervised"),
    ]  # fmt: skip
    again = {"kind": "sign-off", "id": "e3", "worker": "w2", "on": "2026-03-06", "competency": "ct-room-assist",
             "assessor": "a1"}  # fmt: skip
    assert rota("add", "-", stdin=lines(again)).code == 0
    later = rota(*asked, "--as-of", "2026-05-01").json["workers"]
    states = {one["worker"]: (one["state"], one["may"]) for one in later}
    assert states == {"w1": ("overdue", "may-not"), "w2": ("done", "may")}
    assert "New couch in CT" in rota("recall", "--catalogue", "recall.toml").out
    assert "recalls nothing" in rota("recall").out


def test_before_the_day_of_the_change_nothing_is_recalled(rota):
    answer = rota("may", "w2", "ct-room-assist", "--catalogue", "recall.toml", "--as-of", "2026-02-28", "--json").json
    assert answer["answer"] == "may"
    answer = rota("may", "w2", "ct-room-assist", "--catalogue", "recall.toml", "--as-of", "2026-03-01", "--json").json
    assert (answer["answer"], answer["because"]) == ("only-supervised", "restriction")
    assert "bulletin" in answer["sources"]


def test_a_trace_shows_what_falls_and_records_nothing(rota):
    before = rota("entries", "w1", "--json").out
    ran = rota("trace", "a1", "--from", "2025-03-01", "--until", "2025-03-31", "--as-of", "2026-03-02", "--json")
    assert ran.code == 1
    assert [(one["worker"], one["sign_off"], one["directly"]) for one in ran.json["fallen"]] == [("w1", "e1", True)]
    assert {(c["question"], c["effect"]) for c in ran.json["changes"]} == {("status", "loses"), ("may", "loses")}
    assert "may do it' from" not in rota("trace", "a1", "--until", "2025-01-01", "--as-of", "2026-03-02").out
    assert "nothing rests on their entitlement" in rota("trace", "a1", "--until", "2024-12-31").out
    assert rota("trace", "nobody", "--as-of", "2026-03-02").code == 3
    assert rota("entries", "w1", "--json").out == before


def test_the_impact_of_a_catalogue_says_who_and_from_which_day(rota):
    asked = ("catalogue", "impact", "shipped", "shorter.toml", "--as-of", "2026-02-01")
    ran = rota(*asked, "--until", "2026-03-31", "--json")
    assert ran.code == 0
    lost = [c for c in ran.json["changes"] if c["question"] == "may"]
    assert [(c["worker"], c["before"], c["after"], c["from"], c["until"]) for c in lost] == [
        ("w1", "may", "may-not", "2026-02-01", "2026-03-10"), ("w2", "may", "may-not", "2026-03-02", None),
    ]  # fmt: skip
    assert ran.json["by_site"]["site-1"]["loses"] == 2
    text = rota(*asked).out
    assert "How many, by site" in text
    assert "instead of 'may do it', 'may not do it' from 2 March 2026" in text
    assert "nobody's answers change" in rota("catalogue", "impact", "shorter.toml", "shorter.toml").out


def test_a_withdrawal_can_be_looked_at_before_it_is_recorded(rota):
    ran = rota("withdraw", "w2", "ct-room-assist", "--by", "m1", "--dry-run")
    assert ran.code == 0
    assert "Nothing was recorded." in ran.out
    assert "withdrawal" not in rota("entries", "w2").out
    answer = rota("withdraw", "w2", "--by", "m1", "--dry-run", "--json").json
    assert answer["question"] == "if-recorded"


def test_what_runs_out_is_listed_the_earliest_first(rota):
    ran = rota("due", "--as-of", "2026-03-02", "--weeks", "4", "--json")
    assert ran.code == 0
    told = [(one["worker"], one["name"], one["last"], one["state"]) for one in ran.json["due"]]
    assert told == [("w1", "ct-room-assist", "2026-03-10", "ends")]
    over = rota("due", "--as-of", "2026-03-11", "--weeks", "1", "--json").json["due"]
    assert [one["state"] for one in over] == ["ended"]
    text = rota("due", "--as-of", "2026-03-02", "--weeks", "0").out
    assert "nothing runs out. Nothing has run out already" in text
    assert one_sentence(rota("due", "--site", "site-7"), 2, "There is no site 'site-7'")


def test_a_recall_counts_as_the_day_on_which_something_runs_out(rota):
    told = rota("due", "--catalogue", "recall.toml", "--as-of", "2026-03-02", "--weeks", "8", "--json").json["due"]
    assert [(one["worker"], one["last"]) for one in told] == [("w1", "2026-03-10")]
    later = rota("due", "--catalogue", "recall.toml", "--as-of", "2026-03-30", "--json").json["due"]
    assert ("w2", "2026-04-30") in {(one["worker"], one["last"]) for one in later}


def test_a_withdrawal_yet_to_come_or_long_past_can_be_looked_at_from_its_day(rota):
    withdraw = ("withdraw", "w2", "ct-room-assist", "--by", "m1", "--on")
    ran = rota(*withdraw, "2026-01-05", "--dry-run", "--json")
    assert {c["from"] for c in ran.json["changes"]} >= {"2026-01-05"}
    assert ran.json["as_of"] == "2026-01-05"
    ran = rota(*withdraw, "2030-02-01", "--dry-run", "--as-of", "2026-01-01")
    assert ran.code == 0
    assert "As of 2026-01-01" in ran.out
    assert rota(*withdraw, "2099-02-01").code == 2


def test_a_trace_names_what_was_done_since_and_would_have_been_outside_scope(rota):
    done = [
        {"kind": "practice", "id": "p1", "worker": "w1", "on": "2025-06-02", "competency": "ct-room-assist",
         "outcome": "successful"},
        {"kind": "practice", "id": "p2", "worker": "w1", "on": "2025-03-03", "competency": "ct-room-assist",
         "outcome": "successful", "supervision": "direct", "supervisor": "a1"},
    ]  # fmt: skip
    assert rota("add", "-", stdin=lines(*done)).code == 0
    ran = rota("trace", "a1", "--from", "2025-03-01", "--until", "2025-03-31", "--as-of", "2026-03-02", "--json")
    assert [(one["what"], one["entry"]) for one in ran.json["afterwards"]] == [("outside-scope", "p1")]
    assert "One task done would have been outside scope" in ran.json["says"]
