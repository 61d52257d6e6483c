"""The words of job titles as a catalogue has them: its lines under `[title]`, its modalities, its sites."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import attrs

from sw_competency.catalogue import Catalogue, JobTitle
from sw_competency.job_titles.spelling import respelt

Words = frozenset[str]
Phrases = dict[tuple[str, ...], tuple[str, ...]]
# what these four do to the rest of a title is the one thing that is not data
TRAINEE, SENIOR, LEAD, SUPERVISOR = "trainee", "senior", "lead", "supervisor"
CHANGING = frozenset({TRAINEE, SENIOR, LEAD, SUPERVISOR})
OR = frozenset({"/", "|", "&", "+", "and", "or"})
SMALL = frozenset({"a", "an", "at", "for", "from", "in", "of", "on", "the", "to", "with", "within"})
ORGANISATION = frozenset({"nhs", "trust", "hospital", "hospitals", "infirmary", "nhsft", "uhb", "icb", "board"})
BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_PLAIN = str.maketrans(dict.fromkeys("'’‘ʼ`´", "") | dict.fromkeys("‐‑‒–—―−_", "-") | dict.fromkeys('“”"«»', " "))
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b)?|\b[a-z](?: [a-z]){1,3}\b")
_WORD = re.compile(r"[^\W_]+|[/&+|]")


@attrs.frozen(eq=False)
class Lexicon:
    """What a catalogue knows of job titles, for reading them.

    Args:
        phrases: words that stand for other words: abbreviations, modalities; names of sites stand for nothing.
        titles: what a title means, by its words.
        pairs: likewise, where one line names two titles with a slash between.
        silent: words that say nothing of the role.
        noise: those of them that stand in no title either.
        places: the modalities.
        spelt: all words that are spelt right.
    """

    phrases: Phrases
    titles: dict[Words, JobTitle]
    pairs: dict[frozenset[Words], JobTitle]
    silent: Words
    noise: Words
    places: Words
    spelt: Words

    def within(self, words: Words) -> dict[Words, JobTitle]:
        """Return the titles whose words all stand among these, without those that stand within a longer one."""
        found = {own: line for own, line in self.titles.items() if own <= words and not own <= CHANGING}
        return {own: line for own, line in found.items() if not any(own < other for other in found)}

    def changing(self, word: str) -> JobTitle | None:
        """Return what the catalogue says of a word that changes the rest of a title."""
        return self.titles.get(frozenset({word}))

    def says_where(self, word: str) -> bool:
        """Tell whether a word names no role, only where or how somebody works."""
        return word in self.places or word in self.silent or word in SMALL or word in OR or _numbered(word)


def plain(text: str) -> str:
    """Return a text without what only its typing brought in: capitals, kinds of dashes and quotes, dots, odd spaces."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = "".join(c for c in text if unicodedata.category(c) != "Cf").translate(_PLAIN)
    text = " ".join(text.split())
    return _INITIALS.sub(lambda found: found[0].replace(".", "").replace(" ", ""), text)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a plain text."""
    return tuple(_WORD.findall(text))


def matched(words: Sequence[str], phrases: Phrases) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Go through words, the longest phrase first, and give each phrase or word with what it stands for."""
    longest, at = max(map(len, phrases), default=1), 0
    while at < len(words):
        for count in range(min(longest, len(words) - at), 0, -1):
            phrase = tuple(words[at : at + count])
            if phrase in phrases or count == 1:
                yield phrase, phrases.get(phrase, phrase)
                at += count
                break


def telling(words: Iterable[str]) -> Words:
    """Return the words that can say anything: no numbers, no small words."""
    return frozenset(w for w in words if w not in SMALL and w not in OR and not _numbered(w))


def alternatives(words: Iterable[str]) -> list[list[str]]:
    """Set words apart where a slash, an `and` or an `or` stands between them."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word in OR:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


@lru_cache(maxsize=8)
def lexicon_of(catalogue: Catalogue) -> Lexicon:
    """Gather what a catalogue knows of job titles; worked out once for each."""
    lines = catalogue.job_titles.values()
    given = {line.id: words_of(plain(BRACKETS.sub(" ", line.id))) for line in lines}
    raw = {**_of_modalities(catalogue), **{given[line.id]: words_of(plain(line.means)) for line in lines if line.means}}
    places = frozenset(catalogue.modalities)
    spelt = frozenset(w for words in (*given.values(), *raw, *raw.values()) for w in words) | places
    apart = {given[line.id]: ("-".join(given[line.id]),) for line in lines if _says_nothing(line)}
    phrases = _spelt_out({**_of_sites(catalogue, spelt), **apart, **raw}, spelt)
    titles: dict[Words, JobTitle] = {}
    pairs: dict[frozenset[Words], JobTitle] = {}
    silent: set[str] = set()
    for line in lines:
        parts = [words for part in alternatives(given[line.id]) if (words := _meaning(part, phrases, spelt))]
        if _says_nothing(line):
            silent.update(*parts)
        elif line.role is not None and len(parts) == 1:
            titles[parts[0]] = line
        elif line.role is not None and parts:
            pairs[frozenset(parts)] = line
    noise = silent - places - frozenset().union(*titles)
    return Lexicon(phrases, titles, pairs, frozenset(silent - places), frozenset(noise), places, spelt - OR)


def _says_nothing(line: JobTitle) -> bool:
    """Tell whether a word names nobody's role: one that is used for several does name one, and not which."""
    return line.role == "unknown" and not line.may_be


def single(word: str, spelt: Words) -> str:
    """Return the singular of a plural, or of a possessive without its apostrophe, where it is a known word."""
    return word[:-1] if word.endswith("s") and word[:-1] in spelt else word


def _numbered(word: str) -> bool:
    return any(c.isdigit() for c in word)


def _meaning(words: Iterable[str], phrases: Phrases, spelt: Words) -> Words:
    return telling(w for _, meaning in matched([single(w, spelt) for w in words], phrases) for w in meaning)


def _of_modalities(catalogue: Catalogue) -> Phrases:
    named = [(m.id, text) for m in catalogue.modalities.values() for text in (m.id.replace("-", " "), m.title)]
    return {words_of(plain(text)): (name,) for name, text in named if words_of(plain(text))}


def _of_sites(catalogue: Catalogue, spelt: Words) -> Phrases:
    """Return the names of sites, which say nothing; a name that is a word of titles too is left to them."""
    named = (words_of(plain(text)) for site in catalogue.sites.values() for text in (site.id, site.title or ""))
    return {words: () for words in named if words and not spelt.issuperset(words)}


def _spelt_out(phrases: Phrases, spelt: Words) -> Phrases:
    """Explain what stands for words that themselves stand for others."""
    found = {tuple(single(w, spelt) for w in words): meaning for words, meaning in phrases.items()}
    for _ in range(4):  # not without end: two abbreviations may be explained by each other
        found = {
            words: tuple(w for phrase, means in matched(meaning, found) for w in (means if phrase != words else phrase))
            for words, meaning in found.items()
        }
    return found


@lru_cache(maxsize=10_000)
def mended(lexicon: Lexicon, word: str) -> tuple[str, ...]:
    """Return the words a misspelt one stands for; none where it is spelt right, or nobody can tell."""
    if word in lexicon.spelt or word in ORGANISATION or word in SMALL or word in OR or _numbered(word):
        return ()
    return respelt(word, lexicon.spelt)
