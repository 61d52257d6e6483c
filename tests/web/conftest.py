"""The pages over a small department, and people of every role who are signed in."""

import re
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from sw_competency import MemoryStore, Tracker
from sw_competency.web import Account, Accounts, Role, app
from sw_competency.web.roles import hashed

NASTY = "<script>alert('x')</script> \" onmouseover=alert(1) O’Neil"
HOME = "http://localhost"
ENTRIES = [
    {"kind": "appointment", "worker": "w1", "on": "2024-01-08", "site": "site-1",
     "tier": "senior-clinical-support-worker"},
    {"kind": "appointment", "worker": "w2", "on": "2024-01-08", "site": "site-1", "tier": "clinical-support-worker"},
    {"kind": "registration", "assessor": "a1", "on": "2015-09-01", "body": "HCPC", "number": "RA00001"},
    {"kind": "sign-off", "id": "s1", "worker": "w1", "on": "2025-05-01", "competency": "ct-room-assist",
     "assessor": "a1"},
    {"kind": "person", "worker": "w1", "name": "Amina Okafor"},
    {"kind": "person", "worker": "w2", "name": NASTY},
    {"kind": "person", "assessor": "a1", "name": "Bethan Hughes"},
]  # fmt: skip


class Clock:
    """A clock that stands until it is set on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, **by: int) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tracker(clock: Clock) -> Tracker:
    made = Tracker(MemoryStore(), clock=clock)
    made.append(ENTRIES, "a1")
    return made


PEOPLE = Accounts((Account("w1", (Role.LEARNER,), hashed("2580")), Account("a1", (Role.EDUCATOR,), hashed("1470"))))


@pytest.fixture
def pages(tracker: Tracker) -> Any:
    return app(tracker, people=PEOPLE)


def stranger(pages: Any) -> Any:
    """A browser in which nobody is signed in; it says where its forms come from, as browsers do."""
    client = TestClient(pages, base_url=HOME, follow_redirects=False)
    client.headers["origin"] = HOME
    return client


SignedIn = Callable[..., Any]


@pytest.fixture
def signed_in(pages: Any) -> SignedIn:
    """Sign somebody in: `signed_in(Role.EDUCATOR)`."""

    def enter(*roles: Role, id_: str = "a1") -> Any:
        client = stranger(pages)
        token = pages.state.sessions.invite(Account(id_, roles))
        assert client.get(f"/enter?token={token}").status_code == 303
        return client

    return enter


def hidden(text: str) -> dict[str, str]:
    """Return what the first form of a page that writes sends back unseen."""
    form = re.search(r'<form method="post"[^>]*class="writes".*?</form>', text, re.DOTALL)
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0] if form else text)
    return dict(found)


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A real browser."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the extra 'browser' is not installed")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def serving(pages: Any) -> Iterator[tuple[str, Callable[..., str]]]:
    """Serve the pages, and say at which address, and how somebody is invited to them: `invited("a1", *roles)`."""
    uvicorn = pytest.importorskip("uvicorn", reason="the extra 'web' is not installed")
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(pages, log_level="error", lifespan="off"))
    running = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    running.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"

    def invited(id_: str = "a1", *roles: Role) -> str:
        account = Account(id_, roles or (Role.EDUCATOR,))
        return f"{address}/enter?token={pages.state.sessions.invite(account)}"

    yield address, invited
    server.should_exit = True
    running.join()
    listening.close()
