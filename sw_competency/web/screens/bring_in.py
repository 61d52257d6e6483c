"""Bring in: a table the department keeps, its plan as questions, a preview of every cell, and putting it on record."""

import tomllib
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs

from sw_competency.dates import read_day
from sw_competency.errors import FieldError, PlanError, SWCompetencyError
from sw_competency.intake.intake import Intake
from sw_competency.intake.kept import KeptPlans, carried_over, layout_of
from sw_competency.intake.plan import Plan, plan_of, read_plan, settled
from sw_competency.intake.tables import Tables
from sw_competency.model.findings import capital, full_stop
from sw_competency.questions.batches import Batches, BatchesAnswer
from sw_competency.questions.bring_in import BringIn, BringInAnswer, PreviewedCell
from sw_competency.reports import write_answer
from sw_competency.web import asking
from sw_competency.web.guards.holding import held, hold, let_go
from sw_competency.web.guards.limits import FILE
from sw_competency.web.plan_answers import answered, laid_out
from sw_competency.web.plans import MOST, Line, PlanForm, SheetLine
from sw_competency.web.roles import EDUCATORS
from sw_competency.web.screen import Screen
from sw_competency.web.visit import Done, Download, Link, Visit

_MOST_CELLS = 2_000_000  # that are held for somebody
_MOST_ROWS = 100  # cells on a page
_MOST_BATCHES = 30
_MOST_TOLD = 6
_GONE = "That file is no longer held here: choose it again. What you answered is kept."
_STATES = (("", "every cell"), ("taken", "taken"), ("asked", "asked about"), ("left-out", "left out"))
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@attrs.define
class HeldFile:
    """A file that waits for answers.

    Args:
        tables: what stands in it.
        plan: the plan so far.
        layout: what stands for its layout, by which its plan is kept.
    """

    tables: Tables
    plan: Plan
    layout: str


@attrs.frozen(slots=True)
class Start:
    """The first page.

    Args:
        batches: what was brought in, the latest first.
        names: who brought each in, by their ids.
        day: when the file was last changed, as filled in.
        reason: why something is undone, as filled in.
    """

    batches: BatchesAnswer
    names: dict[str, str]
    day: str = ""
    reason: str = ""


@attrs.frozen(slots=True, kw_only=True)
class Looked:
    """A file that was looked at.

    Args:
        answer: what becomes of it.
        asked: what its plan leaves open.
        more: how many questions follow.
        plain: what was plain.
        sheets: its sheets.
        cells: the cells on the page.
        shown: which state is shown.
        states: the states there are, with how many cells each, and where they are shown.
        pages: the cells before and after.
        counted: which cells of how many.
        seen: what stands for the preview that is shown.
        people: whom there is to choose from.
        subjects: every competency and programme.
        downloads: it as files.
        remarks: what somebody should look at.
        names: what people are called, by their ids.
        titles: what competencies and programmes are called, by theirs.
    """

    answer: BringInAnswer
    asked: list[Line]
    more: int
    plain: list[Line]
    sheets: list[SheetLine]
    cells: tuple[PreviewedCell, ...]
    shown: str
    states: tuple[tuple[Link, int], ...]
    pages: tuple[Link, ...]
    counted: str
    seen: str
    people: tuple[Link, ...]
    subjects: tuple[Link, ...]
    downloads: tuple[Link, ...]
    remarks: tuple[str, ...]
    names: dict[str, str]
    titles: dict[str, str]


class BringInFile(Screen):
    """Choose a file; and undo what was brought in."""

    path = "/bring-in"
    title = "Bring in"
    sees = EDUCATORS
    does = EDUCATORS
    place = 60
    takes = FILE

    def show(self, visit: Visit) -> Start:
        """Show the form, and what was brought in before."""
        answer = visit.questions.ask(Batches())
        few = answer.batches[:_MOST_BATCHES]
        names = {one.by: visit.named(one.by) for one in few if one.by}
        given = {name: visit.text(name) or "" for name in ("day", "reason")}
        return Start(answer, names, **given)

    def do(self, visit: Visit) -> Done:
        """Look at a file, or undo a batch."""
        what, _, batch = visit.given.get("form", "").partition("-")
        if what != "undo":
            return Done(visit.link("bring-in", _looked_at(visit)))
        done = visit.tracker.undo_batch(batch, visit.needed("reason", "Why"), visit.by)
        entries = "1 entry is" if done.voided == 1 else f"{done.voided} entries are"
        left = f" {len(done.corrected)} corrected before stay as they are." if done.corrected else ""
        return Done(visit.link("bring-in"), f"Undone: {entries} void now.{left}")


