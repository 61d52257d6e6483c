"""How two catalogues differ, in words: what was added, removed and changed from one to the other.

Compared is what they mean, not how they are written. Whatever differs is told: with words of its own where the field
has any, by its name where not.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal

import attrs

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.catalogue.described import TABLES, field_said, fields_of
from sw_competency.catalogue.look import LOOK
from sw_competency.catalogue.meaning import Meaning, meaning, places, same_place
from sw_competency.catalogue.overlay import NAME
from sw_competency.catalogue.tables import Path, Said, Variant
from sw_competency.catalogue.wording import Clause, clause, clauses, in_order, where_said
from sw_competency.dates import said
from sw_competency.model.findings import jsonable

Change = Literal["added", "removed", "changed"]
_LONGEST_IN_SHORT = 80  # characters


@attrs.frozen(kw_only=True)
class Difference:
    """One thing in which two catalogues differ.

    Args:
        path: where: the table, the name, and what of it; versions by their day.
        says: the sentence.
        before: what the first says, as it is written; None where it says nothing.
        after: what the second says.
        file: the file it stands in, in the second; where it was removed, in the first.
        source: the documents cited for it there.
    """

    path: str
    change: Change
    says: str
    before: Any
    after: Any
    file: str | None
    source: tuple[str, ...]

    @property
    def table(self) -> str:
        """The table it belongs to."""
        return self.path.partition(".")[0]

    def to_json(self) -> dict[str, Any]:
        """Give it as `catalogue diff --json` prints it."""
        return {field.name: jsonable(getattr(self, field.name)) for field in attrs.fields(Difference)}


def differences(a: Catalogue, b: Catalogue) -> tuple[Difference, ...]:
    """Tell what was added, removed and changed from one catalogue to another; nothing if they mean the same."""
    return tuple(_all(a, b))


def _all(a: Catalogue, b: Catalogue) -> Iterator[Difference]:
    if a.title != b.title:
        yield _of_name(a, b)
    if a.look != b.look:
        yield _of_look(a, b)
    before, after = places(a.tables), places(b.tables)
    for path in sorted({*before, *after}, key=lambda path: (TABLES[path[0]].place, path)):
        old, new = _filled(path, before.get(path), a), _filled(path, after.get(path), b)
        if not same_place(old, new):
            yield from _Pair(a, b, path, old, new).told()


def _filled(path: Path, given: Any, catalogue: Catalogue) -> Any:
    """Give what stands at a place; a site without a way of its own has the common one, where there is any."""
    if given is not None or len(path) == 2:
        return given
    _, site, table, name = path
    common = catalogue.tables.get(table, {}).get(name)
    return Variant(site, table, name, common if common is not None else {}, {})


def _of_look(a: Catalogue, b: Catalogue) -> Difference:
    return Difference(
        path=LOOK, change="changed", says="how pages look is another.", before=None, after=None,
        file=(b if LOOK in b.tables else a).file_of(LOOK), source=(),
    )  # fmt: skip


def _of_name(a: Catalogue, b: Catalogue) -> Difference:
    called = f"calls itself “{b.title}”" if b.title else "no longer has a name of its own"
    return Difference(
        path=NAME, change="added" if not a.title else "changed" if b.title else "removed",
        says=f"the catalogue {called}{f'; before, “{a.title}”' if a.title else ''}.", before=a.title, after=b.title,
        file=(b if b.title else a).file_of(NAME), source=(),
    )  # fmt: skip


class _Pair:
    """What stands at one place in both catalogues."""

    def __init__(self, a: Catalogue, b: Catalogue, path: Path, old: Any, new: Any) -> None:
        self.a, self.b, self.path = a, b, path
        self.old = None if old is None else meaning(path, old)
        self.new = None if new is None else meaning(path, new)

    @property
    def at_site(self) -> bool:
        """Whether it is about what one site has its own way."""
        return len(self.path) > 2

    def titled(self, name: str) -> str:
        """Give the title of a name, as the second catalogue has it, or the first."""
        return self.b.titles.get(name) or self.a.titled(name)

    def told(self) -> Iterator[Difference]:
        """Tell how the two differ."""
        if self.old is None or self.new is None:
            yield self._whole()
            return
        told: set[Path] = set()  # versions that came or went: each told as one
        for where in in_order({*self.old.facts, *self.new.facts}):
            if any(where[:depth] in told for depth in range(1, len(where))):
                continue
            found = self._at(where, self.old, self.new)
            if found is not None:
                yield found
                if self._version(where) and found.change != "changed":
                    told.add(where)

    def _version(self, where: Path) -> bool:
        return any(said is not None and said.starts is not None for said in self._both(where))

    def _both(self, where: Path) -> tuple[Said | None, Said | None]:
        """Give what holds there in each."""
        return (self.old.whole.get(where) if self.old else None), (self.new.whole.get(where) if self.new else None)

    def _whole(self) -> Difference:
        came = self.new or self.old
        assert came is not None
        if self.new is None:
            says = f"{self.subject()} is gone"
        else:
            shown = _in_short(self.new.facts) | _in_any_case(self.path, self.new.facts)
            short = list(clauses({}, shown, self.titled))
            says = f"{self.subject()} is new{': ' if short else ''}{'; '.join(map(str, short))}"
        return self._made((), says, self.old and self.old.plain, self.new and self.new.plain)

    def _at(self, where: Path, old: Meaning, new: Meaning) -> Difference | None:
        """Tell what differs at one path, if anything does."""
        own_old, own_new = old.facts.get(where), new.facts.get(where)
        if own_old is not None and own_new is not None and own_old.means == own_new.means:
            return None
        before, after = self._both(where)
        if before is None and after is None:
            return None
        if before is not None and after is not None and before.means == after.means:
            now = "now of its own" if own_old is None else "now as everywhere"
            says = f"{self.subject()}: stays as it is, {now}: {clause(where, None, after, self.titled)}"
        elif self._version(where):
            says = f"{self.subject()}: {self._of_version(where, before, after)}"
        else:
            told = f"{clause(where, before, after, self.titled)}{self._elsewhere(where, new, before)}"
            says = f"{self.subject()}: {told}{_in_version(where, new if after is not None else old)}"
        return self._made(where, says, before and before.plain, after and after.plain)

    def _elsewhere(self, where: Path, new: Meaning, before: Said | None) -> str:
        """Say what holds elsewhere, where a site now differs from it."""
        common = new.common.get(where)
        if where not in new.facts or common is None or (before is not None and before.means == common.means):
            return ""
        return f"; elsewhere, {clause(where, None, common, self.titled)}"

    def _of_version(self, where: Path, before: Said | None, after: Said | None) -> str:
        """Say what begins with a version, or that it is gone and what it said."""
        side = self.new if after is not None else self.old
        assert side is not None
        mine, starts = _beneath(side.whole, where), (after or before or Said(None, None, "")).starts or date.min
        day = "always" if starts == date.min else f"from {said(starts)}"
        if after is None:
            gone = "; ".join(map(str, clauses({}, _in_short(mine), self.titled)))
            asked = field_said(where[0]).at_length
            return f"the version{f' of {asked}' if asked else ''} that held {day} is gone{f' ({gone})' if gone else ''}"
        told = list(clauses(self._basis(where, starts), mine, self.titled))
        if not told:
            return f"a new version {day} that says the same"
        return f"{f'a new version {day}:' if len(where) == 1 else day} {_joined(told)}"

    def _basis(self, where: Path, starts: date) -> Mapping[Path, Said]:
        """Give what held just before a new version: by the version before it, else by what the first catalogue had."""
        for side, least in ((self.new, True), (self.old, False)):
            history = _history(side.whole if side else {}, where[:-1])
            earlier = [at for day, at in history if day < starts or (day == starts and not least)]
            if side is not None and earlier:
                return _beneath(side.whole, earlier[-1])
        return {}

    def subject(self) -> str:
        """Give what it is about: the name, and the title where there is one."""
        name, table = self.path[-1], self.path[-2]
        words = f"{TABLES[table].called}{name}"
        title = self._title(self.path[-2:]) if table != "source" else self._title(self.path)
        here = f"{words} ({title})" if title and title.casefold() != name.casefold() else words
        if not self.at_site:
            return here
        site = self._title(self.path[:2])
        return f"{self.path[1]}{f' ({site})' if site else ''}: {here}"

    def _title(self, path: Path) -> str | None:
        for catalogue in (self.b, self.a):
            given = catalogue.tables.get(path[0], {}).get(path[1])
            last = given[-1] if isinstance(given, list) and given else given
            if isinstance(last, dict) and isinstance(last.get("title"), str):
                return str(last["title"])
        return None

    def _made(self, where: Path, says: str, before: Any, after: Any) -> Difference:
        came = self.new is not None and after is not None
        side, catalogue = (self.new, self.b) if came else (self.old, self.a)
        assert side is not None
        at = side.whole[where].at if where in side.whole else ".".join(self.path)
        change: Change = "added" if before is None else "removed" if after is None else "changed"
        return Difference(
            path=where_said((*self.path, *where)), change=change, says=f"{says}.", before=before, after=after,
            file=catalogue.file_of(at), source=_cited(side.whole, where),
        )  # fmt: skip


def _in_version(where: Path, side: Meaning) -> str:
    """Say in which version of a history a field stands, where that has not always held."""
    for depth in range(1, len(where)):
        starts = getattr(side.whole.get(where[:depth]), "starts", None)
        if starts is not None and starts != date.min:
            return f" (in the version from {said(starts)})"
    return ""


def _joined(told: list[Clause]) -> str:
    """Join clauses; of several, each carries what was before in brackets."""
    return str(told[0]) if len(told) == 1 else "; ".join(one.among_others for one in told)


def _in_short(facts: Mapping[Path, Said]) -> dict[Path, Said]:
    """Leave out what a sentence about something new need not say: all of it stands in the catalogue."""
    return {at: fact for at, fact in facts.items() if field_said(at[-1]).in_short and _is_short(fact)}


def _in_any_case(path: Path, facts: Mapping[Path, Said]) -> dict[Path, Said]:
    """Give what must be said of something new: as its table has it, else what holds without."""
    out: dict[Path, Said] = {}
    table = TABLES[path[-2]]
    for name in table.always if ("means",) not in facts else ():
        default = fields_of(table.cls)[name].default
        plain = list(default) if isinstance(default, tuple) else default
        out[name,] = facts.get((name,)) or Said(default, plain, ".".join(path))
    return out


def _is_short(fact: Said) -> bool:
    """Tell a field from a version, and from prose."""
    return fact.starts is None and not (isinstance(fact.plain, str) and len(fact.plain) > _LONGEST_IN_SHORT)


def _beneath(facts: Mapping[Path, Said], where: Path) -> dict[Path, Said]:
    """Give the fields of a version, by a path without its day, so that those of two versions can be compared."""
    depth = len(where)
    return {
        (*where[:-1], *at[depth:]): fact for at, fact in facts.items() if at[:depth] == where and len(at) > depth
    }  # fmt: skip


def _history(facts: Mapping[Path, Said], around: Path) -> list[tuple[date, Path]]:
    """Give the versions of a history, the earliest first."""
    depth = len(around) + 1
    return sorted(
        (fact.starts, at) for at, fact in facts.items()
        if fact.starts is not None and len(at) == depth and at[:-1] == around
    )  # fmt: skip


def _cited(facts: Mapping[Path, Said], where: Path) -> tuple[str, ...]:
    """Give the documents cited for a value: those of the version it stands in, else of its table."""
    for depth in range(len(where), -1, -1):
        fact = facts.get((*where[:depth], "source"))
        if fact is not None and isinstance(fact.plain, list):
            return tuple(fact.plain)
    return ()
