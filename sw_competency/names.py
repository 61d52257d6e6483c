"""Names that were mistyped: which known one is meant, by its id or its title, and never one of another modality."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

_NEAR = 0.63  # of 1, the same; less is another name
_AS_NEAR = 0.02
_LONGEST = 80
_WORD = re.compile(r"[^\W_]+")
# How people write modalities, beside their ids and what a catalogue calls its own.
_WRITTEN = {
    "ct": "ct", "mr": "mr", "mri": "mr", "magnetic resonance": "mr", "us": "ultrasound", "uss": "ultrasound",
    "ultrasound": "ultrasound", "xray": "xray", "xr": "xray", "radiograph": "xray", "radiographs": "xray",
    "fluoroscopy": "fluoroscopy", "nm": "nuclear-medicine", "nuclear medicine": "nuclear-medicine",
    "mammography": "mammography", "interventional": "interventional", "dxa": "dxa", "dexa": "dxa", "pet": "pet",
}  # fmt: skip


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest to a misspelt one, if any is near."""
    return next(iter(suggestions(name, known)), None)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return the words "; did you mean 'x'?" for a misspelt name, or nothing."""
    near = " or ".join(f"'{one}'" for one in suggestions(name, known))
    return f"; did you mean {near}?" if near else ""


def suggestions(name: str, known: Iterable[str]) -> list[str]:
    """Return the known names a misspelt one may stand for: one, or two that are as near.

    Args:
        name: what was typed: an id, or a title.
        known: the ids there are; where it is a table of things with a title, titles are looked at too.
    """
    wanted, titles = _key(name[:_LONGEST]), _titles(known)
    forms = {id_: {_key(id_), _key(title)} for id_, title in titles.items()}
    if same := sorted(id_ for id_, written in forms.items() if wanted and wanted in written):
        return same[:2]
    if _WRITTEN.get(wanted) in forms:
        return [_WRITTEN[wanted]]
    modalities = _written_modalities(known)
    asked = _modalities(wanted, modalities)
    declared = _declared(known)
    scores: dict[str, float] = {}
    matcher = SequenceMatcher(b=wanted)
    for id_, written in forms.items():
        own = frozenset(m for form in written for m in _modalities(form, modalities)) or declared.get(id_, asked)
        if not asked or own & asked:
            scores[id_] = max(_score(matcher, form) for form in written)
    best = max(scores.values(), default=0.0)
    return [] if best < _NEAR else sorted(i for i, score in scores.items() if score > best - _AS_NEAR)[:2]


@lru_cache(maxsize=1 << 12)
def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold())).replace("x ray", "xray")


def _titles(known: Iterable[str]) -> dict[str, str]:
    if not isinstance(known, Mapping):
        return {id_: id_ for id_ in known}
    return {id_: _title(value) or id_ for id_, value in known.items()}


def _title(value: Any) -> str | None:
    latest = value[-1] if isinstance(value, tuple) and value else value  # a history, such as a rule's versions
    title = getattr(latest, "title", None)
    return title if isinstance(title, str) else None


def _written_modalities(known: Iterable[str]) -> dict[str, str]:
    own = {modality for declared in _declared(known).values() for modality in declared}
    return {**_WRITTEN, **{_key(modality): modality for modality in own}}


def _declared(known: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return the modalities for which a thing is written, of all that are not for every one."""
    if not isinstance(known, Mapping):
        return {}
    written = {id_: getattr(value, "modalities", None) for id_, value in known.items()}
    return {id_: frozenset(m) for id_, m in written.items() if isinstance(m, tuple) and m and "all" not in m}


def _modalities(key: str, written: Mapping[str, str]) -> frozenset[str]:
    padded = f" {key} "
    return frozenset(modality for words, modality in written.items() if f" {words} " in padded)


def _score(matcher: "SequenceMatcher[str]", form: str) -> float:
    matcher.set_seq1(form[:_LONGEST])
    near = matcher.real_quick_ratio() >= _NEAR and matcher.quick_ratio() >= _NEAR
    return matcher.ratio() if near else 0.0
