"""Shows how far long work has come: on standard error, and only where somebody is watching."""

import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

from sw_competency.cli._print import clean

T = TypeVar("T")
Step = Callable[[str, int, int], None]


def watched(items: Collection[T], what: str) -> Iterator[T]:
    """Give items one by one, and show how many are done."""
    with stepping() as step:
        for done, item in enumerate(items):
            step(what, done, len(items))
            yield item


@contextmanager
def stepping(patience: float = 0) -> Iterator[Step]:
    """Give a function that shows how far work has come: what it is, how much is done, out of how much (0: unknown).

    Args:
        patience: for how many seconds nothing is shown: most work is done by then.
    """
    if not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    progress, begun = Progress(console=Console(stderr=True), transient=True), monotonic()
    task = progress.add_task("", total=None)

    def step(what: str, done: int, total: int) -> None:
        if monotonic() - begun >= patience:
            progress.start()
            progress.update(task, description=escape(clean(what)), completed=done, total=total or None)

    try:
        if not patience:
            progress.start()
        yield step
    finally:
        progress.stop()
