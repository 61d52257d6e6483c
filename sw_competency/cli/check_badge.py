"""The command `check-badge`: the question, and beside it the file of what is accepted."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from sw_competency.cli._answer import To
from sw_competency.cli._files import Force, Out
from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli.acceptance import taken_over
from sw_competency.errors import FieldError


def check_badge(
    file: Path, /, *, site: str, subject: str | None = None, status: Path | None = None, worker: str | None = None,
    accepted_by: str | None = None, format_: Annotated[str | None, Parameter(name="--format")] = None, out: Out = None,
    force: Force = False, options: Options = DEFAULT,
) -> int:  # fmt: skip
    """Whether badges somebody brings are genuine and still stand, and whether a site takes them over by its policies.

    Args:
        file: The file of badges, or the folder of a leaver's pack. Nothing of it is recorded.
        site: The site that receives.
        subject: The number the person had at the issuer, to tell that the badges are theirs.
        status: A newer file of what the issuer took back.
        worker: The worker's id here.
        accepted_by: Who accepts sign-offs, for --out.
        format_: Write the answer itself to a file: html, pdf, xlsx, csv or md.
        out: That file; or, as .jsonl, a new file of what is accepted, ready for the command add.
        force: Replace the file of the answer, whoever made it.
        options: What holds for every command.
    """
    from sw_competency.questions.check_badge import CheckBadge

    if out is not None and out.suffix == ".jsonl":
        for option, given in (("--worker", worker), ("--subject", subject)):
            if given is None or not given.strip():
                raise FieldError(option, "is needed with --out: whose badges are they, here and at the issuer?")
    question = CheckBadge(site, file, status or (), subject, worker)  # type: ignore[arg-type]
    return taken_over(question, To(format_, out, force), accepted_by, options)
