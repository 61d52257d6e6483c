"""A catalogue's values as plain bytes and back: data only, so that reading them runs nothing but our own classes.

MessagePack has no days, no tuples and no classes: each stands as an extension of its own.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

import attrs
import msgspec

_DAY, _TUPLE, _VALUE = 1, 2, 3
_OURS = "sw_competency."


def encoded(value: Any) -> bytes:
    """Return a value as bytes.

    Raises:
        TypeError: it holds something that is no value of a catalogue.
    """
    return msgspec.msgpack.encode(_plain(value))


def decoded(raw: bytes) -> Any:
    """Return the value that bytes stand for.

    Raises:
        ValueError: they stand for none.
    """
    return _DECODER.decode(raw)


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case date() if type(value) is date:
            return msgspec.msgpack.Ext(_DAY, value.toordinal().to_bytes(4))
        case dict():
            return {key: _plain(inner) for key, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case tuple():
            return msgspec.msgpack.Ext(_TUPLE, msgspec.msgpack.encode([_plain(inner) for inner in value]))
    cls: Any = type(value)
    if not _is_ours(cls):
        raise TypeError(f"a catalogue holds no {cls.__name__}")
    said = [f"{cls.__module__}:{cls.__qualname__}", *(_plain(getattr(value, name)) for name in _fields(cls))]
    return msgspec.msgpack.Ext(_VALUE, msgspec.msgpack.encode(said))


def _made(code: int, data: memoryview) -> Any:
    match code:
        case 1:  # _DAY
            return date.fromordinal(int.from_bytes(data))
        case 2:  # _TUPLE
            return tuple(_DECODER.decode(data))
        case 3:  # _VALUE
            name, *fields = _DECODER.decode(data)
            return _maker(name)(fields)
    raise ValueError(f"nothing is written with the code {code}")


_DECODER = msgspec.msgpack.Decoder(ext_hook=_made)


@cache
def _maker(name: str) -> Callable[[list[Any]], Any]:
    """Return what makes values of a class again of their fields; they were checked when they were made first."""
    module, _, cls_name = name.partition(":")
    if not module.startswith(_OURS):
        raise ValueError(f"{module} is not ours")
    cls = getattr(import_module(module), cls_name)
    if not _is_ours(cls):
        raise ValueError(f"{name} has no values")
    names = _fields(cls)

    def make(fields: list[Any]) -> Any:
        if len(fields) != len(names):
            raise ValueError(f"{name} has other fields")
        if not attrs.has(cls):
            return cls(*fields)
        made = cls.__new__(cls)
        for field, value in zip(names, fields, strict=True):
            object.__setattr__(made, field, value)
        return made

    return make


def _is_ours(cls: Any) -> bool:
    is_struct = isinstance(cls, type) and issubclass(cls, msgspec.Struct)
    return isinstance(cls, type) and cls.__module__.startswith(_OURS) and (is_struct or attrs.has(cls))


@cache
def _fields(cls: type) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(cls)) if attrs.has(cls) else cls.__struct_fields__  # type: ignore[attr-defined]
