"""The command `store`: records moved from one store into another, and what is known of one."""

from cyclopts import App

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line

store = App(
    name="store",
    help="The records as a whole: copied elsewhere, backed up, checked.",
    help_format="plaintext",
)


@store.command
def copy(source: str, target: str, /, *, options: Options = DEFAULT) -> int:
    """Make a store of what another holds, the same in every byte; its head stays good.

    Args:
        source: A folder of training records, or postgresql://USER@HOST/DATABASE?organisation=NAME.
        target: A folder that is not there yet, or a database in which the organisation has no records.
        options: What holds for every command.
    """
    from sw_competency.stores import open_store
    from sw_competency.stores.copying import copy as carry
    from sw_competency.stores.heads import printed

    with open_store(source) as opened:
        head = carry(opened, target)
    if options.json:
        document({"head": printed(head)})
    else:
        line(f"Copied, and the same in both. Head: {printed(head)}")
    return 0


@store.command
def backup(target: str, /, *, options: Options = DEFAULT) -> int:
    """Copy the records of --store into a new folder.

    Args:
        target: A folder that is not there yet.
        options: What holds for every command.
    """
    return copy(options.place, target, options=options)


@store.command
def info(*, options: Options = DEFAULT) -> int:
    """What is kept where: how many records and names, and the head that stands for all of it.

    Args:
        options: What holds for every command.
    """
    from sw_competency.model.entries import OWNER_FIELDS
    from sw_competency.stores.heads import printed

    with options.opened() as opened:
        counts = {kind: sum(1 for _ in opened.owners(kind)) for kind in OWNER_FIELDS}
        names, head = sum(1 for _ in opened.people()), opened.head()
    if options.json:
        document({"store": options.named, "records": counts, "names": names, "head": head and printed(head)})
        return 0
    said = ", ".join(f"{count} of {kind}s" for kind, count in counts.items())
    line(f"Training records in {options.named}: {said}; {names} names.")
    if head is not None:
        line(f"Head: {printed(head)}")
    return 0


@store.command
def check(*, options: Options = DEFAULT) -> int:
    """Is every record, name and line as it was put there, and could whoever uses it change one?

    Args:
        options: What holds for every command.
    """
    from sw_competency.cli.verify import verify

    return verify(options=options)
