"""The command `titles`."""

import sys
from typing import Annotated

from cyclopts import Parameter

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document
from sw_competency.errors import SWCompetencyError, UnreadableFileError

_WIDEST = 80  # characters of a title in the table


class NoTitleError(SWCompetencyError):
    """No job title was given."""


def titles(*title: Annotated[str, Parameter(allow_leading_hyphen=True)], options: Options = DEFAULT) -> int:
    """What role and tier a local job title points to, how surely, and why; a title alone rarely fixes a band.

    Args:
        title: Job titles, each in quotes; - reads them, one a line.
        options: What holds for every command.
    """
    from sw_competency.job_titles.titles import judge_title

    given = [one for each in title for one in (_read() if each == "-" else [each])]
    if not given:
        raise NoTitleError("No job title is given: name one, in quotes, or write  -  and give them one a line.")
    catalogue = options.judged_by()
    answers = [judge_title(catalogue, one) for one in given]
    if options.json:
        document([answer.to_json() for answer in answers])
        return 0
    from sw_competency.cli._tables import table

    rows = [(_cut(a.title), a.role, a.tier or "-", a.certainty, a.why) for a in answers]
    table(("Title", "Role", "Tier", "Certainty", "Why"), rows)
    return 0


def _cut(title: str) -> str:
    """Keep one title that is none from making the column too wide for all."""
    return title if len(title) <= _WIDEST else f"{title[:_WIDEST]}..."


def _read() -> list[str]:
    """Read titles from standard input, one a line; empty lines are none."""
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFileError("What was given to read is not a text in UTF-8: save it as UTF-8.") from None
    return [line.strip() for line in text.splitlines() if line.strip()]
