"""Spark, of two executors in processes of their own, answers as this process does."""

import os
import shutil
import sys
from importlib.util import find_spec
from operator import attrgetter
from pathlib import Path

import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.errors import UnreadableFileError
from sw_competency.formats import write
from sw_competency.questions.rebanding import WhoMeetsRule
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
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1")  # begun sooner, for less than a minute
        .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1").getOrCreate()
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


@pytest.fixture(scope="module")
def there(spark, tracker: Tracker, tmp_path_factory: pytest.TempPathFactory):
    from sw_competency.cohort.spark import at

    return at(spark, handed_over(tracker, tmp_path_factory.mktemp("spark") / "all.parquet"), OURS, AS_OF, KNOWN)


@pytest.mark.parametrize("name", ["who_meets", "who_has_met", "outcomes", "matrix", "due"])
def test_spark_answers_as_the_judge_does(there, tracker: Tracker, name: str) -> None:
    given = () if name in {"matrix", "due"} else (RULE,)
    here = getattr(tracker.at(AS_OF, KNOWN), name)(*given).to_json()
    assert getattr(there, name)(*given).to_json() == here
    assert len(here)


def test_spark_sends_of_each_answer_what_is_wanted(there, tracker: Tracker) -> None:
    wanted, question = attrgetter("outcome", "since"), WhoMeetsRule(RULE)
    assert [*there.from_each(question, wanted)] == [*tracker.at(AS_OF, KNOWN).from_each(question, wanted)]


def test_spark_judges_nobody_by_a_part_of_a_record(spark, tracker: Tracker, tmp_path: Path) -> None:
    from sw_competency.cohort.spark import at

    path = handed_over(tracker, tmp_path / "all.parquet", without=1)
    with pytest.raises(UnreadableFileError, match="does not stand there whole"):
        at(spark, path, OURS, AS_OF, KNOWN).who_meets(RULE)


def test_spark_judges_nobody_whose_record_stands_there_twice(spark, tracker: Tracker, tmp_path: Path) -> None:
    from sw_competency.cohort.spark import at

    for name in ("one.parquet", "two.parquet"):
        handed_over(tracker, tmp_path / name)
    with pytest.raises(UnreadableFileError, match="does not stand there whole"):
        at(spark, str(tmp_path), OURS, AS_OF, KNOWN)
