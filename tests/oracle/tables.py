"""What a catalogue says: a site's words laid over it, and which version is in force. Section 2."""

from datetime import date

from .record import remembered


def laid_over(table, over):
    """Section 2: tables merge field by field at every depth; anything else is replaced whole."""
    both = dict(table)
    for name, value in over.items():
        beneath = both.get(name)
        merges = isinstance(beneath, dict) and isinstance(value, dict)
        both[name] = laid_over(beneath, value) if merges else value
    return both


@remembered
def at_site(world, what, name, site):
    """Section 2: a competency or programme as a site has it; without a site, as all have it."""
    own = world.tables.get("site", {}).get(site, {}).get(what, {}).get(name, {})
    return laid_over(world.tables[what][name], own)


def in_force(history, day):
    """Section 2: the version with the latest `starts` not after the day; one table is a history of one."""
    versions = [history] if isinstance(history, dict) else list(history or ())
    begun = [v for v in versions if v.get("starts", date.min) <= day]
    return max(begun, key=lambda v: v.get("starts", date.min), default=None)


def in_framework(competency, day):
    """Section 2: introduced, and not yet withdrawn."""
    return competency["introduced"] <= day < competency.get("withdrawn", date.max)


def rank(world, tier):
    """Section 2: what orders tiers."""
    return world.tables["tier"][tier]["rank"]


def above(world, tier, competency):
    """Section 3, may, step 5: the tier's scope is below the rank of the competency's, and it is another tier."""
    held = world.tables["tier"][tier]
    scope = held.get("scope_rank", held["rank"])
    return scope < rank(world, competency["tier"]) and tier != competency["tier"]


@remembered
def counting_as(world, programme, site):
    """Section 2, `counts_as`: the programmes whose completion is a completion of this one; chains count."""
    found, size = {programme}, 0
    while size != len(found):
        size = len(found)
        for name in world.tables.get("programme", {}):
            if found & set(at_site(world, "programme", name, site).get("counts_as", ())):
                found.add(name)
    return found


def asked_for(items, kind="training"):
    """Every requirement of a kind, at any depth."""
    for item in items:
        if item["kind"] == kind:
            yield item
        yield from asked_for(item.get("of", ()), kind)
