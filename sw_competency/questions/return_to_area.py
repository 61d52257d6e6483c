"""Who has not worked in an area for long, and what is asked of them on return? No length of time is made up.

The length is the asker's, or the site's. What is asked on return is what the site says in its catalogue, and what is
said there of the tasks somebody was signed off for: the practice after time away, and that which keeps a task current.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import ClassVar

import msgspec

from sw_competency.dates import Length, before, length_said, said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.progress import currency_of
from sw_competency.judge.status import HELD
from sw_competency.judge.worked import Area, areas
from sw_competency.judge.workforce import described
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding
from sw_competency.model.answers import Answer
from sw_competency.model.columns import DAY, MARK, PERSON, TERM, TEXT, Table, table
from sw_competency.model.findings import titled
from sw_competency.model.marks import OUTCOME, STATUS, Mark
from sw_competency.questions._names import Modality, Site
from sw_competency.questions._question import Several

_MARKS = {
    MET: Mark("disc", "on record", "good"), NOT_MET: Mark("triangle", "away", "care"),
    CANNOT_TELL: OUTCOME["cannot-tell"],
}  # fmt: skip


class OnReturn(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked on return for one task of the area.

    Args:
        competency: the task, signed off at some time.
        status: its status on the day.
        short_of: how many times more it has to be practised to be in practice.
        after: the length of absence after which practice is asked for first; None where the catalogue names none.
        practice: how many directly supervised successes are asked for after it.
        keeps: how much practice keeps it current; None where the catalogue names none.
        within: the length of time that practice is asked for in.
    """

    competency: str
    status: str | None
    short_of: int
    after: Length | None
    practice: int | None
    keeps: int | None
    within: Length | None

    @property
    def says(self) -> str:
        """What the catalogue asks, in words; empty where it asks nothing."""
        words = []
        if self.after is not None:
            words.append(f"{self.practice} directly supervised successes after {length_said(self.after)} away")
        if self.within is not None:
            words.append(f"{self.keeps} times within {length_said(self.within)} to stay in practice")
        if self.short_of:
            words.append(f"{self.short_of} more now, under supervision")
        return "; ".join(words)


class InArea(msgspec.Struct, frozen=True):
    """Whom one answer is about."""

    name: ClassVar = "return-to-area"

    worker: str
    modality: str


class ReturnAnswer(Answer[InArea], frozen=True):
    """When somebody last worked in the area with patients, and what is asked on return.

    Args:
        site: where they are in post.
        last: the day; None where none is on record.
        longer: the length of time it is judged by: that asked about, else the site's own; None where there is neither.
        away: whether the day is longer ago; None where there is no such length, or it cannot be told.
        site_asks: what the site asks on return, in its own words.
        asks: what the catalogue asks for each task of the area that they were signed off for.
    """

    site: str | None = None
    last: date | None = None
    longer: Length | None = None
    away: bool | None = None
    site_asks: str | None = None
    asks: tuple[OnReturn, ...] = ()


