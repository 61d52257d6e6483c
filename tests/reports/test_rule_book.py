"""The rule book: everything a catalogue says on a day, needing no records."""

import os
import re
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from sw_competency import MemoryStore, Tracker, load, read_layer, version
from sw_competency.catalogue import shipped
from sw_competency.errors import ReportError
from sw_competency.reports import Asked, needs_records, write
from tests.reports.test_browser import CHROMIUM, title_at
from tests.reports.test_pages import GOLDEN, _Outline

HERE = Path(__file__).parent
DAY = date(2026, 3, 10)


def book(form="html", catalogue=None, day=DAY, **more):
    held = catalogue or load(
        read_layer(HERE / "catalogue.toml"), read_layer(HERE / "rule_book.toml"), over_shipped=False
    )
    questions = Tracker(MemoryStore(), held).at(day, datetime(2026, 3, 10, 12, tzinfo=UTC))
    return write("rule-book", Asked(questions=questions, **more), form).decode()


@pytest.mark.parametrize("form", ["html", "md"])
def test_golden_rule_book(form, monkeypatch):
    """A rule book over a fixed catalogue and day stays as it is; SWC_UPDATE_GOLDEN=1 writes it anew."""
    monkeypatch.setattr(version, "__version__", "1.0.0")
    made, file = book(form), GOLDEN / f"rule_book.{form}"
    if os.environ.get("SWC_UPDATE_GOLDEN"):
        file.write_text(made, encoding="utf-8")
    assert made == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("catalogue", [None, shipped()], ids=["sample", "shipped"])
def test_the_page_is_whole_and_offline(catalogue):
    """One heading of the first rank, ranks in order, no id twice, every table with its caption and scopes."""
    text = book(catalogue=catalogue)
    outline = _Outline()
    outline.feed(text)
    assert outline.tags["h1"] == 1
    assert outline.lang == "en-GB"
    assert [i for i, n in outline.ids.items() if n > 1] == []
    assert [one for one in outline.labels if one not in outline.ids] == []
    assert [one for one in re.findall(r'href="#([^"]+)"', text) if one not in outline.ids] == []
    assert outline.fetched == []
    assert outline.tags["script"] == 0
    assert outline.tags["caption"] == outline.tags["table"]
    assert len(re.findall(r"<th(?![^>]*scope=)[ >]", text)) == 0
    ranks = [int(rank) for rank in re.findall(r"<h([1-6])", text)]
    assert all(later - earlier <= 1 for earlier, later in pairwise(ranks))


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_window(width, tmp_path):
    page = tmp_path / "rule-book.html"
    page.write_text(book(catalogue=shipped()), "utf-8")
    seen, window = map(int, re.search(r"wide:(\d+)/(\d+)", title_at(page, width, tmp_path)).groups())
    assert seen <= window + 1


def test_hostile_titles_stay_text():
    html, md = book(), book("md")
    assert "<i>hospital" not in html
    assert "<b>ours" not in html
    assert 'href="https://example.org/a%28b%29%20c"' in html
    assert "](https://example.org/a%28b%29%20c)" in md
    assert "[x](javascript" not in md
    tables = [block for block in md.split("\n\n") if block.startswith("|")]
    assert tables
    for table in tables:
        assert len({len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}) == 1, table


def test_everything_of_the_catalogue_stands_in_it():
    text, held = book("md", shipped()), shipped()
    names = [
        *held.tiers, *held.modalities, *held.rules, *held.competencies, *held.programmes, *held.required,
        *held.acceptances, *held.recalls, *held.sources,
    ]  # fmt: skip
    assert [name for name in names if f"`{name}`" not in text] == []
    for one in held.crosswalks.values():
        assert f"### {one.title}" in text


def test_a_number_nobody_published_is_marked():
    text = book("md")
    cannulation = text.split("#### Cannulation\n")[1].split("####")[0]
    assert "- **A sign-off asks for** †:" in cannulation
    assert "- **A sign-off lasts** †: 1 year" in cannulation
    screening = text.split("#### MR screening\n")[1].split("####")[0]
    assert "- **A sign-off lasts**:\n  - 2 years, by the numbers of its own day\n" in screening


def test_what_comes_is_told_with_its_day():
    text = book("md")
    assert "- **A sign-off lasts, from 1 January 2027** †: 1 year" in text
    assert "- **A sign-off asks for, from 1 January 2028**: An assessor in the role MR responsible person" in text
    assert "A task to come (later), from 1 January 2030; A task withdrawn (gone), withdrawn on 1 January 2020" in text
    assert "not yet in force: from 1 January 2031" in text
    assert "- **Asks for, from 1 January 2029** †:" in text


def test_the_day_decides_what_is_in_force():
    text = book("md", day=date(2029, 6, 1))
    assert "- **A sign-off lasts** †: 1 year" in text.split("#### MR screening\n")[1].split("####")[0]
    assert "from 1 January 2027" not in text


def test_what_a_site_has_its_own_way_stands_beside_what_it_lacks():
    there = book("md").split("## What differs between sites")[1].split("\n## ")[0]
    assert "- **A sign-off lasts**: 1 year" in there.split("#### Stock at")[1].split("####")[0]
    assert "- **Current whenever it is done**: nothing, unlike elsewhere" in there.split("#### Cannulation at")[1]
    assert "- **Lasts**: 2 years" in there.split("#### Life support at")[1]
    assert "Nothing differs at Second hospital (site-2)." in there
    assert "Rules of its own: A rule to come." in there


def test_a_worker_is_not_asked_for():
    assert not needs_records("rule-book")
    assert needs_records("progression")
    with pytest.raises(ReportError, match="leave --worker out"):
        book(worker="w1")
