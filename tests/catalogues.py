"""Catalogues made up for tests: the tables that most of them need, and a further one in a line."""

import json
from typing import Any

REGISTERED = '{ kind = "assessor-registered" }'
DEPARTMENT = """
shipped_catalogue = false
[source.policy]
title = "A made-up policy"
[modality.ct]
title = "CT"
[modality.mr]
title = "MR"
[modality.ultrasound]
title = "Ultrasound"
[tier.helper]
title = "Helper"
band = 2
rank = 1
source = ["policy"]
[tier.senior]
title = "Senior"
band = 3
rank = 2
source = ["policy"]
"""


def table(head: str, name: str, fields: dict[str, Any], title: str | None = None) -> str:
    """Write a table of the policy; it is called as its name is, unless a title is given."""
    given = {"title": title or name.replace("-", " ").capitalize(), **fields, "source": ["policy"]}
    return "\n".join([head, *(f"{field} = {json.dumps(value)}" for field, value in given.items()), ""])


def programme(name: str, expires_after: str | None = None, title: str | None = None, **fields: Any) -> str:
    """Write a programme, which lasts without an end unless told otherwise."""
    lasts = {"expires_after": expires_after} if expires_after else {}
    return table(f"[programme.{name}]", name, {**lasts, **fields}, title)


def competency(
    name: str,
    tier: str = "helper",
    modalities: tuple[str, ...] = ("all",),
    requires: str = REGISTERED,
    title: str | None = None,
    **fields: Any,
) -> str:
    """Write a clinical competency, signed off by somebody registered unless more is asked for."""
    held = {"modalities": modalities, "tier": tier, "kind": "clinical", "authority": "local", **fields}
    return (
        table(f"[competency.{name}]", name, held, title)
        + f"introduced = 2015-01-01\n[competency.{name}.sign_off]\nrequires = [ {requires} ]\n"
    )


def currency(name: str, expires_after: str, **fields: Any) -> str:
    """Write how long a sign-off of a competency lasts."""
    lasts = {"expires_after": expires_after, **fields}
    return "".join(
        [f"[[competency.{name}.currency]]\nstarts = 2015-01-01\n", *(f'{k} = "{v}"\n' for k, v in lasts.items())]
    )


def rule(name: str, requires: str, title: str | None = None) -> str:
    """Write a rule that supports a review."""
    held = {"effect": "supports-review", "authority": "local"}
    return table(f"[[rule.{name}]]", name, held, title) + f"starts = 2000-01-01\nrequires = [ {requires} ]\n"


def required(name: str, since: str = "2000-01-01", title: str | None = None, **fields: Any) -> str:
    """Write what posts of some kind require."""
    return table(f"[required.{name}]", name, {**fields, "authority": "local"}, title) + f"starts = {since}\n"


def trained_in(name: str) -> str:
    """Write the requirement of a programme."""
    return f'{{ kind = "training", programme = "{name}" }}'
