"""How the posts of one worker differ between our record and a staff list of ESR."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import attrs

from sw_competency.dates import said
from sw_competency.model.extract import Assignment
from sw_competency.reconcile.difference import (
    Comparing,
    Difference,
    Theirs,
    entries_of,
    listed,
    number,
    our_posts_said,
    posts_said,
    rows_of,
    total_wte,
)
from sw_competency.reconcile.record import OurPost, Ours
from sw_competency.reconcile.training import not_required, of_training

SAME_WTE = Decimal("0.005")  # the extract writes 0.61333 where a department writes 0.61


def differences(about: Comparing, ours: Ours, theirs: Theirs | None) -> Iterator[Difference]:
    """Tell every difference between what our record and an extract say of one worker.

    Args:
        about: what holds for the whole comparison.
        ours: our record.
        theirs: what the extract says; None where it does not name the worker.
    """
    current = [a for a in theirs.assignments if a.holds_on(about.day)] if theirs else []
    ours = _without_last_days(about, ours, current) if about.staff else ours
    if not ours.posts:
        if theirs is not None and (current or not about.staff):
            yield _not_in_post(about, ours, current)
        return
    if theirs is None or (about.staff and not current):
        yield _not_there(about, ours, theirs.assignments if theirs else ())
        return
    if about.staff:
        yield from _of_posts(about, ours, theirs, current)
    if about.programmes is not None:
        yield from of_training(about, ours, theirs.held)
        yield from not_required(about, ours, theirs.held)


def _without_last_days(about: Comparing, ours: Ours, current: Sequence[Assignment]) -> Ours:
    """Leave out posts whose last day it is, where the extract has fewer: one made that night may lack them already."""
    there = {row.starts for row in current if row.ends == about.day}
    ending = sorted((p for p in ours.posts if p.ends == about.day), key=lambda post: there.isdisjoint(post.begun))
    short = min(len(ours.posts) - len(current), len(ending))
    out = ending[len(ending) - short :] if short > 0 else []
    return attrs.evolve(ours, posts=tuple(post for post in ours.posts if post not in out)) if out else ours


# -- in post, here or there ------------------------------------------------------------------------------------------


def _not_in_post(about: Comparing, ours: Ours, current: Sequence[Assignment]) -> Difference:
    where = "in post in the extract" if about.staff else "in the extract"
    state = "not in post on our record" if ours.appointments else "without an appointment on our record"
    return Difference(
        kind="extra", worker=ours.worker, what="worker", theirs=posts_said(current), entries=ours.appointments[-1:],
        says=f"{ours.worker} is {where}, and {state} on {said(about.day)}", rows=rows_of(current),
    )  # fmt: skip


def _not_there(about: Comparing, ours: Ours, assignments: Sequence[Assignment]) -> Difference:
    """Say why nothing in the extract answers to a post: it is over there, has not begun, or is not there at all."""
    worker, entries = ours.worker, entries_of(ours.posts)
    first = min(post.since for post in ours.posts)
    over = [a for a in assignments if a.over_on(about.day) and (a.ends is None or a.ends >= first)]
    if over:
        return _not_closed(ours, over)
    coming = [a for a in assignments if not a.over_on(about.day)]
    if coming:
        starts = min(a.starts for a in coming if a.starts)
        return Difference(
            kind="other_dates", worker=worker, what="start", ours=first, theirs=starts, entries=entries,
            says=f"{worker} is in post on our record since {said(first)}, and in the extract from {said(starts)}",
            rows=rows_of(coming),
        )  # fmt: skip
    return Difference(
        kind="missing", worker=worker, what="worker", ours=our_posts_said(ours.posts), entries=entries,
        says=f"{worker} is in post on our record on {said(about.day)}, and not in the extract",
    )  # fmt: skip


def _not_closed(ours: Ours, over: Sequence[Assignment]) -> Difference:
    ends = max((a.ends for a in over if a.ends), default=None)
    by = f"ended on {said(ends)}" if ends else "has a status that says it ended"
    return Difference(
        kind="post_not_closed", worker=ours.worker, what="post", theirs=ends, entries=entries_of(ours.posts),
        says=f"A post of {ours.worker} {by} in the extract; on our record nobody closed it", rows=rows_of(over),
    )  # fmt: skip


# -- posts -----------------------------------------------------------------------------------------------------------


def _of_posts(about: Comparing, ours: Ours, theirs: Theirs, current: Sequence[Assignment]) -> Iterator[Difference]:
    if len(current) != len(ours.posts):
        yield _other_number(about, ours, theirs, current)
        yield from _starts(ours, current)
        return
    yield from _sites_and_wte(about, ours, current)
    yield from _bands(ours, current)
    yield from _starts(ours, current)
    if about.ends:
        yield from _ends(ours, current)


def _other_number(about: Comparing, ours: Ours, theirs: Theirs, current: Sequence[Assignment]) -> Difference:
    first = min(post.since for post in ours.posts)
    over = [a for a in theirs.assignments if a.over_on(about.day) and (a.ends is None or a.ends >= first)]
    fewer = len(current) < len(ours.posts)
    if fewer and over:
        return _not_closed(ours, over)
    mine, others = number(total_wte(ours.posts)), number(total_wte(current))
    return Difference(
        kind="missing" if fewer else "extra", worker=ours.worker, what="post", entries=entries_of(ours.posts),
        ours=our_posts_said(ours.posts), theirs=posts_said(current), rows=rows_of(current),
        says=f"{ours.worker} has {_posts(len(ours.posts), mine)} on our record, {_posts(len(current), others)} in the "
        "extract",
    )  # fmt: skip


def _posts(count: int, wte: float | None) -> str:
    return f"{count} post{'s' * (count != 1)}" + (f" ({wte} WTE)" if wte is not None else "")


def _sites_and_wte(about: Comparing, ours: Ours, current: Sequence[Assignment]) -> Iterator[Difference]:
    """Compare WTE site by site; where the sites differ, that is told, and WTE compared as a whole."""
    theirs = [about.places.site(a.places) for a in current]
    known = {site for site in theirs if site is not None}
    our_sites = {post.site for post in ours.posts}
    if None not in theirs and known != our_sites:
        yield Difference(
            kind="other_site", worker=ours.worker, what="site", ours=tuple(sorted(our_sites)),
            theirs=tuple(sorted(known)),
            says=f"{ours.worker} is at {listed(our_sites)} on our record, at {listed(known)} in the extract",
            entries=entries_of(ours.posts), rows=rows_of(current),
        )  # fmt: skip
    if None in theirs or known != our_sites or len(known) == 1:
        yield from _wtes(ours.worker, ours.posts, current, "")
        return
    for site in sorted(our_sites):
        here = [a for a, where in zip(current, theirs, strict=True) if where == site]
        yield from _wtes(ours.worker, [post for post in ours.posts if post.site == site], here, f" at {site}")


def _wtes(worker: str, posts: Sequence[OurPost], current: Sequence[Assignment], at: str) -> Iterator[Difference]:
    mine, theirs = total_wte(posts), total_wte(current)
    if mine is not None and theirs is not None and abs(mine - theirs) > SAME_WTE:
        yield Difference(
            kind="other_wte", worker=worker, what="wte", ours=number(mine), theirs=number(theirs),
            says=f"{worker} is {number(mine)} WTE{at} on our record, {number(theirs)} in the extract",
            entries=entries_of(posts), rows=rows_of(current),
        )  # fmt: skip


def _bands(ours: Ours, current: Sequence[Assignment]) -> Iterator[Difference]:
    mine, theirs = {post.band for post in ours.posts}, {a.band for a in current}
    if None not in mine | theirs and mine != theirs:
        yield Difference(
            kind="other_band", worker=ours.worker, what="band", ours=tuple(sorted(filter(None, mine))),
            theirs=tuple(sorted(filter(None, theirs))), entries=entries_of(ours.posts), rows=rows_of(current),
            says=f"{ours.worker} is band {listed(mine)} on our record, band {listed(theirs)} in the extract",
        )  # fmt: skip


def _starts(ours: Ours, current: Sequence[Assignment]) -> Iterator[Difference]:
    """An extract may give the start of the employment or of the assignment: either is the same as ours."""
    begun = frozenset().union(*(post.begun for post in ours.posts))
    for row in current:
        if row.starts is not None and row.starts not in begun:
            yield _other_date(ours.worker, "start", "in post since", sorted(begun), row, row.starts, ours.posts)


def _ends(ours: Ours, current: Sequence[Assignment]) -> Iterator[Difference]:
    mine = [post.ends for post in ours.posts]
    for row in current:
        if row.ends in mine:
            mine.remove(row.ends)  # of two posts that end on one day, each answers to a row of its own
        else:
            known = sorted(day for day in mine if day is not None)
            yield _other_date(ours.worker, "end", "in post up to", known, row, row.ends, ours.posts)


def _other_date(
    worker: str, what: str, words: str, mine: Sequence[date], row: Assignment, theirs: date | None,
    posts: Sequence[OurPost],
) -> Difference:  # fmt: skip
    our_words = " or ".join(map(said, mine)) or "no day that is known"
    return Difference(
        kind="other_dates", worker=worker, what=what, ours=tuple(mine), theirs=theirs, entries=entries_of(posts),
        says=f"{worker} is {words} {our_words} on our record, {said(theirs) if theirs else 'no day given'} in the "
        "extract", rows=(row.row,),
    )  # fmt: skip
