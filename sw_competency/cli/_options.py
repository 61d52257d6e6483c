"""The options that may stand before or after any command: which records, which catalogue, which day."""

import os
import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from sw_competency.errors import NoStoreError, UnreadableOptionError

if TYPE_CHECKING:
    from sw_competency.catalogue import Catalogue, Layer
    from sw_competency.questions import Questions
    from sw_competency.stores import Store
    from sw_competency.tracker import Tracker

STORE = "./training-records"
TAKING_A_VALUE = ("--store", "--catalogue", "--as-of", "--known-by")
IN_SHORT = "--store FOLDER, --catalogue FILE|FOLDER, --as-of DAY, --known-by INSTANT|DAY, --json"
_DAY_FIRST = re.compile(r"\s*\d{1,2}\D")  # an instant begins with its year


def day(option: str, text: str | None) -> date | None:
    """Read the day an option gives, if it is given; one written day first is taken so, and told.

    Raises:
        UnreadableOptionError: it is none.
    """
    from sw_competency.cli._print import complain
    from sw_competency.dates import read_day

    if text is None:
        return None
    try:
        read, told = read_day(text)
    except ValueError as error:
        raise UnreadableOptionError(f"{option}: {error}.") from None
    if told:
        complain(f"{option}: {told}.")
    return read


@attrs.frozen(kw_only=True)
class Options:
    """What holds for every command.

    Args:
        store: The folder of training records, or a database; left out, $SW_COMPETENCY_STORE or ./training-records.
        catalogue: A catalogue to lay over the shipped one: file, folder, example:NAME; or $SW_COMPETENCY_CATALOGUE.
        as_of: The day a question is about, YYYY-MM-DD; left out, today.
        known_by: The instant up to which we knew, with its offset, or a date: the end of that day, UTC.
        json: Print one JSON document.
    """

    store: str | None = None
    catalogue: Path | None = None
    as_of: str | None = None
    known_by: str | None = None
    json: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse what is unreadable at once, also where a command would not have used it; tell once how it was read."""
        for option, name in (("--as-of", "as_of"), ("--known-by", "known_by")):
            text = getattr(self, name)
            if text is not None and (name == "as_of" or _DAY_FIRST.match(text)):
                object.__setattr__(self, name, str(day(option, text)))
        self.instant()
        if self.store == "":
            raise UnreadableOptionError("--store is empty: name a folder of training records, or leave it out.")

    @property
    def place(self) -> str:
        """The folder of training records, or the URL of a database."""
        return self.store or os.environ.get("SW_COMPETENCY_STORE") or STORE

    @property
    def is_database(self) -> bool:
        """Whether the records are kept in a database."""
        return "://" in self.place and not self.place.startswith("tinydb:")

    @property
    def folder(self) -> Path:
        """The folder of training records.

        Raises:
            NoStoreError: they are kept in a database, or that is a mistyped URL of one.
        """
        from sw_competency.stores.place import refuse_url

        if self.is_database:
            raise NoStoreError("That is done with a folder of training records only: name one with --store.")
        folder = self.place.removeprefix("tinydb:").removeprefix("//")
        refuse_url(folder)
        return Path(folder)

    @property
    def here(self) -> Path:
        """Beside what stands, on this computer, that is about the records and is none, such as accounts."""
        if not self.is_database:
            return self.folder
        from urllib.parse import parse_qs, urlsplit

        url = urlsplit(self.place)
        said = [url.path.strip("/"), *parse_qs(url.query).get("organisation", [])]
        return Path("-".join("".join(c if c.isalnum() else "_" for c in each) for each in said if each) or STORE)

    @property
    def named(self) -> str:
        """Where the records are kept, as a sentence names it: never with a password."""
        return f"the database of '{self.here}'" if self.is_database else f"'{self.place}'"

    def opened(self) -> "Store":
        """Open the store.

        Raises:
            NoStoreError: the folder is no store.
        """
        from sw_competency.stores import open_store

        return open_store(self.place)

    def _catalogue(self) -> Path | None:
        named = self.catalogue or os.environ.get("SW_COMPETENCY_CATALOGUE")
        return Path(named) if named else None

    @property
    def own_catalogue(self) -> Path | None:
        """The site's own catalogue, which may be written; None where none is given, or one shipped as an example."""
        from sw_competency.catalogue.loading import EXAMPLE

        named = self._catalogue()
        return None if named is None or str(named).startswith(EXAMPLE) else named

    def layer(self) -> "Layer | None":
        """Read the catalogue that lies over the shipped one, where one is given."""
        from sw_competency.catalogue import read_layer

        named = self._catalogue()
        return None if not named else read_layer(named)

    def judged_by(self) -> "Catalogue":
        """Return the catalogue by which questions are answered.

        Raises:
            CatalogueError: something is wrong in it.
        """
        from sw_competency.catalogue import load, shipped

        over = self.layer()
        return shipped() if over is None else load(over)

    def tracker(self) -> "Tracker":
        """Open the store under the catalogue."""
        from sw_competency.cli._print import OPENED
        from sw_competency.tracker import Tracker

        tracker = Tracker(self.opened(), self.judged_by())
        OPENED.append(tracker)
        return tracker

    def asked(
        self, *, with_records: bool = True, processes: int = 1, entries: Path | None = None
    ) -> "tuple[Tracker, Questions]":
        """Open the store, and the questions at the two instants given; without records, no store is needed.

        Args:
            with_records: whether it is asked of records at all.
            processes: how many share the work.
            entries: a file of entries, asked instead of the store.
        """
        if processes < 1:
            raise UnreadableOptionError(f"--processes: {processes} is too few: give 1 or more.")
        as_of, known_by = day("--as-of", self.as_of), self.instant()
        if entries is not None:
            from sw_competency.cohort import parquet

            tracker = self._without_records()
            now = tracker.now()
            moment = (as_of or tracker.today(), known_by or now)
            questions = parquet.at(entries, tracker.catalogue, *moment, now, processes=processes)
            for person in questions.people() if not self.json else ():  # whose names are printed
                tracker.store.put_person(person)
            return tracker, questions
        tracker = self.tracker() if with_records else self._without_records()
        return tracker, tracker.at(as_of, known_by, processes=processes)

    def _without_records(self) -> "Tracker":
        from sw_competency.stores import MemoryStore
        from sw_competency.tracker import Tracker

        return Tracker(MemoryStore(), self.judged_by())

    def instant(self) -> datetime | None:
        """Return the instant up to which we knew, where it is given."""
        from sw_competency.dates import parse_instant

        try:
            return None if self.known_by is None else parse_instant(self.known_by)
        except (ValueError, OverflowError) as error:  # the latter: before the first day, or after the last
            raise UnreadableOptionError(f"--known-by: {error}.") from None


DEFAULT = Options()
