"""The command `verify`."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import CODES, document, line
from sw_competency.dates import said
from sw_competency.errors import UnreadableFileError, UnreadableOptionError
from sw_competency.files import content

if TYPE_CHECKING:
    from sw_competency.stores import Receipt, StoreHead
    from sw_competency.stores._verified import Verification

_MOST, _WIDEST = 4, 160  # lines of a page that are shown, and letters of each


def verify(
    path: Path | None = None,
    /,
    *,
    against: str | None = None,
    key: Path | None = None,
    receipts: Path | None = None,
    templates: Path | None = None,
    options: Options = DEFAULT,
) -> int:
    """Is every record as it was put there; or, of a page of ours, is it as it was written, and still right?

    Nothing is changed.

    Args:
        path: The folder of training records, left out that of --store; or the file of a page, HTML, PDF, XLSX or
            Markdown, or the text that was scanned from paper, which is held against the records of --store.
        against: A head that was handed out: its file, or SIZE:ROOT as a page prints it.
        key: The public key (PEM) of whoever signed that head.
        receipts: A JSON file of receipts: a list of objects with record, sequence, head.
        templates: Of a page that was laid out by a folder of templates of your own: that folder.
        options: What holds for every command.
    """
    if path is not None and (page := _page(path)) is not None:
        if (against, key, receipts) != (None, None, None):
            raise UnreadableOptionError("--against, --key and --receipts are about a store: leave them out for a page.")
        return _checked(page, templates, options)
    head, is_unchecked = _head(against, key)
    done = _verified(path, head, list(_receipts(receipts)), options)
    if is_unchecked:
        done.notes.append(
            "The head bears a signature that fits it; whose it is was not checked: name the public key with --key."
        )
    if options.json:
        document(done.to_json())
    else:
        _told(done)
    return 1 if done.found or done.cannot_tell else 0


def _page(path: Path) -> bytes | None:
    """Return what is in the file of a page, or the text of its code; None for a folder of records."""
    from sw_competency.reports._seal import BEGINS

    if str(path).startswith(BEGINS):
        return str(path).encode()
    return None if not path.is_file() else _read(path)


def _checked(page: bytes, templates: Path | None, options: Options) -> int:
    """Print what became of a page; give the exit code."""
    done = options.tracker().check_page(page, templates)
    if options.json:
        document(done.to_json())
    else:
        about = ", ".join(str(one) for one in (done.ask or {}).values() if isinstance(one, str))
        line(f"{done.page}{f' of {about}' if about else ''}, as of {said(date.fromisoformat(done.as_of))}")
        for sentence in done.says:
            line(sentence)
        _listed("It says:", done.altered.gone, "What was written:", done.altered.come)
        _listed("It said then:", done.since.gone, "It would say now:", done.since.come)
    if done.unaltered is None or done.still is None:
        return 1 if done.still is False else CODES["cannot-tell"]
    return 0 if done.unaltered and done.still else 1


def _listed(*told: Any) -> None:
    for heading, lines in zip(told[::2], told[1::2], strict=True):
        if lines:
            line(heading)
        for each in lines[:_MOST]:
            line(f"  {each if len(each) <= _WIDEST else f'{each[:_WIDEST]} ...'}")
        if len(lines) > _MOST:
            line(f"  and {len(lines) - _MOST} lines more; --json gives all of them, whole.")


def _verified(
    path: Path | None, head: "StoreHead | None", receipts: "list[Receipt]", options: Options
) -> "Verification":
    """Check a folder, also one that cannot be opened, or a database."""
    from sw_competency.stores import verify as of_folders

    if path is None and options.is_database:
        with options.opened() as store:
            return store.verify(head, receipts)
    return of_folders.verify(path or options.folder, head, receipts)


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
        return _read(path).decode()
    except UnicodeDecodeError as error:
        raise _unreadable(path) from error


def _read(path: Path) -> bytes:
    try:
        return content(path)
    except OSError as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> UnreadableFileError:
    return UnreadableFileError(f"'{path}' cannot be read: check the name.")
