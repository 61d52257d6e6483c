"""What must hold of what a department says of itself, beyond form and names: days in order, nothing empty or twice."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from sw_competency.catalogue.department import Site
from sw_competency.catalogue.overlay import Tables
from sw_competency.catalogue.sites import misspelt_site
from sw_competency.catalogue.tables import day_of, tables_of, texts_of, unknown, whole
from sw_competency.errors import Problem, did_you_mean

Known = Mapping[str, Sequence[str]]
WRITTEN_DOWN = ("sign-off", "practice")
_SITE_FIELDS = tuple(a.name for a in attrs.fields(Site) if a.name not in {"id", "details", "assumed"})


def of_department(tables: Tables, known: Known) -> Iterator[Problem]:
    """Tell what is wrong in programmes, sites, required posts, acceptance policies, recalls, crosswalks, job titles."""
    for table, check in _CHECKS.items():
        for name, given in tables_of(tables, table):
            yield from check(given, f"{table}.{name}", known)
            if table != "site":
                yield from misspelt_site(given.get("site"), known["site"], f"{table}.{name}.site")
    competencies = dict(tables_of(tables, "competency"))
    for name, given in tables_of(tables, "required"):
        yield from _closed(given, f"required.{name}", competencies)


def _names_any(given: Tables, path: str, _: Known) -> Iterator[Problem]:
    if not given.get("competencies") and not given.get("programmes"):
        yield Problem("names no competency and no programme", path)


def _title(given: Tables, path: str, _: Known) -> Iterator[Problem]:
    if ("role" in given) == ("means" in given):
        yield Problem("says either a `role`, or in `means` the words it stands for", path)
    name, means = path.removeprefix("title."), given.get("means")
    if isinstance(means, str) and f" {name} " in f" {means.casefold()} ":
        yield Problem("stands for words that hold itself", f"{path}.means")


def _programme(given: Tables, path: str, known: Known) -> Iterator[Problem]:
    takes, editions = given.get("takes"), _tables_in(given.get("editions"))
    for field in ("editions", "elsewhere"):
        for index, one in enumerate(_tables_in(given.get(field))):
            for name, here in texts_of(one.get("source"), f"{path}.{field}[{index}].source"):
                if name not in known["source"]:
                    yield unknown(("source",), name, known["source"], here)
    if isinstance(takes, list) and not 1 <= len(takes) <= 2:
        yield Problem("gives how long it takes at the least and, where known, at the most", f"{path}.takes")
    for index, edition in enumerate(editions):
        starts, until = day_of(edition.get("starts")), day_of(edition.get("until"))
        if starts and until and until < starts:
            yield Problem(f"{until} lies before {starts}, the edition's first day", f"{path}.editions[{index}].until")
    dated = [e for e in editions if day_of(e.get("starts")) and isinstance(e.get("standards"), list)]
    latest = max(dated, key=lambda e: day_of(e["starts"]) or date.min, default=None)
    if latest is not None and whole(given.get("standards")) and given["standards"] != len(latest["standards"]):
        yield Problem(f"the latest edition has {len(latest['standards'])} standards", f"{path}.standards")


def _site(given: Tables, path: str, known: Known) -> Iterator[Problem]:
    for name, here in texts_of(given.get("assumed"), f"{path}.assumed"):
        if name not in _SITE_FIELDS:
            yield Problem(f"there is no field '{name}' of a site{did_you_mean(name, _SITE_FIELDS)}", here)
    for index, lead in enumerate(_tables_in(given.get("leads"))):
        tier, leads = lead.get("tier", "lead-support-worker"), lead.get("leads", "department")
        if isinstance(tier, str) and tier not in known["tier"]:
            yield unknown(("tier",), tier, known["tier"], f"{path}.leads[{index}].tier")
        if isinstance(leads, str) and leads not in {"department", *known["modality"]}:
            yield unknown(("modality",), leads, known["modality"], f"{path}.leads[{index}].leads")


def _closed(given: Tables, path: str, competencies: Mapping[str, Tables]) -> Iterator[Problem]:
    for name, here in texts_of(given.get("competencies"), f"{path}.competencies"):
        legal = competencies.get(name, {}).get("legal")
        if legal in ("registrant-only", "pgd"):
            yield Problem(f"'{name}' is closed to support workers ('{legal}'): no post can require it", here)


def _recall(given: Tables, path: str, _: Known) -> Iterator[Problem]:
    starts, by = day_of(given.get("starts")), day_of(given.get("reassess_by"))
    if given.get("competencies") == []:
        yield Problem("is empty: which competencies are recalled?", f"{path}.competencies")
    if starts and by and by < starts:
        yield Problem(f"{by} lies before {starts}, the day of the change", f"{path}.reassess_by")


def _recording(_: Tables, path: str, __: Known) -> Iterator[Problem]:
    name = path.removeprefix("recording.")
    if name not in WRITTEN_DOWN:
        says = f"says how soon {' or '.join(WRITTEN_DOWN)} is to be written down, not '{name[:80]}'"
        yield Problem(f"{says}{did_you_mean(name, WRITTEN_DOWN)}", path)


def _crosswalk(given: Tables, path: str, known: Known) -> Iterator[Problem]:
    items = given.get("items")
    for index, link in enumerate(_tables_in(given.get("links"))):
        here = f"{path}.links[{index}]"
        if ("competency" in link) == ("tier" in link):
            yield Problem("links either a `competency` or a `tier`", here)
        for table in ("competency", "tier"):
            name = link.get(table)
            if isinstance(name, str) and name not in known[table]:
                yield unknown((table,), name, known[table], f"{here}.{table}")
        to = link.get("to")
        if isinstance(to, str) and isinstance(items, dict) and to not in items:
            yield unknown(("item",), to, items, f"{here}.to")


def _tables_in(given: Any) -> list[Tables]:
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


_CHECKS: dict[str, Callable[[Tables, str, Known], Iterator[Problem]]] = {
    "programme": _programme,
    "site": _site,
    "required": _names_any,
    "acceptance": _names_any,
    "recall": _recall,
    "crosswalk": _crosswalk,
    "title": _title,
    "recording": _recording,
}
