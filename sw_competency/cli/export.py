"""The command `export`."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, BinaryIO

from sw_competency.cli._files import Force, Out, is_standard_output, write_whole
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import complain, document, line, raw
from sw_competency.cli._progress import stepping
from sw_competency.cli._writing import taken
from sw_competency.errors import FieldError, StoreDamagedError, UnknownNameError, UnreadableOptionError
from sw_competency.formats import write, writing
from sw_competency.model import Entry, Person
from sw_competency.portability import standards
from sw_competency.stores import Store

if TYPE_CHECKING:
    from sw_competency.portability.frameworks import Handed
    from sw_competency.questions import Questions


def export(
    format_: str, /, *, worker: str | None = None, home: str | None = None, out: Out = None, force: Force = False,
    options: Options = DEFAULT,
) -> int:
    """Hand on all records and names, so that importing them into an empty store gives the same; or the catalogue.

    What cannot be read is left out and named; then the exit code is 1. So is what a form of another system has no place
    for, without that code.

    Args:
        format_: jsonl, csv or parquet; records as xapi or fhir; or the catalogue as case, dls or moodle.
        worker: Of xapi and fhir, whose record alone: an id or a name.
        home: Of xapi and fhir, the address that stands for your organisation's numbers, such as https://trust.example/staff.
        out: The file to write; left out, or -, they are printed.
        force: Replace the file, whoever made it.
        options: What holds for every command.
    """
    known, of_catalogues, of_records = writing(), standards.writing("catalogue"), standards.writing("records")
    if format_ in of_records:
        handed = _records(of_records[format_], worker, home, options)
        return _handed(of_records[format_], handed, "The records are", out, options, force=force)
    if worker is not None or home is not None:
        raise UnreadableOptionError(f"--worker and --home are of {' and '.join(of_records)}; leave them out.")
    if format_ in of_catalogues:
        handed = _catalogue(of_catalogues[format_], options)
        return _handed(of_catalogues[format_], handed, "The catalogue is", out, options, force=force)
    if format_ not in known:
        raise UnknownNameError("format", format_, {**known, **of_catalogues, **of_records})
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


def _catalogue(form: ModuleType, options: Options) -> "Handed":
    """Return the catalogue in a form of another system."""
    tracker, questions = options.asked(with_records=False)
    handed: Handed = form.write_catalogue(tracker.catalogue, questions.moment.as_of)
    return handed


def _records(form: ModuleType, worker: str | None, home: str | None, options: Options) -> "Handed":
    """Return records in a form of another system.

    Raises:
        FieldError: nobody said whose numbers these are.
    """
    from sw_competency.portability.handing import Handing

    if home is None or ":" not in home:
        raise FieldError("--home", "is needed: the address that stands for your numbers, as https://trust.example/staff")
    tracker, questions = options.asked()
    whose = [taken(tracker, "worker", worker)] if worker is not None else questions.workers
    handing = Handing(
        everybody=questions, workers=whose, written=tracker.entries, person=tracker.person, home=home,
        others=questions.records.joining.others,
        apart=list(_apart(questions, None if worker is None else whose[0])),
    )  # fmt: skip
    handed: Handed = form.write_records(handing)
    return handed


def _apart(questions: "Questions", worker: str | None) -> "Iterator[Entry]":
    """Return what stands in the records of assessors and sites; of one worker, in their own as an assessor."""
    owners = questions.records.owners
    everybodys = [] if owners is None else [(kind, id_) for kind in ("assessor", "site") for id_ in owners(kind)]
    for owner in everybodys if worker is None else [("assessor", worker)]:
        yield from questions.records.readable(owner)


def _handed(
    form: ModuleType, handed: "Handed", what: str, out: Path | None, options: Options, *, force: bool
) -> int:
    """Write what is handed on in a form of another system, and say what is not in it."""
    if out is None or is_standard_output(out):
        if options.json:
            raise UnreadableOptionError("It goes to standard output itself: give --out FILE with --json.")
        raw(handed.content)
    else:
        write_whole(out, lambda file: file.write(handed.content), force=force)
        if options.json:
            left_out = [{"what": one.what, "of": list(one.of), "why": one.why} for one in handed.left_out]
            document({"files": [str(out)], "left_out": left_out})
            return 0
        line(f"{what} in {out}: {form.TITLE}.")
    for one in handed.left_out:
        complain(f"Not in it: {one}.")
    return 0


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
