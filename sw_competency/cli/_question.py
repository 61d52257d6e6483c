"""Every question as a command, made from its class: its words and options, its help, its answer printed or as JSON."""

import inspect
import sys
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from cyclopts import Group, Parameter

from sw_competency import plugins
from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._print import (
    CODES,
    as_document,
    clocks,
    complain,
    defaults,
    document,
    documents,
    foot,
    line,
    raw,
    recorded_late,
    speaks_unicode,
    suggested,
    tree,
)
from sw_competency.cli._progress import stepping
from sw_competency.dates import Length
from sw_competency.errors import FieldError, StoreDamagedError, UnreadableFileError, UnreadableOptionError
from sw_competency.model.answers import Answers
from sw_competency.model.findings import Outcome, full_stop
from sw_competency.questions import of_module
from sw_competency.questions._fields import Field, fields_of, help_of, is_day, is_list, taken_for
from sw_competency.questions._names import File
from sw_competency.questions._question import Question, R, Several

if TYPE_CHECKING:
    from sw_competency.model.answers import Answer
    from sw_competency.questions import Questions
    from sw_competency.tracker import Tracker

Flag = Annotated[bool, Parameter(negative=())]
_FILE = Group("As a file", sort_key=50)
ALWAYS = [  # the options of every question
    inspect.Parameter("format", inspect.Parameter.KEYWORD_ONLY, default=None,
                      annotation=Annotated[str | None, Parameter(group=_FILE)]),
    inspect.Parameter("out", inspect.Parameter.KEYWORD_ONLY, default=None,
                      annotation=Annotated[Path | None, Parameter(group=_FILE, allow_leading_hyphen=True)]),
    inspect.Parameter("force", inspect.Parameter.KEYWORD_ONLY, default=False,
                      annotation=Annotated[bool, Parameter(group=_FILE, negative=())]),
    inspect.Parameter("options", inspect.Parameter.KEYWORD_ONLY, default=DEFAULT, annotation=Options),
]  # fmt: skip
ENTRIES = inspect.Parameter("entries", inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Path | None)
PROCESSES = inspect.Parameter("processes", inspect.Parameter.KEYWORD_ONLY, default=1, annotation=int)
LINES = File("lines")
_A_MOMENT = 1.0  # seconds for which nobody minds that nothing is shown
_SHARED = """    processes: How many processes share the work, where it is about everybody; the answer is the same.
    entries: A file that `export parquet` wrote, asked instead of the store.
"""
_TOLD = """    format: html, pdf, xlsx, csv or md, or svg where there is a picture; left out, as the name in --out ends.
    out: The file to write, - prints it; left out, named after the question, in this folder.
    force: Replace the file, whoever made it.
    options: What holds for every command."""


class To(NamedTuple):
    """Where an answer is written, and as what."""

    format: str | None
    out: Path | None
    force: bool


def __getattr__(module: str) -> Callable[..., int]:
    """Return the command of the question in a module of the open room."""
    if module.startswith("__"):
        raise AttributeError(module)
    place = import_module(f"sw_competency.questions.{module}")
    return command(list(of_module(place)))


def others() -> dict[str, Callable[..., int]]:
    """Return the commands of the questions that other packages bring."""
    ours = {plugins.called(file) for file in plugins.names("questions")}
    theirs = {name: m for name, m in plugins.members("questions").items() if name not in ours}
    return {name: command(list(of_module(module))) for name, module in theirs.items()}


def command(questions: list[type[Question[Any]]]) -> Callable[..., int]:
    """Make the command of a question; of two in one module, the second is asked where the first word is left out.

    Args:
        questions: the question, and with it the one about everybody.
    """
    question = questions[0]
    of_all = next((one for one in questions if one.without == question.name), None)
    subject = question.words[0] if of_all is not None else ""
    lines = any(f.file == LINES for f in fields_of(question))
    shared = any(one.by_worker for one in questions)
    known = {f.name for f in fields_of(question)}
    fields = (*fields_of(question), *(f for f in fields_of(of_all or question) if f.name not in known))

    def run(*words: Any, options: Options = DEFAULT, format: str | None = None, out: Path | None = None,  # noqa: A002
            force: bool = False, processes: int = 1, entries: Path | None = None, **given: Any) -> int:  # fmt: skip
        said = dict(zip((f.name for f in fields if f.word), (words,) if lines else words, strict=False)) | given
        asked = question if of_all is None or said.get(subject) else of_all
        values = {f.name: _read(f, said[f.name]) for f in fields_of(asked) if said.get(f.name) is not None}
        to = None if format is None and out is None else To(format, out, force)
        return run_question(asked(**values), options, to, processes, entries)

    parameters = [_parameter(f, optional=f.name == subject) for f in fields]
    parameters.sort(key=lambda p: p.kind)
    parameters += [PROCESSES, ENTRIES, *ALWAYS] if shared else ALWAYS
    run.__signature__ = inspect.Signature(parameters, return_annotation=int)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters} | {"return": int}
    told = "\n".join(f"    {f.name}: {f.says[:1].upper()}{f.says[1:]}" for f in fields)
    run.__doc__ = f"{help_of(question)}\n\nArgs:\n{told}\n{_SHARED if shared else ''}{_TOLD}"
    run.__name__ = question.name.replace("-", "_")
    return run


