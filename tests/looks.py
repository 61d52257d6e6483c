"""Look at each screen and page of ugly departments: `python -m tests.looks FOLDER [DEPARTMENT ...]` keeps what is seen.

Axe (WCAG 2.2 AA) and the HTML checker of the W3C judge each; pictures of them are there to be looked at.
"""

import json
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import attrs

from sw_competency import Tracker, reports
from sw_competency.web import Account, Role, app
from tests.ugly import ugly

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHECKER = Path(sys.prefix) / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
MADE = {
    "ugly": lambda: ugly(300), "some": lambda: ugly(9), "lapsed": lambda: ugly(12, lapsed=True),
    "nobody": lambda: ugly(0),
}  # fmt: skip
WHO, TASK, RULE = "u0000", "iv-cannulation", "band-2-to-3-competencies"
SCREENS = (
    "/", f"/?worker={WHO}&task={TASK}", f"/people/{WHO}", "/people/u0001", "/people/u0002", "/log",
    f"/log?worker={WHO}",
    "/confirm", "/matrix", "/matrix?everything=yes&site=site-2", "/sign-off", f"/sign-off/{TASK}/{WHO}",
    f"/sign-off/several?competency={TASK}&everything=yes", "/calendar", "/calendar?by=person&weeks=200", "/ask",
    f"/ask/cover?task={TASK}&weeks=20", "/ask/variation?asked=yes", f"/ask/progress?worker={WHO}",
    f"/ask/rebanding?worker={WHO}&rule={RULE}", f"/ask/path?worker={WHO}&to=senior-clinical-support-worker",
    "/ask/matrix?asked=yes&site=site-2", "/find?q=a", "/papers", "/our-rules", "/what-if", "/rebanding", "/inspector",
    "/bring-in", "/nothing",
)  # fmt: skip
_ASKED = {"worker": WHO, "people": WHO, "competency": TASK, "competencies": TASK, "rule": RULE, "site": "site-2"}


@attrs.frozen
class Mode:
    """One way to look: how wide, how large a pixel is, and what a browser is told of taste and paper."""

    width: int
    scale: float = 1
    scheme: str = "light"
    media: str = "screen"
    grey: bool = False


MODES = {
    "phone": Mode(390), "desk": Mode(1280), "dark": Mode(1280, scheme="dark"), "zoom": Mode(640, scale=2),
    "grey": Mode(1280, grey=True), "a3": Mode(1587, media="print"),
}  # fmt: skip


def addresses() -> tuple[str, ...]:
    """Return every screen, and every page that is printed as it stands in a browser."""
    papers = (
        "&".join([f"/papers/{one['name']}?format=html", *(f"{name}={_ASKED.get(name, '')}" for name in one["needs"])])
        for one in reports.listing() if "html" in one["formats"]
    )  # fmt: skip
    return (*SCREENS, *papers)


@contextmanager
def served(tracker: Tracker) -> Iterator[tuple[str, str]]:
    """Serve a department; give where, and an address that signs an educator in once."""
    import uvicorn

    pages, listening = app(tracker), socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(pages, log_level="error", lifespan="off"))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    running.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    token = pages.state.sessions.invite(Account("a1", (Role.EDUCATOR,)))
    try:
        yield address, f"{address}/enter?token={token}"
    finally:
        server.should_exit = True
        running.join()
        listening.close()


@contextmanager
def looking(browser, mode: Mode, invited: str):
    """Open a page of a browser in which somebody is signed in."""
    context = browser.new_context(
        viewport={"width": mode.width, "height": 900}, device_scale_factor=mode.scale, color_scheme=mode.scheme
    )
    page = context.new_page()
    page.goto(invited)
    page.emulate_media(media=mode.media, color_scheme=mode.scheme)
    if mode.grey:
        told = context.new_cdp_session(page)
        told.send("Emulation.setEmulatedVisionDeficiency", {"type": "achromatopsia"})
    yield page
    context.close()


def judged(page, axe, mode: Mode) -> Iterator[str]:
    """Say what is wrong with what a page shows: what axe finds, and whether it is wider than the window."""
    for one in axe.run(page, options=AXE).response["violations"]:
        yield f"{one['id']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
    seen = page.evaluate("document.documentElement.scrollWidth")
    if seen > mode.width and mode.media == "screen":
        yield f"wider than the window: {seen} of {mode.width}"


def checked(pages: dict[str, str], folder: Path) -> list[str]:
    """Say what the HTML checker finds in pages, by address."""
    files = {}
    for number, (address, html) in enumerate(pages.items()):
        files[(folder / f"{number}.html").as_uri().replace("file:///", "file:/")] = address
        (folder / f"{number}.html").write_text(html, "utf-8", "replace")
    command = ["java", "-jar", str(CHECKER), "--format", "json", *map(str, sorted(folder.glob("*.html")))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [f"{files.get(one.get('url', ''), one.get('url'))}: {one['message']} | {one.get('extract', '')[:120]}"
            for one in json.loads(done.stderr)["messages"]]  # fmt: skip


def main(folder: Path, departments: list[str]) -> int:
    """Look at departments in every way; say what is wrong, and keep what was seen."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    wrong = 0
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for department in departments or MADE:
            with served(MADE[department]()) as (address, invited), looking(browser, MODES["desk"], invited) as kept:
                storage = kept.context.storage_state()
                for name, mode in MODES.items():
                    (place := folder / department / name).mkdir(parents=True, exist_ok=True)
                    with looking(browser, mode, address) as page:
                        page.context.add_cookies(storage["cookies"])
                        for number, path in enumerate(addresses()):
                            page.goto(address + path)
                            for says in judged(page, Axe(), mode):
                                wrong += 1
                                print(department, name, path, says, flush=True)  # noqa: T201 - it is a command
                            page.screenshot(path=place / f"{number:02}.png", full_page=True)
                pages = {path: kept.request.get(address + path).text() for path in addresses()}
                (place := folder / department / "html").mkdir(exist_ok=True)
                for says in checked(pages, place) if CHECKER.is_file() else ():
                    wrong += 1
                    print(department, "html", says, flush=True)  # noqa: T201 - it is a command
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
