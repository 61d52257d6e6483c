"""The command `cover`."""

from sw_competency.cli._options import DEFAULT, Options, ahead, day
from sw_competency.cli._print import CODES, defaults, document, foot, line, named
from sw_competency.model.marks import ANSWER


def cover(
    task: str, /, *, site: str | None = None, modality: str | None = None, weeks: int = 4, until: str | None = None,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Who may do a task by themselves and is there, how that changes in the next weeks, and when nobody can.

    Args:
        task: The competency that names the task.
        site: At this site; left out, anywhere.
        modality: Where it is to be done.
        weeks: How many weeks ahead to look.
        until: The last day to look at, YYYY-MM-DD, instead of --weeks.
        options: What holds for every command.
    """
    from sw_competency.dates import said

    tracker, department = options.department()
    first = department.moment.as_of
    last = ahead(first, weeks, day("--until", until))
    answer = department.cover(task, site, modality, last)
    if options.json:
        document(answer.to_json())
        return CODES[answer.outcome.value]
    line(f"{answer.says}.")
    if answer["workers"]:
        from sw_competency.cli._tables import styled, table

        rows = [
            (
                one["worker"], named(tracker, one["worker"]), styled(ANSWER[one["answer"]]),
                "absent" if one["absent"] else "", one["why"],
            )
            for one in answer["workers"]
        ]  # fmt: skip
        table(("Worker", "Name", f"On {said(first)}", "Absent", "Why"), rows)
    for change in answer["changes"]:
        line(f"  {change['on']}  {change['says']}")
    defaults(options, answer)
    foot(answer)
    return CODES[answer.outcome.value]
