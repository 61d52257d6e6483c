"""Questions about everybody in a Parquet file of entries: by its columns where those tell, else record by record."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sw_competency.catalogue import Catalogue
from sw_competency.cohort.carried import parted
from sw_competency.cohort.processes import Processes
from sw_competency.dates import Moment, asked_day, asked_instant
from sw_competency.directory import Directory
from sw_competency.errors import ArgumentError, MissingExtraError, UnreadableFileError
from sw_competency.formats.parquet import TEXTS, schema
from sw_competency.judge import Records
from sw_competency.judge.everybody import ByWorker, Everybody, Spread
from sw_competency.judge.records import Owner
from sw_competency.model import Entry, Person, parse_person
from sw_competency.questions import Questions
from sw_competency.questions.outcomes import Judged, Outcomes
from sw_competency.rules.bounds import ORDER
from sw_competency.stores import BEHIND, _codec, believed

if TYPE_CHECKING:
    from sw_competency.cohort.columns import Column, Columns, Many, Truths

_ROWS = 200_000  # that are reckoned with at once: enough for numpy to be quick, few enough to be held
_KEPT = 4  # groups of rows, whose lines are kept at hand
_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400_000_000  # microseconds
_RECORD = ("owner_kind", "owner", "place", "entries")


def at(
    path: Path | str, catalogue: Catalogue, as_of: date | str, known_by: datetime | date | str,
    now: datetime | None = None, *, processes: int = 1,
) -> Questions:  # fmt: skip
    """Ask questions of the entries in a Parquet file that `export parquet` wrote.

    All questions can be asked; `outcomes` is worked out by columns, and only whom those do not decide is judged one
    by one. No more is held than some groups of rows, and where each record stands.

    Args:
        path: the file.
        catalogue: what the frameworks say.
        as_of: the day the questions are about.
        known_by: the instant up to which we knew; a date is its end, UTC.
        now: the instant it is: a record stamped later cannot be read, as in a store; left out, every record can.
        processes: how many share the work of what is judged one by one.

    Raises:
        ArgumentError: a day or an instant is missing.
        FieldError: fewer than one process.
        MissingExtraError: what reads Parquet, or reckons with columns, is not installed.
        UnreadableFileError: it is damaged, or another program's; or a record does not stand there whole.
    """
    day, known = asked_day(as_of), asked_instant(known_by)
    if day is None or known is None:
        raise ArgumentError("A file of entries is asked about a day, by what was known at an instant", as_of)
    file = EntriesFile(Path(path), now)
    records = Records(file.read, known)
    records.up_to, records.owners = day, file.owners
    records.identified = lambda what: file.same if what == "same_as" else ()
    directory = Directory(catalogue, file.holds, file.person, file.people)
    shared = None if processes == 1 else Processes(partial(at, path, catalogue, day, known, now), processes)
    spread = partial(_spread, file, shared)
    return Questions(records, catalogue, Moment(day, known), lambda: file.owners("worker"), directory, spread=spread)


class _Group(NamedTuple):
    """The records of a group of rows: the number of the first, how many entries each has, and which are workers'."""

    first: int
    many: "Many"
    whose: "Truths"


