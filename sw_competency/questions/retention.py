"""What is due for disposal: how long what is on record is kept, and by which source."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from sw_competency.judge.everybody import Everybody
from sw_competency.model import MET, NOT_MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, NUMBER, PERSON, TEXT, Table, table
from sw_competency.questions._names import Worker
from sw_competency.questions._question import Question
from sw_competency.rights.keeping import Keeping, keeping, of_person

_STATE = {"due": "due", "cannot-tell": "cannot be told", "kept": "to be kept", "no-rule": "no rule"}


class Retention(Question["RetentionAnswer"], frozen=True):
    """What on record is due for disposal, by which rule and source; of one worker, also what is still to be kept.

    Args:
        worker: whose records; left out, everybody's.
    """

    words: ClassVar = ("worker",)
    exits: ClassVar = "done"

    worker: Worker | None = None

    def answer(self, everybody: Everybody) -> "RetentionAnswer":
        """Judge by the rules of the catalogue how long each entry is kept."""
        if self.worker is not None:
            found = list(_of(everybody, self.worker))
        else:
            each = everybody.one_by_one(lambda worker: list(_of(everybody, worker)))
            found = [one for some in each for one in some if one.state != "kept"]
        return RetentionAnswer(
            asked=self, moment=everybody.moment, finding=_finding(everybody, found), kept=tuple(found),
            due=tuple(dict.fromkeys(one.worker for one in found if one.state == "due")),
        )  # fmt: skip


class RetentionAnswer(Answer[Retention], frozen=True):
    """What is due for disposal.

    Args:
        due: of whom something is due.
        kept: what is due, cannot be told, or has no rule; of one worker all, rule by rule.
    """

    worker = Asked[str | None]()

    due: tuple[str, ...]
    kept: tuple[Keeping, ...]

    def tables(self) -> Iterator[Table]:
        """Return it by worker and rule, with the sources."""
        if self.kept:
            columns = {
                "Worker": PERSON, "State": TEXT, "Kept up to": DAY, "Entries": NUMBER, "Why": TEXT, "Sources": TEXT,
            }  # fmt: skip
            rows = [
                (one.worker, _STATE[one.state], one.until, len(one.entries), one.says, ", ".join(one.sources))
                for one in self.kept
            ]
            yield table(columns, rows)


def _of(everybody: Everybody, worker: str) -> Iterator[Keeping]:
    judge, entries = everybody.judge(worker), of_person(everybody, everybody.records.joining.ids_of(worker))
    yield from keeping(judge, entries, everybody.moment.as_of)


def _finding(everybody: Everybody, found: Sequence[Keeping]) -> Finding:
    due = [one for one in found if one.state == "due"]
    open_ = [one for one in found if one.state == "cannot-tell"]
    ruleless = sum(len(one.entries) for one in found if one.state == "no-rule")
    sources = tuple(dict.fromkeys(s for rule in everybody.catalogue.retentions.values() for s in rule.source))
    placeholders = tuple(dict.fromkeys(path for one in found for path in one.placeholders))
    are = "is" if not due or (len(due) == 1 and len(due[0].entries) == 1) else "are"
    says = f"{_counted(due)} {are} due for disposal"
    if open_:
        says += f"; of {_counted(open_)} it cannot be told"
    if ruleless:
        says += f"; for {ruleless} entries no rule says how long they are kept"
    entries = tuple(dict.fromkeys(id_ for one in due for id_ in one.entries))
    return Finding(NOT_MET if due else MET, says[:1].upper() + says[1:], entries, sources, (), placeholders)


def _counted(some: Sequence[Keeping]) -> str:
    entries, people = sum(len(one.entries) for one in some), len({one.worker for one in some})
    if not entries:
        return "nothing"
    who = "one person" if people == 1 else f"{people} people"
    return f"{entries} {'entry' if entries == 1 else 'entries'} about {who}"
