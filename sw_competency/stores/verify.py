"""Checks a store: every line in its place and as it was written, every name, the log of heads, what was handed out."""

import re
import shlex
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from sw_competency.dates import said
from sw_competency.errors import NoStoreError, StoreDamagedError, StoreError
from sw_competency.stores import _codec, _files, _layout, _lines, _log, _old, _people, _record, _together
from sw_competency.stores._base import BEHIND, Receipt, told_by
from sw_competency.stores._lines import Checked
from sw_competency.stores._log import Log, Logged
from sw_competency.stores._merkle import Tree
from sw_competency.stores._people import Kept
from sw_competency.stores._verified import Found, StoreHead, Verification

_KNOWN = {
    *_layout.ALL_FOLDERS, _layout.INDEX, _layout.CATALOGUES, _layout.FEEDS, _layout.MARKER, _layout.COPY, _layout.LOG,
}  # fmt: skip
_ERASE = "erase it by the library (tracker.erase_person)"
_ANEW = f"enter it anew, or {_ERASE}"
_RESTORE_LOG = (
    "restore that file from a backup. If there is none, move it out of the store: then  sw-competency heads  begins it "
    "anew, and what it told is lost"
)
_HALF = re.compile(rb'\[("[^"]*("(,([0-9]+(,("[0-9a-f]{0,64}"?)?)?)?)?)?)?')  # the beginning of a line of the log


def heads_of(root: Path, marker: _layout.Marker) -> dict[str, list[Logged]]:
    """Return the end of every record after each of its lines, and of every name, as the log of heads should have them.

    What is damaged has no end to tell.
    """
    found = {}
    for file in _layout.record_files(root):
        with suppress(StoreDamagedError):
            owner = _record.owner_of(file, _layout.kind_of(file))
            if owner is not None:
                checked = _record.checked(file, owner, _lines.beginning(marker.id, owner))
                found[_layout.name_of(file)] = _logged_of(_layout.name_of(file), checked)
    for file in _layout.listed(root / _layout.PEOPLE, ".json"):
        with suppress(StoreDamagedError):
            kept = _people.kept(file, is_old=marker.is_old)
            if kept is not None and kept.store == marker.id:
                found[_layout.name_of(file)] = _logged_name(file, kept)
    return found


def verify(root: Path, against: StoreHead | None = None, receipts: Iterable[Receipt] = ()) -> Verification:
    """Check a store.

    Args:
        root: its folder.
        against: a head that was handed out before.
        receipts: receipts that were given before.

    Raises:
        NoStoreError: the folder is no store, and no head says that it was.
    """
    try:
        marker = _layout.marker(root)
        if marker is None:
            _layout.refuse_orphans(root)
    except StoreDamagedError as error:
        says = f"{error} The records themselves may be whole; without it nobody can tell."
        found = [Found("damage", str(root / _layout.MARKER), None, says)]
        return Verification(StoreHead("", 0, Tree().root()), found=found)
    if marker is None and against is not None:
        says = f"there is no store; the head is of one with {against.size} lines in its log of heads"
        return Verification(StoreHead("", 0, Tree().root()), found=[Found("deletion", str(root), None, says)])
    if marker is None:
        raise NoStoreError(f"'{root}' is no store of training records: check the name.")
    try:
        log, wrong = _log.read(root), []  # before the records: they may grow meanwhile, and then hold more, never less
    except StoreDamagedError as error:
        log, wrong = Log(), [Found("damage", str(root / _layout.LOG), None, str(error))]
    check = _Check(root, marker, log)
    check.done.found += wrong
    check.files()
    check.log()
    check.receipts(receipts)
    if against is not None:
        check.head(against)
    return check.done


