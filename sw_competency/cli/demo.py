"""The command `demo`."""

from pathlib import Path

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line
from sw_competency.cli._progress import stepping

FOLDER = Path("sw-competency-demo")


def demo(folder: Path = FOLDER, /, *, options: Options = DEFAULT) -> int:
    """Build a department of made-up workers, evaluate it, write its reports, and say where they are.

    Args:
        folder: Where its store and its pages are put; never in --store.
        options: What holds for every command; --as-of is the day that the commands named at the end ask about.
    """
    from sw_competency.demo import build, what_to_open

    with stepping() as step:
        files = build(folder, step)
    if options.json:
        document({"files": [str(file) for file in files]})
        return 0
    for each in what_to_open(files, as_of=options.as_of).splitlines():
        line(each)
    return 0
