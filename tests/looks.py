"""Look at each screen and page of the demo and of ugly departments, all or in part, and keep what is seen.

`python -m tests.looks FOLDER --department nobody --way phone --way grey --screen /people --screen /papers`

Axe (WCAG 2.2 AA) and the HTML checker of the W3C judge each; pictures of them are there to be looked at.
"""

import argparse
import json
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import attrs

from sw_competency import MemoryStore, Tracker, demo, reports
from sw_competency.web import Account, Role, app
from tests.ugly import ugly

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
CHECKER = Path(sys.prefix) / "vnu" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LONGEST = 8000  # pixels of a picture
LONGEST_WAIT = 600_000  # milliseconds for a page of hundreds of people, on a machine that has other work


def made_up() -> Tracker:
    """Return the department of the demo."""
    tracker = Tracker(MemoryStore(), demo.catalogue())
    tracker.store.append(list(demo.entries()))
    for person in demo.people():
        tracker.store.put_person(person)
    return tracker


MADE = {
    "demo": made_up, "ugly": lambda: ugly(300), "some": lambda: ugly(9), "lapsed": lambda: ugly(12, lapsed=True),
    "nobody": lambda: ugly(0),
}  # fmt: skip
IN_DEMO = {"u0000": "w101", "u0001": "w204", "u0002": "w302"}
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


def addresses(department: str = "ugly", parts: Sequence[str] = ()) -> tuple[str, ...]:
    """Return every screen, and every page that can be printed from a browser; or those that begin with a part."""
    papers = (
        "&".join([f"/papers/{one['name']}?format=html", *(f"{name}={_ASKED.get(name, '')}" for name in one["needs"])])
        for one in reports.listing() if "html" in one["formats"]
    )  # fmt: skip
    every = (*SCREENS, *papers)
    if department == "demo":
        every = tuple(re.sub(r"u000\d", lambda found: IN_DEMO[found[0]], one) for one in (*every, "/tour"))
    return tuple(one for one in every if not parts or any(one.startswith(part) for part in parts))


@contextmanager
def served(department: str) -> Iterator[tuple[str, str]]:
    """Serve a department; give where, and an address that signs an educator in once."""
    import uvicorn

    day = str(demo.AS_OF) if department == "demo" else None
    pages, listening = app(MADE[department](), as_of=day), socket.create_server(("127.0.0.1", 0))
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
    context.set_default_timeout(LONGEST_WAIT)
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
    on_paper = {"rules": {"target-size": {"enabled": False}}} if mode.media == "print" else {}  # nobody taps it
    for one in axe.run(page, options=AXE | on_paper).response["violations"]:
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


def look(page, address: str, paths: tuple[str, ...], mode: Mode, place: Path) -> Iterator[str]:
    """Look at each screen in one way, keep its picture, and say what is wrong with it."""
    from axe_playwright_python.sync_playwright import Axe

    place.mkdir(parents=True, exist_ok=True)
    for path in paths:
        page.goto(address + path)
        yield from (f"{path} {says}" for says in judged(page, Axe(), mode))
        high = page.evaluate("document.documentElement.scrollHeight")
        name = re.sub(r"\W+", "-", path).strip("-")[:90] or "today"
        clip = {"x": 0, "y": 0, "width": mode.width, "height": min(high, LONGEST)}
        page.screenshot(path=place / f"{name}.png", full_page=True, clip=clip)


def main(told: argparse.Namespace) -> int:
    """Look at departments in every way, or as far as told; say what is wrong, and keep what was seen."""
    from playwright.sync_api import sync_playwright

    wrong = 0
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for department in told.department or MADE:
            paths = addresses(department, told.screen)
            with served(department) as (address, invited), looking(browser, MODES["desk"], invited) as kept:
                cookies, found = kept.context.storage_state()["cookies"], []
                for name in (one for one in MODES if one in (told.way or MODES)):
                    with looking(browser, MODES[name], address) as page:
                        page.context.add_cookies(cookies)
                        for says in look(page, address, paths, MODES[name], told.folder / department / name):
                            found.append(says)
                            print(department, name, says, flush=True)  # noqa: T201 - it is a command
                if CHECKER.is_file() and "html" in (told.way or ["html"]):
                    (place := told.folder / department / "html").mkdir(parents=True, exist_ok=True)
                    for says in checked({path: kept.request.get(address + path).text() for path in paths}, place):
                        found.append(says)
                        print(department, "html", says, flush=True)  # noqa: T201 - it is a command
                wrong += len(found)
    return min(wrong, 1)


def asked() -> argparse.Namespace:
    """Read what to look at."""
    reads = argparse.ArgumentParser(prog="python -m tests.looks", description=__doc__)
    reads.add_argument("folder", type=Path)
    for name, these in (("department", list(MADE)), ("way", [*MODES, "html"]), ("screen", None)):
        reads.add_argument(f"--{name}", action="append", default=[], choices=these)
    return reads.parse_args()


if __name__ == "__main__":
    sys.exit(main(asked()))
