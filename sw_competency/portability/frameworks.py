"""Catalogues in the forms of other systems: what such a form carries of a competency, and what is listed instead.

What is read becomes a catalogue to be laid over ours. Of a competency that ours has, only what differs is said, so that
the rest stays; of any other, what a catalogue asks for besides is filled in, and said to be.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from textwrap import wrap
from typing import Any
from unicodedata import normalize

import attrs

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.catalogue.writing import toml
from sw_competency.dates import said
from sw_competency.errors import UnreadableFileError
from sw_competency.names import first_few, key
from sw_competency.portability.documents import part

ALL = "all"  # of modalities
NO_PLACE = "a catalogue of ours has no place for it"
_LONGEST_ID = 60
_WIDTH = 110
_MOST_NAMED = 5
_SOURCE = "brought-from-elsewhere"


@attrs.frozen
class LeftOut:
    """Something that a form has no place for.

    Args:
        what: what it is.
        of: what it is of, by ids or titles.
        why: the end of the sentence.
    """

    what: str
    of: tuple[str, ...]
    why: str

    def __str__(self) -> str:
        whose = f" of {first_few(self.of, _MOST_NAMED)}" if self.of else ""
        return f"{self.what}{whose}: {self.why}"


@attrs.frozen
class Handed:
    """What goes out.

    Args:
        content: the file.
        left_out: what is not in it.
    """

    content: bytes
    left_out: tuple[LeftOut, ...] = ()


@attrs.frozen
class Taken:
    """What came in.

    Args:
        competencies: the fields of each competency, as a catalogue writes them, by id.
        left_out: what was there and cannot be taken.
    """

    competencies: Mapping[str, Mapping[str, Any]]
    left_out: tuple[LeftOut, ...] = ()


# -- out ----------------------------------------------------------------------------------------------------------


def title_of(catalogue: Catalogue) -> str:
    """Return what a framework is called."""
    return catalogue.title or "Competencies of support workers in imaging"


def written(catalogue: Catalogue) -> Mapping[str, Mapping[str, Any]]:
    """Return every competency as the catalogue writes it, by id."""
    found: Mapping[str, Mapping[str, Any]] = catalogue.tables.get("competency", {})
    return found


def not_carried(catalogue: Catalogue, carried: Iterable[str], form: str) -> Iterator[LeftOut]:
    """Return what a form has no place for: fields of competencies, and whole tables.

    Args:
        catalogue: the catalogue.
        carried: the fields of a competency it has a place for.
        form: what the form is called.
    """
    known, why = set(carried), f"{form} has no place for it"
    fields: dict[str, list[str]] = {}
    for name, table in written(catalogue).items():
        for field in table:
            if field not in known:
                fields.setdefault(field, []).append(name)
    yield from (LeftOut(field, tuple(names), why) for field, names in fields.items())
    for other, held in catalogue.tables.items():
        if other not in {"competency", "modality"} and isinstance(held, Mapping) and held:
            yield LeftOut(f"[{other}]", tuple(held), why)


def areas(catalogue: Catalogue, modalities: Iterable[str]) -> str:
    """Say for which modalities a competency is, by their titles."""
    found = [catalogue.modalities[name].title if name in catalogue.modalities else name for name in modalities]
    return "All areas" if found == [ALL] else "; ".join(found)


def modalities_of(catalogue: Catalogue, text: str) -> list[str]:
    """Return the modalities that such words name; every one where they name none of ours."""
    titles = {key(one.title): name for name, one in catalogue.modalities.items()}
    found = [titles.get(key(each)) or (each.strip() if each.strip() in catalogue.modalities else None)
             for each in text.split(";")]  # fmt: skip
    named = [name for name in found if name is not None]
    return named if named and len(named) == len(found) else [ALL]


# -- in -----------------------------------------------------------------------------------------------------------


class Ids:
    """Gives each competency that is read an id: ours where its code or title is one of ours.

    Args:
        catalogue: ours.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._ours = catalogue.competencies
        self._by_title = {key(c.title): name for name, c in catalogue.competencies.items()}
        self._given: set[str] = set()

    def of(self, code: str, title: str) -> str:
        """Return an id that no other has been given.

        Args:
            code: its code there; empty where it has none.
            title: its title.
        """
        known = code if code in self._ours else self._by_title.get(key(title)) if not code else None
        name = known or _slug(code) or _slug(title) or "competency"
        found, number = name, 1
        while found in self._given:
            number += 1
            found = f"{name}-{number}"
        self._given.add(found)
        return found


