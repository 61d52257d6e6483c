"""Builds the demo's folder: the records in a store, everybody evaluated, the pages, and an index to begin with."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sw_competency import reports
from sw_competency.dates import end_of
from sw_competency.demo import pages
from sw_competency.demo.diary import AS_OF, MOMENT
from sw_competency.demo.ledger import entries
from sw_competency.demo.people import everybody, people
from sw_competency.demo.sites import CATALOGUE, catalogue, catalogue_files
from sw_competency.demo.tour import STORIES, Ask
from sw_competency.errors import ConflictError, DemoError, MissingExtraError
from sw_competency.judge import Records
from sw_competency.questions import Questions
from sw_competency.reports._render import render
from sw_competency.stores import Store, TinyDBStore

Progress = Callable[[str, int, int], None]
STORE, PAGES, MARKER = "training-records", "reports", "about-this-folder.txt"
IN_PDF = ("w201", "w303", "w801")
_ABOUT = """The demo of sw-competency: nine imaging departments with made-up people.

Open reports/index.html in a browser. The records stand in training-records, what the nine sites have agreed in
catalogue. Delete the folder whenever you like:  sw-competency demo  builds it again.
"""
_TRY = (
    "may w601 iv-cannulation",
    "outside-scope w303",
    "cover iv-cannulation --site site-2 --weeks 12",
    "establishment --by site",
    "since w201 --rule band-2-to-3-competencies",
)


def build(folder: Path, report: Progress | None = None) -> list[Path]:
    """Build nine made-up departments in a folder: their records, a page for everybody, an index.

    Built again in the same folder, it is the same again; nothing is doubled.

    Args:
        folder: where; made if it is not there.
        report: told how far it has come: what, how much is done, out of how much.

    Returns:
        The pages, the index first.

    Raises:
        DemoError: the folder holds something else, or cannot be written.
    """
    step = report or (lambda _what, _done, _total: None)
    with _plainly(folder):
        _claim(folder)
        (folder / CATALOGUE).mkdir(exist_ok=True)
        for name, text in catalogue_files().items():
            (folder / CATALOGUE / name).write_bytes(text)
        with TinyDBStore.create(folder / STORE) as store:
            _record(store, folder, step)
            return _write(store, folder / PAGES, step)


def what_to_open(paths: Sequence[Path], program: str = "sw-competency", as_of: str | None = None) -> str:
    """Say what to open and what to try, in a few lines.

    Args:
        paths: what `build` gave.
        program: how the command line is called here.
        as_of: the day to ask about; left out, that of the pages.
    """
    folder = paths[0].parent.parent
    options = f"--store {_quoted(folder / STORE)} --catalogue {_quoted(folder / CATALOGUE)} --as-of {as_of or AS_OF}"
    commands = "\n".join(f"  {program} {options} {question}" for question in _TRY)
    return (
        f"Open {paths[0]} in a browser: {len(STORIES)} stories, nine departments, a page for everybody.\n"
        f"Then ask something yourself:\n{commands}\n"
        "Go round the department in a browser, with a two-minute tour:\n"
        f'  {program} open {options} --as "{everybody()[1][0].name}"'
    )


def _quoted(path: Path) -> str:
    return f'"{path}"' if " " in str(path) else str(path)


@contextmanager
def _plainly(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        what = error.filename or folder
        raise DemoError(f"'{what}' cannot be written: {error.strerror or error}. Name another folder.") from None


def _claim(folder: Path) -> None:
    """Mark the folder as the demo's.

    Raises:
        DemoError: somebody else's things are in it.
    """
    marker = folder / MARKER
    if folder.exists() and not folder.is_dir():
        raise DemoError(f"'{folder}' is a file: name a folder for the demo.")
    if folder.is_dir() and not marker.exists() and any(not p.name.startswith(".") for p in folder.iterdir()):
        raise DemoError(f"'{folder}' holds something else: name an empty folder for the demo, or a new one.")
    folder.mkdir(parents=True, exist_ok=True)
    marker.write_bytes(_ABOUT.encode())


def _record(store: Store, folder: Path, step: Progress) -> None:
    """Put the entries and the names on record."""
    made = entries()
    step("Writing training records", 0, len(made))
    try:
        store.append(made)
    except ConflictError:
        sentence = f"'{folder}' was built by another version of sw-competency: delete it, or name another folder."
        raise DemoError(sentence) from None
    for person in people():
        if store.person(person.id) != person:
            store.put_person(person)
    step("Writing training records", len(made), len(made))


def _write(store: Store, folder: Path, step: Progress) -> list[Path]:
    """Evaluate everybody and write the pages; the assessors' records are read once for all."""
    records = Records(store.read, MOMENT.known_by)
    questions = Questions(records, catalogue(), MOMENT)
    written: list[Path] = []

    def write(place: str, page: bytes) -> None:
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page)
        written.append(path)

    workers, _ = everybody()
    for done, worker in enumerate(workers):
        step("Evaluating everybody", done, len(workers))
        links = pages.links_of(worker)
        asked = reports.Asked(questions=questions, worker=worker.id, person=store.person, links=links)
        write(pages.page_of(worker.id), reports.write("progression", asked))
    step("Evaluating everybody", len(workers), len(workers))
    more = _more(store, questions, write, step)

    def known(ask: Ask) -> Records:
        return Records(store.read, end_of(ask.known_by)) if ask.known_by else records

    view = pages.index(questions, len(entries()), more, known)
    write("index.html", render("demo_index.html.j2", view).encode())
    return [written[-1], *written[:-1]]


def _more(
    store: Store, questions: Questions, write: Callable[[str, bytes], None], step: Progress
) -> dict[str, tuple[pages.Piece, ...]]:
    """Write sign-off sheets, and some pages as PDF where that can be; give the links, story by story."""
    links: dict[str, tuple[pages.Piece, ...]] = {}
    for done, story in enumerate(STORIES):
        step("Writing sheets for the stories", done, len(STORIES))
        first, found = story.workers[0], []
        if story.sign_off is not None:
            place = pages.sheet_of(first, story.sign_off)
            back = (("All departments", "../index.html"), ("The worker's page", f"../{pages.page_of(first)}"))
            asked = reports.Asked(
                questions=questions, worker=first, person=store.person, competency=story.sign_off, blank=True,
                links=back,
            )  # fmt: skip
            write(place, reports.write("sign-off", asked))
            found.append(pages.Piece("Sign-off sheet", place))
        for worker in (w for w in story.workers if w in IN_PDF):
            asked = reports.Asked(questions=questions, worker=worker, person=store.person)
            place = pages.page_of(worker).replace(".html", ".pdf")
            with suppress(MissingExtraError):  # without the extra there is no PDF
                write(place, reports.write("progression", asked, "pdf"))
                found.append(pages.Piece(f"{worker} as PDF", place))
        links[story.id] = tuple(found)
    step("Writing sheets for the stories", len(STORIES), len(STORIES))
    return links
