"""Many workers: two processes against one, memory as workers grow, and Spark against two processes.

`python -m tests.benchmarks --scale` measures these rows, and no others. They go by the clock, so that a machine with
something else to do is not fit for them, and take an hour.
"""

import os
import subprocess
import sys
from collections.abc import Iterable
from hashlib import sha256
from operator import attrgetter
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

from sw_competency.cohort import parquet
from sw_competency.formats import write
from sw_competency.model import parse_entry
from sw_competency.questions import Questions
from sw_competency.questions.rebanding import WhoMeetsRule
from sw_competency.stores import _codec
from tests.benchmarks.records import AS_OF, RULE, catalogue, registrations, worker_entries
from tests.benchmarks.timing import processor, ratio

KNOWN = "2027-01-01"
_DIFFERENT = 5_000  # records; where there are more workers, each record is that of several, under ids of their own
_ROWS = 20_000  # of a group
_WANTED = attrgetter("asked.worker", "outcome.value", "since")


def region(path: Path, workers: int) -> Path:
    """Write the entries of so many workers, and their assessors', to a Parquet file, in the order of their ids."""
    import pyarrow.compute as pc
    from pyarrow import parquet as files

    few = path.with_suffix(".few")
    with few.open("w", encoding="utf-8") as out:
        write("parquet", (parse_entry(raw)[0] for raw in registrations()), out)
    assessors = files.read_table(few)
    with few.open("w", encoding="utf-8") as out:
        numbers = sorted(range(min(workers, _DIFFERENT)), key=lambda number: f"w{number}")
        lines = (_codec.line([_codec.document(parse_entry(raw)[0]) for raw in worker_entries(n)]) for n in numbers)
        write("parquet", (entry for line in lines for entry in _codec.entries(line)), out)
    different, form = files.ParquetFile(few), assessors.schema
    owner, line = map(form.get_field_index, ("owner", "line"))
    with files.ParquetWriter(path, form, compression="zstd") as out:
        out.write_table(assessors)
        for copy in range(-(-workers // _DIFFERENT)):
            for group in range(different.num_row_groups):
                table = different.read_row_group(group)
                owners = pc.binary_join_element_wise(f"{copy:03}", table["owner"], "-")
                told = pc.replace_substring(table["line"], '"worker": "w', f'"worker": "{copy:03}-w')
                table = table.set_column(owner, "owner", owners).set_column(line, "line", told).cast(form)
                out.write_table(table, row_group_size=len(table))
    few.unlink()
    return path


def asked(path: Path, processes: int = 1) -> Questions:
    """Ask the file, by so many processes."""
    return parquet.at(path, catalogue(), AS_OF, KNOWN, processes=processes)


def answered(questions: Questions) -> str:
    """Answer who meets the rule with what it rests on, and return a digest of what was wanted of each."""
    digest = sha256()
    for one in questions.from_each(WhoMeetsRule(RULE), _WANTED):
        digest.update(repr(one).encode())
    return digest.hexdigest()


def two_processes(path: Path, workers: int, rounds: int) -> dict[str, Any]:
    """The seconds of one process against those of two; also, of the processor's work, what decides with two."""
    told: list[str] = []

    def by(processes: int) -> Any:
        return lambda: told.append(answered(asked(path, processes)))

    measured = ratio(by(1), by(2), rounds, waits=True)
    assert len(set(told)) == 1, "both must answer alike"
    began, ours = processor(), getrusage(RUSAGE_SELF)
    by(2)()
    after = getrusage(RUSAGE_SELF)
    alone = after.ru_utime + after.ru_stime - ours.ru_utime - ours.ru_stime
    both = processor() - began
    began = processor()
    by(1)()
    print(f"two processes work {both:.1f} s, {alone:.1f} s of it puts together; one {processor() - began:.1f} s",
          file=sys.stderr)  # fmt: skip
    return {"work": f"two processes v. one, {workers:,} workers", "yardstick": "two processes", "goal": 1.7,
            "more": True, **measured}  # fmt: skip


def apart(how: str, path: Path) -> tuple[str, float]:
    """Answer in a process of its own; return a digest of the answers, and the most memory that it needed, in MB."""
    run = subprocess.run([sys.executable, "-m", __name__, how, str(path)], check=True, capture_output=True, text=True)
    digest, most = run.stdout.split()
    return digest, float(most)


def memory(few: Path, many: Path, name: str) -> dict[str, Any]:
    """Peak memory with many workers against few, each in a process of its own."""
    more, less = apart("one", many)[1], apart("one", few)[1]
    return {"work": f"peak memory, {name} workers streamed", "yardstick": f"ourselves, {less:.0f} MB", "goal": 1.2,
            "ratio": more / less, "worked": more / less, "runs": 1, "yardstick_s": 0.0}  # fmt: skip


def by_spark(path: Path) -> Questions:
    """Ask the file by Spark, of two executors in processes of their own."""
    from pyspark.sql import SparkSession

    from sw_competency.cohort import spark

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": os.pathsep.join(["", *sys.path])}
    session = (
        SparkSession.builder.master("local-cluster[2,1,2048]").config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", "2g").config("spark.log.level", "ERROR")
        .config("spark.sql.files.maxPartitionBytes", "16m").getOrCreate()  # parts enough to keep both at work
    )  # fmt: skip
    return spark.at(session, str(path), catalogue(), AS_OF, KNOWN)


ASKED = {"one": asked, "two": lambda path: asked(path, 2), "spark": by_spark}


def against_spark(path: Path, workers: int, rounds: int) -> dict[str, Any]:
    """Spark, started and ended, against two processes of ours, with equal answers."""
    told: list[str] = []

    def by(how: str) -> Any:
        return lambda: told.append(apart(how, path)[0])

    measured = ratio(by("spark"), by("two"), rounds, waits=True)
    assert len(set(told)) == 1, "both must answer alike"
    return {"work": f"Spark local-cluster of two, {workers:,} workers", "yardstick": "our two processes", "goal": 1.5,
            **measured}  # fmt: skip


def scale(base: Path, rounds: int, workers: int = 50_000, many: int = 200_000) -> list[dict[str, Any]]:
    """Measure all of it."""
    few, middle, all_ = (region(base / f"{n}.parquet", n) for n in (workers // 10, workers, many))
    return [
        two_processes(middle, workers, rounds), memory(few, middle, f"{workers:,} v. {workers // 10:,}"),
        memory(few, all_, f"{many:,} v. {workers // 10:,}"), against_spark(all_, many, rounds),
    ]  # fmt: skip


def main(words: Iterable[str]) -> None:
    """Answer in a process of its own: print a digest of the answers, and the most memory that was needed, in MB."""
    how, path = words
    digest = answered(ASKED[how](Path(path)))  # type: ignore[operator]
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(digest, int(status.partition("VmHWM:")[2].split()[0]) / 1024)


if __name__ == "__main__":
    main(sys.argv[1:])
