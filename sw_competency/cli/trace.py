"""The command `trace`."""

from typing import Annotated

from cyclopts import Parameter

from sw_competency.cli._changes import print_changes
from sw_competency.cli._options import DEFAULT, Options, UnreadableOptionError, day
from sw_competency.cli._print import CODES, document, foot, line


def trace(
    assessor: str, /, *, from_: Annotated[str | None, Parameter(name="--from")] = None, until: str | None = None,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """What falls if an assessor was not entitled: their sign-offs, and all that rests on them. Nothing is recorded.

    Args:
        assessor: Who was not entitled.
        from_: The first day of that, YYYY-MM-DD; left out, ever.
        until: The last day; left out, the day asked about.
        options: What holds for every command.
    """
    began, ended = day("--from", from_), day("--until", until)
    if began and ended and ended < began:
        raise UnreadableOptionError(f"--until: {ended} lies before --from, {began}.")
    tracker, department = options.department()
    if began and began > department.moment.as_of:
        raise UnreadableOptionError(f"--from: {began} lies after the day asked about, {department.moment.as_of}.")
    answer = department.trace(assessor, began, ended)
    if options.json:
        document(answer.to_json())
        return CODES[answer.outcome.value]
    line(f"{answer.says}.")
    for one in answer["fallen"]:
        how = "given by them" if one["directly"] else "rests on one that falls"
        line(f"  {one['worker']}  {one['on']}  {one['competency']}, sign-off {one['sign_off']} ({how}): {one['says']}")
    if answer["afterwards"]:
        line("On record since, and to be looked at:")
        for one in answer["afterwards"]:
            line(f"  {one['worker']}  {one['on']}  {one['what']}, {one['name']}, entry {one['entry']}: {one['says']}")
    if answer["also"]:
        line("Signed by them too, and to be looked at:")
        for one in answer["also"]:
            line(f"  {one['worker']}  {one['kind']} {one['entry']}")
    print_changes(tracker, answer)
    foot(answer)
    return CODES[answer.outcome.value]
