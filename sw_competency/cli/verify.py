"""The command `verify`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line
from sw_competency.errors import UnreadableFileError
from sw_competency.files import content

if TYPE_CHECKING:
    from sw_competency.stores import Receipt, StoreHead
    from sw_competency.stores.verify import Verification


def verify(
    path: Path | None = None,
    /,
    *,
    against: str | None = None,
    key: Path | None = None,
    receipts: Path | None = None,
    options: Options = DEFAULT,
) -> int:
    """Is every record, name and line as it was put there? Nothing is changed.

    Args:
        path: The folder of training records; left out, that of --store.
        against: A head that was handed out: its file, or SIZE:ROOT as a page prints it.
        key: The public key (PEM) of whoever signed that head.
        receipts: A JSON file of receipts: a list of objects with record, sequence, head.
        options: What holds for every command.
    """
    from sw_competency.stores.verify import verify as check

    head, is_unchecked = _head(against, key)
    done = check(path or options.folder, head, list(_receipts(receipts)))
    if is_unchecked:
        done.notes.append(
            "The head bears a signature that fits it; whose it is was not checked: name the public key with --key."
        )
    if options.json:
        document(done.to_json())
    else:
        _told(done)
    return 1 if done.found or done.cannot_tell else 0


def misgivings(done: "Verification") -> Iterator[str]:
    """Return a sentence for each thing that is not as it was put there, or of which that cannot be told."""
    for found in done.found:
        where = found.file if found.line is None else f"{found.file}, line {found.line}"
        yield f"{found.attack.capitalize()}: {where}: {found.says}"
    for sentence in done.cannot_tell:
        yield f"Cannot be told: {sentence}"


def _told(done: "Verification") -> None:
    for sentence in misgivings(done):
        line(sentence)
    for note in done.notes:
        line(f"Note: {note}")
    erased = f" {done.erased} records were erased." if done.erased else ""
    line(f"{done.records} records, {done.lines} lines, {done.entries} entries were looked at.{erased}")
    line(f"Head: {done.head.size}:{done.head.root}")
    if done.found:
        line(f"{len(done.found)} things are not as they were put there.")
    elif done.cannot_tell:
        line("Nothing was found changed, but not all of it can be told.")
    else:
        line("All is as it was put there.")


def _head(against: str | None, key: Path | None) -> "tuple[StoreHead | None, bool]":
    """Read the head; tell, too, whether it is signed and nobody said by whom."""
    from sw_competency.stores.heads import is_printed, read

    if against is None and key is not None:
        raise UnreadableFileError("--key is of no use without --against: name the head that was signed with it.")
    if against is None:
        return None, False
    if is_printed(against):
        return read(against, key), False
    said = _text(Path(against))
    return read(said, key), key is None and '"signature"' in said


def _receipts(path: Path | None) -> "Iterator[Receipt]":
    from sw_competency.stores import Receipt

    if path is None:
        return
    try:
        for said in msgspec.json.decode(_text(path)):
            kind, id_ = said["record"]
            yield Receipt((str(kind), str(id_)), int(said["sequence"]), str(said["head"]))
    except (msgspec.DecodeError, LookupError, TypeError, ValueError):
        says = f"'{path}' holds no receipts: give a JSON list of objects with record, sequence and head."
        raise UnreadableFileError(says) from None


def _text(path: Path) -> str:
    try:
        return content(path).decode()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFileError(f"'{path}' cannot be read: check the name.") from error
