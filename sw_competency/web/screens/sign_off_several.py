"""Sign off several at once: people for one task, or one person for several, each a sign-off of its own."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import attrs

from sw_competency.dates import said
from sw_competency.errors import ConflictError, FieldError, SignOffRefusedError, StoreError, SWCompetencyError
from sw_competency.judge.case import Judge
from sw_competency.judge.required import required_of
from sw_competency.model import MET, same_person
from sw_competency.model.findings import capital
from sw_competency.model.marks import STATUS, Mark
from sw_competency.recording import Refusal
from sw_competency.web import asking
from sw_competency.web.roles import ASSESSORS
from sw_competency.web.screen import Screen
from sw_competency.web.screens._people import known
from sw_competency.web.screens.papers import print_links
from sw_competency.web.screens.sign_off import competency_in, requests_of, sheet_of
from sw_competency.web.visit import Done, Link, Visit

_TICK = "tick:"
_MOST = 60  # lines of the list: who is not among them is found by name or site
_AS_IT_IS = frozenset({"current", "suspended", "withdrawn"})  # listed only where everything is asked for


@attrs.frozen(slots=True)
class _Pair:
    """A person and a task, how it stands, and whom the person asked."""

    worker: str
    competency: str
    mark: Mark
    asked: tuple[str, ...]

    @property
    def tick(self) -> str:
        """The name of its box."""
        return f"{_TICK}{self.competency}:{self.worker}"

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What a paper about several is told of it."""
        return ("people", self.worker), ("competencies", self.competency)


@attrs.frozen(slots=True, kw_only=True)
class Row:
    """One line.

    Args:
        tick: the name of its box.
        ticked: whether it is ticked.
        title: the person, or the task, by which the lines differ.
        sheet: where the sheet is.
        mark: how it stands.
        asked: whom the person asked to be signed off.
        needs: what is still needed of this one alone; nothing where it can be signed off.
        ready: whether it can be.
    """

    tick: str
    ticked: bool
    title: str
    sheet: str
    mark: Mark
    asked: str
    needs: tuple[str, ...]
    ready: bool


@attrs.frozen(slots=True, kw_only=True)
class Several:
    """The screen.

    Args:
        worker: whose tasks they are; empty where it is about people.
        competency: for what.
        criteria: what the assessor watches for.
        on: the day.
        gone_by: whether that day is before today.
        who: a part of a name to look for.
        site: the site.
        sites: the sites there are.
        everything: whether what needs no sign-off now is listed, too.
        by: who signs.
        asked: whether somebody listed asked to be signed off, and can be answered.
        all: what is needed for every line, such as the assessor's own registration.
        ready: what can be signed off.
        lacking: what cannot yet.
        more: how many are not shown.
        note: the remark.
        reason: why not.
        papers: where the sheets of all of them are printed.
    """

    worker: str
    competency: str
    criteria: tuple[str, ...]
    on: date
    gone_by: bool
    who: str
    site: str
    sites: tuple[Link, ...]
    everything: bool
    by: str
    asked: bool
    all: tuple[str, ...]
    ready: tuple[Row, ...]
    lacking: tuple[Row, ...]
    more: int
    note: str
    reason: str
    papers: tuple[Link, ...]


