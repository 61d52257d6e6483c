"""Finds the command that is asked for, and has cyclopts read its arguments. Only that command's module is imported."""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Literal, get_args, get_origin

from cyclopts import App, Group, Parameter
from cyclopts.exceptions import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

from sw_competency.cli._options import IN_SHORT, Options
from sw_competency.cli._plain import ANYWHERE, HELP, commands, leading
from sw_competency.cli._values import read
from sw_competency.errors import UnknownNameError, UsageError, did_you_mean
from sw_competency.version import __version__

NAME = "sw-competency"
Parameter(name="*", group=Group("Before or after any command", sort_key=99), negative=(), show_default=False)(Options)


def run(tokens: list[str]) -> int:
    """Run a command line and give its exit code.

    Raises:
        UsageError: it cannot be understood.
        SWCompetencyError: whatever the command has to say no to.
    """
    known = commands()
    count = leading(tokens)
    options, rest = tokens[:count], tokens[count:]
    if "--version" in options:
        print(f"{NAME} {__version__}")
        return 0
    if not rest or HELP.intersection(options):
        _app(known, _theirs(), described=True).help_print(rest[:1])
        return 0 if HELP.intersection(options) else 2
    theirs = {} if rest[0] in known else _theirs()
    _check(rest[0], {**known, **theirs})
    try:
        code = _app(known, theirs)(_moved(options, rest))
    except CycloptsError as error:
        sentence = _sentence(error)
        raise UsageError(f"{sentence}{'' if sentence.endswith('?') else '.'} See  {NAME} {rest[0]} --help") from error
    if isinstance(code, int):
        return code
    return 0 if {*HELP, "--version"}.intersection(rest) else 2  # a command of several parts, and none named


def _check(word: str, known: Iterable[str]) -> None:
    """Say of the word that should be the command that it is none."""
    if word.startswith("-"):
        near = did_you_mean(word, ANYWHERE) or "."
        raise UsageError(f"There is no option '{word[:80]}' before the command{near} See  {NAME} --help")
    if word not in known:
        raise UnknownNameError("command", word, known)


def _moved(options: list[str], rest: list[str]) -> list[str]:
    """Put the options of every command after the command, and after the word that names a part of it."""
    after = 1 + leading(rest[1:])
    words = [rest[0], *rest[after:]]
    place = 1 if len(words) < 2 or words[1].startswith("-") else 2
    return [*words[:place], *options, *rest[1:after], *words[place:]]


def _app(known: dict[str, str], theirs: dict[str, Callable[..., int]], *, described: bool = False) -> App:
    """Tell cyclopts of the commands: by their places, or, to describe them all, by themselves."""
    app = App(
        name=NAME, version=__version__, help="Training records of support workers: who may do what, since when, why.",
        help_epilogue=f"Before or after any command: {IN_SHORT}." if described else None, help_format="plaintext",
        result_action="return_value", exit_on_error=False, print_error=False, suppress_keyboard_interrupt=False,
        default_parameter=Parameter(converter=read),
    )  # fmt: skip
    for name, place in known.items():
        if described:
            module, _, command_name = place.partition(":")
            command = getattr(import_module(module), command_name)
            app.command(command, name=None if isinstance(command, App) else name)
        else:
            app.command(place, name=name)
    for name, theirs_ in theirs.items():
        app.command(theirs_, name=name)
    return app


def described() -> App:
    """Return the whole command line, every command with its words and options."""
    return _app(commands(), _theirs(), described=True)


def _theirs() -> dict[str, Callable[..., int]]:
    """Return the commands of the questions that other packages bring."""
    from sw_competency.cli._question import others

    return others()


def _sentence(error: CycloptsError) -> str:
    """Say in our words what cyclopts found."""
    name = error.argument.name if error.argument else "an argument"
    match error:
        case MissingArgumentError() if name in (error.root_input_tokens or ()):
            return f"{name} needs a value"
        case MissingArgumentError():
            return f"{name} is missing"
        case UnusedCliTokensError():
            return f"'{(error.unused_tokens or [''])[0][:80]}' is one argument too many"
        case UnknownCommandError():
            known = [each for each in (error.app or ()) if not each.startswith("-")]
            word = (error.unused_tokens or [""])[0]
            return f"There is no '{word[:80]}' here{did_you_mean(word, known) or ', only ' + ' and '.join(known)}"
        case UnknownOptionError():
            word = error.token.keyword or error.token.value
            names = [each for argument in error.argument_collection for each in argument.names]
            hint = did_you_mean(word, names) or "; write  --  before an id that begins with a hyphen"
            return f"There is no option '{word[:80]}'{hint}"
        case RepeatArgumentError():
            return f"{error.token.keyword or name} is given twice"
        case CoercionError() if error.token is not None and get_origin(error.target_type) is Literal:
            return f"'{error.token.value[:80]}' is none of {', '.join(map(str, get_args(error.target_type)))}"
        case CoercionError() if error.token is not None:
            return f"'{error.token.value[:80]}' cannot be taken for {error.token.keyword or name}"
    return str(error).strip().rstrip(".").splitlines()[0]
