"""The command line: words typed, words printed. Whatever goes wrong is one plain sentence and an exit code.

0: done, or the answer is yes; 1: no, or problems were found; 2: the command or its input cannot be used; 3: cannot
tell; 4: the store is busy.
"""

import logging
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from sw_competency.errors import (
    LISTED,
    KeptError,
    MissingExtraError,
    SignOffRefusedError,
    StoreBusyError,
    SWCompetencyError,
)

__all__ = ["main"]

_EXTRA = {"cyclopts", "rich"}
_INTERRUPTED, _PIPE_CLOSED = 130, 141  # as a shell counts them: 128 and the number of the signal


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code.

    Args:
        argv: the words after the program's name; left out, those it was started with.
    """
    _never_fail_to_encode()
    try:
        code = _run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except OSError as error:
        if error.filename is None and _has_written():  # it is done; that nobody can be told undoes nothing
            _let_go()
            return _told_elsewhere()
        # whoever was reading has read enough
        return _let_go() if isinstance(error, BrokenPipeError) else _told(error)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except SystemExit as asked:  # rich ends the program so
        return asked.code if isinstance(asked.code, int) else 2
    except Exception as error:  # noqa: BLE001 - nobody who keeps training records should meet a traceback
        return _told(error)
    return code


def _run(tokens: list[str]) -> int:
    from sw_competency.cli._plain import plain
    from sw_competency.cli._print import OPENED, complain, damaged_records

    OPENED.clear()
    with _not_logged("sw_competency.judge.records"):  # a record that is damaged is told here, once
        code = _read_by_cyclopts(tokens) if (ask := plain(tokens)) is None else ask()
    for (kind, id_), says in damaged_records():
        complain(f"The record of the {kind} {id_} could not be read, and nothing in it counts here. {says}")
    names = {says: None for tracker in OPENED for says in tracker.damaged_names.values()}
    for says in names:
        complain(f"A name cannot be trusted, and the id stands in its place. {says}")
    return code


def _read_by_cyclopts(tokens: list[str]) -> int:
    from sw_competency.cli._app import run

    return run(tokens)


@contextmanager
def _not_logged(name: str) -> Iterator[None]:
    logger, never = logging.getLogger(name), logging.Filter("-")
    logger.addFilter(never)
    try:
        yield
    finally:
        logger.removeFilter(never)


def _told(error: Exception) -> int:
    """Say what went wrong, and give the exit code for it."""
    if os.environ.get("SW_COMPETENCY_DEBUG"):
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    match error:
        case ModuleNotFoundError() if (error.name or "").partition(".")[0] in _EXTRA:
            sentence, code = str(MissingExtraError("The command line", "cli")), 2
        case StoreBusyError():
            sentence, code = str(error), 4
        case SignOffRefusedError():
            reasons = [refusal.says for refusal in error.refusals]
            if error.may_be_recorded_anyway:
                reasons.append("Where it is right all the same, say why:  --anyway REASON")
            told = f" {reasons[0]}" if len(reasons) == 1 else LISTED.join(["", *reasons])
            sentence, code = f"Not saved.{told}", 1 if error.can_be_told else 3
        case KeptError():
            sentence, code = str(error), 1
        case SWCompetencyError():
            sentence, code = str(error), 2
        case OSError():
            file = f"'{error.filename}': " if error.filename else ""
            sentence, code = f"{file}{error.strerror or error}; check the name, and whether it may be used.", 2
        case _:
            first = (str(error).splitlines() or [""])[0][:200]
            what = f"Something went wrong that we had not foreseen ({type(error).__name__}: {first})"
            sentence = f"{what}: please report it, with the command; SW_COMPETENCY_DEBUG=1 shows where it happened."
            code = 2
    from sw_competency.cli._print import complain

    complain(sentence)
    return code


def _has_written() -> bool:
    """Tell whether the command has put anything on record."""
    from sw_competency.cli._print import OPENED

    return any(tracker.has_written for tracker in OPENED)


def _told_elsewhere() -> int:
    from sw_competency.cli._print import complain

    complain("It is recorded. What was to be printed about it could not be written.")
    return 0


def _never_fail_to_encode() -> None:
    """Print what a terminal cannot show as an escape, rather than not at all."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # whoever started us closed it
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as we run
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _let_go() -> int:
    """Leave a closed pipe alone: the interpreter would complain about it on its way out."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _PIPE_CLOSED
