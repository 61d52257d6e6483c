"""What must hold in a catalogue beyond its form: names that are known, histories in order, no circles, no loosened law.

The checks read plain tables, so that one wrong value hides no other problem; what has the wrong type is told by
`structure`, and passed over here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import attrs

from sw_competency.catalogue import structure
from sw_competency.catalogue.circles import circles
from sw_competency.catalogue.overlay import HISTORIES, Tables, loosened, merged
from sw_competency.errors import Problem, did_you_mean
from sw_competency.rules import kinds

BENEATH_SITE = ("competency", "programme")
TABLES = ("source", "tier", "modality", "programme", "competency", "rule", "site")
_TOP = (*TABLES, "title", "shipped_catalogue")
_CITING = ("tier", "programme", "competency", "rule")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_TASK = ("competency", "programme")
# which names stand in which field
_REFERENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "programme": {"counts_as": ("programme",)},
    "competency": {"tier": ("tier",), "modalities": ("modality",), "prerequisites": _TASK, "standing": _TASK},
    "rule": {"from": ("tier",), "to": ("tier",), "area": ("modality",)},
}


@attrs.frozen
class Variant:
    """A competency or programme as one site has it."""

    site: str
    table: str
    name: str
    common: Tables
    own: Tables

    @property
    def whole(self) -> Tables:
        """The common table with the site's own fields laid over it."""
        return merged(self.common, self.own)

    @property
    def path(self) -> str:
        """Where the site's own table stands."""
        return f"site.{self.site}.{self.table}.{self.name}"

    @property
    def common_path(self) -> str:
        """Where the common table stands."""
        return f"{self.table}.{self.name}"


def tables_of(tables: Any, table: str) -> Iterator[tuple[str, Tables]]:
    """Give the tables of that sort, by name; what is no table is told elsewhere."""
    given = tables.get(table) if isinstance(tables, dict) else None
    if isinstance(given, dict):
        yield from ((name, one) for name, one in given.items() if isinstance(one, dict))


def site_variants(tables: Tables) -> Iterator[Variant]:
    """Give every competency and programme that a site has its own way."""
    for site, given in tables_of(tables, "site"):
        for table in BENEATH_SITE:
            common = dict(tables_of(tables, table))
            for name, own in tables_of(given, table):
                if name in common:
                    yield Variant(site, table, name, common[name], own)


def fresh(found: Iterable[Problem], path: str, common: Iterable[Problem], common_path: str) -> Iterator[Problem]:
    """Give the problems of a site's variant that are not those of the common table, told already."""
    told = {(p.path.removeprefix(common_path), p.says) for p in common}
    return (p for p in found if (p.path.removeprefix(path), p.says) not in told)


def _versions(given: Any, path: str) -> list[tuple[Tables, str]]:
    """Give the versions of a history with their paths, or the one table that stands for a history."""
    if isinstance(given, dict):
        return [(given, path)]
    items = given if isinstance(given, list) else []
    return [(item, f"{path}[{index}]") for index, item in enumerate(items) if isinstance(item, dict)]


def _day(given: Any) -> date | None:
    return given if isinstance(given, date) and not isinstance(given, datetime) else None


def _texts(given: Any, path: str) -> list[tuple[str, str]]:
    if isinstance(given, str):
        return [(given, path)]
    items = given if isinstance(given, list) else []
    return [(item, f"{path}[{index}]") for index, item in enumerate(items) if isinstance(item, str)]


def _whole(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool)


def problems(tables: Tables) -> Iterator[Problem]:
    """Tell everything that is wrong in the merged tables of a catalogue, types and unknown fields apart."""
    yield from _top(tables)
    yield from _ids(tables)
    known = {table: [*tables[table]] if isinstance(tables.get(table), dict) else [] for table in TABLES}
    for table in TABLES:
        for name, given in tables_of(tables, table):
            for one, path in _versions(given, f"{table}.{name}"):
                yield from _within(table, one, path, known)
    for name, given in (tables.get("rule") if isinstance(tables.get("rule"), dict) else {}).items():
        yield from _rule(given, f"rule.{name}", known)
    yield from _ranks(tables)
    yield from _sites(tables, known)
    yield from circles(tables)


