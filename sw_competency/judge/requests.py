"""Requests to be signed off, and what came of each. A request makes nothing held: only a sign-off does.

An answer is an entry of its own, for all that waits for that competency with that assessor. A sign-off given since
settles a request too, whoever gave it; an answer without a request, as another system hands it over, stands for both.
"""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Literal

import msgspec

from sw_competency.dates import said
from sw_competency.judge.folded import Snapshot
from sw_competency.model import SignOff, SignOffRequest, same_person

Answered = Literal["waiting", "confirmed", "rejected", "withdrawn"]


class Requested(msgspec.Struct, frozen=True, kw_only=True):
    """One request to be signed off.

    Args:
        entry: the id of the request.
        competency: for what.
        assessor: who is asked.
        on: the day it was made.
        answer: what came of it; `waiting` where nothing has yet.
        answered_on: the day of the answer.
        answered_by: who answered.
        reason: why, as the learner sees it.
        by_entry: the id of the entry that answers: of the sign-off, where that is the answer.
    """

    entry: str
    competency: str
    assessor: str
    on: date
    answer: Answered = "waiting"
    answered_on: date | None = None
    answered_by: str | None = None
    reason: str | None = None
    by_entry: str | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody has answered yet."""
        return self.answer == "waiting"


def requested(then: Snapshot) -> tuple[Requested, ...]:
    """Return the requests made by a day, in their order, each with what came of it by then."""
    asked = then.sign_off_requests
    named = dict.fromkeys(one.competency for one in asked)
    given = [one for name in named for one in then.given[name] if isinstance(one, SignOff)]
    written: list[SignOff | SignOffRequest] = [*asked, *given]
    found: list[Requested] = []
    for entry in sorted(written, key=lambda one: then.record.place[id(one)]):
        about = [place for place, one in enumerate(found) if _is_of(entry, one)]
        waiting = [place for place in about if found[place].waits]
        if isinstance(entry, SignOffRequest) and entry.answer is None:
            found.append(_made(entry))
        elif waiting:
            for place in waiting:
                found[place] = _settled(found[place], entry)
        elif isinstance(entry, SignOffRequest) and not (about and found[about[-1]].answer == entry.answer):
            found.append(_made(entry))  # else it says once more what came of the last
    return tuple(found)


def _is_of(entry: SignOff | SignOffRequest, request: Requested) -> bool:
    """Tell whether an entry is about what was requested: a sign-off by anybody, an answer for the assessor asked."""
    alike = entry.competency == request.competency
    return alike and (isinstance(entry, SignOff) or entry.assessor == request.assessor)


def _made(entry: SignOffRequest) -> Requested:
    made = Requested(entry=entry.id, competency=entry.competency, assessor=entry.assessor, on=entry.on)
    return made if entry.answer is None else _settled(made, entry)


def _settled(request: Requested, by: SignOff | SignOffRequest) -> Requested:
    if isinstance(by, SignOff):
        return _answered(request, by, "confirmed", by.assessor)
    who = by.answered_by or (None if by.answer == "withdrawn" else by.assessor)
    return _answered(request, by, by.answer or "waiting", who, by.reason)


def _answered(
    request: Requested, entry: SignOff | SignOffRequest, answer: Answered, by: str | None, reason: str | None = None
) -> Requested:
    return msgspec.structs.replace(
        request, answer=answer, answered_on=entry.on, answered_by=by, reason=reason, by_entry=entry.id
    )


class OutOfTurn(msgspec.Struct, frozen=True, kw_only=True):
    """Why a request to be signed off, or an answer to one, is not taken now.

    Args:
        kind: which reason it is.
        worker: who asks.
        assessor: who is asked.
        title: what the competency is called.
        on: the day of the request or answer.
        before: what came of the last request; None where there was none.
        waits: who is asked by the requests that wait.
    """

    kind: Literal["own-request", "own-answer", "answered-already", "nothing-waits"]
    worker: str
    assessor: str
    title: str
    on: date
    before: Requested | None = None
    waits: tuple[str, ...] = ()

    stands: ClassVar = True  # no reason given changes it
    finding: ClassVar = None

    @property
    def says(self) -> str:
        """The reason in a sentence."""
        if self.kind == "own-request":
            return "Nobody signs themselves off: ask an assessor."
        if self.kind == "own-answer":
            return "Nobody answers their own request: the assessor does, or somebody for them."
        if self.before is not None and self.before.answered_on is not None:
            came = f"{self.before.answer} on {said(self.before.answered_on)}"
            return f"The request of {self.worker} for {self.title} was answered already: {came}."
        others = f"; one waits for {', '.join(self.waits)}" if self.waits else ""
        day = said(self.on)
        return f"No request of {self.worker} to {self.assessor} for {self.title} is on record by {day}{others}."


def out_of_turn(entry: SignOffRequest, made: Sequence[Requested], title: str) -> OutOfTurn | None:
    """Return why a request made now, or an answer given now, is none: nothing waits for it, or it is one's own.

    Args:
        entry: the request or the answer.
        made: the requests of that worker up to its day.
        title: what the competency is called.
    """
    about = [one for one in made if one.competency == entry.competency]
    asked = [one for one in about if one.assessor == entry.assessor]
    kind: Literal["own-request", "own-answer", "answered-already", "nothing-waits"]
    if entry.answer is None:
        if not same_person(entry.assessor, entry.worker):
            return None
        kind = "own-request"
    elif entry.answer != "withdrawn" and same_person(entry.answered_by or entry.assessor, entry.worker):
        kind = "own-answer"
    elif any(one.waits for one in asked):
        return None
    else:
        kind = "answered-already" if asked else "nothing-waits"
    return OutOfTurn(
        kind=kind, worker=entry.worker, assessor=entry.assessor, title=title, on=entry.on,
        before=asked[-1] if asked else None, waits=tuple(one.assessor for one in about if one.waits),
    )  # fmt: skip
