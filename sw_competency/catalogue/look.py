"""How a site's pages look: its name, logo, colour and language. It changes nothing that is judged.

A logo is kept in the catalogue itself, so that a page can be made again: `read` makes a text of the file that is named.
"""

import base64
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from itertools import accumulate
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
_PRINTED = re.compile("[\\s\x20-\x7e\xa0-\u017f\u2010-\u2027]*")  # letters of a logo that paper has
_DEEPEST = 100  # shapes within shapes
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
    """Tell what is wrong with a PNG: each part bears a sum, its size stands in the first, its rows are whole."""
    place, seen, packed = 8, [], b""
    while place + 12 <= len(raw):
        length, kind = struct.unpack(">I4s", raw[place : place + 8])
        part = raw[place + 4 : place + 8 + length]
        if raw[place + 8 + length : place + 12 + length] != zlib.crc32(part).to_bytes(4):
            return _DAMAGED
        seen.append(kind)
        packed += part[4:] if kind == b"IDAT" else b""
        place += 12 + length
    if place != len(raw) or seen[:1] != [b"IHDR"] or seen[-1:] != [b"IEND"] or len(raw) < 33:
        return _DAMAGED
    wide, high, depth, colour, *ways = struct.unpack(">IIBBBBB", raw[16:29])
    if not (0 < wide <= WIDEST and 0 < high <= WIDEST):
        return f"is no more than {WIDEST} pixels wide and high"
    parts, depths = _SAMPLES.get(colour, (0, ()))
    lacks = colour == _BY_PALETTE and b"PLTE" not in seen
    if depth not in depths or ways not in ([0, 0, 0], [0, 0, 1]) or lacks:
        return _DAMAGED
    return None if _is_whole(packed, list(_rows(wide, high, parts * depth, woven=ways[2]))) else _DAMAGED


_DAMAGED = "is a damaged PNG: save it anew"
_BY_PALETTE = 3
# of each sort of colour: how many samples a pixel has, and of how many bits each may be
_SAMPLES = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), _BY_PALETTE: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}
_ALL_AT_ONCE = ((0, 0, 1, 1),)
_WOVEN = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def _rows(wide: int, high: int, bits: int, *, woven: int) -> Iterator[int]:
    """Return how many bytes each row of pixels takes, with the one that says how it is written."""
    for left, top, right, down in _WOVEN if woven else _ALL_AT_ONCE:
        if wide > left and high > top:
            yield from [1 + (-(-(wide - left) // right) * bits + 7) // 8] * -(-(high - top) // down)


def _is_whole(packed: bytes, rows: list[int]) -> bool:
    """Tell whether all rows of pixels are there, each written in one of the five ways."""
    unpacks = zlib.decompressobj()
    try:
        pixels = unpacks.decompress(packed, sum(rows) + 1)
    except zlib.error:
        return False
    begins = (sum_ - row for sum_, row in zip(accumulate(rows), rows, strict=True))
    return unpacks.eof and len(pixels) == sum(rows) and all(pixels[place] <= 4 for place in begins)


def _svg(raw: bytes) -> str | None:
    """Tell what is wrong with an SVG: it draws, and runs, fetches and refers to nothing else."""
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        return "has a DOCTYPE, which can hold anything: save it as plain SVG"
    try:
        raw.decode()
        root = ET.fromstring(raw)  # noqa: S314 - no entities, and no larger than a logo
    except (ET.ParseError, ValueError):
        return "is no SVG and no PNG: name the file of one"
    if root.tag != f"{_SVG}svg":
        return "is no SVG and no PNG: name the file of one"
    sizes = [re.match(r"\s*-?[\d.]+", root.get(name, "1")) for name in ("width", "height")]
    if any(size is not None and float(size[0].strip(".") or 0) <= 0 for size in sizes) or _depth(root) > _DEEPEST:
        return "cannot be drawn, it has no size or is too deep: save it as plain SVG"
    for one in root.iter():
        tag = str(one.tag).removeprefix(_SVG)
        if tag not in _DRAWN:
            return f"holds <{tag[:40]}>, which a logo does not need: save it as plain SVG, with shapes alone"
        if _PRINTED.fullmatch("".join(one.itertext()) if tag in {"text", "tspan"} else "") is None:
            return "holds letters that paper cannot print: save its text as paths"
        for name, value in one.attrib.items():
            if name.startswith("on") or name.endswith("href") or re.search(r"url\(\s*['\"]?(?!#)|@import", value):
                return f"refers to something else, or runs something ({name[-40:]}): save it as plain SVG"
    return None


def _depth(root: ET.Element) -> int:
    """Return how deep shapes stand within shapes."""
    level, deep = [root], 0
    while level:
        level, deep = [inner for one in level for inner in one], deep + 1
    return deep
