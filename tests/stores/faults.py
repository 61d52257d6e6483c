"""Lets every call to the system fail, or the process end there, or the power be lost: run with `faults.c` preloaded.

    LD_PRELOAD=faults.so python -m tests.stores.faults OPERATION calls|power FOLDER

Prints, as JSON, how many cases were tried and what was found wrong in which.
"""

import ctypes
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import attrs
import msgspec

from sw_competency.errors import SWCompetencyError
from sw_competency.model import Correction, Entry, Person
from sw_competency.stores import TinyDBStore, _codec
from sw_competency.stores._old import COPIES
from sw_competency.stores.verify import verify
from sw_competency.testing.store_contract import RECORDED, practice
from tests.stores.disk import Disk

WORKERS = ("w1", "w2", "w3")
BEFORE = [practice("e1", worker) for worker in WORKERS] + [practice("e2", worker) for worker in WORKERS]
ONE = [practice("n1"), practice("n2")]
SEVERAL = [*ONE, practice("n1", "w2"), practice("n1", "new"), practice("n2", "newer")]
CORRECTION = [
    Correction(
        id="n1", worker="w1", corrects="e1", reason="typed wrong", on=date(2026, 3, 2), recorded_at=RECORDED,
        with_=practice("", note="as it was", recorded_at=None),
    )
]  # fmt: skip
OLD, NEW = (Person(role="worker", id="w1", name=name) for name in ("Rosalind", "Rosa"))
FAIL_IO, HALF_THEN_ROOM, KILL_HALF, KILL_AFTER = 1, 3, 5, 6
MODES = {FAIL_IO: "fails", HALF_THEN_ROOM: "has no room", KILL_HALF: "is cut short", KILL_AFTER: "is the last"}
Records = dict[tuple[str, str], tuple[Entry, ...]]


class WrongError(Exception):
    """Something promised is not so."""


def must(is_so: bool, says: str) -> None:
    """Say what is wrong, where something is."""
    if not is_so:
        raise WrongError(says)


def held(store: TinyDBStore) -> Records:
    """All there is."""
    return dict(store.read_all())


def followed(store: TinyDBStore) -> Records:
    """All that whoever follows the changes has in the end; what was erased is gone."""
    out: Records = {}
    for change in store.changes():
        owner = change.receipt.record
        must(change.receipt.sequence == 1 or owner in out or change.erased is not None, f"{owner} begins in its middle")
        out[owner] = () if change.erased is not None else (*out.get(owner, ()), *change.entries)
    return {owner: entries for owner, entries in out.items() if entries}


def with_more(records: Records, more: Sequence[Entry]) -> Records:
    """The records once these are added."""
    out = dict(records)
    for entry in more:
        out[entry.owner] = (*out.get(entry.owner, ()), entry)
    return out


@attrs.frozen
class Operation:
    """What is done to a store, and what must be so afterwards however it ended.

    Args:
        prepare: makes the store as it is before.
        run: does it; says when something is acknowledged.
        check: looks at what is left: the store, how many acknowledgements came, whether it was refused.
    """

    prepare: Callable[[Path], None]
    run: Callable[[Path, Callable[[], None]], object]
    check: Callable[[Path, int, bool], None]


def filled(place: Path) -> None:
    """Three records of two lines each, and a name."""
    store = TinyDBStore.create(place)
    store.settled_head()  # makes the files of all locks, which are of no interest here
    for n in range(0, len(BEFORE), 3):
        store.append(BEFORE[n : n + 3])
    store.put_person(OLD)


def torn(place: Path) -> None:
    """The same, and the last writer was stopped in the middle of a line."""
    filled(place)
    with (place / "workers" / "w1.jsonl").open("ab") as file:
        file.write(b'{"entries":[{"kind":"practice","on":"2026-03')


