"""A site's own rules: what nobody published, confirmed or changed value by value, as a catalogue laid over the others.

Each decision cites a document of its own, which says who decided, when, and who wrote it down.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.catalogue.confirming import nested, table_of, written_out
from sw_competency.catalogue.loading import tables_in
from sw_competency.catalogue.overlay import Tables, merged
from sw_competency.catalogue.placeholders import PLACEHOLDER, described, found_at, placeholders
from sw_competency.catalogue.terms import Authority
from sw_competency.catalogue.wording import value
from sw_competency.catalogue.writing import toml
from sw_competency.dates import Length, length_said, said
from sw_competency.errors import FieldError, UnknownNameError

NAME = "our-rules.toml"
ID = "our-rules-"
_HEAD = "# What was decided here, in place of what nobody published. The page `Our rules` writes this file.\n"
_UNITS = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_WORDED = re.compile(rf"(\d{{1,4}}) ({'|'.join(_UNITS)})s?", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class Decision:
    """What was decided about a value that nobody published.

    Args:
        path: where the value stands.
        value: what it is to be, as a catalogue writes it.
        authority: who stands behind it.
        document: where that is written: a policy, with its number and version.
        decided_by: who decided.
        decided_on: when.
        written_by: who writes it down.
        starts: the first day of it; left out, it takes the place of the default from the beginning.
    """

    path: str
    value: Any
    authority: Authority
    document: str
    decided_by: str
    decided_on: date
    written_by: str
    starts: date | None = None


def decided(catalogue: Catalogue, own: Tables, decision: Decision) -> Tables:
    """Return a site's own tables with a decision in them.

    Args:
        catalogue: the catalogue as it is now, the site's own tables in it.
        own: the tables.
        decision: what was decided.

    Raises:
        UnknownNameError: nothing stands at its path.
        FieldError: a first day for what has no versions.
    """
    found = found_at(catalogue.tables, decision.path)
    if found is None:
        raise UnknownNameError("value", decision.path)
    keys, field = table_of(catalogue.tables, decision.path), decision.path.rpartition(".")[2]
    given = written_out(catalogue.tables, keys, [decision.path])
    name, beside = _free(catalogue), dict[str, Any]()
    if isinstance(given, list):
        given = _versions(given, found.at, field, name, decision)
    elif decision.starts is not None:
        raise FieldError("from_which_day", "is not for this one: it has no versions; leave it empty")
    else:
        given = _with(given, field, name, decision)
        given["authorities"] = {field: decision.authority}
        given.pop("authority", None)  # what else stands there keeps whoever stands behind it
        beside = _sites_apart(catalogue, keys, field)
    made = merged(nested(keys, given), {**beside, "source": {name: _source(catalogue, decision)}})
    return merged(own, made)


def _sites_apart(catalogue: Catalogue, keys: tuple[str, ...], field: str) -> dict[str, Any]:
    """Return what leaves open the values that sites have of their own: the common one is decided, not theirs."""
    left, every = dict[str, Any](), set(placeholders(catalogue))
    for site in catalogue.tables.get("site", {}) if keys[0] != "site" else ():
        if ".".join(("site", site, *keys, field)) in every:
            left = merged(left, nested(("site", site, *keys), {"authorities": {field: PLACEHOLDER}}))
    return left


def _free(catalogue: Catalogue) -> str:
    taken = catalogue.tables.get("source", {})
    number = 1
    while f"{ID}{number}" in taken:
        number += 1
    return f"{ID}{number}"


def _with(given: Mapping[str, Any], field: str, name: str, decision: Decision) -> dict[str, Any]:
    authorities = {**given.get("authorities", {}), field: decision.authority}
    return {**given, field: decision.value, "authorities": authorities, "source": [*given["source"], name]}


def _versions(given: list[Any], at: str, field: str, name: str, decision: Decision) -> list[Any]:
    """Return the versions of something, one of them changed, or followed by another that starts on a day."""
    place = int(at.rpartition("[")[2].partition("]")[0])
    made = _with(given[place], field, name, decision)
    if decision.starts is None:
        return [*given[:place], made, *given[place + 1 :]]
    return sorted([*given, {**made, "starts": decision.starts}], key=lambda one: one.get("starts", date.min))


def in_words(catalogue: Catalogue, path: str, meant: Any) -> str:
    """Say what a value is to be, whole: also where it is too long to be said among others."""
    says, whole = described(catalogue, path, meant), value(path.rpartition(".")[2], meant, catalogue.titled)
    return says if whole in says else f"{says}: {whole}"


def _source(catalogue: Catalogue, decision: Decision) -> dict[str, Any]:
    by, on = decision.decided_by, said(decision.decided_on)
    from_ = f" from {said(decision.starts)}" if decision.starts else ""
    what = in_words(catalogue, decision.path, decision.value)
    clause = f"{what}{from_}; decided by {by} on {on}, written down by {decision.written_by}"
    return {"title": decision.document, "clause": clause, "seen": decision.decided_on}


# -- the text of a site's own rules --------------------------------------------------------------------------------


def text_of(own: Tables) -> str:
    """Return a site's own tables as the text of their file."""
    return f"{_HEAD}\n{toml(own)}"


