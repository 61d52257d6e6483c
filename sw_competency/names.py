"""Names as people write them: what of a text counts, and which known name a misspelt one may stand for.

Names are looked at by ids and titles; one of another modality is never meant.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

_NEAR = 0.63  # of 1, the same; less is another name
_AS_NEAR = 0.02
_LONGEST = 80
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(\d+)")
_APOSTROPHE = re.compile("(?<=[^\\W_])['\u2018\u2019\u02bc\uff07](?=[^\\W_])")
_X_RAY = re.compile(r"\bx ray")
# Beside what Unicode calls control and format characters: marks and letters that are drawn as nothing.
_DRAWN_AS_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0000-\U000e0fff]"
)
# Letters with a stroke, which Unicode does not take for a letter and its mark.
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
# How people write modalities, beside what a catalogue calls its own.
WRITTEN: Mapping[str, str] = {
    "ct": "ct", "mr": "mr", "mri": "mr", "magnetic resonance": "mr", "us": "ultrasound", "uss": "ultrasound",
    "ultrasound": "ultrasound", "xray": "xray", "xr": "xray", "radiograph": "xray", "radiographs": "xray",
    "fluoroscopy": "fluoroscopy", "nm": "nuclear-medicine", "nuclear medicine": "nuclear-medicine",
    "mammography": "mammography", "interventional": "interventional", "dxa": "dxa", "dexa": "dxa", "pet": "pet",
}  # fmt: skip


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence lists them, the last after an and."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if names[1:] else "".join(names)


def in_numbers(name: str) -> tuple[list[tuple[int, str]], str]:
    """Return by what names are put in order, so that 2 stands before 10; no two names are in the same place."""
    return [(int(part), "") if part.isdecimal() else (0, part) for part in _NUMBER.split(name.casefold())], name


def first_few(names: Sequence[str], most: int) -> str:
    """Name the first few of several, and say how many more there are."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if names[most:] else "")


def nearest(name: str, known: Iterable[str], written: Mapping[str, str] = WRITTEN) -> str | None:
    """Return the known name nearest to a misspelt one, if any is near."""
    return next(iter(suggestions(name, known, written)), None)


def did_you_mean(name: str, known: Iterable[str], written: Mapping[str, str] = WRITTEN) -> str:
    """Return the words "; did you mean 'x'?" for a misspelt name, or nothing."""
    near = " or ".join(f"'{one}'" for one in suggestions(name, known, written))
    return f"; did you mean {near}?" if near else ""


def suggestions(name: str, known: Iterable[str], written: Mapping[str, str] = WRITTEN) -> list[str]:
    """Return the known names a misspelt one may stand for: one, or two that are as near.

    Args:
        name: what was typed: an id, or a title.
        known: the ids there are; where it is a table of things with a title, titles are looked at too.
        written: the words by which people name modalities, each with the modality's id.
    """
    wanted = key(name[:_LONGEST])
    forms = {id_: {key(id_), *map(key, called)} for id_, called in _titles(known).items()}
    if same := sorted(id_ for id_, called in forms.items() if wanted and wanted in called):
        return same[:2]
    if written.get(wanted) in forms:
        return [written[wanted]]
    declared = _declared(known)
    modalities = {**written, **{key(own): own for each in declared.values() for own in each}}
    asked = _modalities(wanted, modalities)
    scores: dict[str, float] = {}
    matcher = SequenceMatcher(b=wanted)
    for id_, called in forms.items():
        own = frozenset(m for form in called for m in _modalities(form, modalities)) or declared.get(id_, asked)
        if not asked or own & asked:
            scores[id_] = max(_score(matcher, form) for form in called)
    best = max(scores.values(), default=0.0)
    return [] if best < _NEAR else sorted(i for i, score in scores.items() if score > best - _AS_NEAR)[:2]


def key(text: str) -> str:
    """Return the words of a text without what people leave out: capitals, accents, punctuation, what is unseen."""
    return " ".join(forms(text)[0])


@lru_cache(maxsize=1 << 14)
def forms(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a text likewise; where an apostrophe stands in one, also with its two sides apart."""
    joined = text if text.isascii() and "'" not in text else _APOSTROPHE.sub("", text)
    return (_words(text),) if joined == text else (_words(joined), _words(text))


def _words(text: str) -> tuple[str, ...]:
    if text.isascii():
        small = text.lower()
    else:
        spelt = unicodedata.normalize("NFKD", text.upper().casefold()).casefold().translate(_STROKES)
        small = "".join(c for c in spelt if unicodedata.category(c) != "Mn" and not is_unseen(c))
    found = _WORD.findall(small)
    return tuple(_X_RAY.sub("xray", " ".join(found)).split() if "x" in found else found)


def has_parts(text: str, parts: str) -> bool:
    """Tell whether each word of some stands in a text, whole or as a part; nothing at all stands in every one."""
    wanted = forms(parts)[0]
    written = [" ".join(form) for form in forms(text)]
    return any(all(part in one for part in wanted) for one in written) if wanted else not parts.strip()


def begin_words(text: str, beginnings: str) -> bool:
    """Tell whether each word of some begins a word of a text; none where there is none."""
    wanted = forms(beginnings)[0]
    return bool(wanted) and any(
        all(any(word.startswith(part) for word in form) for part in wanted) for form in forms(text)
    )


def is_unseen(c: str) -> bool:
    """Tell whether a character leaves no mark and no room in a text; blanks leave room."""
    is_control = unicodedata.category(c) in {"Cc", "Cf"} and not c.isspace()
    return is_control or _DRAWN_AS_NOTHING.match(c) is not None


def _titles(known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    if not isinstance(known, Mapping):
        return dict.fromkeys(known, ())
    return {id_: titles(value) for id_, value in known.items()}


def titles(thing: Any) -> tuple[str, ...]:
    """Return what a thing is called, each once: its titles, or those of its versions, the latest first."""
    versions = reversed(thing) if isinstance(thing, tuple) else (thing,)
    called = [title for each in versions for title in (getattr(each, "title", None), *getattr(each, "titles", ()))]
    return tuple(dict.fromkeys(title for title in called if isinstance(title, str) and title))


def _declared(known: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the modalities for which a thing is written, of all that are not for every one."""
    if not isinstance(known, Mapping):
        return {}
    written = {id_: getattr(value, "modalities", None) for id_, value in known.items()}
    return {id_: frozenset(m) for id_, m in written.items() if isinstance(m, tuple) and m and "all" not in m}


def _modalities(text: str, written: Mapping[str, str]) -> frozenset[str]:
    padded = f" {text} "
    return frozenset(modality for said, modality in written.items() if f" {said} " in padded)


def _score(matcher: "SequenceMatcher[str]", form: str) -> float:
    matcher.set_seq1(form[:_LONGEST])
    near = matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR
    return matcher.ratio() if near else 0.0
