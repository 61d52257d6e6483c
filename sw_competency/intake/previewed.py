"""What becomes of a file: every cell, the entries that come of it, and what its plan leaves open."""

from collections.abc import Mapping
from typing import Literal

import attrs

from sw_competency.intake.recorded import ONLY_HELD, Brought

State = Literal["taken", "asked", "left-out"]
MASK = "***"


@attrs.frozen
class Cell:
    """One cell of a file, and what becomes of it.

    Args:
        sheet: the sheet.
        at: where on it, such as `C5`; blank where it is said of the whole sheet.
        text: what stands there; what may be a patient's number is masked.
        state: taken, asked about, or left out.
        says: as what, or why.
        worker: whose it is.
        subject: the competency or programme it is about.
    """

    sheet: str
    at: str
    text: str
    state: State
    says: str
    worker: str | None = None
    subject: str | None = None


@attrs.define
class Open:
    """Something that the plan leaves open: the line it needs, why, the cells that wait for it, and whom it is about."""

    table: str
    key: str
    why: str
    cells: list[str] = attrs.field(factory=list)
    about: dict[str, None] = attrs.field(factory=dict)
    proposed: str = ""


@attrs.frozen
class Preview:
    """What becomes of a file by a plan.

    Args:
        cells: every cell that is not blank.
        brought: the entries that come of it, each with its cell.
        open: what the plan leaves open.
        names: the names of people who are new, by their ids.
        warnings: what somebody should look at.
    """

    cells: tuple[Cell, ...]
    brought: tuple[Brought, ...]
    open: tuple[Open, ...]
    names: Mapping[str, str]
    warnings: tuple[str, ...] = ()


def without_ticks_dated_elsewhere(brought: dict[object, Brought], cells: list[Cell]) -> None:
    """Leave out what one cell says without a day where another says since when.

    Args:
        brought: the entries that come of it, each under its key.
        cells: every cell.
    """
    dated = {one.key[:3]: one.where for one in brought.values() if one.key[3:] != ONLY_HELD}
    ticks = {k: one for k, one in brought.items() if one.key[3:] == ONLY_HELD and one.key[:3] in dated}
    for key in ticks:
        del brought[key]
    again = {(one.key[1], one.key[2], one.says): dated[one.key[:3]] for one in ticks.values()}
    for at, cell in enumerate(cells):
        if cell.state == "taken" and (where := again.get((cell.worker, cell.subject, cell.says))) is not None:
            cells[at] = attrs.evolve(cell, state="left-out", says=f"{where} says since when")
