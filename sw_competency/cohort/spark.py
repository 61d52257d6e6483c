"""A question about everybody, answered by Apache Spark over Parquet files of entries: the same function, elsewhere."""

import pickle
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sw_competency.catalogue import Catalogue
from sw_competency.cohort.batch import Found, judged, received
from sw_competency.cohort.carried import Line, World, judged_apart, parted, whole_records
from sw_competency.dates import Moment, asked_day, asked_instant
from sw_competency.errors import ArgumentError, UnreadableFileError
from sw_competency.judge.everybody import ByWorker, Everybody
from sw_competency.judge.records import Owner
from sw_competency.model.joining import identities_in
from sw_competency.questions import Questions
from sw_competency.stores import _codec

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_LINE = ("owner", "place", "entries", "line")


def at(
    spark: "SparkSession", path: str, catalogue: Catalogue, as_of: date | str, known_by: datetime | date | str,
    now: datetime | None = None,
) -> Questions:  # fmt: skip
    """Ask questions about everybody in a Parquet file that `export parquet` wrote; Spark judges each, where it stands.

    What is about everybody, worker by worker (`who_meets`, `matrix`), is shared by its executors, which must have this
    library; nothing else is to be asked here. The records of assessors and sites, and of workers whom others name, are
    sent to all of them.

    Args:
        spark: the session.
        path: the file, or a folder of such files, as Spark reads it; no record may be in two of them.
        catalogue: what the frameworks say.
        as_of: the day the questions are about.
        known_by: the instant up to which we knew; a date is its end, UTC.
        now: the instant it is: a record stamped later cannot be read, as in a store; left out, every record can.

    Raises:
        ArgumentError: a day or an instant is missing.
        UnreadableFileError: a record stands there twice, or one that all need is not whole.
    """
    day, known = asked_day(as_of), asked_instant(known_by)
    if day is None or known is None:
        raise ArgumentError("Spark is asked about a day, by what was known at an instant", as_of)
    rows = spark.read.parquet(path)
    world = _world(rows, catalogue, Moment(day, known), now)
    here = world.questions({})
    spread = partial(_spread, rows, world)
    return Questions(here.records, catalogue, here.moment, lambda: world.workers, here.directory, spread=spread)


def _world(rows: "DataFrame", catalogue: Catalogue, moment: Moment, now: datetime | None) -> World:
    """Gather what everybody's judgement may look at."""
    from pyspark.sql.functions import explode

    of_workers = rows.where("owner_kind = 'worker'")
    named = rows.select(explode("people").alias("owner")).distinct()
    others = rows.where("owner_kind != 'worker'").select("owner_kind", *_LINE).collect()
    lines: dict[Owner, list[str]] = {}
    for kind in ("assessor", "site"):
        lines |= _records(kind, (row[1:] for row in others if row.owner_kind == kind))
    lines |= _records("worker", of_workers.join(named, "owner", "left_semi").select(*_LINE).collect())
    telling = of_workers.where("kind in ('identity', 'correction')").select("line").collect()
    said = _codec.entries(f"[{','.join(row.line for row in telling)}]".encode())
    if several := {id_ for pair in identities_in(said, "same_as") for id_ in pair}:
        lines |= _records("worker", of_workers.where(of_workers.owner.isin(sorted(several))).select(*_LINE).collect())
    workers = sorted(row.owner for row in of_workers.where("place = 0").select("owner").collect())
    if twice := next((one for one, other in pairwise(workers) if one == other), None):
        raise parted(twice)
    people = [row.line for row in others if row.owner_kind == "person"]
    return World(catalogue, moment, tuple(workers), lines, tuple(people), now)


def _records(kind: str, rows: Iterable[Any]) -> dict[Owner, list[str]]:
    lines: list[Line] = sorted(tuple(row) for row in rows)
    return {(kind, owner): record for owner, record in whole_records(lines)}


def _spread(rows: "DataFrame", world: World, everybody: Everybody, question: ByWorker) -> Iterator[Any]:
    """Return what a question finds of each worker, in their order.

    Raises:
        UnreadableFileError: a record is not whole.
    """
    task = partial(_part, pickle.dumps((world, question)))
    lines = rows.where("owner_kind = 'worker'").select(*_LINE)
    found: dict[str, Found] = {}
    for owner, each, wrong in lines.mapInArrow(task, "owner string, found binary, wrong string").collect():
        if wrong is not None:
            raise UnreadableFileError(wrong)
        found[owner] = pickle.loads(each)  # noqa: S301 - our own, from our own executors
    for done, worker in enumerate(everybody.workers):
        if everybody.watcher is not None:
            everybody.watcher("Looking at records", done, len(everybody.workers))
        one = found.pop(worker, None) or judged(everybody, question, [worker])  # who has several ids is judged here
        received(everybody, one)
        yield from one.each


def _part(sent: bytes, batches: Iterable[Any]) -> Iterator[Any]:
    """Judge the records of a part, in an executor; what is wrong with the part is handed back as a sentence."""
    from pyarrow import RecordBatch, binary, schema, string

    world, question = pickle.loads(sent)  # noqa: S301 - from the program that started us
    lines = (row for batch in batches for row in zip(*(column.to_pylist() for column in batch.columns), strict=True))
    names = schema({"owner": string(), "found": binary(), "wrong": string()})
    try:
        for worker, found in judged_apart(world, question, lines):
            yield RecordBatch.from_pylist([{"owner": worker, "found": pickle.dumps(found)}], names)
    except UnreadableFileError as error:
        yield RecordBatch.from_pylist([{"wrong": str(error)}], names)
