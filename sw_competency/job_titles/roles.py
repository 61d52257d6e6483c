"""What role and tier the words of a job title point to: which of them decide, and what a stated band adds."""

from typing import Literal

import attrs

from sw_competency.catalogue import Catalogue, JobTitle, Tier
from sw_competency.catalogue.terms import Role
from sw_competency.job_titles.reading import Read
from sw_competency.job_titles.words import CHANGING, LEAD, SENIOR, SUPERVISOR, TRAINEE, Lexicon, Words

Certainty = Literal["stated", "hinted", "unclear"]
_SUPPORT: Role = "support-worker"
# Of titles that stand together in one, the first decides: whoever is no support worker is none, whoever trains is not
# there yet, and an assistant practitioner is more than an assistant.
_FIRST: tuple[Role, ...] = (
    "not-support-workforce", "trainee-assistant-practitioner", "apprentice", "mammography-associate",
    "assistant-practitioner", "lead-support-worker", "support-worker", "unknown",
)  # fmt: skip
ROLES = {
    "support-worker": "a support worker",
    "assistant-practitioner": "an assistant practitioner",
    "mammography-associate": "a mammography associate",
    "trainee-assistant-practitioner": "a trainee assistant practitioner",
    "lead-support-worker": "a lead support worker",
    "apprentice": "somebody in training",
    "not-support-workforce": "somebody outside the imaging support workforce",
}


@attrs.frozen(kw_only=True)
class Found:
    """What was found of a title so far.

    Args:
        lines: the catalogue's lines it rests on.
        covered: the words they account for.
        because: why the tier is what it is, or why none is given.
    """

    role: Role
    tier: str | None = None
    certainty: Certainty = "unclear"
    lines: tuple[JobTitle, ...] = ()
    covered: Words = frozenset()
    because: str = ""

    def open(self, because: str) -> "Found":
        """Leave the tier open."""
        return attrs.evolve(self, tier=None, certainty="unclear", because=because)


def of_parts(lexicon: Lexicon, parts: tuple[Words, ...]) -> Found | None:
    """Judge a title of several parts: each by itself, where each names a role; else all as one title."""
    if (line := lexicon.pairs.get(frozenset(parts))) is not None:
        return _of_line(line, frozenset().union(*parts))
    found = [of_words(lexicon, part) for part in parts]
    whole = [each for each in found if each is not None]
    # in "CT/MRI support worker", or "trainee/apprentice AP", the first part is no title of its own
    if len(parts) < 2 or len(whole) < len(parts) or any(part <= CHANGING for part in parts[:-1]):
        return of_words(lexicon, frozenset().union(*parts))
    return _agreed(whole)


def _agreed(found: list[Found]) -> Found:
    """Put together what several titles say: only what they agree on."""
    lines = tuple(dict.fromkeys(line for each in found for line in each.lines))
    together = attrs.evolve(found[0], lines=lines, covered=frozenset().union(*(each.covered for each in found)))
    if len({each.role for each in found}) > 1:
        return attrs.evolve(together.open("it names roles that differ, so ask which of them it is"), role="unknown")
    if len({each.tier for each in found}) > 1:
        return together.open("what it names points to different tiers")
    surest: tuple[Certainty, ...] = ("unclear", "hinted", "stated")
    return attrs.evolve(together, certainty=min((each.certainty for each in found), key=surest.index))


def of_words(lexicon: Lexicon, words: Words) -> Found | None:
    """Judge the words of one title."""
    held = lexicon.within(words)
    if not held:
        trainee = lexicon.changing(TRAINEE)
        alone = words <= CHANGING | lexicon.silent | lexicon.places
        return _of_line(trainee, words) if trainee and TRAINEE in words and alone else None
    role = next(role for role in _FIRST if any(line.role == role for line in held.values()))
    own = {bag: line for bag, line in held.items() if line.role == role}
    # the words that change a title decide before its length does
    best = max((len(bag & CHANGING), len(bag)) for bag in own)
    chosen = {bag: line for bag, line in own.items() if (len(bag & CHANGING), len(bag)) == best}
    found = _agreed([_of_line(line, bag) for bag, line in chosen.items()])
    found = attrs.evolve(found, covered=frozenset().union(*held))
    if role == "not-support-workforce" and {line.role for line in held.values()} - {role, "unknown"}:
        return attrs.evolve(found, certainty="hinted", because="though it has words of a support worker's title too")
    return _changed(lexicon, found, words - frozenset().union(*chosen))


def _of_line(line: JobTitle, words: Words) -> Found:
    assert line.role is not None
    certainty = line.certainty if line.tier or line.role == "not-support-workforce" else "unclear"
    tier = line.tier if certainty != "unclear" else None
    return Found(role=line.role, tier=tier, certainty=certainty, lines=(line,), covered=words)


def _changed(lexicon: Lexicon, found: Found, rest: Words) -> Found:
    """Let `trainee`, `lead`, `supervisor` and `senior` change a title that does not have them yet."""
    if found.role in ("not-support-workforce", "trainee-assistant-practitioner", "apprentice"):
        return found
    if TRAINEE in rest and (line := lexicon.changing(TRAINEE)):
        found = attrs.evolve(found, role="apprentice", lines=(line, *found.lines))
        return found.open("whoever trains for it is not at its tier yet")
    for word in (LEAD, SUPERVISOR, SENIOR):
        line = lexicon.changing(word)
        if word not in rest or line is None:
            continue
        if found.role == _SUPPORT:
            changed = _of_line(line, found.covered)
            return attrs.evolve(changed, lines=(line, *found.lines))
        if found.certainty == "stated" and found.role != "lead-support-worker":
            return attrs.evolve(found, certainty="hinted")
    return found


def at_bands(catalogue: Catalogue, found: Found, seen: Read) -> Found:
    """Let the band a title states fix the tier, or contradict it."""
    if not seen.bands or found.role in ("unknown", "not-support-workforce"):
        return found
    tier = catalogue.tiers.get(found.tier or "")
    if tier is not None and tier.authority == "local":
        return found  # the band of such a tier is the trust's choice, and contradicts nothing
    if len(seen.bands) > 1:
        return found.open(f"it states bands {' and '.join(seen.bands)}, and a post has one")
    band = seen.bands[0]
    fits = [each for each in _tiers_of(catalogue, found.role) if str(each.band) == band]
    # a hint gives way to the band, save where a word of the title says otherwise
    firm = found.certainty == "stated" or found.role != _SUPPORT or SENIOR in seen.words
    if tier is not None and firm and str(tier.band) != band:
        return found.open(f"it states band {band}, yet points to {told(tier)}: the two contradict each other")
    if found.role == "apprentice":
        return found
    if len(fits) == 1:
        because = f"with band {band}, which it states, the tier is {fits[0].title.lower()}"
        return attrs.evolve(found, tier=fits[0].id, certainty="stated", because=because)
    others = [each.title.lower() for each in catalogue.tiers.values() if str(each.band) == band]
    could = f"; at that band the catalogue has {' and '.join(others)}" if others else ""
    return found.open(f"it states band {band}, at which no one tier is {ROLES[found.role]}'s{could}")


def _tiers_of(catalogue: Catalogue, role: Role) -> list[Tier]:
    """Return the tiers a role may be at: those that the catalogue's own lines for it name."""
    named = {line.tier for line in catalogue.job_titles.values() if line.role == role}
    return [tier for tier in catalogue.tiers.values() if tier.id in named]


def told(tier: Tier) -> str:
    """Return a tier with its band."""
    return f"{tier.title.lower()} (band {tier.band})"
