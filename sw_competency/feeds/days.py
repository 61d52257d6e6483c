"""The day of an extract, and its place after those that were taken before."""

from datetime import date

from sw_competency.dates import said
from sw_competency.errors import FeedRefusedError
from sw_competency.model.extract import Extract

SCOPES = ("esr",)


def day_of_extract(extract: Extract, given: date | None, today: date) -> date:
    """Return the day of an extract: the one that is given, else the one in it or in its name.

    Args:
        extract: the extract.
        given: the day, where somebody gives it.
        today: the day it is.

    Raises:
        FeedRefusedError: it says none, several, or one that has not come.
    """
    if given is None and len(extract.days) != 1:
        says = f"says several days: {', '.join(map(said, extract.days[:3]))}" if extract.days else (
            "does not say of which day it is, in a column such as Extract Date or in its name"
        )  # fmt: skip
        raise FeedRefusedError(f"'{extract.file}' {says}; give it with --extract-date.")
    day = given or extract.days[0]
    if day > today:
        raise FeedRefusedError(f"'{extract.file}' is of {said(day)}, which has not come yet: give its day right.")
    return day


def sorts_of(extract: Extract, scope: str) -> list[str]:
    """Name the feeds an extract is of: staff, training or both, each of which has its own last day."""
    both = {"staff": extract.assignments, "training": extract.held}
    return [f"{scope}-{sort}" for sort, rows in both.items() if rows is not None]


def refuse_older(extract: Extract, day: date, last: date | None) -> None:
    """Refuse an extract that is older than the last that was taken: all it says is known by that one better.

    Raises:
        FeedRefusedError: it is older.
    """
    if last is not None and day < last:
        raise FeedRefusedError(
            f"'{extract.file}' is of {said(day)}, and the extract of {said(last)} has been taken already: a full "
            "extract says all that an older one could, so nothing is taken of it."
        )
