"""What a post requires, what of it is lacking, and what is held though nothing in the post asks for it.

What is held and not needed in the post is kept and is silent: nobody is reminded of it, and when the post changes back
the reminders return by themselves, since all of this is worked out from the post of the day. A competency or programme
is *needed* where one of these holds:

1. a `required` table that fits the post, or may fit it, names it;
2. it is a task of one of the post's modalities (of any, where the appointment names none): a site's tables name the
   least a post asks for, and seldom the tasks that are done there every day;
3. it was practised or learnt within six months, in this post;
4. something that is needed rests on it: as a prerequisite, a standing condition, or what a sign-off or renewal asks,
   alternatives apart;
5. it is a programme of which nothing in the catalogue says whom it is for.

A change of tier silences nothing: what lies above the tier may be on the way to the next band. Where no table fits the
post, nobody has said what it requires, and nothing is silent; nor is it for somebody who is not in post.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import attrs

from sw_competency.catalogue.department import Required
from sw_competency.dates import before, in_force, said
from sw_competency.judge.case import Judge
from sw_competency.judge.folded import up_to
from sw_competency.judge.in_training import training_begun
from sw_competency.judge.sign_off import current
from sw_competency.judge.status import HELD
from sw_competency.judge.unused import WINDOW
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Outcome
from sw_competency.model.findings import all_of, jsonable
from sw_competency.rules import Requirement, Span


@attrs.frozen(slots=True)
class OfPost:
    """The tables that say what the posts of a day require.

    Args:
        spans: the posts held; none for somebody who is not in post.
        fitting: the tables that fit one of them.
        perhaps: those that may fit: the appointment does not say enough.
    """

    spans: tuple[Span, ...]
    fitting: tuple[Required, ...]
    perhaps: tuple[Required, ...]

    @property
    def names(self) -> dict[str, list[Required]]:
        """What is required, each with the tables that say so."""
        return _named(self.fitting)


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Row:
    """One thing a post requires.

    Args:
        name: the competency or programme.
        kind: which of the two.
        tables: the ids of the tables that require it.
        status: the competency's status; of a programme current, expired or not-completed. None: cannot be told.
        expires_on: the last day of what decides.
        finding: met where it is current.
        lacks: which standards of the programme a completion that counts is without.
    """

    name: str
    kind: str
    tables: tuple[str, ...]
    status: str | None
    expires_on: date | None
    finding: Finding
    lacks: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Give it as the answer prints it."""
        fields = ("name", "kind", "tables", "status", "expires_on", "lacks")
        return {**{f: jsonable(getattr(self, f)) for f in fields}, "says": self.finding.says}


@attrs.frozen(slots=True, eq=False, kw_only=True)
class Needs:
    """What is required of a worker, and how it stands.

    Args:
        finding: met where everything required is current.
        of_post: the posts and the tables.
        rows: what is required.
        held_not_required: held, and not needed in the post: kept, and silent.
        also_held: held, and needed, though no table names it.
    """

    finding: Finding
    of_post: OfPost
    rows: tuple[Row, ...] = ()
    held_not_required: tuple[str, ...] = ()
    also_held: tuple[str, ...] = ()

    def facts(self) -> dict[str, Any]:
        """Give what the answer adds."""
        by_outcome = {o: [r.name for r in self.rows if r.finding.outcome is o] for o in (MET, NOT_MET, CANNOT_TELL)}
        return {
            "required": [row.to_json() for row in self.rows], "lacking": by_outcome[NOT_MET],
            "cannot_tell": by_outcome[CANNOT_TELL], "required_and_held": by_outcome[MET],
            "held_not_required": list(self.held_not_required), "also_held": list(self.also_held),
            "tables": [table.id for table in self.of_post.fitting],
            "perhaps": [table.id for table in self.of_post.perhaps],
        }  # fmt: skip


# -- what a post requires -----------------------------------------------------------------------------------------


def required_of(judge: Judge, day: date) -> OfPost:
    """Give the tables that say what a worker's posts on a day require; of several posts, those of all."""
    spans = tuple(judge.held(day).values())
    found: dict[Outcome, list[Required]] = {MET: [], NOT_MET: [], CANNOT_TELL: []}
    for table in judge.catalogue.required.values():
        outcomes = [fits(table, span, day) for span in spans]
        best = next((o for o in (MET, CANNOT_TELL) if o in outcomes), NOT_MET)
        found[best].append(table)
    return OfPost(spans, tuple(found[MET]), tuple(found[CANNOT_TELL]))


