"""The command `required`."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import document, foot, line, signed
from sw_competency.model import CANNOT_TELL

if TYPE_CHECKING:
    from sw_competency.catalogue import Catalogue
    from sw_competency.model import Answer


def required(worker: str, /, *, options: Options = DEFAULT) -> int:
    """What a worker's post requires, what of it is lacking, and what is held that it does not require.

    Args:
        worker: Whose training record it is about.
        options: What holds for every command.
    """
    tracker, questions = options.asked()
    answer = questions.required(worker)
    if options.json:
        document(answer.to_json())
    else:
        _print(answer, tracker.catalogue)
    return 3 if answer.outcome is CANNOT_TELL else 0


def _print(answer: "Answer", catalogue: "Catalogue") -> None:
    line(f"{answer.says}.")
    if answer["required"]:
        from sw_competency.cli._tables import styled, table

        rows = [
            (
                each["name"], catalogue.titled(each["name"]),
                styled(signed(finding.outcome, _status(each)), finding.outcome),
                str(each["expires_on"] or ""), ", ".join(each["tables"]),
            )
            for each, finding in zip(answer["required"], answer.parts, strict=False)
        ]  # fmt: skip
        table(("Required", "Title", "Status", "Expires", "By"), rows)
        for each in answer["required"]:
            if each["lacks"]:
                line(f"{each['says']}.")
    for part in answer.parts[len(answer["required"]) :]:
        line(f"{signed(part.outcome)}: {part.says}")
    _listed("Held, not required in this post (kept, without reminders)", answer["held_not_required"], catalogue)
    _listed("Also held, and done in this post", answer["also_held"], catalogue)
    foot(answer)


def _status(row: Mapping[str, Any]) -> str:
    """Give the status of what is required; a completion without some of its standards is not plainly current."""
    short = f", {row['lacks'].partition(':')[0]}" if row["lacks"] else ""
    return f"{row['status'] or 'cannot tell'}{short}"


def _listed(heading: str, names: Iterable[str], catalogue: "Catalogue") -> None:
    if titles := "; ".join(map(catalogue.titled, names)):
        line(f"{heading}: {titles}.")
