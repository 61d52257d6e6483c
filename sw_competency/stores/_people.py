"""Names of people, a file each, bound to their ids: replaced whole, and erased without a trace."""

from hashlib import sha256
from pathlib import Path

from sw_competency.errors import StoreDamagedError
from sw_competency.model import Person
from sw_competency.stores import _codec, _files

_OPEN, _CLOSE = b'{"person":', b',"digest":"'


def stored(person: Person) -> bytes:
    """Return a person as a file holds it."""
    said = _OPEN + _codec.person_document(person)
    return said + _CLOSE + sha256(said).hexdigest().encode() + b'"}\n'


def read(path: Path, *, is_old: bool) -> Person | None:
    """Read the person of a file; None where there is none.

    Args:
        path: the file.
        is_old: whether it may be of version 1, without a digest.

    Raises:
        StoreDamagedError: it was changed, or is another's.
    """
    data = _files.read(path)
    if data is None:
        return None
    if data.startswith(_OPEN):
        said, _, rest = data.rpartition(_CLOSE)
        if rest != sha256(said).hexdigest().encode() + b'"}\n':
            raise StoreDamagedError(f"'{path}' was changed after it was written: enter the name anew.")
        data = said[len(_OPEN) :]
    elif not is_old:
        raise StoreDamagedError(f"'{path}' is damaged: enter the name anew.")
    person = _codec.person(data, str(path))
    if _files.file_stem(person.id) != path.stem:
        raise StoreDamagedError(f"'{path}' holds the name of '{person.id[:80]}': move it out of the store.")
    return person
