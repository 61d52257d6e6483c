"""The command `init`."""

import functools
from pathlib import Path

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import complain, document, line
from sw_competency.cli._progress import stepping


def init(
    *, upgrade: bool = False, shared: bool = False, role: str | None = None, backup: Path | None = None,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Make a folder, or a place in a database, a store of training records; where it is one already, nothing is done.

    Args:
        upgrade: Bring a store of an older version to this one; copies of its files are kept in it.
        shared: Let the group of the folder read and write it, also one that is a store already.
        role: In a database: the role by which programs will use the records, which may add to them and change none.
        backup: In a database: a new folder, into which records of an older version are copied before its tables change.
        options: What holds for every command.
    """
    from sw_competency.errors import NoStoreError, UsageError
    from sw_competency.stores import TinyDBStore

    if options.is_database:
        return _in_database(role, backup, options)
    if role is not None:
        raise UsageError("--role: a folder knows no roles; name a database with --store.")
    if backup is not None:
        raise UsageError("--backup: a folder keeps copies of its older files in itself (--upgrade).")
    folder = options.folder
    try:
        store = TinyDBStore(folder)
        made, upgraded = False, upgrade and store.is_old
        if shared:
            store = TinyDBStore.create(folder, shared=True)
    except NoStoreError:
        if upgrade:
            raise
        store = TinyDBStore.create(folder, shared=shared)
        made, upgraded = True, False
    with stepping() as step:
        told = functools.partial(step, "Bringing records to this version")
        left = store.upgrade(step=told) if upgraded else []
    for sentence in left:
        complain(f"Left as it is: {sentence}")
    if options.json:
        document({"store": str(folder), "made": made} | ({"upgraded": upgraded} if upgrade else {}))
    elif upgraded:
        line(f"{folder} is now of this version. Its files as they were are kept in {folder / 'kept' / 'version-1'}.")
    else:
        line(f"Training records are kept in {folder}." if made else f"{folder} is a store already; nothing was done.")
    return 1 if left else 0


def _in_database(role: str | None, backup: Path | None, options: Options) -> int:
    from sw_competency.stores.opening import store_class

    kind, place = store_class(options.place)
    kind.create(place, role=role, backup=backup).close()  # type: ignore[attr-defined]
    kept = backup is not None and backup.is_dir()
    if options.json:
        document({"store": options.named} | ({"upgraded": kept} if backup else {}))
        return 0
    may = f" '{role}' may add to them." if role else ""
    were = f" They are of this version now; as they were they are kept in {backup}." if kept else ""
    line(f"Training records are kept in {options.named}.{may}{were}")
    return 0
