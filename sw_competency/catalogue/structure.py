"""From the tables of a catalogue to frozen values: what is written wrong is told with its exact place.

Nothing is taken for something else: a number is no text, a date with a time of day is no date.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import attrs
from cattrs import BaseConverter, BaseValidationError, Converter, ForbiddenExtraKeysError, IterableValidationError
from cattrs.errors import ClassValidationError
from cattrs.gen import make_dict_structure_fn, make_mapping_structure_fn, override

from sw_competency.catalogue.described import Version, fields_of, written
from sw_competency.catalogue.terms import Between
from sw_competency.dates import Length
from sw_competency.errors import Problem, did_you_mean
from sw_competency.rules import Requirement, requirement_kinds

_COUNTABLE = 10**18


class _OutsideError(ValueError):
    """A number that lies outside what is asked for, whatever else could stand in its place."""


def shown(value: Any) -> str:
    """Show a value as a sentence names it."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"'{value[:60]}'"
        case Mapping():
            return "a table"
        case list():
            return "a list"
        case _:
            return f"{value}"[:60]


def _not(asked: str, value: Any) -> ValueError:
    return ValueError(f"{asked} is asked for, not {shown(value)}")


def _plain(cls: type, asked: str) -> Callable[[Any, Any], Any]:
    def structure(value: Any, _: Any) -> Any:
        # exactly that class: true is no number, a date with a time of day is no date
        if type(value) is not cls:
            raise _not(asked, value)
        return value

    return structure


def _text(value: Any, _: Any) -> str:
    if not isinstance(value, str):
        raise _not("text", value)
    if not value.strip():
        raise ValueError("is empty")
    return value


