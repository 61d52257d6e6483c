"""Reads what is typed most: a question by its bare words and its options by name. The rest is left to cyclopts.

To load what reads every command line takes a third of a short answer's time. Whatever is not as plain as that - a value
behind `=` or with a hyphen before it, a file, a number, help, a mistake - is read, and answered, by it alone.
"""

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from sw_competency import plugins
from sw_competency.cli._options import TAKING_A_VALUE, Options
from sw_competency.questions._fields import Field, is_list

HELP = {"--help", "-h"}
ANYWHERE = {*TAKING_A_VALUE, "--json", "--version", *HELP}
PARTS = {"impact", "if_recorded", "sync"}  # asked by `catalogue impact`, `withdraw --dry-run`, and `sync`
_QUESTION = "sw_competency.cli._question"


def commands() -> dict[str, str]:
    """Return where every command is: a question, or a file of this folder; `who_may.py` is the command `who-may`."""
    alone = (file for file in plugins.names("questions") if file not in PARTS)
    questions = {plugins.called(file): f"{_QUESTION}:{file}" for file in alone}
    return questions | {plugins.called(file): f"sw_competency.cli.{file}:{file}" for file in plugins.names("cli")}


def leading(tokens: Sequence[str]) -> int:
    """Count the words before the first that is no option of every command."""
    index = 0
    while index < len(tokens):
        word, equals, _ = tokens[index].partition("=")
        if word not in ANYWHERE:
            break
        index += 2 if word in TAKING_A_VALUE and not equals else 1
    return index


def plain(tokens: Sequence[str]) -> Callable[[], int] | None:
    """Return what asks the question that is typed plainly; None where cyclopts is to read it.

    Raises:
        UnreadableOptionError: what holds for every command cannot be read.
    """
    count = leading(tokens)
    module, _, file = commands().get(next(iter(tokens[count:]), ""), "").partition(":")
    if module != _QUESTION:
        return None
    from sw_competency.cli._answer import Command, option
    from sw_competency.questions import of_module

    asked = Command.of(list(of_module(import_module(f"sw_competency.questions.{file}"))))
    said, held = dict[str, Any](), dict[str, Any]()
    words = iter([(said, field.name, False) if _is_plain(field) else None for field in asked.fields if field.word])
    takes = {option(f): (said, f.name, f.type is bool) for f in asked.fields if not f.word and _is_plain(f)}
    takes |= {each: (held, each[2:].replace("-", "_"), False) for each in TAKING_A_VALUE}
    takes["--json"] = held, "json", True
    rest = iter([*tokens[:count], *tokens[count + 1 :]])
    for token in rest:
        taken = takes.get(token) if token.startswith("-") else next(words, None)
        if taken is None or taken[1] in taken[0]:
            return None
        kept, name, is_flag = taken
        value = token if is_flag or not token.startswith("-") else next(rest, "")
        if not value or (value.startswith("-") and not is_flag):
            return None
        kept[name] = is_flag or (Path(value) if name == "catalogue" and kept is held else value)
    if any(asked.needs(field) and field.name not in said for field in asked.fields):
        return None
    return partial(asked.run, said, Options(**held))


def _is_plain(field: Field) -> bool:
    return field.file is None and field.type is not int and not (is_list(field) and field.word)
