"""Continuity of training: the first weeks, who supervised them, the induction, the buddy."""

import pytest

from sw_competency.dates import Length
from sw_competency.model import CANNOT_TELL, MET, parse_entry, plain
from sw_competency.testing.builders import entry, left, practised, trained, watched
from tests.staff import department, over, post

START = "2026-01-05"
SITES = over("""
[source.handbook]
title = "Handbook"
[site.site-7]
paired_for = "P6W"
authority = "local"
source = ["handbook"]
[programme.our-first-week]
title = "Our first week"
counts_as = ["local-induction"]
starts = 2020-01-01
authority = "local"
source = ["handbook"]
""")


def brought_in(*entries, day="2026-03-01", worker="w1", **more):
    staff = [post("w1", on=START, **more), *entries]
    return department(staff, day, SITES).continuity(worker)


def seen(on, by="a1", **more):
    return watched("w1", "decontamination", on, by, **more)


def test_the_different_people_who_supervised_the_first_four_weeks_are_counted():
    answer = brought_in(seen(START), seen("2026-01-06", "a2"), seen("2026-01-07", "a2"), seen("2026-02-01", "a3"))
    assert (answer.supervisors, answer.supervised_episodes) == (3, 4)
    assert answer.supervised_by == ("a1", "a2", "a3")
    assert (str(answer.started), str(answer.until)) == (START, "2026-02-01")
    assert (answer.outcome, answer.complete) == (MET, True)
    assert answer.sources == ("etty-2025",)


def test_the_twenty_eighth_day_is_the_last_one():
    assert brought_in(seen("2026-02-01")).supervisors == 1
    assert brought_in(seen("2026-02-02")).supervisors is None
    assert brought_in(seen("2026-01-04")).supervisors is None


def test_indirect_supervision_counts_and_a_supervisor_who_is_the_worker_does_not():
    indirect = practised("w1", "decontamination", "2026-01-06", supervision="indirect", supervisor="a1")
    alone = practised("w1", "decontamination", "2026-01-06", supervision="none", supervisor="a2")
    assert brought_in(indirect, alone, seen("2026-01-07", "w1")).supervised_by == ("a1",)


def test_without_supervised_practice_on_record_there_is_no_number_and_the_answer_says_so():
    answer = brought_in(practised("w1", "decontamination", "2026-01-06"))
    assert (answer.outcome, answer.supervisors, answer.supervised_episodes) == (CANNOT_TELL, None, None)
    assert "No supervised practice is on record" in answer.says


def test_a_tally_says_nothing_of_supervision():
    answer = brought_in(seen("2026-01-20", count=12))
    assert (answer.supervisors, answer.tallies) == (None, 1)
    assert "only tallies" in answer.says


def test_a_supervisor_nobody_named_is_no_number_of_people():
    nameless = practised("w1", "decontamination", "2026-01-06", supervision="direct")
    answer = brought_in(nameless)
    assert (answer.supervisors, answer.supervised_episodes, answer.unnamed) == (None, 1, 1)
    assert "by whom is not on record" in answer.says
    assert brought_in(nameless, seen("2026-01-07")).supervisors == 1


def test_while_the_weeks_are_not_over_the_answer_says_so():
    answer = brought_in(seen(START), day="2026-01-20")
    assert (answer.complete, "not over yet" in answer.says) == (False, True)
    assert brought_in(seen(START), day="2026-02-01").complete


def test_a_site_that_says_how_long_newcomers_are_paired_is_judged_by_that():
    answer = brought_in(seen("2026-02-15"), site="site-7")
    assert (str(answer.until), answer.supervisors, answer.sources) == ("2026-02-15", 1, ("handbook",))


@pytest.mark.parametrize("programme", ["local-induction", "our-first-week"])
def test_the_induction_is_counted_in_days_from_the_start(programme):
    answer = brought_in(trained("w1", programme, "2026-01-12"), trained("w1", programme, "2026-02-12"))
    assert (answer.induction_days, str(answer.inducted_on)) == (7, "2026-01-12")
    assert brought_in(trained("w1", programme, START)).induction_days == 0


def test_an_induction_failed_or_attended_or_of_an_earlier_time_is_none():
    answer = brought_in(trained("w1", "local-induction", "2026-01-12", "attended"))
    assert answer.induction_days is None
    answer = brought_in(trained("w1", "local-induction", "2025-12-01"))
    assert answer.induction_days is None
    assert "only one of 1 December 2025, before the start" in answer.says


