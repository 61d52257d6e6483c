"""What would become of a file of tables by a plan, cell by cell? Nothing is put on record."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from sw_competency.catalogue import Catalogue
from sw_competency.intake.intake import Intake
from sw_competency.intake.people import People
from sw_competency.intake.plan import answer_in, line_of, proposed
from sw_competency.intake.previewed import Cell, Open
from sw_competency.intake.proposing import Proposal
from sw_competency.intake.saving import contradicted
from sw_competency.judge.everybody import Everybody
from sw_competency.model import CANNOT_TELL, MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import NUMBER, PERSON, TERM, TEXT, Table, table
from sw_competency.model.findings import capital, full_stop
from sw_competency.names import first_few
from sw_competency.questions._names import File
from sw_competency.questions._question import Question


class PreviewedCell(msgspec.Struct, frozen=True):
    """One cell of a file.

    Args:
        sheet: the sheet.
        cell: where on it, such as C5; blank where it is said of the whole sheet.
        text: what stands there.
        state: what becomes of it.
        says: as what it is taken, or why it is asked about or left out.
        worker: whose it is.
        subject: the competency or programme it is about.
    """

    sheet: str
    cell: str
    text: str
    state: Literal["taken", "asked", "left-out"]
    says: str
    worker: str | None
    subject: str | None


class AskedOfFile(msgspec.Struct, frozen=True):
    """Something the plan leaves open.

    Args:
        where: the table of the plan in which the answer belongs; blank for a line at its top.
        line: the line of it.
        says: why it is asked.
        proposed: the answer that is proposed; blank where none is.
        cells: how many cells wait for it.
        first: the first of them.
    """

    where: str
    line: str
    says: str
    proposed: str
    cells: int
    first: str


class BringIn(Question["BringInAnswer"], frozen=True, rename={"intake": "file"}):
    """What becomes of a file of tables when it is brought in by a plan: every cell taken, asked about or left out.

    Args:
        intake: the file, a workbook or CSV, and the plan.
        by: who brings it in.
    """

    words: ClassVar = ("intake",)
    json_as: ClassVar = {"file": str, "by": str | None}
    by_name: ClassVar = False  # cells are shown as they stand

    intake: Annotated[Intake, File("tables")]
    by: str | None = None

    def answer(self, everybody: Everybody) -> "BringInAnswer":
        """Go through it cell by cell.

        Raises:
            PlanError: the plan is of another file, or names what the catalogue does not hold.
        """
        proposal = self.intake.looked_at(everybody.catalogue, everybody_in(everybody), self.by)
        cells = tuple(map(_cell, proposal.preview.cells))
        sums = {state: sum(one.state == state for one in cells) for state in ("taken", "asked", "left-out")}
        return BringInAnswer(
            asked=self, moment=everybody.moment,
            finding=_finding(self.intake.tables.file, sums, proposal, everybody.catalogue),
            taken=sums["taken"], asked_about=sums["asked"], left_out=sums["left-out"],
            questions=tuple(_asked(one, proposal) for one in proposal.preview.open),
            not_in_plan=tuple(line_of(proposal.plan, where, line) for where, line in proposal.added),
            remarks=tuple(remarks(everybody, proposal)),
            plan=self.intake.written(proposal), cells=cells,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Return what was asked as the answer says it again: which file, and not what stands in it."""
        return {"file": self.intake.tables.file, "by": self.by}


class BringInAnswer(Answer[BringIn], frozen=True):
    """What becomes of a file.

    Args:
        taken: how many cells are taken.
        asked_about: how many wait for an answer.
        left_out: how many are left out.
        questions: what the plan leaves open.
        not_in_plan: the lines that the plan that was given does not have, as they are proposed.
        remarks: what somebody should look at.
        plan: the whole plan, as TOML, to be read and mended.
        cells: every cell that is not blank.
    """

    intake = Asked[Intake]()
    by = Asked[str | None]()

    taken: int
    asked_about: int
    left_out: int
    questions: tuple[AskedOfFile, ...]
    not_in_plan: tuple[str, ...]
    remarks: tuple[str, ...]
    plan: str
    cells: tuple[PreviewedCell, ...]

    def tables(self) -> Iterator[Table]:
        """Return the sums sheet by sheet, what is asked, and every cell."""
        yield from self.in_short()
        head = {
            "Sheet": TEXT,
            "Cell": TEXT,
            "Holds": TEXT,
            "What becomes of it": TEXT,
            "As what, or why": TEXT,
            "Worker": PERSON,
            "About": TERM,
        }
        rows = ((c.sheet, c.cell, c.text, _STATES[c.state], c.says, c.worker, c.subject) for c in self.cells)
        yield table(head, rows, "Every cell")

    def in_short(self) -> Iterator[Table]:
        """Return the sums sheet by sheet, and what is asked."""
        sheets: dict[str, dict[str, int]] = {}
        for cell in self.cells:
            counted = sheets.setdefault(cell.sheet, dict.fromkeys(_STATES, 0))
            counted[cell.state] += 1
        head = {"Sheet": TEXT, "Taken": NUMBER, "Asked about": NUMBER, "Left out": NUMBER}
        yield table(head, ((name, *counted.values()) for name, counted in sheets.items()), "Cells")
        if self.questions:
            asked = {"In the plan": TEXT, "Line": TEXT, "Proposed": TEXT, "Why": TEXT, "Cells": NUMBER, "First": TEXT}
            rows = ((q.where or "at its top", q.line, q.proposed, q.says, q.cells, q.first) for q in self.questions)
            yield table(asked, rows, "Asked")

    def lines(self) -> Iterator[str]:
        """Return what somebody should look at."""
        yield from (full_stop(capital(remark)) for remark in self.remarks)
        if self.not_in_plan:
            yield "Not in the plan, and taken as proposed here; put these lines into it, answered:"
            yield from (f"  {line}" for line in self.not_in_plan[:_MOST_LINES])


