"""The command `init`."""

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line


def init(*, options: Options = DEFAULT) -> int:
    """Make a folder a store of training records; where it is one already, nothing is done.

    Args:
        options: What holds for every command.
    """
    from sw_competency.errors import NoStoreError
    from sw_competency.stores import TinyDBStore

    folder = options.folder
    try:
        TinyDBStore(folder)
        made = False
    except NoStoreError:
        TinyDBStore.create(folder)
        made = True
    if options.json:
        document({"store": str(folder), "made": made})
    else:
        line(f"Training records are kept in {folder}." if made else f"{folder} is a store already; nothing was done.")
    return 0
