"""How the cells of a sheet look: filled with a colour, struck through, hidden, with a comment. None of it is a value.

Read from the parts of the workbook by patterns, so that nothing in them is ever resolved or fetched.
"""

import colorsys
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sw_competency.workbooks._marks import part_of, related

MOST = 50_000  # cells of a sheet whose looks are told
_STYLES = "xl/styles.xml"
_XF = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_FONT = re.compile(rb"<(?:\w+:)?font\b(?:[^>]*/>|[^>]*>(.*?)</(?:\w+:)?font>)", re.DOTALL)
_FILL = re.compile(rb"<(?:\w+:)?fill\b(?:[^>]*/>|[^>]*>(.*?)</(?:\w+:)?fill>)", re.DOTALL)
_STRUCK = re.compile(rb"""<(?:\w+:)?strike\b(?![^>]*\bval\s*=\s*["'](?:0|false)["'])""")
_SOLID = re.compile(rb"""\bpatternType\s*=\s*["']solid["'].*?<(?:\w+:)?fgColor\b([^>]*)>""", re.DOTALL)
_HIDDEN = rb"""\bhidden\s*=\s*["'](?:1|true)["']"""
_ROW = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*" + _HIDDEN + rb""")[^>]*?\br\s*=\s*["']([0-9]{1,7})["']""")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\b(?=[^>]*" + _HIDDEN + rb")([^>]*)>")
_REFERENCE = re.compile(rb"""<(?:\w+:)?comment\b[^>]*\bref\s*=\s*["']([A-Z]{1,3}[0-9]{1,7})["']""")
_HUES = ((15, "red"), (48, "orange"), (70, "yellow"), (170, "green"), (260, "blue"), (330, "purple"), (361, "red"))


def looks_in(path: Path, index: int) -> dict[str, Any]:
    """Tell how the cells of a sheet look.

    Args:
        path: the workbook, looked at before: it is one, and not too large.
        index: which sheet, from 0, in the order of the workbook.
    """
    with zipfile.ZipFile(path) as book:
        names = frozenset(book.namelist())
        part = part_of(book, index)
        if part not in names:
            return {}
        sheet = book.read(part)
        fills, struck = _styles(book.read(_STYLES)) if _STYLES in names else ({}, set[int]())
        found: dict[str, Any] = {"colours": {}, "struck": []}
        for style, at in _styled(sheet, {*fills, *struck}):
            if len(found["colours"]) + len(found["struck"]) >= MOST:
                found["cut"] = True
                break
            if style in fills:
                found["colours"][at] = fills[style]
            if style in struck:
                found["struck"].append(at)
        found["rows"] = [int(each) for each in _ROW.findall(sheet)[:MOST]]
        found["columns"] = [each for tag in _COLUMNS.findall(sheet) for each in _range(tag)]
        notes = (to for to in related(book, part) if "comment" in to.lower() and to in names)
        found["comments"] = [ref.decode() for to in notes for ref in _REFERENCE.findall(book.read(to))][:MOST]
    return {what: said for what, said in found.items() if said}


def _styles(styles: bytes) -> tuple[dict[int, str], set[int]]:
    """Return the styles that fill cells with a colour, each with its name; and those that strike them through."""
    fonts = [font[1] is not None and _STRUCK.search(font[1]) is not None for font in _each(styles, b"fonts", _FONT)]
    fills = [_colour(fill[1] or b"") for fill in _each(styles, b"fills", _FILL)]
    colours, struck = dict[int, str](), set[int]()
    for number, xf in enumerate(_each(styles, b"cellXfs", _XF)):
        fill, font = _number(xf[1], b"fillId"), _number(xf[1], b"fontId")
        if fill < len(fills) and fills[fill]:
            colours[number] = fills[fill]
        if font < len(fonts) and fonts[font]:
            struck.add(number)
    return colours, struck


def _each(styles: bytes, block: bytes, one: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    found = re.search(rb"<(?:\w+:)?" + block + rb"\b[^>]*>(.*?)</(?:\w+:)?" + block + rb">", styles, re.DOTALL)
    return one.finditer(found[1]) if found else iter(())


def _number(attributes: bytes, name: bytes) -> int:
    found = re.search(rb"\b" + name + rb"""\s*=\s*["']([0-9]{1,6})["']""", attributes)
    return int(found[1]) if found else 0


def _styled(sheet: bytes, styles: set[int]) -> Iterator[tuple[int, str]]:
    """Return the cells of some styles, each with its style and place; one that does not say where it stands is none."""
    if styles:
        any_of = b"|".join(str(style).encode() for style in sorted(styles))
        cell = re.compile(
            rb"""<(?:\w+:)?c\b(?=[^>]*\bs\s*=\s*["']("""
            + any_of
            + rb""")["'])[^>]*?\br\s*=\s*["']([A-Z]{1,3}[0-9]{1,7})["']"""
        )
        yield from ((int(match[1]), match[2].decode()) for match in cell.finditer(sheet))


def _range(attributes: bytes) -> Iterator[int]:
    first, last = _number(attributes, b"min"), _number(attributes, b"max")
    yield from range(first, min(last, first + 200) + 1)


def _colour(fill: bytes) -> str:
    """Name the colour of a fill, with what tells it from others of the name; blank for none, and for white."""
    solid = _SOLID.search(fill)
    if solid is None:
        return ""
    said = dict(re.findall(rb"""\b(rgb|theme|indexed|tint)\s*=\s*["']([-+.0-9A-Fa-f]{1,30})["']""", solid[1]))
    rgb = said.get(b"rgb", b"").decode()[-6:].upper()
    if len(rgb) == 6 and rgb.isalnum():
        return "" if rgb == "FFFFFF" else f"{_named(rgb)} {rgb}"
    tint = said.get(b"tint", b"").decode().strip("+")[:5]
    for what, white in ((b"theme", b"0"), (b"indexed", b"9")):
        if what in said and (said[what] != white or tint):
            kind = f"{what.decode()} colour {said[what].decode()}"
            return "" if kind in {"indexed colour 64", "indexed colour 65"} else f"{kind} tint {tint}" if tint else kind
    return ""


def _named(rgb: str) -> str:
    red, green, blue = (int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < 0.15:
        return "black" if light < 0.2 else "grey"
    return next(name for upto, name in _HUES if hue * 360 < upto)