class BringInPlan(Screen):
    """A file that was chosen: its questions, the preview, and putting it on record."""

    path = "/bring-in/{held}"
    title = "Bring in"
    template = "bring_in_plan"
    sees = EDUCATORS
    does = EDUCATORS

    def heading(self, visit: Visit) -> str:
        """Return what the file is called."""
        found = _held(visit)
        return self.title if found is None else f"Bring in: {found.tables.file}"

    def show(self, visit: Visit) -> Any:
        """Show what becomes of every cell, and what is asked."""
        file = _held(visit)
        if file is None:
            return Done(visit.link("bring-in"), _GONE)
        return _shown(visit, file, _ask(visit, file.tables, file.plan))

    def do(self, visit: Visit) -> Done:
        """Take answers, or put on record what is taken."""
        file = _held(visit)
        if file is None:
            return Done(visit.link("bring-in"), _GONE)
        if visit.given.get("form") == "away":
            let_go(visit.session, visit.given["held"])
            return Done(visit.link("bring-in"), "Nothing of it was put on record, and it is no longer held.")
        answer = _ask(visit, file.tables, file.plan)
        if visit.given.get("form") == "save":
            return _saved(visit, file, answer)
        form = PlanForm(visit, file.tables, file.plan, answer)
        if visit.given.get("form") == "sheets":
            plan = laid_out(visit, file.plan, file.tables, form.sheets())
        else:
            lines = form.asked() if visit.given.get("form") == "answers" else form.plain()
            plan = answered(visit, file.plan, lines)
        _take(visit, file, _ask(visit, file.tables, plan))
        return Done(visit.link("bring-in", visit.given["held"]), "Your answers are taken, and kept for next time.")


class BringInAs(Screen):
    """The plan as a file to keep and mend; every cell as a workbook."""

    path = "/bring-in/{held}/{part}"
    title = "Bring in"
    sees = EDUCATORS

    def show(self, visit: Visit) -> Any:
        """Write it."""
        file = _held(visit)
        if file is None:
            return Done(visit.link("bring-in"), _GONE)
        answer = _ask(visit, file.tables, file.plan)
        if visit.given["part"] == "plan.toml":
            plan = answer.plan.encode("utf-8", "backslashreplace")
            return Download(plan, f"{file.tables.file}.plan.toml", "application/toml")
        written = write_answer(answer, visit.questions, "xlsx", visit.tracker.head())
        return Download(written, "every-cell.xlsx", _XLSX)


def _held(visit: Visit) -> HeldFile | None:
    return held(visit.session, visit.given["held"], HeldFile)


def _kept(visit: Visit) -> KeptPlans:
    return KeptPlans(visit.tracker.store.folder)


def _ask(visit: Visit, tables: Tables, plan: Plan | None) -> BringInAnswer:
    return visit.questions.ask(BringIn(Intake(tables, plan and settled(plan)), visit.by))


def _whole(answer: BringInAnswer) -> Plan:
    return plan_of(tomllib.loads(answer.plan))


def _looked_at(visit: Visit) -> str:
    """Read the file that was sent, propose its plan, and hold both; return the mark."""
    sent = visit.files.get("file")
    if sent is None:
        raise FieldError("file", "is empty: choose a workbook or a CSV file")
    tables = visit.tracker.intake(sent.stream(), name=sent.name).tables
    if sum(len(row) for sheet in tables.sheets for row in sheet.rows) > _MOST_CELLS:
        raise FieldError("file", "holds more cells than a page can show: bring it in by parts")
    tables = attrs.evolve(tables, day=_changed(visit))
    fresh = _ask(visit, tables, None)
    layout = layout_of(_whole(fresh))
    given = _given_plan(visit)
    file = HeldFile(tables, _whole(fresh), layout)
    if given is not None:
        _take(visit, file, _ask(visit, tables, given))
    elif (kept := _kept(visit).find(layout)) is not None:
        with suppress(PlanError):  # such as one that names what the catalogue holds no more
            file.plan = _whole(_ask(visit, tables, carried_over(kept, file.plan)))
    return hold(visit.session, file)


