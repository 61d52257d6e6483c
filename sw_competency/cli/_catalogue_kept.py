"""Finds the catalogue that an answer was given under, by the digest printed on it."""

import re
from collections.abc import Mapping
from pathlib import Path

from sw_competency.cli._files import is_standard_output, write_new
from sw_competency.cli._options import Options
from sw_competency.cli._print import document, line, raw, speaks_unicode
from sw_competency.errors import NoStoreError, NoSuchCatalogueError, UnreadableOptionError

_BEGINNING = re.compile(r"[0-9a-f]{8,}")


def show_kept(digest: str, out: Path | None, options: Options) -> None:
    """Print or write the whole catalogue of a digest, as TOML that loads to the same digest.

    Raises:
        NoSuchCatalogueError: there is none.
    """
    wanted = digest.strip().lower()
    if _BEGINNING.fullmatch(wanted) is None:
        raise UnreadableOptionError(f"--digest: '{digest[:80]}' is no digest: write the one printed with an answer.")
    if is_standard_output(out):
        out = None
    digest, text = _found(wanted, options)
    if out is not None:
        write_new(out.parent, {out.name: text.encode()})
    if options.json:
        document({"digest": digest, "files": [str(out)] if out is not None else [], "toml": text})
    elif out is not None:
        line(f"The catalogue {digest} is in {out}.")
    else:
        from sw_competency.catalogue.writing import escaped

        raw((text if speaks_unicode() else escaped(text)).encode())


def _found(wanted: str, options: Options) -> tuple[str, str]:
    """Look among the catalogue in use, the shipped one, and those kept beside the records: give digest and text."""
    from sw_competency.catalogue import digest_in, shipped

    at_hand = {held.digest: held for held in (options.judged_by(), shipped())}
    kept, where = _kept(options)
    fitting = sorted({digest for digest in (*at_hand, *kept) if digest.startswith(wanted)})
    if not fitting:
        raise NoSuchCatalogueError(
            f"No catalogue {wanted} is kept{where}. One is kept there when a question is first asked under it, "
            "if the folder may be written to: check --store, or ask whoever looks after the catalogue for its file."
        )
    if len(fitting) > 1:
        raise NoSuchCatalogueError(f"Several catalogues begin with {wanted}: {', '.join(fitting)}. Give more of it.")
    digest = fitting[0]
    text = at_hand[digest].written() if digest in at_hand else kept[digest]
    if digest_in(text) != digest:
        raise NoSuchCatalogueError(
            f"The catalogue {digest} in {options.named} was changed since it was kept: restore it from a backup."
        )
    return digest, text


def _kept(options: Options) -> tuple[Mapping[str, str], str]:
    """Return the catalogues kept beside the records by their digests, and say where that is."""
    try:
        with options.opened() as store:
            return {digest: store.catalogue(digest) or "" for digest in store.catalogues()}, f" in {options.named}"
    except NoStoreError:
        return {}, f", and {options.named} is no store of training records"
