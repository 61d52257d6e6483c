from pathlib import Path

import pytest

from tests.cli.conftest import Command, answered, one_sentence

AS_OF = ("--as-of", "2026-03-01")


def test_may_answers_yes_with_exit_code_0_and_the_reason(filled: Command) -> None:
    ran = filled("may", "w1", "ct-room-assist", *AS_OF)
    assert ran.code == 0
    assert ran.out.startswith("[red]Ann[/foo] <b>Smith</b> {{ 7 * 7 }} (w1) may do this: Assisting in the CT room.")
    assert "Entries: e1" in ran.out
    assert "As of 2026-03-01" in ran.out


def test_may_answers_no_with_exit_code_1_and_says_what_would_open_it(filled: Command) -> None:
    ran = filled("may", "w2", "ct-room-assist", *AS_OF, "--json")
    assert (ran.code, ran.json["answer"], ran.json["because"]) == (1, "may-not", "status")
    assert "Still needed: training" in ran.json["says"]
    assert ran.json["needed"] == ["training, supervised practice and a sign-off"]


def test_only_under_supervision_is_exit_code_1(filled: Command) -> None:
    ran = filled("may", "w1", "ct-room-assist", *AS_OF, "--catalogue", "over.toml", "--json")
    assert (ran.code, ran.json["answer"], ran.json["status"]) == (1, "only-supervised", "awaiting-countersignature")


@pytest.mark.parametrize(
    "words",
    [
        ("may", "nobody", "ct-room-assist"),
        ("status", "nobody", "ct-room-assist"),
        ("rebanding", "nobody", "--rule", "mr-area"),
        ("since", "nobody", "--rule", "mr-area"),
        ("path", "nobody", "--to", "assistant-practitioner"),
        ("outside-scope", "nobody"),
        ("unused", "nobody"),
    ],
)
def test_of_an_unknown_worker_nothing_can_be_told(filled: Command, words: tuple[str, ...]) -> None:
    plain, told = filled(*words), filled(*words, "--json")
    assert (plain.code, told.code) == (3, 3)
    assert "nothing is recorded of nobody" in plain.out.lower()
    assert told.json["outcome"] == "cannot-tell"


@pytest.mark.parametrize("name", ["progress", "entries"])
def test_a_list_about_an_unknown_worker_is_empty_and_says_so(filled: Command, name: str) -> None:
    assert one_sentence(filled(name, "nobody"), 3, "Nothing is recorded of nobody")
    told = filled(name, "nobody", "--json")
    assert (told.code, told.json) == (3, [])


