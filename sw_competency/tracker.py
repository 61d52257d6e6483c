"""The front desk for HR and education systems: keep training records, ask about them. Wiring; it decides nothing.

Here, and in the command line, is the only place where a clock is read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from warnings import warn

import attrs
import msgspec
from msgspec.structs import replace

from sw_competency.bulk import undisturbed
from sw_competency.catalogue import Catalogue, shipped
from sw_competency.dates import Moment, asked_day, asked_instant, zone
from sw_competency.directory import Directory
from sw_competency.errors import (
    ArgumentError,
    ConflictError,
    FeedRefusedError,
    FieldError,
    MalformedEntryError,
    Problem,
    SignOffRefusedError,
    StoreDamagedError,
    UnknownNameError,
    did_you_mean,
)
from sw_competency.files import as_file
from sw_competency.judge import Records
from sw_competency.judge.given_again import Completions, repeated
from sw_competency.model import (
    Appointment,
    Entry,
    Identity,
    Person,
    SignOff,
    SignOffRequest,
    Training,
    field_names,
    parse_entry,
    parse_person,
    with_ids,
)
from sw_competency.model.entries import WRITTEN
from sw_competency.model.joining import identities
from sw_competency.model.person_index import PersonIndex
from sw_competency.model.shape import a_kind, id_problem, parse_made, restriction_slips
from sw_competency.names import first_few
from sw_competency.patients import holds_patient_identifier
from sw_competency.questions import Questions
from sw_competency.questions._fields import Q, fields_of
from sw_competency.recording import Desk, Refusal, legible, once_where_empty, with_reason
from sw_competency.stores import Appended, Store, believed

if TYPE_CHECKING:
    from sw_competency.cohort.processes import Processes
    from sw_competency.formats import Names, Reading, Row
    from sw_competency.intake.intake import Intake
    from sw_competency.intake.plan import Plan
    from sw_competency.intake.saving import BatchUndone, BroughtIn
    from sw_competency.model.answers import Answer, Answers
    from sw_competency.model.extract import Extract, UnreadRow
    from sw_competency.pictures import Picture
    from sw_competency.portability.badge_check import Presented
    from sw_competency.questions.if_recorded import IfRecordedAnswer
    from sw_competency.questions.reconcile import ReconcileAnswer
    from sw_competency.questions.sync import SyncAnswer
    from sw_competency.questions.titles import TitleAnswer
    from sw_competency.reports._checking import PageCheck
    from sw_competency.rights.erasing import Erasure


@attrs.frozen(kw_only=True)
class Imported:
    """What became of a file that was imported.

    Args:
        read: how many rows said anything.
        appended: how many are new on record.
        already_there: how many were on record before.
        rejected: how many rows could not be taken.
        rejected_file: where those stand, with the reasons.
        warnings: what somebody should look at, though it was taken.
        skipped: rows that say nothing of their own, each with the reason; they are not among those read.
        sheets_not_read: sheets of a workbook that were not read, each with the reason.
        rejected_rows: the rows that could not be taken, each with its problems.
    """

    read: int = 0
    appended: int = 0
    already_there: int = 0
    rejected: int = 0
    rejected_file: str | None = None
    warnings: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    sheets_not_read: tuple[tuple[str, str], ...] = ()
    rejected_rows: "tuple[Row, ...]" = ()

    def to_json(self) -> dict[str, Any]:
        """Return the summary as `import --json` prints it; what was passed over stands there only if anything was."""
        names = ("read", "appended", "already_there", "rejected", "rejected_file")
        said: dict[str, Any] = {name: getattr(self, name) for name in names}
        for name, what in (("skipped", "row"), ("sheets_not_read", "sheet")):
            if passed_over := getattr(self, name):
                said[name] = [{what: each, "why": why} for each, why in passed_over]
        return said


def by_number(index: int, field: str) -> str:
    """Say where something stands among entries that are put on record together."""
    return f"[{index}].{field}" if field else f"[{index}]"


class Tracker:
    """Training records in a store, judged under a catalogue.

    Args:
        store: where the records are kept.
        catalogue: what the frameworks say; left out, the shipped catalogue.
        clock: gives the instant it is now, for those who test.
        time_zone: whose midnight begins a day.
        on_read: is told of each record that is read to answer somebody, whose it is: for a log of who read what.

    Raises:
        ArgumentError: something else is given for the store or the catalogue.
        UnknownNameError: this computer knows no such time zone.

    >>> from sw_competency import MemoryStore, Tracker
    >>> tracker = Tracker(MemoryStore())
    >>> _ = tracker.append([{"kind": "appointment", "worker": "w1", "on": "2024-01-08", "site": "site-1",
    ...                      "tier": "senior-clinical-support-worker"}])
    >>> tracker.at("2026-03-01").may("w1", "iv-cannulation").answer
    'may-not'
    """

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue | None = None,
        *,
        clock: Callable[[], datetime] | None = None,
        time_zone: str = "Europe/London",
        on_read: Callable[[tuple[str, str]], object] | None = None,
    ) -> None:
        if not isinstance(store, Store):
            raise ArgumentError(f"A tracker keeps its records in a store, such as TinyDBStore({str(store)!r})", store)
        if not isinstance(catalogue, Catalogue | None):
            raise ArgumentError("A tracker judges by a catalogue, such as load(read_layer(path))", catalogue)
        self.store = store
        self.catalogue = catalogue if catalogue is not None else shipped()
        self._clock = clock or (lambda: datetime.now(UTC))
        self._zone, self._on_read = zone(time_zone), on_read
        self.has_written = False  # whether anything was put on record: what fails afterwards does not undo it
        self.damage: dict[tuple[str, str], str] = {}  # of records that could not be read, what is wrong with them
        self.damaged_names: dict[str, str] = {}  # of names that could not be read, what is wrong with them
        self._kept = ""  # the digest of the catalogue that was seen to be kept beside the records

    # -- asking ----------------------------------------------------------------------------------------------------

    def now(self) -> datetime:
        """Return the instant it is, UTC."""
        return self._clock().astimezone(UTC)

    def today(self) -> date:
        """Return the day it is in the tracker's time zone."""
        return self._clock().astimezone(self._zone).date()

    def at(
        self, as_of: date | str | None = None, known_by: datetime | date | str | None = None, *, processes: int = 1
    ) -> Questions:  # fmt: skip
        """Ask questions about a day, by what was known at an instant.

        Args:
            as_of: the day the questions are about; left out, today.
            known_by: the instant up to which we knew; left out, now. A date is the end of that day, UTC.
            processes: how many share the work of a question about everybody; the answer is the same. What is kept
                nowhere but in this process, or read under a log, is judged by it alone.

        Raises:
            FieldError: a text that is no day or no instant, an instant for a day, an instant without its offset;
                fewer than one process.
            ArgumentError: something that is neither.
        """
        named = asked_day(as_of)
        moment = Moment(named or self.today(), asked_instant(known_by) or self.now())
        self._keep_catalogue()
        records = Records(self._read, moment.known_by)
        records.damage, records.owners, records.up_to = self.damage, self.store.owners, named
        records.received, records.identified = self._received, self.store.identified
        records.erased = self._erased
        spread = None if processes == 1 else self._spread(processes, moment, named)
        return Questions(records, self.catalogue, moment, self.workers, self.directory, spread=spread)

    def _spread(self, processes: int, moment: Moment, named: date | None) -> "Processes | None":
        from sw_competency.cohort.processes import Processes

        place = self.store.place or ""
        spread = Processes(partial(_opened, place, self.catalogue, self.now(), moment, named), processes)
        return spread if place and self._on_read is None else None

    @property
    def tells_who_is_read(self) -> bool:
        """Whether somebody is told of each record that is read: then none may be answered about unread."""
        return self._on_read is not None

    def _read(self, owner: tuple[str, str]) -> Sequence[Entry]:
        """Read a record that is asked about; one that was written by a clock far ahead hides what came after.

        Raises:
            StoreDamagedError: it cannot be read, or its last entry was recorded after the instant it is.
        """
        if self._on_read is not None:
            self._on_read(owner)
        return believed(owner, self.store.read(owner), self.now())

    def _received(self, owner: tuple[str, str]) -> dict[str, datetime]:
        return {each.id: batch.received_at for batch in self.store.batches(owner) for each in batch.entries}

    def _erased(self, owner: tuple[str, str]) -> list[tuple[datetime, Mapping[str, str]]]:
        return [(batch.received_at, batch.erased) for batch in self.store.batches(owner) if batch.erased is not None]

    def _keep_catalogue(self) -> None:
        """Keep the catalogue beside the records when it is first used: what was printed can be asked again."""
        if self._kept != self.catalogue.digest:
            self.store.keep_catalogue(self.catalogue.digest, self.catalogue.written)
            self._kept = self.catalogue.digest

    def department(
        self, as_of: date | str | None = None, known_by: datetime | date | str | None = None
    ) -> Questions:
        """Ask questions about everybody: going, since `at` asks them too.

        Args:
            as_of: as for `at`.
            known_by: as for `at`.
        """
        warn("tracker.department(...) is going: ask tracker.at(...)", DeprecationWarning, stacklevel=2)
        return self.at(as_of, known_by)

    def title(self, title: str) -> "TitleAnswer":
        """Tell what role and tier a local job title points to: going, since `at` asks it too.

        Args:
            title: the title.
        """
        warn("tracker.title(...) is going: ask tracker.at().titles([...])", DeprecationWarning, stacklevel=2)
        return self.at().titles([title])[0]

    def reconcile(
        self, path: Path | str, as_of: date | str | None = None, known_by: datetime | date | str | None = None
    ) -> "ReconcileAnswer":
        """Compare our record with an extract of ESR: going, since `at` asks it too.

        Args:
            path: the extract, CSV or workbook.
            as_of: as for `at`.
            known_by: as for `at`.
        """
        says = "tracker.reconcile(...) is going: ask tracker.at(...).reconcile(tracker.read_extract(path))"
        warn(says, DeprecationWarning, stacklevel=2)
        return self.at(as_of, known_by).reconcile(self.read_extract(path))

    def read_extract(self, given: Path | str | BinaryIO, name: str | None = None) -> "Extract":
        """Read an extract of ESR, a staff list or a training extract, to be compared; nothing is put on record.

        Args:
            given: the extract, CSV or workbook: a path, or a binary stream.
            name: what to call what comes from a stream; it ends as a file of its format does.

        Raises:
            UnreadableFileError: it cannot be read, or is no such extract.
            OtherTrustError: it is another trust's.
        """
        from sw_competency import formats

        with as_file(given, name) as path:
            return formats.read_extract(path, self._names())

    def sync(
        self, given: "Path | str | BinaryIO | Extract", scope: str = "esr", *, apply: bool = False,
        extract_date: date | str | None = None, stop_at: int = 5, take_over: bool = False, by: str | None = None,
        name: str | None = None,
    ) -> "SyncAnswer":  # fmt: skip
        """Hold a full extract of ESR against our record, and put on record what it changes, if told to.

        Args:
            given: the full extract, staff or training, CSV or workbook: a path, or a binary stream, or what was read.
            scope: which feed it is of.
            apply: whether to record what it changes, all of it or nothing; left out, it is only told.
            extract_date: its day; left out, the one it says in a column or in its name.
            stop_at: of how many in the hundred of the people, posts or completions it may lack before it is not taken.
            take_over: whether posts that a person entered are the feed's from now on.
            by: who writes it down.
            name: what to call what comes from a stream; it ends as a file of its format does.

        Raises:
            UnreadableFileError: it cannot be read, or is no such extract.
            OtherTrustError: it is another trust's.
            FeedRefusedError: its day is not known, an older one, or too much would vanish; nothing was stored.
        """
        from sw_competency.feeds import days
        from sw_competency.model.extract import Extract

        if scope not in days.SCOPES:
            raise UnknownNameError("scope", scope, days.SCOPES)
        extract = given if isinstance(given, Extract) else self.read_extract(given, name)
        day = days.day_of_extract(extract, asked_day(extract_date), self.today())
        sorts = days.sorts_of(extract, scope)
        for sort in sorts:
            days.refuse_older(extract, day, self.store.feed(sort))
        with undisturbed():  # nothing of a worker is left behind in circles
            answer = self.at(day).sync(extract, scope=scope, stop_at=stop_at, take_over=take_over)
            if not apply:
                return answer
            if answer.stops is not None:
                raise FeedRefusedError(f"{answer.stops}. Nothing was recorded.")
            recorded = len(self._append_fed(answer.record, by).added) if answer.record else 0
        for sort in sorts:
            self.store.keep_feed(sort, day)
        return msgspec.structs.replace(answer, recorded=recorded)

    def _append_fed(self, entries: Iterable[Entry], by: str | None) -> Appended:
        """Put on record what a feed proposes, all of it or none.

        Of a completion nothing is anybody's own words: whose it is, is on record, and the programme in the catalogue.
        All else is looked at as whatever comes from outside is.
        """
        if wrong := _by(by):
            raise MalformedEntryError(wrong)
        desk, made, problems = self._desk(), list[Entry](), list[Problem]()
        for entry in entries:
            made.append(entry if type(entry) is Training else parse_made(entry)[0])
            problems += desk.unfit(made[-1]) if type(entry) is not Training else ()
        if problems:
            raise MalformedEntryError(problems)
        if by is not None:
            made = [replace(entry, recorded_by=by) for entry in made]
        appended = self.store.append(with_ids(made), self.now)
        self.has_written = True
        return appended

    def brought(self, given: Path | str | BinaryIO, name: str | None = None) -> "tuple[Entry | UnreadRow, ...]":
        """Read another organisation's records, to be judged; nothing is put on record.

        Args:
            given: our entries, or an ESR training extract: a path, or a binary stream.
            name: what to call what comes from a stream; it ends as a file of its format does.

        Raises:
            UnreadableFileError: it cannot be parsed at all.
        """
        from sw_competency.model.extract import UnreadRow

        rows = self._read_file(given, name, self._names()).rows  # of people whose numbers are another organisation's
        told = ((row, "; ".join(f"{p.path}: {p.says}" if p.path else p.says for p in row.problems)) for row in rows)
        unread = [UnreadRow(row.number, why) for row, why in told if why]
        return (*with_ids(row.entry for row in rows if row.entry), *unread)

    def presented(self, path: Path | str) -> "tuple[Presented, ...]":
        """Read badges somebody brings, to be checked; nothing is put on record.

        Args:
            path: the file of badges, or the folder of a leaver's pack.

        Raises:
            UnreadableFileError: it cannot be read, or holds none.
        """
        from sw_competency.portability.pack import read_presented

        return read_presented(Path(path))

    def intake(
        self, given: Path | str | BinaryIO, plan: "Plan | Path | str | None" = None, name: str | None = None
    ) -> "Intake":
        """Read any file of tables, to be brought in by a plan; nothing is put on record.

        Args:
            given: a workbook or CSV: a path, or a binary stream.
            plan: the plan, or its file; left out, one is proposed.
            name: what to call what comes from a stream; it ends as a file of its format does.

        Raises:
            UnreadableFileError: one of them cannot be read.
            PlanError: the plan says what none can.
        """
        from sw_competency.intake.intake import Intake
        from sw_competency.intake.plan import read_plan
        from sw_competency.intake.tables import read_tables

        with as_file(given, name) as path:
            tables = read_tables(path)
        return Intake(tables, read_plan(Path(plan)) if isinstance(plan, Path | str) else plan)

    def with_files(self, question: Q) -> Q:
        """Return a question with what is in the files whose paths it was given.

        Args:
            question: the question, with a path where it asks for what is read from a file.

        Raises:
            UnreadableFileError: one cannot be read.
        """
        reads: dict[str, Callable[[Path], Any]] = {
            "badges": self.presented, "entries": self.brought, "extract": self.read_extract, "tables": self.intake,
        }  # fmt: skip
        paths = {field.name: getattr(question, field.name) for field in fields_of(type(question)) if field.file}
        what = {field.name: field.file.what for field in fields_of(type(question)) if field.file}
        found = {name: reads[what[name]](path) for name, path in paths.items() if isinstance(path, Path)}
        return msgspec.structs.replace(question, **found)

    def workers(self) -> Iterator[str]:
        """Name everybody whose training record is kept."""
        return self.store.owners("worker")

    def entries(self, worker: str) -> Sequence[Entry]:
        """Return a record as it was written, entry by entry, corrections and all."""
        if self._on_read is not None:
            self._on_read(("worker", worker))
        return self.store.read(("worker", worker))

    def report(
        self, name: str, *, format: str = "html", as_of: date | str | None = None,  # noqa: A002
        known_by: datetime | date | str | None = None, templates: Path | None = None, **about: Any,
    ) -> bytes:  # fmt: skip
        """Write a report, one of `sw_competency.reports.listing()`.

        Args:
            name: which one.
            format: html, pdf or md.
            as_of: the day it is about; left out, today.
            known_by: the instant up to which we knew; left out, now.
            templates: a site's own folder of templates; they take precedence over ours.
            about: what the report needs and takes, as the listing has it (`worker`, `competency`, `people` ...), and
                `contact`: as `reports.Asked` has them; a name or title does for an id.

        Raises:
            UnknownNameError: there is no such report, format or competency.
            AmbiguousNameError: a name or title fits several.
            ReportError: something is not said that the report needs, or a template cannot be used.
        """
        from sw_competency import reports

        questions = self.at(as_of, known_by)
        asked = reports.Asked(
            questions=questions, person=self.person, workers=lambda: questions.workers,
            head=self.head() if reports.needs_records(name) else None, **reports.told(about, self.directory.find),
        )  # fmt: skip
        return reports.write(name, asked, format, templates)

    def check_page(self, page: bytes, templates: Path | None = None) -> "PageCheck":
        """Tell whether a page is what was written for its moment, and what has changed since.

        Args:
            page: what is in its file, HTML, PDF or Markdown; or the text that was scanned from paper.
            templates: the site's own folder of templates by which it was laid out.

        Raises:
            UnreadableFileError: it is no page of ours.
        """
        from sw_competency.reports._checking import Desk, check

        def at(catalogue: Catalogue, as_of: str | None, known_by: str | None) -> Questions:
            return (self if catalogue is self.catalogue else self._under(catalogue)).at(as_of, known_by)

        return check(page, Desk(store=self.store, catalogue=self.catalogue, at=at, person=self.person), templates)

    def _under(self, catalogue: Catalogue) -> "Tracker":
        return Tracker(
            self.store, catalogue, clock=self._clock, time_zone=str(self._zone), on_read=self._on_read
        )  # fmt: skip

    def picture(self, answer: "Answer[Any] | Answers[Any]") -> "Picture | None":
        """Draw an answer: `tracker.picture(tracker.at().due()).svg`.

        Args:
            answer: what was answered; several answers together, where the question has them.

        Returns:
            The picture; None where there is none of that question, or nothing to be seen.
        """
        from sw_competency.pictures import picture_of

        return picture_of(answer, self.at(answer.moment.as_of, answer.moment.known_by))

    def head(self) -> str | None:
        """Return what stands for all records as they are, as a page prints it; None where the store has none."""
        head = self.store.head()
        return None if head is None else f"{head.size}:{head.root}"

    # -- writing ---------------------------------------------------------------------------------------------------

    def append(
        self, entries: Iterable[Mapping[str, Any] | Entry], recorded_by: str | None = None, *,
        called: Callable[[int, str], str] = by_number,
    ) -> Appended:  # fmt: skip
        """Put entries on record, all of them or none.

        Args:
            entries: entries, or the plain values they are made of; `person` lines are kept apart.
            recorded_by: who writes them down.
            called: says of a place among those given, from 0 up, and of a field, where that stands; left out, `[0].on`.

        Raises:
            ArgumentError: it is no list of such.
            MalformedEntryError: with every problem of every entry; nothing was stored.
            ConflictError: an id is already there with other content; nothing was stored.
        """
        desk = self._desk()
        taken, people, problems, warnings = [], [], _by(recorded_by), list[str]()
        for index, one in enumerate(_several(entries)):
            try:
                if isinstance(one, Mapping) and one.get("kind") == "person":
                    people.append(parse_person(one))
                    continue
                entry, noted = parse_made(one) if isinstance(one, Entry) else parse_entry(one)
                warnings += [f"{called(index, '')}: {warning}" for warning in (*noted, *desk.remarks(entry))]
                problems += [Problem(p.says, called(index, p.path)) for p in desk.unfit(entry)]
                problems += [Problem(p.says, called(index, p.path)) for p in _stamped_by_hand(entry)]
                taken.append(entry)
            except MalformedEntryError as error:
                found = desk.unfit_besides(one, error.problems) if isinstance(one, Mapping) else error.problems
                problems += [Problem(p.says, called(index, p.path)) for p in found]
        if problems:
            raise MalformedEntryError(problems)
        before = Completions(taken, self.store.read)
        stamped = desk.stamped(with_ids(taken), recorded_by)
        appended = self.store.append(stamped, self.now)
        self.has_written = True
        warnings += (*desk.about_people(appended.added), *desk.about_references(appended.added))
        warnings += repeated(appended.already_there, {entry.id for entry in taken}, self.catalogue.titled)
        warnings += self._changed(before, appended)
        for person in people:
            self.store.put_person(person)
        return replace(appended, warnings=(*appended.warnings, *warnings, *desk.voided(appended.already_there)))

    @property
    def directory(self) -> Directory:
        """Who and what is meant where somebody gives a name or a title for an id."""
        return Directory(self.catalogue, self.store.holds, self.person, self._people, self.person_index())

    def _desk(self) -> Desk:
        return Desk(
            self.catalogue, self.store.read, self.store.owners, self.store.holds, self.today(), self.now(),
            self.directory.near, self.store.identified,
        )  # fmt: skip

    def sign_off(
        self,
        worker: str,
        competency: str,
        assessor: str,
        on: date | None = None,
        by: str | None = None,
        anyway: str | None = None,
        **more: Any,
    ) -> Appended:
        """Sign somebody off now; refused, with the reasons and nothing stored, where it is not to be taken.

        It is taken where it would count, the countersignature apart; where something is on record of both people;
        where relearning is on record since the competency lapsed or was withdrawn; and once a day.

        Args:
            worker: who is signed off, by the id; a name is looked up with `directory.find`.
            competency: for what.
            assessor: by whom.
            on: the day; left out, today.
            by: who writes it down.
            anyway: why it is recorded all the same, where it would count; the reason is kept in the note.
            more: further fields of the entry, such as `restrictions` or `evidence`.

        Raises:
            UnknownNameError: no such competency.
            MalformedEntryError: a field cannot be taken, or there is no such field.
            SignOffRefusedError: it would not count, nobody can tell, or one of the other reasons.
        """
        if anyway is not None:
            more["note"] = with_reason(more.get("note"), anyway)
        desk = self._desk()
        entry, warnings = self._signing(desk, worker, competency, assessor, on, by, more)
        if desk.conflicts(entry):
            raise ConflictError([entry])
        refusals = desk.refusals(entry)
        if any(refusal.stands for refusal in refusals) or (refusals and anyway is None):
            raise SignOffRefusedError(refusals, can_be_told=all(r.kind != "cannot-tell" for r in refusals))
        return self._appended(desk, entry, warnings)

    def still_needed(self, worker: str, competency: str, assessor: str, on: date | None = None) -> list[Refusal]:
        """Return why a sign-off would be refused, as `sign_off` would refuse it; nothing is stored by asking.

        Args:
            worker: who would be signed off.
            competency: for what.
            assessor: by whom.
            on: the day; left out, today.

        Raises:
            UnknownNameError: no such competency.
            MalformedEntryError: a field cannot be taken.
        """
        desk = self._desk()
        return desk.refusals(self._signing(desk, worker, competency, assessor, on, None, {})[0])

    def _signing(
        self, desk: Desk, worker: str, competency: str, assessor: str, on: date | None, by: str | None,
        more: Mapping[str, Any],
    ) -> tuple[SignOff, list[str]]:  # fmt: skip
        """Make the entry of a sign-off, or say what is wrong with its shape."""
        self.catalogue.competency(competency)
        if "kind" in more:
            raise MalformedEntryError([Problem("is a sign-off; leave it out", "kind")])
        raw = {"kind": "sign-off", "worker": worker, "competency": competency, "assessor": assessor, **more}
        entry, warnings = self._made(desk, {**raw, "on": self.today() if on is None else on}, by)
        assert isinstance(entry, SignOff)
        return entry, warnings

    def countersign(
        self, worker: str, sign_off: str, by: str, on: date | None = None, recorded_by: str | None = None, **more: Any
    ) -> Appended:
        """Confirm a sign-off as a second person; refused, and nothing stored, where that could not count.

        Args:
            worker: who was signed off.
            sign_off: the id of the sign-off.
            by: who confirms it: neither the worker nor the assessor.
            on: the day; left out, today.
            recorded_by: who writes it down.
            more: further fields of the entry, such as `note`.

        Raises:
            NotOnRecordError: there is no such sign-off.
            MalformedEntryError: a field cannot be taken, or there is no such field.
            SignOffRefusedError: it could not count.
        """
        day = self.today() if on is None else on
        if refusals := self._desk().confirmed(worker, sign_off, by, day):
            raise SignOffRefusedError(refusals, what="countersignature")
        return self.record("countersignature", recorded_by, worker=worker, sign_off=sign_off, by=by, on=day, **more)

    def record(self, kind: str, recorded_by: str | None = None, **fields: Any) -> Appended:
        """Put one entry on record, such as a countersignature or a withdrawal; `on` left out is today.

        Args:
            kind: the kind of entry.
            recorded_by: who writes it down.
            fields: its fields by their written names, or with a line beneath where Python keeps the word for itself;
                None says nothing. People are named by their ids; a name is looked up with `directory.find`.

        Raises:
            MalformedEntryError: a field is lacking or cannot be taken, or there is no such field.
            SignOffRefusedError: an answer to a request to be signed off that is not there or answered already, or one
                to one's own.
        """
        desk = self._desk()
        raw = {"kind": kind, **fields, "on": self.today() if fields.get("on") is None else fields["on"]}
        appended = self._appended(desk, *self._made(desk, raw, recorded_by))
        told = repeated(appended.already_there, {str(fields.get("id"))}, self.catalogue.titled)
        return replace(appended, warnings=(*appended.warnings, *told))

    def _appended(self, desk: Desk, entry: Entry, warnings: Iterable[str]) -> Appended:
        before = Completions([entry], self.store.read)
        appended = self.store.append([entry], self.now)
        self.has_written = True
        told = (
            *appended.warnings, *warnings, *self._changed(before, appended), *desk.about_people(appended.added),
            *desk.about_references(appended.added),
            *desk.voided(appended.already_there),
        )  # fmt: skip
        return replace(appended, warnings=told)

    def _made(self, desk: Desk, raw: Mapping[str, Any], by: str | None) -> tuple[Entry, list[str]]:
        entry, warnings = _by_keywords(raw)
        problems = [*desk.unfit(entry), *_by(by), *_stamped_by_hand(entry)]
        if problems:
            raise MalformedEntryError(problems)
        if isinstance(entry, SignOffRequest) and (amiss := desk.out_of_turn(entry)) is not None:
            what = "request" if entry.answer is None else "answer to the request"
            raise SignOffRefusedError([amiss], what=what)
        made = desk.stamped(with_ids([entry], desk.others(entry)), by)[0]
        return made, [*warnings, *desk.remarks(entry)]

    def foresee(self, kind: str, as_of: date | str | None = None, **fields: Any) -> "IfRecordedAnswer":
        """Tell whose answers would change if an entry were recorded, such as a withdrawal; nothing is recorded.

        Args:
            kind: the kind of entry.
            as_of: the first day looked at; left out, today, or the entry's own day if that is earlier.
            fields: its fields by their written names; None says nothing. Its day may lie ahead.

        Raises:
            MalformedEntryError: a field is lacking or cannot be taken.
        """
        desk = self._desk()
        raw = {"kind": kind, **fields, "on": self.today() if fields.get("on") is None else fields["on"]}
        entry, _ = _by_keywords(raw)
        if problems := [problem for problem in desk.unfit(entry) if problem.path != "on"]:
            raise MalformedEntryError(problems)
        questions = self.at(as_of or min(entry.on, self.today()))
        entry = with_ids([entry], desk.others(entry))[0]
        return questions.if_recorded(replace(entry, recorded_at=questions.moment.known_by))

    def read_file(self, given: Path | str | BinaryIO, name: str | None = None) -> "Reading":
        """Read a file of entries, or an ESR extract, and put nothing on record; `import_reading` does that.

        Args:
            given: JSON Lines, CSV, a workbook, or an ESR extract: a path, or a binary stream.
            name: what to call what comes from a stream; it ends as a file of its format does.

        Raises:
            UnreadableFileError: it cannot be parsed at all.
        """
        return self._read_file(given, name, self._names(self.person_index()))

    def _read_file(self, given: Path | str | BinaryIO, name: str | None, names: "Names") -> "Reading":
        from sw_competency import formats
        from sw_competency.portability import standards

        with as_file(given, name) as path, undisturbed():
            return formats.read(path, names, standards.importers())

    def _names(self, people: PersonIndex | None = None) -> "Names":
        from sw_competency.formats import Names

        titles = {name: programme.title for name, programme in self.catalogue.programmes.items()}
        return Names(programmes=titles, trusts=self.catalogue.trusts, people=people or PersonIndex())

    def person_index(self) -> PersonIndex:
        """Return everybody on record by every number they are known under, as it is on record now."""
        store, read = self.store, legible(self.store.read)
        return PersonIndex(
            lambda id_: store.holds(("worker", id_)) or store.holds(("assessor", id_)) or self.person(id_) is not None,
            lambda: dict.fromkeys((*store.owners("worker"), *store.owners("assessor"))),
            lambda: identities(
                (worker for what in ("scheme", "same_as") for worker, _ in store.identified(what)), read, None
            ),
            self._people,
        )

    def import_file(
        self, given: Path | str | BinaryIO, by: str | None = None, *, history: bool = False, name: str | None = None
    ) -> Imported:
        """Import a file of entries; what cannot be taken is written to `<file>.rejected.csv`, row by row.

        The good rows are appended, record by record; the same file twice adds nothing. Of a stream no file is written:
        `rejected_rows` holds what could not be taken.

        Args:
            given: JSON Lines, CSV, a workbook, or an ESR extract: a path, or a binary stream.
            by: who writes them down, where a row does not say.
            history: whether rows that say when they were recorded are taken so into records that are not empty, too.
            name: what to call what comes from a stream; it ends as a file of its format does.

        Raises:
            UnreadableFileError: the file cannot be parsed at all.
            MalformedEntryError: nobody can be called as `by` says.
        """
        from sw_competency import formats

        if wrong := _by(by):
            raise MalformedEntryError(wrong)
        reading = self.read_file(given, name)
        imported = self.import_reading(reading, by, history=history)
        if not isinstance(given, Path | str):
            return imported
        written = formats.write_rejected(Path(given), reading, imported.rejected_rows)
        return attrs.evolve(imported, rejected_file=str(written) if imported.rejected else None)

    def import_reading(self, reading: "Reading", by: str | None = None, *, history: bool = False) -> Imported:
        """Put on record what was read of a file, record by record; `rejected_rows` holds what could not be taken.

        Args:
            reading: what was read.
            by: who writes it down, where a row does not say.
            history: whether rows that say when they were recorded are taken so into records that are not empty, too.

        Raises:
            MalformedEntryError: nobody can be called as `by` says.
        """
        if wrong := _by(by):
            raise MalformedEntryError(wrong)
        with undisturbed():
            return self._imported(reading, by, history=history)

    def _imported(self, reading: "Reading", by: str | None, *, history: bool) -> Imported:
        desk = self._desk()
        read = once_where_empty(self.store.read)
        rows = _writable((_looked_at(r, desk) for r in reading.rows), read)
        good = [r for r in rows if not r.problems]
        before = Completions((r.entry for r in good if r.entry), read)
        known = {id(r) for r in good if r.leaves_open and r.entry and before.gives_last_day(r.entry)}
        good = [r for r in good if id(r) not in known]
        entries = desk.stamped(with_ids(r.entry for r in good if r.entry), by, history=history)
        row_of = dict(zip(map(id, entries), (r for r in good if r.entry), strict=True))
        appended, clashing = self.store.take_in(entries, self.now, history=history)
        self.has_written = True
        last = {r.person.id: r for r in good if r.person}  # of two lines about one person the last holds
        twice = [(r, last[r.person.id]) for r in good if r.person and last[r.person.id] is not r]
        people = [r.person for r in last.values() if r.person]
        new = [person for person in people if self.person(person.id) != person]
        unkept = self._put(new)
        rejected = [r for r in rows if r.problems]
        rejected += [
            attrs.evolve(row, problems=(Problem(unkept[row.person.id]),))
            for row in last.values() if row.person and row.person.id in unkept
        ]  # fmt: skip
        new, people = ([p for p in those if p.id not in unkept] for those in (new, people))
        for entry in clashing:
            sentence = f"the id '{entry.id}' is already there with other content; give another id, or correct the entry"
            rejected.append(attrs.evolve(row_of[id(entry)], problems=(Problem(sentence, "id"),)))
        rejected.sort(key=lambda r: r.number)
        return Imported(
            read=len(rows) - len(twice), appended=len(appended.added) + len(new),
            already_there=len(appended.already_there) + len(known) + len(people) - len(new),
            rejected=len(rejected), rejected_rows=tuple(rejected),
            warnings=(
                *reading.warnings, *appended.warnings,
                *(f"row {r.number}: {w}" for r in good for w in r.warnings), *_once(good, desk.remarks),
                *desk.about_people(appended.added), *desk.about_references(appended.added),
                *self._strangers(appended.added),
                *desk.about_stamps(appended.added), *desk.voided(appended.already_there),
                *self._changed(before, appended),
                *(f"row {r.number} says other things of {r.person.id} than row {later.number}, which is later and holds"
                  for r, later in twice if r.person and r.person != later.person),
            ),
            skipped=(
                *((each.what, each.why) for each in reading.skipped),
                *((f"row {r.number}", f"row {later.number} is about the same person") for r, later in twice),
            ),
            sheets_not_read=tuple((each.what, each.why) for each in reading.sheets_not_read),
        )  # fmt: skip

    def bring_in(self, intake: "Intake", by: str) -> "BroughtIn":
        """Put on record what comes of a file of tables, all of it or nothing, as one batch; what is asked stays out.

        What is on record already is not recorded again, so that the same file twice adds nothing.

        Args:
            intake: the file and the plan; see `intake`.
            by: who brings it in, and accepts what was signed off before.

        Raises:
            PlanError: the plan is of another file, or names what the catalogue does not hold.
            MalformedEntryError: an entry cannot be taken; nothing was stored.
        """
        from sw_competency.intake import saving
        from sw_competency.intake.people import People
        from sw_competency.questions.bring_in import remarks as remarks_on

        if wrong := _by(by):
            raise MalformedEntryError(wrong)
        proposal = intake.looked_at(self.catalogue, People(self.person_index(), self._people), by)
        preview, remarks = proposal.preview, tuple(remarks_on(self.at(), proposal))
        saving.refuse_ahead(preview, self.today())
        workers = dict.fromkeys(str(one.raw["worker"]) for one in preview.brought)
        ready = saving.ready(preview, intake.tables.digest, {who: self.entries(who) for who in workers})
        appended = self.append(ready.lines, by) if ready.lines else Appended()
        there = ready.already_there + len(appended.already_there)
        unposted = saving.unposted({who: self.entries(who) for who in workers})
        warnings = (*remarks, *appended.warnings, *unposted)
        return saving.BroughtIn(ready.batch, len(appended.added), there, len(preview.open), warnings)

    def undo_batch(self, batch: str, reason: str, by: str | None = None) -> "BatchUndone":
        """Correct every entry of a batch: they are void from now on. What was corrected since stays as it is.

        Args:
            batch: the mark of the batch.
            reason: why.
            by: who undoes it.

        Raises:
            NotOnRecordError: nothing on record is of that batch.
            MalformedEntryError: the reason cannot be taken.
        """
        from sw_competency.intake import saving

        standing, corrected = saving.of_batch(batch, map(self.entries, self.workers()))
        appended = self.append(saving.voids(standing, self.today(), reason), by) if standing else Appended()
        return saving.BatchUndone(len(appended.added), tuple(corrected))

    def _put(self, people: Iterable[Person]) -> dict[str, str]:
        """Keep names; give those for which something else stands in the way, with what that is."""
        wrong = {}
        for person in people:
            try:
                self.store.put_person(person)
            except StoreDamagedError as error:
                wrong[person.id] = str(error).rstrip(".")
        return wrong

    def _changed(self, before: Completions, appended: Appended) -> Iterator[str]:
        again = before.again(appended.added)
        now = Completions((*again, *appended.already_there), self.store.read)
        yield from now.superseded(appended.already_there, self.catalogue.titled)
        yield from now.displaced(before, again, self.catalogue.titled)

    def _strangers(self, entries: Sequence[Entry]) -> Iterator[str]:
        """Name workers of whom no appointment is on record: most often an id that was mistyped."""
        expected = {e.owner for e in entries if _is_expected(e)}
        for kind, worker in dict.fromkeys(e.owner for e in entries if e.owner not in expected):
            if kind == "worker" and not any(map(_is_expected, self.store.read((kind, worker)))):
                yield f"no appointment of '{worker}' is on record; check the id, or record one"

    # -- people ----------------------------------------------------------------------------------------------------

    def name(self, person: str) -> str:
        """Return the name of a person as a report prints it; the id where there is none."""
        known = self.person(person)
        return known.name if known is not None and known.name else person

    def person(self, person: str) -> Person | None:
        """Return what is known of a person; where that is damaged nothing, and `damaged_names` says so."""
        try:
            return self.store.person(person)
        except StoreDamagedError as error:
            self.damaged_names[person] = str(error)
            return None

    def _people(self) -> Iterator[Person]:
        try:
            yield from self.store.people()
        except StoreDamagedError as error:
            self.damaged_names |= {says: says for says in error.each}

    def erase(
        self, worker: str, reason: str, by: str | None = None, *, anyway: bool = False, dry_run: bool = False
    ) -> "Erasure":
        """Erase a person's records and name for good; that there was a record, who erased it and why, stays.

        Args:
            worker: of whom, by the id.
            reason: why.
            by: who decided it; left out, nobody is named.
            anyway: erase also what a rule of the catalogue says is still to be kept.
            dry_run: erase nothing, and tell what would be erased.

        Raises:
            FieldError: no reason is given.
            NotOnRecordError: nothing is on record of them.
            KeptError: something is still to be kept; nothing was erased.
        """
        from sw_competency.rights.erasing import erase, foreseen

        if not reason.strip() or holds_patient_identifier(reason):
            raise FieldError("reason", "is empty or holds a patient's number: say in words why it is erased")
        if problems := _by(by):
            raise MalformedEntryError(problems)
        erasure = foreseen(self.at(), self.store, worker)
        if not dry_run:
            erase(erasure, self.store, by or "not said", reason, self.now, anyway=anyway)
        return erasure

    def erase_person(self, person: str) -> bool:
        """Erase the name of a person and what else is known; the ledger stays. Tell whether there was anything."""
        return self.store.erase_person(person)


