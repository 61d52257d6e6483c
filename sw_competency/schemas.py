"""What the JSON of this library looks like, as JSON Schema (2020-12): every answer, the kinds of entries, a catalogue.

Made from the classes and written nowhere else, so that whoever reads our JSON can have theirs checked, and made.
"""

import re
from collections.abc import Container, Mapping, Sequence
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import attrs
import msgspec

from sw_competency.catalogue.described import TABLES, Version, at_sites, holds
from sw_competency.catalogue.look import LOOK, Look
from sw_competency.catalogue.overlay import NAME
from sw_competency.catalogue.terms import Between
from sw_competency.dates import Length
from sw_competency.errors import ArgumentError, UnknownNameError
from sw_competency.model import KINDS, Answer, Entry, Finding, Outcome
from sw_competency.model.answers import KeptUnder
from sw_competency.questions import Question, Several, known
from sw_competency.questions._fields import answer_of, asked_by, help_of, told
from sw_competency.rules import Requirement, requirement_kinds

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ENTRY, CATALOGUE = "entry", "catalogue"
_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_LENGTH: Schema = {**_TEXT, "pattern": r"^P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$", "examples": ["P12M", "P60D"]}
_LEFT_OUT = {"id", "details", "extra"}  # an id is the table's name; the others stand for fields of any name


def schemas() -> tuple[str, ...]:
    """Name the schemas there are: the questions, `entry`, `entry.KIND` for each kind, and `catalogue`."""
    return (*known(), ENTRY, *(f"{ENTRY}.{kind}" for kind in KINDS), CATALOGUE)


def schema(name: str) -> Schema:
    """Return the JSON Schema of an answer, an entry or a catalogue.

    Args:
        name: a question as its command is called, such as `may`; `entry`, or `entry.sign-off` for one kind; or
            `catalogue`: a catalogue's file, its days written as texts.

    Raises:
        UnknownNameError: there is none of that name.
        ArgumentError: it is no name.
    """
    if not isinstance(name, str):
        raise ArgumentError("A schema is named by a text, such as 'may'", name)
    forms, questions = _Forms(), known()
    if name in questions:
        made, version = forms.answers(questions[name]), questions[name].version
    elif name == CATALOGUE:
        made, version = forms.catalogue(), 1
    elif name == ENTRY or name.removeprefix(f"{ENTRY}.") in KINDS:
        made, version = forms.of(KINDS.get(name.removeprefix(f"{ENTRY}."), Entry)), 1
    else:
        raise UnknownNameError("schema", name, schemas())
    return {"$schema": DIALECT, "$id": f"urn:sw-competency:{name}/{version}", **made, "$defs": forms.defs}


def _fields(cls: Any) -> Sequence[Any]:
    return msgspec.structs.fields(cls) if issubclass(cls, Entry) else [f for f in attrs.fields(cls) if f.init]


