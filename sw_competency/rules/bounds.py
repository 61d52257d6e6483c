"""Many cases at once: between which outcomes each lies, told from columns of entries, without judging one by one.

`not met` < `cannot tell` < `met`: by that order 'and' is the least of several and 'or' the greatest, as in Kleene's
logic, and so are their bounds. Where both bounds are one outcome, it is the judge's; where they are not, nobody knows
but the judge.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from sw_competency.dates import Length
from sw_competency.model import CANNOT_TELL, MET, NOT_MET

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Many = NDArray[Any]  # a value for each case, or for each entry
    Truths = NDArray[np.bool_]

ORDER = (NOT_MET, CANNOT_TELL, MET)
_MET = 2


class Bounds(NamedTuple):
    """Of each case the least and the most that the judge may find, as places in `ORDER`."""

    least: "Many"
    most: "Many"


class Rows(Protocol):
    """Entries of one kind, a field a column; in the order of the record, worker after worker."""

    @property
    def worker(self) -> "Many":
        """Whose they are."""

    @property
    def on(self) -> "Many":
        """Their days."""

    def __getitem__(self, these: "Truths") -> "Rows":
        """Return those of which it is true."""

    def number(self, field: str) -> "Many":
        """Return a field that holds numbers; 0 where it says nothing."""

    def day(self, field: str) -> "Many":
        """Return a field that holds days; a number below all days where it says nothing."""

    def equal(self, field: str, *values: str) -> "Truths":
        """Tell which say one of these texts in a field."""

    def lack(self, field: str) -> "Truths":
        """Tell which say nothing in a field."""

    def by_another(self, field: str) -> "Truths":
        """Tell of which a field does not name the worker."""


class Posts(Protocol):
    """The appointment of each case on its day, where nothing out of the ordinary is on record of posts."""

    def say(self, **values: str | None) -> "Truths":
        """Tell which say these texts in these fields; a text that is None is not asked for."""

    def lack(self, field: str) -> "Truths":
        """Tell which say nothing in a field."""

    def last(self, length: Length, **values: str | None) -> "tuple[Truths, Truths]":
        """Tell which surely, and which perhaps, have lasted so long with these texts."""

    def bounds(self, surely: "Truths", perhaps: "Truths | None" = None, open_: "Truths | None" = None) -> Bounds:
        """Return the bounds of what is asked of the appointment; of who is not in post it is not met.

        Args:
            surely: where it is met.
            perhaps: where it may be; left out, where it surely is.
            open_: where it cannot be told.
        """


class Cases(Protocol):
    """Many cases: as `Case` for one, the worker, the record as known, a day."""

    rule: str | None

    def unknown(self) -> Bounds:
        """Return that the judge may find anything."""

    def decided(self, met: "Truths", perhaps: "Truths | None" = None) -> Bounds:
        """Return where it is met and, left out: nowhere else, where it may be; elsewhere it is not."""

    def entries(self, kind: str, competency: str | None = None) -> Rows:
        """Return the entries of a kind, or those of them about a competency, all days."""

    def has(self, rows: Rows) -> "Truths":
        """Tell of which case there is such an entry up to its day."""

    def completed(self, programme: str, within: Length | None) -> "Truths | None":
        """Tell of which case a programme is completed and current; None where that hangs on the site."""

    def practised(self, rows: Rows, competency: str, within: Length | None, *, tallies: bool) -> "Many":
        """Count practice up to the day: within a length of time, and since a withdrawal before the sign-off."""

    def posts(self) -> Posts:
        """Return the appointments."""

    def held(self, competency: str) -> Bounds:
        """Return the bounds of whether a competency is current."""

    def registered(self, role: str | None = None) -> Bounds:
        """Return the bounds of whether the assessor of the sign-off being judged was registered, in a role."""


def all_bounds(parts: Sequence[Bounds]) -> Bounds:
    """Combine as 'and'."""
    import numpy as np

    return Bounds(np.minimum.reduce([p.least for p in parts]), np.minimum.reduce([p.most for p in parts]))


def at_least_bounds(count: int, parts: Sequence[Bounds]) -> Bounds:
    """Combine as 'so many of them': the outcome of the one that is so many places from the greatest."""
    import numpy as np

    least, most = (np.sort(np.stack(each), axis=0)[-count] for each in zip(*parts, strict=True))
    return Bounds(least, most)


def either(one: Bounds, other: Bounds) -> Bounds:
    """Return the bounds of what is judged by one or by the other, nobody knows by which."""
    import numpy as np

    return Bounds(np.minimum(one.least, other.least), np.maximum(one.most, other.most))


def chosen(these: "Truths", one: Bounds, other: Bounds) -> Bounds:
    """Return the bounds of one where it is true of a case, else of the other."""
    import numpy as np

    return Bounds(np.where(these, one.least, other.least), np.where(these, one.most, other.most))


def epoch(day: date) -> int:
    """Return a day as columns have it: so many days after the first of 1970."""
    return day.toordinal() - _FIRST


_FIRST = date(1970, 1, 1).toordinal()