def _slug(text: str) -> str:
    plain = normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    return "-".join(words)[:_LONGEST_ID].strip("-")


def overlay(taken: Taken, catalogue: Catalogue, day: date, name: str) -> str:
    """Return what was read as a catalogue to be laid over ours, with what is to be filled in said at its top.

    Args:
        taken: what was read.
        catalogue: ours.
        day: the day it is read on.
        name: what the file was called.

    Raises:
        UnreadableFileError: there is no competency in it.
    """
    if not taken.competencies:
        raise UnreadableFileError(f"'{name}' holds no competency: give a file of a framework.")
    head, alike = [f"Read from {name} on {said(day)}."], list[str]()
    tables: dict[str, dict[str, Any]] = {}
    missing: dict[tuple[str, ...], list[str]] = {}
    for id_, fields in taken.competencies.items():
        ours = written(catalogue).get(id_)
        needed = {"source": [_SOURCE]} if ours is not None else _to_fill_in(catalogue, day)
        told = fields if ours is None else {field: one for field, one in fields.items() if ours.get(field) != one}
        if not told:
            alike.append(id_)
            continue
        tables[id_] = {**needed, **told}
        open_ = [field for field in needed if field not in told and ours is None]
        open_ += [] if _names_known(tables[id_], catalogue, taken) else ["what must be held before"]
        if open_:
            missing.setdefault(tuple(open_), []).append(id_)
    for unsaid, names in missing.items():
        head.append(f"To be filled in or confirmed ({', '.join(unsaid)}): {', '.join(names)}.")
    if alike:
        head.append(f"As in ours already, and so not repeated: {', '.join(alike)}.")
    head += [f"Not taken: {each}." for each in taken.left_out]
    comment = "\n".join(f"# {line}" for words in head for line in wrap(words, _WIDTH, break_on_hyphens=False))
    cited = any(_SOURCE in table.get("source", ()) for table in tables.values())
    sources = {"source": {_SOURCE: {"title": f"{name}, read on {said(day)}"}}} if cited else {}
    return f"{comment}\n\n{toml({**sources, 'competency': tables})}" if tables else f"{comment}\n"


def _to_fill_in(catalogue: Catalogue, day: date) -> dict[str, Any]:
    """Return what a catalogue asks of every competency, cautiously: of the highest tier, nobody's number."""
    highest = max(catalogue.tiers.values(), key=lambda tier: tier.scope, default=None)
    return {
        "modalities": [ALL], "tier": highest.id if highest is not None else "", "kind": "clinical",
        "introduced": day, "authority": "placeholder", "source": [_SOURCE],
        **_usual_sign_off(catalogue),
    }  # fmt: skip


def _usual_sign_off(catalogue: Catalogue) -> dict[str, Any]:
    """Return what most sign-offs of ours ask for."""
    asked = [table["sign_off"]["requires"] for table in written(catalogue).values()
             if "requires" in part(table, "sign_off")]  # fmt: skip
    times = Counter(map(repr, asked))
    return {"sign_off": {"requires": max(asked, key=lambda each: times[repr(each)])}} if asked else {}


def _names_known(table: dict[str, Any], catalogue: Catalogue, taken: Taken) -> bool:
    """Leave out names that neither catalogue has, so that what is read can be laid over; tell whether all are known."""
    whole = True
    for field in ("prerequisites", "standing"):
        names = table.get(field, [])
        ours = {*taken.competencies, *catalogue.competencies, *catalogue.programmes}
        known = [name for name in names if name in ours]
        if known != names:
            table[field], whole = known, False
    return whole