def _opened(place: str, catalogue: Catalogue, now: datetime, moment: Moment, named: date | None) -> Questions:
    """Open the records in another process, to be asked about the same moment at the same instant."""
    from sw_competency.stores import open_store

    questions = Tracker(open_store(place), catalogue, clock=lambda: now).at(moment.as_of, moment.known_by)
    questions.records.up_to = named
    return questions


def _is_expected(entry: Entry) -> bool:
    """Tell an entry that says why there is a record: a post, or another id of somebody who may have one."""
    return isinstance(entry, Appointment) or (isinstance(entry, Identity) and entry.same_as is not None)


def _writable(rows: "Iterable[Row]", read: Callable[[tuple[str, str]], Sequence[Entry]]) -> list["Row"]:
    """Return rows, those for a record that is damaged with the reason why they cannot be put there."""
    damage: dict[tuple[str, str], str | None] = {}
    out = []
    for row in rows:
        if row.entry is not None and (owner := row.entry.owner) not in damage:
            damage[owner] = _damage(owner, read)
        says = damage[row.entry.owner] if row.entry is not None else None
        out.append(row if says is None else attrs.evolve(row, problems=(*row.problems, Problem(says))))
    return out


def _damage(owner: tuple[str, str], read: Callable[[tuple[str, str]], Sequence[Entry]]) -> str | None:
    try:
        read(owner)
    except StoreDamagedError as error:
        return str(error).rstrip(".")
    return None


