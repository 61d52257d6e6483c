"""What is shipped: wheel, sdist, editable install and plain checkout hold the same templates and the same data."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SKIP = {"__pycache__"}


def _shipped(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and not SKIP & set(p.parts)}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The wheel and the sdist, built of a copy of the tree without its history."""
    pytest.importorskip("hatchling", reason="building needs hatchling, of the extra 'test'")
    out = tmp_path_factory.mktemp("dist")
    script = (
        "import sys; from hatchling.build import build_wheel, build_sdist;"
        "print(build_wheel(sys.argv[1])); print(build_sdist(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(out)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (wheel,), (sdist,) = out.glob("*.whl"), out.glob("*.tar.gz")
    return wheel, sdist


def test_the_wheel_holds_every_template_and_all_data(built):
    with zipfile.ZipFile(built[0]) as wheel:
        names = set(wheel.namelist())
    assert {f"sw_competency/templates/{name}" for name in _shipped(ROOT / "templates")} <= names
    assert {f"sw_competency/{name}" for name in _shipped(ROOT / "sw_competency")} <= names
    assert "sw_competency/py.typed" in names


def test_the_sdist_holds_tests_and_docs_too(built):
    with tarfile.open(built[1]) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    for folder in ("sw_competency", "templates", "tests", "docs"):
        assert {f"{folder}/{name}" for name in _shipped(ROOT / folder)} <= names
    assert {path.name for path in ROOT.glob("*.md")} <= names
    assert {"LICENSE", "pyproject.toml", "mkdocs.yml", "noxfile.py", ".pre-commit-config.yaml"} <= names
    assert {".ci/run", ".ci/site.py"} <= names


PROBE = """
import sw_competency, sys
from sw_competency.catalogue import shipped
from sw_competency import reports
from sw_competency.dates import Moment
from sw_competency.judge import Records
from sw_competency.questions import Questions
from datetime import date, datetime, UTC
moment = Moment(date(2026, 3, 2), datetime(2026, 3, 2, tzinfo=UTC))
questions = Questions(Records(lambda owner: ()), shipped(), moment)
asked = reports.Asked(questions=questions, worker="w1", person=lambda _: None)
page = reports.write("progression", asked, "html")
print(sw_competency.__file__, shipped().digest, len(page))
"""


def _probe(path: str, cwd: Path) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", PROBE], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_wheel_sdist_and_checkout_say_the_same(built, tmp_path):
    with zipfile.ZipFile(built[0]) as wheel:
        wheel.extractall(tmp_path / "wheel")
    with tarfile.open(built[1]) as sdist:
        plain = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # 3.11 knows it from 3.11.4 on
        sdist.extractall(tmp_path / "sdist", **plain)
    (unpacked,) = (tmp_path / "sdist").iterdir()
    answers = [_probe(str(home), tmp_path) for home in (tmp_path / "wheel", unpacked, ROOT)]
    assert len({home for home, *_ in answers}) == 3, "each must have come from its own place"
    assert len({tuple(said) for _, *said in answers}) == 1


def test_importing_the_library_imports_no_extra():
    probe = (
        "import sys, sw_competency.tracker, sw_competency.stores, sw_competency.catalogue;"
        "sw_competency.catalogue.shipped();"
        "print(sorted(set(sys.modules) & set(sys.argv[1:])))"
    )
    extras = ["cyclopts", "rich", "typst", "python_calamine", "hypothesis", "pytest", "jinja2"]
    done = subprocess.run([sys.executable, "-c", probe, *extras], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr
