"""The command `import`."""

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import complain, document, line
from sw_competency.cli._progress import stepping
from sw_competency.errors import MissingExtraError, OtherTrustError, SWCompetencyError, UnreadableFileError
from sw_competency.tracker import Imported

_MOST = 10  # rows passed over that are listed
_SUMS = ("read", "appended", "already_there", "rejected")


def import_(
    file: Path, /, *files: Path, by: str | None = None, history: Annotated[bool, Parameter(negative=())] = False,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Import files of entries: JSON Lines, CSV, workbooks, ESR extracts; the same file twice adds nothing.

    Args:
        file: A file.
        files: More files.
        by: Who writes them down, where a row does not say.
        history: Take rows as recorded when they say, also into records that are not empty: it changes what was known.
        options: What holds for every command.
    """
    tracker = options.tracker()
    done: list[tuple[Path, Imported | SWCompetencyError]] = []
    with stepping() as step:
        for each in (file, *files):
            step(f"Importing {each.name}", len(done), len(files) + 1 if files else 0)
            try:
                done.append((each, tracker.import_file(each, by, history=history)))
            except (UnreadableFileError, MissingExtraError, OtherTrustError) as error:
                if not files:
                    raise
                done.append((each, error))
    if options.json:
        document(_document(done))
    for path, came in done:
        _say(path, came, quiet=options.json)
    if any(isinstance(came, SWCompetencyError) for _, came in done):
        return 2
    return int(any(isinstance(came, Imported) and came.rejected for _, came in done))


def _say(path: Path, came: Imported | SWCompetencyError, *, quiet: bool) -> None:
    if isinstance(came, SWCompetencyError):
        complain(str(came))
        return
    for sheet, why in came.sheets_not_read:
        complain(f"{path}: the sheet '{sheet}' was not read: {why}")
    for warning in came.warnings:
        complain(f"{path}: {warning}")
    if not quiet:
        where = f"; they are in {came.rejected_file}, each with its reason" if came.rejected_file else ""
        line(
            f"{path}: {came.read} read, {came.appended} recorded, {came.already_there} already on record, "
            f"{came.rejected} rejected{where}."
        )
        for row, why in came.skipped[:_MOST]:
            line(f"  Passed over: {row}, since {why}.")
        if len(came.skipped) > _MOST:
            line(f"  Passed over: {len(came.skipped) - _MOST} more; --json names them all.")


def _document(done: list[tuple[Path, Imported | SWCompetencyError]]) -> dict[str, Any]:
    told = [
        {"file": str(path), **(came.to_json() if isinstance(came, Imported) else {"error": str(came)})}
        for path, came in done
    ]
    if len(told) == 1:
        return {name: value for name, value in told[0].items() if name != "file"}
    sums = {name: sum(each.get(name, 0) for each in told) for name in _SUMS}
    return {**sums, "rejected_file": None, "files": told}
