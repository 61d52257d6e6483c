"""The command `establishment`."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import clocks, document, line

if TYPE_CHECKING:
    from sw_competency.catalogue import Catalogue
    from sw_competency.model import PlainAnswer

_HEADS = ("People", "WTE", "Absent")


def establishment(*, site: str | None = None, by: str = "site,tier", options: Options = DEFAULT) -> int:
    """Who is in post, in people and whole-time equivalents, beside what each site says it should have.

    Args:
        site: Only posts at this site.
        by: How the rows are made: site, tier, title, deployment, modality; several with commas between.
        options: What holds for every command.
    """
    _, department = options.department()
    answer = department.establishment(by, site)
    if options.json:
        document(answer.to_json())
        return 0
    line(f"{answer.says}.")
    if answer["rows"]:
        _tables(answer, department.catalogue)
    return 0


def _tables(answer: "PlainAnswer", catalogue: "Catalogue") -> None:
    from sw_competency.cli._tables import table

    by = answer["by"]
    rows = [(*(_value(catalogue, name, row[name]) for name in by), *_counted(row)) for row in answer["rows"]]
    rows.append(("Total", *[""] * (len(by) - 1), *_counted(answer["total"])))
    line()
    table((*(name.capitalize() for name in by), *_HEADS), rows)
    line()
    line("Beside what each site says of itself, in whole-time equivalents (WTE)")
    head = ("Site", "In post", "Establishment", "Difference", "ESR", "Vacancies")
    table(head, [_site(catalogue, row) for row in answer["sites"]])
    line()
    for note in answer["notes"]:
        line(note)
    clocks(answer.moment)


def _value(catalogue: "Catalogue", name: str, value: str | None) -> str:
    if value is None:
        return "not recorded"
    return catalogue.titled(value) if name in {"tier", "modality"} else value


def _counted(row: Mapping[str, Any]) -> tuple[str, str, str]:
    unknown = f" ({row['wte_unknown']} unknown)" if row["wte_unknown"] else ""
    return str(row["heads"]), f"{_number(row['wte'])}{unknown}", _absent(row)


def _absent(row: Mapping[str, Any]) -> str:
    return f"{row['absent']} ({_number(row['absent_wte'])} WTE)" if row["absent"] else ""


def _site(catalogue: "Catalogue", row: Mapping[str, Any]) -> tuple[str, ...]:
    figures = [
        f"{_number(row[name])}{' (assumed)' if name in row['assumed'] else ''}"
        for name in ("establishment_wte", "esr_wte")
    ]
    difference = "" if row["difference"] is None else f"{row['difference']:+.2f}"
    vacancies = "; ".join(f"{number} {catalogue.titled(tier)}" for tier, number in row["vacancies_by_tier"].items())
    return row["site"], _number(row["wte"]), figures[0], difference, figures[1], vacancies


def _number(value: float | str | None) -> str:
    return "not available" if not isinstance(value, int | float) else f"{value:.2f}"
