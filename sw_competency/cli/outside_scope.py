"""The command `outside-scope`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import clocks, documents, line, named, signed, told
from sw_competency.cli._progress import watched
from sw_competency.dates import said
from sw_competency.model import NOT_MET, PlainAnswer
from sw_competency.model.marks import ANSWER

if TYPE_CHECKING:
    from sw_competency.tracker import Tracker


def outside_scope(worker: str | None = None, /, *, options: Options = DEFAULT) -> int:
    """What was done, or agreed to, outside scope: by one worker, or by all.

    Args:
        worker: Whose training record it is about; left out, everybody's.
        options: What holds for every command.
    """
    tracker, questions = options.asked()
    if worker is not None:
        answer = questions.outside_scope(worker)
        return told(answer, options, _tasks(answer))
    answers = [questions.outside_scope(each) for each in watched(list(tracker.workers()), "Looking at what was done")]
    if options.json:
        documents(answers)
    else:
        _all(tracker, answers, said(questions.moment.as_of))
        clocks(questions.moment)
    return int(any(answer.outcome is NOT_MET for answer in answers))


def _all(tracker: "Tracker", answers: list[PlainAnswer], day: str) -> None:
    found = [answer for answer in answers if answer["tasks"] or answer["cannot_tell"]]
    outside = sum(answer.outcome is NOT_MET for answer in answers)
    line(f"{outside} of {len(answers)} worked, or agreed to work, outside scope up to {day}.")
    for answer in found:
        line()
        line(" ".join(part for part in (answer["worker"], named(tracker, answer["worker"])) if part))
        for each in _tasks(answer):
            line(f"  {each}")


def _tasks(answer: PlainAnswer) -> Iterator[str]:
    for task in (*answer["tasks"], *answer["cannot_tell"]):
        asked = f", asked by {task['asked_by']}" if task["asked_by"] else ""
        yield (
            f"{task['on']} {task['competency']}, {task['kind']} {task['entry']}{asked}: "
            f"{signed(ANSWER[task['answer']])}; concern: {task['concern']}. {task['says']}"
        )
