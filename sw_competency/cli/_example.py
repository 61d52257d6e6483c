"""Lists the catalogues shipped as examples, and copies one as a starting point."""

from pathlib import Path

from sw_competency.catalogue import example, examples, read_layer
from sw_competency.cli._files import making, write_new
from sw_competency.cli._print import document, line
from sw_competency.errors import UnwritableFileError


def listed(*, as_json: bool) -> None:
    """Print the examples there are."""
    found = [
        {"name": name, "title": read_layer(folder).title, "files": [file.name for file in _files(folder)]}
        for name, folder in examples().items()
    ]
    if as_json:
        document(found)
        return
    for each in found:
        line(f"{each['name']}  {each['title'] or ''}".rstrip())
    line("Use one as it is with  --catalogue example:NAME  or copy it with  sw-competency catalogue example NAME")


def copied(name: str, folder: Path, *, as_json: bool) -> None:
    """Copy the files of an example into a folder; what is there already stays, and then nothing is written.

    Raises:
        UnknownNameError: there is no such example.
        UnwritableFileError: a file is there already, or none can be written.
    """
    files = {file.name: file.read_bytes() for file in _files(example(name))}
    if folder.exists() and not folder.is_dir():
        raise UnwritableFileError(f"'{folder}' is a file: name a folder with --out.")
    with making(folder):
        write_new(folder, files)
    if as_json:
        document({"files": [str(folder / each) for each in files]})
        return
    names = ", ".join(files)
    line(f"The example is in {folder} ({names}): change what is not so at your sites.")
    line(f"Ask by it with  --catalogue {folder}  and see what is wrong with  sw-competency catalogue check {folder}")


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))
