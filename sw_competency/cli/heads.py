"""The command `heads`."""

import json
from datetime import UTC, datetime
from pathlib import Path

from sw_competency.cli._files import Force, Out, is_standard_output, write_whole
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import complain, document, line


def heads(*, sign: Path | None = None, out: Out = None, force: Force = False, options: Options = DEFAULT) -> int:
    """What stands for all records as they are, in a few words to keep elsewhere: `verify --against` holds them to it.

    All is verified first: what is found, or cannot be told, is said (exit code 1). Over what is found nobody signs.

    Args:
        sign: A file with an Ed25519 private key (PEM) to sign it with.
        out: The file to write; left out, or -, it is printed.
        force: Replace the file, whoever made it.
        options: What holds for every command.
    """
    from sw_competency.cli.verify import misgivings
    from sw_competency.stores.heads import handed_out, printed

    store = options.opened()
    done = store.verify()
    for sentence in misgivings(done):
        complain(sentence)
    if done.found and sign is not None:
        complain("Not signed: a signature would stand for what was found, too. Put it right first.")
        if all(Path(found.file).name == "heads.log" for found in done.found):
            complain("In the records and names nothing was found changed; only the log of heads is not as it was.")
        if options.json:
            document(done.to_json())
        return 1
    head = store.settled_head()
    assert head is not None  # what can be verified has one
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
    return 1 if done.found or done.cannot_tell else 0
