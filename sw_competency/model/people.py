"""Names of people, kept apart from the entries: a name may be changed or erased, the ledger may not."""

from typing import Any

import attrs


@attrs.frozen(slots=True, kw_only=True)
class Person:
    """What a report prints beside an id: a name, and what else is known of a person.

    Args:
        role: `worker` or `assessor`, as the line said.
        id: the id under which the person stands in entries.
        name: the name; None where there is none, or it was erased.
        details: what else a report prints, such as a staff number or a department.
    """

    role: str
    id: str
    name: str | None = None
    details: dict[str, Any] = attrs.field(factory=dict)
