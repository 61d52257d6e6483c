"""What is told of entries that may be recorded: people and entries that may be others than they seem."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property

from sw_competency.dates import said
from sw_competency.errors import did_you_mean
from sw_competency.judge import Owner
from sw_competency.model import (
    Absence,
    Correction,
    Countersignature,
    Entry,
    Identity,
    Registration,
    SignOff,
    as_known,
    loose_key,
    person_key,
)
from sw_competency.names import first_few
from sw_competency.recording.at_hand import AtHand, legible, people_in
from sw_competency.rules import walk


class Telling(AtHand):
    """Tells what somebody should look at in what is recorded."""

    def remarks(self, entry: Entry | None) -> list[str]:
        """Say what somebody should look at in an entry that may be recorded."""
        inner = entry.with_ if isinstance(entry, Correction) else entry
        if not isinstance(inner, Absence) or inner.reason.casefold() in self.reasons:
            return []
        listed = ", ".join(sorted(self.reasons.values())) or "none"
        known = f"it names {listed}{did_you_mean(inner.reason, self.reasons)}"
        return [f"the absence reason '{inner.reason[:80]}' stops no clock, as the catalogue does not name it: {known}"]

    @cached_property
    def reasons(self) -> dict[str, str]:
        """The reasons of absence that a currency or a rule of the catalogue names, by their small letters."""
        catalogue = self.catalogue
        competencies = [*catalogue.competencies.values(), *catalogue.site_competencies.values()]
        named = {reason for c in competencies for version in c.currency for reason in version.pauses}
        asked = [rule.requires for versions in catalogue.rules.values() for rule in versions]
        asked += [version.requires for c in competencies for version in (*c.sign_off, *c.renewal)]
        named |= {r for one in asked for item, _ in walk(one) for r in getattr(item, "reasons", None) or ()}
        return {reason.casefold(): reason for reason in named}

    def about_stamps(self, added: Iterable[Entry]) -> Iterator[str]:
        """Tell of entries that carried their own instants into records that were not empty."""
        into = defaultdict[Owner, list[datetime]](list)
        waiting = 0
        for entry in added:
            if self._carried.get((entry.owner, entry.id)) != entry.recorded_at:  # or the store looked, and stamped it
                waiting += entry.recorded_at_source is not None
            elif entry.recorded_at is not None and not self.is_new(entry.owner):
                into[entry.owner].append(entry.recorded_at)
        for (_, who), instants in into.items():
            many = f"{len(instants)} entries of {who} are" if len(instants) > 1 else f"one entry of {who} is"
            first = said(min(instants).date())
            yield f"{many} taken as recorded when the file says, from {first} on: what was known since then has changed"
        if waiting:
            yield (
                f"{waiting} of the rows say when they were recorded; their records were not empty, so they are stamped "
                "now and keep that as recorded_at_source (--history takes it as it is)"
            )

    # -- who is meant ----------------------------------------------------------------------------------------------

    def about_people(self, added: Sequence[Entry]) -> Iterator[str]:
        """Tell of ids that differ from others in nothing one sees, of one registration under two ids, of ids of nobody.

        Args:
            added: entries that were stamped at this desk and are on record now.
        """
        yield from self._alike(added)
        yield from self._registered_twice(added)
        yield from self._kept_under_nobody(added)

    def _kept_under_nobody(self, added: Iterable[Entry]) -> Iterator[str]:
        for entry in added:
            one = entry.with_ if isinstance(entry, Correction) else entry
            if not isinstance(one, Identity) or (id_ := one.same_as) is None:
                continue
            if not any(self.holds((kind, id_)) for kind in ("worker", "assessor")):
                near = self.near("worker", id_, self.owners("worker"))
                hint = f"did you mean {near}?" if near else "check the id"
                yield f"nothing is on record of '{id_[:80]}', under which {one.worker} is kept now: {hint}"

    def _alike(self, entries: Sequence[Entry]) -> Iterator[str]:
        named = {name: None for entry in entries for name in people_in(entry)}
        if not (fresh := [name for name in named if self._is_unknown(name)]):
            return
        new_workers = any(self.is_new(e.owner) and e.owner[0] == "worker" for e in entries)
        others = [*named, *self.owners("assessor"), *(self.owners("worker") if new_workers else ())]
        by_key = defaultdict[str, dict[str, None]](dict)
        for name in others:
            by_key[loose_key(name)][name] = None
        told, kept = set[str](), self._records().joining.kept
        for name in fresh:
            for other in by_key[loose_key(name)]:
                if kept(other) != kept(name) and other not in told:
                    told.add(name)
                    how = "zeros" if person_key(other) != person_key(name) else "capitals, blanks or the unseen"
                    yield f"'{name}' differs from '{other}' only in {how}; ids are compared exactly: is it one person?"

    def _registered_twice(self, entries: Sequence[Entry]) -> Iterator[str]:
        given = [e for e in entries if isinstance(e, Registration) and e.number]
        if not given:
            return
        read = legible(self.read)
        on_record = (e for a in self.owners("assessor") for e in read(("assessor", a)))
        held = [e for e in on_record if isinstance(e, Registration)]
        holders = defaultdict[str, list[Registration]](list)
        for each in (*held, *given):
            holders[person_key(each.number or "")].append(each)
        told, kept = set[frozenset[str]](), self._records().joining.kept
        for entry in given:
            for other in holders[person_key(entry.number or "")]:
                both = frozenset({kept(entry.assessor), kept(other.assessor)})
                if len(both) > 1 and both not in told and _one_register(entry, other):
                    told.add(both)
                    both_have = f"{entry.assessor} and {other.assessor} have one registration number, {entry.number}"
                    yield f"{both_have}: are they one person?"

    def about_references(self, added: Iterable[Entry]) -> Iterator[str]:
        """Tell of entries that name another one which is not in their record.

        Args:
            added: entries that are on record now.
        """
        by_owner = defaultdict[Owner, list[tuple[Entry, str]]](list)
        for entry in added:
            by_owner[entry.owner] += _named_in(entry)
            if isinstance(entry, Correction) and entry.with_ is not None:
                by_owner[entry.owner] += _named_in(entry.with_)
        for (kind, who), pairs in by_owner.items():
            there = {e.id: e for e in self.read((kind, who))} if pairs else {}  # a long record is not read for nothing
            for entry, named in pairs:
                what = f"the {entry.kind} of {who} on {said(entry.on)}"
                meant = "sign-off" if isinstance(entry, Countersignature) else "entry"
                if named == entry.id:
                    yield f"{what} is of itself, the entry '{named[:80]}': check the id"
                elif named not in there or (meant != "entry" and not isinstance(there[named], SignOff)):
                    rests = "rests on" if isinstance(entry, SignOff) else "is of"
                    named = f"the {meant} '{named[:80]}', and none of that id is on record"  # noqa: PLW2901 - in words
                    yield f"{what} {rests} {named} of {who}: check it"

    def voided(self, already_there: Iterable[Entry]) -> Iterator[str]:
        """Tell of entries that came again and were voided meanwhile: they stay void."""
        by_owner = defaultdict[Owner, list[Entry]](list)
        for entry in already_there:
            by_owner[entry.owner].append(entry)
        void = [one for owner, entries in by_owner.items() for one in self._void(owner, entries)]
        if not void:
            return
        first, more = void[0], len(void) - 1
        what = f"the {first.kind} of {first.owner[1]} on {said(first.on)}"
        if more:
            ids = first_few([f"'{one.id}'" for one in void], 3)
            yield (
                f"{more + 1} entries are on record and were voided: {what}, and {more} more ({ids}); they stay void. "
                "To record them anew, give each an id of its own"
            )
        else:
            yield (
                f"{what} is on record with the id {first.id} and was voided; it stays void. To record it anew, give it "
                "an id of its own"
            )

    def _void(self, owner: Owner, entries: Iterable[Entry]) -> Iterator[Entry]:
        record = self.read(owner)
        if any(isinstance(e, Correction) for e in record):
            standing = {e.id for e in as_known(record, None)}
            yield from (e for e in entries if e.id not in standing and not isinstance(e, Correction))


def _named_in(entry: Entry) -> list[tuple[Entry, str]]:
    """Return the ids of other entries that an entry names."""
    match entry:
        case SignOff():
            return [(entry, named) for named in entry.evidence]
        case Correction():
            return [(entry, entry.corrects)]
        case Countersignature():
            return [(entry, entry.sign_off)]
    return []


def _one_register(one: Registration, other: Registration) -> bool:
    """Tell whether two registrations can be on one register: where either names none, they can."""
    return not one.body or not other.body or person_key(one.body) == person_key(other.body)