def test_a_buddy_stands_in_the_appointment():
    assert brought_in(buddy="w9").buddy == "w9"
    assert "Buddy w9" in brought_in(buddy="w9").says
    assert brought_in().buddy is None
    assert brought_in(buddy="w1").buddy is None, "nobody is their own buddy"


def test_a_buddy_is_an_id_of_somebody_and_is_taken_and_given_back_as_it_is():
    raw = {"kind": "appointment", "worker": "w1", "on": START, "site": "s", "tier": "t", "buddy": "9434765919"}
    made, warnings = parse_entry(raw)
    assert (made.buddy, plain(made), warnings) == ("9434765919", raw, [])


def test_a_return_after_a_gap_in_all_posts_is_a_new_start():
    gone = [post("w1", on="2020-01-06", id="old"), left("w1", "2025-12-31")]
    answer = brought_in(*gone, trained("w1", "local-induction", "2020-01-07"), seen("2026-01-06"))
    assert (str(answer.started), answer.supervisors, answer.induction_days) == (START, 1, None)


def test_a_change_of_post_without_a_gap_is_no_start():
    staff = [
        post("w1", on="2024-01-08", until="2025-12-31"), post("w1", on="2026-01-01", post="second"),
        post("w1", on="2026-02-01", post="second", site="site-2", id="again"),
    ]  # fmt: skip
    answer = department(staff).continuity("w1")
    assert str(answer.started) == "2024-01-08"
    apart = [post("w1", on="2024-01-08", until="2025-12-30"), *staff[1:]]
    assert str(department(apart).continuity("w1").started) == "2026-01-01"


def test_a_start_still_to_come_is_none_yet():
    staff = [post("w1", on="2024-01-08"), left("w1", "2025-06-30"), post("w1", on="2026-04-01", id="next")]
    assert str(department(staff).continuity("w1").started) == "2024-01-08"


def test_of_somebody_never_appointed_nothing_can_be_told():
    answer = department([seen("2026-01-06")]).continuity("w1")
    assert (answer.outcome, answer.started, answer.supervisors) == (CANNOT_TELL, None, None)


# -- everybody who started lately --------------------------------------------------------------------------------


def newcomers(number):
    for i in range(number):
        yield post(f"w{i}", on=START, buddy="a1" if i else None)
        yield from (watched(f"w{i}", "decontamination", "2026-01-06", f"a{n}") for n in range(i))


def test_the_median_of_those_it_is_known_of_and_who_lacks_what():
    staff = [*newcomers(4), trained("w2", "local-induction", "2026-01-15"), post("late", on="2026-02-20", buddy="a1"),
             watched("late", "decontamination", "2026-02-20")]  # fmt: skip
    answer = department(staff).newcomers()
    assert [one.worker for one in answer.newcomers] == ["w0", "w1", "w2", "w3", "late"]
    assert (answer.median_supervisors, answer.median_supervisors_of) == (2.0, 3), "the weeks of one are not over"
    assert answer.median_induction_days == 10
    assert answer.no_buddy == ("w0",)
    assert answer.no_supervised_practice == ("w0",)
    assert answer.no_induction == ("w0", "w1", "w3", "late")
    assert "5 people started between 2 March 2025 and 1 March 2026" in answer.says


def test_who_started_within_the_time_is_counted_from_the_day_after_its_corresponding_date():
    staff = [post("w1", on="2025-03-01"), post("w2", on="2025-03-02"), post("w3", on="2026-03-01")]
    assert [one.worker for one in department(staff).newcomers().newcomers] == ["w2", "w3"]
    short = department(staff).newcomers(started_within=Length(days=1))
    assert [one.worker for one in short.newcomers] == ["w3"]


def test_where_nobody_started_the_answer_is_one_sentence():
    answer = department([post("w1", on="2020-01-01")]).newcomers()
    assert (answer.outcome, answer.newcomers, answer.median_supervisors) == (CANNOT_TELL, (), None)
    assert answer.says.startswith("Nobody started between")


def test_what_happens_after_the_day_changes_nothing():
    staff = [post("w1", on=START), seen("2026-01-06")]
    later = [seen("2026-01-25", "a9"), trained("w1", "local-induction", "2026-01-25"),
             entry("leaving", "2026-01-26", worker="w1")]  # fmt: skip
    before, after = (department(each, "2026-01-20").continuity("w1") for each in (staff, [*staff, *later]))
    assert before.to_json() == after.to_json()