def old(place: Path) -> None:
    """The same as version 1 kept it."""
    filled(place)
    shutil.rmtree(place / "kept")
    shutil.rmtree(place / "batches")
    (place / "heads.log").unlink()
    for (_, worker), entries in held(TinyDBStore(place)).items():
        lines = b"".join(_codec.line([_codec.document(entry)]) for entry in entries)
        (place / "workers" / f"{worker}.jsonl").write_bytes(lines)
    (place / "people" / "w1.json").write_bytes(_codec.person_document(OLD))
    (place / "store.json").write_bytes(b'{"format":"sw-competency-store","version":1}\n')


def long(place: Path) -> None:
    """The same, and a record so long that its ids are kept beside it."""
    filled(place)
    store = TinyDBStore(place)
    store.append([practice(f"long-{n}", note="x" * 100) for n in range(400)])
    store.append([practice("long-last")])


def appending(prepare: Callable[[Path], None], *batches: Sequence[Entry], by_record: bool = False) -> Operation:
    """Batches that are added one after another."""

    def run(place: Path, acknowledged: Callable[[], None]) -> None:
        store = TinyDBStore(place)
        for batch in batches:
            store.take_in(batch) if by_record else store.append(batch)
            acknowledged()

    def check(place: Path, acknowledged: int, refused: bool) -> None:
        store = TinyDBStore(place)
        found, base = held(store), states[prepare.__name__]
        if by_record:
            _check_parts(found, base, batches[0], acknowledged)
        else:
            whole = [base]
            for batch in batches:
                whole.append(with_more(whole[-1], batch))
            allowed = whole[acknowledged : acknowledged + 1 if refused else acknowledged + 2]
            must(found in allowed, f"{acknowledged} acknowledged, and it holds {_ids(found)}")
        for batch in batches:
            store.append(batch)
        everything = base
        for batch in batches:
            everything = with_more(everything, batch)
        must(_sorted(held(store)) == _sorted(everything), "repeated, it is not complete, or doubled")
        must(store.person("w1") == OLD, "a name is gone")

    return Operation(prepare, run, check)


def _check_parts(found: Records, base: Records, batch: Sequence[Entry], acknowledged: int) -> None:
    after = with_more(base, batch)
    for owner in after:
        allowed = [after[owner]] if acknowledged else [base.get(owner, ()), after[owner]]
        must(found.get(owner, ()) in allowed, f"{owner} holds {_ids(found)}")


def _id(entry: Entry) -> str:
    return entry.id


def _sorted(records: Records) -> Records:
    return {owner: tuple(sorted(entries, key=_id)) for owner, entries in records.items()}


def _ids(records: Records) -> dict[str, list[str]]:
    return {owner[1]: [entry.id for entry in entries][-6:] for owner, entries in records.items()}


def behind(place: Path) -> None:
    """The same, and the log of heads lost its end."""
    filled(place)
    (place / "heads.log").write_bytes((place / "heads.log").read_bytes()[:-100])


def erase(place: Path, acknowledged: Callable[[], None]) -> None:
    """A record is erased."""
    TinyDBStore(place).erase_record(("worker", "w1"), "the data officer", "asked for")
    acknowledged()


def check_erased(place: Path, acknowledged: int, refused: bool) -> None:
    """All of it is there, or nothing anywhere."""
    store, base = TinyDBStore(place), states["torn"]
    without = {owner: entries for owner, entries in base.items() if owner != ("worker", "w1")}
    allowed = [without] if acknowledged else [base, without]
    must(held(store) in allowed, f"it holds {_ids(held(store))}")
    store.erase_record(("worker", "w1"), "the data officer", "asked for")
    must(held(store) == without, "it is not erased")
    must(_nowhere(place, b'"worker":"w1"'), "something is left of it")


def rename(place: Path, acknowledged: Callable[[], None]) -> None:
    """Somebody has another name, then none."""
    store = TinyDBStore(place)
    store.put_person(NEW)
    acknowledged()
    store.erase_person("w1")
    acknowledged()