class EntriesFile:
    """A Parquet file of entries, of which records are read one by one and columns many at a time.

    Args:
        path: the file.
        now: the instant it is.

    Raises:
        MissingExtraError: what reads it is not installed.
        UnreadableFileError: it is damaged, or another program's; or a record does not stand there whole.
    """

    def __init__(self, path: Path, now: datetime | None = None) -> None:
        try:
            import numpy  # noqa: F401
            import pyarrow
            from pyarrow import parquet
        except ModuleNotFoundError:
            raise MissingExtraError("A Parquet file", "cohort") from None
        self._path, self._wrong = path, (pyarrow.ArrowException, KeyError, ValueError, OSError)
        self._now = now
        try:
            with path.open("rb"):
                pass
        except OSError as error:
            raise UnreadableFileError(f"'{path}' cannot be opened: {error.strerror}; give another file.") from None
        try:
            self._file = parquet.ParquetFile(
                path, read_dictionary=["owner_kind", "owner", "kind", *TEXTS], page_checksum_verification=True
            )
        except self._wrong as error:
            raise self._unreadable(error) from None
        there = self._file.schema_arrow
        for column in schema(pyarrow):
            if column.name not in there.names:
                raise self._unreadable(f"it has no column '{column.name}'")
            kind = there.field(column.name).type
            kind = kind.value_type if pyarrow.types.is_dictionary(kind) else kind
            if column.type != kind:
                raise self._unreadable(f"its column '{column.name}' is of the kind {kind}, not {column.type}")
        self._asked: dict[str, None] = {}  # columns, in the order in which they were first asked for
        self._lines = lru_cache(_KEPT)(self._lines_of)
        self.same: list[tuple[str, str]] = []  # who perhaps is known by two ids
        self._numbers: dict[str, dict[str, int]] = {}  # of the records of a kind, by whose they are: counted through
        self._groups: list[_Group] = []
        for group in range(self._file.num_row_groups):
            self._look_at(group)

    def _unreadable(self, error: object) -> UnreadableFileError:
        says = str(error).partition("\n")[0][:200]
        return UnreadableFileError(
            f"'{self._path}' is no Parquet file of our entries, damaged, or of an older version ({says}); "
            "write it with  export parquet."
        )

    def _table(self, groups: list[int], columns: list[str]) -> Any:
        try:
            return self._file.read_row_groups(groups, columns=columns, use_threads=False)
        except self._wrong as error:
            raise self._unreadable(error) from None

    def _look_at(self, group: int) -> None:
        """Find where each record of a group of rows stands."""
        import numpy as np

        table = self._table([group], [*_RECORD, "same_as"])
        begins, many, owners = _begun(table)
        kinds = table.column("owner_kind").take(begins).to_pylist()
        whose = np.array([kind == "worker" for kind in kinds], bool)
        first = sum(map(len, self._numbers.values()))
        self._groups.append(_Group(first, many, whose))
        for number, (kind, owner) in enumerate(zip(kinds, owners, strict=True), first):
            if self._numbers.setdefault(kind, {}).setdefault(owner, number) != number:
                raise parted(owner)
        same = table.column("same_as")
        if same.null_count < len(same):
            named = zip(table.column("owner").to_pylist(), same.to_pylist(), strict=True)
            self.same += [(owner, other) for owner, other in named if other is not None]

    def owners(self, kind: str) -> list[str]:
        """Name those of whom there is a record, in order."""
        return sorted(self._numbers.get(kind, ()))

    def holds(self, owner: Owner) -> bool:
        """Tell whether there is a record."""
        return owner[1] in self._numbers.get(owner[0], ())

    def read(self, owner: Owner) -> Sequence[Entry]:
        """Return the entries of a record; none where there is none.

        Raises:
            StoreDamagedError: it is stamped in the future, or holds what no store wrote.
        """
        entries = _codec.entries(self._line(owner), f"the record of {owner[1]}")
        return entries if self._now is None else believed(owner, entries, self._now)

    def _line(self, owner: Owner) -> bytes:
        if not self.holds(owner):
            return b"[]"
        number = self._numbers[owner[0]][owner[1]]
        group = bisect_right(self._groups, number, key=lambda each: each.first) - 1
        at, many = number - self._groups[group].first, self._groups[group].many
        begin, entries = int(many[:at].sum()), int(many[at])
        lines = self._lines(group).slice(begin, entries).to_pylist()
        return f"[{','.join(line or '' for line in lines)}]".encode()

    def _lines_of(self, group: int) -> Any:
        return self._table([group], ["line"]).column("line")

    def person(self, id: str) -> Person | None:  # noqa: A002 - what it is called everywhere else
        """Return what is known of a person by an id."""
        known = _codec.documents(self._line(("person", id)))
        return parse_person(known[0]) if known else None

    def people(self) -> Iterator[Person]:
        """Return everybody whose name is known."""
        return (person for id_ in self.owners("person") if (person := self.person(id_)) is not None)

    def batches(self, known_by: datetime) -> Iterator["tuple[Columns, Truths]"]:
        """Return the entries of workers as columns, some groups of rows at a time, and who is stamped in the future.

        Args:
            known_by: the instant up to which we knew.
        """
        import numpy as np

        groups, rows, workers = list[int](), 0, iter(self._numbers.get("worker", ()))
        for group in range(self._file.num_row_groups):
            groups.append(group)
            rows += self._file.metadata.row_group(group).num_rows
            if rows >= _ROWS or group == self._file.num_row_groups - 1:
                many = np.concatenate([self._groups[each].many for each in groups])
                whose = np.concatenate([self._groups[each].whose for each in groups])
                yield self._columns(groups, tuple(islice(workers, int(whose.sum()))), many, whose, known_by)
                groups, rows = [], 0

    def _columns(
        self, groups: list[int], owners: tuple[str, ...], many: "Many", whose: "Truths", known_by: datetime
    ) -> "tuple[Columns, Truths]":
        import numpy as np

        from sw_competency.cohort.columns import Columns

        rows = slice(None) if whose.all() else np.repeat(whose, many)
        entries = many[whose]
        first = self._table(groups, list(dict.fromkeys(["on", "recorded_at", *self._asked])))

        @cache
        def column(name: str) -> "Column":
            if name == "owner":
                return np.repeat(np.arange(len(owners)), entries), None
            if name not in first.column_names:
                self._asked[name] = None
            table = first if name in first.column_names else self._table(groups, [name])
            values, texts = _numbers(table.column(name))
            if name == "recorded_at":
                end_of_day = (_numbers(first.column("on"))[0] + np.int64(1)) * _DAY - 1  # where nobody said when
                values = np.where(values == NO_INSTANT, end_of_day, values)
            return values[rows], texts

        ahead = np.zeros(len(owners), bool)
        if self._now is not None and owners:
            ahead = column("recorded_at")[0][np.cumsum(entries) - 1] > _micros(self._now + BEHIND)
        return Columns(column, owners, _micros(known_by)), ahead