class SignOffSeveral(Screen):
    """A list to tick: who is ready, what the others still need, and one form for all."""

    path = "/sign-off/several"
    title = "Sign off several"
    sees = ASSESSORS
    does = ASSESSORS

    def heading(self, visit: Visit) -> str:
        """Return who or what it is about."""
        if visit.text("worker"):
            return f"Sign off: {visit.named(known(visit, 'worker', 'Who'))}"
        return f"Sign off: {visit.tracker.catalogue.titled(competency_in(visit))}"

    def show(self, visit: Visit) -> Several:
        """Ask of each line what a sign-off on the day would be refused for."""
        on, catalogue, say = _on(visit), visit.tracker.catalogue, visit.directory.naming()
        pairs = sorted(_pairs(visit, on), key=lambda one: _order(visit, one))
        lacks = [tuple(map(say, _lacks(visit, one, on))) for one in pairs[:_MOST]]
        every = _of_all(lacks)
        rows = [_row(visit, one, found, every) for one, found in zip(pairs, lacks, strict=False)]
        name = "" if visit.text("worker") else competency_in(visit)
        return Several(
            worker=visit.text("worker") or "", competency=name, on=on,
            gone_by=on < visit.tracker.today(), who=visit.text("who") or "",
            criteria=catalogue.competency(name).criteria if name else (), site=visit.text("site") or "",
            sites=tuple(asking.things(catalogue, "site")), everything=visit.text("everything") == "yes",
            by=visit.named(visit.by), asked=any(row.asked for row in rows), all=every,
            ready=tuple(row for row in rows if row.ready), lacking=tuple(row for row in rows if not row.ready),
            more=max(0, len(pairs) - _MOST), note=visit.text("note") or "",
            reason=visit.text("reason") or "", papers=_papers(visit, pairs[:_MOST]),
        )  # fmt: skip

    def do(self, visit: Visit) -> Done:
        """Sign off, or say why not, those that are ticked; those that are refused stay ticked in the list.

        Raises:
            SWCompetencyError: nothing came of any of them.
        """
        chosen = _chosen(visit)
        on = _on(visit)
        came = (_reject if visit.given.get("answer") == "rejected" else _sign)(visit, chosen, on)
        left = came.left
        if not came.done:
            raise SWCompetencyError(_told(visit, came))
        kept = {one.tick: "yes" for one in left}
        names = ["worker", "competency", "on", "who", "site", "everything", *(("note", "reason") if left else ())]
        asked = {name: visit.text(name) for name in names}
        return Done(visit.link("sign-off", "several", **asked, **kept), _told(visit, came))


def _papers(visit: Visit, pairs: Iterable[_Pair]) -> tuple[Link, ...]:
    ticked = {f"{field}:{one}": "yes" for each in pairs for field, one in each.told}
    return print_links(visit, "sign-off-pack", "Print their sheets", **ticked) if ticked else ()


def _on(visit: Visit) -> date:
    today = visit.tracker.today()
    on = visit.day("on") or min(visit.questions.moment.as_of, today)
    if on > today:
        raise FieldError("day", f"{said(on)} has not come yet: sign off on the day itself")
    return on


def _pairs(visit: Visit, on: date) -> Iterator[_Pair]:
    if visit.text("worker"):
        judge = visit.questions.judge(visit.questions.records.joining.kept(known(visit, "worker", "Who")))
        yield from _of(visit, judge, _tasks(visit, judge, on), on)
        return
    name, site = competency_in(visit), visit.text("site")
    who = visit.text("who") or ""
    for judge in visit.questions.judges():
        worker = judge.record.worker
        fits = visit.is_called(worker, who)
        if fits and judge.held(on, site) and not same_person(worker, visit.by):
            yield from _of(visit, judge, [name], on)


def _tasks(visit: Visit, judge: Judge, on: date) -> Iterable[str]:
    """Return the tasks of one person: asked for, begun or required; or all there are."""
    known_here = visit.tracker.catalogue.competencies
    if visit.text("everything") == "yes":
        return known_here
    asked = [one.competency for one in requests_of(judge, visit)]
    found = dict.fromkeys([*asked, *judge.begun(on), *required_of(judge, on).names])
    return [name for name in found if name in known_here]


def _of(visit: Visit, judge: Judge, names: Iterable[str], on: date) -> Iterator[_Pair]:
    worker = judge.record.worker
    if visit.questions.records.unreadable(worker) is not None:
        return
    whole = visit.text("everything") == "yes"
    for name in names:
        asked = tuple(one.assessor for one in requests_of(judge, visit) if one.competency == name)
        status = judge.status(name, on).status
        of_a_person = bool(visit.text("worker"))
        begun = status not in _AS_IT_IS and (of_a_person or status != "not-started")
        if whole or asked or begun:
            yield _Pair(worker, name, STATUS[status], asked)


