"""By which names we are asked: a page of another site that points its own name at this machine gets nothing."""

from collections.abc import Iterable

LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


def name_of(host: str) -> str:
    """Return the name in a Host header, without the port."""
    name, _, port = host.rpartition(":")
    return (name if name and port.isdigit() else host).casefold()


def is_ours(host: str, names: Iterable[str]) -> bool:
    """Tell whether a Host header names us."""
    return name_of(host) in names
