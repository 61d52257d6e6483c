"""What others need to carry the project on: every document has its place on the site, every target its session."""

import ast
import re
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOX = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
SESSIONS = {f.name: ast.unparse(f) for f in NOX.body if isinstance(f, ast.FunctionDef) and f.decorator_list}
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]  # decisions are listed as the site is built


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_the_site_names_every_document(document):
    nav = re.findall(r"^ +- .*: (\S+\.md)$", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    page = "index.md" if document == ROOT / "README.md" else document.name
    assert nav.count(page) == 1, f"mkdocs.yml names {page} {nav.count(page)} times in its nav"


def test_what_a_change_must_pass_is_a_session_for_each():
    lists = [a.value for a in NOX.body if isinstance(a, ast.Assign) and ast.unparse(a.targets[0]).endswith(".sessions")]
    wanted = ast.literal_eval(lists[0])
    assert len(lists) == 1
    assert {"lint", "types", "contracts", "scenarios", "tests", "docs", "demo", "package"} <= set(wanted)
    assert set(wanted) <= set(SESSIONS)


@pytest.mark.parametrize("file", [".ci/run", *sorted(d.relative_to(ROOT).as_posix() for d in DOCUMENTS)])
def test_every_session_that_is_named_exists(file):
    text = (ROOT / file).read_text("utf-8")
    named = {name for names in re.findall(r"(?:nox|run) -s((?: \w+)+)", text) for name in names.split()}
    assert named <= set(SESSIONS), f"{file} names a session that noxfile.py does not have"
    assert named or file not in {".ci/run", "CONTRIBUTING.md"}


def test_every_python_that_is_promised_has_its_session():
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    classified = [c.rpartition(" ")[2] for c in said["classifiers"] if re.search(r":: 3\.\d+$", c)]
    assert said["requires-python"] == f">={classified[0]}"
    assert f"python={classified}" in SESSIONS["versions"]


def test_the_page_on_how_it_is_built_names_every_room_and_no_file_that_is_gone():
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    named = set(re.findall(r"`(\w[\w/]*(?:\.py|/))`", text))
    rooms = {f"{path.parent.name}/" for path in (ROOT / "sw_competency").glob("*/__init__.py")}
    assert rooms <= named
    places = [ROOT, ROOT / "sw_competency", ROOT / "sw_competency/catalogue", ROOT / "sw_competency/rules"]
    gone = [name for name in named if not any((place / name).exists() for place in places)]
    assert not gone, f"ARCHITECTURE.md names what is not there: {gone}"


def test_the_page_on_how_it_is_built_has_the_rooms_in_the_order_of_the_contract():
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    layers = tools["importlinter"]["contracts"][0]["layers"]
    height = {room: place for place, layer in enumerate(layers) for room in layer.split(" | ")}
    firsts = re.findall(r"^\| (.*?) \|", (ROOT / "ARCHITECTURE.md").read_text("utf-8"), re.MULTILINE)
    named = [height[room] for cell in firsts for room in re.findall(r"`(\w+)(?:/|\.py)`", cell)]
    assert named == sorted(named)
    assert len(named) > 15


@pytest.fixture(scope="module")
def site():
    """What the site does beside Markdown."""
    pytest.importorskip("mkdocs", reason="the site needs mkdocs, of the extra 'docs'")
    spec = spec_from_file_location("site_hooks", ROOT / ".ci" / "site.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("html", "fetched"),
    [
        ('<link rel="stylesheet" href="https://fonts.example/css?family=x">', True),
        ("<script src=//cdn.example/x.js></script>", True),
        ('<img alt="" src="http://pictures.example/x.png">', True),
        ('<script async src="https://cdn.example/x.js"></script>', True),
        ('<link href="//fonts.example/x.css" rel=preload>', True),
        ('<link rel="canonical" href="https://docs.example/index.html">', False),
        ('<link rel="icon" href="assets/images/favicon.png">', False),
        ('<a href="https://www.example/">a link is followed by whoever wants to</a>', False),
    ],
)
def test_a_page_that_fetches_from_elsewhere_is_refused(site, html, fetched):
    assert bool(site.FETCHED.search(html)) is fetched


def test_a_named_block_shows_its_name(site):
    assert site.on_page_markdown("```toml own.toml\nx = 1\n```\n") == '```toml title="own.toml"\nx = 1\n```\n'
    assert site.on_page_markdown("```toml\nx = 1\n```\n") == "```toml\nx = 1\n```\n"