def _lacks(visit: Visit, one: _Pair, on: date) -> Iterator[str]:
    for refusal in visit.tracker.still_needed(one.worker, one.competency, visit.by, on):
        yield from _lines(refusal)


def _lines(refusal: Refusal) -> Iterator[str]:
    """Return a reason as lines of a check list: of what does not count, each thing that is lacking."""
    found = refusal.finding.finding if refusal.finding is not None else None
    open_ = [part.says for part in found.parts if part.outcome is not MET] if found is not None else []
    yield from (f"{capital(says)}." for says in open_)
    if not open_:
        yield refusal.says


def _of_all(lacks: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what is lacking in every line of several: it is about whoever signs, and said once."""
    if len(lacks) < 2:
        return ()
    return tuple(says for says in lacks[0] if all(says in found for found in lacks))


def _order(visit: Visit, one: _Pair) -> tuple[bool, bool, str]:
    """Those that are ticked come first, then those who asked."""
    return one.tick not in visit.given, not one.asked, _name(visit, one).casefold()


def _name(visit: Visit, one: _Pair) -> str:
    return visit.tracker.catalogue.titled(one.competency) if visit.text("worker") else visit.named(one.worker)


def _row(visit: Visit, one: _Pair, lacks: Sequence[str], every: Sequence[str]) -> Row:
    return Row(
        tick=one.tick, ticked=one.tick in visit.given, title=_name(visit, one), mark=one.mark, ready=not lacks,
        sheet=sheet_of(visit, one.worker, one.competency), asked=", ".join(map(visit.named, one.asked)),
        needs=tuple(says for says in lacks if says not in every),
    )  # fmt: skip


def _chosen(visit: Visit) -> list[_Pair]:
    """Return the lines that are ticked; what is not among those offered is nobody's to tick."""
    ticked = [name for name in visit.given if name.startswith(_TICK)]
    if not ticked:
        raise FieldError("who", "is empty: tick who is meant")
    offered = {one.tick: one for one in _pairs(visit, _on(visit))}
    if gone := [name for name in ticked if name not in offered]:
        left = f"has changed since you looked at it, and {len(gone)} of those ticked left it"
        raise FieldError("the_list", f"{left}: look again, then send it")
    return [offered[name] for name in ticked]


@attrs.define
class _Came:
    """What came of a form: what was done, what was not, and what stood in the way besides what the list says."""

    done: list[_Pair] = attrs.field(factory=list)
    left: list[_Pair] = attrs.field(factory=list)
    why: dict[str, None] = attrs.field(factory=dict)


def _sign(visit: Visit, chosen: Iterable[_Pair], on: date) -> _Came:
    came = _Came()
    for one in chosen:
        try:
            visit.tracker.sign_off(one.worker, one.competency, visit.by, on, visit.by, note=visit.text("note"))
        except SignOffRefusedError:  # the others are no worse for it
            came.left.append(one)
        except (ConflictError, StoreError) as error:
            came.left.append(one)
            came.why[str(error)] = None
        else:
            came.done.append(one)
    return came


def _reject(visit: Visit, chosen: Iterable[_Pair], on: date) -> _Came:
    """Answer with a reason what those ticked asked for; who asked nothing needs no answer."""
    reason, came = visit.needed("reason", "Why not"), _Came()
    for one in chosen:
        for assessor in one.asked:
            visit.tracker.record(
                "sign-off-request", visit.by, worker=one.worker, competency=one.competency, assessor=assessor, on=on,
                answer="rejected", answered_by=visit.by, reason=reason,
            )  # fmt: skip
        (came.done if one.asked else came.left).append(one)
    return came


def _told(visit: Visit, came: _Came) -> str:
    rejects = visit.given.get("answer") == "rejected"
    done, left = (", ".join(_name(visit, one) for one in some) for some in (came.done, came.left))
    said = [f"{'Not signed off, with the reason' if rejects else 'Signed off'}: {done}."] if done else []
    if left and rejects:
        said.append(f"Nothing was asked by: {left}.")
    elif left:
        said += [f"Not signed off: {left}.", *(came.why or ("What is still needed stands in the list.",))]
    return " ".join(said)
