"""What a table of a catalogue tells of itself: what it is called, whom to ask about it, what its fields say and name.

Its class says all of this, once. Whatever reads, checks, compares or prints a catalogue asks for it here.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import Any, ClassVar, TypeVar, get_args, get_origin

import attrs

from sw_competency.catalogue.terms import AUTHORITY, Authority
from sw_competency.errors import Problem

T = TypeVar("T")
Known = Mapping[str, Sequence[str]]  # by table, the names in it


@attrs.frozen
class Field:
    """How a field is said. Fields of one name are said alike, and so are described once.

    Args:
        says: the clause, with a place for the value.
        gone: the clause where it is no longer said, with a place for the old value; without one that is told after it.
        many: the noun for a list of names; then what came and what went is told.
        called: the word for the field, where its name is none.
        label: what stands before its value on a line of its own; left out, the word for it.
        none: what is so where nothing is said, where that is worth saying.
        joins: what stands between the values of its list, where they belong together.
        who: of versions, what they are asked of or say it of.
        words: of each choice, the words for it.
        names: the tables whose names stand in it.
        organisations: whether it gives organisations, or patterns of their names.
        in_order: whether the order of its list is meant.
        in_short: whether it is worth saying of something new.
        known_by: by what a row of its list is known; of any other list a changed row is one gone and one added.
        place: where it is told among the others of its table.
        of: of versions, what they are of.
        at_length: what it is called where its value is too long to say, with a place for who asks.
    """

    says: str = ""
    gone: str = ""
    many: str = ""
    called: str = ""
    label: str = ""
    none: str = ""
    joins: str = ""
    who: str = ""
    words: Mapping[str, str] = attrs.field(factory=dict)
    names: tuple[str, ...] = ()
    organisations: bool = False
    in_order: bool = False
    in_short: bool = True
    known_by: tuple[str, ...] = ()
    place: int = 0
    of: str = ""
    at_length: str = ""


Vocabulary = Mapping[str, Field]  # how fields are said, by the names they have in a file


@attrs.frozen(kw_only=True)
class Sourced:
    """A value with those who stand behind it.

    Args:
        authority: who they are; left out, those behind what it stands in.
        authorities: of single fields, where others stand behind them.
        source: the documents it rests on.
    """

    SAYS: ClassVar[Vocabulary] = {
        "authority": Field(
            "the authority{of} is {}", gone="no authority{of} is named any more", words=AUTHORITY,
            in_short=False, place=3,
        ),
        "source": Field(many="the sources{of}", names=("source",), in_short=False, place=4),
    }  # fmt: skip
    authority: Authority | None = None
    authorities: dict[str, Authority] = attrs.field(factory=dict, hash=False)
    source: tuple[str, ...] = ()
    # the fields nobody published, each with its path in the catalogue; noted once the value has its place there
    placeholders: dict[str, str] = attrs.field(init=False, factory=dict, eq=False, repr=False)

    def stands_behind(self, field: str) -> Authority | None:
        """Return who stands behind a field, as far as the value says it itself."""
        return self.authorities.get(field) or self.authority

    def unconfirmed(self, *fields: str) -> tuple[str, ...]:
        """Return the paths of those of these fields that nobody published."""
        known = self.placeholders
        return tuple([known[field] for field in fields if field in known]) if known else ()


@attrs.frozen(kw_only=True)
class Version(Sourced):
    """What something says from `starts` on, until its next version starts."""

    SAYS: ClassVar[Vocabulary] = {
        "starts": Field(
            "it holds from {}", gone="it no longer says that it holds from {}", label="from", in_short=False, place=-1,
        )
    }
    starts: date = date.min


@attrs.frozen(kw_only=True)
class Named(Sourced):
    """Something with an id and a title."""

    SAYS: ClassVar[Vocabulary] = {"title": Field("its title is {}", in_short=False)}
    id: str
    title: str


# they name or describe a value, or say how one is to be read; nobody looks for them in a publication
NO_VALUES = frozenset({
    *(a.name for a in attrs.fields(Sourced)), "id", "title", "criteria", "version", "introduced", "starts",
    "knowledge", "log_columns", "sheet_fields", "copies", "policy", "policy_review",
    "counted_by", "why", "details", "certainty", "means", "kind", "from", "to", "area", "site", "effect",
})  # fmt: skip


def written(attribute: str) -> str:
    """Give the name a field has in a file: `from` and `return` are words of Python and end there on an underscore."""
    return attribute.rstrip("_")


@cache
def fields_of(cls: type) -> Mapping[str, "attrs.Attribute[Any]"]:
    """Return the fields that can be written in a table of a class, by the names they have in a file."""
    return {written(a.name): a for a in attrs.fields(cls) if a.init and a.name not in {"id", "details"}}


def member_of(attribute: "attrs.Attribute[Any]") -> Any:
    """Return what a list holds; None where the field holds no list."""
    return get_args(attribute.type)[0] if get_origin(attribute.type) is tuple else None


def holds(attribute: "attrs.Attribute[Any]", cls: type) -> bool:
    """Tell whether a field is a list of values of a class."""
    member = member_of(attribute)
    return isinstance(member, type) and issubclass(member, cls)


def vocabulary_of(cls: type) -> dict[str, Field]:
    """Return how the fields of a class are said, and those of the lists in it, as far as they are described there."""
    found = {name: field for each in reversed(cls.__mro__) for name, field in vars(each).get("SAYS", {}).items()}
    for attribute in fields_of(cls).values():
        if holds(attribute, Sourced):
            found = {**vocabulary_of(member_of(attribute)), **found}
    return found


@attrs.define(slots=False, eq=False)
class Table:
    """A table of a catalogue; what stands in it is of the class that this decorates.

    Args:
        name: what it is called in a file.
        held: what a catalogue holds it as.
        called: what stands before a name, where the name alone would not say what it is.
        heading: what stands over several.
        place: where it is told among the others.
        whom: whom to ask about what nobody published.
        cited: whether all in it must cite a source.
        ours: whether its names are ours to write; else they are other people's.
        at_sites: whether a site may have it its own way.
        always: the fields that are said of something new also where they are left to what is so without them.
        note: what is to be known of all that stands in it.
        laid_out: whether the rule book lays it out in a way of its own; else field by field.
    """

    name: str
    held: str
    called: str
    heading: str
    place: int = 50
    whom: str = attrs.field(default="the clinical lead for this task and the practice educator", kw_only=True)
    cited: bool = attrs.field(default=True, kw_only=True)
    ours: bool = attrs.field(default=True, kw_only=True)
    at_sites: bool = attrs.field(default=False, kw_only=True)
    always: tuple[str, ...] = attrs.field(default=(), kw_only=True)
    note: str = attrs.field(default="", kw_only=True)
    laid_out: bool = attrs.field(default=False, kw_only=True)
    cls: type = attrs.field(init=False)

    def __call__(self, cls: type[T]) -> type[T]:
        """Take a class for what stands in the table."""
        self.cls = cls
        told = {**TABLES, self.name: self}
        TABLES.clear()
        TABLES.update(sorted(told.items(), key=lambda each: each[1].place))
        return cls

    @property
    def is_history(self) -> bool:
        """Whether each of its names stands for versions."""
        return issubclass(self.cls, Version)

    @property
    def histories(self) -> tuple[str, ...]:
        """The fields that hold versions."""
        return tuple(name for name, a in fields_of(self.cls).items() if holds(a, Version))

    @property
    def apart(self) -> tuple[str, ...]:
        """The fields that hold values of their own, each with those who stand behind it."""
        return tuple(name for name, a in fields_of(self.cls).items() if holds(a, Sourced))

    @cached_property
    def says(self) -> Vocabulary:
        """How its fields are said, as far as it is described here; else as in other tables."""
        return vocabulary_of(self.cls)

    def amiss(self, given: dict[str, Any], path: str, known: Known) -> Iterator[Problem]:
        """Tell what is wrong in one as it is written, beyond form and names, as its class has it."""
        check = getattr(self.cls, "amiss", None)
        return check(given, path, known) if check else iter(())


_UNSAID = Field()
TABLES: dict[str, Table] = {}  # in the order in which they are told


def at_sites() -> tuple[str, ...]:
    """Return the tables of which a site may have things its own way."""
    return tuple(name for name, one in TABLES.items() if one.at_sites)


def field_said(name: str) -> Field:
    """Return how a field of that name is said, whatever table it stands in."""
    return next((one.says[name] for one in TABLES.values() if name in one.says), _UNSAID)
