"""The front desk: what may be put on record, how it is stamped, and which sign-offs given now are refused.

The ledger takes whatever happened, if it is well-formed and names what the catalogue knows. A sign-off given now is
asked more. Reasons are values; they are put in words last.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any, Literal

import attrs

from sw_competency.catalogue import Catalogue
from sw_competency.dates import Moment, said
from sw_competency.errors import (
    MalformedEntryError,
    NotOnRecordError,
    Problem,
    StoreDamagedError,
    did_you_mean,
    nearest,
    shown,
)
from sw_competency.judge import Judge, Owner, Records, judge_of
from sw_competency.judge.in_training import relearning
from sw_competency.judge.requests import OutOfTurn, out_of_turn, requested
from sw_competency.judge.status import ended
from sw_competency.model import (
    CANNOT_TELL,
    KINDS,
    MAY_LIE_AHEAD,
    MET,
    Absence,
    Answer,
    Correction,
    Countersignature,
    Entry,
    Identity,
    Registration,
    Reinstatement,
    SignOff,
    SignOffRequest,
    Withdrawal,
    as_known,
    content,
    field_names,
    loose_key,
    person_key,
)
from sw_competency.model.joining import Joining, identities, identities_in
from sw_competency.model.mentions import NAMING_PEOPLE
from sw_competency.model.structs import changed
from sw_competency.questions import Questions
from sw_competency.rules import walk
from sw_competency.rules.kinds.countersigned import in_vain

# The fields of entries in which something of the catalogue is named, each with its table.
_NAMING = {
    "competency": "competency", "programme": "programme", "tier": "tier", "to": "tier", "rule": "rule",
    "modality": "modality", "modalities": "modality", "restrictions": "modality",
}  # fmt: skip


@attrs.frozen
class Refusal:
    """One reason why a sign-off or a countersignature given now is not taken.

    Args:
        kind: which reason it is.
        about: the worker, the assessor, the second person, or the title of the competency.
        finding: why it would not count, or cannot be told.
        entry: the sign-off of that day or that is countersigned, or the withdrawal.
        day: the last day it was current.
        near: who is on record and may be meant, as it is shown.
    """

    kind: Literal[
        "does-not-count", "cannot-tell", "unknown-worker", "unknown-assessor", "no-relearning", "same-day",
        "own-sign-off", "own-assessment", "too-early",
    ]  # fmt: skip
    about: str
    finding: Answer[Any] | None = None
    entry: Entry | None = None
    day: date | None = None
    near: str | None = None

    @property
    def stands(self) -> bool:
        """Whether no reason given changes it: what does not count is not recorded as if it did."""
        return self.kind in {"does-not-count", "cannot-tell", *_IN_VAIN}

    @property
    def says(self) -> str:
        """The reason in a sentence."""
        if self.finding is not None:
            return f"{self.finding.says}."
        if self.kind in _IN_VAIN:
            assert isinstance(self.entry, SignOff)
            return _IN_VAIN[self.kind].format(self.about, said(self.entry.on))
        if self.kind == "same-day":
            assert isinstance(self.entry, SignOff)
            given = f"by {self.entry.assessor}, with the id {self.entry.id}"
            return f"{self.entry.worker} was signed off that day already: {self.about}, {given}."
        if self.kind == "no-relearning":
            ended = f"was withdrawn on {said(self.entry.on)}" if self.entry else ""
            ended = f"expired on {said(self.day)}" if self.day else ended
            return (
                f"{self.about} {ended}, and no relearning is on record since. Record first what was done: "
                "the training it asks for, a task under direct supervision, or an assessment."
            )
        who = "the assessor " if self.kind == "unknown-assessor" else ""
        return (
            f"Nothing is on record of {who}{self.about}, neither an appointment nor a registration. "
            + (f"Did you mean {self.near}?" if self.near else "Check the id, or record one of them first.")
        )


_IN_VAIN = {
    "own-sign-off": "Nobody countersigns their own sign-off: ask a second person.",
    "own-assessment": "The sign-off was given by {0}: ask a second, different person.",
    "too-early": "The sign-off was given later, on {1}.",
}


@cache
def _naming(kind: str) -> list[tuple[str, str]]:
    """Name the fields of a kind in which something of the catalogue is named, each with its table."""
    return [(field, what) for field, what in _NAMING.items() if field in field_names(kind)]


def unknown_names(entry: Entry | Mapping[str, Any], catalogue: Catalogue) -> Iterator[Problem]:
    """Find names in an entry, or in what was to be one, that the catalogue does not know, each with the nearest."""
    if isinstance(entry, Mapping):
        named = [(field, what, entry.get(field)) for field, what in _NAMING.items()]
    else:
        named = [(field, what, getattr(entry, field)) for field, what in _naming(entry.kind)]
    for field, what, value in named:
        table = catalogue.table(what)
        for name in _names_in(value, field):
            if name not in table and not (name == "all" and what == "modality"):
                near = did_you_mean(name, table, catalogue.modality_words)
                yield Problem(f"there is no {what} {shown(name)}{near}", field)
    if isinstance(entry, Correction) and entry.with_ is not None:
        yield from (Problem(p.says, f"with.{p.path}") for p in unknown_names(entry.with_, catalogue))


def _names_in(value: Any, field: str) -> Iterator[str]:
    if isinstance(value, str):
        yield from () if field in {"modalities", "restrictions"} else (value,)
    for each in value if isinstance(value, tuple | list) else ():
        named = each.get("modality", ()) if isinstance(each, Mapping) else each if field == "modalities" else ()
        several = named if isinstance(named, tuple | list) else (named,)
        yield from (name for name in several if isinstance(name, str))


def with_reason(note: Any, anyway: str) -> Any:
    """Return the note of a sign-off with why it is recorded all the same; one that is no text is told as what it is.

    Raises:
        MalformedEntryError: no reason is given.
    """
    if not isinstance(anyway, str) or not person_key(anyway):
        raise MalformedEntryError([Problem("is empty: say why it is recorded all the same", "anyway")])
    if note and not isinstance(note, str):
        return note
    return f"{note}. Recorded all the same: {anyway}" if note else f"Recorded all the same: {anyway}"


def legible(read: Callable[[Owner], Sequence[Entry]]) -> Callable[[Owner], Sequence[Entry]]:
    """Return a reader of records to compare with: one that is damaged says nothing, and whoever asks about it tells."""

    def comes_to(owner: Owner) -> Sequence[Entry]:
        try:
            return read(owner)
        except StoreDamagedError:
            return ()

    return comes_to


def once_where_empty(read: Callable[[Owner], Sequence[Entry]]) -> Callable[[Owner], Sequence[Entry]]:
    """Return a reader of records that asks once about those that are empty: of an import, most are."""
    empty = set[Owner]()

    def comes_to(owner: Owner) -> Sequence[Entry]:
        if owner in empty:
            return ()
        if not (entries := read(owner)):
            empty.add(owner)
        return entries

    return comes_to


class Desk:
    """The front desk at one instant.

    Args:
        catalogue: what the frameworks say.
        read: gives all entries of one record, by its owner.
        owners: gives the ids of all workers, assessors or sites of whom there is a record.
        holds: tells whether there is a record.
        today: the day it is.
        now: the instant it is, UTC.
        near: says who may be meant by what is nobody's id: of the ids given, or by name.
        identified: names the workers whose records may hold identity entries (`Store.identified`).
    """

    def __init__(
        self,
        catalogue: Catalogue,
        read: Callable[[Owner], Sequence[Entry]],
        owners: Callable[[str], Iterable[str]],
        holds: Callable[[Owner], bool],
        today: date,
        now: datetime,
        near: Callable[[str, str, Iterable[str]], str | None],
        identified: Callable[[str], Iterable[tuple[str, str]]],
    ) -> None:
        self.catalogue, self.read, self.owners, self.holds = catalogue, read, owners, holds
        self.today, self.now, self.near, self.identified = today, now, near, identified
        self._new: dict[Owner, bool] = {}
        self._carried: dict[tuple[Owner, str], datetime] = {}  # entries that keep their own instants, and those

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
        stamped = attrs.evolve(entry, recorded_at=entry.recorded_at or self.now)
        after = [e for e in as_known([*record, stamped], None) if isinstance(e, Identity) and e.same_as is not None]
        there = {each.id for each in record}
        return [
            *(e for e in self._joined if e.worker != entry.owner[1] or e.id not in there | {entry.corrects}), *after
        ]

    @cached_property
    def _joined(self) -> list[Identity]:
        """What is said of people's other ids, on record and at this desk."""
        return identities((worker for worker, _ in self.identified("same_as")), legible(self.read), None)

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
                    changed(entry, recorded_at=None, recorded_by=recorded_by, recorded_at_source=source)
                )
            else:
                self._carried[entry.owner, entry.id] = own
                out.append(changed(entry, recorded_by=recorded_by))
        self._meet(out)
        return out

    def _meet(self, entries: Iterable[Entry]) -> None:
        """Look up who is new, before anything of them is on record."""
        for name in {name for entry in entries for name in _people_in(entry)}:
            self._is_unknown(name)

    def is_new(self, owner: Owner) -> bool:
        """Tell whether there was no record of somebody before what is recorded at this desk."""
        if owner not in self._new:
            self._new[owner] = not self.holds(owner)
        return self._new[owner]

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
        named = {name: None for entry in entries for name in _people_in(entry)}
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

    def _is_unknown(self, name: str) -> bool:
        return self.is_new(("worker", name)) and self.is_new(("assessor", name))

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

    def voided(self, already_there: Iterable[Entry]) -> Iterator[str]:
        """Tell of entries that came again and were voided meanwhile: they stay void."""
        by_owner = defaultdict[Owner, list[Entry]](list)
        for entry in already_there:
            by_owner[entry.owner].append(entry)
        for owner, entries in by_owner.items():
            record = self.read(owner)
            if not any(isinstance(e, Correction) for e in record):
                continue
            standing = {e.id for e in as_known(record, None)}
            for entry in entries:
                if entry.id not in standing and not isinstance(entry, Correction):
                    yield (
                        f"the {entry.kind} of {owner[1]} on {said(entry.on)} is on record with the id {entry.id} and "
                        "was voided; it stays void. To record it anew, give it an id of its own"
                    )

    # -- a request to be signed off --------------------------------------------------------------------------------

    def out_of_turn(self, entry: SignOffRequest) -> OutOfTurn | None:
        """Return why a request to be signed off, or an answer, is not taken now; what an import brings happened."""
        record = Records(self.read, None).worker(entry.worker)
        return out_of_turn(entry, requested(record.at(entry.on)), self.catalogue.titled(entry.competency))

    # -- a sign-off given now --------------------------------------------------------------------------------------

    def refusals(self, entry: SignOff) -> list[Refusal]:
        """Say all that keeps a sign-off given now from being taken; the countersignature may come later.

        Raises:
            StoreDamagedError: what is on record of one of the two cannot be read.
        """
        records = self._records()
        record, title = records.worker(entry.worker), self.catalogue.titled(entry.competency)
        found = [*self._would_not_count(records, entry), *self._unknown_people(records, entry)]
        for owner, wrong in records.unread.items():
            if owner[1] in {entry.worker, entry.assessor}:
                raise StoreDamagedError(wrong)
        found += _not_relearnt(judge_of(records, self.catalogue, entry.worker), entry, title)
        of_that_day = (e for e in record.whole.given[entry.competency] if isinstance(e, SignOff) and e.on == entry.on)
        return [*found, *[Refusal("same-day", title, entry=e) for e in of_that_day][:1]]

    def confirmed(self, worker: str, sign_off: str, by: str, on: date) -> list[Refusal]:
        """Say what keeps a countersignature given now from being taken.

        Raises:
            NotOnRecordError: there is no such sign-off.
        """
        signed = {e.id: e for e in as_known(self.read(("worker", worker)), None) if isinstance(e, SignOff)}
        if sign_off not in signed:
            hint = did_you_mean(sign_off, signed) or "; the entries of the record tell which there are."
            raise NotOnRecordError(f"No sign-off '{sign_off[:80]}' is on record of {worker}{hint}")
        one, kept = signed[sign_off], self._records().joining.kept
        reason = in_vain(attrs.evolve(one, worker=kept(worker), assessor=kept(one.assessor)), kept(by), on)
        return [] if reason is None else [Refusal(reason, by, entry=signed[sign_off])]

    def _records(self) -> Records:
        records = Records(self.read, None)
        records.identified = self.identified
        return records

    def _would_not_count(self, records: Records, entry: SignOff) -> Iterator[Refusal]:
        # judged as if somebody else had countersigned: that may come later
        assumed = Countersignature(on=entry.on, worker=entry.worker, sign_off=entry.id, by="\0", id="\0")
        there = any(entry.id == kept.id for kept in records.worker(entry.worker).written)
        given = (records if there else records.with_entry(entry)).with_entry(assumed)
        answer = Questions(given, self.catalogue, Moment(entry.on, self.now)).counts(entry.worker, entry.id)
        if answer.outcome is not MET:
            kind: Literal["cannot-tell", "does-not-count"]
            kind = "cannot-tell" if answer.outcome is CANNOT_TELL else "does-not-count"
            yield Refusal(kind, entry.worker, finding=answer)

    def _unknown_people(self, records: Records, entry: SignOff) -> Iterator[Refusal]:
        people: tuple[tuple[Literal["unknown-worker", "unknown-assessor"], str, str], ...] = (
            ("unknown-worker", entry.worker, "worker"), ("unknown-assessor", entry.assessor, "assessor"),
        )  # fmt: skip
        for kind, person, table in people if entry.worker != entry.assessor else people[:1]:
            # workers and assessors are one name space
            registered = records.assessor(person).whole.registrations
            if not registered and not records.worker(person).whole.appointments:
                yield Refusal(kind, person, near=self.near(table, person, self.owners(table)))


