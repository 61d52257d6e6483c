"""Where a person is found: in the records that are theirs, and in others', without telling on the others.

Of an entry in somebody else's record a person is shown what it says of them: its kind, its day, in which role it names
them, and texts that name them. Other people are numbered (`person 1`), the same one alike throughout.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from sw_competency.judge.everybody import Everybody
from sw_competency.judge.records import Owner
from sw_competency.model import Entry, plain, same_person
from sw_competency.model.mentions import NAMING_PEOPLE, mentioned
from sw_competency.model.shape import ID_FIELDS

_KINDS = ("worker", "assessor", "site")
# of what is said of somebody else, that which says what the person did
_SHOWN = (
    "competency", "programme", "outcome", "role", "rule", "answer", "supervision", "modality", "count", "method",
    "suspension", "recorded_at",
)  # fmt: skip


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True):
    """What an entry in somebody else's record says of a person.

    Args:
        record: whose record: another person by number, or a site.
        on: its day.
        kind: its kind.
        roles: the fields that name the person; `text` where a text does.
        says: what it says of them, by the names of its fields; other people by number.
    """

    record: str
    on: str
    kind: str
    roles: tuple[str, ...]
    says: Mapping[str, Any]


class Person(msgspec.Struct, frozen=True):
    """Whom to look for: every id, the name, and their numbers of other schemes, as far as they are known."""

    ids: tuple[str, ...]
    name: str | None = None
    numbers: tuple[str, ...] = ()

    def is_named(self, value: Any) -> bool:
        """Tell whether a field that holds a person's id holds theirs."""
        return isinstance(value, str) and any(same_person(value, id_) for id_ in (*self.ids, *self.numbers))

    def is_told_of(self, text: str) -> bool:
        """Tell whether a text names them, by the name, an id or a number as a word of its own."""
        words = [re.escape(word) for word in (self.name, *self.ids, *self.numbers) if word]
        return re.search(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)", text, re.IGNORECASE) is not None


class Traces:
    """The search for one person through all records.

    Args:
        everybody: the records, as known.
        person: whom to look for.
    """

    def __init__(self, everybody: Everybody, person: Person) -> None:
        self._everybody, self._person = everybody, person
        self._numbers: dict[str, str] = {}

    def own(self) -> Iterator[tuple[Owner, Entry]]:
        """Return the entries of the records that are theirs, as they were written."""
        for kind in ("worker", "assessor"):
            for id_ in self._person.ids:
                yield from (((kind, id_), entry) for entry in self._everybody.records.readable((kind, id_)))

    def elsewhere(self) -> Iterator[Elsewhere]:
        """Return what all other records say of them."""
        for kind in _KINDS:
            for id_ in self._owners(kind):
                if kind != "site" and id_ in self._person.ids:
                    continue
                entries = self._everybody.records.readable((kind, id_))
                yield from (found for entry in entries if (found := self._said(entry)) is not None)

    def _owners(self, kind: str) -> Iterable[str]:
        owners = self._everybody.records.owners
        return list(owners(kind)) if owners is not None else self._everybody.workers if kind == "worker" else ()

    def _said(self, entry: Entry) -> Elsewhere | None:
        """Return what an entry says of them; None where it does not name them."""
        roles = [role for role, name in mentioned(entry) if self._person.is_named(name)]
        fields = plain(entry)
        texts = {name: text for name, text in _texts(fields) if self._person.is_told_of(text)}
        if not roles and not texts:
            return None
        kind, id_ = entry.owner
        whose = f"site {id_}" if kind == "site" else self._reduced(id_)
        inner = fields.get("with")  # what a correction says that it should have been
        within = self._shown(inner, "with.") if isinstance(inner, dict) else {}
        return Elsewhere(
            record=whose, on=entry.on.isoformat(), kind=entry.kind,
            roles=tuple(dict.fromkeys([*roles, *(["text"] if texts else [])])),
            says={**self._shown(fields), **within, **texts},
        )  # fmt: skip

    def _shown(self, fields: Mapping[str, Any], under: str = "") -> dict[str, Any]:
        """Return what says what the person did, and who else is named, by number."""
        shown = {f"{under}{name}": fields[name] for name in _SHOWN if name in fields}
        people = (name for name in (*NAMING_PEOPLE, "recorded_by") if name in fields)
        return {**shown, **{f"{under}{name}": self._reduced(fields[name]) for name in people}}

    def _reduced(self, id_: Any) -> Any:
        """Return a person's id as it is shown: their own as it is, another's as a number."""
        if not isinstance(id_, str) or self._person.is_named(id_):
            return id_
        return self._numbers.setdefault(id_, f"person {len(self._numbers) + 1}")


def _texts(fields: Any, under: str = "") -> Iterator[tuple[str, str]]:
    """Return every text in an entry that is no id, with where it stands."""
    if isinstance(fields, str):
        yield under, fields
    elif isinstance(fields, list):
        for index, each in enumerate(fields):
            yield from _texts(each, f"{under}[{index}]")
    elif isinstance(fields, dict):
        for name, each in fields.items():
            if name not in ID_FIELDS and name != "same_as":
                yield from _texts(each, f"{under}.{name}" if under else name)
