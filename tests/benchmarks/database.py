"""The store in PostgreSQL, against bare psycopg on the same server."""

import atexit
import sys
from contextlib import ExitStack
from itertools import count
from typing import Any

import msgspec
import pytest

from sw_competency.model import parse_entry
from tests.benchmarks.records import worker_entries
from tests.benchmarks.timing import ratio
from tests.stores.servers import server


def database(workers: int, rounds: int) -> list[dict[str, Any]]:
    """One append against a commit, many entries against COPY, one record against its rows; nothing without a server."""
    running = ExitStack()
    atexit.register(running.close)  # what seems worse is measured again in the end
    try:
        url = running.enter_context(server())
    except pytest.skip.Exception as reason:
        print(f"Not measured: records in PostgreSQL ({reason}).", file=sys.stderr)
        return []
    import psycopg

    from sw_competency.stores.postgresql import PostgreSQLStore

    numbers, at = count(), f"{url}{'&' if '?' in url else '?'}organisation="
    store = running.enter_context(PostgreSQLStore.create(f"{at}bench-{next(numbers)}"))
    bare = running.enter_context(psycopg.connect(url))
    made = "(worker text, id text, data bytea, PRIMARY KEY (worker, id))"
    bare.execute("DROP SCHEMA IF EXISTS bare CASCADE; CREATE SCHEMA bare; SET search_path = bare")
    bare.execute(f"CREATE TABLE one {made}")
    bare.commit()
    raws = [raw for number in range(workers) for raw in worker_entries(number)]
    entries = [parse_entry(raw)[0] for raw in raws]
    lines = [(raw["worker"], raw["id"], msgspec.json.encode(raw)) for raw in raws]
    store.take_in(entries[: len(worker_entries(0))])
    one, decode = raws[0], msgspec.json.decode

    def append() -> None:
        store.append([parse_entry({**one, "id": f"new-{next(numbers)}", "worker": "another"})[0]])

    def commit() -> None:
        bare.execute("INSERT INTO one VALUES (%s, %s, %s)", ("w0", f"new-{next(numbers)}", lines[0][2]))
        bare.commit()

    def taken_in() -> None:
        with PostgreSQLStore.create(f"{at}bench-{next(numbers)}") as empty:
            assert len(empty.take_in(entries)[0].added) == len(entries)

    def copied() -> None:
        table = f"many_{next(numbers)}"
        bare.execute(f"CREATE TABLE {table} {made}")
        with bare.cursor().copy(f"COPY {table} FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
        bare.commit()

    copied()
    some = f"SELECT data FROM many_{next(numbers) - 1} WHERE worker = %s"

    def rows() -> None:
        assert [decode(data) for (data,) in bare.execute(some, (one["worker"],))]
        bare.commit()

    yard = "bare psycopg: "
    return [
        {"work": "one append in PostgreSQL", "yardstick": f"{yard}insert, commit", "goal": None,
         **ratio(append, commit, max(rounds * 3, 15), waits=True)},
        {"work": f"{len(entries):,} entries taken into PostgreSQL", "yardstick": f"{yard}COPY of the same bytes",
         "goal": None, **ratio(taken_in, copied, rounds, waits=True)},
        {"work": "one worker's record read from PostgreSQL", "yardstick": f"{yard}its rows, decoded", "goal": None,
         **ratio(lambda: store.read(("worker", one["worker"])), rows, max(rounds * 3, 15), waits=True)},
    ]  # fmt: skip
