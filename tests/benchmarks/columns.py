"""Who meets the rule, from a Parquet file and without reasons: by columns, and by polars with this rule by hand."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from polars import col

from sw_competency.cohort import parquet
from sw_competency.formats import write
from sw_competency.model import parse_entry
from tests.benchmarks.records import (
    AS_OF,
    COMPETENCIES,
    COUNTED,
    RULE,
    SUPERVISED,
    catalogue,
    registrations,
    worker_entries,
)
from tests.benchmarks.timing import ratio

_A_TASK = ["owner", "competency"]
_A_YEAR_AGO = date(AS_OF.year - 1, AS_OF.month, AS_OF.day)


def entries_file(path: Path, workers: int) -> Path:
    """Write the entries of so many workers, and their assessors', to a Parquet file."""
    raws = (raw for number in range(workers) for raw in worker_entries(number))
    with path.open("w", encoding="utf-8") as out:
        write("parquet", (parse_entry(raw)[0] for each in (registrations(), raws) for raw in each), out)
    return path


def by_polars(path: Path) -> list[str]:
    """Who meets the rule, as a program would tell that knows only this rule, and only records such as these."""
    every = pl.scan_parquet(path)
    registered = every.filter(col("kind") == "registration").select(
        assessor="owner", registered="on", gone="until"
    )  # fmt: skip
    of = {kind: every.filter(col("owner_kind") == "worker", col("kind") == kind)
          for kind in ("appointment", "practice", "training", "sign-off", "withdrawal")}  # fmt: skip
    posts = of["appointment"].group_by("owner").agg(col("tier").last(), since=col("on").last())
    done = of["practice"].filter(
        col("outcome") == "successful", col("supervision").is_in(["direct", "indirect"]),
        col("supervisor") != col("owner"),
    ).select(*_A_TASK, done="on")  # fmt: skip
    learnt = of["training"].filter(col("outcome") == "completed").select(
        "owner", competency=col("programme").str.replace("course", "task"), learnt="on"
    )  # fmt: skip
    counting = (
        of["sign-off"].select(*_A_TASK, "assessor", "on").join(registered, on="assessor")
        .filter(col("registered") <= col("on"), col("gone").is_null() | (col("gone") >= col("on")),
                col("assessor") != col("owner"))
        .join(learnt, on=_A_TASK)
        .filter(col("learnt") <= col("on"), col("learnt").dt.offset_by("36mo") >= col("on"))
        .select(*_A_TASK, "on").unique()
        .join(done, on=_A_TASK).filter(col("done") <= col("on"))
        .group_by(*_A_TASK, "on").len().filter(col("len") >= SUPERVISED)
        .group_by(_A_TASK).agg(col("on").max())
    )  # fmt: skip
    withdrawn = of["withdrawal"].group_by(_A_TASK).agg(withdrawn=col("on").max())
    lately = done.filter(col("competency") == COUNTED, col("done") > _A_YEAR_AGO).group_by(_A_TASK).agg(lately=pl.len())
    holding = (
        counting.join(withdrawn, on=_A_TASK, how="left").join(lately, on=_A_TASK, how="left")
        .filter(col("withdrawn").is_null() | (col("on") > col("withdrawn")),
                col("on").dt.offset_by("36mo") >= AS_OF,
                (col("competency") != COUNTED) | (col("on").dt.offset_by("12mo") >= AS_OF)
                | (col("lately").fill_null(0) >= 2))
        .group_by("owner").len().filter(col("len") == COMPETENCIES)
    )  # fmt: skip
    six = done.filter(col("competency") == COUNTED).group_by("owner").len().filter(col("len") >= 6)
    here = posts.filter(col("tier") == "b2", col("since").dt.offset_by("12mo") <= AS_OF)
    met = here.join(holding, on="owner", how="semi").join(six, on="owner", how="semi").select("owner").collect()
    return sorted(met.get_column("owner"))


def columns(base: Path, workers: int, rounds: int) -> dict[str, Any]:
    """Who meets the rule, from the file: ours against polars by hand."""
    path, frameworks = entries_file(base / "entries.parquet", workers), catalogue()

    def ours() -> list[str]:
        return list(parquet.at(path, frameworks, AS_OF, "2027-01-01").outcomes(RULE).met)

    assert ours() == by_polars(path), "both must answer alike"
    return {"work": f"the same without reasons, columnar, from Parquet, {workers:,} workers",
            "yardstick": "polars doing only this rule by hand", "goal": 4.0,
            **ratio(ours, lambda: by_polars(path), rounds)}  # fmt: skip
