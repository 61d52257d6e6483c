"""Reads the lengths of time that options give."""

from typing import TYPE_CHECKING

from sw_competency.cli._options import UnreadableOptionError

if TYPE_CHECKING:
    from sw_competency.dates import Length


def length(option: str, text: str) -> "Length":
    """Read the length of time an option gives.

    Raises:
        UnreadableOptionError: it is none.
    """
    from sw_competency.dates import Length

    try:
        return Length.parse(text)
    except ValueError as error:
        raise UnreadableOptionError(f"{option}: {error}.") from None
