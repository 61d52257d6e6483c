"""The command `equity`."""

from typing import TYPE_CHECKING, Any

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, foot, line

if TYPE_CHECKING:
    from sw_competency.catalogue import Catalogue


def equity(
    *, from_tier: str = "clinical-support-worker", within: str = "P24M", suppress_below: int = 5,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """How many of those at a tier moved up, by modality, site and deployment; names nobody, hides small numbers.

    Args:
        from_tier: The tier they were at when the time began.
        within: How long before the day that was, such as P24M.
        suppress_below: Numbers below this are not shown, nor what would give them away; 3 or more.
        options: What holds for every command.
    """
    from sw_competency.cli._lengths import length

    time = length("--within", within)
    _, department = options.department()
    answer = department.equity(from_tier, time, suppress_below)
    if options.json:
        document(answer.to_json())
        return 0
    line(f"{answer.says}.")
    for name in ("modality", "site", "deployment"):
        if answer[f"by_{name}"]:
            _table(name, answer[f"by_{name}"], department.catalogue)
    line()
    for note in answer["notes"]:
        line(note)
    foot(answer)
    return 0


def _table(name: str, rows: list[dict[str, Any]], catalogue: "Catalogue") -> None:
    from sw_competency.cli._tables import table

    line()
    head = (name.capitalize(), "At start", "Moved up", "Share", "Did not", "of them stayed", "of them left")
    table(head, [_row(row, catalogue if name == "modality" else None) for row in rows])


def _row(row: dict[str, Any], catalogue: "Catalogue | None") -> tuple[str, ...]:
    names = [
        "not recorded" if group is None else catalogue.titled(group) if catalogue else group for group in row["groups"]
    ]
    together = f"{', '.join(names)} (together)" if len(names) > 1 else names[0]
    numbers = (row["not_progressed"], row["stayed"], row["left"])
    hidden = ["not shown" if number is None else str(number) for number in numbers]
    return together, str(row["at_start"]), str(row["progressed"]), f"{row['percent']} %", *hidden
