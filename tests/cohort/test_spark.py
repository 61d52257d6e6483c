"""Spark, of two executors in processes of their own, answers as this process does."""

import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.errors import UnreadableFileError
from sw_competency.formats import write
from tests.benchmarks.records import AS_OF, RULE, catalogue, registrations, worker_entries

pytestmark = [
    pytest.mark.xdist_group("spark"),  # one process starts it, for all of them
    pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not there: the extra spark has it"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs a Java, and there is none"),
    pytest.mark.filterwarnings("default"),  # those of Spark are its own
]
KNOWN = "2027-01-01"
OURS = catalogue()


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": os.pathsep.join(["", *sys.path])}
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2").getOrCreate()
    )  # fmt: skip
    yield session
    session.stop()


@pytest.fixture(scope="module")
def tracker() -> Tracker:
    """Sixty people, of whom one signs off and is signed off, and one is known by two ids."""
    tracker = Tracker(MemoryStore(), OURS)
    tracker.store.take_in(entry for entry in _entries())
    tracker.append([{"kind": "identity", "worker": "w8", "on": "2024-01-01", "same_as": "w7"}])
    tracker.append([{"kind": "person", "worker": "w1", "name": "Somebody Made Up"}])
    return tracker


def _entries():
    from sw_competency.model import parse_entry

    for raw in [*registrations(), *(raw for number in range(60) for raw in worker_entries(number))]:
        yield parse_entry({**raw, "assessor": "w3"} if raw.get("assessor") == "a5" else raw)[0]


def handed_over(tracker: Tracker, path: Path, *, without: int = 0) -> str:
    things = [entry for _, record in tracker.store.read_all() for entry in record]
    with path.open("w", encoding="utf-8") as out:
        write("parquet", [*tracker.store.people(), *things], out)
    if without:
        from pyarrow import parquet

        table = parquet.read_table(path)
        parquet.write_table(table.slice(0, len(table) - without), path)
    return str(path)


@pytest.mark.parametrize("name", ["who_meets", "who_has_met", "matrix", "due"])
def test_spark_answers_as_the_judge_does(spark, tracker: Tracker, tmp_path: Path, name: str) -> None:
    from sw_competency.cohort.spark import at

    there = at(spark, handed_over(tracker, tmp_path / "all.parquet"), OURS, AS_OF, KNOWN)
    given = (RULE,) if name.startswith("who") else ()
    here = getattr(tracker.at(AS_OF, KNOWN), name)(*given).to_json()
    assert getattr(there, name)(*given).to_json() == here
    assert len(here)


def test_spark_judges_nobody_by_a_part_of_a_record(spark, tracker: Tracker, tmp_path: Path) -> None:
    from sw_competency.cohort.spark import at

    path = handed_over(tracker, tmp_path / "all.parquet", without=1)
    with pytest.raises(UnreadableFileError, match="does not stand there whole"):
        at(spark, path, OURS, AS_OF, KNOWN).who_meets(RULE)