def fits(table: Required, span: Span, day: date) -> Outcome:
    """Tell whether a table is about a post: it cannot be told where the appointment does not say enough."""
    post = span.appointment
    if table.starts > day or (table.tiers and span.tier not in table.tiers) or table.site not in {None, post.site}:
        return NOT_MET
    if table.modalities and post.modalities is not None and not _overlap(table.modalities, post.modalities):
        return NOT_MET
    if table.deployment is not None and post.deployment not in {None, table.deployment}:
        return NOT_MET
    unsaid = (table.modalities and post.modalities is None) or (table.deployment and post.deployment is None)
    return CANNOT_TELL if unsaid else MET


def _overlap(some: Iterable[str], others: Iterable[str]) -> bool:
    some, others = set(some), set(others)
    return "all" in some | others or not some.isdisjoint(others)


def _named(tables: Iterable[Required]) -> dict[str, list[Required]]:
    found: dict[str, list[Required]] = {}
    for table in tables:
        for name in (*table.competencies, *table.programmes):
            found.setdefault(name, []).append(table)
    return found


# -- how it stands ------------------------------------------------------------------------------------------------


def judge_required(judge: Judge, day: date) -> Needs:
    """Judge what the posts of a worker on a day require, and how each of it stands."""
    of_post, worker = required_of(judge, day), judge.record.worker
    if not of_post.spans:
        return Needs(finding=_not_in_post(judge, day), of_post=of_post)
    posts = tuple(span.appointment.id for span in of_post.spans)
    if not of_post.fitting and not of_post.perhaps:
        sentence = f"What the post of {worker} requires is not known: no table of the catalogue says it"
        return Needs(finding=Finding(CANNOT_TELL, sentence, posts), of_post=of_post)
    rows = tuple(_row(judge, name, tables, day) for name, tables in of_post.names.items())
    perhaps = tuple(
        Finding(CANNOT_TELL, f"the appointment does not say whether this is asked for: {t.title}", posts, t.source)
        for t in of_post.perhaps
    )
    parts = (*(row.finding for row in rows), *perhaps)
    outcome = all_of([part.outcome for part in parts])
    held = held_on(judge, day)
    quiet = silent(judge, day)
    doubts = tuple(path for table in of_post.fitting for path in table.unconfirmed("competencies", "programmes"))
    finding = Finding(outcome, (_say, judge, rows, perhaps), posts, None, parts, doubts)
    return Needs(
        finding=finding, of_post=of_post, rows=rows,
        held_not_required=tuple(name for name in held if name in quiet),
        also_held=tuple(name for name in held if name not in quiet and name not in of_post.names),
    )  # fmt: skip


def _not_in_post(judge: Judge, day: date) -> Finding:
    worker, begun = judge.record.worker, up_to(judge.record.appointments, day)
    if not begun:
        return Finding(CANNOT_TELL, f"{worker}: no appointment is on record; record it first")
    left = [e for e in up_to(judge.record.leavings, day) if e.on >= begun[-1].on]
    last = left[-1].id if left else begun[-1].id
    return Finding(NOT_MET, f"{worker} is not in post on {said(day)}: no post asks for anything", (last,))


def _row(judge: Judge, name: str, tables: list[Required], day: date) -> Row:
    ids, cites = tuple(t.id for t in tables), tuple(dict.fromkeys(s for t in tables for s in t.source))
    case = judge.case(day, cites=cites)
    finding = current(case, name)
    if name in judge.catalogue.competencies:
        found = judge.status(name, day)
        return Row(
            name=name, kind="competency", tables=ids, status=found.status, expires_on=found.expires_on, finding=finding
        )
    done = judge.completions(name, day)
    last = max((c.expires_on or date.max for c in done), default=None)
    status = "current" if finding.outcome is MET else "expired" if done else "not-completed"
    expires = None if last == date.max else last
    counting = (c.training for c in done if finding.outcome is MET and c.training.id in finding.entries)
    return Row(
        name=name, kind="programme", tables=ids, status=status, expires_on=expires, finding=finding,
        lacks=next(map(case.lacking, counting), None),
    )  # fmt: skip


