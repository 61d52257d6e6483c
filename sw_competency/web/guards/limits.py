"""How much somebody may send: what is longer is not read to its end."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
FORM = 64 * 1024
FILE = 20 * 1024 * 1024
FIELDS, FILES = 500, 5


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
