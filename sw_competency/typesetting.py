"""Paper: typst sets a page from a template and data, in a process of its own that reaches no file and no network.

What people wrote is data to a template and is only ever printed. A template reads the files beside it and no others.
"""

import json
import os
import re
import sys
from collections.abc import Iterator, Sequence, Set
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sw_competency import fence
from sw_competency.errors import MissingExtraError, TypesettingError

SECONDS = 20  # of processor time
MEMORY = 2 << 30  # bytes of address space, most of it never touched
SHOWN_FOR_LOST = "□"

_FONTS = "fontpkg_source_sans_3"
_PLACE = re.compile(r"┌─ (?P<file>.+?):(?P<line>\d+):")
_OUR_FOLDERS = re.compile(r" \(searched at [^)]*\)")
_USUAL = re.compile("[\x00-\x7f\xa0-\u017f\u2010-\u2040\u2068\u2069\u25a1]*")  # all of which our fonts have
_NOWHERE = "http://127.0.0.1:9"  # nothing listens there: a package of somebody else is not fetched


def available() -> bool:
    """Tell whether pages can be set here."""
    return find_spec("typst") is not None and find_spec(_FONTS) is not None


def typeset(root: Path, template: str, view: Any) -> bytes:
    """Set a page as a PDF: tagged to PDF/UA-1, its letters embedded, the same bytes for the same data.

    Args:
        root: the folder of the template; it reads nothing outside of it.
        template: the name of the file.
        view: what the page prints, of lists, texts, numbers and None.

    Raises:
        MissingExtraError: the extra `pdf` is not installed.
        TypesettingError: the template cannot be used, or takes too much.
    """
    if not available():
        raise MissingExtraError("A report as PDF", "pdf")
    if not (root / template).is_file():
        raise TypesettingError(f"There is no template '{template}'.")
    job = json.dumps({"root": str(root), "template": template, "view": view}).encode()
    try:
        return fence.done(__name__, job, SECONDS, MEMORY)
    except fence.RefusedError as error:
        raise TypesettingError(str(error)) from None
    except fence.TooMuchError:
        raise TypesettingError(
            f"Setting a page by '{template}' takes too much time or memory: ask for less on one page, or look in the "
            "template for a loop that does not end."
        ) from None


def main() -> int:
    """Read what to set from standard input; write the PDF, or the sentence why not."""
    job = json.loads(fence.limited())
    for scheme in ("http", "https", "all"):  # some look for one, some for the other
        os.environ |= {f"{scheme}_proxy": _NOWHERE, f"{scheme.upper()}_PROXY": _NOWHERE}
    os.environ |= {"no_proxy": "", "NO_PROXY": "", "RAYON_NUM_THREADS": "1"}
    import typst

    setter = _Setter(typst, Path(job["root"]), job["template"])
    try:
        made = setter.page(job["view"])
    except BaseException as error:  # noqa: BLE001 - the compiler's own panics are no ordinary errors
        sys.stdout.buffer.write(_sentence(job["template"], error).encode("utf-8", "replace"))
        return fence.BROKEN
    sys.stdout.buffer.write(made)
    return 0


class _Setter:
    """The compiler with what it may see: one folder, our letters, no packages."""

    def __init__(self, typst: Any, root: Path, template: str) -> None:
        self.typst, self.template = typst, root / template
        spec = find_spec(_FONTS)
        folders = spec.submodule_search_locations if spec is not None else None
        self.given = {
            "root": root, "package_path": root / "none", "package_cache_path": root / "none",
            "font_paths": typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=True, font_paths=[*(folders or ())]
            ),
        }  # fmt: skip

    def page(self, view: Any) -> bytes:
        """Set a page; where no font has a character that somebody wrote, a box stands for it."""
        unusual = {text for text in _texts(view) if _USUAL.fullmatch(text) is None}
        return self._set(self.template, _replaced(view, self._displayable(unusual)) if unusual else view)

    def _set(self, source: Path | bytes, view: Any) -> bytes:
        inputs = {"view": json.dumps(view), "lost": str(SHOWN_FOR_LOST in json.dumps(view, ensure_ascii=False))}
        made: bytes = self.typst.compile(
            source, sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=0, **self.given
        )
        return made

    def _displayable(self, texts: Set[str]) -> dict[str, str]:
        """Return what can be shown for each of some texts."""
        lost = self._lost(sorted({c for text in texts for c in text if not c.isascii()}))
        shown = {text: "".join(SHOWN_FOR_LOST if c in lost else c for c in text) for text in texts}
        apart = self._lost(sorted(set(shown.values())))  # letters that no font puts together
        bare = {text: "".join(c if c.isascii() else SHOWN_FOR_LOST for c in text) for text in apart}
        return {text: bare.get(one, one) for text, one in shown.items()}

    def _lost(self, texts: Sequence[str]) -> set[str]:
        """Return the texts that our fonts cannot show, by halves: there are few, or none."""
        if not texts or self._shows(texts):
            return set()
        middle = len(texts) // 2
        return {*texts} if not middle else self._lost(texts[:middle]) | self._lost(texts[middle:])

    def _shows(self, texts: Sequence[str]) -> bool:
        """Ask the compiler itself whether its fonts have what texts are written in."""
        bare = (
            b'#set document(title: "x")\n#set text(font: "Source Sans 3")\n'
            b"#for one in json(bytes(sys.inputs.view)) { par(one) }"
        )
        try:
            self._set(bare, texts)
        except self.typst.TypstError:
            return False
        return True


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _replaced(value: Any, by: dict[str, str]) -> Any:
    match value:
        case dict():
            return {key: _replaced(one, by) for key, one in value.items()}
        case list():
            return [_replaced(one, by) for one in value]
        case str():
            return by.get(value, value)
    return value


def _sentence(template: str, error: Any) -> str:
    """Say what is wrong and where, in one line and without the folders of this computer."""
    found = _PLACE.search(getattr(error, "diagnostic", None) or "")
    where = f"The template '{template}'"
    if found is not None:
        where = f"The template '{Path(found['file']).name}', line {found['line']},"
    message = " ".join(_OUR_FOLDERS.sub("", getattr(error, "message", None) or type(error).__name__).split())
    return f"{where} cannot be used: {message}."
