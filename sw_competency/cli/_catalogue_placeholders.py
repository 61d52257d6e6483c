"""Lists what nobody published, or writes it as a catalogue to be filled in."""

import sys
from pathlib import Path

from sw_competency.cli._files import is_standard_output, write_new
from sw_competency.cli._options import Options
from sw_competency.cli._print import document, line, speaks_unicode


def list_placeholders(out: Path | None, options: Options) -> None:
    """Print every local default that is to be confirmed; with a file, write them there to be filled in."""
    from sw_competency.catalogue.placeholders import described, found_at, placeholders

    held = options.judged_by()
    paths = list(placeholders(held))
    if out is not None:
        _write(out, options)
    elif options.json:
        from sw_competency.model.findings import jsonable

        found = {path: found_at(held.tables, path) for path in paths}
        document([
            {"path": path, "says": described(held, path), "value": jsonable(one.value), "source": list(one.source),
             "file": held.file_of(one.at)}
            for path, one in found.items() if one is not None
        ])  # fmt: skip
    else:
        for path in paths:
            line(f"{described(held, path)} ({path})")
        count = "One local default is" if len(paths) == 1 else f"{len(paths) or 'No'} local defaults are"
        line(f"{count} still to be confirmed.")


def _write(out: Path, options: Options) -> None:
    from sw_competency.catalogue.confirming import to_fill_in
    from sw_competency.catalogue.writing import escaped

    text = to_fill_in(options.judged_by())
    if is_standard_output(out):
        sys.stdout.write(text if speaks_unicode() else escaped(text))
        return
    write_new(out.parent, {out.name: text.encode()})
    if options.json:
        document({"files": [str(out)]})
    else:
        line(f"To be filled in: {out}. Then:  sw-competency catalogue check {out}")