class _Check:
    """One check of a store, step by step."""

    def __init__(self, root: Path, marker: _layout.Marker, log: Log) -> None:
        self.root, self.marker, self._log = root, marker, log
        self.done = Verification(StoreHead(marker.id, len(log.lines), log.root()))
        self.records: dict[str, Checked] = {}
        self.names: dict[str, Kept | None] = {}  # None of one that is damaged, and named as such

    def add(self, attack: str, file: Path | str, line: int | None, says: str) -> None:
        self.done.found.append(Found(attack, str(file), line, says))

    def files(self) -> None:
        """Check every file there is."""
        if self.marker.is_old:
            self.done.notes.append(
                "This store is of version 1, whose lines are bound to nothing: that they can be read is all that can "
                "be told of them.  sw-competency init --upgrade  brings it to this version."
            )
        for file in _layout.record_files(self.root):
            try:
                self._record(file)
            except StoreError as error:
                self.add("damage", file, None, str(error))
        for file in _layout.listed(self.root / _layout.PEOPLE, ".json"):
            try:
                self._name(file)
            except StoreError as error:
                self.add("damage", file, None, str(error))
        self._strangers()

    def _name(self, file: Path) -> None:
        self.names[_layout.name_of(file)] = None
        kept = _people.kept(file, is_old=self.marker.is_old)
        if kept is not None and kept.head is not None and kept.store != self.marker.id:
            self.add("mix", file, None, "it was written in another store")
        elif kept is not None:
            self.names[_layout.name_of(file)] = kept

    def _record(self, file: Path) -> None:
        data = _files.read(file) or b""
        self.done.records += bool(data)
        if self.marker.is_old and _old.is_old(data):
            lines = _old.whole(data)
            _old.owner_in(lines, file)
            self.done.lines += lines.count(b"\n")
            self.done.entries += len(_codec.entries(lines, str(file)))
            return
        owner = _record.owner_of(file, _layout.kind_of(file))
        if owner is None or not data:
            if data:
                self._torn(file, len(data))
            return
        begins = _lines.beginning(self.marker.id, owner)
        found = _lines.check(data, owner, begins)
        if found.damage is not None:  # somebody may be writing
            found = _lines.check(_files.read(file) or b"", owner, begins)
        self.records[_layout.name_of(file)] = found
        self._lines(file, found)

    def _lines(self, file: Path, found: Checked) -> None:
        self.done.lines += len(found.bodies)
        self.done.erased += found.erased is not None and len(found.bodies) == 1
        if found.damage is not None:
            self.add(found.damage.attack, file, found.damage.line, found.damage.says)
        elif found.torn:
            self._torn(file, len(found.torn), found.head.sequence)
        if found.received != sorted(found.received):
            self.add("reorder", file, None, "a line says that it was received before the one it follows")
        last = found.head.received
        if last is not None and last - told_by(None) > BEHIND:
            says = f"its last line is stamped in the future: {last.day} {last:%B %Y}"
            self.add("clock", file, len(found.bodies), says)
        seen: set[str] = set()
        for number, body in enumerate(found.bodies, 1):
            if number == 1 and found.erased is not None:
                continue
            try:
                ids = [entry.id for entry in _codec.entries(body, str(file))]
            except StoreDamagedError as error:
                self.add("damage", file, number, str(error))
                continue
            self.done.entries += len(ids)
            if len(set(ids)) != len(ids) or not seen.isdisjoint(ids):
                self.add("twice", file, number, "it holds an id that an entry before it has")
            seen.update(ids)

    def _torn(self, file: Path, size: int, holds: int = 0) -> None:
        if self._log.last().get(_layout.name_of(file), ("", 0, ""))[1] > holds:
            return  # it was stored, and is named as a truncation
        self.done.notes.append(
            f"'{file}' ends in {size} bytes of a line that was not finished; nobody was told that it was stored. "
            "The next who writes sets them aside."
        )

    def _strangers(self) -> None:
        for path in sorted(self.root.iterdir()):
            if path.name not in _KNOWN:
                self.done.notes.append(f"'{path}' is nothing of ours: it is passed over.")
        for folder in (*_layout.FOLDERS.values(), _layout.PEOPLE, _layout.LOCKS):
            for path in sorted(_children(self.root / folder)):
                if path.is_symlink():
                    self.done.notes.append(f"'{path}' is a link: who may change what it points to is not told here.")
                if folder == _layout.LOCKS:
                    continue
                if path.suffix not in (".jsonl", ".json"):
                    self.done.notes.append(f"'{path}' is passed over: no record and no name, or left by a crash.")
        for path in sorted((self.root / _layout.KEPT).rglob("*")):
            if path.is_file() and _old.COPIES not in path.parts:
                self.done.notes.append(f"'{path}' was set aside: it was found half-done and is no part of any record.")
        self._batches()

    def _batches(self) -> None:
        for path in sorted(_children(self.root / _layout.BATCHES)):
            if path.name not in _together.OURS:
                self.done.notes.append(f"'{path}' is nothing of ours: it is passed over.")
        if _together.under_way(self.root):
            try:
                _together.owners(self.root)
            except StoreDamagedError as error:
                self.add("damage", self.root / _layout.BATCHES, None, str(error))
            self.done.notes.append("A batch over several records is being written, or the next who writes ends it.")

    def log(self) -> None:
        """Hold the records against the log of heads."""
        place = self.root / _layout.LOG
        for number, raw in self._log.unreadable:
            if b"\0" not in raw and _HALF.fullmatch(raw) is None:  # else a crash left it half-written
                self.add("damage", place, number, f"this line of the log of heads cannot be read: {_RESTORE_LOG}")
            elif number == 1:
                self.done.cannot_tell.append(
                    f"The beginning of '{place}' cannot be read: what it told is lost. Restore it from a backup."
                )
        held = {name: _logged_of(name, found) for name, found in self.records.items()}
        held |= {name: _logged_name(self.root / name, kept) for name, kept in self.names.items() if kept is not None}
        ahead = _log.lacking(self._log, held)
        if ahead and not self._log.lines:
            self.done.cannot_tell.append(
                f"'{place}' is gone or empty: whether records were shortened, put back or removed cannot be told, save "
                f"by a head kept elsewhere. Restore it from a backup; if there is none,  {self._heads}  begins it anew "
                "from what is there, and says so for good."
            )
        elif ahead:
            self.done.notes.append(
                f"{len(ahead)} lines are not in the log of heads yet: just written, or before a crash. "
                f"{self._heads}  puts them in. "
                "Whether somebody else added them cannot be told."
            )
        for day in self._log.began_anew:
            self.done.cannot_tell.append(
                f"'{place}' had been lost and began anew on {said(day)}. What stood in it before cannot be told, nor "
                "whether a record had been put back by then, save by a head or a receipt kept elsewhere."
            )
        self._unknown()
        by_record: dict[str, list[tuple[int, Logged]]] = {}
        for number, logged in enumerate(self._log.lines, 1):
            if logged[0] != _log.ITSELF:
                by_record.setdefault(logged[0], []).append((number, logged))
        for name, lines in by_record.items():
            self._against_log(name, lines)

    @property
    def _heads(self) -> str:
        return f"sw-competency heads --store {shlex.quote(str(self.root))}"

    def _unknown(self) -> None:
        """Name records of which the log says nothing, and that are older than what it says of others.

        What a crash takes from the log is what was written last.
        """
        last = self._log.last()
        known = [
            _lines.instant(found.received[at])
            for name, found in self.records.items()
            if name in last and 0 <= (at := last[name][1] - found.start.sequence - 1) < len(found.received)
        ]
        newest = max(known, default=None)
        for name, found in self.records.items():
            begun = _lines.instant(found.received[0]) if found.received else None
            if name not in last and begun is not None and newest is not None and newest - begun > BEHIND:
                self.done.cannot_tell.append(
                    f"The log of heads says nothing of '{self.root / name}.jsonl', which is older than what it says of "
                    "others. Whether lines of it are gone cannot be told, save by a head or a receipt kept elsewhere."
                )

    def _against_log(self, name: str, lines: list[tuple[int, Logged]]) -> None:
        is_name = name.startswith(f"{_layout.PEOPLE}/")
        file = self.root / f"{name}.json{'' if is_name else 'l'}"
        found = self.records.get(name)
        if found is None and not is_name:
            if not file.exists() or not file.stat().st_size:
                self.add("deletion", file, None, f"the log of heads knows {lines[-1][1][1]} lines of it; it is gone")
            return
        heads = self._logged_heads(file, lines)
        if found is None:
            self._held_name(file, name, heads)
            return
        self._held(file, found, heads)
        numbers = range(min(found.start.sequence + 1, *heads), max(heads))
        if (lacking := next((n for n in numbers if n not in heads), None)) is not None:
            self.done.cannot_tell.append(
                f"The log of heads lacks line {lacking} of '{file}': somebody took it out, or the power was lost. "
                "Whether that line is as it was stored cannot be told, save by a head or a receipt kept elsewhere."
            )

    def _logged_heads(self, file: Path, lines: list[tuple[int, Logged]]) -> dict[int, str]:
        """Give the digests that the log knows of a record or a name, by number; name what is wrong with those lines."""
        heads: dict[int, str] = {}
        for number, (_, sequence, digest) in lines:
            if heads and sequence < max(heads):
                says = f"line {number} is about line {sequence} of '{file}', and stands behind one about a later line"
                self.add("reorder", self.root / _layout.LOG, number, says)
            if heads.setdefault(sequence, digest) != digest:
                says = f"line {number} of the log of heads has another line {sequence} of it than one before"
                self.add("fork", file, None, says)
        return heads

    def _held_name(self, file: Path, name: str, heads: Mapping[int, str]) -> None:
        """Hold a name against the digests that it is known to have had: the last of them counts."""
        kept, last = self.names.get(name), max(heads)
        was_erased = heads[last] == _people.ERASED
        if name not in self.names:
            if not was_erased:
                self.add("deletion", file, None, f"the name is gone, and nobody erased it: {_ANEW}")
        elif kept is None:
            return  # it is damaged, and named as such
        elif kept.head is None or kept.head.sequence < last:
            older = f"it is an older name than the last that was put there: {_ANEW}"
            erased = f"the name was erased, and stands there all the same: {_ANEW}"
            self.add("rollback", file, None, erased if was_erased else older)
        elif kept.head.digest != heads.get(kept.head.sequence, kept.head.digest) or (
            kept.previous != heads.get(kept.head.sequence - 1, kept.previous)
        ):
            self.add("fork", file, None, f"it is not the name that was put there: {_ANEW}")

    def _held(self, file: Path, found: Checked, heads: Mapping[int, str]) -> None:
        """Hold a record against digests that its lines are known to have had, by their numbers."""
        last, first = found.head.sequence, found.start.sequence + 1
        longest = max(heads)
        if longest > last and found.damage is None:
            says = f"it has {last} lines, and had {longest}"
            self.add("truncation" if found.torn else "rollback", file, None, says)
        if first > 1 and found.erased is None:
            return  # what is lacking at its beginning is named as damage already
        for sequence in sorted(heads):
            if first <= sequence <= last and found.digests[sequence - first].decode() != heads[sequence]:
                self.add("fork", file, sequence - first + 1, f"it is not the line {sequence} that was acknowledged")
                return
        before = heads.get(first - 1)
        if found.erased is not None and before is not None and before != found.start.digest:
            self.add("fork", file, 1, "the erasure does not follow what was erased")

    def receipts(self, receipts: Iterable[Receipt]) -> None:
        """Hold the records against receipts."""
        for receipt in receipts:
            file = _layout.record_file(self.root, receipt.record)
            found = self.records.get(_layout.name_of(file))
            if found is None:
                self.add("deletion", file, None, f"a receipt says it had {receipt.sequence} lines; it is gone")
            elif receipt.sequence:
                self._held(file, found, {receipt.sequence: receipt.head})

    def head(self, against: StoreHead) -> None:
        """Hold the log of heads against a head that was handed out."""
        place, size = self.root / _layout.LOG, len(self._log.lines)
        if against.store and against.store != self.marker.id:
            self.add("mix", self.root, None, "the head was handed out by another store, or this one was made anew")
        elif against.size > size:
            says = f"the log of heads has {size} lines, and had {against.size}: this is an older store"
            self.add("rollback", place, None, says)
        elif not self._log.had(against.size, against.root):
            says = f"its first {against.size} lines are not those that the head stands for; which differ cannot be told"
            self.add("fork", place, None, says)


def _logged_of(name: str, found: Checked) -> list[Logged]:
    first = found.start.sequence + 1
    return [(name, first + index, digest.decode()) for index, digest in enumerate(found.digests)]


def _logged_name(file: Path, kept: Kept) -> list[Logged]:
    return [] if kept.head is None else [(_layout.name_of(file), kept.head.sequence, kept.head.digest)]


def _children(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
