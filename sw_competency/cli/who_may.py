"""The command `who-may`."""

from typing import TYPE_CHECKING

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import clocks, documents, line, named, why
from sw_competency.cli._progress import watched
from sw_competency.dates import said
from sw_competency.errors import did_you_mean
from sw_competency.model.marks import ANSWER

if TYPE_CHECKING:
    from sw_competency.questions import Questions
    from sw_competency.tracker import Tracker


def who_may(task: str, /, *, site: str | None = None, modality: str | None = None, options: Options = DEFAULT) -> int:
    """Everybody in post on the day, and whether they may do a task; the absent are marked.

    Args:
        task: The competency that names the task.
        site: Only those in post at this site.
        modality: Where it is to be done.
        options: What holds for every command.
    """
    tracker, questions = options.asked()
    workers = watched(list(tracker.workers()), f"Who may do {task}")
    answers = questions.each_may(task, workers, site, modality)
    if options.json:
        documents(answers)
        return 0
    from sw_competency.cli._tables import styled, table

    rows, able = [], 0
    for a in answers:
        able += a["answer"] == "may" and not a["absent"]
        mark, absent = styled(ANSWER[a["answer"]]), "absent" if a["absent"] else ""
        rows.append((a["worker"], named(tracker, a["worker"]), mark, absent, why(a)))
    where = f" at {site}" if site is not None else ""
    if not rows:
        nobody = f"Nobody is in post{where} on {said(questions.moment.as_of)}"
        unknown = _unknown(site, tracker, questions) if site is not None else ""
        line(f"{nobody}: {unknown}" if unknown else f"{nobody}.")
        clocks(questions.moment)
        return 0
    title = tracker.catalogue.titled(task)
    line(f"{title}: {able} of {len(rows)} in post{where} may do this on {said(questions.moment.as_of)}.")
    table(("Worker", "Name", "Answer", "Absent", "Why"), rows)
    clocks(questions.moment)
    return 0


def _unknown(site: str, tracker: "Tracker", questions: "Questions") -> str:
    """Say that a site is named by neither catalogue nor record; nothing where it is."""
    known = {*tracker.catalogue.sites, *tracker.store.owners("site")}
    for worker in tracker.workers():
        known.update(a.site for a in questions.records.worker(worker).appointments)
        questions.records.forget()
    return "" if site in known else f"no post at '{site}' is on record{did_you_mean(site, known) or '.'}"