def test_the_scope_of_an_unknown_worker_cannot_be_told(filled: Command) -> None:
    assert one_sentence(filled("scope", "nobody"), 3, "Nothing is recorded of nobody")
    assert {a["answer"] for a in filled("scope", "nobody", "--json").json} == {"cannot-tell"}


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("may", "w1", "ct-room-asist"), "ct-room-assist"),
        (("may", "w1", "ct-room-assist", "--modality", "ctt"), "ct"),
        (("status", "w1", "ct-room-asist"), "ct-room-assist"),
        (("who-may", "ct-room-asist"), "ct-room-assist"),
        (("rebanding", "w1", "--rule", "mr-aria"), "mr-area"),
        (("rebanding", "--rule", "mr-aria"), "mr-area"),
        (("since", "w1", "--rule", "mr-aria"), "mr-area"),
        (("path", "w1", "--to", "assistant-practitoner"), "assistant-practitioner"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(filled: Command, words: tuple[str, ...], near: str) -> None:
    assert one_sentence(filled(*words), 2, f"did you mean '{near}'?")


def test_status_describes_so_that_a_lapsed_competency_is_exit_code_0(filled: Command) -> None:
    lapsed = filled("status", "w1", "ct-room-assist", "--as-of", "2026-09-01", "--json")
    assert (lapsed.code, lapsed.json["status"], lapsed.json["outcome"]) == (0, "lapsed", "not-met")
    assert "lapsed" in filled("status", "w1", "ct-room-assist", "--as-of", "2026-09-01").out


def test_a_status_that_cannot_be_told_is_exit_code_3(filled: Command) -> None:
    signed = '{"kind":"sign-off","worker":"w1","on":"2025-05-01","competency":"us-room-assist","assessor":"unknown"}'
    assert filled("add", "-", stdin=signed).code == 0
    ran = filled("status", "w1", "us-room-assist", *AS_OF, "--json")
    assert (ran.code, ran.json["status"]) == (3, None)


def test_progress_lists_every_competency_begun(filled: Command) -> None:
    ran = filled("progress", "w1", *AS_OF)
    assert ran.code == 0
    assert "✓ current" in ran.out
    assert "2026-05-01" in ran.out
    assert [a["competency"] for a in filled("progress", "w1", *AS_OF, "--json").json] == ["ct-room-assist"]


def test_progress_says_when_nothing_has_been_begun(filled: Command) -> None:
    assert answered(filled("progress", "w2", "--as-of", "2024-02-01")) == (0, "No competency has been begun by w2.")


def test_progress_lists_what_is_on_record_under_a_name_the_catalogue_does_not_hold(
    filled: Command, tmp_path: Path
) -> None:
    (tmp_path / "alone.toml").write_text('shipped_catalogue = false\n[source.ours]\ntitle = "Ours"\n', encoding="utf-8")
    away = ("--catalogue", "alone.toml")
    ran = filled("progress", "w1", *AS_OF, *away)
    assert ran.code == 0
    assert "? cannot tell" in ran.out
    assert "the catalogue has no competency of that name" in ran.out
    assert "the catalogue has no tier of that name" in ran.out
    [told] = filled("progress", "w1", *AS_OF, *away, "--json").json
    assert (told["competency"], told["status"], told["suggests"]) == ("ct-room-assist", None, [])


def test_a_sign_off_that_counts_is_exit_code_0_and_one_nobody_gave_cannot_be_told(filled: Command) -> None:
    ran = filled("counts", "w1", "e1", *AS_OF, "--json")
    assert (ran.code, ran.json["competency"], ran.json["awaiting"]) == (0, "ct-room-assist", False)
    assert "The sign-off on 1 May 2025 for Assisting in the CT room" in filled("counts", "w1", "e1", *AS_OF).out
    none = filled("counts", "w1", "e9", *AS_OF, "--json")
    assert (none.code, none.json["competency"]) == (3, None)


def test_a_name_is_printed_beside_the_id_and_never_taken_for_markup(filled: Command) -> None:
    name = "[red]Ann[/foo] <b>Smith</b> {{ 7 * 7 }}"
    assert f"On 1 March 2026 {name} (w1) holds 1 of 1 competency begun" in filled("progress", "w1", *AS_OF).out
    assert name in filled("who-may", "ct-room-assist", *AS_OF).out
    assert f"{name} (w1)" in filled("entries", "w1").out


def test_scope_answers_for_every_task_those_that_are_open_first(filled: Command) -> None:
    told = filled("scope", "w1", *AS_OF, "--json")
    assert told.code == 0
    assert len(told.json) > 30
    rows = filled("scope", "w1", *AS_OF).out.splitlines()
    assert rows[2].startswith("Assisting in the CT room")
    assert "✓ may" in rows[2]


def test_who_may_names_everybody_in_post_and_marks_the_absent(filled: Command) -> None:
    told = filled("who-may", "ct-room-assist", *AS_OF, "--json")
    assert told.code == 0
    assert [(a["worker"], a["answer"], a["absent"]) for a in told.json] == [
        ("w1", "may", False),
        ("w2", "may-not", True),
    ]
    plain = filled("who-may", "ct-room-assist", *AS_OF)
    assert "1 of 2 in post may do this on 1 March 2026" in plain.out
    assert "absent" in plain.out


def test_who_may_at_a_site_where_nobody_is(filled: Command) -> None:
    ran = filled("who-may", "ct-room-assist", "--site", "site-9", *AS_OF)
    nobody = "Nobody is in post at site-9 on 1 March 2026: no post at 'site-9' is on record"
    assert answered(ran) == (0, f"{nobody}; did you mean 'site-1' or 'site-2'?")
    assert filled("who-may", "ct-room-assist", "--site", "site-9", *AS_OF, "--json").json == []


def test_rebanding_names_every_unmet_part_with_a_sign_and_a_word(filled: Command) -> None:
    ran = filled("rebanding", "w1", "--rule", "band-2-to-3-competencies", *AS_OF)
    assert ran.code == 1
    assert ran.out.count("✗ not met: ") > 4
    assert filled("rebanding", "w1", "--rule", "band-2-to-3-competencies", "--json").json["effect"] == "moves-band"


def test_rebanding_over_all_describes(filled: Command) -> None:
    ran = filled("rebanding", "--rule", "band-2-to-3-competencies", *AS_OF)
    assert ran.code == 0
    assert ": 0 of 2 meet it on 1 March 2026" in ran.out
    told = filled("rebanding", "--rule", "band-2-to-3-competencies", *AS_OF, "--json")
    assert [a["worker"] for a in told.json] == ["w1", "w2"]


def test_since_names_no_day_where_the_rule_is_not_met(filled: Command) -> None:
    ran = filled("since", "w1", "--rule", "mr-area", *AS_OF, "--json")
    assert (ran.code, ran.json["since"], ran.json["periods"]) == (1, None, [])
    assert filled("since", "w1", "--rule", "mr-area", *AS_OF).out.startswith("Not met on 1 March 2026")


def test_path_numbers_its_steps(filled: Command) -> None:
    ran = filled("path", "w1", "--to", "assistant-practitioner", *AS_OF)
    assert ran.code == 0
    assert "\n1 " in ran.out
    assert filled("path", "w1", "--to", "assistant-practitioner", *AS_OF, "--json").json["steps"]


def test_outside_scope_is_exit_code_1_where_something_is_found(filled: Command) -> None:
    ran = filled("outside-scope", "w2", *AS_OF)
    assert ran.code == 1
    assert "2025-06-01  Peripheral intravenous cannulation, adult" in ran.out
    assert "practice p1  ✗ may not  safety" in ran.out
    told = filled("outside-scope", "w2", *AS_OF, "--json").json
    assert (told["competencies"], told["cannot_tell"]) == (["iv-cannulation"], [])
    assert filled("outside-scope", "w1", *AS_OF).code == 0


def test_outside_scope_of_all_names_those_concerned(filled: Command) -> None:
    ran = filled("outside-scope", *AS_OF)
    assert ran.code == 1
    assert ran.out.startswith("1 of 2 worked, or agreed to work, outside scope up to 1 March 2026.")
    assert len(filled("outside-scope", *AS_OF, "--json").json) == 2
    assert filled("outside-scope", "--as-of", "2025-01-01").code == 0


def test_unused_describes_whatever_it_finds(filled: Command) -> None:
    one = filled("unused", "w1", *AS_OF, "--json")
    assert (one.code, one.json["competencies"]) == (0, ["ct-room-assist"])
    every = filled("unused", *AS_OF)
    assert every.code == 0
    assert every.out.startswith("1 of 2 hold a competency unused")
    assert len(filled("unused", *AS_OF, "--json").json) == 2


def test_what_was_not_yet_known_is_not_answered(filled: Command) -> None:
    ran = filled("may", "w1", "ct-room-assist", *AS_OF, "--known-by", "2020-01-01", "--json")
    assert ran.code == 3
    assert ran.json["known_by"] == "2020-01-01T23:59:59.999999Z"


RULES = """
[source.ours]
title = "Ours"
[[rule.ours]]
title = "Our rule"
from = "clinical-support-worker"
to = "assistant-practitioner"
starts = 2020-01-01
effect = "moves-band"
source = ["ours"]
requires = [ { kind = "any-of", of = [ { kind = "holds", competency = "ct-room-assist" },
                                       { kind = "qualification", level = 5 } ] } ]
[site.site-1.competency.ct-room-assist.sign_off]
requires = [ { kind = "assessor-registered" } ]
source = ["ours"]
"""


def test_since_tells_every_period_in_which_a_rule_was_met(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    words = ("since", "w1", "--rule", "ours", "--catalogue", "rules.toml")
    now = filled(*words, *AS_OF)
    assert (now.code, "\n2025-05-01" in now.out) == (0, True)
    over = filled(*words, "--as-of", "2026-09-01")
    assert over.code == 1
    assert "\n2025-05-01  2026-05-01  " in over.out


def test_path_shows_other_ways(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    ran = filled("path", "w2", "--to", "assistant-practitioner", "--catalogue", "rules.toml", *AS_OF)
    assert ran.code == 0
    assert "      or: " in ran.out
    assert "\nOr by the rule band-3-to-assistant-practitioner\n" in ran.out


def test_show_tells_what_a_site_says_for_itself(filled: Command, tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    ran = filled("catalogue", "show", "ct-room-assist", "--catalogue", "rules.toml")
    assert "\nsite.site-1.competency.ct-room-assist  (from rules.toml)\n" in ran.out
