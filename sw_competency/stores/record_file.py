"""A training record as TinyDB sees it, for searching."""

from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage

from sw_competency.errors import StoreError
from sw_competency.stores import _codec, _files, _layout, _lines, _old
from sw_competency.stores._record import checked, owner_of

_TABLE = TinyDB.default_table_name


class RecordFile(Storage):
    """One training record as TinyDB sees it: a file in which nothing is changed.

    `TinyDB(path, storage=RecordFile)` opens any record for searching; what is put on record goes through the store.

    Args:
        path: the file; it need not be there.

    Raises:
        StoreDamagedError: the record is damaged.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.documents = _codec.documents(self._entries(), str(path))

    def _entries(self) -> bytes:
        data = _files.read(self.path) or b""
        if _old.is_old(data):
            return _old.whole(data)
        said = _lines.last_of(data)
        owner = owner_of(self.path, said.owner[0]) if said is not None else None
        if owner is None:
            return b""
        marker = _layout.marker(self.path.parent.parent)
        return checked(self.path, owner, _lines.beginning(marker.id, owner) if marker is not None else None).entries

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Return the entries as TinyDB's one table, numbered by their place."""
        if not self.documents:
            return None
        return {_TABLE: {str(place): dict(each) for place, each in enumerate(self.documents, 1)}}

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Refuse whatever is not as it is.

        Raises:
            StoreError: something on record would be added, changed or taken away.
        """
        if data.keys() - {_TABLE} or list(data.get(_TABLE, {}).values()) != self.documents:
            raise StoreError(f"'{self.path}' only grows: record a correction instead of changing what is there.")
