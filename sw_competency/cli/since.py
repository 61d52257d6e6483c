"""The command `since`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import told


def since(worker: str, /, *, rule: str, options: Options = DEFAULT) -> int:
    """Since which day a re-banding rule has been met without a break, and every period in which it was.

    Args:
        worker: Whose training record it is about.
        rule: The rule.
        options: What holds for every command.
    """
    _, questions = options.asked()
    answer = questions.since(worker, rule)
    periods = [
        f"Met from {p['from']} to {p['until']}, ended by: {p['ended_by']}" if p["until"] else f"Met from {p['from']} on"
        for p in answer["periods"]
    ]
    return told(answer, options, periods)
