"""Fixed words in another language: ours and the site's own, never in what somebody wrote, never as markup."""

import re
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from sw_competency import MemoryStore, Tracker, load, read_layer
from sw_competency.catalogue.look import Look
from sw_competency.dates import MONTHS
from sw_competency.reports._render import environment, folder
from sw_competency.reports._words import FOLDER, Words, missing, words_of
from sw_competency.web import Account, Role, app

WELSH = words_of(Look(language="cy"))
RECORD = [
    {"kind": "appointment", "worker": "w1", "on": "2024-11-29", "site": "Today",
     "tier": "senior-clinical-support-worker", "title": "Next"},
    {"kind": "person", "worker": "w1", "name": "May Today"},
]  # fmt: skip


def tracker(tmp_path: Path, words: str = "") -> Tracker:
    (tmp_path / "look.toml").write_text(f'[look]\nlanguage = "cy"\n{words}')
    made = Tracker(MemoryStore(), load(read_layer(tmp_path / "look.toml")))
    made.append(RECORD)
    return made


def test_a_page_is_in_the_language_and_what_people_wrote_is_not(tmp_path: Path) -> None:
    page = tracker(tmp_path).report("progression", worker="w1", as_of="2026-03-02").decode()
    assert '<html lang="cy">' in page
    assert '<h2 id="next">Nesaf</h2>' in page
    assert "29 Tachwedd 2024" in page
    assert "<bdi>May Today</bdi>" in page
    assert "at Today" in page


def test_sentences_that_stay_english_are_marked_so(tmp_path: Path) -> None:
    """A screen reader reads them as English on a page in Welsh; an English page needs no such mark."""
    welsh = tracker(tmp_path)
    pages = [welsh.report(name, worker="w1") for name in ("progression", "supervision", "scope-statement")]
    assert all(b'<span lang="en-GB">' in page for page in pages)
    english = Tracker(MemoryStore(), load())
    english.append(RECORD)
    assert b'lang="en-GB">' not in english.report("supervision", worker="w1").replace(b'<html lang="en-GB">', b"")


def test_a_screen_is_in_the_language_too(tmp_path: Path) -> None:
    pages = app(tracker(tmp_path))
    client = TestClient(pages, base_url="http://localhost")
    client.get("/enter", params={"token": pages.state.sessions.invite(Account("a1", (Role.EDUCATOR,)))})
    page = client.get("/").text
    assert ">Heddiw</a>" in page
    assert 'aria-label="Sgriniau"' in page
    assert ">Chwilio</button>" in page


def test_a_sites_own_words_come_first_and_are_only_words(tmp_path: Path) -> None:
    own = '[look.words]\n"Next" = "<i> Wedyn {{ 7 * 7 }}"\n'
    page = tracker(tmp_path, own).report("progression", worker="w1").decode()
    assert ">&lt;i&gt; Wedyn {{ 7 * 7 }}<" in page


@pytest.mark.parametrize(("month", "welsh"), [(1, "Ionawr"), (5, "Mai"), (11, "Tachwedd"), (12, "Rhagfyr")])
def test_a_day_is_said_in_the_language(month: int, welsh: str) -> None:
    assert WELSH.said(date(2026, month, 9)) == f"9 {welsh} 2026"


@given(st.text())
def test_without_words_a_template_stays_as_it_is(text: str) -> None:
    assert Words({}).html(text) == text


@given(st.text(alphabet='<>"= abNext.'))
def test_words_leave_tags_as_they_are(text: str) -> None:
    """Whatever is cut where, what stands within a tag stays, but for the labels that are read aloud."""
    made = Words({"Next": "Nesaf", "a": "b"}).html(f"<p>{text}")
    assert made.count("<") == text.count("<") + 1
    assert made.count('"') == text.count('"')


def test_what_we_bring_is_whole(tmp_path: Path) -> None:
    """Every month, no empty word, no markup, each once; what has no word yet is listed, and is less than half."""
    read = tomllib.loads((FOLDER / "cy.toml").read_text(encoding="utf-8"))
    assert set(read["months"]) == set(MONTHS)
    assert all(one.strip() and not re.search(r"[<>{}]", one) for one in read["words"].values())
    lacking = missing(folder(), Look(language="cy"))
    assert not {*lacking} & {*read["words"]}
    assert len({*lacking}) == len(lacking)
    assert not {*missing(folder(), Look(language="cy", words={lacking[0]: "x"}))} & {lacking[0]}


@pytest.mark.parametrize("instant", ["2026-03-02T08:00:00Z", "2026-03-02T08:00:00.239181Z"])
def test_an_instant_is_read_in_words_and_stands_whole_beside_them(instant):
    made = environment(None, as_markdown=False)
    said = made.from_string('{% import "_macros.html.j2" as m %}{{ m.instant(text) }}').render(text=instant)
    assert said == f'<time datetime="2026-03-02T08:00:00Z" title="{instant}">2 March 2026, 08:00 UTC</time>'
