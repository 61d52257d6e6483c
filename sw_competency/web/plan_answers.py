"""What was filled in of the plan of a file that is brought in: the plan with it, or why it cannot be taken."""

from collections.abc import Iterable

import attrs

from sw_competency.dates import read_day
from sw_competency.errors import FieldError
from sw_competency.intake.plan import ACROSS, LEFT_OUT, Plan, SheetPlan, answer_in
from sw_competency.intake.tables import Sheet, Tables, letters
from sw_competency.web.plans import Line, SheetLine
from sw_competency.web.visit import Visit


def answered(visit: Visit, plan: Plan, lines: Iterable[Line]) -> Plan:
    """Return a plan with what was filled in; what was left blank stays as it is.

    Raises:
        FieldError: something cannot be taken.
        AmbiguousNameError: a name fits several.
    """
    for line in lines:
        first, more = (visit.given.get(name, "").strip() for name in (line.name, f"{line.name}-more"))
        for chosen, options in ((first, line.options), (more, line.more_options)):
            is_one = chosen in {one.to for one in options} or (line.any_subject and _is_subject(visit, chosen))
            if chosen and options and not is_one:
                raise FieldError(line.label, "is none of those listed: choose one")
        text = _written(visit, line, first, more)
        if text and text != answer_in(plan, line.table, line.key):
            plan = _put(plan, line, text)
    return plan


def _written(visit: Visit, line: Line, first: str, more: str) -> str:
    """Return a line as the plan has it; blank where nothing was chosen."""
    find = visit.tracker.directory.find
    if line.table == "values":
        is_day = first in {"held", "expires"}
        rest = "" if not more or first == LEFT_OUT else _day(line, more) if is_day else find("person", more)
        return f"{first}: {rest}" if first and rest else first
    if line.table == "people":
        return find("person", more) if more else first
    if line.key == "as_at":
        return _day(line, more) if more else first
    if line.list:
        return first if first in {"", LEFT_OUT} else find("person", first)
    return f"{first}: {more}" if more and _is_subject(visit, first) else first


def _is_subject(visit: Visit, text: str) -> bool:
    return text in visit.tracker.catalogue.competencies or text in visit.tracker.catalogue.programmes


def _day(line: Line, text: str) -> str:
    try:
        return read_day(text)[0].isoformat()
    except ValueError as error:
        raise FieldError(line.label, str(error)) from None


def _put(plan: Plan, line: Line, text: str) -> Plan:
    if line.table == "":
        return attrs.evolve(plan, settings={**plan.settings, line.key: text})
    if not line.table.startswith("sheet "):
        return attrs.evolve(plan, **{line.table: {**getattr(plan, line.table), line.key: text}})  # type: ignore[arg-type]
    name = line.table.removeprefix("sheet ")
    return attrs.evolve(
        plan, sheets=tuple(_said(one, line.key, text) if one.name == name else one for one in plan.sheets)
    )


def _said(sheet: SheetPlan, key: str, text: str) -> SheetPlan:
    if key not in sheet.columns and key == "worker":
        return attrs.evolve(sheet, worker=text)
    if key not in sheet.columns and key == "competency":
        return attrs.evolve(sheet, competency=text)
    return attrs.evolve(sheet, columns={**sheet.columns, key: text})


def laid_out(visit: Visit, plan: Plan, tables: Tables, sheets: Iterable[SheetLine]) -> Plan:
    """Return a plan with what was said of its sheets; where a sheet is read otherwise, its columns are proposed anew.

    Args:
        visit: who asks, and what was filled in.
        plan: the plan so far.
        tables: the file.
        sheets: what was asked of its sheets.

    Raises:
        FieldError: the row of the headings is none.
    """
    made = {sheet.name: sheet for sheet in plan.sheets}
    whole = {sheet.name: sheet for sheet in tables.sheets}
    for one in sheets:
        old = made[one.name]
        shape = visit.given.get(one.shape.name, old.shape)
        rows = _rows(visit.given.get(one.headings.name, one.headings.value), one, shape)
        is_signed = one.becomes is not None and visit.given.get(one.becomes.name, old.becomes) == "sign-off"
        if (shape, rows) != (old.shape, old.headings):
            _look(whole.get(one.name), rows, shape)
            old = SheetPlan(one.name, rows, shape)
        made[one.name] = attrs.evolve(old, becomes="sign-off" if is_signed else "prior-learning")
    return attrs.evolve(plan, sheets=tuple(made.values()))


def _look(sheet: Sheet | None, rows: Iterable[int], shape: str) -> None:
    """Make sure that something stands where the headings are said to be."""
    filled = () if sheet is None else sheet.turned().filled if shape == ACROSS else sheet.filled
    if shape != LEFT_OUT and (blank := [row for row in rows if row - 1 not in filled]):
        where = f"column {letters(blank[0] - 1)}" if shape == ACROSS else f"row {blank[0]}"
        raise FieldError("the headings", f"cannot stand in {where}, which is blank")


def _rows(text: str, sheet: SheetLine, shape: str) -> tuple[int, ...]:
    """Read the row or rows of headings; of people across, the columns."""
    said = text.replace("and", " ").replace(",", " ").split()
    columns = {letters(at): str(at + 1) for at in range(60)} if shape == ACROSS else {}
    found = [columns.get(one.upper(), one) for one in said]
    if shape == LEFT_OUT and not found:
        return ()
    if not 0 < len(found) < 3 or not all(one.isdecimal() and 0 < int(one) < 10_000 for one in found):
        says = "stand in a row such as 3, or in two such as 3 and 4; of people across in a column such as A"
        raise FieldError(f"the headings of “{sheet.name}”", says)
    return tuple(sorted(int(one) for one in found))
