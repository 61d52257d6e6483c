"""Posts of people who have none on record: from columns of band, site and first day, asked about once."""

import pytest

from sw_competency import Tracker, load
from sw_competency.catalogue import layer_of
from sw_competency.errors import PlanError
from sw_competency.intake.words import POSTS
from sw_competency.model import as_known
from sw_competency.stores import MemoryStore

from .mending import LAST_CHANGED, intake_of, kept, looked_at, mended

TABLE = """Name,Staff No,Band,Site,Start date,Chaperoning
Amina Okafor,22014567,3,North,04/03/2024,13/03/2025
Bethan Price,22014568,Band 2,north,01/09/2025,
Chidi Eze,22014569,2,,01/09/2025,13/03/2025
Dilys Hughes,22014570,2,North,01/09/2029,13/03/2025
Ewan Pugh,22014571,2,North,n/k,13/03/2025
"""
NORTH = layer_of(
    {"site": {"north": {"title": "North", "authority": "local", "source": ["policy"]}},
     "source": {"policy": {"title": "Our policy (made up)"}}}, "ours",
)  # fmt: skip
SENIOR, JUNIOR = "senior-clinical-support-worker", "clinical-support-worker"


@pytest.fixture
def tracker():
    return Tracker(MemoryStore(), load(NORTH), clock=lambda: LAST_CHANGED)


@pytest.fixture
def path(tmp_path):
    (tmp_path / "m.csv").write_text(TABLE, "utf-8")
    return kept(tmp_path / "m.csv")


def posts(tracker):
    every = [one for who in tracker.workers() for one in as_known(tracker.entries(who), None)]
    return {one.worker: (str(one.on), one.site, one.tier) for one in every if one.kind == "appointment"}


def whole(tracker, path, plan=None):
    """The plan, each of its questions answered as it proposes, as often as more are asked."""
    for _ in range(4):
        plan = mended(looked_at(tracker, path, plan).plan)
    return plan


def test_whether_posts_come_of_it_is_asked_once_and_then_which_tier_a_band_is(tracker, path):
    first = looked_at(tracker, path)
    assert [one.line for one in first.questions if one.line in {"posts", "3", "Band 2"}] == ["posts"]
    then = looked_at(tracker, path, first.plan.replace('posts = "? yes"', 'posts = "yes"'))
    asked = [(one.where, one.line) for one in then.questions]
    assert ("bands", "3") in asked
    assert ("sites", "North") not in asked  # the catalogue knows it
    assert f'"3" = "? {SENIOR}"' in then.plan


def test_posts_are_put_on_record_where_none_is(tracker, path):
    tracker.append([
        {"kind": "appointment", "worker": "22014567", "on": "2020-01-06", "site": "south", "tier": JUNIOR},
        {"kind": "person", "worker": "22014567", "name": "Amina Okafor"},
    ])  # fmt: skip
    done = tracker.bring_in(intake_of(tracker, path, whole(tracker, path)), "m1")
    assert posts(tracker) == {
        "22014567": ("2020-01-06", "south", JUNIOR), "22014568": ("2025-09-01", "north", JUNIOR),
    }  # fmt: skip
    assert done.already_there == 1
    assert "22014568" not in "".join(done.warnings)
    assert tracker.at("2026-10-03").may("22014568", "chaperoning").asked.worker == "22014568"


def test_why_no_post_comes_of_a_row_stands_in_its_cells(tracker, path):
    cells = {one.cell: one for one in looked_at(tracker, path, whole(tracker, path)).cells}
    for cell, says in (("C4", "site is blank"), ("E5", "no day on which a post"), ("E6", "no day on which a post")):
        assert (cells[cell].state, says in cells[cell].says) == ("left-out", True), cells[cell]
    assert cells["D3"].says.endswith("one is on record: Clinical support worker at North since 1 September 2025")
    assert cells["F4"].state == "taken"  # what else the row says is taken


def test_a_batch_with_posts_is_undone_and_brought_in_again(tracker, path):
    plan = whole(tracker, path)
    done = tracker.bring_in(intake_of(tracker, path, plan), "m1")
    assert len(posts(tracker)) == 2
    assert tracker.bring_in(intake_of(tracker, path, plan), "m1").appended == 0
    tracker.undo_batch(done.batch, "The wrong file", "m1")
    assert posts(tracker) == {}
    assert tracker.bring_in(intake_of(tracker, path, plan), "m1").appended == done.appended
    assert len(posts(tracker)) == 2


@pytest.mark.parametrize(("old", "new"), [
    ('posts = "yes"', 'posts = "left out"'), ('"Band" = "band"', '"Band" = "ignored"'),
    ('"3" = "senior-clinical-support-worker"', '"3" = "left out"'),
])  # fmt: skip
def test_what_the_plan_leaves_out_makes_no_post(old, new, tracker, path):
    plan = whole(tracker, path)
    assert old in plan
    tracker.bring_in(intake_of(tracker, path, plan.replace(old, new)), "m1")
    assert "22014567" not in posts(tracker)


OURS = {"band": "Band", "site": "Site", "started": "Start date"}


@pytest.mark.parametrize(("word", "part"), POSTS.items())
def test_each_word_that_a_column_of_a_post_is_called_by_is_known(word, part, tracker, path):
    path.write_text(TABLE.replace(OURS[part], word.title()), "utf-8")
    assert f'"{word.title()}" = "{part}"' in looked_at(tracker, kept(path)).plan


@pytest.mark.parametrize("heading", ["Band", "Site", "Start date"])
def test_where_one_of_the_three_columns_is_lacking_nothing_is_asked(heading, tracker, path):
    path.write_text(TABLE.replace(heading, "Compliance"), "utf-8")
    answer = looked_at(tracker, kept(path))
    assert "posts" not in answer.plan
    assert '"ignored"' in answer.plan


@pytest.mark.parametrize("authority", ["local", "placeholder"])
def test_of_several_tiers_of_a_band_the_one_with_most_authority_is_proposed(authority, path):
    apprentice = {"title": "Apprentice", "band": 2, "rank": 0, "authority": authority, "source": ["policy"]}
    policy = {"policy": {"title": "Our policy (made up)"}}
    of_ours = layer_of({"tier": {"apprentice": apprentice}, "source": policy}, "ours too")
    tracker = Tracker(MemoryStore(), load(NORTH, of_ours), clock=lambda: LAST_CHANGED)
    assert f'"2" = "{JUNIOR}"' in whole(tracker, path)


def test_a_tier_that_nobody_knows_is_said(tracker, path):
    plan = whole(tracker, path).replace(f'"3" = "{SENIOR}"', '"3" = "band three"')
    with pytest.raises(PlanError, match="no tier 'band three'"):
        looked_at(tracker, path, plan)


def test_a_site_that_the_catalogue_does_not_name_is_asked_about(tracker, path):
    path.write_text(TABLE.replace("North", "Soth").replace("north", "Soth"), "utf-8")
    asked = looked_at(tracker, kept(path), looked_at(tracker, path).plan.replace('posts = "? yes"', 'posts = "yes"'))
    assert [one.line for one in asked.questions if one.where == "sites"] == ["Soth"]
