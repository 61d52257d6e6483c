"""What the site needs beside the Markdown in `docs/`: pages of the root, decisions, names of files, constructors."""

import inspect
import re
from pathlib import Path
from typing import Any

import griffe
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

NAMED_FENCE = re.compile(r"^```(\w+) (\S+)$", re.MULTILINE)
FETCHED = re.compile(
    r"<(?:script|img|iframe|source|link(?![^>]*\brel=[\"']?(?:canonical|alternate|next|prev)\b))"
    r"\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//[^\"'> ]+"
)

OF_THE_ROOT = {"README.md": "index.md"} | {
    name: name for name in ("ARCHITECTURE.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md", "CONTRIBUTING.md", "SECURITY.md")
}


def on_config(config: Any) -> Any:
    """List the decisions, one page for each file."""
    pages = sorted((Path(config.docs_dir) / "decisions").glob("*.md"))
    pages.sort(key=lambda page: page.name != "README.md")
    config.nav.append({"Decisions": [f"decisions/{page.name}" for page in pages]})
    return config


def on_files(files: Any, config: Any) -> Any:
    """Take in the documents of the root, which link to the others by `docs/`."""
    for name, page in OF_THE_ROOT.items():
        text = (Path(config.config_file_path).parent / name).read_text("utf-8")
        text = text.replace("](docs/", "](").replace("](README.md", "](index.md")
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Show the name of a file above its block; plain Markdown has it beside the language."""
    return NAMED_FENCE.sub(r'```\1 title="\2"', markdown)


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Refuse a page that would fetch anything from elsewhere.

    Raises:
        PluginError: it would.
    """
    if found := FETCHED.search(output):
        raise PluginError(f"{page.file.src_uri} would fetch something from elsewhere: {found[0]}")
    return output


class Constructors(griffe.Extension):
    """Says how a value is made whose class writes no `__init__` of its own: attrs and msgspec write it."""

    def on_class_members(self, *, cls: griffe.Class, **_: Any) -> None:
        """Add the constructor, with the annotations as they are written."""
        made = griffe.dynamic_import(cls.path)
        if "__init__" in cls.members or not (hasattr(made, "__attrs_attrs__") or hasattr(made, "__struct_fields__")):
            return
        parameters = [griffe.Parameter("self", kind=griffe.ParameterKind.positional_or_keyword)]
        for p in inspect.signature(made).parameters.values():
            written = cls.members.get(p.name)
            annotation = written.annotation if isinstance(written, griffe.Attribute) else str(p.annotation)
            default = None if p.default is p.empty else "..." if repr(p.default) == "NOTHING" else repr(p.default)
            kind = getattr(griffe.ParameterKind, p.kind.name.lower())
            parameters.append(griffe.Parameter(p.name, annotation=annotation, kind=kind, default=default))
        cls.set_member("__init__", griffe.Function("__init__", parameters=griffe.Parameters(*parameters), parent=cls))