class ReturnToArea(Several[ReturnAnswer], frozen=True):
    """Who has not worked in an area with patients for so long, and what the catalogue asks of them on return.

    Asked of everybody in post whose post covers the area, or who worked there or was signed off for a task of it.

    Args:
        modality: the area.
        site: only those in post at this site.
        longer: for how long, such as P12W; left out, as long as the site says in its catalogue; where it says nothing,
            the last days are told, and nobody is said to have been away.
    """

    words: ClassVar = ("modality",)

    modality: Modality
    site: Site | None = None
    longer: Length | None = None

    def each(self, everybody: Everybody) -> Iterator[ReturnAnswer]:
        """Answer for everybody in post whom the area concerns; somebody whose record cannot be read may be."""
        everybody.catalogue.modality(self.modality)
        everybody.knows_site(self.site)
        for judge in everybody.judges():
            asked = InArea(judge.record.worker, self.modality)
            broken = everybody.records.unreadable(asked.worker) is not None
            if broken and (nothing := everybody.nothing(asked.worker)) is not None:
                yield ReturnAnswer(asked=asked, moment=everybody.moment, finding=nothing)
            elif (found := self._of(everybody, judge, asked)) is not None:
                yield found

    def _of(self, everybody: Everybody, judge: Judge, asked: InArea) -> ReturnAnswer | None:
        day = everybody.moment.as_of
        held = [span.appointment for span in judge.held(day, self.site).values()]
        area = next((one for one in areas(judge.at(day)) if one.modality == self.modality), None)
        asks = tuple(_asks(judge, self.modality, day))
        covered = [one.id for one in held if self.modality in (one.modalities or ())]
        if not held or not (covered or area or asks):
            return None
        site = described(everybody.catalogue, held[0].site, day)
        longer = self.longer or (site.return_after if site else None)
        away = _away(area, longer, day)
        cites = site.source if site and (site.on_return or (longer and self.longer is None)) else ()
        rests = covered or [held[0].id]
        return ReturnAnswer(
            asked=asked, moment=everybody.moment, site=held[0].site, last=area.with_patients if area else None,
            finding=self._finding(everybody, asked.worker, area, longer if away else None, rests, cites), longer=longer,
            away=away, site_asks=site.on_return if site else None, asks=asks,
        )  # fmt: skip

    def _finding(
        self, everybody: Everybody, worker: str, area: Area | None, away: Length | None, post: Sequence[str],
        cites: tuple[str, ...],
    ) -> Finding:  # fmt: skip
        where = everybody.catalogue.titled(self.modality)
        if area is None:
            sentence = f"nothing says when they last worked in {where}"
            return Finding(CANNOT_TELL, (titled, worker, sentence, ": "), tuple(post), cites)
        if area.with_patients is None:
            sentence = f"worked in {where} on {said(area.last)}, and never with patients as far as is recorded"
        else:
            long = f", longer than {length_said(away)} ago" if away else ""
            sentence = f"last worked in {where} on {said(area.with_patients)}{long}"
        return Finding(NOT_MET if away else MET, (titled, worker, sentence, ": "), area.entries, cites)

    def says(self, everybody: Everybody, answers: Sequence[ReturnAnswer]) -> str:
        """Return how many have been away."""
        where, day = everybody.catalogue.titled(self.modality), said(everybody.moment.as_of)
        if self.longer is None and not any(one.longer for one in answers):
            known = sum(one.last is not None for one in answers)
            return f"{where}: of {known} of {len(answers)} in post on {day} it is on record when they last worked there"
        away = sum(one.away is True for one in answers)
        unknown = sum(one.away is None for one in answers)
        more = f"; of {unknown} it cannot be told" if unknown else ""
        time = "as long as their site says" if self.longer is None else length_said(self.longer)
        return f"{where}: {away} of {len(answers)} in post have not worked there for {time} on {day}{more}"

    def tables(self, answers: Sequence[ReturnAnswer]) -> Iterator[Table]:
        """Return when each last worked there; and what is asked on return of those who were away."""
        if answers:
            rows = [(one.asked.worker, _MARKS[one.outcome], one.last, one.finding.untitled()) for one in answers]
            yield table({"Worker": PERSON, "Works there": MARK, "Last with patients": DAY, "Why": TEXT}, rows)
        asked = [
            (one.asked.worker, each.competency, STATUS[each.status], each.says) for one, each in self._asked(answers)
        ]  # fmt: skip
        if asked:
            columns = {"Worker": PERSON, "Task": TERM, "Status": MARK, "The catalogue asks": TEXT}
            yield table(columns, asked, "What is asked on return")

    def lines(self, answers: Sequence[ReturnAnswer]) -> Iterator[str]:
        """Return what each site asks on return, and that nothing is asked for any task, where that is so."""
        yield from dict.fromkeys(f"{one.site} asks on return: {one.site_asks}" for one in answers if one.site_asks)
        if answers and not any(each.says for _, each in self._asked(answers)):
            yield "The catalogue asks nothing on return for the tasks they were signed off for."

    @staticmethod
    def _asked(answers: Sequence[ReturnAnswer]) -> Iterator[tuple[ReturnAnswer, OnReturn]]:
        """Return what is asked of those who were away, and which of their tasks are not held."""
        for one in answers:
            for each in one.asks if one.away or one.longer is None else ():
                if each.says or each.status not in HELD:
                    yield one, each


def _away(area: Area | None, longer: Length | None, day: date) -> bool | None:
    if longer is None or area is None:
        return None
    return area.with_patients is None or area.with_patients <= before(day, longer)


def _asks(judge: Judge, modality: str, day: date) -> Iterator[OnReturn]:
    """Return what the catalogue asks for each task of an area that somebody was signed off for."""
    for name, given in sorted(judge.at(day).given.items()):
        if name not in judge.catalogue.competencies:
            continue
        competency = judge.competency(name, day)
        if modality not in competency.modalities or not competency.in_framework(day):
            continue
        status = judge.status(name, day)
        currency = currency_of(judge, name, status.given or given[-1], day)
        back, kept = (currency.return_, currency.practice) if currency else (None, None)
        yield OnReturn(
            competency=name, status=status.status, short_of=status.short_of,
            after=back.after if back else None, practice=back.practice if back else None,
            keeps=kept.at_least if kept else None, within=kept.within if kept else None,
        )  # fmt: skip
