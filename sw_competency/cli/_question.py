"""Every question as a command, made from its class: its words and options, its help."""

import inspect
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Group, Parameter

from sw_competency import plugins
from sw_competency.cli._answer import LINES, Command, To
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.dates import Length
from sw_competency.questions import of_module
from sw_competency.questions._fields import Field, help_of, is_list
from sw_competency.questions._question import Question

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
_SHARED = """    processes: How many processes share the work, where it is about everybody; the answer is the same.
    entries: A file that `export parquet` wrote, asked instead of the store.
"""
_TOLD = """    format: html, pdf, xlsx, csv or md, or svg where there is a picture; left out, as the name in --out ends.
    out: The file to write, - prints it; left out, named after the question, in this folder.
    force: Replace the file, whoever made it.
    options: What holds for every command."""


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
    asked = Command.of(questions)
    question, fields = asked.of_one, asked.fields
    lines = any(f.file == LINES for f in fields)
    shared = any(one.by_worker for one in questions)

    def run(*words: Any, options: Options = DEFAULT, format: str | None = None, out: Path | None = None,  # noqa: A002
            force: bool = False, processes: int = 1, entries: Path | None = None, **given: Any) -> int:  # fmt: skip
        said = dict(zip((f.name for f in fields if f.word), (words,) if lines else words, strict=False)) | given
        to = None if format is None and out is None else To(format, out, force)
        return asked.run(said, options, to, processes, entries)

    parameters = [_parameter(f, needed=asked.needs(f), optional=asked.may_lack(f)) for f in fields]
    parameters.sort(key=lambda p: p.kind)
    parameters += [PROCESSES, ENTRIES, *ALWAYS] if shared else ALWAYS
    run.__signature__ = inspect.Signature(parameters, return_annotation=int)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in parameters} | {"return": int}
    told = "\n".join(f"    {f.name}: {f.says[:1].upper()}{f.says[1:]}" for f in fields)
    run.__doc__ = f"{help_of(question)}\n\nArgs:\n{told}\n{_SHARED if shared else ''}{_TOLD}"
    run.__name__ = question.name.replace("-", "_")
    return run


def _parameter(field: Field, *, needed: bool, optional: bool) -> inspect.Parameter:
    if field.file == LINES:
        word = Annotated[str, Parameter(allow_leading_hyphen=True)]
        return inspect.Parameter(field.name, inspect.Parameter.VAR_POSITIONAL, annotation=word)
    kind = inspect.Parameter.POSITIONAL_ONLY if field.word else inspect.Parameter.KEYWORD_ONLY
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
