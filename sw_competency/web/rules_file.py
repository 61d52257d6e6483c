"""The file of a site's own rules: written whole or not at all, and only where nobody else wrote it meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from time import monotonic

from sw_competency.catalogue import Catalogue, load, read_layer
from sw_competency.catalogue.overlay import Tables
from sw_competency.catalogue.own_rules import NAME, own_tables
from sw_competency.errors import FieldError, StoreBusyError
from sw_competency.stores import _files
from sw_competency.stores._locks import NoTurnError, turn_in

_PATIENCE = 10.0  # seconds


class RulesFile:
    """The file in which a site's own rules are kept.

    Args:
        given: the catalogue the pages were given: a folder, in which the file is ours, or the file itself.
    """

    def __init__(self, given: Path) -> None:
        self.given = given
        self.path = given / NAME if given.is_dir() else given
        self.former = self.path.with_name(f"{self.path.name}.former")

    def text(self) -> str:
        """Return what is in it; nothing where it is not there yet."""
        return (_files.read(self.path) or b"").decode("utf-8-sig", "replace")

    def tables(self) -> Tables | None:
        """Return what it says; None where somebody wrote it by hand, and it is not ours to write."""
        return own_tables(self.text())

    def digest(self) -> str:
        """Return what tells whether it was written meanwhile."""
        return sha256(self.text().encode()).hexdigest()[:16]

    def catalogue(self, text: str | None = None) -> Catalogue:
        """Return the catalogue as it is, or as it would be with another text in the file.

        Raises:
            CatalogueError: it could not be used.
        """
        return load(read_layer(self.given, {} if text is None else {self.path.name: text}))

    def can_be_undone(self) -> bool:
        """Tell whether the text before the last change is kept."""
        return self.former.is_file()

    def write(self, text: str, digest: str) -> Catalogue:
        """Put a text in the place of what is there, which is kept beside it, and return the catalogue with it.

        Args:
            text: the text.
            digest: what the file was when somebody looked at it.

        Raises:
            FieldError: somebody wrote it meanwhile.
            CatalogueError: the catalogue could not be used with it; nothing is written.
            StoreError: it cannot be written.
        """
        with self._turn():
            if digest != self.digest():
                raise FieldError("our_rules", "were changed by somebody else meanwhile: look again, and send it again")
            made, former = self.catalogue(text), self.text()
            _files.replace_all({self.former: former.encode(), self.path: text.encode()})
            return made

    def undo(self, digest: str) -> Catalogue:
        """Put back the text before the last change; done twice, that change is there again.

        Raises:
            FieldError: somebody wrote it meanwhile, or there is none.
        """
        former = _files.read(self.former)
        if former is None:
            raise FieldError("our_rules", "have nothing to go back to")
        return self.write(former.decode(), digest)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        try:
            with _files.plainly(self.path, "written"), turn_in(self.path.parent, monotonic() + _PATIENCE):
                yield
        except NoTurnError:
            raise StoreBusyError("Somebody else is writing our rules just now: try again.") from None
