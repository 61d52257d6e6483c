"""The fields of a question as a door sees them: what each is called, what is told of it, and what it takes."""

import inspect
import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from sw_competency.dates import parse_day
from sw_competency.errors import ArgumentError, FieldError
from sw_competency.model.answers import Answer
from sw_competency.questions._names import File, Named
from sw_competency.questions._question import Question

_ARG = re.compile(r"^    (\w+): ", re.MULTILINE)


class Field(msgspec.Struct, frozen=True):
    """One field of a question.

    Args:
        name: as the class calls it.
        written: as JSON and a command write it, such as `from` for `first`.
        says: what it is, in words.
        type: what it takes, None apart.
        named: what it is looked up in, where it is a name.
        file: what a command reads for it, where that comes from a file.
        required: whether it must be given.
        default: what holds where it is left out.
        word: whether a command takes it as a bare word.
    """

    name: str
    written: str
    says: str
    type: Any
    named: Named | None
    file: File | None
    required: bool
    default: Any
    word: bool


@cache
def fields_of(question: type[Question[Any]]) -> tuple[Field, ...]:
    """Return the fields of a question, in order."""
    hints, words = get_type_hints(question, include_extras=True), told(question)
    return tuple(_field(question, one, hints[one.name], words) for one in msgspec.structs.fields(question))


def _field(question: type[Question[Any]], one: Any, hint: Any, words: dict[str, str]) -> Field:
    plain, extra = _plain(hint)
    return Field(
        name=one.name, written=one.encode_name, says=words.get(one.name, ""), type=plain,
        named=extra if isinstance(extra, Named) else None, file=extra if isinstance(extra, File) else None,
        required=one.required, default=None if one.required else one.default, word=one.name in question.words,
    )  # fmt: skip


def _plain(hint: Any) -> tuple[Any, Named | File | None]:
    """Return what a hint comes to without None, and what it names or is read from."""
    if get_origin(hint) in {Union, UnionType}:
        [rest] = [each for each in get_args(hint) if each is not type(None)] or [str]
        return _plain(rest)
    extra = next((each for each in getattr(hint, "__metadata__", ()) if isinstance(each, Named | File)), None)
    return (hint.__origin__ if extra is not None else hint), extra


def help_of(cls: type) -> str:
    """Return what a class says it is, such as what a question asks."""
    return inspect.cleandoc(cls.__doc__ or "").partition("\n\nArgs:")[0]


def told(cls: type) -> dict[str, str]:
    """Return what the docstring of a class tells of each field."""
    _, _, args = inspect.cleandoc(cls.__doc__ or "").partition("\nArgs:\n")
    starts = list(_ARG.finditer(args))
    ends = [*(each.start() for each in starts[1:]), len(args)][: len(starts)]
    return {
        each.group(1): " ".join(args[each.end() : end].split()) for each, end in zip(starts, ends, strict=True)
    }  # fmt: skip


def answer_of(question: type[Question[Any]]) -> type[Answer[Any]]:
    """Return the class of a question's answer; of several, of each."""
    [answer] = get_args(question.__orig_bases__[0])  # type: ignore[attr-defined]
    name = getattr(answer, "__forward_arg__", None)
    found: type[Answer[Any]] = answer if name is None else getattr(sys.modules[question.__module__], name)
    return found


def asked_by(answer: type[Answer[Any]]) -> type[Question[Any]]:
    """Return the question that an answer of that class answers."""
    found: type[Question[Any]] = get_args(answer.__orig_bases__[0])[0]  # type: ignore[attr-defined]
    return found


Q = TypeVar("Q", bound=Question[Any])
V = TypeVar("V")


def checked(question: Q) -> Q:
    """Return a question with its days, lengths of time and lists read where they were given as texts.

    Raises:
        ArgumentError: it is no question.
        FieldError: a field is not of its type, or a text is no day.
    """
    if not isinstance(question, Question):
        raise ArgumentError("ask takes a question, such as May('w1', 'iv-cannulation')", question)
    read = {}
    for field in fields_of(type(question)):
        value = getattr(question, field.name)
        if value is None and not field.required:
            continue
        taken = taken_for(field, value)
        if taken is not value:
            read[field.name] = taken
        elif isinstance(field.type, type) and not isinstance(value, field.type):
            raise FieldError(field.name, f"{value!r:.80} is no {_WORDS.get(field.type, field.type.__name__)}")
        elif field.named is not None and not value.strip():
            raise FieldError(field.name, "is empty: give a name or an id")
    return msgspec.structs.replace(question, **read) if read else question


def taken_for(field: Field, value: Any) -> Any:
    """Return what is meant for a field: a day or a length of time by its text, a list by a text with commas.

    Raises:
        FieldError: the text is none.
    """
    if is_several(field):
        return each_of(value)
    if is_list(field):
        return texts_of(value)
    reads = parse_day if is_day(field) else getattr(field.type, "parse", None)
    if reads is None or not isinstance(value, str):
        return value
    try:
        return reads(value)
    except ValueError as error:
        raise FieldError(field.name, str(error)) from None


def texts_of(given: Sequence[str] | str) -> tuple[str, ...]:
    """Take several texts, or one with commas between them."""
    each = given.split(",") if isinstance(given, str) else given if isinstance(given, Iterable) else (given,)
    return tuple(str(one).strip() for one in each)


def each_of(given: Iterable[V] | str) -> tuple[V | str, ...]:
    """Take several things, or one text as it is."""
    return (given,) if isinstance(given, str) else tuple(given)


_WORDS = {str: "text", int: "whole number", date: "day", bool: "yes or no"}


def is_day(field: Field) -> bool:
    """Tell whether a field takes a day."""
    return field.type is date


def is_several(field: Field) -> bool:
    """Tell whether a field takes several things that a command reads."""
    return field.file is not None and get_origin(field.type) is tuple


def is_list(field: Field) -> bool:
    """Tell whether a field takes several texts."""
    return bool(field.type == tuple[str, ...] and field.file is None)
