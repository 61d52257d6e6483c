"""Job titles: what role and tier a local title points to, and how surely. A title alone rarely fixes a band."""

from collections.abc import Iterable

import attrs

from sw_competency.catalogue import Catalogue, Tier
from sw_competency.catalogue.terms import Role
from sw_competency.job_titles.reading import Read, read, used_at
from sw_competency.job_titles.roles import ROLES, Certainty, Found, at_bands, of_parts, of_words, told
from sw_competency.job_titles.words import CHANGING, Words, lexicon_of, plain

LONGEST = 300  # characters; no job title has as many
_LAST_LATIN = "\u024f"  # of the letters with accents too
_NO_DOCUMENTS = {"site-policy", "starter-default"}  # what nobody published stands under these
_UNVERIFIED = {
    "local": "a local usage for which no published source was seen",
    "placeholder": "a default of this catalogue that nobody published, to be confirmed",
}


@attrs.frozen(kw_only=True)
class Title:
    """What a local job title says.

    Args:
        title: the title as it was given.
        role: what its holder is.
        tier: the tier; None where the title does not say.
        certainty: whether the title fixes role and tier, hints at them, or leaves the tier open.
        why: all of that in one sentence.
        sources: ids of the documents cited.
    """

    title: str
    role: Role
    tier: str | None
    certainty: Certainty
    why: str
    sources: tuple[str, ...] = ()


def judge_title(catalogue: Catalogue, title: str) -> Title:
    """Say what role and tier a local job title points to, how surely, and why.

    Args:
        catalogue: whose lines under `[title]` say what titles mean.
        title: the title as somebody wrote it: case, order, bands, hours, trusts, brackets and misspellings are read.
    """
    if len(title) > LONGEST:
        return _unknown(title, f"'{title[:40]}...' is too long for a job title: give the title alone.")
    lexicon = lexicon_of(catalogue)
    seen = read(lexicon, title)
    found = of_parts(lexicon, seen.parts)
    if found is None and seen.reserve:
        seen = attrs.evolve(seen, parts=(seen.words | seen.reserve,), aside=_without(seen.aside, seen.reserve))
        found = of_words(lexicon, seen.words)
    if found is None:
        return _unknown(title, _not_known(title, seen))
    strange = seen.words - found.covered - lexicon.silent - lexicon.places - CHANGING
    found = at_bands(catalogue, found, seen)
    if strange and found.certainty == "stated":
        found = attrs.evolve(found, certainty="hinted")
    why = _why(catalogue, found, seen, sorted(strange))
    cited = tuple(dict.fromkeys(source for line in found.lines for source in line.source))
    return Title(title=title, role=found.role, tier=found.tier, certainty=found.certainty, why=why, sources=cited)


def _without(aside: Iterable[str], used: Words) -> tuple[str, ...]:
    return tuple(each for each in aside if each not in used)


def _why(catalogue: Catalogue, found: Found, seen: Read, strange: list[str]) -> str:
    """Say what was recognised, why the band is or is not fixed, what was mended and left aside, and the source."""
    parts = [f"Read as {_named(catalogue, found)}, {_role(found)}"]
    if found.role != "not-support-workforce" or found.because:
        parts.append(found.because or _of_tier(catalogue.tiers.get(found.tier or ""), found, seen))
    parts += [line.why for line in found.lines if line.why]
    parts += [f"'{was}' read as '{now}'" for was, now in seen.mended]
    parts += [f"'{short}' stands for '{meaning}'" for short, meaning in seen.meant]
    if strange:
        parts.append(f"not understood: {', '.join(strange)}")
    if seen.aside:
        parts.append(f"left aside: {', '.join(seen.aside)}")
    return "; ".join([*parts, _cited(catalogue, found)]) + "."


def _role(found: Found) -> str:
    may_be = dict.fromkeys(role for line in found.lines for role in line.may_be)
    words = " or ".join(ROLES[role] for role in may_be) or "more than one thing"
    return ROLES.get(found.role, words)


def _of_tier(tier: Tier | None, found: Found, seen: Read) -> str:
    if tier is None and seen.bands:
        return "such a title fixes no tier, with its band either, so ask for the job description"
    if tier is None:
        return "such a title fixes no band, so ask for the band and the job description"
    if found.certainty == "stated":
        return f"these words fix the tier, {told(tier)}"
    return f"these words suggest the tier {told(tier)}, and do not fix it"


def _named(catalogue: Catalogue, found: Found) -> str:
    """Name the titles that were recognised, each with the sites that use it."""
    sites = used_at(catalogue)
    return " and ".join(
        f"'{line.id}'" + (f" (used at {', '.join(sites[line.id])})" if line.id in sites else "") for line in found.lines
    )


def _cited(catalogue: Catalogue, found: Found) -> str:
    published = [line for line in found.lines if line.authority not in _UNVERIFIED]
    seen = dict.fromkeys(s for line in published or found.lines for s in line.source if s not in _NO_DOCUMENTS)
    cited = "source: " + "; ".join(_short(catalogue, each) for each in seen)
    if not published:
        authority = "placeholder" if any(line.authority == "placeholder" for line in found.lines) else "local"
        return f"a local usage; {cited}" if seen and authority == "local" else _UNVERIFIED[authority]
    return cited


def _short(catalogue: Catalogue, source: str) -> str:
    """Return a document by the beginning of its title, and its year or publisher."""
    cited = catalogue.sources[source]
    return f"{cited.title.split(': ')[0].removesuffix(' (described)')} ({cited.year or cited.publisher or source})"


def _unknown(title: str, why: str) -> Title:
    return Title(title=title, role="unknown", tier=None, certainty="unclear", why=why)


def _not_known(title: str, seen: Read) -> str:
    given = title.strip()[:80]
    if not given:
        return "The title is empty: give the job title as it stands in the record."
    letters = [c for c in plain(given) if c.isalpha()]
    if letters and not any(c <= _LAST_LATIN for c in letters):
        return f"'{given}' is in another alphabet: give the English title, or add a line for it under [title]."
    known = sorted(seen.words & CHANGING) or list(seen.bands and (f"band {' and '.join(seen.bands)}",))
    only = f", and {' and '.join(known)} alone names nobody's role" if known else ""
    return f"No title of this catalogue is near '{given}'{only}: check the spelling, or add a line under [title]."