NO_INSTANT = -(2**63)


def _micros(instant: datetime) -> int:
    return (instant - _BEGAN) // timedelta(microseconds=1)


def _begun(table: Any) -> "tuple[Many, Many, list[str]]":
    """Return where records begin, how many entries each has, and whose they are.

    Raises:
        UnreadableFileError: one is not whole, or not in its order: nobody can be judged by a part of one.
    """
    import numpy as np

    place, entries = (table.column(name).to_numpy() for name in ("place", "entries"))
    begins = np.flatnonzero(place == 0)
    many = np.diff(np.append(begins, len(place)))
    owners = table.column("owner").take(begins).to_pylist() if len(begins) else []
    wrong = entries[begins] != many
    if len(place) and (not len(begins) or begins[0]):
        raise parted(table.column("owner")[0].as_py())
    if wrong.any() or not np.array_equal(place, np.arange(len(place)) - np.repeat(begins, many)):
        raise parted(owners[int(np.argmax(wrong))])
    return begins, many, owners


def _numbers(column: Any) -> "Column":
    """Return a column as numbers, with the texts they stand for."""
    import pyarrow as pa

    from sw_competency.cohort.columns import NO_DAY

    if pa.types.is_dictionary(column.type):
        one = column.unify_dictionaries().combine_chunks()
        if isinstance(one, pa.ChunkedArray):
            one = one.chunk(0) if one.num_chunks else pa.array([], column.type)
        return _filled(one.indices, -1), tuple(one.dictionary.to_pylist())
    if pa.types.is_date(column.type):
        return _filled(column.cast("int32"), NO_DAY), None
    if pa.types.is_timestamp(column.type):
        return _filled(column.cast("int64"), NO_INSTANT), None
    return _filled(column.cast("int32"), 0), None


def _filled(column: Any, otherwise: int) -> "Many":
    values: Many = (column.fill_null(otherwise) if column.null_count else column).to_numpy()
    return values


def _spread(file: EntriesFile, shared: Spread | None, everybody: Everybody, question: ByWorker) -> Iterator[Any]:
    """Return what a question finds of each worker: by columns, where it is one that those can tell."""
    if isinstance(question, Outcomes):
        return _outcomes(file, everybody, question)
    return question.found(everybody) if shared is None else shared(everybody, question)


def _outcomes(file: EntriesFile, everybody: Everybody, question: Outcomes) -> Iterator[Judged]:
    """Judge everybody: by the columns whom they decide, and all others one by one, where their lines are at hand."""
    import numpy as np

    from sw_competency.cohort.sieve import bounds_of_rule

    everybody.catalogue.rule(question.rule)
    records, day = everybody.records, everybody.moment.as_of
    place = {worker: place for place, worker in enumerate(everybody.workers)}
    found = np.full(len(place), -1, np.int8)

    def judge(workers: Iterable[str]) -> None:
        some = everybody.only([worker for worker in workers if worker in place])  # of one person's ids only the one
        some.watcher = None
        for one in question.found(some):
            found[place[one.worker]] = ORDER.index(one.outcome)

    several = frozenset(records.joining.ids)
    for columns, ahead in file.batches(everybody.moment.known_by):
        least, most = bounds_of_rule(columns, everybody.catalogue, records, question.rule, day)
        open_ = (least != most) | ahead | np.array([owner in several for owner in columns.owners], bool)
        found[[place[columns.owners[n]] for n in np.flatnonzero(~open_)]] = least[~open_]
        judge(columns.owners[n] for n in np.flatnonzero(open_))
        if everybody.watcher is not None:
            everybody.watcher("Looking at records", int((found >= 0).sum()), len(place))
    judge(worker for worker in place if found[place[worker]] < 0)
    return (Judged(worker, ORDER[outcome]) for worker, outcome in zip(place, found.tolist(), strict=True))
