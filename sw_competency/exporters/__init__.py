"""Hand entries and people on, lossless: what is exported and imported again is the same.

An exporter is a module in this folder, or comes by entry point: `NAME`, `write(things, out)`.
"""

from collections.abc import Iterable
from typing import TextIO

from sw_competency import plugins
from sw_competency.errors import UnknownNameError
from sw_competency.exporters._base import Exporter
from sw_competency.model import Entry, Person

__all__ = ["Exporter", "write"]


def write(name: str, things: Iterable[Entry | Person], out: TextIO) -> None:
    """Write entries and people in a format.

    Args:
        name: the format.
        things: the entries and people, in order.
        out: where to; a file is opened with `newline=""`, so that line breaks within a note stay as they are.

    Raises:
        UnknownNameError: there is no such format.
    """
    exporters = plugins.members("exporters")
    if name not in exporters:
        raise UnknownNameError("format", name, exporters)
    exporters[name].write(things, out)
