"""The command `export`."""

import io
import sys
from collections.abc import Iterator
from typing import BinaryIO

from sw_competency.cli._files import Force, Out, is_standard_output, write_whole
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import complain, document, line, raw
from sw_competency.cli._progress import stepping
from sw_competency.errors import StoreDamagedError, UnknownNameError, UnreadableOptionError
from sw_competency.formats import write, writing
from sw_competency.model import Entry, Person
from sw_competency.stores import Store


def export(format_: str, /, *, out: Out = None, force: Force = False, options: Options = DEFAULT) -> int:
    """Hand on all records and names, so that importing them into an empty store gives the same.

    What cannot be read is left out and named; then the exit code is 1.

    Args:
        format_: jsonl or csv.
        out: The file to write; left out, or -, they are printed.
        force: Replace the file, whoever made it.
        options: What holds for every command.
    """
    known = writing()
    if format_ not in known:
        raise UnknownNameError("format", format_, known)
    store, left_out = options.opened(), list[str]()
    if out is None or is_standard_output(out):
        if options.json:
            raise UnreadableOptionError("The records themselves go to standard output: give --out FILE with --json.")
        sys.stdout.flush()
        if sys.stdout.isatty():
            whole = io.BytesIO()
            _write(format_, store, whole, left_out)
            raw(whole.getvalue())
        else:
            _write(format_, store, sys.stdout.buffer, left_out)
        return _told(left_out)
    encoding = getattr(known[format_], "ENCODING", "utf-8")
    write_whole(out, lambda file: _write(format_, store, file, left_out, encoding), force=force)
    if options.json:
        document({"files": [str(out)]} | ({"left_out": left_out} if left_out else {}))
    else:
        line(f"All records {'that can be read ' if left_out else ''}are in {out}.")
    return _told(left_out)


def _told(left_out: list[str]) -> int:
    """Say what could not be handed on, and give the exit code."""
    for says in left_out:
        complain(f"Left out: {says}")
    return 1 if left_out else 0


def _write(format_: str, store: Store, file: BinaryIO, left_out: list[str], encoding: str = "utf-8") -> None:
    text = io.TextIOWrapper(file, encoding=encoding, newline="", write_through=False)
    try:
        write(format_, _everything(store, left_out), text)
        text.flush()
    finally:
        text.detach()


def _everything(store: Store, left_out: list[str]) -> Iterator[Person | Entry]:
    """Return all names and entries that can be read; what is wrong with the others is added to what was left out."""
    try:
        yield from store.people()
    except StoreDamagedError as error:
        left_out += error.each
    try:
        with stepping() as step:
            for done, (_, record) in enumerate(store.read_all()):
                step("Exporting records", done, 0)
                yield from record
    except StoreDamagedError as error:
        left_out += error.each
