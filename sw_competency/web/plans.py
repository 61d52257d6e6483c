"""The plan of a file that is brought in, as a form: what it leaves open as things to choose, and what was plain."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256

import attrs

from sw_competency.dates import said
from sw_competency.intake.ours import organisations
from sw_competency.intake.plan import (
    ACROSS,
    ALL_ROWS,
    IN_TITLE,
    LEFT_OUT,
    TABLES,
    Plan,
    SheetPlan,
    answer_in,
    is_asked,
    proposed,
)
from sw_competency.intake.previewed import MASK
from sw_competency.intake.subjects import Subjects
from sw_competency.intake.tables import Tables, letters
from sw_competency.model.findings import full_stop
from sw_competency.patients import holds_patient_identifier
from sw_competency.questions.bring_in import AskedOfFile, BringInAnswer
from sw_competency.web import asking
from sw_competency.web.visit import Link, Visit

MOST = 60  # lines of a form: the next follow once these are answered
_MOST_PLAIN = 150
_SETTINGS = {
    "as_at": ("Which day does the file speak of?", ()),
    "day_first": ("How is a day such as 03/04/2025 read?", (("yes", "3 April 2025"), ("no", "4 March 2025"))),
    "serials": ("Bare numbers such as 45748",
                (("days", "days, as a spreadsheet counts them"), (LEFT_OUT, "leave them out"))),
    "new_people": ("These people are not on record. Are they yours?",
                   (("yes", "yes: begin a record for each"), (LEFT_OUT, "no: leave their rows out"))),
    "known_names": ("These people stand there by name alone. Are they the ones on record?",
                    (("yes", "yes"), (LEFT_OUT, "no: leave their rows out"))),
    "names_above": ("Rows that name nobody: of the person above?", (("yes", "yes"), (LEFT_OUT, "no: leave them out"))),
    "posts": ("Band, site and first day stand there. Put the posts of people who have none on record?",
              (("yes", "yes"), (LEFT_OUT, "no: leave them out"))),
    "other_names": ("Names that fit nothing in the catalogue", ((LEFT_OUT, "leave them out"),)),
}  # fmt: skip
_MEANINGS = (
    ("held", "done, or held"), ("assessor", "the initials or name of who signed"),
    ("expires", "that its day is the last day"), (LEFT_OUT, "nothing: leave it out"),
)  # fmt: skip
_PERSON = (
    ("name", "the person’s name"), ("first name", "the first name"), ("last name", "the last name"),
    ("number", "the staff number"), ("organisation", "the organisation a row is of"),
    ("band", "the band of the post"), ("site", "the site of the post"), ("started", "the first day of the post"),
)  # fmt: skip
_LONG = (
    ("competency", "what was done, row by row"), ("date", "the day"), ("expires", "the last day"),
    ("assessor", "who signed"), ("outcome", "how it went"),
)  # fmt: skip
_TOLD = (
    ("", "whatever stands there"), ("date", "the day it was done"), ("expires", "the last day"),
    ("assessor", "who signed"), ("outcome", "how it went"),
)  # fmt: skip
_SHAPES = (
    ("wide", "a person a row, competencies across"), ("long", "a row for each thing done"),
    (ACROSS, "people across, competencies down"), (LEFT_OUT, "leave it out"),
)  # fmt: skip
_BECOMES = (
    ("prior-learning", "held from before, by your own paper"),
    ("sign-off", "a sign-off by each row’s assessor"),
)


@attrs.frozen(slots=True, kw_only=True)
class Line:
    """A line of the plan as something to choose.

    Args:
        table: where it stands in the plan.
        key: what stands on its left.
        label: what is asked.
        hint: why, or what waits for it.
        options: what there is to choose from; none where it is written.
        value: what is chosen.
        more: what is asked besides; blank for nothing.
        more_options: what there is to choose from for that; none where it is written.
        more_value: what is chosen there.
        list: whether names of people are offered where it is written.
        any_subject: whether every competency and programme can be chosen besides.
    """

    table: str
    key: str
    label: str
    hint: str = ""
    options: tuple[Link, ...] = ()
    value: str = ""
    more: str = ""
    more_options: tuple[Link, ...] = ()
    more_value: str = ""
    list: bool = False
    any_subject: bool = False

    @property
    def name(self) -> str:
        """The name of its field; it tells which line it is, whatever else the form holds."""
        return "q" + sha256(f"{self.table}\0{self.key}".encode("utf-8", "backslashreplace")).hexdigest()[:12]


@attrs.frozen(slots=True)
class SheetLine:
    """A sheet: its name, its fields, and its first rows as they stand there, each with its number."""

    name: str
    shape: Line
    headings: Line
    becomes: Line | None
    rows: tuple[tuple[int, tuple[str, ...]], ...]


class PlanForm:
    """What a plan leaves open, and what was plain in it, as forms.

    Args:
        visit: who asks, and what was filled in.
        tables: the file.
        plan: its plan, whole.
        answer: what becomes of the file by it.
    """

    def __init__(self, visit: Visit, tables: Tables, plan: Plan, answer: BringInAnswer) -> None:
        self.visit, self.tables, self.plan, self.answer = visit, tables, plan, answer

    def asked(self) -> list[Line]:
        """Return what is open, as much of it as goes on a page."""
        open_ = [one for one in self.answer.questions if one.line != "shape"]
        return [self._line(one.where, one.line, one) for one in open_[:MOST]]

    def plain(self) -> list[Line]:
        """Return what was plain, or answered before."""
        asked = {(one.where, one.line) for one in self.answer.questions}
        lines = (self._line(*place, None) for place in _places(self.plan) if place not in asked)
        return [one for _, one in zip(range(_MOST_PLAIN), lines, strict=False)]

    def sheets(self) -> list[SheetLine]:
        """Return the sheets, each with its shape and the row of its headings."""
        whole = {sheet.name: sheet for sheet in self.tables.sheets}
        return [self._sheet(own, whole[own.name].rows if own.name in whole else ()) for own in self.plan.sheets]

    def _sheet(self, own: SheetPlan, rows: Iterable[Iterable[str]]) -> SheetLine:
        table, title = f"sheet {own.name}", f"“{own.name}” holds"
        is_across = own.shape == ACROSS
        stand = " and ".join(letters(n - 1) if is_across else str(n) for n in own.headings)
        becomes = Line(
            table=table, key="becomes", label="What is signed off in it becomes", options=_links(_BECOMES),
            value=own.becomes,
        ) if own.shape == "long" else None  # fmt: skip
        return SheetLine(
            own.name, Line(table=table, key="shape", label=title, options=_links(_SHAPES), value=own.shape),
            Line(table=table, key="headings", value=stand,
                 label="The headings stand in " + ("column" if is_across else "row"),
                 hint="Such as 3, or 3 and 4. Of people across, the column, such as A."),
            becomes, tuple(_first_rows(rows)),
        )  # fmt: skip

    # -- lines -----------------------------------------------------------------------------------------------------

    def _line(self, table: str, key: str, asked: AskedOfFile | None) -> Line:
        stands = answer_in(self.plan, table, key)
        answer, why = proposed(stands) if is_asked(stands) else stands, _why(asked)
        if table == "":
            made = self._setting(key, answer, asked)
        elif table in {"people", "assessors"} or (table.startswith("sheet ") and key == "worker"):
            made = self._person(table, key, answer, why)
        elif table == "rows":
            found = dict.fromkeys((*organisations(self.tables, self.plan, key), *filter(None, [answer])))
            made = Line(
                table=table, key=key, label=f"Whose rows are ours, by “{key}”?", hint=why, value=answer,
                options=_links((*((one, one) for one in found if one != ALL_ROWS), (ALL_ROWS, "all of them are ours"))),
            )  # fmt: skip
        elif table in {"bands", "sites"}:
            what = {"bands": "tier", "sites": "site"}[table]
            known = tuple(asking.things(self.visit.tracker.catalogue, what))
            own = () if not answer or answer in {one.to for one in known} else _links(((answer, answer),))
            options = (*known, *own, *_links(((LEFT_OUT, "leave it out"),)))
            made = Line(table=table, key=key, label=f"“{key}” is the {what}", value=answer, options=options)
        elif table == "values":
            is_, _, more = (part.strip() for part in answer.partition(":"))
            made = Line(
                table=table, key=key, label=f"{self._called(key)} means", hint=why, options=_links(_MEANINGS),
                value=is_, more="Who, or which day", more_value=self._shown(more), list=True,
            )  # fmt: skip
        else:
            made = self._subject(table, key, answer, why, asked)
        given = self.visit.given
        return attrs.evolve(
            made, value=given.get(made.name, made.value), more_value=given.get(f"{made.name}-more", made.more_value)
        )

    def _called(self, key: str) -> str:
        """Return what stands in a cell, with its place; where no cell is meant, the words themselves."""
        sheet, _, at = key.rpartition("!")
        text = self._texts.get((sheet or self.tables.sheets[0].name, at))
        return f"“{key}”" if text is None or key == text else f"“{text[:60]}” in {key}"

    @cached_property
    def _texts(self) -> Mapping[tuple[str, str], str]:
        return {(one.sheet, one.cell): one.text for one in self.answer.cells}

    def _setting(self, key: str, answer: str, asked: AskedOfFile | None) -> Line:
        label, options = _SETTINGS.get(key, (key.replace("_", " ").capitalize(), ()))
        parts = asked.says.split("; ") if asked is not None else []
        hint = "; ".join(parts[1:-1]) if options else "; ".join(parts[:-1])
        if key != "as_at":
            return Line(table="", key=key, label=label, hint=hint, options=_links(options), value=answer)
        changed = self.tables.day.isoformat()
        last = f"the day it was last changed, {said(self.tables.day)}"
        choose = _links(((changed, last), (IN_TITLE, "the day in its title")))
        chosen = (answer or changed) in {changed, IN_TITLE}
        return Line(
            table="", key=key, label=label, hint=hint, options=choose, value=(answer or changed) if chosen else "",
            more="Another day", more_value="" if chosen else answer,
        )  # fmt: skip

    def _person(self, table: str, key: str, answer: str, why: str) -> Line:
        directory = self.visit.tracker.directory
        if table != "people":
            label = f"“{key}” is" if table == "assessors" else f"“{table.removeprefix('sheet ')}” is about"
            return Line(table=table, key=key, label=label, hint=why, value=self._shown(answer), list=True)
        known = directory.title_of("person", answer) if answer else None
        options = [Link(directory.called("person", answer) if known else f"somebody new, kept as {answer}", answer)] * (
            answer not in {"", LEFT_OUT}
        )
        if key != answer and "!" not in key and any(map(str.isdigit, key)):
            options.append(Link(f"somebody new, with the number {key}", key))
        options.append(Link("leave the row out", LEFT_OUT))
        return Line(
            table=table, key=key, label=f"{self._called(key)} is", hint=why, options=tuple(options),
            value="" if known and is_asked(self.plan.people.get(key, "")) else answer, more="Somebody else", list=True,
        )  # fmt: skip

    def _subject(self, table: str, key: str, answer: str, why: str, asked: AskedOfFile | None) -> Line:
        """Return a column, or a name in a long table, as the competency or programme it may be."""
        about, _, told = (part.strip() for part in answer.partition(":"))
        about = self._ids.get(about, about)
        sheet = self.plan.sheet(table.removeprefix("sheet ")) if table.startswith("sheet ") else None
        is_column = sheet is not None and key != "competency"
        roles = (*_PERSON, *(_LONG if sheet is not None and sheet.shape == "long" else ())) if is_column else ()
        rest = (("ignored", "nothing we keep: leave it out"), *roles) if is_column else ((LEFT_OUT, "leave it out"),)
        known = {to for to, _ in rest} | {one.to for one in self.subjects} | {""}
        whole = answer if is_column and about not in known else about
        own = ((whole, whole),) if whole not in known else ()  # such as a number of one scheme
        tells = is_column and (asked is not None or whole in {one.to for one in self.subjects})
        if why.startswith(("Perhaps", "Nothing in the catalogue")):
            why = ""
        return Line(
            table=table, key=key, hint=self._waits(why, asked), value=whole,
            label=f"“{key if table == 'names' or is_column else table.removeprefix('sheet ')}” is",
            options=(*_links(own), *self._near(key, table, whole), *_links(rest)), any_subject=True,
            more="It tells" if tells else "", more_options=_links(_TOLD) if tells else (), more_value=told,
        )  # fmt: skip

    def _waits(self, why: str, asked: AskedOfFile | None) -> str:
        """Say what stands there, beside why it is asked."""
        if asked is None:
            return ""
        sheet, _, at = asked.first.rpartition("!")
        text = self._texts.get((sheet or self.tables.sheets[0].name, at), "")
        count = "1 cell" if asked.cells == 1 else f"{asked.cells} cells"
        stands = f"{count}, the first in {asked.first}" + (f": “{text[:40]}”" if text else "")
        return f"{full_stop(why)} {stands}" if why else stands

    def _near(self, key: str, table: str, chosen: str) -> tuple[Link, ...]:
        """Return what is chosen and what may be meant, the likeliest first."""
        near = self._catalogue.near(key if table == "names" else key.rpartition(" / ")[2])
        return tuple(one for id_ in dict.fromkeys((chosen, *near)) for one in self.subjects if one.to == id_)

    @cached_property
    def _catalogue(self) -> Subjects:
        return Subjects(self.visit.tracker.catalogue)

    @cached_property
    def subjects(self) -> tuple[Link, ...]:
        """Every competency and programme, by title."""
        catalogue = self.visit.tracker.catalogue
        found = (one for what in ("competency", "programme") for one in asking.things(catalogue, what))
        return tuple(sorted(found, key=lambda one: one.title.casefold()))

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        return {one.title: one.to for one in self.subjects}

    def _shown(self, person: str) -> str:
        directory = self.visit.tracker.directory
        return directory.called("person", person) if person and directory.title_of("person", person) else person


def _first_rows(rows: Iterable[Iterable[str]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, row in zip(range(1, 13), rows, strict=False):
        cells = tuple(MASK if holds_patient_identifier(text) else text.strip()[:24] for text in row)[:8]
        if any(cells):
            yield number, cells


def _places(plan: Plan) -> Iterator[tuple[str, str]]:
    yield from (("", name) for name in dict.fromkeys(("as_at", *plan.settings)))
    for sheet in plan.sheets:
        yield from ((f"sheet {sheet.name}", key) for key in ("competency", "worker") if getattr(sheet, key))
        yield from ((f"sheet {sheet.name}", key) for key in sheet.columns)
    for table in TABLES:
        yield from ((table, key) for key in getattr(plan, table))


def _why(asked: AskedOfFile | None) -> str:
    """Return why something is asked, without where: that is said beside it."""
    says = "" if asked is None else "; ".join(asked.says.split("; ")[:-1]).partition(": write the id")[0]
    return says[:1].upper() + says[1:]


def _links(pairs: Iterable[tuple[str, str]]) -> tuple[Link, ...]:
    return tuple(Link(title, to) for to, title in pairs)
