"""Reads a job title as people write it: bands, hours, trusts, brackets, abbreviations, misspellings."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

import attrs

from sw_competency.catalogue import Catalogue
from sw_competency.job_titles.words import (
    BRACKETS,
    CHANGING,
    OR,
    ORGANISATION,
    SMALL,
    Lexicon,
    Words,
    alternatives,
    lexicon_of,
    matched,
    mended,
    plain,
    single,
    telling,
    words_of,
)

_NUMBERS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8",
}  # fmt: skip
_TIME = r"(?:hrs?|hours?|h|hpw|days?|weeks?|months?|years?)"
_HOURS = re.compile(
    rf"\b\d+(?:[.:]\d+)?\s*(?:wte|fte|%|{_TIME}\b)(?:\s*(?:per|a|p|/)\s*/?\s*(?:week|wk|w)\b)?"
    r"|\b(?:wte|fte)\s*[:=]?\s*\d+(?:\.\d+)?\b|\b(?:p/t|f/t|wte|fte)\b"
)
_ONE = rf"(?:\d{{1,3}}[a-d]?|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?!\w|[.:]\d)"
_BAND = re.compile(
    rf"(?:\b(?:agenda for change|afc|a4c)\b[\s.:-]*)?"
    rf"(?:\b(?:pay\s*)?b(?:a?nd|d)s?\s*[.:#-]?\s*|\b(?:afc|a4c)\s*[.:#-]?\s*(?=\d)|\bb[.-]?(?=\d)){_ONE}"
    rf"(?:\s*(?:[/\\>→+,&-]|to|or|and)\s*(?:b(?:a?nd|d)s?\s*|b)?{_ONE})*"
)
_NUMBER = re.compile(rf"\d{{1,3}}[a-d]?|\b(?:{'|'.join(_NUMBERS)})\b")
_SCHEME = re.compile(r"\b(?:agenda for change|afc|a4c)\b")
_PARTS = re.compile(r"[,;|@()\[\]{}]|(?:^|\s)-+(?=\s|$)|\sat\s")


@attrs.frozen(kw_only=True)
class Read:
    """A job title as it was read.

    Args:
        parts: its words, by what a slash, an `and` or an `or` sets apart.
        reserve: words in brackets that name where somebody works.
        bands: the Agenda for Change bands it states.
        aside: what was left aside.
        mended: misspelt words, with what they were read as.
        meant: abbreviations, with what they stand for.
    """

    parts: tuple[Words, ...] = ()
    reserve: Words = frozenset()
    bands: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    meant: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> Words:
        """All its words."""
        return frozenset().union(*self.parts)


def read(lexicon: Lexicon, title: str) -> Read:
    """Read a job title: spell out what is short, mend what is misspelt, leave aside what says nothing of the role."""
    text, bands, hours = _numbers(plain(title))
    reading = _Reading(lexicon)
    bracketed = [reading.words(inside) for inside in BRACKETS.findall(text)]
    where = [words for words in bracketed if all(map(lexicon.says_where, reading.meaning(words)))]
    segments = [reading.words(part) for part in _PARTS.split(BRACKETS.sub(" , ", text))]
    segments += [words for words in bracketed if words not in where]
    named = [word for words in segments for word in reading.without_organisation(words)]
    parts = [reading.meaning(part) for part in alternatives(named)]
    kept = reading.meaning([word for words in where for word in words])
    noise = lexicon.noise & kept.union(*parts)
    aside = (*hours, *reading.organisations, *sorted(kept | noise))
    return Read(
        parts=tuple(part - noise for part in parts if part - noise), reserve=kept - noise, bands=bands,
        aside=tuple(dict.fromkeys(aside)), mended=tuple(reading.mended.items()), meant=tuple(reading.meant.items()),
    )  # fmt: skip


def _numbers(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Take the bands and the hours out of a plain text."""
    hours = tuple(found[0].strip() for found in _HOURS.finditer(text))
    text = _HOURS.sub(" ", text)
    stated = [_SCHEME.sub(" ", found[0]) for found in _BAND.finditer(text)]
    bands = {_NUMBERS.get(number, number) for each in stated for number in _NUMBER.findall(each)}
    return _SCHEME.sub(" ", _BAND.sub(" ", text)), tuple(sorted(bands)), hours


class _Reading:
    """One title while it is read; remembers what was mended, spelt out and left aside."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.mended: dict[str, str] = {}
        self.meant: dict[str, str] = {}
        self.organisations: list[str] = []

    def words(self, text: str) -> list[str]:
        """Return the words of a text, mended and in the singular."""
        found: list[str] = []
        for word in words_of(text):
            one = single(word, self.lexicon.spelt)
            better = tuple(single(each, self.lexicon.spelt) for each in mended(self.lexicon, one))
            if better:
                self.mended[word] = " ".join(better)
            found += better or (one,)
        return found

    def meaning(self, words: Sequence[str]) -> Words:
        """Spell out abbreviations."""
        found: list[str] = []
        for phrase, means in matched(words, self.lexicon.phrases):
            found += means
            if "".join(phrase) != "".join(means) and not all(map(self.lexicon.says_where, means)):
                self.meant[" ".join(phrase)] = " ".join(means)
        return telling(found)

    def without_organisation(self, words: list[str]) -> list[str]:
        """Leave aside the name of a trust or hospital: the words that mark one, and the unknown ones around them."""
        marks = [index for index, word in enumerate(words) if word in ORGANISATION]
        if not marks:
            return words
        meaning = telling(w for _, means in matched(words, self.lexicon.phrases) for w in means)
        if not self.lexicon.within(meaning) and not meaning & CHANGING:
            self.organisations.append(" ".join(words))
            return []
        out = {at for mark in marks for at in self._around(words, mark)}
        self.organisations.append(" ".join(words[at] for at in sorted(out)))
        return [word for at, word in enumerate(words) if at not in out]

    def _around(self, words: list[str], mark: int) -> Iterable[int]:
        yield mark
        for way in (-1, 1):
            at = mark + way
            while 0 <= at < len(words) and (words[at] not in self.lexicon.spelt or words[at] in SMALL | OR):
                yield at
                at += way


@lru_cache(maxsize=8)
def used_at(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return the sites that use a title, by the catalogue's line for it."""
    lexicon = lexicon_of(catalogue)
    found: dict[str, tuple[str, ...]] = {}
    for site in catalogue.sites.values():
        titles = [read(lexicon, title).parts for title in site.job_titles]
        lines = [lexicon.pairs.get(frozenset(parts)) for parts in titles]
        lines += [lexicon.titles.get(part) for parts in titles for part in parts]
        for name in dict.fromkeys(line.id for line in lines if line is not None):
            found[name] = (*found.get(name, ()), site.id)
    return found
