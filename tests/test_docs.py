"""The documents are run: every Python block, every command with what it prints, every file they write on the way.

A fence with a second word is a file of that name; by a `pyproject.toml`, what lies in the folder counts as installed.
In a `console` block, lines that begin with `$ ` are commands; what stands beneath is what they print (`...` for
anything), and `(exit 1)` is said where it is not 0.
"""

import doctest
import inspect
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from functools import partial
from importlib import import_module, invalidate_caches
from pathlib import Path

import attrs
import msgspec
import pytest
from cyclopts import App

from sw_competency import plugins
from sw_competency.catalogue import shipped
from sw_competency.cli import main
from sw_competency.cli._plain import commands
from sw_competency.cli._question import ALWAYS
from sw_competency.judge.status import STATUSES
from sw_competency.model import KINDS, field_names
from sw_competency.model.entries import COMMON
from sw_competency.questions import known
from sw_competency.rules import requirement_kinds
from tests.examples import write

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINKING = sorted({*PAGES, *ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def _commands(block: str) -> list[tuple[str, str]]:
    parts = re.split(r"^\$ (.*)\n?", block, flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def _run_here(command: str, capsys) -> str:
    capsys.readouterr()
    code = main(shlex.split(command)[1:])
    printed = capsys.readouterr()
    return printed.out + printed.err + (f"(exit {code})\n" if code else "")


def _run(command: str, folder: Path, capsys) -> str:
    words = shlex.split(command)
    if words[0] == "sw-competency":
        return _run_here(command, capsys)
    assert words[0] == "pytest", f"only sw-competency and pytest are run, not {words[0]}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SW_COMPETENCY", "PYTEST"))}
    environment |= {"COLUMNS": "120"}
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    code = f"(exit {done.returncode})\n" if done.returncode else ""
    return done.stdout + done.stderr + code


def _install(project: Path) -> None:
    """Do what `pip install -e .` does to be found: write down the entry points."""
    said = tomllib.loads(project.read_text("utf-8"))["project"]
    info = project.parent / f"{said['name'].replace('-', '_')}-{said['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {said['name']}\nVersion: {said['version']}\n")
    groups = (
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
        for group, points in said.get("entry-points", {}).items()
    )
    (info / "entry_points.txt").write_text("".join(groups))
    _look_anew()


def _look_anew() -> None:
    """Forget what packages bring: one is installed, or gone."""
    invalidate_caches()
    plugins.members.cache_clear()
    known.cache_clear()
    requirement_kinds.cache_clear()


def _check_console(block: str, run) -> None:
    check = doctest.OutputChecker().check_output
    for command, wanted in _commands(block):
        came = run(command)
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
def test_what_a_document_shows_is_so(page, tmp_path, monkeypatch, capsys):
    for name in os.environ:
        if name.startswith("SW_COMPETENCY"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "120")
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    names: dict = {}
    text = page.read_text("utf-8")
    for match in FENCE.finditer(text):
        kind, name, block = match.groups()
        if name:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(block, "utf-8")
            if name == "pyproject.toml":
                _install(tmp_path / name)
        elif kind == "console":
            _check_console(block, partial(_run, folder=tmp_path, capsys=capsys))
        elif kind == "python":
            _check_python(block, page, text.count("\n", 0, match.start()), names)
    _look_anew()


