"""The command `recall`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import CODES, defaults, document, foot, line, named
from sw_competency.model.marks import ANSWER


def recall(name: str | None = None, /, *, site: str | None = None, options: Options = DEFAULT) -> int:
    """Who needs a re-assessment since a procedure, device or contrast agent changed, by when, and what until then.

    Args:
        name: The recall, as the catalogue names it; left out, all recalls are listed.
        site: Only those in post at this site.
        options: What holds for every command.
    """
    if name is None:
        return _all(options)
    tracker, department = options.department()
    answer = department.recall(name, site)
    if options.json:
        document(answer.to_json())
        return CODES[answer.outcome.value]
    line(f"{answer.says}.")
    if answer["workers"]:
        from sw_competency.cli._tables import styled, table

        rows = [
            (
                one["worker"], named(tracker, one["worker"]), one["site"] or "", one["competency"],
                one["state"], one["reassess_by"], styled(ANSWER[one["may"]]),
            )
            for one in answer["workers"]
        ]  # fmt: skip
        table(("Worker", "Name", "Site", "Competency", "Re-assessment", "By", f"On {department.moment.as_of}"), rows)
    defaults(options, answer)
    foot(answer)
    return CODES[answer.outcome.value]


def _all(options: Options) -> int:
    recalls = options.judged_by().recalls
    if options.json:
        from sw_competency.model.findings import jsonable

        fields = ("id", "title", "competencies", "starts", "reassess_by", "until_then", "device", "site", "source")
        document([jsonable({field: getattr(one, field) for field in fields}) for one in recalls.values()])
        return 0
    if not recalls:
        line("The catalogue recalls nothing.")
    for one in recalls.values():
        where = (f", device {one.device}" if one.device else "") + (f", at {one.site}" if one.site else "")
        line(f"{one.id}  {one.title}{where}: since {one.starts}, to be re-assessed by {one.reassess_by}")
    return 0
