"""A file and the plan by which it is brought in, looked at together."""

import attrs

from sw_competency.catalogue import Catalogue
from sw_competency.intake.layout import sections
from sw_competency.intake.people import People
from sw_competency.intake.plan import Plan, written
from sw_competency.intake.proposing import Proposal, propose
from sw_competency.intake.subjects import Subjects
from sw_competency.intake.tables import Tables


@attrs.frozen
class Intake:
    """A file of tables, and the plan by which it is brought in.

    Args:
        tables: the file.
        plan: the plan; left out, one is proposed.
    """

    tables: Tables
    plan: Plan | None = None

    def looked_at(self, catalogue: Catalogue, people: People, by: str | None = None) -> Proposal:
        """Return the whole plan, and what becomes of the file by it.

        Args:
            catalogue: what the frameworks say.
            people: who is on record.
            by: who brings it in.

        Raises:
            PlanError: the plan is of another file, or names what the catalogue does not hold.
        """
        parted = tuple(part for sheet in self.tables.sheets for part in sections(sheet))
        tables = attrs.evolve(self.tables, sheets=parted)
        return propose(tables, Subjects(catalogue), people, self.plan, by)

    def written(self, proposal: Proposal) -> str:
        """Return the whole plan as TOML."""
        return written(proposal.plan, self.tables.file, proposal.hints)
