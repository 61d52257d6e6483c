"""Every cell of a file, by a plan: taken as what, asked about, or left out and why; and the entries that come of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial

import attrs

from sw_competency.errors import MalformedEntryError, PlanError, Problem
from sw_competency.intake.columns import HELD, ORGANISATION, POST, Column, by_subject, columns_of, subject_of
from sw_competency.intake.facts import AskedError, Fact, Meaning, Part, fact_of
from sw_competency.intake.layout import Headings, day_in_title, headings_at, used
from sw_competency.intake.looks import STRUCK, not_read
from sw_competency.intake.meant import Meant, Named
from sw_competency.intake.ours import Ours
from sw_competency.intake.people import People
from sw_competency.intake.plan import ACROSS, ASKED, IN_TITLE, LEFT_OUT, Plan, SheetPlan, is_answered, is_asked
from sw_competency.intake.previewed import MASK, Cell, Open, Preview, State, without_ticks_dated_elsewhere
from sw_competency.intake.recorded import Brought, entry_of, post_of
from sw_competency.intake.said import Said
from sw_competency.intake.subjects import Subjects
from sw_competency.intake.tables import ONLY, Sheet, Tables
from sw_competency.names import listed
from sw_competency.patients import holds_patient_identifier


def examine(tables: Tables, plan: Plan, subjects: Subjects, people: People, by: str | None = None) -> Preview:
    """Go through a file by a plan.

    Args:
        tables: the file.
        plan: the plan; what it does not say is open.
        subjects: the competencies and programmes there are.
        people: who is on record.
        by: who brings it in.

    Raises:
        PlanError: the plan names what the catalogue does not know, or a sheet that the file does not have.
    """
    return _Examination(tables, plan, subjects, people, by).done()


class _Examination:
    def __init__(self, tables: Tables, plan: Plan, subjects: Subjects, people: People, by: str | None) -> None:
        self.tables, self.plan, self.subjects, self.by = tables, plan, subjects, by
        self.meant = Meant(plan, people)
        self.in_title = day_in_title(tables, plan) if plan.settings.get("as_at") == IN_TITLE else None
        self.as_at = plan.as_at() or self.in_title or tables.day
        self.cells: list[Cell] = []
        self.brought: dict[object, Brought] = {}
        self.open: dict[tuple[str, str], Open] = {}
        self.warnings: list[str] = []
        self.coloured: list[str] = []  # cells that say something, and are coloured besides

    def done(self) -> Preview:
        """Go through all sheets."""
        if not any(self.plan.sheet(sheet.name) for sheet in self.tables.sheets):
            names = " and ".join(f"'{sheet.name}'" for sheet in self.plan.sheets) or "no sheet"
            raise PlanError(
                [Problem(f"the plan is for {names}, and '{self.tables.file}' has none of that name", "sheet")]
            )
        if self.is_day_open:
            self.ask("", "as_at", "which day the file speaks of is asked", "the title")
        for sheet in self.tables.sheets:
            self._sheet(sheet)
        without_ticks_dated_elsewhere(self.brought, self.cells)
        looks = not_read(self.tables.file, (sheet for sheet, _ in used(self.tables, self.plan)), self.coloured)
        return Preview(
            tuple(self.cells), tuple(self.brought.values()), tuple(self.open.values()), self.meant.new_names,
            (*self.warnings, *self.meant.remarks, *looks),
        )  # fmt: skip

    @property
    def is_day_open(self) -> bool:
        """Whether it is asked which day the file speaks of: the plan asks, or its title was to say it and does not."""
        said = self.plan.settings.get("as_at", "")
        return is_asked(said) or (said == IN_TITLE and self.in_title is None)

    def _sheet(self, sheet: Sheet) -> None:
        plan = self.plan.sheet(sheet.name)
        if plan is None or is_asked(plan.shape):
            self.ask(f"sheet {sheet.name}", "shape", "the plan does not say what the sheet is", sheet.name)
            self._whole(sheet, "asked", "the plan does not say what the sheet is")
        elif plan.shape == LEFT_OUT:
            self._whole(sheet, "left-out", "it is hidden" if sheet.hidden else "the plan leaves the sheet out")
        else:
            self._rows(sheet.turned() if plan.shape == ACROSS else sheet, plan)

    def _whole(self, sheet: Sheet, state: State, says: str) -> None:
        count = sum(bool(text.strip()) for row in sheet.rows for text in row)
        self.cells.append(Cell(sheet.name, "", f"{count} cells", state, says))

    def _rows(self, sheet: Sheet, plan: SheetPlan) -> None:
        headings = headings_at(sheet, [row - 1 for row in plan.headings])
        self._look_at_headings(sheet, plan, headings)
        try:
            columns = columns_of(plan, headings.names, self.subjects)
            about = subject_of(plan.competency, self.subjects) if is_answered(plan.competency) else ""
        except ValueError as error:
            raise PlanError([Problem(str(error), f"sheet '{sheet.name}'")]) from None
        for at, row in enumerate(sheet.rows[: headings.rows[-1]]):
            for column, text in enumerate(row):
                if text.strip():
                    says = "a heading" if at + 1 in headings.rows else "it stands above the headings"
                    self.cell(sheet, at, column, "left-out", says)
        rows = _Rows(self, sheet, plan, columns, about)
        for at, cells in headings.under(sheet):
            rows.row(at, cells)
        self.warnings += rows.ours.said()

    def _look_at_headings(self, sheet: Sheet, plan: SheetPlan, headings: Headings) -> None:
        there = frozenset(headings.names)
        gone = [name for name in plan.columns if name not in there]
        if gone and len(gone) * 2 >= len(plan.columns):
            where = f"{'column' if sheet.is_turned else 'row'} {headings.rows[-1]}"
            says = f"{where} does not hold the headings of the plan, such as '{gone[0][:40]}': is it of this layout?"
            raise PlanError([Problem(says, f"sheet '{sheet.name}'")])
        self.warnings += (f"the sheet '{sheet.name}' has no column '{name}', which the plan names" for name in gone)

    def cell(
        self, sheet: Sheet, row: int, column: int, state: State, says: str, worker: str | None = None,
        subject: str | None = None, *, number: bool = False,
    ) -> None:  # fmt: skip
        """Write down what becomes of a cell; what may be a patient's number is masked, save where staff's stand."""
        text = sheet.text(row, column) or sheet.colour(row, column)
        if not number and holds_patient_identifier(text):
            says = says.replace(text[:60], MASK).replace(text[:40], MASK)
            text = MASK
        self.cells.append(Cell(sheet.name, sheet.address(row, column), text, state, says, worker, subject))

    def ask(self, table: str, key: str, why: str, cell: str) -> Open:
        """Write down that a line of the plan is open, and which cell waits for it."""
        if (found := self.open.get((table, key))) is None:
            found = self.open[table, key] = Open(table, key, why)
        found.cells.append(cell)
        return found

    def asked(self, asked: AskedError, cell: str) -> str:
        """Write down what is asked likewise, and return why; a number that may be a patient's is never repeated."""
        key, why = asked.key or cell, asked.why
        if asked.table in {"values", "names", "assessors"} and holds_patient_identifier(key):
            key, why = cell, "it holds a valid NHS number: take it out of the file, or leave the cell out"
        found = self.ask(asked.table, key, why, cell)
        found.proposed = asked.proposed
        if asked.about:
            found.about[asked.about] = None
        return why


