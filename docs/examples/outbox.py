"""Hands on what comes into the records to another system, change by change, until it has taken each.

    OUTBOX_KEY=a-shared-secret python outbox.py training-records https://hr.example/training last-handed-on.txt

Run it as often as you like, such as every minute. It goes on where it was stopped. A change whose answer got lost is
sent again, under the same `Idempotency-Key`: whoever receives it passes over a key that they know. Every request is
signed, with the instant it was sent, by HMAC-SHA256 over `TIMESTAMP.BODY`. The standard library is enough for it.
"""

import hmac
import http.client
import json
import os
import random
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from sw_competency.errors import SWCompetencyError
from sw_competency.stores import Store, open_store

TRIES, LONGEST, PATIENCE = 8, 60.0, 10.0  # how often one change is sent; seconds between two tries; for an answer
TRANSIENT = {408, 425, 429}  # besides all from 500 up: not now, perhaps later


class NotTakenError(Exception):
    """The other system did not take a change; what comes after it waits."""


def signature(key: bytes, timestamp: str, body: bytes) -> str:
    """Return what stands for a body, sent at an instant by whoever has the key."""
    return "sha256=" + hmac.digest(key, timestamp.encode() + b"." + body, "sha256").hex()


def is_ours(key: bytes, headers: Mapping[str, str], body: bytes, now: float, oldest: float = 300) -> bool:
    """Tell, as whoever receives a request, whether it was signed with the key, and in the last five minutes."""
    timestamp, told = headers.get("X-Timestamp", ""), headers.get("X-Signature", "")
    is_fresh = timestamp.isdecimal() and abs(now - int(timestamp)) <= oldest
    return is_fresh and hmac.compare_digest(told.encode(), signature(key, timestamp, body).encode())


def hand_on(store: Store, url: str, key: bytes, place: Path, wait: Callable[[float], object] = time.sleep) -> int:
    """Send all that came since the last time, in order, and give how many changes were taken.

    Args:
        store: the records.
        url: where to.
        key: the secret that both sides know.
        place: the file that keeps the number of the last change taken.
        wait: waits for so many seconds.

    Raises:
        NotTakenError: a change was refused, or not taken in so many tries.
    """
    head = store.head()
    whose = head.store if head is not None else "records"
    taken, last = 0, int(place.read_text()) if place.exists() else 0
    for change in store.changes(last):
        body = json.dumps(change.to_json()).encode()
        _send(url, key, f"{whose}-{change.sequence}", body, wait)
        _keep(place, change.sequence)
        taken += 1
    return taken


def _send(url: str, key: bytes, once: str, body: bytes, wait: Callable[[float], object]) -> None:
    for attempt in range(TRIES):
        if attempt:
            wait(min(LONGEST, 2.0**attempt) * random.uniform(0.5, 1))  # noqa: S311 - so that not all come at once
        try:
            status = _post(url, key, once, body)
        except (OSError, http.client.HTTPException):
            continue
        if 200 <= status < 300:
            return
        if status < 500 and status not in TRANSIENT:
            raise NotTakenError(f"{url} refused change {once} with {status}: nothing after it was sent.")
    raise NotTakenError(f"{url} did not take change {once} in {TRIES} tries: run this again later.")


def _post(url: str, key: bytes, once: str, body: bytes) -> int:
    """Post a body and give the status; a redirection is not followed, since it would lose the body."""
    parts, timestamp = urlsplit(url), str(int(time.time()))
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE)
    headers = {
        "Content-Type": "application/json", "Idempotency-Key": once, "X-Timestamp": timestamp,
        "X-Signature": signature(key, timestamp, body),
    }  # fmt: skip
    try:
        connection.request("POST", parts.path or "/", body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _keep(place: Path, sequence: int) -> None:
    """Keep the number of the last change taken: the old file or the new one, never half of it."""
    new = place.with_name(place.name + ".new")
    with new.open("w") as file:
        file.write(str(sequence))
        file.flush()
        os.fsync(file.fileno())
    new.replace(place)


def main(records: str, url: str, place: str) -> int:
    """Hand on what is new, and say how much it was."""
    try:
        taken = hand_on(open_store(records), url, os.environ["OUTBOX_KEY"].encode(), Path(place))
    except (SWCompetencyError, NotTakenError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{taken} changes were taken.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
