"""The command `badge-key`."""

from pathlib import Path

from sw_competency.cli._files import write_new
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, line


def badge_key(*, out: Path | None = None, key: Path | None = None, options: Options = DEFAULT) -> int:
    """Make the key your organisation signs badges with, and say what others write down to know it.

    Args:
        out: The new file of the private key: only who signs badges may read it.
        key: Say it of this key instead, which is there already.
        options: What holds for every command.
    """
    from sw_competency.errors import UnreadableOptionError
    from sw_competency.portability.proofs import Signer, new_key

    if (out is None) == (key is None):
        raise UnreadableOptionError("Name a new file for the key with --out, or one that is there with --key.")
    if out is not None:
        write_new(out.parent, {out.name: new_key()})
    did = Signer.of(out or key or Path()).did
    if options.json:
        document({"key": did, "files": [] if out is None else [str(out)]})
        return 0
    if out is not None:
        line(f"The private key is in {out}: keep it where only those who sign badges can read it.")
    line("Hand this on to those who check your badges, by a way they trust; it belongs into their catalogue:")
    line("")
    for each in ("[issuer.your-organisation]", 'title = "The name of your organisation"', f'keys = ["{did}"]',
                 'authority = "local"', 'source = ["..."]'):  # fmt: skip
        line(each)
    return 0
