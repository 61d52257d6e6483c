"""Reads values that are typed, more strictly than cyclopts: a number is digits, and nothing at all is no name."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from cyclopts import Token, convert

from sw_competency.errors import UnreadableOptionError
from sw_competency.files import is_url

_WHOLE = re.compile(r"-?[0-9]{1,9}", re.ASCII)


def read(cls: Any, tokens: Sequence[Token]) -> Any:
    """Read one value.

    Raises:
        UnreadableOptionError: it is no whole number where one is asked for, or no name of a file: empty, or a URL.
    """
    asked = {cls, *get_args(cls)}
    for token in tokens:
        if int in asked and _WHOLE.fullmatch(token.value) is None:
            raise UnreadableOptionError(f"{_named(token)}: '{token.value[:80]}' is no whole number, such as 4.")
        if Path in asked and not token.value:
            raise UnreadableOptionError(f"{_named(token)} is empty: give the name of a file or folder.")
        if Path in asked and is_url(token.value):  # not repeated: a password may stand in it
            raise UnreadableOptionError(f"{_named(token)} is a URL: give the name of a file or folder.")
    return convert(cls, tokens)


def _named(token: Token) -> str:
    return token.keyword or "The name"
