"""When did somebody last work in each area, and as what? By the sessions of a rota, and by practice on record."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from sw_competency.dates import Length, length_said, said
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.worked import Area, Share, areas, say_shares, sessions_of, shares
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, NUMBER, PERSON, TERM, Cell, Meaning, Table, table
from sw_competency.questions._names import Modality, Site, Worker
from sw_competency.questions._question import Question, Several


class LastWorked(Question["LastWorkedAnswer"], frozen=True):
    """When somebody last worked in each area, and how much of their work was clinical, clerical or cleaning.

    Args:
        worker: whose training record it is about; left out at a command, everybody in post.
        modality: only in this area.
        within: only what lies within this length of time before the day, such as P6M; left out, all on record.
    """

    words: ClassVar = ("worker",)
    exits: ClassVar = "cannot-tell"

    worker: Worker
    modality: Modality | None = None
    within: Length | None = None

    def answer(self, everybody: Everybody) -> "LastWorkedAnswer":
        """Look through the sessions, and through practice that says where it was."""
        if self.modality is not None:
            everybody.catalogue.modality(self.modality)
        if (nothing := everybody.nothing(self.worker)) is not None:
            return LastWorkedAnswer(asked=self, moment=everybody.moment, finding=nothing)
        record = everybody.records.worker(self.worker).at(everybody.moment.as_of)
        sessions = sessions_of(record, self.within)
        found = [one for one in areas(record, self.within) if self.modality in {None, one.modality}]
        return LastWorkedAnswer(
            asked=self, moment=everybody.moment, finding=self._finding(everybody, found, [s.id for s in sessions[-1:]]),
            areas=tuple(found), roles=shares(s for s in sessions if self.modality in {None, s.modality}),
        )  # fmt: skip

    def _finding(self, everybody: Everybody, found: Sequence[Area], latest: Sequence[str]) -> Finding:
        where = "" if self.modality is None else f" in {everybody.catalogue.titled(self.modality)}"
        if found:
            last, title = found[0], everybody.catalogue.titled(found[0].modality)
            sentence = f"{self.worker} last worked in {title} on {said(last.last)}"
            return Finding(MET, sentence, last.entries)
        time = "" if self.within is None else f" within {length_said(self.within)}"
        if latest:  # a rota is kept of them
            return Finding(NOT_MET, f"{self.worker} has no session{where}{time} on record, and has others", (*latest,))
        return Finding(CANNOT_TELL, f"No session of {self.worker}{where}{time} is on record")


class LastWorkedAnswer(Answer[LastWorked], frozen=True):
    """When somebody last worked in each area, and as what.

    Args:
        areas: what is on record of each area, the one of the latest day first.
        roles: how much of the sessions was of each role, the largest share first.
    """

    worker = Asked[str]()
    modality = Asked[str | None]()
    within = Asked[Length | None]()

    areas: tuple[Area, ...] = ()
    roles: tuple[Share, ...] = ()

    def tables(self) -> Iterator[Table]:
        """Return the areas, with the last day and how much is on record."""
        if self.areas:
            yield table(_COLUMNS, [_row(one) for one in self.areas])

    def lines(self) -> Iterator[str]:
        """Return what the sessions were."""
        if self.roles:
            yield f"{say_shares(self.roles)}."


_COLUMNS: dict[str, Meaning] = {
    "Area": TERM, "Last worked": DAY, "Last with patients": DAY, "Sessions": NUMBER, "Hours": NUMBER,
}  # fmt: skip


def _row(area: Area) -> tuple[Cell, ...]:
    return area.modality, area.last, area.with_patients, area.sessions, area.hours


class WhoLastWorked(Several[LastWorkedAnswer], frozen=True):
    """When everybody in post last worked in each area.

    Args:
        site: only those in post at this site.
        modality: only in this area.
        within: only what lies within this length of time before the day, such as P6M; left out, all on record.
    """

    name: ClassVar = "who-last-worked"
    without: ClassVar = "last-worked"

    site: Site | None = None
    modality: Modality | None = None
    within: Length | None = None

    def each(self, everybody: Everybody) -> Iterator[LastWorkedAnswer]:
        """Answer for everybody in post; somebody whose record cannot be read may be."""
        everybody.knows_site(self.site)
        for judge in everybody.judges():
            worker = judge.record.worker
            if judge.held(everybody.moment.as_of, self.site) or everybody.records.unreadable(worker) is not None:
                yield LastWorked(worker, self.modality, self.within).answer(everybody)

    def says(self, everybody: Everybody, answers: Sequence[LastWorkedAnswer]) -> str:
        """Return of how many it is on record."""
        known, day = sum(bool(one.areas) for one in answers), said(everybody.moment.as_of)
        where = f" at {self.site}" if self.site is not None else ""
        return f"Of {len(answers)} in post{where} on {day}, it is on record of {known} where they last worked"

    def tables(self, answers: Sequence[LastWorkedAnswer]) -> Iterator[Table]:
        """Return everybody with their areas."""
        rows = [(one.asked.worker, *_row(area)) for one in answers for area in one.areas]
        if rows:
            yield table({"Worker": PERSON, **_COLUMNS}, rows)
