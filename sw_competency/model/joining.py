"""Whose records are one person's: what identity entries with `same_as` say, and the entries of such records as one.

That two records are one person's was so before anybody knew it. So, as with a correction, only `known_by` decides
whether it is seen, and it is seen for every day.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Self

from msgspec.structs import replace

from sw_competency.model.entries import Correction, Countersignature, Entry, Identity, SignOff
from sw_competency.model.mentions import NAMING_PEOPLE
from sw_competency.model.training_record import as_known, recorded

Owner = tuple[str, str]


class Joining:
    """Which ids are one person's, as known at an instant; looked up when somebody is asked about.

    Chains count, and the order in which it was said does not. A person is kept under the id that points to no other;
    where several do, or in a circle none does, under the one that was pointed to last.

    Args:
        pairs: ids of which one perhaps points to the other. Whoever is not among them is known by one id.
        said: gives the identity entries of some workers, as known.
    """

    def __init__(
        self, pairs: Iterable[tuple[str, str]] = (), said: Callable[[Iterable[str]], Iterable[Identity]] = lambda _: ()
    ) -> None:
        pairs = [*pairs]
        self._groups, self._pointing, self._said = _groups(pairs), {one for one, _ in pairs}, said
        self._kept: dict[str, str] = {}
        self._circles: dict[str, tuple[str, ...]] = {}

    @classmethod
    def of(cls, said: Iterable[Identity]) -> Self:
        """Put together what identity entries say."""
        known = [e for e in said if e.same_as is not None]
        return cls(_pairs(known), lambda ids: [e for e in known if e.worker in ids])

    def __bool__(self) -> bool:
        return bool(self._groups)

    @property
    def ids(self) -> Iterable[str]:
        """All ids of people who may have several."""
        return self._groups.keys()

    def kept(self, person: str) -> str:
        """Return the id under which somebody is kept: their own, where nothing else is known."""
        if person not in self._groups:
            return person
        if person not in self._kept:
            self._look_at(self._groups[person])
        return self._kept[person]

    def others(self, person: str) -> list[str]:
        """Return the other ids of somebody who is kept under this one, in order."""
        return sorted(each for each in self._groups.get(person, ()) if each != person and self.kept(each) == person)

    def ids_of(self, person: str) -> tuple[str, ...]:
        """Return all ids of somebody, the one they are kept under first."""
        kept = self.kept(person)
        return (kept, *self.others(kept))

    def perhaps(self, person: str) -> frozenset[str]:
        """Return all ids that perhaps are somebody's, whatever those who say so turn out to say; none where one is."""
        return self._groups.get(person, frozenset())

    def circle(self, person: str) -> tuple[str, ...]:
        """Return the circle in which somebody's ids point to each other; none where they do not."""
        self.kept(person)
        return self._circles.get(person, ())

    def _look_at(self, ids: frozenset[str]) -> None:
        said = [e for e in self._said(sorted(ids & self._pointing)) if e.same_as is not None]
        said.sort(key=lambda e: (recorded(e), e.on, e.worker))
        last = {e.same_as: place for place, e in enumerate(said)}
        known = dict(zip(ids, ids, strict=True))
        for group in set(_groups(_pairs(said)).values()):
            ends = group - {e.worker for e in said}
            if not ends:
                self._circles |= dict.fromkeys(group, tuple(sorted(group)))
            known |= dict.fromkeys(group, max(ends or group, key=lambda id_: (last.get(id_, -1), id_)))
        self._kept |= known


def _pairs(said: Iterable[Identity]) -> list[tuple[str, str]]:
    return [(e.worker, e.same_as) for e in said if e.same_as is not None]


def _groups(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """Return for each id those with which it hangs together."""
    of: dict[str, set[str]] = {}
    for one, other in pairs:
        first, second = of.setdefault(one, {one}), of.setdefault(other, {other})
        if first is not second:
            first |= second
            of |= dict.fromkeys(second, first)
    frozen = {id(group): frozenset(group) for group in of.values()}
    return {each: frozen[id(group)] for each, group in of.items()}


def identities(
    workers: Iterable[str], read: Callable[[Owner], Iterable[Entry]], known_by: datetime | None
) -> list[Identity]:
    """Return the identity entries of workers as known at an instant, each once.

    Args:
        workers: whose records may hold some.
        read: gives all entries of one record.
        known_by: the instant; None for everything.
    """
    records = (as_known(read(("worker", worker)), known_by) for worker in dict.fromkeys(workers))
    return [entry for record in records for entry in record if isinstance(entry, Identity)]


def identities_in(entries: Iterable[Entry], what: str) -> Iterator[tuple[str, str]]:
    """Return what identity entries say, corrected ones too: of whom, and the number or the other id.

    Args:
        entries: entries of any kind.
        what: `scheme`, whose numbers; or `same_as`, whose other ids.
    """
    for entry in entries:
        one = entry.with_ if isinstance(entry, Correction) else entry
        said = (one.value if what == "scheme" else one.same_as) if isinstance(one, Identity) else None
        if isinstance(one, Identity) and said is not None:
            yield one.worker, said


def as_one(owner: Owner, read: Callable[[Owner], Iterable[Entry]], known: Joining) -> list[Entry]:
    """Return the entries of all records that are one person's, as they were written, the one they are kept under first.

    In them everybody is named by the id they are kept under. Ids of entries are unique within each record alone: one
    that another of these records has, too, is named with its record, as `22014567/e1`. References stay within their
    own record.

    Args:
        owner: the record; of a person, under the id they are kept under.
        read: gives all entries of one record.
        known: whose records are one person's.
    """
    kind, person = owner
    others = known.others(person) if kind != "site" else []
    written = {each: list(read((kind, each))) for each in (person, *others)}
    ids = {each: {entry.id for entry in entries} for each, entries in written.items()}
    holds = Counter(id_ for each in ids.values() for id_ in each)
    out = list[Entry]()
    for each, entries in written.items():
        # elsewhere the same id is another entry; and what only another record holds is not meant here
        apart = {id_ for id_, times in holds.items() if (times > 1 and each != person) or id_ not in ids[each]}
        renamed = {id_: f"{each}/{id_}" for id_ in apart} if others else {}
        out += [_under(entry, known, renamed) for entry in entries]
    return out


def _under(entry: Entry, known: Joining, renamed: Mapping[str, str]) -> Entry:
    """Return an entry with everybody named by the id they are kept under, and other entries by their names."""
    named = ((name, getattr(entry, name, None)) for name in NAMING_PEOPLE)
    changed: dict[str, Any] = {
        name: kept for name, person in named if person is not None and (kept := known.kept(person)) != person
    }
    if renamed:
        changed |= _renamed(entry, renamed)
    if isinstance(entry, Correction) and entry.with_ is not None:
        within = _under(entry.with_, known, renamed)
        changed |= {"with_": within} if within is not entry.with_ else {}
    return replace(entry, **changed) if changed else entry


def _renamed(entry: Entry, renamed: Mapping[str, str]) -> dict[str, Any]:
    changed: dict[str, Any] = {"id": renamed[entry.id]} if entry.id in renamed else {}
    if isinstance(entry, Countersignature) and entry.sign_off in renamed:
        changed["sign_off"] = renamed[entry.sign_off]
    if isinstance(entry, Correction) and entry.corrects in renamed:
        changed["corrects"] = renamed[entry.corrects]
    if isinstance(entry, SignOff) and not renamed.keys().isdisjoint(entry.evidence):
        changed["evidence"] = tuple(renamed.get(id_, id_) for id_ in entry.evidence)
    return changed
