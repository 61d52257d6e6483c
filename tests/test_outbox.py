"""The example that hands changes on: to a server that fails now and then, each once, in order, and signed."""

import importlib.util
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sw_competency.stores import TinyDBStore
from sw_competency.testing.store_contract import practice

EXAMPLE = Path(__file__).parents[1] / "docs/examples/outbox.py"
KEY = b"a shared secret"


@pytest.fixture(scope="module")
def outbox():
    spec = importlib.util.spec_from_file_location("outbox", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@contextmanager
def receiving(outbox, answers):
    """A system that takes changes: what it does with each request in turn, and 200 once that is used up."""
    answers, taken, seen, waiting = iter(answers), {}, [], threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert outbox.is_ours(KEY, self.headers, body, time.time())
            once, answer = self.headers["Idempotency-Key"], next(answers, 200)
            seen.append(once)
            if answer == "hangs":
                waiting.wait(5)
            if answer in {200, "breaks off"}:
                taken.setdefault(once, json.loads(body))  # what it knows already it passes over
            if answer in {"breaks off", "hangs"}:
                self.close_connection = True
                return
            self.send_response(answer)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/take", taken, seen
    finally:
        waiting.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def store(tmp_path):
    store = TinyDBStore.create(tmp_path / "records")
    for n in range(5):
        store.append([practice(f"e{n}", f"w{n % 2}")])
    store.erase_record(("worker", "w1"), "the data officer", "asked for")
    return store


def expected(store):
    return [json.loads(json.dumps(change.to_json())) for change in store.changes()]


def test_each_change_is_taken_once_and_in_order_by_a_server_that_fails_now_and_then(outbox, store, tmp_path):
    place, pauses = tmp_path / "last", []
    with receiving(outbox, [500, 200, "breaks off", 503, 429, 200, "breaks off"]) as (url, taken, seen):
        assert outbox.hand_on(store, url, KEY, place, pauses.append) == len(expected(store))
        assert (list(taken.values()), len(set(seen))) == (expected(store), len(taken))
        assert len(seen) > len(taken)  # else nothing was sent twice
        assert len(pauses) == 5
        assert all(0 < pause <= outbox.LONGEST for pause in pauses)
        store.append([practice("late")])
        assert outbox.hand_on(store, url, KEY, place, pauses.append) == 1
        assert list(taken.values()) == expected(store)
        assert outbox.hand_on(store, url, KEY, place, pauses.append) == 0


def test_an_answer_that_never_comes_is_not_waited_for_forever(outbox, store, tmp_path, monkeypatch):
    monkeypatch.setattr(outbox, "PATIENCE", 0.05)
    with receiving(outbox, ["hangs"]) as (url, taken, _):
        outbox.hand_on(store, url, KEY, tmp_path / "last", lambda _: None)
        assert list(taken.values()) == expected(store)


@pytest.mark.parametrize("refusal", [302, 400, 401, 404])
def test_what_is_refused_stops_what_comes_after_and_is_sent_again_the_next_time(outbox, store, tmp_path, refusal):
    place = tmp_path / "last"
    with receiving(outbox, [200, refusal]) as (url, taken, _):
        with pytest.raises(outbox.NotTakenError, match=f"with {refusal}: nothing after it"):
            outbox.hand_on(store, url, KEY, place, lambda _: None)
        assert len(taken) == 1
        outbox.hand_on(store, url, KEY, place, lambda _: None)
        assert list(taken.values()) == expected(store)


def test_a_server_that_is_down_is_said_to_be(outbox, store, tmp_path):
    with receiving(outbox, []) as (url, _, _):
        pass
    with pytest.raises(outbox.NotTakenError, match="in 8 tries"):
        outbox.hand_on(store, url, KEY, tmp_path / "last", lambda _: None)
    assert not (tmp_path / "last").exists()


def test_stopped_between_sending_and_keeping_it_sends_again_what_is_passed_over(outbox, store, tmp_path):
    place = tmp_path / "last"
    with receiving(outbox, []) as (url, taken, seen):
        stopping = f"""
import os, sys
sys.path.insert(0, {str(EXAMPLE.parent)!r})
import outbox
outbox._keep = lambda *_: os._exit(9)
outbox.main({str(tmp_path / "records")!r}, {url!r}, {str(place)!r})
"""
        environment = {**os.environ, "OUTBOX_KEY": KEY.decode()}
        assert subprocess.run([sys.executable, "-c", stopping], env=environment, check=False).returncode == 9
        command = [sys.executable, str(EXAMPLE), str(tmp_path / "records"), url, str(place)]
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        assert done.stdout == f"{len(expected(store))} changes were taken.\n"
        assert (list(taken.values()), len(seen)) == (expected(store), len(taken) + 1)


def test_a_request_that_was_changed_or_is_old_or_is_signed_by_another_is_not_ours(outbox):
    now = 1_700_000_000
    headers = {"X-Timestamp": str(now), "X-Signature": outbox.signature(KEY, str(now), b"body")}
    assert outbox.is_ours(KEY, headers, b"body", now + 10)
    assert not outbox.is_ours(KEY, headers, b"bodx", now)
    assert not outbox.is_ours(b"another", headers, b"body", now)
    assert not outbox.is_ours(KEY, headers, b"body", now + 301)
    assert not outbox.is_ours(KEY, {**headers, "X-Timestamp": str(now + 1)}, b"body", now)
    assert not outbox.is_ours(KEY, {}, b"body", now)
    assert not outbox.is_ours(KEY, {**headers, "X-Signature": "é"}, b"body", now)
