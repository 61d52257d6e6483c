"""The front desk: what may be put on record, and how it is stamped.

The ledger takes whatever happened, if it is well-formed and names what the catalogue knows. A sign-off given now is
asked more.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from sw_competency.errors import Problem, nearest
from sw_competency.model import (
    KINDS,
    MAY_LIE_AHEAD,
    Correction,
    Entry,
    Identity,
    Reinstatement,
    SignOff,
    SignOffRequest,
    Withdrawal,
    as_known,
    content,
    field_names,
)
from sw_competency.model.joining import Joining, identities, identities_in
from sw_competency.recording.at_hand import legible, people_in
from sw_competency.recording.named import unknown_names
from sw_competency.recording.signing import Signing
from sw_competency.recording.telling import Telling


class Desk(Telling, Signing):
    """The front desk at one instant; `AtHand` says what it is made of."""

    # -- what may be put on record ---------------------------------------------------------------------------------

    def unfit(self, entry: Entry) -> list[Problem]:
        """Say what keeps a well-formed entry off the record: a name nobody knows, or a day that has not come."""
        problems = list(unknown_names(entry, self.catalogue))
        problems += self._ahead(entry)
        problems += _misspelt(entry)
        problems += self._circle(entry)
        if entry.recorded_at is not None and entry.recorded_at > self.now:
            problems.append(Problem("is an instant that has not come yet", "recorded_at"))
        return problems

    def unfit_besides(self, given: Mapping[str, Any], problems: Sequence[Problem]) -> list[Problem]:
        """Add to what is wrong with the shape of an entry the names in it that nobody knows: all is mended at once.

        Args:
            given: what the row says, by the written names of fields.
            problems: why no entry can be made of it.
        """
        kind = given.get("kind")
        fields = field_names(kind) if isinstance(kind, str) and kind in KINDS else ()
        found, told = list(problems), {problem.path for problem in problems}
        found += unknown_names({f: given[f] for f in fields if f in given and f not in told}, self.catalogue)
        inner = given.get("with")
        if kind == "correction" and isinstance(inner, Mapping):
            within = self.unfit_besides(inner, [Problem("", path.removeprefix("with.")) for path in told])
            found += [Problem(p.says, f"with.{p.path}") for p in within if p.says]
        return found

    def conflicts(self, entry: Entry) -> bool:
        """Tell whether its id is on record already, with other content."""
        return any(e.id == entry.id and content(e) != content(entry) for e in self.read(entry.owner))

    def _ahead(self, entry: Entry) -> list[Problem]:
        problems = []
        if entry.on > self.today and entry.kind not in MAY_LIE_AHEAD:
            problems.append(Problem(f"{entry.on} has not come yet; record it when it has happened", "on"))
        if isinstance(entry, Correction) and entry.with_ is not None:
            problems += [Problem(p.says, f"with.{p.path}") for p in self._ahead(entry.with_)]
        return problems

    def _circle(self, entry: Entry) -> Iterator[Problem]:
        """Refuse that somebody is kept under an id which is itself kept under theirs: then under neither."""
        joined = self._joined_with(entry)
        if joined is None:
            return
        worker = entry.owner[1]
        if Joining.of(joined).circle(worker) and not Joining.of(self._joined).circle(worker):
            inner = entry.with_ if isinstance(entry, Correction) else entry
            other = inner.same_as if isinstance(inner, Identity) and inner.same_as is not None else None
            says = "already, and two ids cannot each point to the other: correct that entry first"
            if other is not None:
                where = "same_as" if inner is entry else "with.same_as"
                yield Problem(f"{other[:80]} is kept under {worker} {says}", where)
            else:
                yield Problem(f"{worker} would be kept under an id that is kept under theirs {says}", "corrects")
        else:
            self._joined[:] = joined

    def _joined_with(self, entry: Entry) -> list[Identity] | None:
        """Return what is said of people's other ids once an entry is on record; None where it says nothing of it."""
        if isinstance(entry, Identity):
            return None if entry.same_as is None else [*self._joined, entry]
        if not isinstance(entry, Correction) or entry.owner[0] != "worker":
            return None
        record = legible(self.read)(entry.owner)
        if not {*identities_in((*record, entry), "same_as")}:
            return None
        stamped = replace(entry, recorded_at=entry.recorded_at or self.now)
        after = [e for e in as_known([*record, stamped], None) if isinstance(e, Identity) and e.same_as is not None]
        there = {each.id for each in record}
        return [
            *(e for e in self._joined if e.worker != entry.owner[1] or e.id not in there | {entry.corrects}), *after
        ]

    @cached_property
    def _joined(self) -> list[Identity]:
        """What is said of people's other ids, on record and at this desk."""
        return identities((worker for worker, _ in self.identified("same_as")), legible(self.read), None)

    # -- stamps ----------------------------------------------------------------------------------------------------

    def stamped(self, entries: Iterable[Entry], by: str | None, *, history: bool = False) -> list[Entry]:
        """Say who writes entries down, and which keep the instants they carry; the store stamps the others.

        Args:
            entries: the entries.
            by: who writes them down, where they do not say.
            history: whether their own instants are taken into records that are not empty, too. Else those entries
                are stamped now, and keep theirs as `recorded_at_source`.
        """
        out = []
        for entry in entries:
            own, recorded_by = entry.recorded_at, entry.recorded_by or by
            if own is None or (not history and not self.is_new(entry.owner)):
                source = own or entry.recorded_at_source
                out.append(
                    replace(entry, recorded_at=None, recorded_by=recorded_by, recorded_at_source=source)
                )
            else:
                self._carried[entry.owner, entry.id] = own
                out.append(replace(entry, recorded_by=recorded_by))
        self._meet(out)
        return out

    def _meet(self, entries: Iterable[Entry]) -> None:
        """Look up who is new, before anything of them is on record."""
        for name in {name for entry in entries for name in people_in(entry)}:
            self._is_unknown(name)

    # -- an entry of the same words --------------------------------------------------------------------------------

    def others(self, entry: Entry) -> Sequence[Entry]:
        """Return what the record holds of the same content and is another entry all the same.

        What was voided or corrected, or ended by something later, is not what is given now: suspended, reinstated and
        suspended again in the same words on one day are three entries. Given twice in a row, it is one.
        """
        record = self.read(entry.owner)
        same = [e for e in record if type(e) is type(entry) and content(e) == content(entry)]
        if not same or _still_holds(same[-1], record):
            return same[:-1]
        return same


