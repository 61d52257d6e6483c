"""What must hold in a catalogue beyond its form: names that are known, histories in order, no loosened law.

The checks read plain tables, so that one wrong value hides no other problem; what has the wrong type is told by
`structure`, and passed over here.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import attrs

from sw_competency.catalogue import look, structure
from sw_competency.catalogue.circles import circles
from sw_competency.catalogue.described import TABLES, Known, Sourced, field_said, fields_of, holds, member_of
from sw_competency.catalogue.look import LOOK
from sw_competency.catalogue.overlay import NAME, Tables, loosened
from sw_competency.catalogue.sites import beneath_sites, misspelt_site
from sw_competency.catalogue.tables import (
    day_of,
    entries_of,
    tables_of,
    texts_of,
    unknown,
    variants_of,
    versions_of,
    whole,
)
from sw_competency.catalogue.values import unfit
from sw_competency.errors import Problem, did_you_mean
from sw_competency.rules import requirement_kinds

_NO_FIELDS = frozenset({"id", "details", "authority", "authorities", "source"})
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def problems(tables: Tables) -> Iterator[Problem]:
    """Tell everything that is wrong in the merged tables of a catalogue, types and unknown fields apart."""
    yield from _top(tables)
    yield from look.problems(tables)
    yield from _ids(tables)
    known = {table: [name for name, _ in entries_of(tables, table)] for table in TABLES}
    for table in TABLES.values():
        for name, given in entries_of(tables, table.name):
            path = f"{table.name}.{name}"
            yield from _history(given, path) if table.is_history else ()
            for one, at in versions_of(given, path):
                yield from _one(table.name, one, at, known)
                yield from table.amiss(one, at, known)
                if "site" in fields_of(table.cls):
                    yield from misspelt_site(one.get("site"), known["site"], f"{at}.site")
    yield from _ranks(tables)
    yield from beneath_sites(tables, known)
    yield from _required_though_closed(tables)
    for v in variants_of(tables):
        yield from v.fresh(_one(v.table, v.whole, v.path, known), _one(v.table, v.common, v.common_path, known))
        if v.table == "competency":
            yield from loosened(v.common, v.own, v.path)
    yield from circles(tables)
    yield from unfit(tables)


def _top(tables: Tables) -> Iterator[Problem]:
    top = (*TABLES, NAME, LOOK, "shipped_catalogue")
    for key, value in tables.items():
        if key not in top:
            yield Problem(f"there is no table '{key}' in a catalogue{did_you_mean(key, top)}", key)
        elif key in TABLES and not isinstance(value, dict):
            yield Problem(f"is a table of tables, such as [{key}.its-name], not {structure.shown(value)}", key)
    for key, cls, asked in (("shipped_catalogue", bool, "true or false"), (NAME, str, "text")):
        if key in tables and not isinstance(tables[key], cls):
            yield Problem(f"{asked} is asked for, not {structure.shown(tables[key])}", key)


def _ids(tables: Tables) -> Iterator[Problem]:
    """Check how names are written; those of sites and job titles are other people's."""
    for table in TABLES:
        for name, _ in entries_of(tables, table):
            if TABLES[table].ours and _ID.fullmatch(name) is None:
                yield Problem(f"the name '{name[:60]}' is not written lower-case-with-hyphens", f"{table}.{name}")
    programmes = dict(entries_of(tables, "programme"))
    for name, _ in entries_of(tables, "competency"):
        if name in programmes:
            says = f"'{name}' names a programme too: a prerequisite of that name could be either"
            yield Problem(says, f"competency.{name}")


def _one(table: str, one: Tables, path: str, known: Known) -> Iterator[Problem]:
    """Check one tier, programme, competency, version of a rule ... in itself and against all names."""
    yield from _names(TABLES[table].cls, one, path, known)
    yield from _fields_of_authorities(TABLES[table].cls, one, path)
    if TABLES[table].cited and one.get("source", []) == []:
        yield Problem("cites no source: name the document it comes from under `source`", path)
    if table == "programme":
        yield from _from_one_up(one, "standards", path)
    if table == "competency":
        yield from _competency(one, path, known)
    if table == "rule":
        yield from _rule(one, path, known)


def _fields_of_authorities(cls: type, table: Tables, path: str) -> Iterator[Problem]:
    """Check that what stands under `authorities` names fields of the table, and of the versions in it."""
    given = table.get("authorities")
    fields = fields_of(cls)
    known = {*fields, *(table if "details" in attrs.fields_dict(cls) else ())} - _NO_FIELDS
    for name in given if isinstance(given, dict) else ():
        if name not in known:
            says = f"there is no field '{name[:80]}' of which to name an authority{did_you_mean(name, known)}"
            yield Problem(says, f"{path}.authorities.{name}")
    for name, field in fields.items():
        if holds(field, Sourced):
            for version, at in versions_of(table.get(name), f"{path}.{name}"):
                yield from _fields_of_authorities(member_of(field), version, at)


def _names(cls: type, one: Tables, path: str, known: Known) -> Iterator[Problem]:
    """Check the names that stand in the fields of a table."""
    for field in fields_of(cls):
        asked = field_said(field).names
        for name, here in texts_of(one.get(field), f"{path}.{field}") if asked else ():
            if (field, name) != ("modalities", "all") and not any(name in known[other] for other in asked):
                yield unknown(asked, name, {n for other in asked for n in known[other]}, here)


def _from_one_up(table: Any, field: str, path: str) -> Iterator[Problem]:
    if isinstance(table, dict) and whole(table.get(field)) and table[field] < 1:
        yield Problem("counts from 1 up", f"{path}.{field}")


