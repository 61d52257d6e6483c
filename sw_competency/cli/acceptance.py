"""The command `acceptance`: the question, and beside it the file of what is accepted."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from sw_competency.cli._answer import To, answered
from sw_competency.cli._files import Force, Out, already_there, write_new
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import line
from sw_competency.errors import FieldError

if TYPE_CHECKING:
    from sw_competency.model import Entry
    from sw_competency.questions.acceptance import Acceptance, AcceptanceAnswer
    from sw_competency.questions.check_badge import CheckBadge, CheckBadgeAnswer

_SIGNED = {"sign-off", "prior-learning"}


def acceptance(
    file: Path, /, *, site: str, issuer: str | None = None, worker: str | None = None, accepted_by: str | None = None,
    format_: Annotated[str | None, Parameter(name="--format")] = None, out: Out = None, force: Force = False,
    options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Whether a site takes over what somebody brings from another organisation, by its acceptance policies.

    Args:
        file: The other organisation's export: our entries, or an ESR training extract. Nothing of it is recorded.
        site: The site that receives.
        issuer: The other organisation, for what does not itself say who issued it.
        worker: The worker's id here, where theirs differs.
        accepted_by: Who accepts sign-offs, for --out.
        format_: Write the answer itself to a file: html, pdf, xlsx, csv or md.
        out: That file; or, as .jsonl, a new file of what is accepted, ready for the command add.
        force: Replace the file of the answer, whoever made it.
        options: What holds for every command.
    """
    from sw_competency.questions.acceptance import Acceptance

    question = Acceptance(site, file, issuer, worker)  # type: ignore[arg-type]
    return taken_over(question, To(format_, out, force), accepted_by, options)


def taken_over(question: "Acceptance | CheckBadge", to: To, accepted_by: str | None, options: Options) -> int:
    """Ask what a site takes over; print the answer, write it to a file, or write what is accepted as entries.

    Args:
        question: the question, with the paths of its files.
        to: where to: a file of the answer, or as .jsonl a new one of what is accepted.
        accepted_by: who accepts sign-offs, for the latter.
        options: what holds for every command.
    """
    from sw_competency.reports import ANSWER_FORMATS

    out = to.out
    itself = to.format is not None or (out is not None and out.suffix.lstrip(".").lower() in ANSWER_FORMATS)
    if accepted_by is not None and not accepted_by.strip():
        raise FieldError("--accepted-by", "is empty; give it a value, or leave it out")
    if out is not None and not itself and os.path.lexists(out):
        raise already_there(out)
    tracker, questions = options.asked()
    if out is not None and not itself and questions.moment.as_of > tracker.today():
        says = f"{questions.moment.as_of} has not come yet, and nothing is accepted ahead; leave --out out"
        raise FieldError("--out", says)
    question = tracker.with_files(question)
    if out is None or itself:
        return answered(question, tracker, questions, options, to if itself else None)
    question = questions.meant(question)
    answers: Sequence[AcceptanceAnswer | CheckBadgeAnswer] = question.answer(questions).answers
    _somebody_accepts(answers, accepted_by, question.worker)
    ready = question.accepted(questions, accepted_by)
    _write(out, ready)
    code = answered(question, tracker, questions, options)
    if not options.json:
        _say_written(out, ready, answers)
    return code


def _somebody_accepts(
    answers: "Sequence[AcceptanceAnswer | CheckBadgeAnswer]", accepted_by: str | None, worker: str | None
) -> None:
    """Make sure that sign-offs to be written are accepted by somebody, and by nobody for themselves."""
    signed_off = [one for one in answers if one.answer == "accepted" and one.kind in _SIGNED]
    if signed_off and accepted_by is None:
        raise FieldError("--accepted-by", "sign-offs are accepted by somebody; name them")
    by = (accepted_by or "").strip()
    if any(by in {str(who).strip() for who in (getattr(one, "worker", None), worker)} for one in signed_off):
        raise FieldError("--accepted-by", f"nobody accepts their own sign-offs; name somebody else than '{by}'")


def _write(out: Path, ready: "Sequence[Entry]") -> None:
    """Write entries as JSON Lines; without any there is no file."""
    from sw_competency.model import plain

    if not ready:
        return
    text = "".join(json.dumps(plain(entry), ensure_ascii=False) + "\n" for entry in ready)
    write_new(out.parent, {out.name: text.encode()})


def _say_written(out: Path, ready: "Sequence[Entry]", answers: "Sequence[AcceptanceAnswer | CheckBadgeAnswer]") -> None:
    left = sum(one.answer == "accepted" for one in answers) - len(ready)
    if ready:
        one = len(ready) == 1
        are, them = ("entry is", "it") if one else ("entries are", "them")
        line(f"{len(ready)} {are} in {out}; put {them} on record with  sw-competency add {out}")
    else:
        line("Nothing can be written as it stands, so there is no file.")
    if left:
        line(f"Not written: {left} restricted there; assess here, and restrict that sign-off.")
