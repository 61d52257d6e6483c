"""The command `bring-in`: the question of what becomes of a file, its plan, and putting it on record."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from msgspec.structs import replace

from sw_competency.cli._answer import To, printed, write
from sw_competency.cli._files import Force, Out, write_whole
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import complain, document, line
from sw_competency.cli._writing import as_sentence, counted
from sw_competency.errors import FieldError
from sw_competency.files import is_as_made

if TYPE_CHECKING:
    from sw_competency.intake.intake import Intake
    from sw_competency.questions.bring_in import BringInAnswer
    from sw_competency.tracker import Tracker

_MOST = 30  # questions that are printed
Flag = Annotated[bool, Parameter(negative=())]


def bring_in(
    file: Path, /, *, plan: Path | None = None, save: Flag = False, by: str | None = None,
    format_: Annotated[str | None, Parameter(name="--format")] = None, out: Out = None, force: Force = False,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Bring in a table that a department keeps, by a plan that you read and mend: a matrix, a list, an export.

    The first time it writes the plan; with the plan mended it shows what becomes of every cell; --save puts it on
    record in one batch.

    Args:
        file: A workbook or CSV file.
        plan: The plan; left out, FILE.plan.toml beside the file. Where there is none yet it is written there.
        save: Put on record what is taken; what is asked about stays out.
        by: Who brings it in, and accepts what was signed off before; needed to save.
        format_: Write every cell to a file: html, pdf, xlsx, csv or md.
        out: That file.
        force: Replace that file, whoever made it.
        options: What holds for every command.
    """
    from sw_competency.questions.bring_in import BringIn

    place = plan or file.with_name(f"{file.name}.plan.toml")
    if save:
        _check(place, by)
    tracker, questions = options.asked()
    mended = place.exists() and not is_as_made(place)  # what somebody mended is never replaced
    intake = tracker.intake(file, place if mended else None)
    question = BringIn(intake, by)
    to = None if format_ is None and out is None else To(format_, out, force)
    answer = None if mended and save else questions.ask(question)
    if answer is not None and not mended:
        text = answer.plan.encode("utf-8", "backslashreplace")
        write_whole(place, lambda opened: opened.write(text))
    if save:
        return _saved(intake, tracker, by or "", options)
    assert answer is not None
    if to is not None:
        write(answer, question, questions, tracker, to, options)
        for sentence in answer.lines():
            complain(sentence)
        return 3 if answer.questions or not answer.taken else 0
    return printed(answer, tracker, options) if options.json else _said(answer, tracker, place, mended=mended)


def _check(place: Path, by: str | None) -> None:
    """Make sure that the plan was looked at before something is saved by it, and that somebody answers for it."""
    if not place.exists():
        raise FieldError("--save", "look first at what becomes of the file, and at its plan: leave --save out")
    if not (by or "").strip():
        raise FieldError("--by", "say who brings it in: that person answers for what was signed off before")


def _said(answer: "BringInAnswer", tracker: "Tracker", place: Path, *, mended: bool) -> int:
    from sw_competency.cli._tables import draw

    line(f"{answer.says}.")
    for each in answer.in_short():
        draw(replace(each, rows=each.rows[:_MOST]), tracker)
        if (more := len(each.rows) - _MOST) > 0:
            line(f"and {more} more, which stand in the plan")
    for sentence in answer.lines():
        line(sentence)
    line()
    line(f"The plan is {'' if mended else 'written to '}{place}.")
    for sentence in _next(answer):
        line(sentence)
    return 3 if answer.questions else 0


def _next(answer: "BringInAnswer") -> Iterator[str]:
    if answer.questions:
        yield 'Answer what stands as "?" in it, and give the command again.'
    if answer.taken:
        yield "Every cell, as a workbook:  --out FILE.xlsx.  Put on record what is taken:  --save --by YOU"


def _saved(intake: "Intake", tracker: "Tracker", by: str, options: Options) -> int:
    done = tracker.bring_in(intake, by)
    for warning in done.warnings:
        complain(as_sentence(warning))
    if options.json:
        read = done.appended + done.already_there
        document(counted(read, done.appended, done.already_there) | {"batch": done.batch or None, "open": done.open})
        return int(bool(done.open))
    open_ = "1 question" if done.open == 1 else f"{done.open} questions"
    line(f"{done.appended} recorded, {done.already_there} already on record, {open_} open.")
    if done.batch:
        line(f"The batch is {done.batch}. To undo all of it:  sw-competency undo-batch {done.batch} --reason WHY")
    return int(bool(done.open))
