"""Reads a framework of another system as a catalogue to be laid over ours."""

from pathlib import Path

from sw_competency.cli._files import is_standard_output, write_new
from sw_competency.cli._options import Options, day
from sw_competency.cli._print import complain, document, line, raw
from sw_competency.errors import UnreadableFileError, UnreadableOptionError


def read_from(file: Path, out: Path | None, options: Options) -> None:
    """Read a framework, and print it or write it to a new file as a catalogue; say what was not taken.

    Raises:
        UnreadableFileError: it is in no form we read, or holds no competency.
    """
    from sw_competency.portability import standards
    from sw_competency.portability.frameworks import overlay
    from sw_competency.stores import MemoryStore
    from sw_competency.tracker import Tracker

    catalogue = options.judged_by()
    form = standards.reading(file)
    if form is None:
        known = ", ".join(one.TITLE for one in standards.writing("catalogue").values())
        raise UnreadableFileError(f"'{file}' is in no form of a framework that we read: {known}.")
    taken = form.read_catalogue(file, catalogue)
    read_on = day("--as-of", options.as_of) or Tracker(MemoryStore(), catalogue).today()
    text = overlay(taken, catalogue, read_on, file.name)
    if out is None or is_standard_output(out):
        if options.json:
            raise UnreadableOptionError("The catalogue itself goes to standard output: give --out FILE with --json.")
        raw(text.encode())
    else:
        write_new(out.parent, {out.name: text.encode()})
    if options.json:
        left_out = [{"what": one.what, "of": list(one.of), "why": one.why} for one in taken.left_out]
        document({"files": [str(out)], "competencies": list(taken.competencies), "left_out": left_out})
        return
    if out is not None and not is_standard_output(out):
        count = len(taken.competencies)
        many = "1 competency was" if count == 1 else f"{count} competencies were"
        line(f"{many} read; what is to be filled in stands at the top of {out}.")
        line(f"Then:  sw-competency catalogue check {out}")
    for one in taken.left_out:
        complain(f"Not taken: {one}.")
