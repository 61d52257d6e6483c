"""The command `scenarios`."""

from pathlib import Path
from typing import Any

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import complain, document, line, signed
from sw_competency.cli._progress import watched
from sw_competency.model.marks import Mark
from sw_competency.testing.scenarios import Failure, Ran, run_file


def scenarios(file: Path, /, *files: Path, options: Options = DEFAULT) -> int:
    """Try what rules must answer, as people wrote it down; --catalogue lies under each file's own.

    Args:
        file: A file of scenarios (TOML).
        files: More files.
        options: What holds for every command.
    """
    over = options.layer()
    ran = Ran()
    for each in watched((file, *files), "Trying scenarios"):
        ran += run_file(each, over)
    for warning in ran.warnings:
        complain(f"{warning}.")
    if options.json:
        failed = [failure.to_json() for failure in ran.failed]
        document({"scenarios": ran.scenarios, "expectations": ran.expectations, "failed": failed})
    else:
        for failure in ran.failed:
            _say(failure)
        line(f"{ran.holding} of {ran.scenarios} scenarios hold")
    return int(bool(ran.failed))


def _say(failure: Failure) -> None:
    asked = {k: v for k, v in failure.expectation.items() if k not in failure.expected}
    line(f"{signed(Mark('cross', 'does not hold', 'stop'))}: {failure.file}: {failure.scenario}")
    line(f"  asked:    {_fields(asked)}")
    line(f"  expected: {_fields(failure.expected)}")
    line(f"  came:     {_fields(failure.came)}")
    line(f"  it says:  {failure.says}")
    line()


def _fields(fields: Any) -> str:
    return ", ".join(f"{name} = {value!r}" for name, value in fields.items())
