"""Finds the command that is asked for, and has cyclopts read its arguments. Only that command's module is imported."""

import sys
from collections.abc import Iterable

from cyclopts import App
from cyclopts.exceptions import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
)

from sw_competency import __version__, plugins
from sw_competency.cli._options import TAKING_A_VALUE, Options
from sw_competency.errors import SWCompetencyError, UnknownNameError, did_you_mean

NAME = "sw-competency"
_FLAGS = {"--json"}
_HELP = {"--help", "-h"}


class UsageError(SWCompetencyError):
    """A command that cannot be understood as it was typed."""


def commands() -> dict[str, str]:
    """Give the module of every command: the files of this folder; a file `who_may.py` is the command `who-may`."""
    return {name.rstrip("_").replace("_", "-"): name for name in plugins.names("cli")}


def run(tokens: list[str]) -> int:
    """Run a command line and give its exit code.

    Raises:
        UsageError: it cannot be understood.
        SWCompetencyError: whatever the command has to say no to.
    """
    known = commands()
    options, rest = _divided(tokens, known)
    if "--version" in options:
        print(f"{NAME} {__version__}")
        return 0
    if not rest or _HELP.intersection(options):
        _app(known).help_print([rest[0]] if rest else [])
        return 0 if _HELP.intersection(options) else 2
    try:
        code = _app(known)(_moved(options, rest))
    except CycloptsError as error:
        raise UsageError(f"{_sentence(error)}; see  {NAME} {rest[0]} --help") from error
    return code if isinstance(code, int) else 0


def _divided(tokens: list[str], known: Iterable[str]) -> tuple[list[str], list[str]]:
    """Divide the words into the options before the command, and the command with all that follows it."""
    index = 0
    while index < len(tokens) and tokens[index].startswith("-"):
        word, _, value = tokens[index].partition("=")
        if word not in {*TAKING_A_VALUE, *_FLAGS, *_HELP, "--version"}:
            raise UsageError(f"There is no option '{word[:80]}' before the command"
                             f"{did_you_mean(word, {*TAKING_A_VALUE, *_FLAGS})}; see  {NAME} --help")  # fmt: skip
        index += 2 if word in TAKING_A_VALUE and not value and "=" not in tokens[index] else 1
    options, rest = tokens[:index], tokens[index:]
    if rest and rest[0] not in known:
        raise UnknownNameError("command", rest[0], known)
    return options, rest


def _moved(options: list[str], rest: list[str]) -> list[str]:
    """Put the options that stood before the command after it, where cyclopts reads them."""
    place = 2 if len(rest) > 1 and not rest[1].startswith("-") else 1  # the second word may name a part of the command
    return [*rest[:place], *options, *rest[place:]]


def _app(known: dict[str, str]) -> App:
    app = App(
        name=NAME, version=__version__, help="Training records of support workers: who may do what, since when, and why.",
        help_epilogue=f"Before or after any command: {Options.in_short()}.", help_format="plaintext",
        result_action="return_value", exit_on_error=False, print_error=False, suppress_keyboard_interrupt=False,
    )  # fmt: skip
    for name, module in known.items():
        app.command(f"sw_competency.cli.{module}:{module}", name=name)
    return app


def _sentence(error: CycloptsError) -> str:
    """Say in our words what cyclopts found."""
    name = error.argument.name if error.argument else "an argument"
    match error:
        case MissingArgumentError() if name.startswith("-") and error.tokens_so_far == [] and name in sys.argv:
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
            return f"{name} is given twice"
        case CoercionError() if error.token is not None:
            return f"'{error.token.value[:80]}' cannot be taken for {error.token.keyword or name}"
    return str(error).strip().rstrip(".").splitlines()[0]