def _within(table: str, one: Tables, path: str, known: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    """Check one competency, programme, tier ... in itself and against all names."""
    yield from _names(table, one, path, known)
    if table in _CITING and one.get("source", []) == []:
        yield Problem("cites no source: name the document it comes from under `source`", path)
    if table == "programme" and _whole(one.get("standards")) and one["standards"] < 1:
        yield Problem("counts from 1 up", f"{path}.standards")
    if table == "competency":
        yield from _competency(one, path, known)


def _top(tables: Tables) -> Iterator[Problem]:
    for key, value in tables.items():
        if key not in _TOP:
            yield Problem(f"there is no table '{key}' in a catalogue{did_you_mean(key, _TOP)}", key)
        elif key in TABLES and not isinstance(value, dict):
            yield Problem(f"is a table of tables, such as [{key}.some-name], not {structure.shown(value)}", key)
    if not isinstance(tables.get("shipped_catalogue", True), bool):
        yield Problem(f"true or false is asked for, not {structure.shown(tables['shipped_catalogue'])}", "shipped_catalogue")
    if not isinstance(tables.get("title", ""), str):
        yield Problem(f"text is asked for, not {structure.shown(tables['title'])}", "title")


def _ids(tables: Tables) -> Iterator[Problem]:
    """Check how names are written; those of sites are other people's."""
    for table in TABLES[:-1]:
        given = tables.get(table)
        for name in given if isinstance(given, dict) else ():
            if _ID.fullmatch(name) is None:
                yield Problem(f"the name '{name[:60]}' is not written lower-case-with-hyphens", f"{table}.{name}")
    for name, _ in tables_of(tables, "competency"):
        if name in dict(tables_of(tables, "programme")):
            yield Problem(f"'{name}' names a programme too: a prerequisite of that name could be either", f"competency.{name}")


def _names(table: str, one: Tables, path: str, known: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    """Check the names that stand in the fields of a table."""
    for field, asked in {**_REFERENCES.get(table, {}), "source": ("source",)}.items():
        names = {name for other in asked for name in known[other]}
        for name, here in _texts(one.get(field), f"{path}.{field}"):
            if name not in names and (field, name) != ("modalities", "all"):
                yield _unknown(asked, name, names, here)


def _unknown(asked: Iterable[str], name: str, known: Iterable[str], path: str) -> Problem:
    return Problem(f"there is no {' or '.join(asked)} '{name[:80]}'{did_you_mean(name, known)}", path)


def _requires(given: Any, path: str, known: Mapping[str, Iterable[str]], *, signing: bool) -> Iterator[Problem]:
    """Check a list of requirements and, one by one, those within them."""
    if given == []:
        yield Problem("is empty: a list of requirements asks for one at least", path)
    for index, table in enumerate(given if isinstance(given, list) else []):
        if not isinstance(table, dict):
            continue
        here = f"{path}[{index}]"
        kind = kinds().get(str(table.get("kind")))
        if kind is not None and kind.only_for_sign_off and not signing:
            yield Problem(f"'{kind.kind}' can be asked of a sign-off only, not by a rule", here)
        made = structure.requirement(table)
        if made is not None:
            if (wrong := made.problem()) and table.get("of") != []:
                yield Problem(wrong, here)
            for asked, name, field in made.references():
                if name not in (names := known.get(asked, ())):
                    yield _unknown((asked,), name, names, f"{here}.{field}")
        if "of" in table:
            yield from _requires(table["of"], f"{here}.of", known, signing=signing)


def _history(given: Any, path: str) -> Iterator[Problem]:
    seen = set()
    for version, here in _versions(given, path):
        starts = _day(version.get("starts"))
        if starts is None and "starts" in version:
            continue
        if starts in seen:
            day = f"starts on {starts}" if starts else "has no `starts`"
            yield Problem(f"another version {day} too: one of them would never be in force", here)
        seen.add(starts)


def _competency(one: Tables, path: str, known: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    legal, introduced = one.get("legal", "none"), _day(one.get("introduced"))
    if one.get("permitted") is True and legal in {"registrant-only", "pgd"}:
        yield Problem(f"nobody can permit what the law closes to support workers ('{legal}')", f"{path}.permitted")
    if one.get("modalities") == []:
        yield Problem("is empty: name the modalities, or write [\"all\"]", f"{path}.modalities")
    if "sign_off" not in one and legal in {"none", "psd", "irmer-operator"}:
        yield Problem("the field 'sign_off' is missing: what does a sign-off ask for?", path)
    withdrawn = _day(one.get("withdrawn"))
    if introduced and withdrawn and withdrawn < introduced:
        yield Problem(f"is withdrawn on {withdrawn}, before it is introduced on {introduced}", f"{path}.withdrawn")
    for field in HISTORIES:
        here = f"{path}.{field}"
        if one.get(field) == []:
            yield Problem("is empty: leave it out, or give a version", here)
        yield from _history(one.get(field), here)
        for version, at in _versions(one.get(field), here):
            yield from _names("", version, at, known)
            if field != "currency":
                yield from _requires(version.get("requires"), f"{at}.requires", known, signing=True)
            yield from _counts(version, at)
        if field != "renewal" and introduced:
            yield from _late(one.get(field), here, introduced)


def _counts(version: Tables, path: str) -> Iterator[Problem]:
    """Check the counts of a currency: none asks for less than one."""
    for table, field in (("practice", "at_least"), ("return", "practice")):
        given = version.get(table)
        if isinstance(given, dict) and _whole(given.get(field)) and given[field] < 1:
            yield Problem("counts from 1 up", f"{path}.{table}.{field}")


def _late(given: Any, path: str, introduced: date) -> Iterator[Problem]:
    """Tell of a first version that leaves the first days of a competency without any."""
    starts = [(_day(version.get("starts")) or date.min, here) for version, here in _versions(given, path)]
    if starts and (first := min(starts))[0] > introduced:
        yield Problem(
            f"the first version starts on {first[0]}, after the competency was introduced on {introduced}",
            f"{first[1]}.starts",
        )


def _rule(given: Any, path: str, known: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    if given == []:
        yield Problem("is empty: a rule has one version at least", path)
    yield from _history(given, path)
    sites = {_folded(site): site for site in known["site"]}
    for version, here in _versions(given, path):
        if isinstance(given, list):
            yield from _within("rule", version, here, known)
        yield from _requires(version.get("requires"), f"{here}.requires", known, signing=False)
        if version.get("effect") == "opens-area" and "area" not in version:
            yield Problem("the field 'area' is missing: which modality does the rule open?", here)
        if "area" in version and version.get("effect") in {"moves-band", "supports-review", "opens-application"}:
            yield Problem("only a rule whose effect is 'opens-area' opens one", f"{here}.area")
        if "to" in version and "from" not in version:
            yield Problem("the field 'from' is missing: it leads to a tier, from which?", here)
        # Sites need not be described, and their ids are other people's; but one that differs from a described one
        # in case or punctuation only is misspelt: ids are compared exactly.
        site = version.get("site")
        if isinstance(site, str) and site not in known["site"] and (near := sites.get(_folded(site))):
            yield Problem(f"there is no site '{site[:80]}'; did you mean '{near}'?", f"{here}.site")


def _folded(site: str) -> str:
    return "".join(c for c in site.casefold() if c.isalnum())


def _ranks(tables: Tables) -> Iterator[Problem]:
    tiers = [(t["rank"], t["band"], name) for name, t in tables_of(tables, "tier")
             if _whole(t.get("rank")) and _whole(t.get("band"))]  # fmt: skip
    for rank, band, name in tiers:
        for lower, higher_band, other in tiers:
            if lower < rank and band < higher_band:
                yield Problem(
                    f"rank {rank} is above rank {lower} of '{other}', yet band {band} is below its band {higher_band}",
                    f"tier.{name}.band",
                )
                break


def _sites(tables: Tables, known: Mapping[str, Iterable[str]]) -> Iterator[Problem]:
    """Check what stands beneath a site."""
    for site, given in tables_of(tables, "site"):
        for key, value in given.items():
            path = f"site.{site}.{key}"
            if key in BENEATH_SITE:
                for name, own in value.items() if isinstance(value, dict) else ():
                    if name not in known[key]:
                        yield _unknown((key,), name, known[key], f"{path}.{name}")
                    elif not isinstance(own, dict):
                        yield Problem(f"a table is asked for, not {structure.shown(own)}", f"{path}.{name}")
            if key in BENEATH_SITE and not isinstance(value, dict):
                yield Problem(f"a table is asked for, not {structure.shown(value)}", path)
            elif key == "rule":
                yield Problem(f"a rule of one site stands under [[rule.its-name]] with site = '{site}'", path)
            elif key not in BENEATH_SITE and isinstance(value, dict) and (near := did_you_mean(key, BENEATH_SITE)):
                yield Problem(f"there is no table '{key}' beneath a site{near}", path)
    for variant in site_variants(tables):
        found = _within(variant.table, variant.whole, variant.path, known)
        common = _within(variant.table, variant.common, variant.common_path, known)
        yield from fresh(found, variant.path, common, variant.common_path)
        if variant.table == "competency":
            yield from loosened(variant.common, variant.own, variant.path)


def permitted(tables: Tables) -> Iterator[Problem]:
    """Tell where the shipped catalogue permits what only a site's own catalogue can."""
    variants = ((v.path, v.own) for v in site_variants(tables))
    for path, table in (*((f"competency.{n}", t) for n, t in tables_of(tables, "competency")), *variants):
        if table.get("permitted", False) is not False:
            yield Problem("only a site's own catalogue can permit it, not the shipped one", f"{path}.permitted")
