"""Who looked at what, and when: a line for each visit, for whoever has to answer for it."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import attrs
import msgspec

from sw_competency.errors import StoreError


@attrs.frozen(slots=True, kw_only=True)
class Visited:
    """One visit to a screen.

    Args:
        at: when.
        by: the id of whoever asked.
        method: `GET`, or `POST` where a form was sent.
        path: what was asked for; what was filled in is left out.
        about: whose record it is about; None where it is about several, or nobody's.
        status: how it ended, as HTTP counts: 200 shown, 303 done, 403 not allowed.
    """

    at: datetime
    by: str
    method: str
    path: str
    about: str | None
    status: int


Told = Callable[[Visited], object]


def into(file: Path) -> Told:
    """Return what adds each visit to a file, a line of JSON each; only its owner may read it.

    Raises:
        StoreError: the file cannot be written; then nothing is shown either.
    """

    def told(visit: Visited) -> None:
        try:
            handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, msgspec.json.encode(visit) + b"\n")
            finally:
                os.close(handle)
        except OSError as error:
            raise StoreError(
                f"Who looks at what cannot be written to '{file}' ({error.strerror}), so nothing is shown: make room "
                "for it, or name another file."
            ) from None

    try:
        os.close(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(f"'{file}' cannot be written ({error.strerror}): name another file.") from None
    return told
