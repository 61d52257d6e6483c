"""What every exporter offers: it writes entries and people so that nothing is lost."""

from collections.abc import Iterable
from typing import Protocol, TextIO

from sw_competency.model import Entry, Person


class Exporter(Protocol):
    """What a module in this room offers; `ENCODING` where a file is to be written in another than UTF-8."""

    NAME: str

    def write(self, things: Iterable[Entry | Person], out: TextIO) -> None:
        """Write entries and people; importing the file into an empty store gives the same."""