class _Forms:
    """Makes the schemas of types; what stands in several places is made once, under `$defs`."""

    def __init__(self) -> None:
        self.defs: dict[str, Schema] = {}
        self._kinds: dict[str, Any] = {}

    def of(self, kind: Any) -> Schema:
        """Return the schema of what JSON holds for a type."""
        origin, args = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self.of(args[0]) | _between(args[1])
        if origin in {Union, UnionType}:
            return _either([self.of(each) for each in args])
        if origin is Literal:
            return {"enum": list(args)}
        if origin in {tuple, list}:
            return {"type": "array", "items": self.of(args[0])}
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self.of(args[1])}
        if kind in {Any, object} or isinstance(kind, TypeVar):
            return {}
        cls = origin or kind
        if cls is Length:
            return _LENGTH
        if isinstance(cls, type) and (issubclass(cls, msgspec.Struct) or attrs.has(cls)):
            return self._named(kind)
        if isinstance(cls, type) and issubclass(cls, Enum):
            return {"enum": [each.value for each in cls]}
        return {"type": "null"} if cls is NoneType else msgspec.json.schema(cls)

    def _named(self, kind: Any) -> Schema:
        name = _called(kind)
        if self._kinds.setdefault(name, kind) != kind:  # another of the same name
            name = f"{kind.__module__.rpartition('.')[2]}_{name}"
        if name not in self.defs:
            self.defs[name] = {}  # it may hold its own kind
            self.defs[name] = self._made(kind)
        return {"$ref": f"#/$defs/{name}"}

    def _made(self, kind: Any) -> Schema:
        cls = get_origin(kind) or kind
        if cls is Finding:
            return self._object(self._finding(), "An outcome that explains itself, and the findings it is made of.")
        if cls is Entry:
            return {"anyOf": [self.of(each) for each in KINDS.values()]}
        if cls is Requirement:
            return {"anyOf": [self.of(each) for each in requirement_kinds().values()]}
        if attrs.has(cls) or issubclass(cls, Entry):
            return self._table(cls)
        if isinstance(own := getattr(cls, "json_as", None), Mapping):
            return self._object({name: self.of(each) for name, each in own.items()}, help_of(cls), _words(cls))
        fields = msgspec.structs.fields(kind)
        return self._object({f.encode_name: self.of(f.type) for f in fields}, help_of(cls), _words(cls))

    def _object(self, properties: Mapping[str, Schema], says: str, told: Mapping[str, str] | None = None) -> Schema:
        """Return the schema of an object that always has all of these; a later version may add others."""
        words = told or {}
        described = {n: {**s, "description": words[n]} if n in words else s for n, s in properties.items()}
        return {"type": "object", "description": says, "properties": described, "required": list(properties)}

    def _table(self, cls: type) -> Schema:
        """Return the schema of an entry, a requirement, or a table of a catalogue.

        Of a table nothing must be given: it may lie over one that does. `catalogue check` tells what is missing.
        """
        hints, words, kind = get_type_hints(cls, include_extras=True), told(cls), getattr(cls, "kind", None)
        fields = [f for f in _fields(cls) if f.name not in _LEFT_OUT - ({"id"} if kind else set())]
        properties: Schema = {"kind": {"const": kind}} if isinstance(kind, str) else {}
        for field in fields:
            made = self.of(hints[field.name])
            if isinstance(field, attrs.Attribute) and holds(field, Version):
                made = _either([made["items"], made])  # one table stands for a history of one version
            described = {"description": words[field.name]} if field.name in words else {}
            properties[field.name.rstrip("_")] = made | described
        made = {"type": "object", "description": help_of(cls), "properties": properties}
        if isinstance(kind, str):
            needed = (f.name for f in fields if f.default is attrs.NOTHING or f.default is msgspec.NODEFAULT)
            made["required"] = ["kind", *(name.rstrip("_") for name in needed)]
        closed = not issubclass(cls, Entry) and not hasattr(cls, "details")  # which keeps whatever else is known
        return made | {"additionalProperties": False} if closed else made

    def answers(self, question: type[Question[Any]]) -> Schema:
        """Return the schema of what `--json` prints for a question: one answer, or a list of them."""
        answer = answer_of(question)
        if issubclass(question, Several):
            return {"type": "array", "description": help_of(question), "items": self._answer(answer)}
        return self._answer(answer)

    def _answer(self, answer: type[Answer[Any]]) -> Schema:
        """Return the schema of one answer: what was asked, the two clocks, the finding, and the facts it adds."""
        asked, own = asked_by(answer), getattr(answer, "json_as", None)
        if own is not None:
            return self._own(own, answer)
        named = f"{asked.name}/{getattr(asked, 'version', 1)}"
        facts = {f.encode_name: self.of(f.type) for f in msgspec.structs.fields(answer) if f.name not in _COMMON}
        whole = {
            "question": {"const": asked.name}, "schema": {"const": named},
            **self._asked(asked, facts),
            "as_of": self.of(date), "known_by": {**_TEXT, "format": "date-time"}, "catalogue": _TEXT,
            **self._finding(), **facts,
        }  # fmt: skip
        made = self._object(whole, help_of(answer), _words(asked) | _words(answer) | _WORDS)
        damaged = self._object(dict.fromkeys(("kind", "id", "says"), _TEXT), "A record that could not be read.")
        made["properties"]["damaged"] = {"type": "array", "items": damaged}
        made["properties"]["kept_under"] = {"type": "array", "items": self.of(KeptUnder)}
        return made

    def _asked(self, asked: type[msgspec.Struct], facts: Container[str]) -> dict[str, Schema]:
        """Return what was asked, as an answer says it again; a fact of the same name goes before it."""
        own = getattr(asked, "json_as", None)
        kinds = {f.encode_name: f.type for f in msgspec.structs.fields(asked)} if own is None else own
        return {name: self.of(kind) for name, kind in kinds.items() if name not in facts}

    def _own(self, own: Any, answer: type[Answer[Any]]) -> Schema:
        if isinstance(own, Mapping):
            return self._object({name: self.of(kind) for name, kind in own.items()}, help_of(answer), _words(answer))
        return self.of(own)

    def _finding(self) -> dict[str, Schema]:
        lists = dict.fromkeys(("entries", "sources", "placeholders"), _TEXTS)
        return {"outcome": self.of(Outcome), "says": _TEXT, **lists, "parts": self.of(tuple[Finding, ...])}

    def catalogue(self) -> Schema:
        """Return the schema of a catalogue's file."""
        tables = {}
        for name, table in TABLES.items():
            one = self.of(table.cls)
            tables[name] = self._by_id(_either([one, {"type": "array", "items": one}]) if table.is_history else one)
        self.defs["Site"]["properties"] |= {name: tables[name] for name in at_sites()}
        tables["title"] = _either([_TEXT, tables["title"]])  # a text is what the catalogue calls itself
        look = {field.name: _TEXT for field in attrs.fields(Look)} | {"words": self._by_id(_TEXT)}
        properties = {NAME: _TEXT, LOOK: _closed(look), "shipped_catalogue": {"type": "boolean"}, **tables}
        says = "What the frameworks say, or a site's own words to lie over them; days are written as texts."
        return {"type": "object", "description": says, "properties": properties, "additionalProperties": False}

    def _by_id(self, made: Schema) -> Schema:
        return {"type": "object", "additionalProperties": made}


