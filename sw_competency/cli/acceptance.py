"""The command `acceptance`."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sw_competency.cli._files import already_there, write_new
from sw_competency.cli._options import DEFAULT, Options, UnreadableOptionError
from sw_competency.cli._print import clocks, documents, line
from sw_competency.errors import SWCompetencyError
from sw_competency.model.marks import OUTCOME, Mark

if TYPE_CHECKING:
    from sw_competency.formats import Reading
    from sw_competency.model import Entry, PlainAnswer
    from sw_competency.questions import Questions

_ANSWER = {
    "accepted": Mark("disc", "accepted", "good"), "knowledge-only": Mark("half", "knowledge only", "learn"),
    "not-accepted": Mark("cross", "not accepted", "stop"), "cannot-tell": OUTCOME["cannot-tell"],
}  # fmt: skip
_SIGNED = {"sign-off", "prior-learning"}


class NotOneWorkerError(SWCompetencyError):
    """One worker's id is given, and the file is about several."""


class WhoAcceptsError(SWCompetencyError):
    """Nobody is named who accepts sign-offs, or it is the worker."""


def acceptance(
    file: Path, /, *, site: str, issuer: str | None = None, worker: str | None = None, accepted_by: str | None = None,
    out: Path | None = None, options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Whether a site takes over what somebody brings from another organisation, by its acceptance policies.

    Args:
        file: The other organisation's export: our entries, or an ESR training extract. Nothing of it is recorded.
        site: The site that receives.
        issuer: The other organisation, for what does not itself say who issued it.
        worker: The worker's id here, where theirs differs.
        accepted_by: Who accepts sign-offs, for --out.
        out: Write what is accepted to this new file, ready for the command add.
        options: What holds for every command.
    """
    from sw_competency.model import with_ids

    _none_blank(("--issuer", issuer), ("--worker", worker), ("--accepted-by", accepted_by))
    if out is not None and os.path.lexists(out):
        raise already_there(out)
    tracker, questions = options.asked()
    if out is not None and questions.moment.as_of > tracker.today():
        raise UnreadableOptionError(
            f"--out: {questions.moment.as_of} has not come yet, and nothing is accepted ahead: leave --out out."
        )
    reading = tracker.read_file(file)
    entries = with_ids(row.entry for row in reading.rows if row.entry)
    _of_one(entries, file, worker)
    answers = questions.acceptance(site, entries, issuer, worker)
    ready: list[Entry] = []
    if out is not None:
        _somebody_accepts(answers, accepted_by, worker)
        ready = questions.accepted(site, entries, issuer, accepted_by, worker)
        _write(out, ready)
    told = [*answers, *_unread(reading, site, questions)]
    if options.json:
        documents(told)
        return 0
    _print(told, site, questions, len(entries) - len(answers))
    if out is not None:
        _say_written(out, ready, answers)
    clocks(questions.moment)
    return 0


def _none_blank(*options: tuple[str, str | None]) -> None:
    """Refuse an option that is given and blank, such as a variable that is not set."""
    for option, text in options:
        if text is not None and not text.strip():
            raise UnreadableOptionError(f"{option} is empty: give it a value, or leave it out.")


def _of_one(entries: "Sequence[Entry]", file: Path, worker: str | None) -> None:
    """Make sure that a file is about one worker, where an id is given for them."""
    theirs = sorted({owner for kind, owner in (e.owner for e in entries) if kind == "worker"})
    if worker is not None and len(theirs) > 1:
        named = f"{theirs[0]}, {theirs[1]}" + (f" and {len(theirs) - 2} more" if len(theirs) > 2 else "")
        raise NotOneWorkerError(f"'{file}' is about several workers ({named}): leave out --worker, or split the file.")


def _somebody_accepts(answers: "Sequence[PlainAnswer]", accepted_by: str | None, worker: str | None) -> None:
    """Make sure that sign-offs to be written are accepted by somebody, and by nobody for themselves."""
    signed_off = [a for a in answers if a["answer"] == "accepted" and a["kind"] in _SIGNED]
    if signed_off and accepted_by is None:
        raise WhoAcceptsError("Sign-offs are accepted by somebody: name them with --accepted-by.")
    by = (accepted_by or "").strip()
    if any(by in {str(who).strip() for who in (a["worker"], worker)} for a in signed_off):
        raise WhoAcceptsError(f"Nobody accepts their own sign-offs: name somebody else than '{accepted_by}'.")


def _unread(reading: "Reading", site: str, questions: "Questions") -> "list[PlainAnswer]":
    """Give an answer for each row that says nothing we can judge, such as one without a date."""
    from sw_competency.model import CANNOT_TELL, Finding, PlainAnswer

    found = []
    for row in reading.rows:
        if not row.problems:
            continue
        why = "; ".join(f"{p.path}: {p.says}" if p.path else p.says for p in row.problems)
        finding = Finding(CANNOT_TELL, f"Row {row.number} cannot be judged: {why}")
        facts = dict.fromkeys(("answer", "accepts", "policy", "issuer", "signed_on")) | {"conditions": []}
        facts["answer"] = "cannot-tell"
        about = {"worker": None, "site": site, "row": row.number}
        moment = questions.moment
        found.append(PlainAnswer(question="acceptance", moment=moment, finding=finding, about=about, facts=facts))
    return found


def _write(out: Path, ready: "Sequence[Entry]") -> None:
    """Write entries as JSON Lines; without any there is no file."""
    from sw_competency.model import plain

    if not ready:
        return
    text = "".join(json.dumps(plain(entry), ensure_ascii=False) + "\n" for entry in ready)
    write_new(out.parent, {out.name: text.encode()})


def _print(told: "Sequence[PlainAnswer]", site: str, questions: "Questions", passed_over: int) -> None:
    from sw_competency.dates import said

    day = said(questions.moment.as_of)
    accepted = sum(a["answer"] == "accepted" for a in told)
    line(f"{site} takes over {accepted} of {len(told)} brought, on {day}.")
    if told:
        from sw_competency.cli._tables import styled, table

        rows = [
            (
                a["worker"] or "", styled(_ANSWER[a["answer"]]),
                "; ".join((a.says, *a["conditions"])),
            )
            for a in told
        ]  # fmt: skip
        table(("Worker", "Answer", "What, and why"), rows)
    if passed_over:
        such = "entry, such as a post or practice, stays where it is"
        such = such if passed_over == 1 else "entries, such as posts and practice, stay where they are"
        line(f"{passed_over} further {such}.")


def _say_written(out: Path, ready: "Sequence[Entry]", answers: "Sequence[PlainAnswer]") -> None:
    left = sum(a["answer"] == "accepted" for a in answers) - len(ready)
    if ready:
        one = len(ready) == 1
        are, them = ("entry is", "it") if one else ("entries are", "them")
        line(f"{len(ready)} {are} in {out}; put {them} on record with  sw-competency add {out}")
    else:
        line("Nothing can be written as it stands, so there is no file.")
    if left:
        line(f"Not written: {left} restricted there, or with a last day; assess here, and say so in that sign-off.")
