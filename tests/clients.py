"""Many programs write to one database for minutes: `python -m tests.clients --clients 8 --minutes 10`.

Each is a process of its own; one more follows the changes. In the end nothing is missing, doubled or out of order, and
every line is as it was put there.
"""

import argparse
import subprocess
import sys
import time
from itertools import count

from sw_competency.stores.postgresql import PostgreSQLStore
from sw_competency.testing.store_contract import practice
from tests.stores.servers import server


def write(url: str, name: str, minutes: float) -> None:
    """Append batches over one record and over several until the time is up; print how many entries that were."""
    until, written = time.monotonic() + minutes * 60, 0
    with PostgreSQLStore(url) as store:
        for number in count():
            batch = [practice(f"{name}-{number}", f"w{number % 50 + each}") for each in range(number % 3 + 1)]
            written += len(store.append(batch).added)
            if time.monotonic() > until:
                break
    print(written)


def run(clients: int, minutes: float) -> int:
    """Let them write, follow them, and tell what is wrong; 0 where nothing is."""
    with server() as base:
        url = f"{base}{'&' if '?' in base else '?'}organisation=clients"
        PostgreSQLStore.create(url).close()
        command = [sys.executable, "-m", "tests.clients", "--minutes", str(minutes), "--write", url]
        writing = [subprocess.Popen([*command, f"c{n}"], stdout=subprocess.PIPE, text=True) for n in range(clients)]
        told: list[tuple[int, str, str]] = []
        with PostgreSQLStore(url) as store:
            while True:
                are_done = all(each.poll() is not None for each in writing)
                for change in store.changes(told[-1][0] if told else 0):
                    told += [(change.sequence, change.receipt.record[1], entry.id) for entry in change.entries]
                if are_done:
                    break
            said = [int((each.stdout.read() if each.stdout else "") or -1) for each in writing]
            held = sum(len(entries) for _, entries in store.read_all())
            found = store.verify().found
    wrong = [
        sentence
        for sentence, is_so in (
            ("a program ended badly", min(said) < 0),
            ("entries are missing or doubled", not held == sum(said) == len(told) == len({one[1:] for one in told})),
            ("changes came out of order", [one[0] for one in told] != sorted(one[0] for one in told)),
            (f"{len(found)} lines are not as they were put there", bool(found)),
        )
        if is_so
    ]
    print(f"{clients} programs, {minutes:g} minutes: {held:,} entries. {'; '.join(wrong) or 'Nothing is wrong'}.")
    return int(bool(wrong))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.clients", description=__doc__)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--write", nargs=2, metavar=("URL", "NAME"), help="what each of them does")
    given = parser.parse_args()
    if given.write:
        write(*given.write, given.minutes)
        return 0
    return run(given.clients, given.minutes)


if __name__ == "__main__":
    sys.exit(main())