def own_tables(text: str) -> Tables | None:
    """Return the tables of a file that is ours alone to write; None where writing it anew would lose anything in it.

    What somebody wrote by hand, with remarks or in an order of their own, is theirs.
    """
    if not text.strip():
        return {}
    try:
        tables = tables_in(text)
    except ValueError:
        return None
    return tables if text == text_of(tables) else None


# -- values as people write them -----------------------------------------------------------------------------------

Leaf = tuple[str, Any]  # where within a value, and what stands there


def leaves(value: Any, at: str = "") -> Iterator[Leaf]:
    """Yield what of a value can be changed by itself: itself where it is plain, else each number and time within it."""
    whole = at == ""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, f"{at}.{key}")
    elif isinstance(value, list) and not (whole and all(isinstance(one, str) and not is_length(one) for one in value)):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{at}.{number}")
    elif (whole and not isinstance(value, bool)) or is_length(value) or _is_number(value):
        yield at, value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_length(value: Any) -> bool:
    """Tell whether a value is a length of time."""
    try:
        return isinstance(value, str) and bool(Length.parse(value))
    except ValueError:
        return False


def shown(leaf: Any) -> str:
    """Return a plain value as somebody reads it and may write it: 12 months, 10, 0.9, a list with commas."""
    if isinstance(leaf, list):
        return ", ".join(leaf)
    return length_said(Length.parse(leaf)) if is_length(leaf) else str(leaf)


def read(leaf: Any, text: str) -> Any:
    """Return a plain value as it was written in place of another.

    Args:
        leaf: the other; written as it is shown, it is kept to the letter.
        text: what was written.

    Raises:
        ValueError: it is no number, or no length of time.
    """
    text = " ".join(text.split())
    if text == shown(leaf):
        return leaf
    if isinstance(leaf, list):
        return [one.strip() for one in text.split(",") if one.strip()]
    if is_length(leaf):
        worded = _WORDED.fullmatch(text)
        written = f"P{worded[1]}{_UNITS[worded[2].lower()]}" if worded else text
        if not is_length(written) or Length.parse(written) == Length():
            raise ValueError(f"'{text[:40]}' is no length of time: write it as 12 months or 90 days")
        return written
    if _is_number(leaf):
        try:
            return int(text) if isinstance(leaf, int) else float(text)
        except ValueError:
            raise ValueError(f"'{text[:40]}' is no {'whole ' * isinstance(leaf, int)}number") from None
    return text


def with_leaf(value: Any, at: str, leaf: Any) -> Any:
    """Return a value with one of its leaves put in the place of what stood there."""
    if not at:
        return leaf
    head, _, rest = at.removeprefix(".").partition(".")
    rest = f".{rest}" if rest else ""
    if isinstance(value, Mapping):
        return {**value, head: with_leaf(value[head], rest, leaf)}
    return [with_leaf(one, rest, leaf) if str(n) == head else one for n, one in enumerate(value)]
