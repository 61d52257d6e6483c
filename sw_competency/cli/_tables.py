"""Draws tables: as wide as a terminal, or as wide as they need to be where nobody looks at them."""

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sw_competency.cli._print import clean, named, signed
from sw_competency.model.marks import Mark

if TYPE_CHECKING:
    from sw_competency.model.columns import Cell as Value
    from sw_competency.model.columns import Meaning
    from sw_competency.model.columns import Table as Facts
    from sw_competency.tracker import Tracker

_WIDE = 100_000  # columns: in a pipe or a file nothing is cut or broken
_COLOURS = {"good": "green", "learn": "magenta", "care": "yellow", "stop": "red", "plain": ""}
Cell = str | tuple[str, str]  # a text; or a text and its style


def styled(mark: Mark) -> Cell:
    """Give a mark the colour of its tone, beside the sign and the word that say it."""
    return signed(mark), _COLOURS[mark.tone]


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a table; whatever stands in a cell is text, never markup.

    Args:
        columns: the headings.
        rows: the cells.
    """
    is_terminal = sys.stdout.isatty()
    style = box.SIMPLE_HEAD if is_terminal else None
    drawn = Table(box=style, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    for name in columns:
        drawn.add_column(name, overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(clean(c)) if isinstance(c, str) else Text(clean(c[0]), c[1]) for c in row))
    console = Console(file=sys.stdout, width=None if is_terminal else _WIDE, highlight=False, soft_wrap=False)
    with console.capture() as capture:
        console.print(drawn)
    print("\n".join(each.rstrip() for each in capture.get().splitlines()))


def draw(drawn: "Facts", tracker: "Tracker", say: Callable[[str], str] = str) -> None:
    """Print a table of an answer: a person with the name, a term with its title, a mark with its colour.

    Args:
        drawn: the table.
        tracker: where it was asked; it knows names and titles.
        say: puts names before the ids of people in a text.
    """
    from sw_competency.model.columns import Meaning

    drawn = drawn.by_name(lambda id_: named(tracker, id_))
    if drawn.title:
        print()
        print(drawn.title)
    meanings = [column.meaning for column in drawn.columns]
    columns, people = [], {i for i, meaning in enumerate(meanings) if meaning is Meaning.PERSON}
    for index, column in enumerate(drawn.columns):
        columns += [column.heading, "Name"] if index in people else [column.heading]
    rows = [
        [cell for index, value in enumerate(row) for cell in _cells(value, meanings[index], tracker, say)]
        for row in drawn.rows
    ]
    table(columns, rows)


def _cells(value: "Value", meaning: "Meaning", tracker: "Tracker", say: Callable[[str], str]) -> list[Cell]:
    if isinstance(value, Mark):
        return [styled(value)]
    said = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    if meaning.value == "person":
        return [said, named(tracker, said)]
    if meaning.value == "text":
        return [say(said)]
    return [tracker.catalogue.titled(said) if meaning.value == "term" else said]
