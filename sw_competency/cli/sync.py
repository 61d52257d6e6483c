"""The command `sync`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from sw_competency.cli._answer import To, printed, write
from sw_competency.cli._files import Force, Out
from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.model import MET

Flag = Annotated[bool, Parameter(negative=())]


def sync(
    file: Path, /, *, scope: str = "esr", apply: Flag = False, extract_date: str | None = None, stop_at: int = 5,
    take_over: Flag = False, by: str | None = None, format: str | None = None, out: Out = None,  # noqa: A002
    force: Force = False, options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Bring our record in step with tonight's full extract of ESR, staff or training: show what changes, or record it.

    Args:
        file: The full extract, CSV or workbook.
        scope: Which feed it is of.
        apply: Record what changes, all of it or nothing; left out, it is only shown.
        extract_date: The day of the extract, YYYY-MM-DD; left out, the one in its column Extract Date, or in its name.
        stop_at: Take nothing if more than so many in the hundred of the people, posts or completions would vanish.
        take_over: Posts that a person entered are the feed's from now on.
        by: Who writes it down.
        format: html, pdf, xlsx, csv or md; left out, as the name in --out ends.
        out: The file to write what changes to, - prints it.
        force: Replace the file, whoever made it.
        options: What holds for every command.
    """
    tracker = options.tracker()
    given = day("--extract-date", extract_date)
    answer = tracker.sync(
        file, scope, apply=apply, extract_date=given, stop_at=stop_at, take_over=take_over, by=by
    )  # fmt: skip
    if format is None and out is None:
        printed(answer, tracker, options)
    else:
        write(answer, answer.asked, tracker.at(answer.as_of), tracker, To(format, out, force), options)
    return int(bool(answer.to_settle) if apply else answer.outcome is not MET)