class _Rows:
    """The rows of one sheet."""

    def __init__(
        self, whole: _Examination, sheet: Sheet, plan: SheetPlan, columns: Sequence[Column], about: str
    ) -> None:
        self.whole, self.sheet, self.plan, self.columns, self.about = whole, sheet, plan, columns, about
        self.person = [column for column in columns if column.is_ == "person"]
        self.subjects = by_subject(columns)
        self.names = [column for column in columns if column.is_ == "competency"]
        self.ours = Ours(whole.plan, columns)
        post = [column for column in columns if column.is_ in POST]
        self.post = post if {column.is_ for column in post} == {*POST} else []
        self.told = [
            column
            for column in columns
            if column.is_ in {"date", "expires", "assessor", "outcome"} and not column.subject
        ]
        self.twice = whole.meant.names_twice(self._persons()) if plan.shape != "long" else frozenset()
        self.at = 0
        self.above: tuple[str | None, State, str] | None = None

    def _persons(self) -> Iterator[Named]:
        for at in (row for row in self.sheet.filled if row >= self.plan.headings[-1]):
            if self.ours.is_ours(partial(self.sheet.text, at)):
                yield Named.of((column.role, self.sheet.text(at, column.at)) for column in self.person)

    def row(self, at: int, cells: Sequence[str]) -> None:
        """Go through one row."""
        self.at = at
        if all(not text.strip() or text.strip() == self._name(place) for place, text in enumerate(cells)):
            return self._all(cells, "left-out", "the headings once more")
        says = {column.at: self._text(column) for column in self.columns}
        try:
            whose = self.ours.other(says.get) if self._names_any(says) else None
        except AskedError as asked:
            return self._all(cells, "asked", self.whole.asked(asked, self._where(self.ours.columns[0].at)))
        if whose is not None:
            return self._of_others(cells, says, self.ours.leave(whose))
        self._plain(says)
        groups, post = list(self._groups(says)), [c for c in self.post if says[c.at]]
        if not groups and not post:
            return self._people(says, "left-out", "nothing is said of them in this row")
        worker, state, why = self._whose(says)
        self._people(says, state, why, worker)
        for subject, parts in groups:
            self._group(subject, parts, worker, state, why)
        if post:
            self._post([Part(c.is_, c.at, says[c.at]) for c in post], worker, state, why)
        return None

    def _post(self, parts: Sequence[Part], worker: str | None, state: State, why: str) -> None:
        """Take, ask about or leave out what a row says of the post that its person holds."""
        if state == "left-out":
            return self._say(parts, state, why, worker)
        told, where = {part.tells: part.text for part in parts}, self._where(parts[0].at)
        try:  # what cells say is asked together with whom they are about
            held = self._held(told, where)
            if isinstance(held, str):
                return self._say(parts, "left-out", held, worker)
            if worker is None:
                return self._say(parts, state, f"whose it is: {why}", worker)
            brought = post_of(worker, *held, where, self.whole)
        except AskedError as asked:
            return self._say(parts, "asked", self.whole.asked(asked, where), worker)
        except MalformedEntryError as error:
            return self._say(parts, "left-out", "; ".join(problem.says for problem in error.problems), worker)
        self.whole.brought.setdefault(brought.key, brought)
        return self._say(parts, "taken", brought.says, worker)

    def _held(self, told: Mapping[str, str], where: str) -> tuple[date, str, str] | str:
        """Return the first day, site and tier of a post, or why none comes of what is said of it.

        Raises:
            AskedError: the plan leaves something of it open.
            PlanError: the plan names a tier that the catalogue does not hold.
        """
        answer = self.whole.plan.settings.get("posts", ASKED)
        if is_asked(answer):
            raise AskedError("whether the posts of people who have none on record come of it is asked", "", "posts")
        if answer == LEFT_OUT:
            return "the plan leaves posts out"
        if lacking := [one for one in POST if one not in told]:
            return f"a post needs {listed(POST)}: {listed(lacking)} {'are' if lacking[1:] else 'is'} blank"
        tier, site = self._where_and_as_what(told, where)
        day = self.whole.meant.read(told["started"]).day
        if LEFT_OUT in {tier, site}:
            return "the plan leaves it out"
        if tier not in self.whole.subjects.catalogue.tiers:
            raise PlanError([Problem(f"there is no tier '{tier[:80]}'", f"bands.{told['band'][:80]}")])
        if day is None or day > self.whole.as_at:
            return f"'{told['started'][:40]}' is no day on which a post can have begun"
        return day, site, tier

    def _where_and_as_what(self, told: Mapping[str, str], where: str) -> tuple[str, str]:
        """Return the tier and the site of a post; where both are open, both are asked at once."""
        try:
            site = self.whole.meant.of_post("sites", told["site"])
        except AskedError as asked:
            self.whole.asked(asked, where)
            self.whole.meant.of_post("bands", told["band"])
            raise
        return self.whole.meant.of_post("bands", told["band"]), site

    def _text(self, column: Column) -> str:
        """Return what a cell says; how it looks is asked about like a word: of one that is blank, its colour."""
        text, about = self.sheet.text(self.at, column.at), column.is_ in {HELD, "date"}
        colour = self.sheet.colour(self.at, column.at) if about else ""
        if text and colour:
            self.whole.coloured.append(self._where(column.at))
        if text and about and self.sheet.is_struck(self.at, column.at):
            return f"{text} {STRUCK}"
        return text or (colour if column.is_ == HELD else "")

    def _name(self, place: int) -> str:
        return self.columns[place].name if place < len(self.columns) else ""

    def _all(self, cells: Sequence[str], state: State, says: str) -> None:
        for place, text in enumerate(cells):
            if text.strip():
                self.whole.cell(self.sheet, self.at, place, state, says)

    def _names_any(self, says: Mapping[int, str]) -> bool:
        return any(says[column.at] for column in (*self.person, *self.ours.columns))

    def _of_others(self, cells: Sequence[str], says: Mapping[int, str], why: str) -> None:
        """Leave a row out; what beneath it names nobody is of the same person."""
        if any(says[column.at] for column in self.person):
            self.above = (None, "left-out", why)
        self._all(cells, "left-out", why)

    def _plain(self, says: Mapping[int, str]) -> None:
        """Say of cells what is so whoever the row is about: the plan leaves the column out, or does not know it."""
        for column in self.columns:
            if not says[column.at]:
                continue
            if column.is_ == "ignored" or (column.is_ in POST and not self.post):
                self.whole.cell(self.sheet, self.at, column.at, "left-out", f"the plan leaves '{column.name}' out")
            elif column.is_ == ORGANISATION:
                self.whole.cell(self.sheet, self.at, column.at, "left-out", "it says whose the row is: ours")
            elif column.is_ == "asked":
                self.whole.cell(self.sheet, self.at, column.at, "asked", self._ask_of(column))

    def _ask_of(self, column: Column) -> str:
        says = f"what the column '{column.name}' is, is asked"
        self.whole.ask(f"sheet {self.sheet.name}", column.name, says, self._where(column.at))
        return says

    def _people(self, says: Mapping[int, str], state: State, why: str, worker: str | None = None) -> None:
        for column in self.person:
            if says[column.at]:
                is_number = column.role.startswith("number")
                self.whole.cell(self.sheet, self.at, column.at, state, why, worker, number=is_number)

    def _groups(self, says: Mapping[int, str]) -> Iterator[tuple[str, list[Part]]]:
        """Return the cells of a row that speak of something, by what they speak of."""
        for subject, columns in self.subjects.items():
            if parts := [Part(c.is_, c.at, says[c.at]) for c in columns if says[c.at]]:
                yield subject, parts
        parts = [Part(c.is_, c.at, says[c.at]) for c in self.told if says[c.at]]
        names = [Part(c.is_, c.at, says[c.at]) for c in self.names if says[c.at]]
        if parts or names:
            yield "", [*names, *parts]

    def _whose(self, says: Mapping[int, str]) -> tuple[str | None, State, str]:
        """Return whom a row is about: whom it names, whom the sheet is about, or whoever is named above."""
        if not self.person:
            return self._of_the_sheet()
        if self.plan.shape != "long" or self.above is None or any(says[column.at] for column in self.person):
            self.above = self._who(says)
            return self.above
        answer = self.whole.plan.settings.get("names_above", ASKED)
        if not is_asked(answer):
            return self.above if answer == "yes" else (None, "left-out", "the row names nobody")
        why = "whether a row that names nobody is about the person above is asked"
        self.whole.ask("", "names_above", why, self._where(self.person[0].at))
        return None, "asked", why

    def _who(self, says: Mapping[int, str]) -> tuple[str | None, State, str]:
        """Return whom a row is about, and what to say of the cells that name the person."""
        where = self._where(self.person[0].at if self.person else 0)
        doubts = [self._ask_of(column) for column in self.person if column.asked]
        try:
            self._not_struck(says, where)
            named = Named.of((column.role, says[column.at]) for column in self.person)
            worker = self.whole.meant.worker(named, where, self.twice, self.whole.as_at)
        except AskedError as asked:
            return None, "asked", self.whole.asked(asked, where)
        if doubts:
            return None, "asked", doubts[0]
        if worker is None:
            return None, "left-out", self.whole.meant.left
        return worker, "taken", f"the person: {self.whole.meant.people.called(worker)}"

    def _not_struck(self, says: Mapping[int, str], where: str) -> None:
        """Ask about somebody who is struck through: most often they have left."""
        struck = any(self.sheet.is_struck(self.at, column.at) for column in self.person if says[column.at])
        if struck and where not in self.whole.plan.people:
            why = "the person is struck through: write who is meant, or leave the row out"
            raise AskedError(why, "people", where, proposed=LEFT_OUT)

    def _of_the_sheet(self) -> tuple[str | None, State, str]:
        """Return whom the whole sheet is about, where no column says whom a row is about."""
        if self.plan.worker == LEFT_OUT:
            return None, "left-out", "the plan leaves out whoever the sheet is about"
        if is_answered(self.plan.worker):
            table = f"sheet {self.sheet.name}"
            try:
                return self.whole.meant.chosen(self.plan.worker, table, "worker", self.whole.as_at), "taken", ""
            except AskedError as asked:
                return None, "asked", self.whole.asked(asked, self.sheet.name)
        why = "the plan does not say whom the sheet is about"
        self.whole.ask(f"sheet {self.sheet.name}", "worker", why, self.sheet.name)
        return None, "asked", why

    def _group(self, subject: str, parts: Sequence[Part], worker: str | None, state: State, why: str) -> None:
        """Take, ask about or leave out the cells that speak of one competency."""
        if state == "left-out":
            return self._say(parts, state, why, worker)
        try:
            about, doubt = (subject, "") if subject else self._subject(parts)
            if not about and not doubt:
                return self._say(parts, "left-out", "the plan leaves it out", worker)
            for column in [self.columns[part.at] for part in parts if self.columns[part.at].asked]:
                doubt = self._ask_of(column)
            # what cells say is asked together with what they are about
            fact = fact_of([part for part in parts if part.tells != "competency"], self, self.whole.as_at)
            if doubt:
                return self._say(parts, "asked", doubt, worker)
            if fact.left:
                return self._say(parts, "left-out", fact.left, worker, about)
            is_signed = fact.assessor and not self.whole.subjects.is_programme(about)
            if is_signed and self.plan.becomes == "sign-off":
                fact = attrs.evolve(fact, assessor=self.whole.meant.assessor(fact.assessor))
            if worker is None:
                return self._say(parts, state, f"whose it is: {why}", worker, about)
            if is_signed and self.plan.becomes != "sign-off" and self.whole.meant.is_own(worker, fact.assessor):
                self._own(parts, fact.assessor)
            brought = self._brought(about, fact, worker, parts)
        except AskedError as asked:
            says = self.whole.asked(asked, self._where(parts[0].at))
            return self._say(parts, "asked", says, worker, subject or None)
        first = self.whole.brought.setdefault(brought.key, brought)
        if first is not brought:
            return self._say(parts, "left-out", f"{first.where} says the same", worker, about)
        return self._say(parts, "taken", brought.says, worker, about)

    def _own(self, parts: Sequence[Part], signer: str) -> None:
        """Ask about a signature that is the worker's own: what nobody else signed is not brought in as held."""
        signed = next((part for part in parts if part.tells == "assessor"), parts[0])
        says = f"'{signer[:40]}' signed for themself: write who else did, such as assessor: NAME"
        raise AskedError(f"{says}, or leave {self._done(parts)} out", "values", self._where(signed.at))

    def _done(self, parts: Sequence[Part]) -> str:
        """Return the cell that says that it was done: an answer for it decides over what the others say."""
        done = (part for part in parts if part.tells not in {"competency", "assessor", "expires"})
        return self._where(next(done, parts[0]).at)

    def _brought(self, subject: str, fact: Fact, worker: str, parts: Sequence[Part]) -> Brought:
        """Make the entry that a fact comes to."""
        whole = self.whole
        where = self._where(next((p.at for p in parts if p.tells != "assessor"), parts[0].at))
        if whole.is_day_open:
            raise AskedError("which day the file speaks of is asked", "", "as_at")
        try:
            return entry_of(subject, fact, worker, where, whole, self.plan.becomes)
        except MalformedEntryError as error:
            says = "; ".join(problem.says for problem in error.problems)
            raise AskedError(says, "values", self._done(parts)) from None
        except AskedError as asked:
            raise AskedError(asked.why, asked.table, self._done(parts) if asked.table == "values" else where) from None

    def _subject(self, parts: Sequence[Part]) -> tuple[str, str]:
        """Return what a row of a long table is about, nothing where the plan leaves it out; and why that is asked."""
        name = next((part for part in parts if part.tells == "competency"), None)
        where = self._where(parts[0].at)
        if name is None:
            says = "the plan does not say which competency the sheet is about"
            if not self.about:
                self.whole.ask(f"sheet {self.sheet.name}", "competency", says, where)
            return self.about, "" if self.about else says
        try:
            answer = self.whole.meant.name(name.text)
            return ("" if answer == LEFT_OUT else subject_of(answer, self.whole.subjects)), ""
        except AskedError as asked:
            return "", self.whole.asked(asked, where)
        except ValueError as error:
            raise PlanError([Problem(str(error), f"names.{name.text[:80]}")]) from None

    def _say(
        self, parts: Sequence[Part], state: State, says: str, worker: str | None, subject: str | None = None
    ) -> None:
        for part in parts:
            self.whole.cell(self.sheet, self.at, part.at, state, says, worker, subject)

    def _where(self, column: int) -> str:
        at = self.sheet.address(self.at, column)
        name = self.sheet.of or self.sheet.name
        return at if name == ONLY else f"{name}!{at}"

    # -- as facts are read -----------------------------------------------------------------------------------------

    def read(self, part: Part) -> Said:
        """Read the day in a cell."""
        return self.whole.meant.read(part.text)

    def means(self, part: Part, text: str) -> Meaning | None:
        """Return what the plan says of words, or of the cell itself."""
        return self.whole.meant.value(self._where(part.at), text)
