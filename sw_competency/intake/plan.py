"""The plan by which a file is brought in: what each sheet, column and value is. People read it and mend it.

It is TOML. Whatever is asked stands in it as "?", or as "? x" where x is proposed.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import attrs

from sw_competency.dates import parse_day
from sw_competency.errors import PlanError, Problem, UnreadableFileError, did_you_mean
from sw_competency.files import content

ASKED = "?"
LEFT_OUT = "left out"
ACROSS = "people across"
IN_TITLE = "title"  # the day of the file is the one its title names
SHAPES = ("wide", "long", ACROSS, LEFT_OUT)
ALL_ROWS = "all rows"  # of whichever organisation they are
TABLES = ("rows", "values", "names", "people", "assessors", "bands", "sites")
_MOST_BYTES = 10_000_000
_SETTINGS = (
    "as_at", "day_first", "serials", "new_people", "known_names", "names_above", "other_names", "posts", "issuer",
)  # fmt: skip
_ONCE = frozenset({"as_at", "day_first"})
_CHOICES = {
    "day_first": ("yes", "no"), "serials": ("days", LEFT_OUT), "new_people": ("yes", LEFT_OUT),
    "known_names": ("yes", LEFT_OUT), "names_above": ("yes", LEFT_OUT), "other_names": (LEFT_OUT,),
    "posts": ("yes", LEFT_OUT),
}  # fmt: skip


def is_asked(answer: str) -> bool:
    """Tell whether a plan leaves something open."""
    return answer.startswith(ASKED)


def is_answered(answer: str) -> bool:
    """Tell whether a plan says something, and does not ask."""
    return bool(answer) and not is_asked(answer)


def proposed(answer: str) -> str:
    """Return what a plan proposes for what it leaves open, if it does."""
    return answer.removeprefix(ASKED).strip() if is_asked(answer) else ""


@attrs.frozen
class SheetPlan:
    """What one sheet is.

    Args:
        name: what it is called.
        headings: the rows in which its headings stand, from 1; of people across, the columns.
        shape: `wide` (a person a row, competencies across), `people across` (the other way round), `long` (a row for
            each thing done), or `left out`.
        columns: what each column is, by its heading.
        becomes: what a competency becomes: `prior-learning`, or `sign-off` where each row names its assessor.
        competency: what the whole of a long sheet is about, where it has no column that says so.
        worker: whom the whole of it is about, likewise.
    """

    name: str
    headings: tuple[int, ...] = ()
    shape: str = LEFT_OUT
    columns: Mapping[str, str] = attrs.field(factory=dict)
    becomes: Literal["prior-learning", "sign-off"] = "prior-learning"
    competency: str = ""
    worker: str = ""


@attrs.frozen
class Plan:
    """How a file is brought in.

    Args:
        sheets: what each sheet is.
        settings: what holds for the whole file: `as_at`, `day_first` and the like, by name.
        rows: whose rows are ours, by the heading of the column that names an organisation; several parted by `;`.
        values: what the words of a cell mean: `held`, `assessor`, `expires`, `left out`.
        names: which competency or programme is meant by what a long table calls it.
        people: who is meant by a name, a number, or a cell such as `CT!A7`.
        assessors: who is meant by the initials or name of an assessor.
        bands: which tier is meant by what a column of bands says.
        sites: which site is meant by what a column of sites says.
    """

    sheets: tuple[SheetPlan, ...] = ()
    settings: Mapping[str, str] = attrs.field(factory=dict)
    rows: Mapping[str, str] = attrs.field(factory=dict)
    values: Mapping[str, str] = attrs.field(factory=dict)
    names: Mapping[str, str] = attrs.field(factory=dict)
    people: Mapping[str, str] = attrs.field(factory=dict)
    assessors: Mapping[str, str] = attrs.field(factory=dict)
    bands: Mapping[str, str] = attrs.field(factory=dict)
    sites: Mapping[str, str] = attrs.field(factory=dict)

    def sheet(self, name: str) -> SheetPlan | None:
        """Return what a sheet is; None where the plan does not know it."""
        return next((one for one in self.sheets if one.name == name), None)

    def as_at(self) -> date | None:
        """Return the day the file speaks of, where the plan names it."""
        said = self.settings.get("as_at", "")
        return None if not said or is_asked(said) or said == IN_TITLE else parse_day(said)


def read_plan(path: Path) -> Plan:
    """Read a plan.

    Raises:
        UnreadableFileError: the file cannot be read, or is no TOML.
        PlanError: it says what no plan can.
    """
    try:
        data = content(path)
        if len(data) > _MOST_BYTES:
            raise UnreadableFileError(f"'{path}' is too large to be a plan; give the plan that bring-in wrote.")
        return plan_of(tomllib.loads(data.decode("utf-8-sig")), path.name)
    except OSError as error:
        raise UnreadableFileError(f"'{path}' cannot be opened: {error.strerror}; give another file.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise UnreadableFileError(
            f'\'{path}\' is no plan ({error}); each line reads "what stands there" = "what it is".'
        ) from None


def plan_of(raw: Mapping[str, Any], file: str = "") -> Plan:
    """Make a plan of what a TOML file says.

    Raises:
        PlanError: with everything that is wrong in it.
    """
    problems: list[Problem] = []
    known = ("sheet", *TABLES, *_SETTINGS)
    problems += [
        Problem(f"a plan has no such line{did_you_mean(name, known)}", name, file) for name in raw if name not in known
    ]
    settings = {name: _setting(name, raw[name], problems, file) for name in _SETTINGS if name in raw}
    tables = {name: _texts(raw.get(name, {}), name, problems, file) for name in TABLES}
    given = raw.get("sheet", [])
    if not isinstance(given, list) or not all(isinstance(one, Mapping) for one in given):
        problems.append(Problem("each sheet begins with [[sheet]]", "sheet", file))
        given = []
    sheets = tuple(_sheet(one, problems, file) for one in given)
    if problems:
        raise PlanError(problems)
    return Plan(sheets, settings, **tables)


def _sheet(raw: Mapping[str, Any], problems: list[Problem], file: str) -> SheetPlan:
    name = raw.get("name")
    where = f"sheet '{name}'"
    known = tuple(field.name for field in attrs.fields(SheetPlan))
    problems += [
        Problem(f"a sheet has no such line{did_you_mean(key, known)}", f"{where}.{key}", file)
        for key in raw
        if key not in known
    ]
    if not isinstance(name, str):
        problems.append(Problem("says its name", where, file))
    shape, becomes, rows = raw.get("shape", LEFT_OUT), raw.get("becomes", "prior-learning"), raw.get("headings", [])
    if shape not in SHAPES and not (isinstance(shape, str) and is_asked(shape)):
        problems.append(Problem(f"is {' or '.join(SHAPES)}", f"{where}.shape", file))
    if becomes not in {"prior-learning", "sign-off"}:
        problems.append(Problem("is prior-learning or sign-off", f"{where}.becomes", file))
    rows = [rows] if isinstance(rows, int) else rows
    is_rows = isinstance(rows, list) and len(rows) < 3 and all(type(row) is int and row > 0 for row in rows)
    if not is_rows or (not rows and shape != LEFT_OUT):
        problems.append(
            Problem("is the row of the headings, such as 3, or two rows, such as [3, 4]", f"{where}.headings", file)
        )
        rows = []
    columns = _texts(raw.get("columns", {}), f"{where}.columns", problems, file)
    about = {key: raw[key] for key in ("competency", "worker") if key in raw}
    problems += [
        Problem("is a text in quotation marks", f"{where}.{key}", file)
        for key, one in about.items()
        if not isinstance(one, str)
    ]
    return SheetPlan(
        str(name), tuple(sorted(rows)), str(shape), columns, becomes, **{k: str(v).strip() for k, v in about.items()}
    )


def _texts(raw: Any, where: str, problems: list[Problem], file: str) -> dict[str, str]:
    if not isinstance(raw, Mapping):
        problems.append(Problem("is a table of lines, each with a text on either side", where, file))
        return {}
    for key, value in raw.items():
        if not isinstance(value, str):
            problems.append(Problem(f"is a text in quotation marks, not {value!r:.40}", f"{where}.{key}", file))
    return {key: value.strip() for key, value in raw.items() if isinstance(value, str)}


def _setting(name: str, value: Any, problems: list[Problem], file: str) -> str:
    """Read what holds for the whole file; yes and no may be written as TOML has them, and a day too."""
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value).strip()
    if is_asked(text):
        return text
    if name == "as_at" and text != IN_TITLE:
        try:
            parse_day(text)
        except ValueError as error:
            problems.append(Problem(str(error), name, file))
    if (choices := _CHOICES.get(name)) and text not in choices:
        problems.append(Problem(f"is {' or '.join(choices)}, not '{text[:40]}'", name, file))
    return text


def answer_in(plan: Plan, table: str, key: str) -> str:
    """Return what a plan says in a line; nothing where it has none.

    Args:
        plan: the plan.
        table: where the line stands: `values` and the like, `sheet NAME`, or blank for the top of the plan.
        key: what stands on its left.
    """
    if table.startswith("sheet "):
        sheet = plan.sheet(table.removeprefix("sheet "))
        return "" if sheet is None else sheet.columns.get(key) or str(getattr(sheet, key, ""))
    lines = plan.settings if table == "" else getattr(plan, table)
    return str(lines.get(key, ""))


def settled(plan: Plan) -> Plan:
    """Return a plan without what it leaves open, which is then asked anew, with its reasons.

    What is asked once only, of the whole file or of a sheet, stays.
    """
    tables = {name: _settled(getattr(plan, name)) for name in TABLES}
    sheets = tuple(attrs.evolve(sheet, columns=_settled(sheet.columns)) for sheet in plan.sheets)
    settings = {name: answer for name, answer in plan.settings.items() if name in _ONCE or not is_asked(answer)}
    return attrs.evolve(plan, sheets=sheets, settings=settings, **tables)


def _settled(lines: Mapping[str, str]) -> dict[str, str]:
    return {key: answer for key, answer in lines.items() if not is_asked(answer)}


def line_of(plan: Plan, table: str, key: str) -> str:
    """Return a line of a plan with the table in which it stands, for somebody to put it there."""
    answer = quote(answer_in(plan, table, key))
    if table == "":
        return f"at the top: {key} = {answer}"
    where = f"[sheet.columns] of {quote(table.removeprefix('sheet '))}" if table.startswith("sheet ") else f"[{table}]"
    return f"{where}: {quote(key)} = {answer}"


# -- written ---------------------------------------------------------------------------------------------------------

Hints = Mapping[tuple[str, str], str]
_HEAD = """\
# How '{file}' is brought in. Whatever is asked stands as "?": write the answer in its place.
# "? x" proposes x: take away the question mark and the blank to say yes.
"""
_ABOUT = {
    "columns": """\