def test_the_examples_are_as_clean_as_our_own_code(tmp_path):
    """What a contract asks of whoever fulfils it, an argument or a method, needs no word of its own there."""
    write(tmp_path)
    ours = ("--config", str(ROOT / "pyproject.toml"), "--ignore", "D100,D101,D102,D103,ARG")
    for words in (("check", *ours), ("format", "--check", *ours[:2])):
        ran = subprocess.run(
            [sys.executable, "-m", "ruff", *words, "--no-cache", "."], cwd=tmp_path, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stdout + ran.stderr


def test_links_between_documents_lead_somewhere():
    for page in LINKING:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_links_to_a_heading_lead_to_one():
    for page in LINKING:
        for target, heading in re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", page.read_text("utf-8")):
            there = page.parent / target if target else page
            titles = re.findall(r"^#+ (.*)$", FENCE.sub("", there.read_text("utf-8")), re.MULTILINE)
            slugs = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
            assert heading in slugs, f"{page.name} links to {target}#{heading}"


@pytest.mark.parametrize(
    ("what", "known"),
    [
        ("requirement kind", requirement_kinds()),
        ("rule", shipped().rules),
        ("report", plugins.members("reports")),
        ("format", plugins.members("formats")),
        ("entry kind", KINDS),
        ("status", STATUSES),
        ("tier", shipped().tiers),
        ("modality", shipped().modalities),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_everything_there_is_stands_in_the_reference(what, known):
    reference = (ROOT / "docs" / "reference.md").read_text("utf-8")
    assert known
    missing = [name for name in known if f"`{name}`" not in reference]
    assert not missing, f"docs/reference.md does not tell of the {what}s {missing}"


def _mark(*authorities):
    return " †" if "placeholder" in authorities else ""


def _rule_rows():
    for versions in shipped().rules.values():
        r = versions[-1]
        to = r.to or r.area or "-"
        yield f"| `{r.id}` | {r.title}{_mark(r.authority)} | {r.from_ or '-'} | {to} | `{r.effect}` |"


def _tier_rows():
    for t in shipped().tiers.values():
        scope = "" if t.scope == t.rank else f"; scope of rank {t.scope}"
        yield f"| `{t.id}` | {t.title} | {t.band} | {t.rank}{scope} |"


@pytest.mark.parametrize("rows", [_rule_rows, _tier_rows])
def test_the_reference_says_what_the_shipped_catalogue_says(rows):
    reference = (ROOT / "docs" / "reference.md").read_text("utf-8").splitlines()
    missing = [row for row in rows() if row not in reference]
    assert not missing, "docs/reference.md lacks these lines:\n" + "\n".join(missing)


def _row_of(heading, name):
    """Find the line of the table beneath a heading that begins with a name."""
    reference = (ROOT / "docs" / "reference.md").read_text("utf-8")
    beneath = re.split(r"^#+ ", reference.split(f"# {heading}\n")[1], maxsplit=1, flags=re.MULTILINE)[0]
    found = re.search(rf"^\| `{re.escape(name)}[ `].*$", beneath, re.MULTILINE)
    assert found, f"docs/reference.md has no line under '{heading}' that begins with  | `{name}`"
    return found[0]


def _options_of(command):
    """Name the options of a command, and the words that name its parts."""
    module, _, name = commands()[command].partition(":")
    held = getattr(import_module(module), name)
    parts = [name for name in held if not name.startswith("-")] if isinstance(held, App) else []
    functions = [held[name].default_command for name in parts] or [held]
    given = [p for f in functions for p in inspect.signature(f).parameters.values() if p.kind is p.KEYWORD_ONLY]
    everywhere = {"options"} if module != "sw_competency.cli._question" else {p.name for p in ALWAYS}
    options = [_option_of(p) for p in given if p.name not in everywhere]
    return [*parts, *options]


def _option_of(parameter):
    named = [name for extra in getattr(parameter.annotation, "__metadata__", ()) for name in extra.name or ()]
    return named[0] if named else f"--{parameter.name.rstrip('_').replace('_', '-')}"


TOLD_THERE = {one.without or one.name for one in known().values()}  # of those docs/questions.md tells


@pytest.mark.parametrize("command", [name for name in commands() if name not in TOLD_THERE])
def test_every_command_stands_in_the_reference_with_its_options(command):
    row = _row_of("Commands", command)
    missing = [option for option in _options_of(command) if not re.search(rf"{option}\b", row)]
    assert not missing, f"docs/reference.md does not tell of {missing} of {command}"


@pytest.mark.parametrize("kind", requirement_kinds())
def test_every_requirement_kind_stands_in_the_reference_with_its_fields(kind):
    row = _row_of("Requirement kinds", kind)
    missing = [f.name for f in attrs.fields(requirement_kinds()[kind]) if f"`{f.name}`" not in row]
    assert not missing, f"docs/reference.md does not tell of the fields {missing} of {kind}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_kind_stands_in_the_reference_with_its_fields(kind):
    """Required fields stand in the second column, the others in the third."""
    _, _, required, further, *_ = _row_of("Entry kinds", kind).split("|")
    wanted = {f.name.rstrip("_"): f.required for f in msgspec.structs.fields(KINDS[kind])}
    for name in set(field_names(kind)) - set(COMMON) - {"on"}:
        assert f"`{name}`" in (required if wanted[name] else further), f"docs/reference.md: {name} of {kind}"
