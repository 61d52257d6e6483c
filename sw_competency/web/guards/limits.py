"""How much somebody may send: what is longer is not read to its end."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from sw_competency.errors import FieldError

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
FORM = 64 * 1024
FILE = 20 * 1024 * 1024
FIELDS, FILES = 500, 5
TEXT = 1000  # letters in one field of a form, as its page says, too; a list has so many in each line


class TooMuchSentError(Exception):
    """More was sent than is taken here."""


def limited(receive: Receive, most: int) -> Receive:
    """Return what gives the pieces of a request, and refuses to go on after so many bytes."""
    read = 0

    async def next_piece() -> MutableMapping[str, Any]:
        nonlocal read
        piece = await receive()
        read += len(piece.get("body", b""))
        if read > most:
            raise TooMuchSentError
        return piece

    return next_piece


def short_enough(given: Mapping[str, str], *, posted: bool) -> None:
    """Let through what is no longer than anybody types.

    Args:
        given: what was filled in, by the names of the fields.
        posted: whether it is to be put on record; what is only asked may be a list, a line each.

    Raises:
        FieldError: something is longer.
    """
    for name, text in given.items():
        written = text.replace("\r\n", "\n")  # as its writer counts
        longest = max(map(len, [written] if posted else written.split("\n")))
        if longest > TEXT:
            raise FieldError(name, f"has {longest:,} letters, and {TEXT:,} can be taken: shorten it")
