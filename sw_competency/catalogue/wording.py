"""What a catalogue says, in words: each field a clause, so that what differs can be read aloud.

A field nobody has found better words for is said by its name; nothing is left unsaid.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import attrs

from sw_competency.catalogue.catalogue import Recency, Return
from sw_competency.catalogue.described import field_said, fields_of
from sw_competency.catalogue.tables import ALWAYS, Path, Said
from sw_competency.dates import Length, length_said, said
from sw_competency.names import listed
from sw_competency.rules import Requirement

Titled = Callable[[str], str]


def organisation(pattern: str) -> str:
    """Give the name of an organisation, or a pattern of names, in words: `*` stands for anything."""
    first, *rest = " ".join(pattern.split()).split("*")
    if not rest:
        return first
    middle = [_piece(piece) for piece in rest[:-1] if piece.strip()]
    if middle and not first and not rest[-1]:
        return f"any name with {' and then '.join(middle)} in it"
    told = [f"begins with {_piece(first)}"] if first else []
    told += [f"has {' and then '.join(middle)} in it"] if middle else []
    told += [f"ends in {_piece(rest[-1])}"] if rest[-1] else []
    return f"any name that {joined(told)}" if told else "anybody named"


def _piece(piece: str) -> str:
    """Give a piece of a pattern; with a blank beside it, it stands for whole words."""
    text = piece.strip()
    whole = f"the word{'s' * (' ' in text)} " if text != piece else ""
    return f"{whole}{text}"


def plainly(field: str) -> str:
    """Return the word for a field."""
    return field_said(field).called or field.replace("_", " ")


def label(field: str, around: str = "") -> str:
    """Return what stands before the value of a field on a line of its own.

    Args:
        field: its name.
        around: the history whose version it stands in, such as `sign_off`; none where left out.
    """
    who = field_said(around).who if around else ""
    words = field_said(field).label or plainly(field)
    return words.format(who=who, before=f" before {who}" if who else "").strip()


def where_said(path: Path) -> str:
    """Give a path as it is printed: versions in brackets, by their day."""
    days = {part for part in path if part == ALWAYS or (part[:4].isdigit() and part[4:5] == "-")}
    return "".join(f"[{part}]" if part in days else f".{part}" for part in path).removeprefix(".")


def field_of(path: Path) -> tuple[str, str]:
    """Give the field a path ends in, and what it is a field of: `sign_off`, `currency`, or nothing."""
    around = next((part for part in path[:-1] if field_said(part).of), "")
    return path[-1], around


def value(field: str, plain: Any, titled: Titled) -> str:
    """Give a value in words."""
    match plain:
        case None:
            return field_said(field).none or "none"
        case bool():
            return "yes" if plain else "no"
        case date():
            return said(plain)
        case dict():
            return _table(field, plain, titled)
        case list() | tuple():
            said_of = field_said(field)
            return (said_of.joins or ", ").join(value(field, one, titled) for one in plain) or said_of.none or "none"
        case str() if words := field_said(field).words:
            return words.get(plain, plain)
        case str() if field_said(field).organisations:
            return organisation(plain)
        case str() if field_said(field).names:
            return titled(plain)
        case str():
            return _length(plain) or (f"“{plain}”" if " " in plain or plain != plain.lower() else plain)
    return _made(field, plain, titled)


def _made(field: str, made: Any, titled: Titled) -> str:
    """Give in words what was made of a text or a table."""
    if isinstance(made, Length):
        return length_said(made)
    if isinstance(made, Requirement):
        return made.asks(titled)
    if not attrs.has(type(made)) or isinstance(made, Recency | Return):
        return str(made)
    cls: type = type(made)
    given = {name: getattr(made, one.name) for name, one in fields_of(cls).items()}
    return _table(field, {name: each for name, each in given.items() if each not in (None, (), {})}, titled)


def _length(text: str) -> str:
    if text.startswith("P"):
        try:
            return length_said(Length.parse(text))
        except ValueError:
            return ""
    return ""


def _table(field: str, plain: Mapping[str, Any], titled: Titled) -> str:
    if field in {"requires", "suggests"}:
        from sw_competency.catalogue import structure  # not needed to say of a number that nobody published it

        if (made := structure.requirement(plain)) is not None:
            return made.asks(titled)
    if field == "practice":
        return str(Recency(at_least=plain["at_least"], within=Length.parse(plain["within"])))
    if field == "return":
        return str(Return(after=Length.parse(plain["after"]), practice=plain["practice"]))
    return ", ".join(f"{key.replace('_', ' ')} {value(key, one, titled)}" for key, one in plain.items())


class Clause(NamedTuple):
    """What a field says now, and what it said before where that is told."""

    now: str
    before: str = ""

    def __str__(self) -> str:
        """Return it as a sentence of its own."""
        return f"{self.now}; before, {self.before}" if self.before else self.now

    @property
    def among_others(self) -> str:
        """Return it as one of several in a row."""
        return f"{self.now} (before, {self.before})" if self.before else self.now


def clause(path: Path, old: Said | None, new: Said | None, titled: Titled) -> Clause:
    """Say what a field says now, and what it said before where it said something."""
    name, around = field_of(path)
    # a row of a list is said as the list is
    field = field_said(next((part for part in path[-2:-1] if field_said(part).says), name))
    plain_old, plain_new = (None if one is None else one.plain for one in (old, new))
    if field.many and (isinstance(plain_old, list) or isinstance(plain_new, list)):
        return Clause(_list(field.many, name, around, plain_old, plain_new, titled))
    if name == "permitted":
        return Clause(_permission(plain_old, plain_new))
    words = {"it": "a sign-off" if around else "it", "of": _of(around)}
    of_field = f" for its {plainly(name)}" if path[-2:-1] == ("authorities",) else ""
    if of_field:
        name, field, words["of"] = "authority", field_said("authority"), f"{of_field}{words['of']}"
    if name == "authority" and old is not None and new is not None:
        return Clause(f"authority{words['of']} changed from {plain_old} to {plain_new}")
    before = "" if old is None else value(name, plain_old, titled)
    if new is None:
        gone = field.gone or f"{_named(path)}{{of}} is no longer said"
        return Clause(gone.format(before, **words), "" if "{}" in gone or name == "countersigned" else before)
    says = (field.says or f"{_named(path)}{{of}} is {{}}").format(value(name, plain_new, titled), **words)
    return Clause(says, "" if name == "countersigned" else before)


def _of(around: str) -> str:
    return f" for {field_said(around).of}" if around else ""


def _permission(old: bool | None, new: bool | None) -> str:
    if new or old:
        return "it is permitted" if new else "it is no longer permitted"
    return "it is closed until a site permits it" if new is False else "it no longer waits for a site to permit it"


def _named(path: Path) -> str:
    return f"its {' '.join(part for part in path if not field_said(part).of and part != ALWAYS).replace('_', ' ')}"


def _list(noun: str, name: str, around: str, old: Any, new: Any, titled: Titled) -> str:
    before, after = _each(name, old, titled), _each(name, new, titled)
    came, went = [one for one in after if one not in before], [one for one in before if one not in after]
    if name == "requires":
        return _asked(around, before, came, went)
    noun = noun.format(of=_of(around))
    told = []
    if came:
        told.append(f"{noun}{' now' if before else ''} include {joined(came)}")
    if went:
        told.append(f"{'they' if came else noun} no longer include {joined(went)}")
    return "; ".join(told) or f"{noun} are in another order: {joined(after)}"


def _asked(around: str, before: Sequence[str], came: Sequence[str], went: Sequence[str]) -> str:
    who = field_said(around).of or "it"
    if not before:
        return f"{who} asks for {joined(came)}"
    told = []
    if went:
        told.append(f"{who} no longer asks for {joined(went)}")
    if came:
        told.append(f"{'it' if went else who} now also asks for {joined(came)}")
    return "; ".join(told) or f"{who} asks for the same in other numbers"


def joined(words: Sequence[str]) -> str:
    """Return names in a row; with semicolons between them where one of them has a comma."""
    if len(words) < 2 or any("," in word for word in words):
        return "; ".join(words)
    return listed(words)


def _each(name: str, plain: Any, titled: Titled) -> list[str]:
    given = plain if isinstance(plain, list) else [] if plain is None else [plain]
    return [value(name, one, titled).strip("“”") for one in given]


def in_order(paths: Iterable[Path]) -> list[Path]:
    """Put paths in the order in which they are told: what is asked first, who stands behind it last."""
    return sorted(paths, key=lambda path: (path[:-1], field_said(path[-1]).place, path))


def clauses(old: Mapping[Path, Said], new: Mapping[Path, Said], titled: Titled) -> Iterator[Clause]:
    """Say every field in which two versions differ."""
    for path in in_order({*new, *old}):
        before, after = old.get(path), new.get(path)
        if before is None or after is None or before.means != after.means:
            yield clause(path, before, after, titled)
