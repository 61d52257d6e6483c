"""Entries taken apart and put together quickly: each kind as a plain struct of msgspec, for whoever handles many.

The functions are written out of the field names, a line a field. A training is filled from a struct in a fifth of the
time of the class's own `__init__`, made a struct in a sixth of that of `**dict(zip(...))`, and changed in a field in a
fifth of that of `attrs.evolve`.
"""

from collections.abc import Callable
from typing import Any, TypeVar, get_type_hints

import attrs
import msgspec

from sw_competency.model.entries import KINDS, WRITTEN, Entry, field_names

HELD_APART = ("extra", "with_")  # no struct holds them
# Unknown fields that stand in thousands of entries, as feeds and tables brought in leave them: a struct holds them, too
OFTEN = ("feed", "feed_day", "feed_row", "feed_number", "feed_said", "batch", "undated")
_OFTEN = frozenset(OFTEN)
E = TypeVar("E", bound=Entry)


@attrs.frozen
class Kind:
    """How one kind of entry is taken apart and put together.

    Args:
        cls: its class.
        struct: its struct, which holds all fields but those held apart, under their written names.
        written: the fields known, as a file names them.
        made: puts the values of a struct into the entry class.
        told: puts the values of an entry into the struct, but for the fields held apart.
        changed: gives an entry with other values in some fields.
    """

    cls: type[Entry]
    struct: type[msgspec.Struct]
    written: frozenset[str]
    made: Callable[[Any], Entry]
    told: Callable[[Entry], Any]
    changed: Callable[[Any, dict[str, Any]], Any]


def _kind(tag: str, cls: type[Entry]) -> Kind:
    hints = get_type_hints(cls)
    within = [f for f in attrs.fields(cls) if f.name not in HELD_APART]
    fields: list[Any] = [
        (f.name, hints[f.name]) if f.default is attrs.NOTHING else (f.name, hints[f.name], f.default) for f in within
    ]
    struct = msgspec.defstruct(
        cls.__name__, [*fields, *((name, Any, msgspec.UNSET) for name in OFTEN)],
        tag_field="kind", tag=tag, rename=WRITTEN, kw_only=True, omit_defaults=True, forbid_unknown_fields=True,
        gc=False,
    )  # fmt: skip
    return Kind(cls, struct, frozenset(field_names(tag)), *_written_out(cls, struct))


def _written_out(cls: type[Entry], struct: type[msgspec.Struct]) -> tuple[Callable[..., Any], ...]:
    """Write the functions of a kind: a line a field.

    A frozen class refuses that its fields are set, and putting each by its slot takes three times as long. So a class
    of the same layout, which refuses nothing, is filled, and then becomes the frozen one.
    """
    free = {name: getattr(object, name) for name in ("__init__", "__setattr__", "__delattr__")}
    blank = type(cls.__name__, cls.__bases__, {"__slots__": cls.__slots__, **free})
    made, told, changed = ["def made(of):"], ["def told(entry):", " return struct("], ["def changed(of, values):"]
    made += (filled := [" entry = blank()"])
    changed += filled
    for field in attrs.fields(cls):
        apart = "{}" if isinstance(field.default, attrs.Factory) else "None"  # type: ignore[arg-type]
        is_apart = field.name in HELD_APART
        made.append(f" entry.{field.name} = {apart if is_apart else f'of.{field.name}'}")
        changed.append(f" entry.{field.name} = of.{field.name}")
        told += [] if is_apart else [f"  {field.name}=entry.{field.name},"]
    made.append(f" if not ({' is '.join(f'of.{name}' for name in OFTEN)} is UNSET):")
    made += [f"  if of.{name} is not UNSET: entry.extra['{name}'] = of.{name}" for name in OFTEN]
    changed += [" for name, value in values.items():", "  setattr(entry, name, value)"]
    ending = [" entry.__class__ = cls", " return entry"]
    used: dict[str, Any] = {"blank": blank, "cls": cls, "struct": struct, "UNSET": msgspec.UNSET}
    exec("\n".join([*made, *ending, *told, " )", *changed, *ending]), used)  # noqa: S102 - of our own field names
    return used["made"], used["told"], used["changed"]


STRUCTS = {name: _kind(name, cls) for name, cls in KINDS.items()}


def whole(entry: Entry) -> Any:
    """Return an entry as a struct that says all it says; None where no struct can."""
    kind, extra = STRUCTS[entry.kind], entry.extra
    if getattr(entry, "with_", None) is not None or not _OFTEN.issuperset(extra):
        return None
    struct = kind.told(entry)
    for name, value in extra.items():
        setattr(struct, name, value)
    return struct


def changed(entry: E, **values: Any) -> E:
    """Return an entry with other values in some fields: as `attrs.evolve` does, without looking at them."""
    made: E = STRUCTS[entry.kind].changed(entry, values)
    return made
