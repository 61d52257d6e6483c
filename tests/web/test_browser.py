"""The pages in a real browser: as wide as a phone and a desk, with axe, by keyboard, without JavaScript."""

import pytest

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="the extra 'browser' is not installed")

from sw_competency import MemoryStore, Tracker  # noqa: E402
from sw_competency.web import app  # noqa: E402
from tests.web.conftest import ENTRIES, Clock, serving  # noqa: E402

RULE = "competency.ct-room-assist.currency.2015-01-01.expires_after"
DECIDED = "&document=Policy+7&decided_by=The+training+group"
SCREENS = (
    "/", "/people/w1", "/people/w2", "/ask", "/ask/may?worker=w1&task=ct-room-assist", "/ask/reconcile", "/find?q=a",
    "/ask/due?asked=yes&weeks=60", "/nothing", "/?worker=w2&task=iv-cannulation&as_of=2026-01-02",
    "/matrix?everything=yes", "/calendar?weeks=200",
    "/log", "/log?worker=w1", "/confirm", "/sign-off", "/sign-off/iv-cannulation/w1",
    "/sign-off/several?competency=iv-cannulation&everything=yes", "/papers", "/papers/sign-off", "/rebanding",
    "/inspector", "/inspector?as_of=2026-03-01&competency=ct-room-assist",
    "/tour", "/papers/progression?format=html", "/papers/sign-off?worker=w1&competency=ct-room-assist&format=html",
    "/our-rules", "/our-rules/competency.iv-cannulation.sign_off.suggests", f"/our-rules/{RULE}?try=yes{DECIDED}&v=P1D",
    "/requests", "/requests?worker=w1", "/record", "/record?worker=w1&what=appointment",
    "/record?worker=w1&what=correction",
    "/what-if", "/what-if?change=catalogue", "/what-if?change=leaving&worker=w1&try=yes",
    "/bring-in",
)  # fmt: skip


@pytest.fixture(scope="module")
def served():
    """The pages, served, and how to be invited to them."""
    tracker = Tracker(MemoryStore(), clock=Clock())
    tracker.append(ENTRIES, "a1")
    with serving(app(tracker)) as found:
        yield found


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(served, chromium, width, scheme):
    address, invited = served
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page, told = context.new_page(), []
    page.on("console", lambda said: told.append(said.text))
    page.goto(invited())
    for path in SCREENS:
        page.goto(address + path)
        found = axe.Axe().run(page).response["violations"]
        assert not found, (path, [(one["id"], one["nodes"][0]["html"]) for one in found])
        for narrow in (width, width * 5 // 6):  # a smaller phone; a smaller window
            page.set_viewport_size({"width": narrow, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= narrow, (path, narrow)
        page.set_viewport_size({"width": width, "height": 800})
    assert not [one for one in told if "404" not in one]
    context.close()


def test_somebody_asks_by_keyboard_without_javascript(served, chromium):
    _, invited = served
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(invited())
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("amina ct room")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask/may?*")
    assert "Amina Okafor" in page.inner_text("#answer")
    page.click("text=Sign out")
    assert "signed out" in page.inner_text("main")
    context.close()


MATRIX = b"""Name,Staff No,IV Cannulation,BLS,ANTT
Chidi Eze,22014569,JT 12/03/25,01/02/2025,\xe2\x9c\x93
Dilys Hughes,22014570,In progress,31/02/2025,N/A
"""
DROP = """content => {
  const sent = new DataTransfer();
  sent.items.add(new File([content], "ct matrix.csv", {lastModified: Date.UTC(2026, 1, 1, 12)}));
  document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", {dataTransfer: sent, cancelable: true}));
}"""


@pytest.mark.parametrize("script", [True, False])
def test_a_table_is_brought_in_from_drop_to_undo(served, chromium, script, tmp_path):
    address, invited = served
    context = chromium.new_context(java_script_enabled=script, viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.goto(invited())
    page.goto(f"{address}/bring-in")
    if script:
        page.evaluate(DROP, MATRIX.decode())
        assert page.input_value("#day") == "2026-02-01"
    else:
        page.set_input_files("#file", {"name": "ct matrix.csv", "mimeType": "text/csv", "buffer": MATRIX})
        page.fill("#day", "2026-02-01")
    page.click("text=Look at it")
    page.get_by_label("“31/02/2025” means").select_option("left out")
    page.click("text=Take these answers")
    assert "no question is open" in page.inner_text(".lead")
    if script:
        assert not axe.Axe().run(page).response["violations"]
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("text=Put on record what is taken")
    assert "3 entries are on record now" in page.inner_text("[role=status]")
    page.locator("details", has_text="Undo").first.locator("summary").click()
    page.locator("text=Undo all of it").first.click()
    assert "Undone: 3 entries are void now" in page.inner_text("[role=status]")
    context.close()


def test_no_two_things_of_a_page_have_one_id(served, chromium):
    address, invited = served
    page = chromium.new_page()
    page.goto(invited())
    for path in SCREENS:
        page.goto(address + path)
        ids = page.eval_on_selector_all("[id]", "all => all.map(each => each.id)")
        twice = {one for one in ids if ids.count(one) > 1}
        assert not twice, (path, twice)
    page.close()
