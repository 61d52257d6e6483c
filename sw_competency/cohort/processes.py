"""Several processes that share a question about everybody: each opens the records by itself and judges batches."""

import logging
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import attrs

from sw_competency.cohort.batch import Found, judged, received
from sw_competency.errors import FieldError, StoreError
from sw_competency.judge.everybody import ByWorker, Everybody

_LARGEST = 256  # workers in a batch: many enough to be worth sending, few enough to be kept
_BATCHES = 4  # that each process gets, where there are few workers
_AHEAD = 2  # batches for each process that wait or are done, while the first of them is taken
_opened: list[Everybody] = []  # in a process of ours: the records, as it opened them


@attrs.frozen
class Processes:
    """So many processes, each with the same records, catalogue and moment.

    They are started anew (spawned), so that nothing of this process is shared with them, on any system. What is found
    comes back in the order of the workers, and no more of it is held than a few batches.

    Args:
        opening: opens the records in each of them; it must be possible to send it there.
        count: how many.

    Raises:
        FieldError: there are to be fewer than one.
    """

    opening: Callable[[], Everybody]
    count: int = attrs.field()

    @count.validator
    def _is_some(self, _: Any, count: int) -> None:
        if count < 1:
            raise FieldError("processes", f"{count} is too few: give 1 or more")

    def __call__(self, everybody: Everybody, question: ByWorker) -> Iterator[Any]:
        """Return what a question finds of each worker, in their order.

        Raises:
            StoreError: a process ended before it was done.
        """
        done, total = 0, len(everybody.workers)
        pool = ProcessPoolExecutor(self.count, get_context("spawn"), _begin, (self.opening,))
        try:
            for batch, future in _in_turn(pool, question, self._batches(everybody.workers), self.count * _AHEAD):
                if everybody.watcher is not None:
                    everybody.watcher("Looking at records", done, total)
                found = future.result()
                received(everybody, found)
                yield from found.each
                done += len(batch)
        except BrokenExecutor:
            raise StoreError(
                "One of several processes ended before it was done: there may be too little memory for so many. "
                "Repeat it with one. In a program of your own, what starts it stands under  if __name__ == '__main__':"
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)

    def _batches(self, workers: Sequence[str]) -> Iterator[Sequence[str]]:
        """Divide workers into batches; one at least, so that a question nobody can answer is refused there too."""
        size = max(1, min(_LARGEST, -(-len(workers) // (self.count * _BATCHES))))
        for first in range(0, max(len(workers), 1), size):
            yield workers[first : first + size]


def _in_turn(
    pool: ProcessPoolExecutor, question: ByWorker, batches: Iterator[Sequence[str]], ahead: int
) -> Iterator[tuple[Sequence[str], "Future[Found]"]]:
    """Hand out batches, a few ahead of the one that is taken."""
    waiting: deque[tuple[Sequence[str], Future[Found]]] = deque()
    for batch in batches:
        waiting.append((batch, pool.submit(_judged, question, batch)))
        if len(waiting) > ahead:
            yield waiting.popleft()
    yield from waiting


def _begin(opening: Callable[[], Everybody]) -> None:
    """Open the records in a process of ours; whoever started it is told what cannot be read, and ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("sw_competency").addHandler(logging.NullHandler())
    _opened.append(opening())


def _judged(question: ByWorker, workers: Sequence[str]) -> Found:
    return judged(_opened[0], question, workers)