def _say(judge: Judge, rows: tuple[Row, ...], perhaps: tuple[Finding, ...]) -> str:
    titled, worker = judge.catalogue.titled, judge.record.worker
    if not rows:
        return f"What the post of {worker} requires cannot be told: the appointment does not say enough"
    lacking = [titled(row.name) for row in rows if row.finding.outcome is NOT_MET]
    unknown = [titled(row.name) for row in rows if row.finding.outcome is CANNOT_TELL]
    words = f"{worker} lacks {len(lacking)} of the {len(rows)} that the post requires: {'; '.join(lacking)}"
    if not lacking:
        words = f"{worker} holds {len(rows) - len(unknown)} of the {len(rows)} that the post requires"
    if unknown:
        words += f". It cannot be told of: {'; '.join(unknown)}"
    return f"{words}. More may be asked for: the appointment does not say enough" if perhaps else words


# -- what is needed, and what is silent ---------------------------------------------------------------------------


def held_on(judge: Judge, day: date) -> list[str]:
    """Name every competency that is current or due, and every programme completed and not expired."""
    record, catalogue = judge.record, judge.catalogue
    given = [n for n in sorted(record.given) if n in catalogue.competencies and judge.status(n, day).status in HELD]
    case = judge.case(day)
    done = [n for n in sorted(record.trainings) if n in catalogue.programmes and current(case, n).outcome is MET]
    return given + done


def silent(judge: Judge, day: date) -> frozenset[str]:
    """Name the competencies and programmes that are not needed in the posts of a day, begun or not."""
    of_post = required_of(judge, day)
    if not of_post.spans or not of_post.fitting:
        return frozenset()
    return frozenset({*judge.catalogue.competencies, *_for_somebody(judge, day)} - _needed(judge, of_post, day))


def _needed(judge: Judge, of_post: OfPost, day: date) -> set[str]:
    """Name everything needed in the posts: what they name and do, and whatever that rests on."""
    tables = _named((*of_post.fitting, *of_post.perhaps))
    waiting = [*tables, *(n for n in judge.catalogue.competencies if _done_there(judge, of_post.spans, n, day))]
    needed: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in needed:
            continue
        needed.add(name)
        if name in judge.catalogue.competencies:
            waiting += _rests_on(judge, name, day)
        else:
            waiting += judge.catalogue.counting_as(name)
    return needed


def _done_there(judge: Judge, spans: Iterable[Span], name: str, day: date) -> bool:
    """Tell whether a task belongs to the modalities of the posts, or was practised or learnt in them lately."""
    areas = judge.competency(name, day).modalities
    if any(s.appointment.modalities is None or _overlap(areas, s.appointment.modalities) for s in spans):
        return True
    began, edge = min(span.appointment.on for span in spans), before(day, WINDOW)
    done = up_to(judge.record.practice.get(name, ()), day)[-1:]
    return any(e.on >= began and e.on > edge for e in (*done, *training_begun(judge, name, day)))


def _rests_on(judge: Judge, name: str, day: date) -> Iterator[str]:
    """Name what a competency asks for: before a sign-off, at a sign-off or renewal, and whenever it is done."""
    competency = judge.competency(name, day)
    yield from (*competency.prerequisites, *competency.standing)
    for history in (competency.sign_off, competency.renewal):
        version = in_force(history, day)
        yield from _asked_for(version.requires if version else ())


def _asked_for(requires: Iterable[Requirement]) -> Iterator[str]:
    """Name what requirements ask for in any case: of alternatives nobody needs the one that is for other posts."""
    for item in requires:
        if item.kind == "all-of":
            yield from _asked_for(item.parts())
        elif not item.parts() and not item.only_for_sign_off:
            yield from (name for table, name, _ in item.references() if table in {"competency", "programme"})


def _for_somebody(judge: Judge, day: date) -> set[str]:
    """Name the programmes of which the catalogue says whom they are for: a table or a competency asks for them."""
    return {counting for name in programmes_asked(judge, day) for counting in judge.catalogue.counting_as(name)}


def programmes_asked(judge: Judge, day: date) -> set[str]:
    """Name the programmes that a table or a competency of the catalogue asks for by their own name."""
    asked = {n for table in judge.catalogue.required.values() for n in table.programmes}
    asked |= {n for name in judge.catalogue.competencies for n in _rests_on(judge, name, day)}
    return asked & judge.catalogue.programmes.keys()
