"""How long what is on record is kept: by the rules of the catalogue, the longest that fits, and by no other."""

import pytest

from sw_competency.testing.builders import (
    appointed,
    catalogue_of,
    corrected,
    entry,
    left,
    registered,
    signed_off,
    tracker_of,
    trained,
)

RULES = """
[source.policy]
title = "Our policy on records"

[tier.senior-clinical-support-worker]
title = "Senior"
band = 3
rank = 2
source = ["policy"]

[programme.fire]
title = "Fire"
source = ["policy"]

[programme.lifting]
title = "Lifting"
source = ["policy"]

[retention.posts]
title = "Posts"
kinds = ["appointment", "leaving", "registration"]
keep_for = "P6Y"
authority = "local"
source = ["policy"]

[retention.training]
title = "Training"
kinds = ["training"]
keep_for = "P2Y"
counted_from = "entry"
authority = "local"
source = ["policy"]

[retention.fire]
title = "Fire training"
kinds = ["training"]
programmes = ["fire"]
keep_for = "P10Y"
counted_from = "entry"
authority = "statute"
source = ["policy"]

[retention.signed]
title = "Sign-offs"
kinds = ["sign-off"]
keep_for = "P1Y"
until_age = 75
authority = "placeholder"
source = ["policy"]
"""
CATALOGUE = catalogue_of(RULES)
POST, GONE = appointed("w1", "2010-01-01"), left("w1", "2012-03-31")


def kept(entries, day, worker="w1", catalogue=CATALOGUE):
    answer = tracker_of(entries, catalogue).at(day).retention(worker)
    return answer, {one.rule: (one.state, one.until and one.until.isoformat()) for one in answer.kept}


def test_what_is_counted_from_leaving_is_due_the_day_after_its_last():
    assert kept([POST, GONE], "2018-03-31")[1] == {"posts": ("kept", "2018-03-31")}
    answer, told = kept([POST, GONE], "2018-04-01")
    assert told == {"posts": ("due", "2018-03-31")}
    assert (answer.outcome.value, answer.due, len(answer.entries)) == ("not-met", ("w1",), 2)
    assert answer.says == "2 entries about one person are due for disposal"
    assert "by local policy (Our policy on records)" in answer.kept[0].says


def test_the_longest_of_several_rules_holds():
    entries = [POST, GONE, trained("w1", "fire", "2011-01-01"), trained("w1", "lifting", "2011-01-01")]
    assert kept(entries, "2015-01-01")[1] == {
        "posts": ("kept", "2018-03-31"), "fire": ("kept", "2021-01-01"), "training": ("due", "2013-01-01"),
    }  # fmt: skip


def test_while_somebody_is_in_post_nothing_of_theirs_is_due():
    _, told = kept([POST, trained("w1", "lifting", "2011-01-01")], "2040-01-01")
    assert told == {"posts": ("kept", None), "training": ("kept", None)}
    back = [POST, GONE, appointed("w1", "2016-01-01"), trained("w1", "lifting", "2011-01-01")]
    assert {state for state, _ in kept(back, "2040-01-01")[1].values()} == {"kept"}
    ahead = [POST, left("w1", "2015-06-30", recorded_at="2012-01-01T00:00:00Z"), trained("w1", "lifting", "2011-01-01")]
    assert kept(ahead, "2014-01-01")[1]["training"] == ("kept", "2015-06-30")


def test_a_birthday_that_is_not_known_here_leaves_it_untold_after_the_length():
    entries = [POST, GONE, signed_off("w1", "x", "2011-01-01")]
    assert kept(entries, "2013-03-31")[1]["signed"] == ("kept", "2013-03-31")
    answer, told = kept(entries, "2013-04-01")
    assert told["signed"] == ("cannot-tell", "2013-03-31")
    one = next(one for one in answer.kept if one.rule == "signed")
    assert "whether the birthday of 75 is past is not known here" in one.says
    assert "by a local default to be confirmed" in one.says
    assert "retention.signed.keep_for" in one.placeholders


def test_a_correction_is_kept_as_long_as_what_it_puts_right():
    fire = trained("w1", "fire", "2011-01-01", id="t1")
    once = corrected(fire, "2011-02-01", id="c1")
    twice = corrected(once, "2011-03-01", id="c2")
    answer, _ = kept([POST, GONE, fire, once, twice], "2015-01-01")
    assert set(next(one for one in answer.kept if one.rule == "fire").entries) == {"t1", "c1", "c2"}


def test_what_no_rule_is_about_is_never_due():
    answer, told = kept([POST, GONE, entry("absence", "2011-01-01", worker="w1", reason="sickness")], "2090-01-01")
    assert told[None] == ("no-rule", None)
    assert "for 1 entries no rule says" in answer.says or "for one entry no rule says" in answer.says
    nothing = catalogue_of('[source.x]\ntitle = "X"\n')
    assert set(kept([POST, GONE], "2090-01-01", catalogue=nothing)[1]) == {None}


def test_of_whom_no_post_is_on_record_it_cannot_be_told():
    _, told = kept([registered("a1")], "2090-01-01", "a1")
    assert told == {"posts": ("cannot-tell", None)}


def test_everybody_of_whom_something_is_due_is_named_with_the_sources():
    entries = [POST, GONE, appointed("w2", "2010-01-01"), trained("w3", "lifting", "2010-01-01")]
    answer = tracker_of(entries, CATALOGUE).at("2020-01-01").retention()
    assert answer.due == ("w1", "w3")
    assert {one.worker for one in answer.kept} == {"w1", "w3"}
    assert answer.sources == ("policy",)
    [table] = answer.tables()
    assert {row[-1] for row in table.rows} == {"policy"}


@pytest.mark.parametrize(("written", "says"), [
    ('kinds = ["trainig"]', "there is no kind of entry 'trainig'; did you mean 'training'?"),
    ('kinds = ["training"]\nprogrammes = ["fyre"]', "fyre"),
    ('kinds = ["training"]\nuntil_age = 750', "750"),
])  # fmt: skip
def test_a_slip_in_a_rule_is_told_with_its_place(written, says):
    from sw_competency.errors import CatalogueError

    rule = f'[retention.x]\ntitle = "X"\n{written}\nkeep_for = "P1Y"\nauthority = "local"\nsource = ["policy"]\n'
    with pytest.raises(CatalogueError, match=r"retention\.x") as caught:
        catalogue_of(RULES + rule)
    assert says in str(caught.value)


def test_nothing_shipped_claims_to_be_published():
    from sw_competency import shipped

    rules = shipped().retentions.values()
    assert rules
    assert {rule.stands_behind("keep_for") for rule in rules} == {"placeholder"}
