"""What a report must be told before it can be written, and what else it may be told: doors make their options of it."""

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, cast

import attrs

from sw_competency.dates import asked_day
from sw_competency.errors import ReportError


@attrs.frozen(slots=True)
class Field:
    """Something a report may be told.

    Args:
        asks: what it is, as it follows "needs to know".
        option: how the command line takes it.
        table: where its name is looked up: `worker`, `site` or a table of the catalogue; None for what has no name.
        many: whether there may be several.
    """

    asks: str
    option: str
    table: str | None = None
    many: bool = False


FIELDS = {
    "worker": Field("whom it is about", "--worker", "worker"),
    "people": Field("whom it is about, one or several", "--worker", "worker", many=True),
    "competency": Field("which competency", "--competency", "competency"),
    "competencies": Field("which competencies, one or several", "--competency", "competency", many=True),
    "sign_off": Field("which sign-off", "--sign-off"),
    "site": Field("which site", "--site", "site"),
    "area": Field("which area", "--area", "modality"),
    "rule": Field("which rule", "--rule", "rule"),
    "since": Field("from which day on", "--since"),
    "with_reasons": Field("whether reasons for absence, withdrawal and refusal are printed", "--with-reasons"),
    "blank": Field("whether rows are left to fill in", "--blank"),
}


def told(about: Mapping[str, Any], find: Callable[[str, str], str]) -> dict[str, Any]:
    """Return what a report is told, with ids for names and days for texts.

    Args:
        about: fields of `Asked` by their names.
        find: gives the id for a name, by the table it stands in.
    """
    given = dict(about)
    for name in given.keys() & FIELDS.keys():
        field, value = FIELDS[name], given[name]
        if field.table is not None and value:
            table = field.table
            given[name] = tuple(find(table, one) for one in value) if field.many else find(table, value)
    if "since" in given:
        given["since"] = asked_day(given["since"])
    return given


def listed(report: ModuleType) -> dict[str, list[str]]:
    """Return what a report needs and may take, by the names of the fields of `Asked`."""
    return {"needs": list(_of(report, "NEEDS") or ()), "takes": list(_of(report, "TAKES") or ())}


def fill(report: ModuleType, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in the options of a command as this report takes it: one worker, or several.

    Raises:
        ReportError: several are given to a report about one.
    """
    out = dict(given)
    for one, several in (("worker", "people"), ("competency", "competencies")):
        all_of_them = tuple(out.pop(one, None) or ())
        if several in (*listed(report)["needs"], *listed(report)["takes"]):
            out[several] = all_of_them
        elif len(all_of_them) > 1:
            raise ReportError(f"The report {report.NAME} is about one {one}: give {FIELDS[one].option} once.")
        else:
            out[one] = all_of_them[0] if all_of_them else None
    return out


def hold(report: ModuleType, asked: Any) -> None:
    """Hold what a report is told against what it needs and takes; one that says neither looks for itself.

    Raises:
        ReportError: something is not said, or would be passed over.
    """
    needs, takes = _of(report, "NEEDS"), _of(report, "TAKES")
    if needs is None and takes is None:
        return
    for name, field in FIELDS.items():
        given = getattr(asked, name)
        if name in (needs or ()) and not given:
            raise ReportError(f"The report {report.NAME} needs to know {field.asks}: give {field.option}.")
        if given and name not in (*(needs or ()), *(takes or ())):
            raise ReportError(f"The report {report.NAME} takes no {field.option}: leave {field.option} out.")


def less(report: ModuleType, asked: Any) -> str:
    """Return how less of a report can be asked for: what it may still be told that has a name; nothing if none is."""
    names = (name for name in _of(report, "TAKES") or () if FIELDS[name].table is not None and not getattr(asked, name))
    options = " or ".join(FIELDS[name].option for name in names)
    return f" with {options}" if options else ""


def _of(report: ModuleType, what: str) -> tuple[str, ...] | None:
    return cast("tuple[str, ...] | None", getattr(report, what, None))
