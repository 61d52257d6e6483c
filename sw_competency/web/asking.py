"""Any question as a form, made from its class: its fields as what one fills in, what was filled in as the question."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, get_args, get_origin

import attrs
from msgspec.structs import replace

from sw_competency.catalogue import Catalogue
from sw_competency.dates import Length, read_day
from sw_competency.directory import Directory
from sw_competency.errors import FieldError
from sw_competency.model.answers import Answer, Answers
from sw_competency.names import in_numbers
from sw_competency.questions import Question, known
from sw_competency.questions._fields import Field, fields_of, help_of, is_list, taken_for
from sw_competency.questions._names import PEOPLE, File
from sw_competency.questions.requests import RequestAnswer
from sw_competency.tracker import Tracker
from sw_competency.web.visit import Link, Uploaded, Visit

HEADINGS = ("About one person", "About everybody", "About a file")
MOST_LISTED = 500  # names to choose from: beyond, a name is typed
_LINES = File("lines")


@attrs.frozen(slots=True, kw_only=True)
class Asks:
    """One thing to fill in.

    Args:
        name: the field.
        label: what it is called.
        hint: what is told of it.
        how: `text`, `number`, `date`, `tick`, `choice`, `file` or `lines`.
        needed: whether it must be given.
        value: what is in it.
        options: what there is to choose from, as title and value.
        list: the id of the list of names that goes with it.
    """

    name: str
    label: str
    hint: str
    how: str
    needed: bool
    value: str = ""
    options: tuple[Link, ...] = ()
    list: str = ""


def questions() -> Mapping[str, type[Question[Any]]]:
    """Return the questions that a form can ask; the others take what nobody can fill in."""
    return {name: one for name, one in known().items() if all(_how(field) for field in fields_of(one))}


def title(question: type[Question[Any]]) -> str:
    """Return what a question asks, as the title of its page."""
    return help_of(question).replace("\n", " ").partition(". ")[0].strip().rstrip(".")


def told(question: type[Question[Any]]) -> str:
    """Return what is told of a question besides its title."""
    return " ".join(help_of(question).split())[len(title(question)) :].lstrip(". ")


def heading(question: type[Question[Any]]) -> str:
    """Return under which of the headings a question stands in the list of all."""
    if takes_files(question):
        return HEADINGS[2]
    return HEADINGS[not any(field.required and field.named in PEOPLE for field in fields_of(question))]


def takes_files(question: type[Question[Any]]) -> bool:
    """Tell whether a question is asked about a file."""
    return any(_how(field) == "file" for field in fields_of(question))


def whose(question: type[Question[Any]], visit: Visit) -> str | None:
    """Return whose record a question is about, where it is about one worker's and nothing of anybody else's."""
    about = [f for f in fields_of(question) if f.named in PEOPLE or f.file is not None]
    one = [(f.name, f.required) for f in about] == [("worker", True)]
    return visit.meant("worker") if one else None


def asks(question: type[Question[Any]], visit: Visit) -> tuple[Asks, ...]:
    """Return what there is to fill in, with what was given."""
    return tuple(_asks(field, visit.given.get(field.written), visit.directory) for field in fields_of(question))


def _asks(field: Field, given: str | None, directory: Directory) -> Asks:
    label = field.written.replace("_", " ")
    value = given if given is not None else "" if field.default in {None, ()} else _plain(field.default)
    options: tuple[Link, ...] = ()
    names = ""
    if field.named in PEOPLE:
        names, value = "people", directory.called("person", value) if value else ""
    elif field.named is not None:
        options = tuple(things(directory.catalogue, field.named.what))
    elif get_origin(field.type) is Literal:
        options = tuple(Link(str(one).replace("-", " "), str(one)) for one in get_args(field.type))
    hint = field.says[:1].upper() + field.says[1:]
    return Asks(
        name=field.written, label=label[:1].upper() + label[1:], hint=hint, how="choice" if options else _how(field),
        needed=field.required, value=value, options=options, list=names,
    )  # fmt: skip


def things(catalogue: Catalogue, what: str) -> Iterable[Link]:
    """Return everything in a table of the catalogue, by title and id, in the order of titles."""
    found = (Link(catalogue.title_of(what, id_) or id_, id_) for id_ in catalogue.table(what))
    return sorted(found, key=lambda one: in_numbers(one.title))


def people(directory: Directory) -> tuple[Link, ...]:
    """Return everybody whose name is known, as a list to choose from shows them; nobody where they are too many."""
    found = [Link(f"{one.name} ({one.id})", one.id) for one in directory.people() if one.name]
    return tuple(sorted(found, key=lambda one: one.title.casefold())) if len(found) <= MOST_LISTED else ()


def _how(field: Field) -> str:
    """Return how a field is filled in; empty where it cannot be."""
    if field.file is not None:
        return "lines" if field.file == _LINES else "file"
    if is_list(field) or field.type in {str, Length} or get_origin(field.type) is Literal:
        return "text"
    return {int: "number", bool: "tick", date: "date"}.get(field.type, "")


def _plain(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    return value.iso() if isinstance(value, Length) else "" if value is False else str(value)


def filled_in(
    question: type[Question[Any]], given: Mapping[str, str], files: Mapping[str, Uploaded], folder: Path
) -> Question[Any]:
    """Return a question as its form was filled in.

    Args:
        question: which.
        given: what was filled in, by name.
        files: the files that were sent; they are put into the folder to be read.
        folder: a folder of its own.

    Raises:
        FieldError: something is lacking, or cannot be taken.
    """
    values = {}
    for field in fields_of(question):
        value = _value(field, given.get(field.written, "").strip(), files.get(field.written), folder)
        if value is not None:
            values[field.name] = value
        elif field.required:
            raise FieldError(field.written, "is empty: fill it in")
    return question(**values)


def _value(field: Field, text: str, file: Uploaded | None, folder: Path) -> Any:
    how = _how(field)
    if how == "file":
        if file is None:
            return None
        (place := folder / field.name).mkdir()
        (place / file.name).write_bytes(file.content)
        return place / file.name
    if how == "tick":
        return text == "yes"
    if not text:
        return None
    if how == "lines":
        return tuple(line.strip() for line in text.splitlines() if line.strip())
    try:
        if how == "date":
            return read_day(text)[0]
        return int(text) if how == "number" else taken_for(field, text)
    except ValueError as error:
        says = error.says if isinstance(error, FieldError) else str(error)
        raise FieldError(field.written, "is no whole number" if how == "number" else says) from None


def ask(
    visit: Visit, question: type[Question[Any]], of: Sequence[str] | None = None
) -> Answer[Any] | Answers[Any]:
    """Ask a question as it was filled in, with names and titles for ids.

    Args:
        visit: who asks, and what was filled in.
        question: which.
        of: whom a question about everybody looks at; left out, all of them.

    Raises:
        SWCompetencyError: as the question says no.
    """
    tracker: Tracker = visit.tracker
    with TemporaryDirectory(prefix="sw-competency-") as folder:
        asked = filled_in(question, visit.given, visit.files, Path(folder))
        asked = tracker.with_files(asked)
    questions = visit.questions if of is None else visit.questions.only(of)
    found: Answer[Any] | Answers[Any] = questions.ask(questions.meant(asked))
    if isinstance(found, Answers):
        return replace(found, answers=tuple(_as_told(one, visit) for one in found.answers))
    return found


def _as_told(answer: Any, visit: Visit) -> Any:
    """Return an answer without the reason why somebody was not signed off, where that is not for whoever asks."""
    hidden = isinstance(answer, RequestAnswer) and not visit.is_told_why(answer.asked.worker, answer.assessor)
    return answer.without_reason() if hidden else answer