def check_renamed(place: Path, acknowledged: int, refused: bool) -> None:
    """One of the names, or none."""
    names = [OLD, NEW, None][acknowledged : acknowledged + 2]
    store = TinyDBStore(place)
    must(store.person("w1") in names, f"{acknowledged} acknowledged, {refused}: {store.person('w1')}")
    must(held(store) == states["filled"], "a record changed")
    store.erase_person("w1")
    must(_nowhere(place, b"Ros"), "something is left of the name")


def upgrade(place: Path, acknowledged: Callable[[], None]) -> None:
    """A store of version 1 becomes one of this."""
    must(TinyDBStore(place).upgrade() == [], "something could not be read")
    acknowledged()


def check_upgraded(place: Path, acknowledged: int, refused: bool) -> None:
    """Whatever version it is, it holds the same; and then it is of this one, and the copies are there."""
    store = TinyDBStore(place)
    must(held(store) == states["old"], f"it holds {_ids(held(store))}")
    must(not acknowledged or not store.is_old, "acknowledged, and not done")
    must(store.person("w1") == OLD, "a name is gone")
    store.upgrade()
    must(held(store) == states["old"] and not TinyDBStore(place).is_old, f"{refused}: not done the second time")
    must(len(list((place / "kept" / COPIES).rglob("*.json*"))) >= 4, "no copies are kept")


def heads(place: Path, acknowledged: Callable[[], None]) -> None:
    """A head is handed out, after the log lost its end."""
    TinyDBStore(place).settled_head()
    acknowledged()


def check_heads(place: Path, acknowledged: int, refused: bool) -> None:
    """The log lacks nothing, in the end."""
    store = TinyDBStore(place)
    must(held(store) == states["behind"], f"{acknowledged} {refused}: a record changed")
    must(store.settled_head().size == len(BEFORE) + 2, "the log lacks something")


def _nowhere(place: Path, text: bytes) -> bool:
    return not any(
        text in path.read_bytes() for path in place.rglob("*") if path.is_file() and path.name != "heads.log"
    )


states: dict[str, Records] = {}
OPERATIONS = {
    "append": appending(filled, ONE, [practice("n3")]),
    "append-first": appending(filled, [practice("n1", "new")], [practice("n2", "new")]),
    "append-several": appending(filled, SEVERAL, [practice("n9")]),
    "append-torn": appending(torn, ONE),
    "append-long": appending(long, ONE, [practice("n3")]),
    "append-old": appending(old, ONE),
    "correct": appending(filled, CORRECTION),
    "import": appending(filled, SEVERAL, by_record=True),
    "erase": Operation(torn, erase, check_erased),
    "names": Operation(filled, rename, check_renamed),
    "upgrade": Operation(old, upgrade, check_upgraded),
    "heads": Operation(behind, heads, check_heads),
}


class Calls:
    """The preloaded library."""

    def __init__(self) -> None:
        library = ctypes.CDLL(None)
        self.disarm = library.fault_disarm
        self.record = library.fault_record
        self._arm = library.fault_arm
        self._arm.argtypes = [ctypes.c_char_p, ctypes.c_int, ctypes.c_int]

    def arm(self, place: Path, at: int, mode: int) -> None:
        """Let the call of this number fail in this way, from now on counted."""
        self._arm(str(place).encode(), at, mode)


@attrs.frozen
class Outcome:
    """How a run ended: how many calls it made, what was acknowledged, whether it was refused."""

    calls: int
    acknowledged: int
    refused: bool
    said: str = ""


def run(calls: Calls, operation: Operation, place: Path, at: int, mode: int, journal: Path | None = None) -> Outcome:
    """Run an operation in a process of its own, in which one call fails."""
    got, give = os.pipe()
    child = os.fork()
    if not child:
        os.close(got)
        _run(calls, operation, place, at, mode, give, journal)
    os.close(give)
    with os.fdopen(got, "rb") as pipe:
        said = pipe.read().decode().split("\n")
    os.waitpid(child, 0)
    acknowledged = said.count("acknowledged")
    last = said[-2] if len(said) > 1 else ""
    counted = int(last.removeprefix("calls ")) if last.startswith("calls ") else 0
    refused = next((s for s in said if s.startswith("refused ")), "")
    wrong = next((s for s in said if s.startswith("wrong ")), "")
    return Outcome(counted, acknowledged, bool(refused), wrong)


