"""Which rows of a table are ours, where a column says of which organisation each is."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from sw_competency.intake.columns import ORGANISATION, Column
from sw_competency.intake.facts import AskedError
from sw_competency.intake.layout import headings_at, used
from sw_competency.intake.plan import ALL_ROWS, ASKED, Plan, SheetPlan, is_asked
from sw_competency.intake.tables import Sheet, Tables
from sw_competency.intake.words import value_key


class Ours:
    """Tells by a plan which rows of a sheet are ours, and counts the others.

    Args:
        plan: the plan.
        columns: the columns of the sheet.
    """

    def __init__(self, plan: Plan, columns: Iterable[Column]) -> None:
        self.columns = [column for column in columns if column.is_ == ORGANISATION]
        self._answers = {column.at: plan.rows.get(column.name, ASKED) for column in self.columns}
        self._left: dict[str, int] = {}

    def other(self, says: Callable[[int], str | None]) -> str | None:
        """Return whose a row is, in words, where it is not ours; None where it is.

        Args:
            says: gives what the row says in a column, by its place.

        Raises:
            AskedError: the plan does not say whose rows are ours.
        """
        for column in self.columns:
            answer, named = self._answers[column.at], says(column.at) or ""
            if is_asked(answer):
                why = f"whose rows are ours is asked, as '{column.name}' names several organisations"
                raise AskedError(why, "rows", column.name, about=named)
            ours = {value_key(one) for one in (answer, *answer.split(";"))}
            if answer != ALL_ROWS and (not named or value_key(named) not in ours):
                return f"of '{named[:40]}'" if named else "of no organisation"
        return None

    def is_ours(self, says: Callable[[int], str | None]) -> bool:
        """Tell whether a row is ours, by what it says in a column; not while that is asked."""
        with suppress(AskedError):
            return self.other(says) is None
        return False

    def leave(self, whose: str) -> str:
        """Count a row that is not ours, and return why it is left out."""
        self._left[whose] = self._left.get(whose, 0) + 1
        return f"the row is {whose}, and by the plan not ours"

    def said(self) -> Iterator[str]:
        """Tell how many rows were left out, and whose they are."""
        for whose, count in self._left.items():
            yield f"{'1 row' if count == 1 else f'{count} rows'} {whose} left out: by the plan not ours"


def organisations(tables: Tables, plan: Plan, heading: str) -> tuple[str, ...]:
    """Name the organisations that stand beneath a heading, each once.

    Args:
        tables: the file.
        plan: its plan.
        heading: what the column is called.
    """
    found: dict[str, str] = {}
    for sheet, own in used(tables, plan):
        found.update((value_key(text), text) for text in _beneath(sheet, own, heading) if value_key(text) not in found)
    return tuple(found.values())


def _beneath(sheet: Sheet, own: SheetPlan, heading: str) -> Iterator[str]:
    headings = headings_at(sheet, [row - 1 for row in own.headings])
    at = headings.names.index(heading) if own.columns.get(heading) == ORGANISATION and heading in headings.names else -1
    for row in sheet.filled if at >= 0 else ():
        if row >= headings.rows[-1] and (text := sheet.text(row, at)):
            yield text
