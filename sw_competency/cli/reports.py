"""The command `reports`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document


def reports(*, options: Options = DEFAULT) -> int:
    """The reports there are, what each answers, what it asks for, and in which formats.

    Args:
        options: What holds for every command.
    """
    from sw_competency.reports import FIELDS, listing

    found = listing()
    if options.json:
        document(found)
        return 0
    from sw_competency.cli._tables import table

    rows = []
    for each in found:
        needs = dict.fromkeys(FIELDS[name].option for name in each["needs"])
        may = (f"[{FIELDS[name].option}]" for name in each["takes"])
        rows.append((each["name"], each["question"], " ".join((*needs, *may)), ", ".join(each["formats"])))
    table(("Report", "Answers", "Asks for", "Formats"), rows)
    return 0
