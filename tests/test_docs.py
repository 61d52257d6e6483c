"""The documents are run: every Python block, every command with what it prints, every file they write on the way.

A fence with a second word is a file of that name. In a `console` block, lines that begin with `$ ` are commands; what
stands beneath is what they print (`...` for anything), and `(exit 1)` is said where it is not 0.
"""

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sw_competency import plugins
from sw_competency.catalogue import shipped
from sw_competency.rules import requirement_kinds

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def _commands(block: str) -> list[tuple[str, str]]:
    parts = re.split(r"^\$ (.*)\n?", block, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def _run(command: str, folder: Path) -> str:
    words = shlex.split(command)
    assert words[0] == "sw-competency", f"only our own commands are run, not {words[0]}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SW_COMPETENCY")} | {"COLUMNS": "120"}
    done = subprocess.run(
        [sys.executable, "-m", "sw_competency", *words[1:]],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    code = f"(exit {done.returncode})\n" if done.returncode else ""
    return done.stdout + done.stderr + code


def _check_console(block: str, folder: Path) -> None:
    check = doctest.OutputChecker().check_output
    for command, wanted in _commands(block):
        came = _run(command, folder)
        if wanted.strip():
            assert check(wanted, came, FLAGS), f"$ {command}\nthe document says:\n{wanted}\nit prints:\n{came}"
        else:
            assert "(exit" not in came, f"$ {command}\n{came}"


def _check_python(block: str, page: Path, line: int, names: dict) -> None:
    test = doctest.DocTestParser().get_doctest(block, names, page.name, str(page), line)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=FLAGS).run(test, out=report.append, clear_globs=False)
    names.update(test.globs)
    assert not report, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_what_a_document_shows_is_so(page, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    text = page.read_text("utf-8")
    for match in FENCE.finditer(text):
        kind, name, block = match.groups()
        if name:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(block, "utf-8")
        elif kind == "console":
            _check_console(block, tmp_path)
        elif kind == "python":
            _check_python(block, page, text.count("\n", 0, match.start()), names)


def test_links_between_documents_lead_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize(
    ("what", "known"),
    [
        ("requirement kind", requirement_kinds()),
        ("rule", shipped().rules),
        ("report", plugins.members("reports")),
        ("format to import", plugins.members("importers")),
        ("format to export", plugins.members("exporters")),
        ("entry kind", __import__("sw_competency.model", fromlist=["KINDS"]).KINDS),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_everything_there_is_stands_in_the_reference(what, known):
    reference = (ROOT / "docs" / "reference.md").read_text("utf-8")
    assert known
    missing = [name for name in known if f"`{name}`" not in reference]
    assert not missing, f"docs/reference.md does not tell of the {what}s {missing}"
