"""The command `due`."""

from sw_competency.cli._options import DEFAULT, Options, ahead, day
from sw_competency.cli._print import defaults, document, foot, line, named


def due(*, site: str | None = None, weeks: int = 8, until: str | None = None, options: Options = DEFAULT) -> int:
    """What runs out for everybody in post: competencies and certificates, the earliest first; and what has run out.

    Args:
        site: Only those in post at this site.
        weeks: How many weeks ahead to look.
        until: The last day to look at, YYYY-MM-DD, instead of --weeks.
        options: What holds for every command.
    """
    tracker, department = options.department()
    last = ahead(department.moment.as_of, weeks, day("--until", until))
    answer = department.due(site, last)
    if options.json:
        document(answer.to_json())
        return 0
    line(f"{answer.says}.")
    if answer["due"]:
        from sw_competency.cli._tables import table

        rows = [
            (
                one["last"] or "", one["state"], one["worker"], named(tracker, one["worker"]), one["site"] or "",
                one["says"],
            )
            for one in answer["due"]
        ]  # fmt: skip
        table(("Last day", "State", "Worker", "Name", "Site", "What"), rows)
    defaults(options, answer)
    foot(answer)
    return 0
