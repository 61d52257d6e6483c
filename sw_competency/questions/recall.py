"""Who needs a re-assessment by a recall, by when, and what they may do until then."""

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from sw_competency.catalogue.department import Recall
from sw_competency.dates import day_before, said
from sw_competency.judge.judging import CompetencyStatus
from sw_competency.judge.may import MAIN, judge_may
from sw_competency.judge.recall import UNTIL_THEN, recalled_on
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Outcome, PlainAnswer
from sw_competency.model.findings import entries_of, jsonable
from sw_competency.rules import Given

if TYPE_CHECKING:
    from sw_competency.judge.case import Judge
    from sw_competency.questions._department import Department


class Recalled(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """What a recall means for one worker's competency on a day.

    Args:
        competency: which.
        sign_off: the recalled sign-off.
        on: its day.
        state: `to-do`, `overdue`, `done`, or `cannot-tell`.
        reassess_by: the last day on which it is current, by the recall or already by its own length.
        reassessed: the sign-off that ended the recall.
        may: what the worker may do on the day.
        finding: met where nothing is left to do.
    """

    competency: str
    sign_off: str
    on: date
    state: str
    reassess_by: date
    may: str
    finding: Finding
    reassessed: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Give it as the answer prints it."""
        fields = ("competency", "sign_off", "on", "state", "reassess_by", "reassessed", "may")
        return jsonable({name: getattr(self, name) for name in fields} | {"says": self.finding.says})  # type: ignore[no-any-return]


def judge_recall(judge: "Judge", recall: Recall, day: date) -> list[Recalled]:
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
        sentence = (_say, judge, by, UNTIL_THEN[recall.until_then], name, state, ended)
        doubts = recall.unconfirmed("reassess_by", "until_then")
        entries = (held.id,) if ended is None else (held.id, ended.id)
        out.append(Recalled(
            competency=name, sign_off=held.id, on=held.on, state=state, reassess_by=by, may=may,
            finding=Finding(outcome, sentence, entries, recall.source, (), doubts),
            reassessed=ended.id if ended else None,
        ))  # fmt: skip
    return out


def _held_before(judge: "Judge", recall: Recall, name: str) -> Given | None:
    """Give the sign-off by which the competency was held on the day before the change, if it was."""
    found = judge.status(name, day_before(recall.starts))
    return found.given if found.status in {"current", "due", "out-of-practice", "grace", "suspended"} else None


def _touches(judge: "Judge", recall: Recall, given: Given, day: date) -> bool:
    return recall in recalled_on(judge, given, max(day, recall.starts), recall.device)


def _state(judge: "Judge", recall: Recall, now: CompetencyStatus, day: date) -> tuple[str, Outcome]:
    if now.status is None:
        return "cannot-tell", CANNOT_TELL
    if now.given is not None and not _touches(judge, recall, now.given, day):
        return "done", MET
    return ("overdue" if day > min(now.expires_on or date.max, recall.reassess_by) else "to-do"), NOT_MET


def _say(judge: "Judge", by: date, until_then: str, name: str, state: str, ended: Given | None) -> str:
    title = judge.catalogue.titled(name)
    if ended is not None:
        return f"{title}: re-assessed on {said(ended.on)}"
    if state == "cannot-tell":
        return f"{title}: whether it has been re-assessed cannot be told"
    if state == "overdue":
        return f"{title}: not re-assessed by {said(by)}, and lapsed since"
    return f"{title}: to be re-assessed by {said(by)}; {until_then}"


def recall_of(department: "Department", recall: Recall, site: str | None) -> PlainAnswer:
    """Answer who needs a re-assessment by a recall, in post on the day, at a site or anywhere."""
    day = department.moment.as_of
    department.knows_site(site)
    rows: list[tuple[str, str | None, Recalled]] = []
    for judge in department.judges():
        rows += _of_worker(judge, recall, site, day)
    left = [one for _, _, one in rows if one.state != "done"]
    outcome: Outcome = NOT_MET if left and day >= recall.starts else MET
    parts = tuple([one.finding for _, _, one in rows])
    finding = Finding(outcome, _say_all(recall, day, len(rows), left), entries_of(parts), recall.source, parts)
    workers = [{"worker": worker, "site": where, **one.to_json()} for worker, where, one in rows]
    facts = {
        "title": recall.title, "starts": recall.starts, "reassess_by": recall.reassess_by,
        "until_then": recall.until_then, "device": recall.device, "workers": workers,
    }  # fmt: skip
    about = {"recall": recall.id} if site is None else {"recall": recall.id, "site": site}
    return PlainAnswer(question="recall", moment=department.moment, finding=finding, about=about, facts=facts)


def _of_worker(judge: "Judge", recall: Recall, site: str | None, day: date) -> list[tuple[str, str | None, Recalled]]:
    """Judge a recall in each post of a worker; a sign-off that it touches in several is told once."""
    found: dict[str, tuple[str, str | None, Recalled]] = {}
    for post in judge.posts(day):
        here = judge.in_post_named(post)
        if site in {None, here.where(day)}:
            for one in judge_recall(here, recall, day):
                found.setdefault(one.sign_off, (judge.record.worker, here.where(day), one))
    return list(found.values())


def _say_all(recall: Recall, day: date, count: int, left: list[Recalled]) -> str:
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
