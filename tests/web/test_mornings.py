"""What people do with the pages of a morning, in a real browser: by keyboard alone, on a phone, without JavaScript."""

import re

import pytest

from sw_competency import MemoryStore, Tracker, load, read_layer
from sw_competency.web import Role, app
from tests.web.conftest import ENTRIES, Clock, serving

PHONE = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    """A folder for rules of the site's own."""
    folder = tmp_path_factory.mktemp("our-rules")
    (folder / "our-rules.toml").touch()
    return folder


@pytest.fixture(scope="module")
def served(rules):
    """The pages, served, and how to be invited to them."""
    tracker = Tracker(MemoryStore(), load(read_layer(rules)), clock=Clock())
    tracker.append(ENTRIES, "a1")
    with serving(app(tracker, rules=rules)) as found:
        yield found


@pytest.fixture
def come(served, chromium):
    """Sign somebody in, in a window of their own without JavaScript; all windows are closed in the end."""
    opened = []

    def enter(id_, *roles, **window):
        context = chromium.new_context(java_script_enabled=False, **window)
        opened.append(context)
        page = context.new_page()
        page.goto(served[1](id_, *roles))
        return page

    yield enter
    for context in opened:
        context.close()


def tab_to(page, selector):
    """Press Tab until something has the focus; whoever has no mouse gets there so, or not at all."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"{selector} cannot be reached by keyboard")


def test_a_morning_three_questions_are_answered_by_keyboard_alone(come):
    page = come("a1")
    tab_to(page, "#worker")
    page.keyboard.type("Amina Okafor")
    tab_to(page, "#task")
    page.keyboard.type("Assisting in the CT")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"worker=Amina"))
    assert "Amina Okafor" in page.inner_text(".answer")
    cover = page.inner_text("section[aria-labelledby=cover]")
    assert ("Assisting in the CT room" in cover, "one person" in cover) == (True, True)
    tab_to(page, "nav a[href='/calendar']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/calendar")
    assert "30 April 2026" in page.inner_text("main") or "May 2026" in page.inner_text("main")


def test_a_request_is_rejected_mended_and_granted(come):
    learner, assessor = come("w1", Role.LEARNER, viewport=PHONE), come("a1", Role.ASSESSOR)

    def ask():
        learner.click("nav >> text=Ask to be signed off")
        learner.get_by_label("What?").select_option("buddying")
        learner.get_by_label("Whom do you ask?").select_option("a1")
        learner.locator("form.writes button", has_text="Ask").first.click()
        assert "Asked:" in learner.inner_text("[role=status]")

    ask()
    assessor.click("nav >> text=Today")
    assessor.locator("#requests ~ ul summary", has_text="Not yet").click()
    assessor.get_by_label("Why not").fill("Two more with the new rota")
    assessor.click("text=Do not sign off yet")
    assert "with the reason" in assessor.inner_text("[role=status]")
    learner.reload()
    assert "Two more with the new rota" in learner.inner_text("main")
    ask()
    assessor.click("nav >> text=Today")
    assessor.locator("#requests ~ ul a[href^='/sign-off/']").click()
    assessor.locator("form.writes button", has_text="Sign off").first.click()
    assert "Signed off" in assessor.inner_text("[role=status]")
    learner.reload()
    assert "confirmed" in learner.inner_text("main")
    assert learner.locator("text=Take it back").count() == 0


def test_a_rule_is_tried_saved_and_undone_on_a_phone(come, rules):
    page = come("a1", viewport=PHONE)
    page.click("nav >> text=Our rules")
    page.get_by_label("Which?").fill("ct room lasts")
    page.locator("main button", has_text="Show").click()
    page.wait_for_url(re.compile(r"q=ct"))
    page.click("text=a sign-off lasts 1 year")
    page.get_by_label("Expires after").fill("6 months")
    page.get_by_label("Where it is written").fill("Policy CT-2, version 4")
    page.get_by_label("Who decided").fill("The training group")
    page.click("text=What would change?")
    assert "1 person loses" in page.inner_text("main")
    assert (rules / "our-rules.toml").read_text("utf-8") == ""
    page.click("text=Save it as our rule")
    assert "Saved as your rule" in page.inner_text("[role=status]")
    page.click("text=All our rules")
    assert "Policy CT-2, version 4" in page.inner_text("main")
    page.click("text=Undo the last change")
    assert (rules / "our-rules.toml").read_text("utf-8") == ""


def test_an_absence_is_tried_and_nothing_is_saved(come):
    page = come("a1", viewport=PHONE)
    page.click("nav >> text=What happens if")
    page.get_by_label("Who", exact=True).fill("Amina Okafor")
    page.get_by_label("From which day").fill("2026-03-09")
    page.click("text=What would change?")
    assert "Assisting in the CT room at site-1: nobody else can." in page.inner_text("main")
    assert "nothing is saved" in page.inner_text("main").casefold()
