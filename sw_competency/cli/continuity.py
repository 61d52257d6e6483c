"""The command `continuity`."""

from typing import TYPE_CHECKING, Any

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import clocks, document, line, named, told

if TYPE_CHECKING:
    from sw_competency.tracker import Tracker

_LACKS = {
    "no_supervised_practice": "No supervised practice in that time", "no_induction": "No local induction",
    "no_buddy": "No buddy named",
}  # fmt: skip


def continuity(worker: str | None = None, /, *, started_within: str = "P12M", options: Options = DEFAULT) -> int:
    """How newcomers were brought in: how many people supervised their first weeks, induction, and a buddy.

    Args:
        worker: This one; left out, everybody who started lately.
        started_within: How long before the day they started at the earliest, such as P12M.
        options: What holds for every command.
    """
    from sw_competency.cli._lengths import length

    lately = length("--started-within", started_within)
    tracker, department = options.department()
    answer = department.continuity(worker, lately)
    if worker is not None:
        code = told(answer, options)
        return 3 if code == 3 else 0
    if options.json:
        document(answer.to_json())
        return 0
    line(f"{answer.says}.")
    if answer["newcomers"]:
        from sw_competency.cli._tables import table

        line()
        head = ("Worker", "Name", "Site", "Started", "Supervised by", "Times", "Induction", "Buddy")
        table(head, [_row(tracker, one) for one in answer["newcomers"]])
        line()
        for name, what in _LACKS.items():
            if answer[name]:
                line(f"{what}: {', '.join(answer[name])}")
        line(f"Sources: {', '.join(answer.sources)}")
    clocks(answer.moment)
    return 0


def _row(tracker: "Tracker", one: dict[str, Any]) -> tuple[str, ...]:
    by = "not recorded" if one["supervisors"] is None else str(one["supervisors"])
    days = one["induction_days"]
    induction = "none" if days is None else "first day" if days == 0 else f"{days} day{'s' * (days != 1)}"
    running = "" if one["complete"] else " (not over yet)"
    times = "" if one["supervised_episodes"] is None else str(one["supervised_episodes"])
    return (
        one["worker"], named(tracker, one["worker"]), one["site"], one["started"], f"{by}{running}", times, induction,
        one["buddy"] or "none",
    )  # fmt: skip
