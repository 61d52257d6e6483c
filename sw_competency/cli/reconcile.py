"""The command `reconcile`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sw_competency.cli._options import DEFAULT, Options, day
from sw_competency.cli._print import CODES, clocks, document, line
from sw_competency.model import PlainAnswer

_NOT_AVAILABLE = "not available"
_MOST = 20  # people only in the extract that are listed; it may be that of a whole trust


def reconcile(file: Path, /, *, options: Options = DEFAULT) -> int:
    """Compare our record with an extract of ESR, a staff list or a training extract; nothing is imported.

    Args:
        file: The extract, CSV or workbook, as it comes.
        options: What holds for every command.
    """
    as_of, known_by = day("--as-of", options.as_of), options.instant()
    answer = options.tracker().reconcile(file, as_of, known_by)
    if options.json:
        document(answer.to_json())
    else:
        _print(answer)
    return CODES[answer.outcome.value]


def _print(answer: PlainAnswer) -> None:
    line(f"{answer.says}.")
    if answer["totals"]:
        from sw_competency.cli._tables import table

        line()
        table(("Site", "Our record, WTE", "ESR extract, WTE", "Extract / record"), map(_row, answer["totals"]))
    for heading, sentences in _grouped(answer).items():
        line()
        line(heading)
        for sentence in sentences:
            line(f"  {sentence}")
    if answer["set_apart"]:
        line()
        line(_set_apart(len(answer["set_apart"])))
    if answer["not_compared"]:
        line()
        for sentence in answer["not_compared"]:
            line(f"Not compared: {sentence}.")
    line()
    clocks(answer.moment)


def _set_apart(count: int) -> str:
    if count == 1:
        return "1 in the extract is outside the support workforce by title, and left out."
    return f"{count} in the extract are outside the support workforce by their titles, and left out."


def _row(total: dict[str, Any]) -> tuple[str, str, str, str]:
    ratio = _NOT_AVAILABLE if total["ratio"] is None else f"{total['ratio']:.2f}"
    return (
        total["name"], _wte(total["ours"], total["ours_without"]),
        _wte(total["theirs"], total["theirs_without"]), ratio,
    )  # fmt: skip


def _wte(wte: float | None, without: int) -> str:
    if wte is None:
        return _NOT_AVAILABLE
    return f"{wte:g} ({without} without)" if without else f"{wte:g}"


def _grouped(answer: PlainAnswer) -> dict[str, list[str]]:
    """Give what was found by worker, and after them what is about nobody on record."""
    by_worker: dict[str, list[str]] = {}
    only_there: list[str] = []
    others: list[str] = []
    for kind, each in _found(answer):
        if each["worker"] is None:
            others.append(_said(each))
        elif kind == "extra" and not each["entries"]:
            only_there.append(_said(each))
        else:
            by_worker.setdefault(each["worker"], []).append(_said(each))
    groups = dict(sorted(by_worker.items()))
    if len(only_there) > _MOST:
        only_there[_MOST:] = [f"and {len(only_there) - _MOST} more; --json names them all"]
    groups |= {"Only in the extract": only_there} if only_there else {}
    return groups | ({"The extract itself": others} if others else {})


def _found(answer: PlainAnswer) -> Iterator[tuple[str, dict[str, Any]]]:
    from sw_competency.reconcile.comparison import KINDS

    for kind in KINDS:
        for each in answer[kind]:
            yield kind, each


def _said(each: dict[str, Any]) -> str:
    entries = f" (entries: {', '.join(each['entries'])})" if each["entries"] else ""
    return f"{each['says']}.{entries}"
