"""Which competency or programme is meant by what a department calls it: exactly, or who else may be meant."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from sw_competency.catalogue import Catalogue
from sw_competency.errors import AmbiguousNameError, did_you_mean
from sw_competency.formats import Names
from sw_competency.formats._esr_names import in_small_letters, programme_of
from sw_competency.intake.words import SYNONYMS
from sw_competency.names import key, suggestions, titles

_MOST = 4  # that are named
_BESIDE = re.compile(r"\s*\([^)]*\)")  # what stands in brackets
_FEWEST = 4  # letters that abbreviate a title
_MOST_LOOKED_UP = 300  # names; whoever has more of them leaves the rest out


class Subjects:
    """The competencies and programmes of a catalogue, by what people call them.

    Args:
        catalogue: the catalogue.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._near: dict[str, tuple[str, ...]] = {}

    @cached_property
    def _by_title(self) -> dict[str, set[str]]:
        found = defaultdict[str, set[str]](set)
        for table in (self.catalogue.competencies, self.catalogue.programmes):
            for id_, thing in table.items():
                for called in (id_, *titles(thing)):
                    found[key(called)].add(id_)
        return found

    @cached_property
    def _names(self) -> Names:
        return Names(programmes={id_: one.title for id_, one in self.catalogue.programmes.items()})

    def exact(self, text: str) -> str | None:
        """Return what is called so in as many words, or is a national subject of ESR; None where nothing or several."""
        if text in self.catalogue.competencies or text in self.catalogue.programmes:
            return text
        if len(found := self._by_title.get(key(text), ())) == 1:
            return next(iter(found))
        if "|" in text:
            try:
                return programme_of(text, self._names)
            except ValueError:
                return None
        return None

    def likely(self, text: str) -> str | None:
        """Return what departments most often mean by it; it is proposed, and asked."""
        for begins in (text, text.partition(" - ")[0]):
            known = SYNONYMS.get(in_small_letters(_BESIDE.sub("", begins)))
            if known is not None and (known in self.catalogue.competencies or known in self.catalogue.programmes):
                return known
        try:
            return programme_of(f"NHS|CSTF|{text}|", self._names) if "|" not in text else None
        except ValueError:
            return None

    def near(self, text: str) -> tuple[str, ...]:
        """Return what may be meant, the likeliest first, never of another modality."""
        if text not in self._near and len(self._near) >= _MOST_LOOKED_UP:
            return ()
        if text not in self._near:
            self._near[text] = tuple(dict.fromkeys(self._found(text)))[:_MOST]
        return self._near[text]

    def _found(self, text: str) -> list[str]:
        if "|" in text:  # a trust's own code, its set and the title
            text = max(text.split("|"), key=len)
        known = self.likely(text)
        found = [known] if known is not None else []
        found += sorted(self._by_title.get(key(text), ()))
        for what in ("competency", "programme"):
            try:
                meant = self.catalogue.meant(what, text)
                found += [meant] if meant is not None else []
            except AmbiguousNameError as error:
                found += error.fitting
        found = found or self._abbreviated(text)
        for table in (self.catalogue.competencies, self.catalogue.programmes):
            found += suggestions(text, table, self.catalogue.modality_words)
        begins = text.partition(" - ")[0]
        return found or (self._found(begins) if begins != text else [])

    def _abbreviated(self, text: str) -> list[str]:
        """Return what a text abbreviates word by word, as "MRI safety quest.": what has fewest words more first."""
        wanted = self._by_modality(key(_BESIDE.sub("", text)))
        if sum(map(len, wanted)) < _FEWEST:
            return []
        fits = [
            (len(words) - len(wanted), id_)
            for called, ids in self._by_title.items()
            if _abbreviates(wanted, words := self._by_modality(called)) for id_ in ids
        ]  # fmt: skip
        return [id_ for _, id_ in sorted(fits)]

    def _by_modality(self, text: str) -> list[str]:
        """Return the words of a text, with one mark for a modality however it is written: it begins no other."""
        marked = f" {text} "
        for said, modality in self._modalities:
            marked = marked.replace(f" {said} ", f" ={modality} ")
        return marked.split()

    @cached_property
    def _modalities(self) -> list[tuple[str, str]]:
        return sorted(self.catalogue.modality_words.items(), key=lambda pair: -len(pair[0]))

    def is_programme(self, id_: str) -> bool:
        """Tell a programme from a competency."""
        return id_ in self.catalogue.programmes

    def titled(self, id_: str) -> str:
        """Return its title."""
        return self.catalogue.titled(id_)

    def unknown(self, text: str) -> str:
        """Say that nothing is called so, and what may be meant."""
        known = {**self.catalogue.competencies, **self.catalogue.programmes}
        near = did_you_mean(text, known, self.catalogue.modality_words)
        return f"there is no competency or programme '{text[:80]}'{near}"


def _abbreviates(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether each word of one text shortens a word of its own of another, in their order."""
    left = iter(words)
    return all(any(_shortens(short, word) for word in left) for short in wanted)


def _shortens(short: str, word: str) -> bool:
    """Tell whether a word begins with another, or has its letters in their order: quest, qaire and questionnaire."""
    if "=" in short + word or len(short) < 2 or short[0] != word[0]:
        return short == word
    left = iter(word)
    return all(letter in left for letter in short)