def _changed(visit: Visit) -> date:
    """Return the day the file was last changed, as its owner says; left out, today."""
    today, text = visit.tracker.today(), visit.text("day")
    try:
        day = read_day(text)[0] if text else today
    except ValueError as error:
        raise FieldError("last_changed", str(error)) from None
    if day > today:
        raise FieldError("last_changed", "has not come yet: give the day")
    return day


def _given_plan(visit: Visit) -> Plan | None:
    if (sent := visit.files.get("plan")) is None:
        return None
    with TemporaryDirectory(prefix="sw-competency-") as folder:
        (place := Path(folder) / "the plan").write_bytes(sent.content)
        try:
            return read_plan(place)
        except SWCompetencyError as error:
            raise FieldError("plan", str(error).replace(f"'{place}'", f"'{sent.name}'").rstrip(".")) from None


def _take(visit: Visit, file: HeldFile, answer: BringInAnswer) -> None:
    """Go on with a plan, and keep it for next time."""
    file.plan = _whole(answer)
    _kept(visit).keep(file.layout, answer.plan)


def _saved(visit: Visit, file: HeldFile, answer: BringInAnswer) -> Done:
    """Put on record what is taken; only what was seen."""
    if visit.given.get("seen") != _seen(answer):
        raise FieldError("the_preview", "has changed since you looked at it: look again, then save")
    done = visit.tracker.bring_in(Intake(file.tables, file.plan), visit.by)
    _kept(visit).keep(file.layout, answer.plan)
    let_go(visit.session, visit.given["held"])
    entries = "1 entry is" if done.appended == 1 else f"{done.appended} entries are"
    told = [f"{entries} on record now", f"{done.already_there} were there before"][: 1 + bool(done.already_there)]
    if done.open:
        told.append("what is still asked about was not recorded: bring the file in again to answer it")
    told += done.warnings[:_MOST_TOLD]
    say = visit.tracker.directory.naming()
    return Done(visit.link("bring-in"), " ".join(say(full_stop(capital(one))) for one in told))


def _seen(answer: BringInAnswer) -> str:
    """Return what stands for a preview: the plan, and what becomes of every cell."""
    return sha256(repr((answer.plan, answer.cells)).encode("utf-8", "backslashreplace")).hexdigest()


def _shown(visit: Visit, file: HeldFile, answer: BringInAnswer) -> Looked:
    form = PlanForm(visit, file.tables, file.plan, answer)
    mark, state = visit.given["held"], visit.text("state") or ""
    cells = [one for one in answer.cells if state in {"", one.state}]
    given = visit.text("page") or "1"
    last = max(0, (len(cells) - 1) // _MOST_ROWS)
    page = min(max(int(given), 1) - 1 if given.isdecimal() else 0, last)
    here = tuple(cells[page * _MOST_ROWS : (page + 1) * _MOST_ROWS])
    counts = {"taken": answer.taken, "asked": answer.asked_about, "left-out": answer.left_out, "": len(answer.cells)}
    say = visit.tracker.directory.naming()
    return Looked(
        answer=answer, asked=form.asked(), more=max(0, len(answer.questions) - MOST), plain=form.plain(),
        sheets=form.sheets(), cells=here, shown=state, seen=_seen(answer),
        states=tuple(
            (Link(title, visit.link("bring-in", mark, state=to) + "#preview", to == state), counts[to])
            for to, title in _STATES
        ),
        pages=tuple(
            Link(title, visit.link("bring-in", mark, state=state, page=to + 1) + "#preview")
            for title, to in (("Cells before", page - 1), ("Cells after", page + 1)) if 0 <= to <= last
        ),
        counted=f"{page * _MOST_ROWS + 1} to {page * _MOST_ROWS + len(here)} of {len(cells)}" if last else "",
        people=asking.people(visit.tracker.directory),
        subjects=form.subjects,
        downloads=(Link("The plan", visit.link("bring-in", mark, "plan.toml")),
                   Link("Every cell, as XLSX", visit.link("bring-in", mark, "cells.xlsx"))),
        remarks=tuple(say(f"{one[:1].upper()}{one[1:]}.") for one in answer.remarks),
        names={who: visit.named(who) for who in _of(one.worker for one in here)},
        titles={what: visit.tracker.catalogue.titled(what) for what in _of(one.subject for one in here)},
    )  # fmt: skip


def _of(ids: Iterable[str | None]) -> set[str]:
    return {one for one in ids if one}
