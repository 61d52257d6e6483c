"""Plans kept for next time, beside the records: a table with the same headings gets the same answers."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import attrs

from sw_competency.errors import SWCompetencyError
from sw_competency.files import write_private
from sw_competency.intake.plan import IN_TITLE, LEFT_OUT, Plan, SheetPlan, read_plan

_OF_ONE_FILE = frozenset({"as_at", "new_people"})  # settings that another file may not share: they are asked anew
_CELL = re.compile(r"(.*!)?[A-Z]{1,3}[1-9]\d{0,4}")


@attrs.frozen
class KeptPlans:
    """The plans that are kept for next time.

    Args:
        store: the folder of the records; None where they are in none, and no plan is kept.
    """

    store: Path | None

    def find(self, layout: str) -> Plan | None:
        """Return the plan that is kept for a layout; None where none is, or it is none any more."""
        place = self._place(layout)
        try:
            return read_plan(place) if place is not None and place.exists() else None
        except SWCompetencyError:  # somebody wrote into it: what it said is asked once more
            return None

    def keep(self, layout: str, plan: str) -> None:
        """Keep a plan for the files of a layout; where nothing can be written, it is not kept."""
        if (place := self._place(layout)) is not None:
            try:
                place.parent.mkdir(mode=0o700, exist_ok=True)
                write_private(place, plan.encode("utf-8", "backslashreplace"))
            except OSError:
                return

    def _place(self, layout: str) -> Path | None:
        return None if self.store is None else self.store.with_name(f"{self.store.name}.plans") / f"{layout}.toml"


def layout_of(plan: Plan) -> str:
    """Return what stands for the layout of a file: the headings of what is read of it, whatever its sheets are called.

    Args:
        plan: as it is proposed for the file.
    """
    headings = sorted(sorted(sheet.columns) for sheet in plan.sheets if sheet.shape != LEFT_OUT)
    return sha256(json.dumps(headings).encode()).hexdigest()[:16]


def carried_over(kept: Plan, fresh: Plan) -> Plan:
    """Return the plan for a file by what was answered for another of the same layout.

    Args:
        kept: the plan of the other.
        fresh: the plan that is proposed for this one.
    """
    settings = {
        name: answer for name, answer in kept.settings.items() if name not in _OF_ONE_FILE or answer == IN_TITLE
    }
    tables = {name: _without_cells(getattr(kept, name)) for name in ("values", "people")}
    return attrs.evolve(
        kept, sheets=tuple(_sheet(sheet, kept) for sheet in fresh.sheets), settings={**fresh.settings, **settings},
        **tables,
    )  # fmt: skip


def _sheet(fresh: SheetPlan, kept: Plan) -> SheetPlan:
    alike = [one for one in kept.sheets if one.columns and {*one.columns} == {*fresh.columns}]
    found = next((one for one in alike if one.name == fresh.name), alike[0] if alike else None)
    if found is None:
        return kept.sheet(fresh.name) or fresh
    if found.name == fresh.name:
        return attrs.evolve(found, headings=fresh.headings)
    own = {"name": fresh.name, "headings": fresh.headings, "worker": fresh.worker, "competency": fresh.competency}
    return attrs.evolve(found, **own)  # type: ignore[arg-type]


def _without_cells(lines: Mapping[str, str]) -> dict[str, str]:
    return {key: answer for key, answer in lines.items() if _CELL.fullmatch(key) is None}
