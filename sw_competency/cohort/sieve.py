"""A re-banding rule over the columns of many workers: whom it rules out, whom it decides, who is left to the judge."""

from datetime import date

import numpy as np

from sw_competency.catalogue import Catalogue
from sw_competency.catalogue.catalogue import Rule
from sw_competency.cohort.cases import Cases, World
from sw_competency.cohort.columns import Columns
from sw_competency.judge import Records
from sw_competency.rules.bounds import Bounds, all_bounds, chosen, epoch


def bounds_of_rule(columns: Columns, catalogue: Catalogue, records: Records, name: str, day: date) -> Bounds:
    """Return between which outcomes the judgement of each worker lies.

    Args:
        columns: what is on record of them, as known.
        catalogue: what the frameworks say.
        records: where the records of assessors are found.
        name: the rule.
        day: the day.

    Raises:
        UnknownNameError: no such rule.
    """
    everybody, on = np.arange(len(columns)), epoch(day)
    rule = catalogue.rule_in_force(name, day)
    cases = Cases(World(columns, catalogue, records, on), everybody, np.full(len(columns), on), name)
    begun = cases.any(columns.worker[columns.on <= on])
    nothing = Bounds(np.full(len(columns), 1, np.int8), np.full(len(columns), 1, np.int8))  # of them it cannot be told
    parts = [cases.decided(everybody < 0)]  # what no version was in force for is not met
    if rule is not None:
        parts = [_agreed(cases, catalogue, rule), *(item.bounds(cases) for item in rule.requires)]
    # whoever corrected anything is known otherwise than as it stands there
    corrected = cases.any(columns.of_kind("correction").worker)
    return chosen(corrected, cases.unknown(), chosen(begun, all_bounds(parts), nothing))


def _agreed(cases: Cases, catalogue: Catalogue, rule: Rule) -> Bounds:
    """Tell at whose site the rule is a way; what sites have agreed is left to the judge."""
    if rule.site is not None:
        return cases.posts().bounds(cases.posts().say(site=rule.site))
    free = rule.to is None or rule.effect == "supports-review" or not catalogue.routed
    return cases.decided(cases.worker >= 0) if free else cases.unknown()