def _misspelt(entry: Entry) -> Iterator[Problem]:
    """Find what was meant for the right content of a correction: without that it voids the entry."""
    if isinstance(entry, Correction) and entry.with_ is None:
        for name, value in entry.extra.items():
            is_entry = isinstance(value, Mapping) and "kind" in value
            if is_entry or nearest(name.strip(" _").casefold(), ["with"]):
                says = "is no field of a correction: what the entry should have been stands under 'with'"
                yield Problem(f"'{name[:80]}' {says}; without it the entry is voided", name[:80])


def _still_holds(entry: Entry, record: Sequence[Entry]) -> bool:
    if isinstance(entry, Correction):
        return not any(isinstance(e, Correction) and e.corrects == entry.id for e in record)
    known = {e.id: e for e in as_known(record, None)}.get(entry.id)
    if known is None or content(known) != content(entry):
        return False
    if not isinstance(entry, Withdrawal | Reinstatement | SignOffRequest):
        return True
    later = record[[e.id for e in record].index(entry.id) + 1 :]
    if isinstance(entry, SignOffRequest):  # answered since, it may be made again
        answers = [e for e in later if isinstance(e, SignOff) or (isinstance(e, SignOffRequest) and e.answer)]
        return entry.competency not in {e.competency for e in answers}
    opposite = Reinstatement if isinstance(entry, Withdrawal) else Withdrawal
    about = {None, entry.competency}
    return not any(isinstance(e, opposite) and (entry.competency is None or e.competency in about) for e in later)

