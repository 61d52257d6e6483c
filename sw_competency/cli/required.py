"""The command `required`."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from sw_competency.cli._options import DEFAULT, Options
from sw_competency.cli._print import defaults, document, foot, line, signed
from sw_competency.model import CANNOT_TELL
from sw_competency.model.marks import COURSE, STATUS, Mark, mark_of

if TYPE_CHECKING:
    from sw_competency.catalogue import Catalogue
    from sw_competency.model import PlainAnswer


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
        defaults(options, answer)
        foot(answer)
    return 3 if answer.outcome is CANNOT_TELL else 0


def _print(answer: "PlainAnswer", catalogue: "Catalogue") -> None:
    line(f"{answer.says}.")
    if answer["required"]:
        from sw_competency.cli._tables import styled, table

        rows = [
            (
                each["name"], catalogue.titled(each["name"]),
                styled(_mark(each)),
                str(each["expires_on"] or ""), ", ".join(each["tables"]),
            )
            for each in answer["required"]
        ]  # fmt: skip
        table(("Required", "Title", "Status", "Expires", "By"), rows)
        for each in answer["required"]:
            if each["lacks"]:
                line(f"{each['says']}.")
    for part in answer.parts[len(answer["required"]) :]:
        line(f"{signed(mark_of(part.outcome))}: {part.says}")
    _listed("Held, not required in this post (kept, without reminders)", answer["held_not_required"], catalogue)
    _listed("Also held, and done in this post", answer["also_held"], catalogue)


def _mark(row: Mapping[str, Any]) -> Mark:
    """Give the mark of what is required; a completion without some of its standards is not plainly current."""
    mark = COURSE.get(row["status"]) or STATUS[row["status"]]
    return attrs.evolve(mark, word=f"{mark.word}, {row['lacks'].partition(':')[0]}") if row["lacks"] else mark


def _listed(heading: str, names: Iterable[str], catalogue: "Catalogue") -> None:
    if titles := "; ".join(map(catalogue.titled, names)):
        line(f"{heading}: {titles}.")