def _parameter(field: Field, *, optional: bool) -> inspect.Parameter:
    if field.file == LINES:
        word = Annotated[str, Parameter(allow_leading_hyphen=True)]
        return inspect.Parameter(field.name, inspect.Parameter.VAR_POSITIONAL, annotation=word)
    kind = inspect.Parameter.POSITIONAL_ONLY if field.word else inspect.Parameter.KEYWORD_ONLY
    needed = field.required and not optional
    whole = field.type is int or (is_list(field) and field.word)
    annotation = Flag if field.type is bool else Path if field.file else field.type if whole else str
    if not needed and (field.default is None or optional):
        annotation = annotation | None
    if not field.word and field.written != field.name:
        annotation = Annotated[annotation, Parameter(name=f"--{field.written}")]
    default = inspect.Parameter.empty if needed else None if optional else _plain(field.default)
    return inspect.Parameter(field.name, kind, default=default, annotation=annotation)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, Length):
        return value.iso()
    return value if isinstance(value, bool | int | str | None) else str(value)


def _read(field: Field, value: Any) -> Any:
    """Read what was typed for a field; a file is read when there is a tracker that knows how."""
    if field.file is not None:
        return lines_of(value) if field.file == LINES else value
    if is_day(field):
        return day(_option(field), value)
    try:
        return taken_for(field, value)
    except FieldError as error:
        raise FieldError(_option(field), error.says) from None


def _option(field: Field) -> str:
    return f"--{field.written.replace('_', '-')}"


def run_question(
    question: Question[Any], options: Options, to: To | None = None, processes: int = 1, entries: Path | None = None
) -> int:
    """Ask a question of the records and the day that the options name, and print the answer or write it to a file."""
    asked = options.asked(with_records=question.with_records, processes=processes, entries=entries)
    return answered(question, *asked, options, to)


def answered(
    question: Question[Any], tracker: "Tracker", questions: "Questions", options: Options, to: To | None = None
) -> int:
    """Ask a question and print or write the answer; give the exit code."""
    try:
        question = _meant(tracker.with_files(question), questions)
        nothing = question.nothing(questions)
        if to is not None:
            answer = _asked(questions, question)
            write(answer, question, questions, tracker, to, options)
            code = _ended(answer)
        elif isinstance(question, Several) and options.json:
            with stepping(_A_MOMENT) as step:
                told = partial(as_document, unicode=speaks_unicode())
                code = _code(question, documents(questions.from_each(question, told, step)))
        elif isinstance(question, Several) and nothing is not None:
            code = 0
        else:
            code = printed(_asked(questions, question), tracker, options)
    except StoreDamagedError as error:  # the one record asked for as it is written
        if options.json:
            document([])
        complain(str(error))
        return CODES["cannot-tell"]
    except FieldError as error:
        names = {name: f for f in fields_of(type(question)) for name in (f.name, f.written)}
        where = _option(names[error.field]) if error.field in names and not names[error.field].word else error.field
        raise FieldError(where, error.says) from None
    if nothing is None:
        return code
    if isinstance(question, Several):  # beside their list
        complain(full_stop(nothing.says))
    return CODES["cannot-tell"]


def _asked(questions: "Questions", question: Question[R]) -> R:
    """Ask a question, and show how far it has come where that takes more than a moment."""
    with stepping(_A_MOMENT) as step:
        return questions.ask(question, step)


