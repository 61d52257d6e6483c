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
from functools import lru_cache
from typing import Any

import attrs

from sw_competency.catalogue.catalogue import Catalogue, Competency
from sw_competency.catalogue.department import Required
from sw_competency.dates import Length, before, in_force
from sw_competency.judge.case import Judge
from sw_competency.judge.in_training import training_begun
from sw_competency.judge.shared import shared
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Outcome
from sw_competency.rules import Requirement, Span

WINDOW = Length(months=6)  # what was done or learnt within it is in use


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

    @property
    def entries(self) -> tuple[str, ...]:
        """Ids of the entries that give the posts."""
        return tuple(span.appointment.id for span in self.spans)


# -- what a post requires -----------------------------------------------------------------------------------------


@shared
def required_of(judge: Judge, day: date) -> OfPost:
    """Return the tables that say what a worker's posts on a day require; of several posts, those of all."""
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


# -- what is needed, and what is silent ---------------------------------------------------------------------------


@shared
def silent(judge: Judge, day: date) -> frozenset[str]:
    """Name the competencies and programmes that are not needed in the posts of a day, begun or not."""
    of_post = required_of(judge, day)
    if not of_post.spans or not of_post.fitting:
        return frozenset()
    return frozenset({*judge.catalogue.competencies, *_for_somebody(judge, day)} - _needed(judge, of_post, day))


def _needed(judge: Judge, of_post: OfPost, day: date) -> set[str]:
    """Name everything needed in the posts: what they name and do, and whatever that rests on."""
    tables = _named((*of_post.fitting, *of_post.perhaps))
    done = (name for name in judge.catalogue.competencies if _done_there(judge, of_post.spans, name, day))
    return with_what_it_rests_on(judge, [*tables, *done], day)


def with_what_it_rests_on(judge: Judge, names: Iterable[str], day: date) -> set[str]:
    """Name competencies and programmes, and all that they rest on in turn: what they ask for, what counts as it."""
    waiting, needed = [*names], set[str]()
    while waiting:
        name = waiting.pop()
        if name in needed:
            continue
        needed.add(name)
        if name in judge.catalogue.competencies:
            waiting += _named_by(judge, judge.competency(name, day), day)
        else:
            waiting += judge.catalogue.counting_as(name)
    return needed


def _done_there(judge: Judge, spans: Iterable[Span], name: str, day: date) -> bool:
    """Tell whether a task belongs to the modalities of the posts, or was practised or learnt in them lately."""
    areas = judge.competency(name, day).modalities
    if any(s.appointment.modalities is None or _overlap(areas, s.appointment.modalities) for s in spans):
        return True
    began, edge = min(span.appointment.on for span in spans), before(day, WINDOW)
    done = judge.at(day).practice[name][-1:]
    return any(e.on >= began and e.on > edge for e in (*done, *training_begun(judge, name, day)))


def _named_by(judge: Judge, competency: Competency, day: date) -> tuple[str, ...]:
    """Name what a competency asks for; worked out once for all who are judged by its versions of the day."""
    versions = in_force(competency.sign_off, day), in_force(competency.renewal, day)
    key = (_named_by, id(competency), *map(id, versions))
    known: tuple[tuple[str, ...], Any] | None = judge.plans.get(key)
    if known is None:  # kept with them, so that no others ever have their identities
        known = judge.plans[key] = (tuple(_rests_on(competency, day)), (competency, versions))
    return known[0]


def _rests_on(competency: Competency, day: date) -> Iterator[str]:
    """Name what a competency asks for: before a sign-off, at a sign-off or renewal, and whenever it is done."""
    yield from (*competency.prerequisites, *competency.standing)
    for history in (competency.sign_off, competency.renewal):
        version = in_force(history, day)
        yield from _asked_for(version.requires if version else ())


def _asked_for(requires: Iterable[Requirement]) -> Iterator[str]:
    """Name what requirements ask for in any case: of alternatives nobody needs the one that is for other posts."""
    for item in requires:
        if item.parts() and item.how_many() == len(item.parts()):
            yield from _asked_for(item.parts())
        elif not item.parts() and not item.only_for_sign_off:
            yield from (name for table, name, _ in item.references() if table in {"competency", "programme"})


def _for_somebody(judge: Judge, day: date) -> set[str]:
    """Name the programmes of which the catalogue says whom they are for: a table or a competency asks for them."""
    return {counting for name in programmes_asked(judge, day) for counting in judge.catalogue.counting_as(name)}


def programmes_asked(judge: Judge, day: date) -> set[str]:
    """Name the programmes that a table or a competency of the catalogue asks for by their own name."""
    return {*_asked_at(judge.catalogue, judge.site(day), day)}


@lru_cache(maxsize=64)  # the same for everybody at a site
def _asked_at(catalogue: Catalogue, site: str | None, day: date) -> frozenset[str]:
    asked = {n for table in catalogue.required.values() for n in table.programmes}
    asked |= {n for name in catalogue.competencies for n in _rests_on(catalogue.competency(name, site), day)}
    return frozenset(asked & catalogue.programmes.keys())
