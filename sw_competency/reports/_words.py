"""Fixed words in another language: what stands in templates as it is, and marks, headings and months.

Templates are written in English. Where a file of words has another for a whole phrase of theirs, it is put in its place
when the template is read; what people wrote is never touched, and what no file has stays English.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import attrs
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from sw_competency.catalogue.look import Look
from sw_competency.dates import MONTHS, said

FOLDER = Path(__file__).with_name("words")
_TAGS = re.compile(r"(^[^<>]*>|<[^>]*>?)")  # a template is cut where values stand, within tags too
_TOLD = re.compile(r'(\b(?:aria-label|alt|placeholder|data-label)=")([^"]+)(")')
_EDGES = re.compile(r"^([\s,.;:()†·–]*)(.*?)([\s,.;:()†·–]*)$", re.DOTALL)
_A_LABEL = re.compile(r"[A-Z][^{}<>]*[a-z?:.]")  # of texts in a template's code, what somebody reads


@attrs.frozen(slots=True)
class Words:
    """Words by ours."""

    of: Mapping[str, str]

    def said(self, day: date) -> str:
        """Return a day as it is read."""
        month = MONTHS[day.month - 1]
        return said(day).replace(month, self.of.get(f"month: {month}", month))

    def moment(self, instant: str) -> str:
        """Return an instant written in UTC as it is read."""
        return f"{self.said(date.fromisoformat(instant[:10]))}, {instant[11:16]} UTC"

    def word(self, text: Any) -> Any:
        """Return a fixed text in the language; anything else as it is."""
        return self.of.get(text, text) if isinstance(text, str) else text

    def html(self, piece: str) -> str:
        """Return a piece of a template with the phrases that stand between its tags, and the labels in them, put in."""
        parts = _TAGS.split(piece)
        parts[::2] = [self._phrase(one) for one in parts[::2]]
        parts[1::2] = [_TOLD.sub(lambda m: f"{m[1]}{self._put(m[2])}{m[3]}", one) for one in parts[1::2]]
        return "".join(parts)

    def _phrase(self, text: str) -> str:
        if text.strip() in self.of:
            return text.replace(text.strip(), self._put(text.strip()))
        before, phrase, after = _EDGES.fullmatch(text).groups()  # type: ignore[union-attr]  # it fits every text
        return f"{before}{self._put(phrase)}{after}"

    def _put(self, phrase: str) -> str:
        """Return a phrase of a template, which may be markup, or the words for it, which are words alone."""
        theirs = self.of.get(phrase)
        return phrase if theirs is None else escape(theirs).replace("&#x27;", "'")


class Put(Extension):
    """Puts words into templates when they are read."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Return what a template consists of, with its fixed phrases put in."""
        words: Words = vars(self.environment)["words"]
        for token in stream:
            value = token.value
            if token.type == "data":
                value = words.html(value)
            elif token.type == "string" and _A_LABEL.fullmatch(value):
                value = words.word(value)
            yield Token(token.lineno, token.type, value)


class _Gather(dict[str, str]):
    """Words that note what is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, None] = {}

    def get(self, key: str, default: Any = None) -> Any:
        """Note a phrase."""
        self.asked[key] = None
        return default


def phrases(template: str) -> Iterator[str]:
    """Return the phrases that stand in a template, each once."""
    from jinja2 import Environment

    gathered = _Gather()
    made = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True, extensions=[Put])
    made.extend(words=Words(gathered))
    for _ in made._tokenize(template, "x"):  # noqa: SLF001 - there is no other door to what a template consists of
        pass
    return (one for one in gathered.asked if re.search(r"[A-Za-z]{2}", one) and not re.search(r"[{}=]", one))


def missing(templates: Path, look: Look) -> tuple[str, ...]:
    """Return the phrases of our pages and screens that have no words in a language, each once.

    Args:
        templates: where our templates lie.
        look: the language, and the words of the site.
    """
    files = sorted(templates.rglob("*.html.j2"))
    asked = dict.fromkeys(one for file in files for one in phrases(file.read_text(encoding="utf-8")))
    known = words_of(look).of
    return tuple(one for one in asked if one not in known)


@cache
def shipped(language: str) -> Mapping[str, str]:
    """Return the words that we bring in a language; none for most."""
    file = FOLDER / f"{language.partition('-')[0]}.toml"
    if language.startswith("en") or not file.is_file():
        return {}
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    return {**read["words"], **{f"month: {ours}": theirs for ours, theirs in read.get("months", {}).items()}}


def words_of(look: Look) -> Words:
    """Return the words of a site: its own before those we bring."""
    return Words({**shipped(look.language), **look.words})
