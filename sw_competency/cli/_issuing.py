"""What the commands that issue badges have in common: whose key, about whom, on which day."""

from pathlib import Path
from typing import TYPE_CHECKING

from sw_competency.cli._files import is_standard_output, write_whole
from sw_competency.cli._options import Options
from sw_competency.cli._print import document, line, raw
from sw_competency.cli._writing import taken
from sw_competency.errors import FieldError, NotOnRecordError

if TYPE_CHECKING:
    from sw_competency.portability.open_badges import Issuing
    from sw_competency.questions import Questions
    from sw_competency.tracker import Tracker


def about(worker: str, options: Options) -> "tuple[Tracker, Questions, str]":
    """Open the records, and find the worker that is meant.

    Raises:
        NotOnRecordError: nothing is recorded of them.
    """
    tracker, questions = options.asked()
    worker = taken(tracker, "worker", worker)
    if (nothing := questions.nothing(worker)) is not None:
        raise NotOnRecordError(f"{nothing.says}.")
    return tracker, questions, worker


def issuing(
    tracker: "Tracker", questions: "Questions", worker: str, key: Path, issuer: str, subject: str | None
) -> "list[Issuing]":
    """Return who issues badges about a worker, out of each record that is theirs.

    Raises:
        FieldError: the issuer has no name.
    """
    from sw_competency.portability.open_badges import Issuing
    from sw_competency.portability.proofs import Signer

    for option, given in (("--issuer", issuer), ("--subject", subject)):
        if given is not None and not given.strip():
            raise FieldError(option, "is empty; give it a value")
    judge, signer = questions.judge(worker), Signer.of(key)
    return [
        Issuing(
            signer=signer, name=issuer, worker=each, judge=judge, written=tracker.entries(each),
            day=questions.moment.as_of, subject=subject,
        ) for each in records_of(questions, worker)
    ]  # fmt: skip


def records_of(questions: "Questions", worker: str) -> list[str]:
    """Return the ids under which records of a worker stand, the one they are kept under first."""
    joining = questions.records.joining
    kept = joining.kept(worker)
    return [kept, *joining.others(kept)]


def handed_out(content: bytes, out: Path | None, named: str, says: str, options: Options, *, force: bool) -> bool:
    """Write what was issued to a file and say so; tell whether it went to a file, and not to standard output.

    Args:
        content: what was issued.
        out: where to; left out, the file `named`.
        named: its name where none is given.
        says: the sentence, with a place for the file.
        options: whether as JSON.
        force: replace whatever file is there.
    """
    if is_standard_output(out):
        raw(content)
        return False
    file = out or Path(named)
    write_whole(file, lambda opened: opened.write(content), force=force)
    if options.json:
        document({"files": [str(file)]})
    else:
        line(says.format(file))
    return True
