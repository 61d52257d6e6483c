"""Measure and print: each line a ratio to a yardstick measured in the same run, interleaved, the median of rounds."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from sw_competency.bulk import undisturbed
from sw_competency.formats._training import day_of
from sw_competency.judge import Judge, Records
from sw_competency.judge.rebanding import judge_rebanding
from sw_competency.judge.since import periods_met
from sw_competency.model import MET, Registration, Training, content, parse_entry, with_ids
from sw_competency.reports import Asked, progression, write
from sw_competency.reports._render import render
from sw_competency.stores import TinyDBStore, _codec
from sw_competency.tracker import Tracker
from tests.benchmarks.database import database
from tests.benchmarks.records import AS_OF, RULE, catalogue, csv_rows, extract_of, registrations, worker_entries
from tests.benchmarks.scale import scale
from tests.benchmarks.screens import screens
from tests.benchmarks.timing import Work, ratio
from tests.benchmarks.yardsticks import SQLite, plain_fold, struct_lines

BASELINE = Path(__file__).with_name("baseline.json")
BUNDLE = "import attrs, cattrs, tinydb, jinja2"


def filled(folder: Path, workers: int) -> TinyDBStore:
    """A store of so many workers."""
    TinyDBStore.create(folder)
    store = TinyDBStore(folder)
    store.take_in(parse_entry(raw)[0] for raw in registrations())
    for first in range(0, workers, 500):
        numbers = range(first, min(first + 500, workers))
        store.take_in(parse_entry(raw)[0] for number in numbers for raw in worker_entries(number))
    return store


def durable_append(
    store: TinyDBStore, small: TinyDBStore, base: Path, workers: int, rounds: int
) -> list[dict[str, Any]]:
    """One durable append: against a SQLite commit, and of the large store against the small one."""
    database = SQLite(base / "yardstick.sqlite")
    encode = msgspec.json.encode
    lines = ((f"w{n}", raw["id"], encode(raw)) for n in range(workers) for raw in worker_entries(n))
    database.fill(lines)
    raw = worker_entries(3)[-1]
    counter = iter(range(10**9))
    entry = parse_entry(raw)[0]

    def append(to: TinyDBStore, many: int) -> Work:
        def work() -> None:
            for _ in range(many):
                number = next(counter)
                # another worker each time, so that no record grows beyond what a record is
                worker = f"w{number % (70 if to is small else 700)}"
                to.append([replace(entry, id=f"new-{number}", worker=worker)])

        return work

    def commit() -> None:
        for _ in range(20):
            database.append("w3", f"new-{next(counter)}", encode(raw))

    against = ratio(append(store, 20), commit, max(rounds * 3, 15), waits=True)
    sizes = ratio(append(store, 20), append(small, 20), max(rounds * 3, 15), waits=True)
    return [
        {"work": f"one durable append at {workers:,} workers", "yardstick": "SQLite commit (WAL, FULL)", "goal": 1.5,
         **against},
        {"work": f"the same at {workers:,} v. 70 workers", "yardstick": "ourselves", "goal": 1.2, **sizes},
    ]  # fmt: skip


def through_the_tracker(store: TinyDBStore, workers: int, rounds: int) -> dict[str, Any]:
    """One entry put on record as an HR system would, looked at by the front desk; against the store's own append."""
    tracker, raw, counter = Tracker(store, catalogue()), worker_entries(3)[-1], iter(range(10**9))
    values = {name: value for name, value in raw.items() if name != "recorded_at"}

    def tracked() -> None:
        for _ in range(20):
            number = next(counter)
            tracker.append([{**values, "id": f"tracked-{number}", "worker": f"w{number % min(workers, 700)}"}])

    def plain() -> None:
        for _ in range(20):
            number = next(counter)
            given = {**raw, "id": f"plain-{number}", "worker": f"w{number % min(workers, 700)}"}
            store.append([parse_entry(given)[0]])

    return {"work": f"one durable append through the tracker at {workers:,} workers", "yardstick": "the store's own",
            "goal": None, **ratio(tracked, plain, max(rounds * 3, 15), waits=True)}  # fmt: skip


