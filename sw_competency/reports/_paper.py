"""A finished view on paper: handed over as plain data to a template of typst, ours or a site's own."""

import shutil
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import attrs

from sw_competency.catalogue.look import Look
from sw_competency.dates import said
from sw_competency.errors import TemplateError, TypesettingError
from sw_competency.files import what_else
from sw_competency.pictures import Picture
from sw_competency.reports._base import Presumed
from sw_competency.reports._page import Named
from sw_competency.reports._render import OURS, folder
from sw_competency.typesetting import SHOWN_FOR_LOST, typeset

_SPACES = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029"), " ")
_ORDERS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])  # signs that turn text about
_FROM_THE_RIGHT = {"R", "AL"}
_HIGHEST = 1.25  # of a picture, beside its width


def pdf(
    template: str, view: Any, site: Path | None = None, own: Path | None = None, look: Look = OURS, less: str = ""
) -> bytes:  # fmt: skip
    """Set a view as a PDF.

    Args:
        template: the name of the template, without its ending.
        view: the finished view.
        site: a site's own folder of templates, which takes precedence.
        own: the folder of the package that brings the report, where that is not ours.
        look: how the site's pages look.
        less: how less can be asked for, as it follows "ask for less".

    Raises:
        MissingExtraError: the extra `pdf` is not installed.
        TemplateError: there is no such template, or it cannot be used.
    """
    name, data = f"{template}.typ", {**plain(view), "look": _drawn(look)}
    try:
        if site is None and own is None:
            return typeset(folder(), name, data)
        with TemporaryDirectory() as made:
            for source in (folder(), own, site):
                if source is not None:
                    _gather(source, Path(made))
            return typeset(Path(made), name, data)
    except TypesettingError as error:
        if site is None and own is None and (folder() / name).is_file():  # no fault of whoever asks
            raise TemplateError(f"This cannot be set on paper: ask for less{less}, or for html.") from error
        raise TemplateError(str(error)) from None


def _drawn(look: Look) -> dict[str, Any]:
    """Return a look as paper takes it."""
    kind, logo = look.picture
    return {"name": text(look.name), "accent": look.accent, "kind": kind, "logo": list(logo)}


def _gather(source: Path, root: Path) -> None:
    """Put the templates of a folder into the one folder that typst may read; a link may lead to anything."""
    if not source.is_dir():
        raise TemplateError(f"There is no folder of templates at '{source}'.")
    for file in sorted(source.glob("*.typ")):
        if file.is_symlink():
            raise TemplateError(f"The template '{file.name}' is a link: put the file itself into '{source}'.")
        if (what := what_else(file.lstat().st_mode)) is not None:
            raise TemplateError(f"The template '{file.name}' is a {what}: put a file into '{source}'.")
        shutil.copyfile(file, root / file.name)


def plain(value: Any) -> Any:
    """Return a view as lists, texts, numbers and None; days as they are said, texts as they can be printed."""
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return text(value)
        case date():
            return f"{said(value)}{'†' if isinstance(value, Presumed) else ''}"
        case Picture():  # one too high for a sheet is left to the tables beneath it
            fits = value.height <= _HIGHEST * value.width
            return {"svg": value.svg, "alt": text(value.alt), "width": value.width} if fits else None
        case Named():  # a name that is read from the right leaves the id where it is
            return f"{text(value.called)} ({text(value.id)})" if value.called else text(value.id)
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case Iterable():
            return [plain(one) for one in value]
    fields = attrs.fields(type(value)) if attrs.has(type(value)) else ()
    return {field.name: plain(getattr(value, field.name)) for field in fields}  # what is no data is left out


def text(words: str) -> str:
    """Give what somebody wrote without what no letter stands for; words read from the right turn nothing else about."""
    if words.isascii() and words.isprintable():
        return words
    shown = words.translate(_SPACES).translate(_ORDERS)
    shown = "".join(SHOWN_FOR_LOST if unicodedata.category(c) in {"Cc", "Co", "Cs", "Cn"} else c for c in shown)
    if any(unicodedata.bidirectional(c) in _FROM_THE_RIGHT for c in shown):
        return f"\u2068{shown}\u2069"
    return shown
