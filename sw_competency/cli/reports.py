"""The command `reports`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document


def reports(*, options: Options = DEFAULT) -> int:
    """The reports there are, what each answers, and in which formats.

    Args:
        options: What holds for every command.
    """
    from sw_competency.reports import listing

    found = listing()
    if options.json:
        document(found)
        return 0
    from sw_competency.cli._tables import table

    table(("Report", "Answers", "Formats"), [(r["name"], r["question"], ", ".join(r["formats"])) for r in found])
    return 0
