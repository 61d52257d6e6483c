"""Who needs a re-assessment by a recall, by when, and what they may do until then."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Literal

import msgspec

from sw_competency.catalogue import department
from sw_competency.dates import day_before, said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.judging import CompetencyStatus
from sw_competency.judge.may import MAIN, judge_may
from sw_competency.judge.recall import UNTIL_THEN, recalled_on
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Outcome
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, MARK, PERSON, SITE, TERM, TEXT, Table, table
from sw_competency.model.findings import entries_of
from sw_competency.model.marks import ANSWER
from sw_competency.questions._names import RecallName, Site
from sw_competency.questions._question import Question
from sw_competency.rules import Given

State = Literal["to-do", "overdue", "done", "cannot-tell"]
UntilThen = Literal["may", "only-supervised", "may-not"]


class Recalled(msgspec.Struct, frozen=True, kw_only=True):
    """What a recall means for one worker's competency on a day.

    Args:
        worker: whose.
        site: where they are in post.
        competency: which.
        sign_off: the recalled sign-off.
        on: its day.
        state: `to-do`, `overdue`, `done`, or `cannot-tell`.
        reassess_by: the last day on which it is current, by the recall or already by its own length.
        reassessed: the sign-off that ended the recall.
        may: what the worker may do on the day.
        says: the same in words.
    """

    worker: str
    site: str | None
    competency: str
    sign_off: str
    on: date
    state: State
    reassess_by: date
    reassessed: str | None
    may: str
    says: str


class Recall(Question["RecallAnswer"], frozen=True):
    """Who needs a re-assessment since a procedure, device or contrast agent changed, by when, and what until then.

    Args:
        recall: the recall, as the catalogue names it; left out at a command, all recalls are listed.
        site: only those in post at this site.
    """

    words: ClassVar = ("recall",)

    recall: RecallName
    site: Site | None = None

    def answer(self, everybody: Everybody) -> "RecallAnswer":
        """Judge each sign-off from before the change, of everybody in post on the day.

        Raises:
            UnknownNameError: no such recall; a site that neither the catalogue nor a record names.
        """
        recall, day = everybody.catalogue.recall(self.recall), everybody.moment.as_of
        everybody.knows_site(self.site)
        found = [one for judge in everybody.judges() for one in _of_worker(judge, recall, self.site, day)]
        left = [row for row, _ in found if row.state != "done"]
        parts = tuple(finding for _, finding in found)
        outcome = NOT_MET if left and day >= recall.starts else MET
        finding = Finding(outcome, _say_all(recall, day, len(found), left), entries_of(parts), recall.source, parts)
        return RecallAnswer(
            asked=self, moment=everybody.moment, finding=finding, title=recall.title, starts=recall.starts,
            reassess_by=recall.reassess_by, until_then=recall.until_then, device=recall.device,
            workers=tuple(row for row, _ in found),
        )  # fmt: skip


class RecallAnswer(Answer[Recall], frozen=True):
    """Who needs a re-assessment by a recall.

    Args:
        title: what changed.
        starts: the day of the change.
        reassess_by: the last day on which a recalled sign-off is current.
        until_then: what a holder may do up to that day.
        device: the only device it is about.
        workers: everybody it touches.
    """

    recall = Asked[str]()
    site = Asked[str | None]()

    title: str
    starts: date
    reassess_by: date
    until_then: UntilThen
    device: str | None
    workers: tuple[Recalled, ...]

    def tables(self) -> Iterator[Table]:
        """Return everybody it touches."""
        if self.workers:
            columns = {
                "Worker": PERSON, "Site": SITE, "Competency": TERM, "Re-assessment": TEXT, "By": DAY,
                f"On {said(self.as_of)}": MARK,
            }  # fmt: skip
            rows = [(o.worker, o.site, o.competency, o.state, o.reassess_by, ANSWER[o.may]) for o in self.workers]
            yield table(columns, rows)


class OneRecall(msgspec.Struct, frozen=True, kw_only=True):
    """A recall as the catalogue has it."""

    id: str
    title: str
    competencies: tuple[str, ...]
    starts: date
    reassess_by: date
    until_then: UntilThen
    device: str | None
    site: str | None
    source: tuple[str, ...]


class Recalls(Question["RecallsAnswer"], frozen=True):
    """What the catalogue recalls: procedures, devices and contrast agents that changed."""

    name: ClassVar = "recalls"
    without: ClassVar = "recall"
    exits: ClassVar = "done"
    with_records: ClassVar = False

    def answer(self, everybody: Everybody) -> "RecallsAnswer":
        """List them; no record is looked at."""
        fields = OneRecall.__struct_fields__
        held = everybody.catalogue.recalls.values()
        found = tuple(OneRecall(**{field: getattr(one, field) for field in fields}) for one in held)
        count = "nothing" if not found else "one thing" if len(found) == 1 else f"{len(found)} things"
        sources = tuple(dict.fromkeys(source for one in found for source in one.source))
        finding = Finding(MET, f"The catalogue recalls {count}", (), sources or everybody.catalogue.tiers_cited)
        return RecallsAnswer(asked=self, moment=everybody.moment, finding=finding, recalls=found)


class RecallsAnswer(Answer[Recalls], frozen=True):
    """What the catalogue recalls.

    Args:
        recalls: each recall.
    """

    recalls: tuple[OneRecall, ...]

    def tables(self) -> Iterator[Table]:
        """Return the recalls."""
        if self.recalls:
            columns = {"Recall": TEXT, "Title": TEXT, "Since": DAY, "Re-assess by": DAY, "Device": TEXT, "Site": SITE}
            rows = [(one.id, one.title, one.starts, one.reassess_by, one.device, one.site) for one in self.recalls]
            yield table(columns, rows)


def judge_recall(judge: Judge, recall: department.Recall, day: date) -> list[tuple[Recalled, Finding]]:
    """Judge what a recall means for a worker in one post: each competency held by a sign-off from before the change."""
    out = []
    for name in recall.competencies:
        now = judge.status(name, day)
        perhaps = (_held_before(judge, recall, name), now.given)
        held = next((one for one in perhaps if one is not None and _touches(judge, recall, one, day)), None)
        if held is None:
            continue
        state, outcome = _state(judge, recall, now, day)
        ended = now.given if state == "done" else None
        may = judge_may(judge, name, day, device=recall.device, post=judge.post or MAIN).answer
        by = recall.reassess_by if ended is not None else min(now.expires_on or date.max, recall.reassess_by)
        sentence = _say(judge, by, UNTIL_THEN[recall.until_then], name, state, ended)
        doubts = recall.unconfirmed("reassess_by", "until_then")
        entries = (held.id,) if ended is None else (held.id, ended.id)
        finding = Finding(outcome, sentence, entries, recall.source, (), doubts)
        row = Recalled(
            worker=judge.record.worker, site=judge.where(day), competency=name, sign_off=held.id, on=held.on,
            state=state, reassess_by=by, reassessed=ended.id if ended else None, may=may, says=finding.says,
        )  # fmt: skip
        out.append((row, finding))
    return out


def _held_before(judge: Judge, recall: department.Recall, name: str) -> Given | None:
    """Return the sign-off by which the competency was held on the day before the change, if it was."""
    found = judge.status(name, day_before(recall.starts))
    return found.given if found.status in {"current", "due", "out-of-practice", "grace", "suspended"} else None


def _touches(judge: Judge, recall: department.Recall, given: Given, day: date) -> bool:
    return recall in recalled_on(judge, given, max(day, recall.starts), recall.device)


def _state(judge: Judge, recall: department.Recall, now: CompetencyStatus, day: date) -> tuple[State, Outcome]:
    if now.status is None:
        return "cannot-tell", CANNOT_TELL
    if now.given is not None and not _touches(judge, recall, now.given, day):
        return "done", MET
    return ("overdue" if day > min(now.expires_on or date.max, recall.reassess_by) else "to-do"), NOT_MET


def _say(judge: Judge, by: date, until_then: str, name: str, state: str, ended: Given | None) -> str:
    title = judge.catalogue.titled(name)
    if ended is not None:
        return f"{title}: re-assessed on {said(ended.on)}"
    if state == "cannot-tell":
        return f"{title}: whether it has been re-assessed cannot be told"
    if state == "overdue":
        return f"{title}: not re-assessed by {said(by)}, and lapsed since"
    return f"{title}: to be re-assessed by {said(by)}; {until_then}"


def _of_worker(
    judge: Judge, recall: department.Recall, site: str | None, day: date
) -> list[tuple[Recalled, Finding]]:
    """Judge a recall in each post of a worker; a sign-off that it touches in several is told once."""
    found: dict[str, tuple[Recalled, Finding]] = {}
    for post in judge.held(day):
        here = judge.in_post_named(post)
        if site in {None, here.where(day)}:
            for row, finding in judge_recall(here, recall, day):
                found.setdefault(row.sign_off, (row, finding))
    return list(found.values())


def _say_all(recall: department.Recall, day: date, count: int, left: list[Recalled]) -> str:
    verb = "recalled on" if day >= recall.starts else "to be recalled on"
    device = f" for the device {recall.device}" if recall.device else ""
    head = f"{recall.title}, {verb} {said(recall.starts)}{device}"
    if not count:
        return f"{head}: nobody in post held one of these by a sign-off given before"
    if not left:
        return f"{head}: all {count} sign-offs that it touches have been re-assessed"
    overdue = sum(one.state == "overdue" for one in left)
    words = []
    if open_ := len(left) - overdue:
        then = "" if day < recall.starts else f"; {UNTIL_THEN[recall.until_then]}"
        words.append(f"{open_} of {count} sign-offs to be re-assessed by {said(recall.reassess_by)}{then}")
    if overdue:
        words.append(f"{overdue} of {count} not re-assessed in time, and lapsed")
    return f"{head}: {'; '.join(words)}"