def _not_relearnt(judge: Judge, entry: SignOff, title: str) -> Iterator[Refusal]:
    end = ended(judge, entry.competency, entry.on)
    if end is None or relearning(judge, entry.competency, end[0], entry.on) is not None:
        return
    day, withdrawal = end
    yield Refusal("no-relearning", title, entry=withdrawal, day=None if withdrawal else day)


def _people_in(entry: Entry) -> Iterator[str]:
    inner = [entry.with_] if isinstance(entry, Correction) and entry.with_ is not None else []
    for each in (entry, *inner):
        yield from (name for field in NAMING_PEOPLE if isinstance(name := getattr(each, field, None), str) and name)


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


def _misspelt(entry: Entry) -> Iterator[Problem]:
    """Find what was meant for the right content of a correction: without that it voids the entry."""
    if isinstance(entry, Correction) and entry.with_ is None:
        for name, value in entry.extra.items():
            is_entry = isinstance(value, Mapping) and "kind" in value
            if is_entry or nearest(name.strip(" _").casefold(), ["with"]):
                says = "is no field of a correction: what the entry should have been stands under 'with'"
                yield Problem(f"'{name[:80]}' {says}; without it the entry is voided", name[:80])


def _one_register(one: Registration, other: Registration) -> bool:
    """Tell whether two registrations can be on one register: where either names none, they can."""
    return not one.body or not other.body or person_key(one.body) == person_key(other.body)


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
