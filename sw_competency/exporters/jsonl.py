"""Write JSON Lines: one entry or `person` a line."""

import json
from collections.abc import Iterable
from typing import TextIO

from sw_competency.model import Entry, Person, plain, plain_person

NAME = "jsonl"


def write(things: Iterable[Entry | Person], out: TextIO) -> None:
    """Write one line for each entry or person."""
    for thing in things:
        said = plain_person(thing) if isinstance(thing, Person) else plain(thing)
        out.write(json.dumps(said, ensure_ascii=False, allow_nan=False) + "\n")