def lines_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return words, and for each `-` those on standard input, one a line."""
    return tuple(each for word in words for each in (_typed() if word == "-" else [word]))


def _typed() -> list[str]:
    """Read words from standard input, one a line; empty lines are none."""
    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFileError("What was given to read is not a text in UTF-8: save it as UTF-8.") from None
    return [line.strip() for line in text.splitlines() if line.strip()]


def printed(answer: "Answer[Any] | Answers[Any]", tracker: "Tracker", options: Options) -> int:
    """Print an answer; give the exit code."""
    if options.json:
        document(answer.to_json())
    else:
        _print(answer, tracker, options)
    return _ended(answer)


def _ended(answer: "Answer[Any] | Answers[Any]") -> int:
    return _code(answer.asked, {one.outcome for one in (answer if isinstance(answer, Answers) else (answer,))})


def _meant(question: Question[Any], questions: "Questions") -> Question[Any]:
    """Return the question by ids, and tell what was taken for a name."""
    found = questions.meant(question)
    for field in fields_of(type(question)):
        if field.named is not None and questions.directory is not None:
            given, taken = getattr(question, field.name), getattr(found, field.name)
            if given != taken:
                complain(f"Taken as {questions.directory.called(field.named.what, taken)}.")
    return found


def _code(question: Question[Any], outcomes: set[Outcome]) -> int:
    """Return what the command ends with; of several answers, whether any is no."""
    if question.exits == "done":
        return 0
    if isinstance(question, Several):
        untold = question.exits == "worst" and Outcome.CANNOT_TELL in outcomes
        return 1 if Outcome.NOT_MET in outcomes else CODES["cannot-tell"] if untold else 0
    [outcome] = outcomes
    code = CODES[outcome.value]
    return code if question.exits == "outcome" or outcome is Outcome.CANNOT_TELL else 0


def _print(answer: "Answer[Any] | Answers[Any]", tracker: "Tracker", options: Options) -> None:
    tables, lines = list(answer.tables()), list(answer.lines())
    whole, say = bool(tables) or isinstance(answer, Answers), _naming(answer.asked, tracker)
    # where its reasons stand beneath, one by one
    short = None if tables or isinstance(answer, Answers) else answer.finding.short
    line(say(full_stop(short or answer.says) if whole or short else answer.says))
    if tables:
        from sw_competency.cli._tables import draw

        for each in tables:
            draw(each, tracker, say)
    for sentence in lines:
        line(say(sentence if whole else f"  {sentence}"))
    if isinstance(answer, Answers):
        defaults(options, answer)
        return clocks(answer.moment)
    if not whole and (short or not lines):
        tree(_not_said_yet(answer), say)
    suggested(getattr(answer, "suggests", ()), "  ")
    recorded_late(answer.says, getattr(answer, "late", ()))
    defaults(options, answer)
    foot(answer)
    return None


def write(
    answer: "Answer[Any] | Answers[Any]", question: Question[Any], questions: "Questions", tracker: "Tracker", to: To,
    options: Options,
) -> None:  # fmt: skip
    """Write an answer to a file, or as a file to standard output."""
    from sw_competency import reports
    from sw_competency.cli._files import chosen_format, is_standard_output, safe, write_whole

    if is_standard_output(to.out) and options.json:
        raise UnreadableOptionError("The answer itself goes to standard output: give --out FILE with --json.")
    chosen = chosen_format(to.format, to.out, reports.formats_of(question.name), "answer")
    head = tracker.store.head() if question.with_records and tracker.store.place is not None else None
    written = reports.write_answer(answer, questions, chosen, None if head is None else f"{head.size}:{head.root}")
    if is_standard_output(to.out):
        return raw(written)
    given = (getattr(question, word) for word in question.words)
    words = [question.name, *(value for value in given if isinstance(value, str))]
    file = to.out or Path(f"{'-'.join(safe(word) for word in words)}.{chosen}")
    write_whole(file, lambda opened: opened.write(written), force=to.force)
    if options.json:
        return document({"files": [str(file)]})
    return line(f"The answer is in {file}.")


def _naming(question: Question[Any], tracker: "Tracker") -> Callable[[str], str]:
    return tracker.directory.naming() if question.by_name else str


def _not_said_yet(answer: "Answer[Any]") -> Iterable[Any]:
    """Return the parts of an answer; where the sentence says the only one already, its own."""
    parts = answer.parts
    if len(parts) == 1 and answer.finding.heading is not None:
        return parts[0].parts
    return parts
