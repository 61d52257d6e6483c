"""The command `line-management`."""

from typing import TYPE_CHECKING

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import clocks, documents, line, named
from sw_competency.dates import said

if TYPE_CHECKING:
    from sw_competency.model import PlainAnswer

_ROLES = {
    "modality-lead-radiographer": "modality lead radiographer",
    "senior-radiographer-of-the-rota": "senior radiographer of the rota",
    "as-the-site-says": "as the site says",
    None: "cannot tell",
}


def line_management(*, site: str | None = None, options: Options = DEFAULT) -> int:
    """Who manages each support worker: a lead in post, the site's own words, or what follows from deployment.

    Args:
        site: Only posts at this site.
        options: What holds for every command.
    """
    tracker, department = options.department()
    answers = department.line_management(site)
    if options.json:
        documents(answers)
        return 0
    where, day = f" at {site}" if site is not None else "", said(department.moment.as_of)
    if not answers:
        line(f"Nobody is in post{where} on {day}, as far as is recorded.")
        clocks(department.moment)
        return 0
    from sw_competency.cli._tables import table

    told = sum(answer["role"] is not None for answer in answers)
    line(f"Of {len(answers)} post{'s' * (len(answers) != 1)}{where} on {day}, the line manager of {told} can be told.")
    rows = [(a["worker"], named(tracker, a["worker"]), a["site"] or "", _manager(a), _why(a)) for a in answers]
    table(("Worker", "Name", "Site", "Managed by", "Why"), rows)
    sources = dict.fromkeys(source for answer in answers for source in answer.sources)
    if sources:
        line(f"Sources: {', '.join(sources)}")
    clocks(department.moment)
    return 0


def _manager(answer: "PlainAnswer") -> str:
    people = ", ".join(answer["people"])
    return f"lead support worker: {people}" if people else _ROLES[answer["role"]]


def _why(answer: "PlainAnswer") -> str:
    """Give the reason without what stands beside it: the worker, and the lead."""
    if answer["because"] == "lead":
        return f"leads {'the department' if answer['leads'] == 'department' else answer['leads']}"
    return answer.says.removeprefix(f"{answer['worker']}: ")