def _looked_at(row: "Row", desk: Desk) -> "Row":
    """Return a row with all that keeps it off the record, one problem for each."""
    if row.entry is not None:
        unfit = desk.unfit(row.entry)
        return attrs.evolve(row, problems=(*row.problems, *unfit)) if unfit else row
    return attrs.evolve(row, problems=tuple(desk.unfit_besides(row.said, row.problems)))


def _once(rows: "Iterable[Row]", remarks: Callable[[Entry | None], list[str]]) -> Iterator[str]:
    """Say what is remarked in the entries of a file, the same of many rows once."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for remark in remarks(row.entry):
            found.setdefault(remark, []).append(str(row.number))
    for remark, numbers in found.items():
        yield f"row {first_few(numbers, 1)}: {remark}"


def _by_keywords(raw: Mapping[str, Any]) -> tuple[Entry, list[str]]:
    """Make the one entry that is given by keywords; one that is no field is a slip, and nothing to be kept."""
    entry, warnings = parse_entry({WRITTEN.get(name, name): value for name, value in raw.items() if value is not None})
    known = field_names(entry.kind)
    problems = [
        Problem(f"{a_kind(entry.kind)} has no field '{name[:80]}'{did_you_mean(name, known)}", name[:80])
        for name in entry.extra
    ]
    problems += [Problem(slip, "restrictions") for slip in restriction_slips(raw)]
    if problems:
        raise MalformedEntryError(problems)
    return entry, warnings


def _stamped_by_hand(entry: Entry) -> list[Problem]:
    stamps = [name for name in ("recorded_at", "recorded_at_source") if getattr(entry, name) is not None]
    return [Problem("is stamped by the library; leave it out", name) for name in stamps]


def _by(by: str | None) -> list[Problem]:
    """Say what is wrong with the id of whoever writes entries down, if anything is."""
    problem = None if by is None else id_problem("recorded_by", by)
    return [Problem(problem, "recorded_by")] if problem else []


def _several(entries: Any) -> Iterator[Mapping[str, Any] | Entry]:
    takes = "append takes a list of entries, or of the plain values they are made of"
    if isinstance(entries, str | bytes | Mapping) or not isinstance(entries, Iterable):
        raise ArgumentError(takes, entries)
    for one in entries:
        if not isinstance(one, Mapping | Entry):
            raise ArgumentError(takes, one)
        yield one
