"""Tells how two catalogues differ, grouped by what they differ in."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from sw_competency.cli._options import Options
from sw_competency.cli._print import document, line
from sw_competency.errors import UnreadableOptionError

if TYPE_CHECKING:
    from sw_competency.catalogue import Catalogue
    from sw_competency.catalogue.differences import Difference

SHIPPED = "shipped"


def catalogue_named(word: str) -> "Catalogue":
    """Give a catalogue by the word for it: `shipped`, a file or folder, or `example:NAME`, laid over the shipped one.

    Raises:
        UnreadableOptionError: the word is empty.
        UnreadableFileError: there is no such file, or it is no text.
        CatalogueError: something is wrong in it.
    """
    from sw_competency.catalogue import load, read_layer, shipped

    if not word:
        raise UnreadableOptionError("The name of a catalogue is empty: name a file, a folder, `shipped`, example:NAME.")
    return shipped() if word == SHIPPED else load(read_layer(word))


def diff(first: str, second: str, options: Options) -> int:
    """Print in what two catalogues differ.

    Raises:
        UnreadableOptionError: a third catalogue is given.
    """
    from sw_competency.catalogue.differences import differences

    if options.catalogue is not None:
        raise UnreadableOptionError("`catalogue diff` compares the two catalogues it names: leave --catalogue out.")
    found = differences(catalogue_named(first), catalogue_named(second))
    if options.json:
        document([difference.to_json() for difference in found])
    else:
        _print(found, *(f"the {word} catalogue" if word == SHIPPED else word for word in (first, second)))
    return 0


def _print(found: Sequence["Difference"], first: str, second: str) -> None:
    from sw_competency.catalogue.described import TABLES

    if not found:
        line(f"Nothing differs between {first} and {second}.")
        return
    counted = Counter(difference.change for difference in found)
    counts = ", ".join(f"{counted[change]} {change}" for change in ("added", "changed", "removed") if counted[change])
    line(f"From {first} to {second}: {counts}.")
    for table, differences in groupby(found, key=lambda difference: difference.table):
        line()
        line(TABLES[table].heading if table in TABLES else "The catalogue itself")
        for difference in differences:
            where = f"  (in {difference.file})" if difference.file else ""
            line(f"  {difference.change + ':':<8} {difference.says}{where}")
