"""Do our record and an extract of ESR say the same? Neither is taken to be right, and nothing is imported."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from sw_competency.judge.everybody import Everybody
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import NUMBER, TEXT, Cell, Table, table
from sw_competency.model.extract import Extract
from sw_competency.questions._names import File
from sw_competency.questions._question import Question
from sw_competency.reconcile.comparison import KINDS, SetApart, compared
from sw_competency.reconcile.difference import Difference
from sw_competency.reconcile.totals import Total

_NOT_AVAILABLE = "not available"
_MOST = 20  # people only in the extract that are listed; it may be that of a whole trust


class Reconcile(Question["ReconcileAnswer"], frozen=True):
    """Compare our record with an extract of ESR, a staff list or a training extract; nothing is imported.

    Args:
        extract: the extract, CSV or workbook, as it comes.
    """

    words: ClassVar = ("extract",)
    by_name: ClassVar = False
    json_as: ClassVar = {"file": str}

    extract: Annotated[Extract, File("extract")]

    def answer(self, everybody: Everybody) -> "ReconcileAnswer":
        """Compare post by post and completion by completion.

        Raises:
            OtherTrustError: the extract is that of another trust.
        """
        found = compared(everybody, self.extract)
        kinds: dict[str, Any] = {kind: tuple(one for one in found.differences if one.kind == kind) for kind in KINDS}
        return ReconcileAnswer(
            asked=self, moment=everybody.moment, finding=found.finding, totals=found.totals,
            **kinds, not_compared=found.not_compared, set_apart=found.set_apart,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        """Return what was asked as the answer says it again: which file, and not what stands in it."""
        return {"file": self.extract.file}


class ReconcileAnswer(Answer[Reconcile], frozen=True):
    """Where our record and an extract differ.

    Args:
        totals: whole-time equivalents site by site.
        missing: who or what is missing from the extract.
        extra: who or what is only in the extract.
        post_not_closed: posts that the extract ends and our record does not.
        other_site: posts at other sites.
        other_wte: posts with other whole-time equivalents.
        other_band: posts at other bands.
        other_dates: other days, of posts and of training.
        missing_training: completions missing from the extract.
        extra_training: completions only in the extract.
        held_not_required: what is held and no post requires.
        same_number: numbers that are not one person's.
        unknown_location: locations that are no site we know.
        unread: what could not be read.
        not_compared: what could not be held against anything, in sentences.
        set_apart: who is outside the support workforce by title, and left out.
    """

    extract = Asked[Extract]()

    totals: tuple[Total, ...]
    missing: tuple[Difference, ...]
    extra: tuple[Difference, ...]
    post_not_closed: tuple[Difference, ...]
    other_site: tuple[Difference, ...]
    other_wte: tuple[Difference, ...]
    other_band: tuple[Difference, ...]
    other_dates: tuple[Difference, ...]
    missing_training: tuple[Difference, ...]
    extra_training: tuple[Difference, ...]
    held_not_required: tuple[Difference, ...]
    same_number: tuple[Difference, ...]
    unknown_location: tuple[Difference, ...]
    unread: tuple[Difference, ...]
    not_compared: tuple[str, ...]
    set_apart: tuple[SetApart, ...]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All that differs, sort by sort."""
        facts: Mapping[str, tuple[Difference, ...]] = self.facts()
        return tuple(each for kind in KINDS for each in facts[kind])

    def tables(self) -> Iterator[Table]:
        """Return the totals, and what differs, worker by worker."""
        if self.totals:
            head = {"Site": TEXT, "Our record, WTE": NUMBER, "ESR extract, WTE": NUMBER, "Extract / record": NUMBER}
            rows = [
                (
                    one.name, _wte(one.ours, one.ours_without), _wte(one.theirs, one.theirs_without),
                    _NOT_AVAILABLE if one.ratio is None else one.ratio,
                )
                for one in self.totals
            ]  # fmt: skip
            yield table(head, rows, "Whole-time equivalents")
        if self.differences:
            rows_ = [(whose, each.says, ", ".join(each.entries)) for whose, each in _in_order(self.differences)]
            yield table({"About": TEXT, "What differs": TEXT, "Entries": TEXT}, rows_, "What differs")

    def lines(self) -> Iterator[str]:
        """Return what is not listed, who was left out, and what was not compared."""
        if (more := sum(map(_is_stranger, self.differences)) - _MOST) > 0:
            yield f"Only in the extract: {more} more, not listed here."
        if (count := len(self.set_apart)) == 1:
            yield "1 in the extract is outside the support workforce by title, and left out."
        elif count:
            yield f"{count} in the extract are outside the support workforce by their titles, and left out."
        for sentence in self.not_compared:
            yield f"Not compared: {sentence}."


def _wte(wte: float | None, without: int) -> Cell:
    if wte is None:
        return _NOT_AVAILABLE
    return f"{wte:g} ({without} without)" if without else wte


def _is_stranger(each: Difference) -> bool:
    return each.kind == "extra" and each.worker is not None and not each.entries


def _in_order(found: tuple[Difference, ...]) -> Iterator[tuple[str, Difference]]:
    """Return what was found worker by worker; after them who is only in the extract, and what is about nobody."""
    ours = [each for each in found if each.worker is not None and not _is_stranger(each)]
    yield from ((each.worker or "", each) for each in sorted(ours, key=lambda each: each.worker or ""))
    yield from (("only in the extract", each) for each in [*filter(_is_stranger, found)][:_MOST])
    yield from (("the extract itself", each) for each in found if each.worker is None)