def _closed(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _words(cls: type[msgspec.Struct]) -> dict[str, str]:
    """Return what a class tells of each of its fields, as JSON calls them."""
    words = told(cls)
    return {f.encode_name: words[f.name] for f in msgspec.structs.fields(cls) if f.name in words}


def _either(made: list[Schema]) -> Schema:
    return {"anyOf": [each for number, each in enumerate(made) if each not in made[:number]]}


def _between(said: Any) -> Schema:
    return {"minimum": said.least, "maximum": said.greatest} if isinstance(said, Between) else {}


def _called(kind: Any) -> str:
    """Name a class, with the types it holds if it does: `Finding`, `Said_str`."""
    if isinstance(kind, type):
        return kind.__name__
    return "_".join([kind.__origin__.__name__, *re.findall(r"\w+", " ".join(map(_short, get_args(kind))))])


def _short(kind: Any) -> str:
    return kind.__name__ if isinstance(kind, type) and not get_args(kind) else re.sub(r"\w+\.", "", str(kind))


_COMMON = frozenset(Answer.__struct_fields__)
_WORDS = {
    "question": "The name of the question.",
    "schema": "The question, and the version of this schema: it rises when something goes or means something else.",
    "as_of": "The day it is about.",
    "known_by": "The instant up to which was known.",
    "catalogue": "The digest of the catalogue judged by.",
    "outcome": "Met, not met or cannot tell.",
    "says": "The answer in one plain sentence.",
    "entries": "Ids of the entries relied on.",
    "sources": "Ids of the documents cited.",
    "placeholders": "Paths in the catalogue of what it turns on and nobody published.",
    "parts": "The findings it is made of.",
}