def long_record(base: Path, rounds: int) -> dict[str, Any]:
    """One durable append to a record of 100,000 entries; against one of 100."""
    store = TinyDBStore.create(base / "long")
    raw = worker_entries(3)[-1]
    for worker, many in (("short", 100), ("long", 100_000)):
        entry = parse_entry({**raw, "worker": worker})[0]
        for first in range(0, many, 1000):
            store.append([replace(entry, id=f"e{n}") for n in range(first, min(first + 1000, many))])
    counter = iter(range(10**9))

    def append(worker: str) -> Work:
        entry = parse_entry({**raw, "worker": worker})[0]

        def work() -> None:
            for _ in range(20):
                store.append([replace(entry, id=f"new-{next(counter)}")])

        return work

    return {"work": "one durable append to a record of 100,000 entries", "yardstick": "to one of 100", "goal": 1.2,
            **ratio(append("long"), append("short"), max(rounds * 3, 15), waits=True)}  # fmt: skip


def read_all(store: TinyDBStore, rounds: int) -> dict[str, Any]:
    """Every record of a store, files and digests and all; against Structs decoded directly, from memory."""
    flat = b"\n".join(msgspec.json.encode(_codec.document(e)) for (kind, _), r in store.read_all() for e in r
                      if kind == "worker")  # fmt: skip

    def ours() -> int:
        with undisturbed():
            return sum(len(record) for (kind, _), record in store.read_all() if kind == "worker")

    assert ours() == len(struct_lines(flat))
    return {"work": f"read all {ours():,} entries of a store", "yardstick": "msgspec Struct union", "goal": 2.5,
            **ratio(ours, lambda: struct_lines(flat), rounds)}  # fmt: skip


