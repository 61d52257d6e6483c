"""How a site's pages look: its name, logo, colour and language. It changes nothing that is judged.

A logo is kept in the catalogue itself, so that a page can be made again: `read` makes a text of the file that is named.
"""

import base64
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import attrs

from sw_competency.errors import Problem, UnreadableFileError, did_you_mean
from sw_competency.files import opened

LOOK = "look"
NAME_LENGTH, LARGEST, WIDEST = 80, 100_000, 2000  # characters; bytes and pixels of a logo
CONTRAST = 4.5  # to one, of text on its ground: WCAG 2.2, criterion 1.4.3 (AA)
_KINDS = {"png": "data:image/png;base64,", "svg": "data:image/svg+xml;base64,"}
_COLOUR, _LANGUAGE = re.compile(r"#[0-9a-fA-F]{6}"), re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
_DRAWN = frozenset({
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs", "title",
    "desc", "linearGradient", "radialGradient", "stop", "clipPath",
})  # fmt: skip
_SVG = "{http://www.w3.org/2000/svg}"


@attrs.frozen(kw_only=True)
class Look:
    """How a site's pages look.

    Args:
        name: what stands at the head of each page.
        logo: the logo, PNG or SVG, as a data address; empty for none.
        accent: the colour of headings and buttons, as #rrggbb; empty for ours.
        language: the language of fixed words.
        words: fixed words in that language, by ours; they come before those we bring.
    """

    name: str = ""
    logo: str = ""
    accent: str = ""
    language: str = "en-GB"
    words: Mapping[str, str] = attrs.field(factory=dict, hash=False)

    @property
    def picture(self) -> tuple[str, bytes]:
        """The kind of the logo, `png` or `svg`, and what is in its file; both empty for none."""
        kind = next((kind for kind, begins in _KINDS.items() if self.logo.startswith(begins)), "")
        return kind, base64.b64decode(self.logo.partition(",")[2])


def of(tables: Mapping[str, Any]) -> Look:
    """Return the look that tables without a problem describe."""
    return Look(**tables.get(LOOK, {}))


def read(tables: Mapping[str, Any], folder: Path) -> tuple[dict[str, Any], str]:
    """Return tables with the logo itself where its file is named, and what is wrong with that file.

    Args:
        tables: the tables of a file.
        folder: where that file lies.
    """
    look = tables.get(LOOK)
    look = look if isinstance(look, dict) else {}
    logo = look.get("logo")
    if not isinstance(logo, str) or logo.startswith("data:"):
        return dict(tables), ""
    try:
        if "/" in logo or "\\" in logo:
            raise FileNotFoundError
        with opened(folder / logo) as file:
            raw = file.read(LARGEST + 1)
    except (OSError, UnreadableFileError):
        del look["logo"]
        return dict(tables), f"there is no file '{logo[:80]}' that can be read beside the catalogue: put the logo there"
    kind = "png" if raw.startswith(b"\x89PNG") else "svg"
    return {**tables, LOOK: {**look, "logo": _KINDS[kind] + base64.b64encode(raw).decode()}}, ""


def problems(tables: Mapping[str, Any]) -> Iterator[Problem]:
    """Tell everything that is wrong with the look in tables."""
    look = tables.get(LOOK, {})
    if not isinstance(look, dict):
        yield Problem("is a table, [look], with name, logo, accent, language, words", LOOK)
        return
    known = {field.name for field in attrs.fields(Look)}
    for name, value in look.items():
        if name not in known:
            yield Problem(f"there is no field '{name[:80]}' in a look{did_you_mean(name, known)}", f"look.{name}")
        elif name == "words":
            yield from _words(value)
        elif not isinstance(value, str) or not value.strip():
            yield Problem("text is asked for", f"look.{name}")
        elif (wrong := _WRONG[name](value)) is not None:
            yield Problem(wrong, f"look.{name}")


def _words(value: Any) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem('is a table, [look.words], with lines such as "Today" = "Heddiw"', "look.words")
        return
    for ours, theirs in value.items():
        if not isinstance(theirs, str) or not theirs.strip():
            yield Problem("text is asked for", f"look.words.{ours[:80]}")


def _name(value: str) -> str | None:
    fits = len(value) <= NAME_LENGTH and "\n" not in value
    return None if fits else f"is too long for the head of a page: one line of at most {NAME_LENGTH} characters"


def _accent(value: str) -> str | None:
    if _COLOUR.fullmatch(value) is None:
        return f"'{value[:80]}' is no colour: write it as #173f37"
    found = contrast(value)
    if found >= CONTRAST:
        return None
    return (
        f"{value} has a contrast of {found:.1f} to 1 on white, and is hard to read: WCAG 2.2 AA asks for {CONTRAST} "
        "to 1. Choose a darker one"
    )


def _language(value: str) -> str | None:
    return None if _LANGUAGE.fullmatch(value) else f"'{value[:80]}' is no language: write it as cy, or en-GB"


def _logo(value: str) -> str | None:
    begins = next((begins for begins in _KINDS.values() if value.startswith(begins)), None)
    try:
        raw = base64.b64decode(value.removeprefix(begins or ""), validate=True)
    except ValueError:
        begins, raw = None, b""
    if begins is None:
        return "is no PNG or SVG: name the file of one"
    if len(raw) > LARGEST:
        return f"is larger than {LARGEST:,} bytes: make it smaller"
    return _png(raw) if begins == _KINDS["png"] else _svg(raw)


_WRONG = {"name": _name, "accent": _accent, "language": _language, "logo": _logo}


def contrast(colour: str) -> float:
    """Return the contrast of a colour with white, to one, as WCAG 2.2 reckons it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _png(raw: bytes) -> str | None:
    """Tell what is wrong with a PNG: each of its parts bears a sum, and its size stands in the first."""
    place, seen = 8, []
    while place + 12 <= len(raw):
        length, kind = struct.unpack(">I4s", raw[place : place + 8])
        part = raw[place + 4 : place + 8 + length]
        if raw[place + 8 + length : place + 12 + length] != zlib.crc32(part).to_bytes(4):
            return "is a damaged PNG: save it anew"
        seen.append(kind)
        place += 12 + length
    if place != len(raw) or seen[:1] != [b"IHDR"] or seen[-1:] != [b"IEND"] or b"IDAT" not in seen:
        return "is a damaged PNG: save it anew"
    wide, high = struct.unpack(">II", raw[16:24])
    return None if 0 < wide <= WIDEST and 0 < high <= WIDEST else f"is no more than {WIDEST} pixels wide and high"


def _svg(raw: bytes) -> str | None:
    """Tell what is wrong with an SVG: it draws, and runs, fetches and refers to nothing else."""
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        return "has a DOCTYPE, which can hold anything: save it as plain SVG"
    try:
        root = ET.fromstring(raw)  # noqa: S314 - no entities, and no larger than a logo
    except (ET.ParseError, ValueError):
        return "is no SVG and no PNG: name the file of one"
    if root.tag != f"{_SVG}svg":
        return "is no SVG and no PNG: name the file of one"
    for one in root.iter():
        tag = str(one.tag).removeprefix(_SVG)
        if tag not in _DRAWN:
            return f"holds <{tag[:40]}>, which a logo does not need: save it as plain SVG, with shapes alone"
        for name, value in one.attrib.items():
            if name.startswith("on") or name.endswith("href") or re.search(r"url\(\s*['\"]?(?!#)|@import", value):
                return f"refers to something else, or runs something ({name[-40:]}): save it as plain SVG"
    return None
