"""From a finished view to text: templates only format. A site's own templates come first, and run fenced in.

A sandbox keeps a template from reaching into Python, not from looping for ever; so a site's templates are rendered by
another process that may use only so much time and memory.
"""

import os
import pickle
import re
import traceback
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from sw_competency import fence
from sw_competency.catalogue.look import Look
from sw_competency.dates import MONTHS
from sw_competency.errors import TemplateError
from sw_competency.files import what_else
from sw_competency.model.marks import DRAWN
from sw_competency.reports._words import Put, words_of

OURS = Look()
SECONDS = 10  # of processor time for a site's template
MEMORY = 1 << 30  # bytes of address space
LONGEST_PAGE = 20_000_000  # characters

_MARKDOWN = re.compile(r"([\\`*_\[\]{}|~#])")
_LINE_BEGINS = re.compile(r"^(\s*)([-+=]|\d{1,9}(?=[.)](?:\s|$)))")
_WHOLE = "style|title|svg|option|textarea"  # what holds text alone, or what is drawn
_PIECES = re.compile(rf"<(?P<tag>{_WHOLE})\b.*?</(?P=tag)>|<[^>]*>|(?P<word>[^<>\s-]{{21,}})", re.DOTALL)
_DAY = re.compile(rf"\b\d{{1,2}} (?:{'|'.join(MONTHS)}) \d{{4}}\b")
_BREAKS = re.compile(r"[\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029]+")


def folder() -> Path:
    """Find our own templates: inside the package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside, beside = package / "templates", package.parent / "templates"
    return beside if not inside.is_dir() and (package.parent / "pyproject.toml").is_file() else inside


def css(text: str) -> Markup:
    """Return a text as it may stand within quotes in a style sheet, whatever it holds."""
    return Markup("".join(c if c.isascii() and c.isalnum() else f"\\{ord(c):06x}" for c in text))  # noqa: S704


def drawn(shape: str) -> Markup:
    """Return the sign of a mark, to stand in an SVG of 16 by 16."""
    return Markup(DRAWN.get(shape, DRAWN["ring"]))  # noqa: S704 - ours


def unbroken(text: Any) -> Markup:
    """Return a text in which no line ends within a day."""
    return Markup(_DAY.sub(r'<span class="whole">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped


def in_english(text: Any) -> Markup:
    """Return a text likewise, on a page that is in another language: sentences and titles stay English."""
    return Markup(f'<span lang="en-GB">{unbroken(text)}</span>')  # noqa: S704 - escaped


def markdown(value: Any) -> Any:
    """Return a value as Markdown that says just that: no markup, no line break, no cell border."""
    if hasattr(value, "__html__"):
        return value
    text = _MARKDOWN.sub(r"\\\1", _BREAKS.sub(" ", str(value)))
    text = _LINE_BEGINS.sub(lambda m: f"{m[1]}{m[2] if m[2].isdigit() else ''}\\{'' if m[2].isdigit() else m[2]}", text)
    return Markup(str(escape(text)).replace("&#34;", '"').replace("&#39;", "'"))  # noqa: S704


def comment(text: str) -> Markup:
    """Return a line that a program reads as a comment, in HTML and in Markdown."""
    return Markup(f"<!-- {str(text).replace('<', '&lt;').replace('>', '&gt;')} -->")  # noqa: S704 - escaped


def breakable(html: str) -> str:
    """Let words longer than a column be broken within it; what is copied from the page stays as it was written.

    Ordinary words are left whole, since a column may not be made narrower than they are.
    """
    return _PIECES.sub(lambda m: f'<span class="long">{m[0]}</span>' if m["word"] else m[0], html)


class _Site(FileSystemLoader):
    """A site's templates: files that lie in its folder themselves, since a link may lead to anything."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        for base in self.searchpath:
            place = Path(base)
            for part in split_template_path(template):
                place /= part
                if place.is_symlink():
                    raise TemplateError(f"The template '{template}' is a link: put the file itself into '{base}'.")
            if os.path.lexists(place) and (what := what_else(place.lstat().st_mode)) is not None:
                raise TemplateError(f"The template '{template}' is a {what}: put a file into '{base}'.")
        return super().get_source(environment, template)


