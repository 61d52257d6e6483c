"""What would tonight's full extract change of our record? Nothing is recorded by asking."""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar

from sw_competency.dates import said
from sw_competency.errors import FieldError
from sw_competency.feeds.proposal import LEFT, PROPOSED, Proposal, counted
from sw_competency.feeds.step import Share, Step, stepped
from sw_competency.judge.everybody import Everybody
from sw_competency.model import MET, NOT_MET, Entry, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, TEXT, Table, table
from sw_competency.model.extract import Extract
from sw_competency.questions._names import File
from sw_competency.questions._question import Question
from sw_competency.reconcile.comparison import SetApart
from sw_competency.reconcile.difference import Difference


class Sync(Question["SyncAnswer"], frozen=True):
    """What a full extract of ESR, staff or training, would change of our record; nothing is recorded by asking.

    Args:
        extract: the full extract, CSV or workbook, as it comes; the day asked about is its day.
        scope: which feed it is of.
        stop_at: of how many in the hundred of the people, posts or completions it may lack before it is not taken.
        take_over: take posts that a person entered for the feed's from now on.
    """

    words: ClassVar = ("extract",)
    json_as: ClassVar = {"file": str, "scope": str, "stop_at": int, "take_over": bool}

    extract: Annotated[Extract, File("extract")]
    scope: str = "esr"
    stop_at: int = 5
    take_over: bool = False

    def answer(self, everybody: Everybody) -> "SyncAnswer":
        """Hold the extract against everybody's record.

        Raises:
            FieldError: a share that is none.
            OtherTrustError: the extract is that of another trust.
        """
        if not 0 <= self.stop_at <= 100:
            raise FieldError("stop_at", f"{self.stop_at} is no share of the hundred: give a number from 0 to 100")
        step = stepped(everybody, self.extract, self.scope, take_over=self.take_over)
        proposed = tuple(each for each in step.found if isinstance(each, Proposal))
        by_hand, to_settle = (tuple(each for each in step.found if each.kind == kind) for kind in LEFT)
        finding = _finding(step, said(everybody.moment.as_of), self.extract.file)
        return SyncAnswer(
            asked=self, moment=everybody.moment, finding=finding,
            proposed=proposed, by_hand=by_hand, to_settle=to_settle, stops=_stops(step, self.stop_at),
            not_taken=step.not_taken, set_apart=step.set_apart,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Return what was asked as the answer says it again: which file, and not what stands in it."""
        return {
            "file": self.extract.file, "scope": self.scope, "stop_at": self.stop_at, "take_over": self.take_over,
        }  # fmt: skip


def _finding(step: Step, day: str, file: str) -> Finding:
    cited = (file,)
    proposed = counted((each for each in step.found if each.kind in PROPOSED), PROPOSED)
    left = counted((each for each in step.found if each.kind in LEFT), LEFT)
    if not proposed and not left:
        return Finding(MET, f"Our record is in step with the extract of {day}", (), cited)
    sentence = f"The extract of {day} changes our record: {proposed}" if proposed else (
        f"The extract of {day} changes nothing on our record"
    )  # fmt: skip
    entries = tuple(dict.fromkeys(e for each in step.found for e in each.entries))
    return Finding(NOT_MET, f"{sentence}; {left}" if left else sentence, entries, cited)


def _stops(step: Step, per_cent: int) -> str | None:
    """Say how much is missing from an extract, where that is more than may be."""
    above: list[Share] = [share for share in step.shares if share.is_above(per_cent)]
    if not above:
        return None
    worst = max(above, key=lambda share: share.vanished / share.known)
    shown = -(-worst.vanished * 100 // worst.known)
    return (
        f"The extract lacks {worst.vanished} of {worst.known} {worst.what}, more than {per_cent} in the hundred: is it "
        f"whole? If they have gone, say so with --stop-at {shown}"
    )


class SyncAnswer(Answer[Sync], frozen=True):
    """What a full extract would change.

    Args:
        proposed: what would be recorded, each with its entries.
        by_hand: what a person recorded otherwise, and stays.
        to_settle: what nobody but a person can settle.
        stops: why the extract is not taken as it is; null where it may be.
        not_taken: what of the extract is not taken, in sentences.
        set_apart: who is outside the support workforce by title, and left out.
        recorded: how many entries were recorded; null where nobody asked for that.
    """

    extract = Asked[Extract]()
    scope = Asked[str]()
    stop_at = Asked[int]()
    take_over = Asked[bool]()

    proposed: tuple[Proposal, ...]
    by_hand: tuple[Difference, ...]
    to_settle: tuple[Difference, ...]
    stops: str | None
    not_taken: tuple[str, ...]
    set_apart: tuple[SetApart, ...]
    recorded: int | None = None

    @property
    def record(self) -> tuple[Entry, ...]:
        """All entries that would be recorded."""
        return tuple(entry for each in self.proposed for entry in each.record)

    def tables(self) -> Iterator[Table]:
        """Return what changes, and what stays as it is."""
        if self.proposed:
            rows = [(each.worker or "", each.says, each.on, _rows(each)) for each in _in_order(self.proposed)]
            yield table({"About": TEXT, "What changes": TEXT, "From": DAY, "Rows": TEXT}, rows, "What changes")
        if left := (*self.by_hand, *self.to_settle):
            told = [
                (each.worker or "the extract itself", each.says, ", ".join(each.entries), _rows(each))
                for each in _in_order(left)
            ]
            yield table({"About": TEXT, "What stays": TEXT, "Entries": TEXT, "Rows": TEXT}, told, "What stays as it is")

    def lines(self) -> Iterator[str]:
        """Return what was left out, and whether anything was recorded."""
        if (count := len(self.set_apart)) == 1:
            yield "1 in the extract is outside the support workforce by title, and left out."
        elif count:
            yield f"{count} in the extract are outside the support workforce by their titles, and left out."
        for sentence in self.not_taken:
            yield f"Not taken: {sentence}."
        if self.stops is not None and self.recorded is None:
            yield f"{self.stops}."
        if self.recorded is None and self.proposed:
            yield "Nothing was recorded. To record it:  --apply"
        elif self.recorded is not None:
            yield f"Recorded: {self.recorded} {'entry' if self.recorded == 1 else 'entries'}."


def _rows(each: Difference) -> str:
    return ", ".join(map(str, each.rows))


def _in_order(found: tuple[Difference, ...]) -> list[Any]:
    return sorted(found, key=lambda each: each.worker or "")