def _number(value: Any, _: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _not("a number", value)
    return float(value) if countable(value) else float("nan")  # told by `values`


def countable(value: float) -> bool:
    """Tell whether a number is finite, and of a size that one meets."""
    return -_COUNTABLE < value < _COUNTABLE


def _day(value: Any, _: Any) -> date:
    if isinstance(value, datetime):
        raise _not(f"a date without a time of day, such as {value.date()},", value)
    if not isinstance(value, date):
        raise _not("a date such as 2025-05-01, without quotes,", value)
    return value


def _length(value: Any, _: Any) -> Length:
    return Length.parse(_text(value, None))


def _choice(value: Any, cls: Any) -> Any:
    choices = get_args(cls)
    if value not in choices or isinstance(value, bool):
        near = did_you_mean(value, choices) if isinstance(value, str) else ""
        raise ValueError(f"{shown(value)} is none of {', '.join(choices)}{near}")
    return value


def _between(cls: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:
    plain, within = get_args(cls)

    def structure(value: Any, _: Any) -> Any:
        number = converter.structure(value, plain)
        if countable(value) and not within.least <= value <= within.greatest:
            asked = f"a {'whole ' if plain is int else ''}number from {within.least} to {within.greatest}"
            raise _OutsideError(str(_not(asked, value)))
        return number

    return structure


def _union(cls: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:
    members = [member for member in get_args(cls) if member is not NoneType]

    def structure(value: Any, _: Any) -> Any:
        said = []
        for member in members:
            try:
                return converter.structure(value, member)
            except _OutsideError:
                raise
            except ValueError as error:
                said.append(str(error))
        raise ValueError("; ".join(said))

    return structure


def _several(cls: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:
    member: Any = get_args(cls)[0]
    history = isinstance(member, type) and issubclass(member, Version)

    def structure(value: Any, _: Any) -> tuple[Any, ...]:
        if history and isinstance(value, Mapping):
            return (converter.structure(value, member),)
        if not isinstance(value, list):
            raise _not("a list", value)
        made = converter.structure(value, list[member])
        return tuple(sorted(made, key=lambda version: version.starts) if history else made)

    return structure


def _by_name(cls: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:
    inner = make_mapping_structure_fn(cls, converter, detailed_validation=True)

    def structure(value: Any, _: Any) -> Any:
        if not isinstance(value, Mapping):
            raise _not("a table", value)
        return inner(value, cls)

    return structure


def _table(cls: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:
    renamed: dict[str, Any] = {a.name: override(rename=written(a.name)) for a in attrs.fields(cls)}
    inner = make_dict_structure_fn(
        cls, converter, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=True, **renamed
    )

    def structure(value: Any, _: Any) -> Any:
        if not isinstance(value, Mapping):
            raise _not("a table", value)
        return inner(value, cls)

    return structure


def _requirement(cls: Any, converter: BaseConverter) -> Callable[[Any, Any], Any]:  # noqa: ARG001
    def structure(value: Any, _: Any) -> Requirement:
        if not isinstance(value, Mapping):
            raise _not("a table with a `kind`", value)
        fields, known = dict(value), requirement_kinds()
        kind = fields.pop("kind", None)
        if kind is None:
            raise ValueError("the field 'kind' is missing")
        if not isinstance(kind, str) or kind not in known:
            raise ValueError(f"there is no kind of requirement {shown(kind)}{did_you_mean(str(kind), known)}")
        return converter.structure(fields, known[kind])

    return structure


def _is_between(cls: Any) -> bool:
    return get_origin(cls) is Annotated and isinstance(get_args(cls)[1], Between)


def _is(*origins: Any) -> Callable[[Any], bool]:
    return lambda cls: get_origin(cls) in origins


@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=True)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _plain(int, "a whole number"))
    converter.register_structure_hook(bool, _plain(bool, "true or false"))
    converter.register_structure_hook(float, _number)
    converter.register_structure_hook(date, _day)
    converter.register_structure_hook_factory(attrs.has, _table)
    # a hook for a class would catch the classes below it as well: these are asked for one by one
    converter.register_structure_hook_func(lambda cls: cls is Length, _length)
    converter.register_structure_hook_factory(lambda cls: cls is Requirement, _requirement)
    converter.register_structure_hook_func(_is(Literal), _choice)
    converter.register_structure_hook_factory(_is_between, _between)
    converter.register_structure_hook_factory(_is(Union, UnionType), _union)
    converter.register_structure_hook_factory(_is(tuple), _several)
    converter.register_structure_hook_factory(_is(dict), _by_name)
    return converter


def _told(error: Exception, path: str) -> Iterator[Problem]:
    """Walk down an error of the converter to its sentences and their places."""
    if isinstance(error, IterableValidationError):
        for inner, at in error.group_exceptions()[0]:
            yield from _told(inner, f"{path}[{at.index}]" if isinstance(at.index, int) else f"{path}.{at.index}")
    elif isinstance(error, ClassValidationError):
        placed, others = error.group_exceptions()
        for inner, field in placed:
            name = written(field.name)
            if isinstance(inner, KeyError):
                yield Problem(f"the field '{name}' is missing", path)
            else:
                yield from _told(inner, f"{path}.{name}")
        for other in others:
            yield from _told(other, path)
    elif isinstance(error, ForbiddenExtraKeysError):
        for name in sorted(error.extra_fields):
            yield Problem(f"there is no field '{name}' here{did_you_mean(name, fields_of(error.cl))}", f"{path}.{name}")
    else:
        yield Problem(str(error), path)


def _structured(value: Any, cls: Any, path: str) -> tuple[Any, list[Problem]]:
    try:
        return _converter().structure(value, cls), []
    except (BaseValidationError, ValueError) as error:
        return None, list(_told(error, path))


def _with_id(cls: type, name: str, table: Any) -> Any:
    if not isinstance(table, Mapping):
        return table
    if "details" in attrs.fields_dict(cls):  # whatever else is known of it is kept
        known = {a.name for a in attrs.fields(cls)} - {"id", "details"}
        rest = {key: value for key, value in table.items() if key not in known}
        return {**{key: value for key, value in table.items() if key in known}, "details": rest, "id": name}
    return {**table, "id": name}


def named(cls: type, name: str, table: Any, path: str) -> tuple[Any, list[Problem]]:
    """Make the value that a table describes, under its name; None and the problems where it cannot be made.

    Of what changed over the years all versions are made, in the order in which they start.
    """
    if issubclass(cls, Version):
        given = [_with_id(cls, name, one) for one in table] if isinstance(table, list) else _with_id(cls, name, table)
        return _structured(given, tuple[cls, ...], path)  # type: ignore[valid-type]
    gives_id = isinstance(table, Mapping) and "id" in table
    own = [Problem("an id is the table's name, not a field", f"{path}.id")] if gives_id else []
    value, problems = _structured(_with_id(cls, name, table), cls, path)
    return (None if own else value), own + problems


def requirement(table: Any) -> Requirement | None:
    """Make one requirement; None where its table is not right in itself."""
    return typed(table, Requirement)  # type: ignore[no-any-return]


def typed(value: Any, cls: Any) -> Any:
    """Make the value of one field, of the type it has; None where it is not right in itself."""
    return _structured(value, cls, "")[0]
