"""A disk that loses what was not made durable: replays what a process did, and tells what a power cut could leave."""

from collections.abc import Callable, Iterator
from pathlib import Path

import attrs

SECTOR = 512


@attrs.define
class File:
    """What a file holds for good, and what was done to it since."""

    durable: bytes = b""
    pending: list[tuple[int, bytes | None]] = attrs.field(factory=list)  # where, and what; None for a cut

    def content(self, keep: Callable[[int], bool] = lambda _: True) -> bytes:
        """What it holds if only some of what was done since is kept, by place."""
        data = self.durable
        for place, (at, written) in enumerate(self.pending):
            if not keep(place):
                continue
            data = data[:at] if written is None else _over(data, at, written)
        return data

    def sync(self) -> None:
        """All that was done is there for good."""
        self.durable, self.pending = self.content(), []


def _over(data: bytes, at: int, written: bytes) -> bytes:
    return data[:at].ljust(at, b"\0") + written + data[at + len(written) :]


@attrs.frozen
class Naming:
    """Something that was done to a folder."""

    folder: Path
    names: tuple[tuple[Path, File | None], ...]  # what each name stands for afterwards; None for nothing


class Disk:
    """The files of a folder, as they are and as they are for good.

    Args:
        root: the folder that the process worked in.
        template: what it held before.
    """

    def __init__(self, root: Path, template: Path) -> None:
        self.root = root
        self.names = {
            path.relative_to(template): File(path.read_bytes()) for path in template.rglob("*") if path.is_file()
        }
        self.folders = {path.relative_to(template) for path in template.rglob("*") if path.is_dir()}
        self.durable = dict(self.names)
        self.pending: list[Naming] = []

    def cuts(self, journal: bytes) -> Iterator[tuple[str, int, Callable[[Path], None]]]:
        """Return what could be left if the power went after each call: name, acknowledged, how to make it."""
        acknowledged = number = 0
        while journal:
            head, _, journal = journal.partition(b"\n")
            what, path, other, at, size = head.decode().split("\t")
            data, journal = (journal[: int(size)], journal[int(size) :]) if what == "write" else (b"", journal)
            if what == "acknowledged":
                acknowledged += 1
            else:
                number += 1
                self._do(what, path, other, int(at), data)
            for name, state in self._left():
                yield f"power lost after call {number} ({what}), {name}", acknowledged, state

    def _do(self, what: str, path: str, other: str, at: int, data: bytes) -> None:
        place = Path(path).relative_to(self.root)
        if place.parts[:1] == ("locks",):
            return
        if what == "write":
            self.names[place].pending.append((at, data))
        elif what == "cut":
            self.names[place].pending.append((at, None))
        elif what == "sync" and place in self.names:
            self.names[place].sync()
        elif what == "sync":
            self._settle(place)
        elif what == "mkdir":
            self.folders.add(place)  # that folders are made durable is not looked at
        else:
            self._name(what, place, Path(other).relative_to(self.root) if other else place)

    def _name(self, what: str, place: Path, other: Path) -> None:
        changed: dict[Path, File | None] = {
            "create": lambda: {place: File()},
            "unlink": lambda: {place: None},
            "rename": lambda: {place: None, other: self.names[place]},
            "link": lambda: {other: self.names[place]},
        }[what]()
        self.pending.append(Naming(other.parent, tuple(changed.items())))
        for name, file in changed.items():
            _put(self.names, name, file)

    def _settle(self, folder: Path) -> None:
        for naming in [n for n in self.pending if n.folder == folder]:
            for name, file in naming.names:
                _put(self.durable, name, file)
            self.pending.remove(naming)

    def _left(self) -> Iterator[tuple[str, Callable[[Path], None]]]:
        """What could be left now: nothing of what is pending, all of it, all but one, or all but a part of one."""
        yield "nothing kept", self._state(set(), lambda _file, _place: False)
        namings = set(range(len(self.pending)))
        yield "names kept", self._state(namings, lambda _file, _place: False)
        yield "all kept", self._state(namings, lambda _file, _place: True)
        for dropped in namings:
            yield f"all but naming {dropped}", self._state(namings - {dropped}, lambda _file, _place: True)
        for file in {id(f): f for f in (*self.names.values(), *self.durable.values()) if f.pending}.values():
            for place in range(len(file.pending)):
                yield (
                    f"all but write {place}",
                    self._state(namings, lambda f, p, file=file, place=place: (f, p) != (file, place)),
                )
            yield "half of the last write", self._state(namings, lambda _f, _p: True, (file, _first_half))
            yield "the other half of it", self._state(namings, lambda _f, _p: True, (file, _other_half))

    def _state(
        self,
        namings: set[int],
        keep: Callable[[File, int], bool],
        part: tuple[File, Callable[[File], bytes]] | None = None,
    ) -> Callable[[Path], None]:
        names = {name: file for name, file in self.durable.items() if name.parts[0] != "index"}  # of another start
        for number, naming in enumerate(self.pending):
            if number in namings:
                for name, file in naming.names:
                    if name.parts[0] != "index":
                        _put(names, name, file)
        contents = {
            name: part[1](file) if part is not None and file is part[0] else file.content(lambda p, f=file: keep(f, p))
            for name, file in names.items()
        }
        folders = set(self.folders)

        def make(root: Path) -> None:
            root.mkdir()
            for folder in folders:
                (root / folder).mkdir(parents=True, exist_ok=True)
            for name, content in contents.items():
                (root / name).write_bytes(content)

        return make


def _first_half(file: File) -> bytes:
    *before, (at, written) = file.pending
    half = None if written is None else written[: len(written) // 2]
    return File(file.durable, [*before, *([] if half is None else [(at, half)])]).content()


def _other_half(file: File) -> bytes:
    """Whole sectors of the disk that never were written, up to the last."""
    *before, (at, written) = file.pending
    if written is None:
        return file.content()
    cut = max((at + len(written) - 1) // SECTOR * SECTOR, at)
    return File(file.durable, [*before, (cut, written[cut - at :])]).content()


def _put(names: dict[Path, File], name: Path, file: File | None) -> None:
    if file is None:
        names.pop(name, None)
    else:
        names[name] = file