_MOST_LINES = 20
_STATES = {"taken": "taken", "asked": "asked about", "left-out": "left out"}


def everybody_in(everybody: Everybody) -> People:
    """Return who is on record, by number and by name."""
    return People(everybody.person_index, everybody.people)


def remarks(everybody: Everybody, proposal: Proposal) -> Iterator[str]:
    """Say what somebody should look at before or after what is taken is put on record.

    Args:
        everybody: the records, as they are without it.
        proposal: the plan, and what becomes of the file by it.
    """
    yield from proposal.preview.warnings
    yield from _lacking(everybody, proposal)


def _lacking(everybody: Everybody, proposal: Proposal) -> Iterator[str]:
    """Tell of prior learning that is not taken, or will not count: nothing is known of what must stand under it."""
    brought = [(str(one.raw["worker"]), str(one.raw.get("competency", ""))) for one in proposal.preview.brought]
    there = {(who, name) for who in dict.fromkeys(who for who, _ in brought) for name in _known(everybody, who)}
    there |= {(str(one.raw["worker"]), str(one.raw.get("programme"))) for one in proposal.preview.brought} | {*brought}
    for one in proposal.preview.brought:
        if told := contradicted(one, everybody.records.worker(str(one.raw["worker"])).entries):
            yield told
    without: dict[tuple[str, str], list[str]] = {}
    for worker, competency in brought:
        known = everybody.catalogue.competencies.get(competency)
        for needed in known.prerequisites if known is not None else ():
            if (worker, needed) not in there:
                without.setdefault((competency, needed), []).append(worker)
    for (competency, needed), workers in without.items():
        title, under = everybody.catalogue.titled(competency), everybody.catalogue.titled(needed)
        yield f"{title} will not count for {first_few(workers, 1)}: neither file nor record says anything of {under}"


def _known(everybody: Everybody, worker: str) -> Iterator[str]:
    """Name what anything is on record of."""
    for entry in everybody.records.worker(worker).entries:
        yield from (str(getattr(entry, field)) for field in ("competency", "programme") if hasattr(entry, field))


def _cell(cell: Cell) -> PreviewedCell:
    return PreviewedCell(cell.sheet, cell.at, cell.text, cell.state, cell.says, cell.worker, cell.subject)


def _asked(one: Open, proposal: Proposal) -> AskedOfFile:
    place = (one.table.removeprefix("sheet "), one.key)
    answer = answer_in(proposal.plan, one.table, one.key)
    return AskedOfFile(
        one.table, one.key, proposal.hints.get(place, one.why), proposed(answer), len(one.cells), one.cells[0]
    )


def _finding(file: str, sums: dict[str, int], proposal: Proposal, catalogue: Catalogue) -> Finding:
    asked = len(proposal.preview.open)
    entries = len(proposal.preview.brought)
    count = f"{sums['taken']} cells are taken, {sums['asked']} are asked about, {sums['left-out']} are left out"
    becomes = f"{entries} {'entry comes' if entries == 1 else 'entries come'} of it"
    if asked:
        return Finding(
            CANNOT_TELL,
            f"'{file}': {becomes}, and {asked} {'question is' if asked == 1 else 'questions are'} open; {count}",
        )
    if not entries:
        return Finding(CANNOT_TELL, f"'{file}': nothing comes of it; {count}")
    return Finding(MET, f"'{file}': {becomes}, and no question is open; {count}", (), _sources(proposal, catalogue))


def _sources(proposal: Proposal, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what the catalogue rests on in what it says of each thing that is taken."""
    named = ("competency", "programme", "tier")
    about = dict.fromkeys(str(one.raw[name]) for one in proposal.preview.brought for name in named if name in one.raw)
    things = (catalogue.competencies.get(one) or catalogue.programmes.get(one) or catalogue.tiers[one] for one in about)
    return tuple(dict.fromkeys(source for thing in things for source in thing.source))
