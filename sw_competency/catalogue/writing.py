"""Writes a catalogue's tables as TOML, so that what was judged by can be kept, read again, and laid over.

What is written, read again, says the same: the values, their kinds, and the order of every list.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_LONGEST = 110  # characters of a list on one line


def toml(tables: Mapping[str, Any]) -> str:
    """Return a catalogue's tables as TOML.

    Args:
        tables: tables within tables; texts, numbers, days, and lists of them or of tables.
    """
    return "\n".join(_table(tables, ())).strip("\n") + "\n"


def escaped(text: str) -> str:
    """Return TOML in which every character that is not plain ASCII is written by its number."""
    return "".join(c if c.isascii() else _numbered(c) for c in text)


def _table(table: Mapping[str, Any], where: tuple[str, ...]) -> Iterator[str]:
    """Return the lines of a table: its own values first, since a heading begins another table."""
    inner = {key: value for key, value in table.items() if _has_heading(value)}
    for key, value in table.items():
        if key not in inner:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in inner.items():
        path = (*where, key)
        heading = ".".join(map(_key, path))
        if isinstance(value, Mapping):
            if not value or not all(_has_heading(one) for one in value.values()):
                yield from ("", f"[{heading}]")
            yield from _table(value, path)
            continue
        for version in value:
            yield from ("", f"[[{heading}]]")
            yield from _table(version, path)


def _has_heading(value: Any) -> bool:
    """Tell whether a value is a table, or versions of one, and so stands under a heading of its own."""
    if isinstance(value, Mapping):
        return True
    # requirements stay on their lines: they are read as a list
    return isinstance(value, list) and bool(value) and all(isinstance(v, Mapping) and "kind" not in v for v in value)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(key)} = {_value(one)}' for key, one in value.items())} }}" if value else "{}"
    if isinstance(value, Sequence):
        return _list([_value(one) for one in value])
    return value.isoformat() if hasattr(value, "isoformat") else str(value)  # a day, or a number


def _list(items: list[str]) -> str:
    line = f"[{', '.join(items)}]"
    if len(line) <= _LONGEST:
        return line
    return "[\n" + "".join(f"  {item},\n" for item in items) + "]"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    return f'"{"".join(_SHORT.get(c) or (c if c.isprintable() else _numbered(c)) for c in text)}"'


def _numbered(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"