def _run(calls: Calls, operation: Operation, place: Path, at: int, mode: int, pipe: int, journal: Path | None) -> None:
    file = None if journal is None else os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)

    def acknowledged() -> None:
        os.write(pipe, b"acknowledged\n")
        if file is not None:
            os.write(file, b"acknowledged\t\t\t0\t0\n")

    if file is not None:
        calls.record(file)
    calls.arm(place, at, mode)
    try:
        operation.run(place, acknowledged)
    except SWCompetencyError as error:
        os.write(pipe, f"refused {error}\n".encode())
    except BaseException as error:  # noqa: BLE001 - that is what is looked for
        os.write(pipe, f"wrong {type(error).__name__}: {error}\n".encode())
    os.write(pipe, b"calls %d\n" % calls.disarm())
    os._exit(0)


def looked_at(operation: Operation, place: Path, outcome: Outcome, *, lost_power: bool = False) -> str:
    """Look at what is left; say what is wrong."""
    try:
        must(not outcome.said, outcome.said)
        if not (store := TinyDBStore(place)).is_old:
            must(followed(store) == held(store), "whoever follows the changes holds something else")
        operation.check(place, outcome.acknowledged, outcome.refused)
        done = verify(place)
        must(not done.found, f"verify: {done.found[:2]}")
        must(lost_power or not done.cannot_tell, f"verify cannot tell: {done.cannot_tell[:2]}")
    except (WrongError, SWCompetencyError, OSError, msgspec.MsgspecError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def every_call(calls: Calls, operation: Operation, folder: Path, step: int) -> Iterator[tuple[str, str]]:
    """Let each call in turn fail in each way."""
    template = folder / "template"
    shutil.copytree(template, folder / "case")
    count = run(calls, operation, folder / "case", 0, 0).calls
    must(count > 1, "no calls were seen")
    for at in range(1, count + 1):
        for mode, how in MODES.items():
            if (at + mode) % step:
                continue
            shutil.rmtree(folder / "case")
            shutil.copytree(template, folder / "case")
            if operation.prepare in {filled, torn, long}:
                TinyDBStore(folder / "case").settled_head()  # says of the copy, too, that its log lacks nothing
            outcome = run(calls, operation, folder / "case", at, mode)
            yield f"call {at} {how}", looked_at(operation, folder / "case", outcome)


def every_power_cut(calls: Calls, operation: Operation, folder: Path, step: int) -> Iterator[tuple[str, str]]:
    """Lose the power after each call, and what was not made durable in each of several ways."""
    template, journal = folder / "template", folder / "journal"
    shutil.copytree(template, folder / "case")
    run(calls, operation, folder / "case", 0, 0, journal)
    disk = Disk(folder / "case", template)
    count = 0
    for name, acknowledged, state in disk.cuts(journal.read_bytes()):
        count += 1
        if count % step:
            continue
        shutil.rmtree(folder / "case")
        state(folder / "case")
        yield name, looked_at(operation, folder / "case", Outcome(0, acknowledged, refused=False), lost_power=True)


def main() -> int:
    """Run the cases of one operation."""
    name, kind, folder, step = sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
    operation, calls = OPERATIONS[name], Calls()
    operation.prepare(folder / "template")
    states[operation.prepare.__name__] = held(TinyDBStore(folder / "template"))
    cases = every_call if kind == "calls" else every_power_cut
    tried, wrong = 0, []
    for case, says in cases(calls, operation, folder, step):
        tried += 1
        if says:
            wrong.append(f"{case}: {says}")
    sys.stdout.write(json.dumps({"tried": tried, "wrong": wrong}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