# What each column is: name, first name, last name, number, organisation, ignored; band, site, started (of the post
# somebody holds: all three or none); the id or title of a competency
# or programme, or one of it with what is told: "iv-cannulation: date", ": expires", ": assessor", ": outcome".
# In a long table: competency, date, expires, assessor, outcome.
""",
    "rows": "# Whose rows are ours, by the column that says it: \"North Trust\", several parted by ;, or all rows.\n",
    "values": "# What the words of a cell mean: held (the day not known), assessor, expires, left out.\n",
    "names": "# Which competency or programme is meant, by its id or title; or left out.\n",
    "people": "# Who is meant: the id in the records, for a name, a number, or a cell such as CT!A7; or left out.\n",
    "assessors": "# Who is meant by the initials or name of an assessor: the id in the records.\n",
    "bands": "# Which tier of the catalogue a band is here, for the posts of people who have none; or left out.\n",
    "sites": "# Which site is meant; or left out.\n",
}  # fmt: skip


def written(plan: Plan, file: str, hints: Hints) -> str:
    """Return a plan as TOML, with what helps to answer beside each line.

    Args:
        plan: the plan.
        file: whose it is.
        hints: what to say beside a line, by table and key.
    """
    lines = [_HEAD.format(file=_in_a_line(file))]
    lines += (_line(name, value, hints.get(("", name), "")) for name, value in plan.settings.items())
    for sheet in plan.sheets:
        lines += _sheet_lines(sheet, hints)
    for name in TABLES:
        if rows := getattr(plan, name):
            lines += [
                "",
                f"[{name}]",
                _ABOUT[name].rstrip(),
                *(_line(k, v, hints.get((name, k), ""), quoted=True) for k, v in rows.items()),
            ]
    return "\n".join(lines) + "\n"


def _sheet_lines(sheet: SheetPlan, hints: Hints) -> Iterator[str]:
    yield from ("", "[[sheet]]", _line("name", sheet.name, hints.get(("sheet", sheet.name), "")))
    yield _line("shape", sheet.shape, "")
    if sheet.headings:
        yield f"headings = {list(sheet.headings) if sheet.headings[1:] else sheet.headings[0]}"
    if sheet.shape == "long":
        other = "prior-learning" if sheet.becomes == "sign-off" else "sign-off, where each row names its assessor"
        yield _line("becomes", sheet.becomes, f"or {other}")
    for key, answer in (("competency", sheet.competency), ("worker", sheet.worker)):
        if answer:
            yield _line(key, answer, hints.get((sheet.name, key), ""))
    if sheet.columns:
        yield from ("", "[sheet.columns]", _ABOUT["columns"].rstrip())
        yield from (_line(k, v, hints.get((sheet.name, k), ""), quoted=True) for k, v in sheet.columns.items())


def _line(key: str, value: str, hint: str, *, quoted: bool = False) -> str:
    name = quote(key) if quoted else key
    return f"{name} = {quote(value)}" + (f"  # {_in_a_line(hint)}" if hint else "")


def _in_a_line(hint: str) -> str:
    return "".join(c for c in " ".join(hint.split()) if c.isprintable())


def quote(text: str) -> str:
    """Return a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
