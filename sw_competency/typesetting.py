"""Paper: typst sets a page from a template and data, in a process of its own that reaches no file and no network.

What people wrote is data to a template and is only ever printed. A template reads the files beside it and no others.
"""

import json
import os
import re
import sys
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
        try:
            return self._set(self.template, view)
        except self.typst.TypstError:
            shown = self._displayable(view)
            if shown == view:
                raise
            return self._set(self.template, shown)

    def _set(self, source: Path | bytes, view: Any) -> bytes:
        inputs = {"view": json.dumps(view), "lost": str(SHOWN_FOR_LOST in json.dumps(view, ensure_ascii=False))}
        made: bytes = self.typst.compile(
            source, sys_inputs=inputs, pdf_standards=["ua-1"], timestamp=0, **self.given
        )
        return made

    def _displayable(self, value: Any) -> Any:
        match value:
            case dict():
                return {key: self._displayable(one) for key, one in value.items()}
            case list():
                return [self._displayable(one) for one in value]
            case str() if not value.isascii() and not self._shows(value):
                text = "".join(c if c.isascii() or self._shows(c) else SHOWN_FOR_LOST for c in value)
                return text if self._shows(text) else "".join(c if c.isascii() else SHOWN_FOR_LOST for c in value)
        return value

    def _shows(self, text: str) -> bool:
        """Ask the compiler itself whether its fonts have what a text is written in."""
        bare = b'#set document(title: "x")\n#set text(font: "Source Sans 3")\n#json(bytes(sys.inputs.view))'
        try:
            self._set(bare, text)
        except self.typst.TypstError:
            return False
        return True


def _sentence(template: str, error: Any) -> str:
    """Say what is wrong and where, in one line and without the folders of this computer."""
    found = _PLACE.search(getattr(error, "diagnostic", None) or "")
    where = f"The template '{template}'"
    if found is not None:
        where = f"The template '{Path(found['file']).name}', line {found['line']},"
    message = " ".join(_OUR_FOLDERS.sub("", getattr(error, "message", None) or type(error).__name__).split())
    return f"{where} cannot be used: {message}."
