"""Which thing a person means who gives its id, its title or name, or beginnings of the words of that.

An exact id goes first, then a whole title, then beginnings of words in any order. What fits several things is never
guessed. Whether capitals, accents or punctuation are given never matters, save in an id that is no title.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from sw_competency.errors import AmbiguousNameError, UnknownNameError
from sw_competency.names import WRITTEN, forms, titles

_FEWEST = 2  # letters; one alone is more likely a slip than the beginning of a name


@attrs.frozen
class Candidate:
    """Something that can be meant.

    Args:
        titles: what it may be called, the one that is shown first. An id stands among them only where it is made of
            words: of a number, the beginning is another number.
        modalities: those for which it is written; none where it is for every one.
    """

    titles: tuple[str, ...]
    modalities: tuple[str, ...] = ()


def candidates(table: Mapping[str, Any], also: Mapping[str, str] = MappingProxyType({})) -> dict[str, Candidate]:
    """Return the things of a table whose ids are words, each called by its titles and its id.

    Args:
        table: things with a title, or the versions of one, by id.
        also: what else they are called, each with the id of the thing.
    """
    called = {id_: [*titles(thing), id_] for id_, thing in table.items()}
    for name, id_ in also.items():
        if id_ in called:
            called[id_].append(name)
    return {id_: Candidate(tuple(called[id_]), getattr(table[id_], "modalities", None) or ()) for id_ in table}


def find(text: str, known: Mapping[str, Candidate], what: str, written: Mapping[str, str] = WRITTEN) -> str:
    """Return the id that is meant.

    Args:
        text: an id, a title or name, or beginnings of its words.
        known: what can be meant, by id.
        what: what sort of thing that is, such as a competency.
        written: the words by which people name modalities, each with the modality's id.

    Raises:
        AmbiguousNameError: it fits several things; the error lists them.
        UnknownNameError: it fits none; the error suggests the nearest, never one of another modality.
    """
    found = meant(text, known, what)
    if found is None:
        raise UnknownNameError(what, text, known, written=written)
    return found


def meant(text: str, known: Mapping[str, Candidate], what: str) -> str | None:
    """Return the id that is meant; None where the text fits nothing.

    Raises:
        AmbiguousNameError: it fits several things.
    """
    if text in known:
        return text
    fitting = _fitting(text, known)
    if len(fitting) > 1:
        raise AmbiguousNameError(what, text, {id_: (known[id_].titles or (id_,))[0] for id_ in fitting})
    return next(iter(fitting), None)


def _fitting(text: str, known: Mapping[str, Candidate]) -> list[str]:
    wanted = forms(text)[0]
    if not wanted:
        return []
    called = [(id_, form) for id_, candidate in known.items() for t in candidate.titles for form in forms(t)]
    if whole := {id_ for id_, form in called if form == wanted}:
        return [*whole]
    if sum(map(len, wanted)) < _FEWEST:
        return []
    # the longest first: a shorter one that fits the same word leaves it to that
    begun = sorted(wanted, key=len, reverse=True)
    return [*{id_ for id_, form in called if _begins(begun, form)}]


def _begins(begun: Sequence[str], form: Sequence[str]) -> bool:
    """Tell whether each of the texts, the longest first, begins a word of its own."""
    left = list(form)
    for text in begun:
        for word in left:
            if word.startswith(text):
                left.remove(word)
                break
        else:
            return False
    return True
