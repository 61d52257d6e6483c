"""What holds for a whole extract that a feed brings, and for one worker of it."""

from collections.abc import Sequence
from datetime import date

import attrs

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.dates import said
from sw_competency.feeds.grades import Grades
from sw_competency.feeds.held import HeldPost
from sw_competency.feeds.marks import Provenance
from sw_competency.judge.case import Judge
from sw_competency.model import Entry
from sw_competency.model.extract import Assignment
from sw_competency.reconcile.matching import Places


@attrs.frozen(kw_only=True)
class Feeding:
    """One extract.

    Args:
        feed: which feed brings it.
        day: its day.
        tells: what it has a column for, such as `wte` or `places`.
        catalogue: what the frameworks say.
        places: the sites, by an extract's names for them.
        sites: those at which anybody is appointed.
        grades: the tiers by band and title.
        take_over: whether posts that a person entered are the feed's from now on.
        is_whole: whether every row could be given to somebody: else nothing is taken for gone.
        unread: the rows in which something could not be read.
    """

    feed: str
    day: date
    tells: frozenset[str]
    catalogue: Catalogue
    places: Places
    sites: frozenset[str]
    grades: Grades
    take_over: bool = False
    is_whole: bool = True
    unread: frozenset[int] = frozenset()

    def site(self, row: Assignment) -> str | None:
        """Return the site of a row; where the extract has no column for it, the only one there is."""
        if "places" not in self.tells:
            return next(iter(self.sites)) if len(self.sites) == 1 else None
        return self.places.site(row.places)

    def titled(self, site: str) -> str:
        """Return the title of a site; its id where it has none."""
        known = self.catalogue.sites.get(site)
        return (known.title if known else None) or site

    @property
    def said_day(self) -> str:
        """The extract's day in words."""
        return said(self.day)


@attrs.frozen(kw_only=True)
class Fed:
    """One worker on record, beside the extract's rows.

    Args:
        worker: whose record.
        judge: the judge of it.
        entries: the record as known, what lies ahead too.
        provenance: who said what of it.
        posts: all posts, the main one first.
        rows: the rows of the staff list.
    """

    worker: str
    judge: Judge
    entries: Sequence[Entry]
    provenance: Provenance
    posts: Sequence[HeldPost]
    rows: Sequence[Assignment]
