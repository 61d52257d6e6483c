"""The command `heads`."""

import json
from datetime import UTC, datetime
from pathlib import Path

from sw_competency.cli._files import Force, Out, is_standard_output, write_whole
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line


def heads(*, sign: Path | None = None, out: Out = None, force: Force = False, options: Options = DEFAULT) -> int:
    """What stands for all records as they are, in a few words to keep elsewhere: `verify --against` holds them to it.

    Args:
        sign: A file with an Ed25519 private key (PEM) to sign it with.
        out: The file to write; left out, or -, it is printed.
        force: Replace the file, whoever made it.
        options: What holds for every command.
    """
    from sw_competency.stores import TinyDBStore
    from sw_competency.stores.heads import handed_out, printed

    head = TinyDBStore(options.folder).settled_head()
    said = handed_out(head, datetime.now(UTC), sign)
    if out is not None and not is_standard_output(out):
        write_whole(out, lambda file: file.write(json.dumps(said, indent=2).encode() + b"\n") and None, force=force)
        if options.json:
            document({"files": [str(out)]})
        else:
            line(f"The head of {head.size} lines is in {out}: keep it where nobody who writes records may write.")
    elif options.json or sign is not None:
        document(said)
    else:
        line(printed(head))
    return 0