def environment(
    site: Path | None, own: Path | None = None, *, as_markdown: bool, look: Look = OURS
) -> Environment:  # fmt: skip
    """Make the surroundings of a template: everything escaped, nothing undefined, no functions but those to format."""
    folders: list[FileSystemLoader] = [_Site(site)] if site is not None else []
    folders += [FileSystemLoader(path) for path in (own, folder()) if path is not None]
    words = words_of(look)
    made = (ImmutableSandboxedEnvironment if site else Environment)(
        extensions=[Put] if words.of else [],
        loader=ChoiceLoader(folders), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, finalize=markdown if as_markdown else None,
    )  # fmt: skip
    made.extend(words=words)  # what `Put` puts in
    made.globals.clear()
    made.globals["look"] = look
    made.filters |= {"said": words.said, "moment": words.moment, "word": words.word, "comment": comment}
    sentence = unbroken if look.language.startswith("en") else in_english
    made.filters |= {"css": css, "drawn": drawn, "unbroken": sentence}
    return made


@lru_cache(32)
def _ours(own: Path | None, as_markdown: bool, look: Look) -> Environment:
    return environment(None, own, as_markdown=as_markdown, look=look)


def formatted(made: Environment, name: str, view: Any) -> str:
    """Let a template format a view.

    Raises:
        TemplateError: it cannot.
    """
    try:
        text = made.get_template(name).render(v=view)
    except TemplateError:
        raise
    except Exception as error:
        raise TemplateError(_sentence(name, error)) from error
    if len(text) > LONGEST_PAGE:
        raise TemplateError(f"The template '{name}' writes a page that is too long.")
    return text


def _sentence(name: str, error: Exception) -> str:
    match error:
        case TemplateSyntaxError():
            return f"The template '{error.name or name}' cannot be read, line {error.lineno}: {error.message}."
        case TemplateNotFound():
            return f"There is no template '{error.name}'."
        case SecurityError():
            what = "asks for something no template may touch"
        case UndefinedError():
            what = "names something the page does not have"
        case MemoryError():
            what = "needs too much memory"
        case RecursionError():
            what = "calls itself without an end"
        case _:
            what = "cannot be used"
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.endswith(".j2")]
    place = f"The template '{name}'"
    if frames:
        place = f"The template '{Path(frames[-1].filename).name}', line {frames[-1].lineno},"
    detail = "" if isinstance(error, MemoryError | RecursionError) else f": {error}"
    return f"{place} {what}{detail}."


def render(name: str, view: Any, site: Path | None = None, own: Path | None = None, look: Look = OURS) -> str:
    """Format a view by the template of that name.

    Args:
        name: the file, such as `progression.html.j2`.
        view: the finished view.
        site: a folder whose templates take precedence over ours.
        own: the folder of the package that brings the report, where that is not ours.
        look: how the site's pages look.

    Raises:
        TemplateError: there is no such folder or template, or it cannot be used.
    """
    as_markdown = name.endswith(".md.j2")
    if site is not None and not site.is_dir():
        raise TemplateError(f"There is no folder of templates at '{site}'.")
    made = None if site is not None else _ours(own, as_markdown, look)
    text = formatted(made, name, view) if made is not None else _apart(name, view, site, own, look)
    return text if as_markdown else breakable(text)


def _apart(name: str, view: Any, site: Path | None, own: Path | None, look: Look) -> str:
    as_markdown = name.endswith(".md.j2")
    job = pickle.dumps((name, view, site and site.resolve(), own, as_markdown, look))
    try:
        return fence.done("sw_competency.reports._fenced", job, SECONDS, MEMORY).decode()
    except fence.RefusedError as error:
        raise TemplateError(str(error)) from None
    except fence.TooMuchError:
        raise TemplateError(
            f"The template '{name}' takes too much time or memory; look for a loop that does not end."
        ) from None
