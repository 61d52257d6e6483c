"""What is added to one record: a line, by itself or together with those of others."""

from collections.abc import Sequence
from datetime import datetime

from sw_competency.model import Entry
from sw_competency.stores import _codec, _files
from sw_competency.stores._layout import name_of
from sw_competency.stores._log import Logged
from sw_competency.stores._record import Ending
from sw_competency.stores._settling import settled_or_anew
from sw_competency.stores._together import Step


class Growth:
    """A line that is about to be added to a record.

    Args:
        ending: the record's end; its lock is held.
        entries: what the line holds.
        received: the instant it is received.
        body: the line's body; left out, the entries.
    """

    def __init__(self, ending: Ending, entries: Sequence[Entry], received: datetime, body: bytes | None = None) -> None:
        self.ending, self.entries = ending, entries
        self._line, self._head = ending.line(received, _codec.body(entries) if body is None else body)

    def alone(self) -> None:
        """Add the line, durably."""
        if self.ending.size == 0:  # a file that holds something was settled by whoever began it
            _files.begin(self.ending.path)
            _files.settle(self.ending.path.parent)
        self.ending.add(self._line, self._head, [entry.id for entry in self.entries])

    def written(self) -> None:
        """Add the line to a file that is there for good; it is not durable yet."""
        _files.add(self.ending.path, self._line, self.ending.size)

    def step(self, *, instead: bool = False) -> Step:
        """Return the line as a step of several that are taken together."""
        return Step(
            f"{name_of(self.ending.path)}.jsonl", self.ending.size, self._line.decode(),
            self.ending.head.digest, self._head.digest, self._head.sequence, instead,
        )  # fmt: skip

    def done(self) -> None:
        """Take note that the step was taken."""
        self.ending.added(self._line, self._head, [entry.id for entry in self.entries])

    @property
    def logged(self) -> Logged:
        """What the log of heads says of it."""
        return name_of(self.ending.path), self._head.sequence, self._head.digest


def each_alone(growths: Sequence[Growth]) -> None:
    """Add several lines, each by itself, and make them durable together.

    Raises:
        StoreError: one of them could not be added; those before it were, and are durable.
    """
    written = list[Growth]()
    try:
        for growth in growths:
            growth.written()
            written.append(growth)
    finally:
        settled_or_anew([(growth.ending.path, growth.ending.size) for growth in written])
        for growth in written:
            growth.done()
