"""Work done in a real browser, from the first page to what is on record: with JavaScript and without, by keyboard."""

import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.web import Role, app
from tests.web.conftest import ENTRIES, Clock, serving

FIVE = ["Ana Curlew", "Ben Dunlin", "Cara Egret", "Dan Fulmar", "Eve Godwit"]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])



@pytest.fixture
def tracker():
    made = Tracker(MemoryStore(), clock=Clock())
    post = {"kind": "appointment", "on": "2024-01-08", "site": "site-1", "tier": "clinical-support-worker"}
    people = [{"kind": "person", "worker": f"n{n}", "name": name} for n, name in enumerate(FIVE)]
    made.append([*ENTRIES, *({**post, "worker": one["worker"]} for one in people), *people], "a1")
    return made


@pytest.fixture
def opened(tracker, chromium, scripts):
    """A browser at the first page of somebody: `opened("a1", Role.EDUCATOR)`."""
    with serving(app(tracker)) as (_, invited):
        context = chromium.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.set_default_timeout(10_000)

        def enter(id_, *roles):
            page.goto(invited(id_, *roles))
            return page

        yield enter
        context.close()


@SCRIPTS
def test_five_people_are_signed_off_in_one_form(opened, tracker):
    page = opened("a1", Role.ASSESSOR)
    page.click("nav >> text=Sign off")
    page.select_option("#competency", label="Buddying new colleagues")
    page.click("text=What is still needed?")
    page.check("#everything")
    page.click("text=Show")
    for name in FIVE:
        page.check(f"text={name}")
    page.fill("#note", "Watched on a list")
    page.click("text=Sign off those ticked")
    told = page.inner_text("[role=status]")
    assert all(name in told for name in FIVE)
    page.reload()
    signed = [one for n in range(5) for one in tracker.entries(f"n{n}") if one.kind == "sign-off"]
    assert [(one.assessor, one.note) for one in signed] == [("a1", "Watched on a list")] * 5


@pytest.mark.parametrize("scripts", [False], ids=["no-scripts"])
def test_five_people_are_signed_off_by_keyboard_alone(opened, tracker):
    page = opened("a1", Role.ASSESSOR)
    page.goto(page.url + "sign-off/several?competency=buddying&everything=yes")
    ticked = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        here = page.locator(":focus")
        if not here.count():  # within a picker of days
            continue
        if (here.get_attribute("name") or "").startswith("tick:buddying:n"):
            page.keyboard.press("Space")
            ticked += 1
        elif here.inner_text() == "Sign off those ticked":
            page.keyboard.press("Enter")
            break
    page.wait_for_selector("[role=status]")
    assert ticked == len([one for n in range(5) for one in tracker.entries(f"n{n}") if one.kind == "sign-off"]) == 5


@SCRIPTS
def test_an_inspection_from_the_day_to_the_paper(opened):
    page = opened("w2", Role.INSPECTOR)
    assert page.url.endswith("/inspector")
    page.fill("#as_of", "2026-03-02")
    page.select_option("#competency", label="Assisting in the CT room")
    page.click("button:text-is('Look')")
    assert "Amina Okafor" in page.inner_text("main")
    with page.expect_download() as kept:
        page.click("text=Freeze as PDF")
    assert kept.value.path().read_bytes().startswith(b"%PDF")
    page.click("nav >> text=Matrix")
    assert "As of 2 March 2026" in page.inner_text("main")


@SCRIPTS
def test_a_pack_for_the_panel_from_the_list_to_the_paper(opened, tracker):
    done = {"kind": "practice", "worker": "n0", "competency": "iv-cannulation", "outcome": "successful"}
    tracker.append([{**done, "on": f"2025-0{month}-03"} for month in range(1, 9)], "a1")
    page = opened("a1", Role.EDUCATOR)
    page.click("nav >> text=Re-banding")
    page.click("section[aria-labelledby=met] tr:has-text('Ana Curlew') >> text=Panel pack")
    assert "Ana Curlew" in page.input_value("#worker")
    with page.expect_download() as kept:
        page.click("button:text('PDF')")
    assert kept.value.path().read_bytes().startswith(b"%PDF")
    page.click("button:text('Show the page')")
    assert "Ana Curlew" in page.inner_text("body")
