"""What is done to the project, by name. `nox` does what a change must pass; `nox --list` says what else there is.

All but `package` and `versions` run in the environment that nox is in: `pip install -e '.[all,dev]'`.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nox

nox.options.default_venv_backend = "none"
nox.options.stop_on_first_error = True
nox.options.sessions = ["lint", "types", "contracts", "scenarios", "demo", "docs", "package", "tests", "speed"]

HERE = Path(sys.executable).parent


def _run(session: nox.Session, tool: str, *arguments: str, silent: bool = False, **environment: str) -> None:
    """Run a tool of this environment, whether or not it is activated."""
    session.run(str(HERE / tool), *arguments, external=True, silent=silent, env=environment or None)


@nox.session
def lint(session: nox.Session) -> None:
    """Look for slips of style."""
    _run(session, "ruff", "check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types, and those that whoever calls the library sees."""
    _run(session, "mypy")
    _run(session, "mypy", "--strict", "tests/typing/api.py")
    _run(session, "python", "-m", "tests.examples")
    _run(session, "basedpyright", "--level", "error", "tests/typing/api.py")


@nox.session
def contracts(session: nox.Session) -> None:
    """Check that imports point down only."""
    _run(session, "lint-imports")


@nox.session
def scenarios(session: nox.Session) -> None:
    """Ask the shipped catalogue what it must answer."""
    shared = sorted(Path("../shared/scenarios").glob("*.toml"))
    _run(session, "sw-competency", "scenarios", *map(str, shared), "docs/examples/site-scenarios.toml")


@nox.session
def demo(session: nox.Session) -> None:
    """Build the demonstration and its pages."""
    with TemporaryDirectory() as folder:
        _run(session, "sw-competency", "demo", f"{folder}/demo", silent=True)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documents as a site, into site/; a warning is an error."""
    _run(session, "mkdocs", "build", "--strict")


@nox.session(venv_backend="venv")
def package(session: nox.Session) -> None:
    """Build wheel and sdist, and try the wheel in an empty environment."""
    with TemporaryDirectory() as folder:
        _run(session, "python", "-m", "build", "--no-isolation", "--outdir", folder, silent=True)
        (wheel,) = Path(folder).glob("*.whl")
        session.install(f"{wheel}[cli]")
        session.run("sw-competency", "report", "rule-book", "--out", f"{folder}/rule-book.html")


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests; what follows `--` goes to pytest."""
    _run(session, "pytest", *session.posargs)


@nox.session(venv_backend="venv", python=["3.11", "3.12", "3.13", "3.14"])
def versions(session: nox.Session) -> None:
    """Run the tests with every Python we promise, as far as this computer has them."""
    session.install("-e", ".[all,test]")
    session.run("pytest", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure speed, against a yardstick in the same run."""
    _run(session, "python", "-m", "tests.benchmarks", *(session.posargs or ["--quick"]))


@nox.session
def speed(session: nox.Session) -> None:
    """See that no ratio of the quick benchmark is worse by more than half than when its baseline was written."""
    _run(session, "python", "-m", "tests.benchmarks", "--quick", "--regression")


@nox.session
def year(session: nox.Session) -> None:
    """Live through a year of nightly extracts; what follows `--` says how many staff and nights."""
    _run(session, "python", "-m", "tests.year", *(session.posargs or ["--staff", "3000", "--nights", "365"]))


@nox.session
def clients(session: nox.Session) -> None:
    """Let eight programs write to one PostgreSQL database for ten minutes; what follows `--` says otherwise."""
    _run(session, "python", "-m", "tests.clients", *session.posargs)


@nox.session
def looks(session: nox.Session) -> None:
    """Look at every screen and page of ugly departments; what is seen is kept in the folder after `--`, or looks/."""
    _run(session, "python", "-m", "tests.looks", *(session.posargs or ["looks"]))


@nox.session
def update(session: nox.Session) -> None:
    """Write anew what is generated: from the questions, the rule book, the pages of tests. Then read the change."""
    book = "report rule-book --format md --as-of 2026-01-01 --out docs/rule-book.md --force"
    _run(session, "python", "-m", "tests.generated")
    _run(session, "sw-competency", *book.split())
    _run(session, "pytest", "-q", "-n", "0", "tests/reports", "-k", "golden", SWC_UPDATE_GOLDEN="1")
