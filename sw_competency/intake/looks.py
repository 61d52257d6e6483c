"""How the cells of a file look: asked about like words where they may mean something, told where they are not read."""

from collections.abc import Iterable, Iterator, Sequence

from sw_competency.intake.tables import Sheet, letters
from sw_competency.names import first_few

STRUCK = "[struck through]"  # is said of a cell that is, beside its words


def not_read(file: str, sheets: Iterable[Sheet], coloured: Sequence[str]) -> Iterator[str]:
    """Tell of what is not read of a file, since it is no value.

    Args:
        file: its name.
        sheets: the sheets that are read.
        coloured: cells that say something, and are coloured besides.
    """
    if file.lower().endswith(".ods"):
        yield "colours, comments, hidden rows and strike-through were not read: save it as .xlsx to be asked about them"
    if coloured:
        yield f"the colours of cells that say something besides are not read, such as {first_few(coloured, 1)}"
    for name, looks in {sheet.of or sheet.name: sheet.looks for sheet in sheets}.items():
        if looks.comments:
            yield f"the comments on cells of '{name}' are not read: {first_few(looks.comments, 3)}"
        if looks.rows or looks.columns:
            hidden = [*map(str, looks.rows), *(letters(column - 1) for column in looks.columns)]
            yield f"rows or columns of '{name}' are hidden, and are read all the same: {first_few(hidden, 5)}"
        if looks.cut:
            yield f"'{name}' has more coloured cells than are looked at; the rest is taken as it stands"