def read_one(store: TinyDBStore, base: Path, workers: int, rounds: int) -> dict[str, Any]:
    """One worker's record, file and digests and all; against SQLite by its index, and JSON decoded."""
    database = SQLite(base / "records.sqlite")
    encode = msgspec.json.encode
    database.fill((f"w{n}", raw["id"], encode(raw)) for n in range(workers) for raw in worker_entries(n))
    asked = [f"w{n}" for n in range(0, workers, workers // 50)]
    assert len(store.read(("worker", "w3"))) >= len(database.read("w3")) > 0
    return {"work": "read one worker's record", "yardstick": "SQLite by index and JSON decode", "goal": 1.0,
            **ratio(lambda: [store.read(("worker", worker)) for worker in asked],
                    lambda: [database.read(worker) for worker in asked], max(rounds * 3, 15))}  # fmt: skip


def load_entries(workers: int, rounds: int) -> dict[str, Any]:
    """All entries into the model's classes, as the store reads its files; against Structs decoded directly."""
    raws = [worker_entries(number) for number in range(workers)]
    count = sum(map(len, raws))
    flat = b"\n".join(msgspec.json.encode(raw) for record in raws for raw in record)
    stored = [_codec.line([_codec.document(parse_entry(raw)[0]) for raw in record]) for record in raws]
    del raws

    def ours() -> int:
        with undisturbed():
            return sum(len(_codec.entries(lines)) for lines in stored)

    assert ours() == len(struct_lines(flat)) == count
    measured = ratio(ours, lambda: struct_lines(flat), rounds)
    return {
        "work": f"load {count:,} entries into the model's classes", "yardstick": "msgspec Struct union", "goal": 2.5,
        **measured,
    }  # fmt: skip


def questions(workers: int, rounds: int) -> list[dict[str, Any]]:
    """Who meets the rule, with reasons; and since when."""
    frameworks = catalogue()
    registered = {e["assessor"]: [parse_entry(e)[0]] for e in registrations()}
    known = {name: entries[0] for name, entries in registered.items() if isinstance(entries[0], Registration)}
    loaded = [(f"w{n}", [parse_entry(raw)[0] for raw in worker_entries(n)]) for n in range(workers)]

    def fresh() -> Iterator[Judge]:
        records = Records(lambda owner: registered.get(owner[1], []))
        for worker, entries in loaded:
            yield Judge(records.fold(worker, entries), frameworks, records)

    def who_meets() -> list[Any]:
        with undisturbed():  # as `Questions.who_meets` does
            return [judge_rebanding(judge, RULE, AS_OF).finding for judge in fresh()]

    def said() -> list[str]:
        return [finding.says for finding in who_meets()]

    def since_when() -> list[Any]:
        with undisturbed():
            return [periods_met(judge, RULE, AS_OF) for judge in fresh()]

    def plain() -> list[bool]:
        return [plain_fold(entries, known) for _, entries in loaded]

    assert [f.outcome is MET for f in who_meets()] == plain(), "both must answer alike"
    met = sum(plain())
    who = {"work": f"who meets a rule of 12 competencies, {workers:,} workers ({met:,} do), with reasons",
           "yardstick": "a plain fold that says only yes or no", "goal": 3.0,
           **ratio(who_meets, plain, rounds)}  # fmt: skip
    spoken = {"work": "... and every sentence of it said", "yardstick": "the same", "goal": None,
              **ratio(said, plain, rounds)}  # fmt: skip
    since = {"work": f"since when, {workers:,} workers", "yardstick": "one day's question", "goal": 3.0,
             **ratio(since_when, who_meets, rounds)}  # fmt: skip
    return [who, spoken, since]


def in_step(base: Path, rows: int, rounds: int) -> list[dict[str, Any]]:
    """A full training extract read, matched and appended; against csv and one transaction of SQLite.

    And what no ledger of ours could be below: the same rows read by csv, each made an entry with its id, and written
    down as one file.
    """
    file = extract_of(base / "training-2026-03-02.csv", rows)
    people = sorted({row["Employee Number"] for row in csv_rows(file)})
    trackers = []
    for number in range(rounds + 1):
        tracker = Tracker(TinyDBStore.create(base / f"step-{number}"), catalogue())
        post = {"kind": "appointment", "on": "2019-01-08", "site": "site-1", "tier": "b2"}
        tracker.append([{**post, "worker": person} for person in people])
        trackers.append(tracker)
    fresh, databases = iter(trackers), count()

    def stepped() -> None:
        assert next(fresh).sync(file, apply=True).recorded == rows

    def stored() -> None:
        database = SQLite(base / f"step-{next(databases)}.sqlite")
        rows_ = enumerate(csv_rows(file))
        database.fill((row["Employee Number"], str(n), "|".join(row.values()).encode()) for n, row in rows_)

    def least() -> None:
        made = (
            Training(worker=r["Employee Number"], programme=r["Competency Name"], outcome="completed",
                     on=day_of(r["Completion Date"]), expires_on=day_of(r["Expiry Date"]))
            for r in csv_rows(file)
        )  # fmt: skip
        (base / "least.jsonl").write_bytes(b"\n".join(map(content, with_ids(made))))

    return [
        {"work": f"a training extract of {rows:,} rows read, matched, appended", "yardstick": "csv and one transaction "
         "of SQLite", "goal": 3.0, **ratio(stepped, stored, rounds, waits=True)},
        {"work": "... the next night, when nothing changed", "yardstick": "the same", "goal": None,
         **ratio(lambda: trackers[0].sync(file, apply=True), stored, rounds, waits=True)},
        {"work": "... its floor: csv, an entry with its id a row, one file", "yardstick": "the same", "goal": None,
         **ratio(least, stored, rounds, waits=True)},
    ]  # fmt: skip


def imported(base: Path, rows: int, each: int, rounds: int) -> list[dict[str, Any]]:
    """Entries taken in where nothing was, shapes checked, durable; and by `import`, looked at by the front desk."""
    raws = (raw for number in count() for raw in worker_entries(number)[-each:])
    lines = [(raw["worker"], raw["id"], msgspec.json.encode(raw)) for raw in islice(raws, rows)]
    file, numbers = base / f"import-{each}.jsonl", count()
    file.write_bytes(b"\n".join(line for _, _, line in lines))

    def empty() -> TinyDBStore:
        return TinyDBStore.create(base / f"import-{each}-{next(numbers)}")

    def taken_in() -> None:
        entries = (parse_entry(msgspec.json.decode(line))[0] for _, _, line in lines)
        assert len(empty().take_in(entries)[0].added) == len(lines)

    def commanded() -> None:
        assert Tracker(empty(), catalogue()).import_file(file).appended == len(lines)

    def stored() -> None:
        SQLite(base / f"import-{each}-{next(numbers)}.sqlite").fill(lines)

    yard = "one transaction of SQLite, the same bytes"
    what = f"bulk import, durable, with shape checks, {rows:,} rows, {each} or fewer a worker"
    return [
        {"work": what, "yardstick": yard, "goal": 2.0,
         **ratio(taken_in, stored, rounds, waits=True)},
        {"work": f"{what}, looked at by the front desk", "yardstick": yard, "goal": None,
         **ratio(commanded, stored, rounds, waits=True)},
    ]  # fmt: skip


def on_paper(store: TinyDBStore, rounds: int) -> dict[str, Any]:
    """One progression report from record to file: on paper, against the same page for the screen."""
    tracker = Tracker(store, catalogue())

    def written(form: str) -> Work:
        asked = Asked(questions=tracker.at(AS_OF), worker="w3")
        return lambda: write("progression", asked, form)

    return {"work": "one progression report on paper", "yardstick": "the same as HTML", "goal": 2.0,
            **ratio(written("pdf"), written("html"), max(rounds * 2, 9))}  # fmt: skip


def on_screen(store: TinyDBStore, rounds: int) -> dict[str, Any]:
    """One progression report as HTML, from record to file, against its template over a view that is ready."""
    tracker = Tracker(store, catalogue())
    ready = progression.view(Asked(questions=tracker.at(AS_OF), worker="w3"))
    return {"work": "one progression report as HTML", "yardstick": "its template over a ready view", "goal": 3.0,
            **ratio(lambda: write("progression", Asked(questions=tracker.at(AS_OF), worker="w3")),
                    lambda: render("progression.html.j2", ready), max(rounds * 2, 9))}  # fmt: skip


def starts(base: Path, rounds: int) -> list[dict[str, Any]]:
    """Fresh processes: importing the library, and asking one question from the command line."""
    store = filled(base / "small-cli", 70)
    del store

    # as installed: with compiled modules, for both sides
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def run(*words: str) -> Work:
        return lambda: subprocess.run(words, check=False, capture_output=True, env=environment)

    python = sys.executable
    bundle = run(python, "-c", BUNDLE)
    command = [python, "-m", "sw_competency", "--store", str(base / "small-cli"), "may", "w1", "iv-cannulation"]
    many = max(rounds, 7)
    return [
        {"work": "import sw_competency", "yardstick": BUNDLE, "goal": 1.0,
         **ratio(run(python, "-c", "import sw_competency"), bundle, many)},
        {"work": "import sw_competency.tracker", "yardstick": BUNDLE, "goal": None,
         **ratio(run(python, "-c", "import sw_competency.tracker"), bundle, many)},
        {"work": "CLI `may`, cold", "yardstick": BUNDLE, "goal": 1.5, **ratio(run(*command), bundle, many)},
    ]  # fmt: skip


def reported(result: dict[str, Any]) -> dict[str, Any]:
    """One line as `--json` prints it."""
    goal = result["goal"]
    met = None if goal is None else is_met(result)
    return {"name": result["work"], "yardstick": result["yardstick"], "ratio": round(result["ratio"], 3), "goal": goal,
            "met": met, "runs": result["runs"]}  # fmt: skip


def is_met(result: dict[str, Any]) -> bool:
    """Tell whether a goal is met: of how much quicker something is, more is better."""
    return bool(result["ratio"] >= result["goal"] if result.get("more") else result["ratio"] <= result["goal"])


def worse(results: list[dict[str, Any]]) -> Iterator[str]:
    """What works more than half as much again as it did when `baseline.json` was written, a sentence each.

    Only the processor's work is compared, and what seems worse is measured once more, for longer: a machine that is
    busy with something else is no regression.
    """
    before = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    if new := [r["work"] for r in results if r["work"] not in before]:
        print(f"Not compared, since {BASELINE.name} does not know it: {'; '.join(new)}", file=sys.stderr)
    for r in results:
        was = before.get(r["work"], r["worked"])
        if r["worked"] > 1.5 * was and (again := r["again"]()["worked"]) > 1.5 * was:
            yield f"{r['work']}: {r['worked']:.2f} x, {again:.2f} x when measured again, and was {was:.2f} x"


def main() -> int:
    """Measure all, print, and exit 1 if a goal is missed; or, with --regression, if a ratio is worse by half."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="500 workers instead of 5,000")
    parser.add_argument("--scale", action="store_true", help="50,000 and 200,000 workers by several processes, alone")
    parser.add_argument("--json", action="store_true", help="one JSON list: name, ratio, goal, met, runs")
    parser.add_argument("--regression", action="store_true", help="fail only where a ratio of --quick is worse by half")
    parser.add_argument("--baseline", action="store_true", help="write down the ratios of --quick for --regression")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.scale:
            results = scale(Path(folder), given.rounds)
        else:
            results = measured(Path(folder), 500 if given.quick else 5_000, given.rounds, quick=given.quick)
        found = list(worse(results)) if given.regression else []
    if given.baseline:
        BASELINE.write_text(json.dumps({r["work"]: round(r["worked"], 2) for r in results}, indent=1) + "\n")
    if given.json:
        print(json.dumps([reported(r) for r in results], indent=2))
    else:
        for r in results:
            goal = f"goal {r['goal']:g}" if r["goal"] else ""
            mark = "" if not r["goal"] else "reached" if is_met(r) else "MISSED"
            yard = f"{r['yardstick']}: {r['yardstick_s'] * 1000:.1f} ms"
            print(f"{r['ratio']:6.2f} x  {goal:9} {mark:8} {r['work']}  [{yard}]")
    if given.regression:
        for sentence in found:
            print(f"Worse by more than half: {sentence}", file=sys.stderr)
        return int(bool(found))
    return int(any(r["goal"] and not is_met(r) for r in results))


def measured(base: Path, workers: int, rounds: int, *, quick: bool) -> list[dict[str, Any]]:
    """Measure all of it, in a folder that stays until what seems worse was measured again."""
    from tests.benchmarks.columns import columns  # polars is slow to import, and only this asks it

    store, small = filled(base / "large", workers), filled(base / "small", 70)
    return [
        read_all(store, rounds),
        read_one(store, base, workers, rounds),
        *durable_append(store, small, base, workers, rounds),
        through_the_tracker(store, workers, rounds),
        long_record(base, rounds),
        load_entries(workers, rounds),
        *questions(workers, rounds),
        columns(base, workers, rounds),
        on_paper(small, rounds),
        *imported(base, 6_000 if quick else 300_000, 60, rounds),
        *imported(base, 1_000 if quick else 10_000, 2, rounds),
        on_screen(small, rounds),
        *in_step(base, 10_000 if quick else 100_000, rounds),
        *starts(base, rounds),
        *screens(300 if not quick else 60, rounds),
        *database(100 if quick else 1_700, rounds),
    ]


if __name__ == "__main__":
    sys.exit(main())