def _requires(given: Any, path: str, known: Known, *, signing: bool) -> Iterator[Problem]:
    """Check a list of requirements and, one by one, those within them."""
    if given == []:
        yield Problem("is empty: a list of requirements asks for one at least", path)
    yield from _listed(given, path, known, signing=signing)


def _listed(given: Any, path: str, known: Known, *, signing: bool) -> Iterator[Problem]:
    """Check the requirements of a list, which may be empty, and those within them."""
    for index, table in enumerate(given if isinstance(given, list) else []):
        if isinstance(table, dict):
            yield from _requirement(table, f"{path}[{index}]", known, signing=signing)
            if "of" in table:
                yield from _requires(table["of"], f"{path}[{index}].of", known, signing=signing)


def _requirement(table: Tables, path: str, known: Known, *, signing: bool) -> Iterator[Problem]:
    kind = requirement_kinds().get(str(table.get("kind")))
    if kind is not None and kind.only_for_sign_off and not signing:
        yield Problem(f"'{kind.kind}' can be asked of a sign-off only, not by a rule", path)
    made = structure.requirement(table)
    if made is None:
        return
    if (wrong := made.problem()) and table.get("of") != []:
        yield Problem(wrong, path)
    for asked, name, field in made.references():
        if name not in known.get(asked, ()):
            yield unknown((asked,), name, known.get(asked, ()), f"{path}.{field}")


def _history(given: Any, path: str) -> Iterator[Problem]:
    """Check that no two versions start on one day."""
    if given == []:
        yield Problem("is empty: give a version, or leave it out", path)
    seen = set()
    for version, here in versions_of(given, path):
        starts = day_of(version.get("starts"))
        if starts is None and "starts" in version:
            continue
        if starts in seen:
            day = f"starts on {starts}" if starts else "has no `starts`"
            yield Problem(f"another version {day} too: one of the two would never be in force", here)
        seen.add(starts)


def _competency(one: Tables, path: str, known: Known) -> Iterator[Problem]:
    legal, introduced, withdrawn = one.get("legal", "none"), day_of(one.get("introduced")), day_of(one.get("withdrawn"))
    if one.get("permitted") is True and legal in ("registrant-only", "pgd"):
        yield Problem(f"nobody can permit what is closed to support workers ('{legal}')", f"{path}.permitted")
    if one.get("modalities") == []:
        yield Problem('is empty: name the modalities, or write ["all"]', f"{path}.modalities")
    if "sign_off" not in one and legal in ("none", "psd", "irmer-operator"):
        yield Problem("the field 'sign_off' is missing: what does a sign-off ask for?", path)
    if introduced and withdrawn and withdrawn < introduced:
        yield Problem(f"is withdrawn on {withdrawn}, before it is introduced on {introduced}", f"{path}.withdrawn")
    of = TABLES["competency"]
    for field in of.histories:
        here = f"{path}.{field}"
        yield from _history(one.get(field), here)
        for version, at in versions_of(one.get(field), here):
            yield from _names(member_of(fields_of(of.cls)[field]), version, at, known)
            if field != "currency":
                yield from _requires(version.get("requires"), f"{at}.requires", known, signing=True)
                yield from _listed(version.get("suggests"), f"{at}.suggests", known, signing=True)
            yield from _from_one_up(version.get("practice"), "at_least", f"{at}.practice")
            yield from _from_one_up(version.get("return"), "practice", f"{at}.return")
        if field != "renewal" and introduced:
            yield from _late(one.get(field), here, introduced)


def _late(given: Any, path: str, introduced: date) -> Iterator[Problem]:
    """Tell of a first version that leaves the first days of a competency without any."""
    starts = [(day_of(version.get("starts")) or date.min, here) for version, here in versions_of(given, path)]
    if starts and (first := min(starts))[0] > introduced:
        says = f"the first version starts on {first[0]}, after the competency was introduced on {introduced}"
        yield Problem(says, f"{first[1]}.starts")


def _rule(version: Tables, path: str, known: Known) -> Iterator[Problem]:
    yield from _requires(version.get("requires"), f"{path}.requires", known, signing=False)
    yield from _listed(version.get("suggests"), f"{path}.suggests", known, signing=False)
    if version.get("effect") == "opens-area" and "area" not in version:
        yield Problem("the field 'area' is missing: which modality does the rule open?", path)
    if version.get("effect") in ("moves-band", "supports-review", "opens-application") and "area" in version:
        yield Problem("only a rule whose effect is 'opens-area' opens one", f"{path}.area")
    if "to" in version and "from" not in version:
        yield Problem("the field 'from' is missing: the rule leads to a tier, from which?", path)


def _ranks(tables: Tables) -> Iterator[Problem]:
    """Check that a higher rank has no lower band."""
    tiers = [
        (tier["rank"], tier["band"], name) for name, tier in tables_of(tables, "tier")
        if whole(tier.get("rank")) and whole(tier.get("band"))
    ]  # fmt: skip
    for rank, band, name in tiers:
        beneath: Iterable[tuple[int, int, str]] = (t for t in tiers if t[0] < rank and t[1] > band)
        for lower, higher, other in list(beneath)[:1]:
            says = f"rank {rank} is above rank {lower} of '{other}', yet band {band} is below its band {higher}"
            yield Problem(says, f"tier.{name}.band")


def _required_though_closed(tables: Tables) -> Iterator[Problem]:
    """Tell of posts that ask for what no support worker may be signed off for."""
    competencies = dict(tables_of(tables, "competency"))
    for post, given in tables_of(tables, "required"):
        for name, here in texts_of(given.get("competencies"), f"required.{post}.competencies"):
            legal = competencies.get(name, {}).get("legal")
            if legal in ("registrant-only", "pgd"):
                yield Problem(f"'{name}' is closed to support workers ('{legal}'): no post can require it", here)
