"""A small catalogue in which nothing is wrong, for tests that make one thing wrong in it."""

import tomllib
from typing import Any

from sw_competency.catalogue import layer_of, problems
from sw_competency.catalogue.overlay import merged

SMALL = """
shipped_catalogue = false
title = "A small catalogue"

[source.policy]
title = "A policy"
publisher = "A trust"
isbn = "kept as it is"

[modality.ct]
title = "Computed tomography"

[modality.mr]
title = "Magnetic resonance"

[tier.junior]
title = "Junior"
band = 2
rank = 1
source = ["policy"]

[tier.senior]
title = "Senior"
band = 3
rank = 2
source = ["policy"]

[programme.theory]
title = "Theory"
expires_after = "P1Y"
source = ["policy"]

[programme.more-theory]
title = "More theory"
counts_as = ["theory"]
source = ["policy"]

[competency.washing]
title = "Washing hands"
modalities = ["all"]
tier = "junior"
kind = "clinical"
introduced = 2020-01-01
authority = "local"
source = ["policy"]
sign_off.requires = [{ kind = "assessor-registered" }]

[competency.cannulation]
title = "Cannulation"
modalities = ["ct", "mr"]
tier = "senior"
kind = "clinical"
prerequisites = ["washing", "theory"]
standing = ["washing"]
introduced = 2020-01-01
authority = "local"
source = ["policy"]

[competency.cannulation.sign_off]
requires = [
  { kind = "training", programme = "theory" },
  { kind = "any-of", of = [
    { kind = "practice-count", competency = "cannulation", at_least = 3, supervised = "direct", within = "P6M" },
    { kind = "assessor-holds" } ] } ]

[[competency.cannulation.currency]]
starts = 2024-01-01
expires_after = "P6M"
practice = { at_least = 2, within = "P3M" }
return = { after = "P3M", practice = 3 }

[[competency.cannulation.currency]]
starts = 2020-01-01
expires_after = "P12M"
notice = "P60D"

[competency.flushing]
title = "Flushing"
modalities = ["ct"]
tier = "senior"
kind = "clinical"
legal = "psd"
introduced = 2020-01-01
authority = "local"
source = ["policy"]
sign_off.requires = [{ kind = "assessor-registered" }]

[[rule.up]]
title = "Junior to senior"
from = "junior"
to = "senior"
starts = 2020-01-01
effect = "moves-band"
source = ["policy"]
requires = [{ kind = "holds", competency = "cannulation" }]

[site.site-2]
title = "Second hospital"
beds = 200

[site.site-2.competency.cannulation]
title = "Cannulation, here"
"""


def small(change: str = "") -> dict[str, Any]:
    """Return the tables of the small catalogue with fields replaced."""
    return merged(tomllib.loads(SMALL), tomllib.loads(change))


def wrong_in(tables: dict[str, Any]) -> list[str]:
    """Tell what is wrong in tables, as it is printed."""
    return [str(problem) for problem in problems(layer_of(tables, "small.toml"))]
