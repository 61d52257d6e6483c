"""What a staff list changes of one worker's posts: which begin, go on otherwise, end, or were put down wrongly."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import attrs
import msgspec

from sw_competency.dates import said
from sw_competency.feeds.absences import Stay, absences
from sw_competency.feeds.dated import first_day, is_new, last_day
from sw_competency.feeds.ending import Ending, Ends, ended, last_of, latest
from sw_competency.feeds.feeding import Fed, Feeding
from sw_competency.feeds.held import HeldPost
from sw_competency.feeds.marks import together
from sw_competency.feeds.merging import changes, new_post, to_settle
from sw_competency.feeds.pairing import Pairs, paired
from sw_competency.feeds.proposal import Proposal
from sw_competency.model import Appointment, Correction, Entry
from sw_competency.model.extract import Assignment
from sw_competency.reconcile.difference import Difference, posts_said

_BEGINS = frozenset({"starter", "second_post", "return"})


@attrs.define
class _Plan:
    """What is found of one worker.

    Args:
        found: what is proposed, named or to be settled.
        wanted: the posts that end on another day, each with its last; None where it goes on.
        rows: the rows that say so, by post.
        vanished: the posts that have no row any more.
        again: the posts that somebody is back in.
        begun: posts as they stand with the first days that are proposed.
    """

    found: list[Difference] = attrs.field(factory=list)
    wanted: dict[str | None, date | None] = attrs.field(factory=dict)
    rows: dict[str | None, int] = attrs.field(factory=dict)
    vanished: list[HeldPost] = attrs.field(factory=list)
    begun: dict[str | None, HeldPost] = attrs.field(factory=dict)
    again: set[str | None] = attrs.field(factory=set)


@attrs.frozen
class OfWorker:
    """What comes of one worker.

    Args:
        found: what is proposed, named or to be settled.
        vanished: how many posts have no row any more, of those that the feed knew.
    """

    found: tuple[Difference, ...]
    vanished: int = 0


def of_worker(about: Feeding, fed: Fed) -> OfWorker:
    """Hold the rows of one worker against the posts on record."""
    pairs = paired(about, fed)
    if pairs.unclear:
        says = f"It cannot be told which of the posts of {fed.worker} on our record is which row of the extract"
        how = "say with an identity entry of the scheme esr-assignment which number their main post has now"
        return OfWorker((to_settle(fed.worker, "post", tuple(pairs.rows), f"{says}: {how}"),))
    plan = _Plan()
    for post, row in pairs.both:
        _of_pair(about, fed, post, row, plan)
    for post in pairs.posts:
        _without_row(about, fed, post, plan)
    new = [*_new(about, fed, pairs, plan)]
    fed = attrs.evolve(fed, posts=[plan.begun.get(post.name, post) for post in fed.posts])
    begins = [each.on for each in (*plan.found, *new) if each.kind in _BEGINS and isinstance(each, Proposal)]
    for post in fed.posts:  # who leaves altogether begins nothing before
        if post.leaving is not None and post.leaving.post is None and any(on <= post.leaving.on for on in begins):
            plan.wanted.setdefault(post.name, post.last)
    ending = ended(about, fed, plan.wanted, plan.rows, more=bool(begins))
    plan.found += _ends(about, fed, plan, ending)
    plan.found += new
    if not _says_ends(plan, fed, ending.by_hand):
        plan.found = _with_rest(plan.found, ending.entries)
    kept = {name: last for name, last in plan.wanted.items() if name not in ending.by_hand}
    plan.found += absences(about, fed, _stay(about, fed, kept, [*plan.found]))
    return OfWorker(tuple(_each_corrected_once(plan.found, fed)), len(plan.vanished))


def _stay(about: Feeding, fed: Fed, kept: Ends, found: Sequence[Difference]) -> Stay:
    """Return up to when a worker is in any post, by the ends that are proposed and the posts that begin."""
    begun = [
        entry for each in found if isinstance(each, Proposal) and each.kind in _BEGINS
        for entry in each.record if isinstance(entry, Appointment)
    ]  # fmt: skip
    lasts = [kept.get(post.name, post.last) for post in fed.posts]
    held = any(post.holds for post in fed.posts) or any(x is None or x >= about.day for x in kept.values())
    left = last_of(kept, fed.posts)
    last = left if not begun else latest([*lasts, *(appointment.until for appointment in begun)])
    return Stay(
        before=last_of({}, fed.posts), left=last if held else left, last=last, is_there=bool(begun) or held
    )  # fmt: skip


def _with_rest(found: Sequence[Difference], rest: tuple[Entry, ...]) -> list[Difference]:
    """Put what has to be recorded of ends to the first proposal, where no end is told of."""
    first = next((each for each in found if isinstance(each, Proposal)), None)
    if first is None or not rest:
        return list(found)
    whole = msgspec.structs.replace(first, record=(*rest, *first.record))
    return [whole if each is first else each for each in found]


def _each_corrected_once(found: Sequence[Difference], fed: Fed) -> Iterator[Difference]:
    """Put together what several proposals correct of one entry: of several corrections only the last would hold."""
    standing = {entry.id: entry for entry in fed.entries}
    several = defaultdict[str, list[Correction]](list)
    for each in found:
        for entry in each.record if isinstance(each, Proposal) else ():
            if isinstance(entry, Correction):
                several[entry.corrects].append(entry)
    for each in found:
        if not isinstance(each, Proposal):
            yield each
            continue
        record: list[Entry] = []
        for entry in each.record:
            if not isinstance(entry, Correction):
                record.append(entry)
            elif of_it := several.pop(entry.corrects, None):
                record.append(together(standing[entry.corrects], of_it))
        yield msgspec.structs.replace(each, record=tuple(record))


def _of_pair(about: Feeding, fed: Fed, post: HeldPost, row: Assignment, plan: _Plan) -> None:
    """Hold a row against its post."""
    last = last_day(about, post, row)
    plan.rows[post.name] = row.row
    if row.over_on(about.day):
        if last is not None and last < post.first and row.starts is not None and row.starts <= last:
            post = _from_first_day(about, fed, post, row, plan, last)
        if last is not None and last < post.first:
            says = f"{fed.worker} ended on {said(last)} in the extract, before they began on our record"
            plan.found.append(to_settle(fed.worker, "end", (row,), says, ours=post.first, theirs=last))
        elif last != post.last and (post.holds or post.first > about.day or post.is_fed):
            plan.wanted[post.name] = last
        return
    is_over = not post.holds and post.first <= about.day
    if not row.holds_on(about.day) and (is_over or (is_new(post, row) and post.last == about.day)):
        return  # it is still to begin again
    if is_over and is_new(post, row):
        plan.found.append(_back(about, fed, post, row))
        plan.again.add(post.name)
        return
    if last is None and row.row in about.unread:
        last = post.last  # the cell with the last day may be what could not be read
    if last != post.last and (
        is_over or post.last is None or "ends" in about.tells or not _ends_by_hand(fed, post)
    ):
        plan.wanted[post.name] = last
    if is_over and _ends_by_hand(fed, post):
        return
    ends = plan.wanted.get(post.name, post.last)
    changed = [*changes(about, fed, post, row, ends)] if row.holds_on(about.day) else []
    plan.found += changed
    is_changed = any(isinstance(each, Proposal) for each in changed)
    _from_first_day(about, fed, post, row, plan, ends, changed=is_changed)


def _from_first_day(
    about: Feeding, fed: Fed, post: HeldPost, row: Assignment, plan: _Plan, last: date | None, *, changed: bool = False
) -> HeldPost:  # fmt: skip
    """Put the first day right; return the post as it then begins."""
    came = first_day(about, fed, post, row, last, changed=changed)
    plan.found += came.found
    plan.begun[post.name] = came.post
    if came.post.first < post.first or came.post.appointment.on < post.appointment.on:
        plan.wanted.setdefault(post.name, last)  # it may begin before somebody left, who then did not leave
    return came.post


def _ends_by_hand(fed: Fed, post: HeldPost) -> bool:
    return fed.provenance.by_hand(post.leaving or post.appointment) is not None


def _back(about: Feeding, fed: Fed, post: HeldPost, row: Assignment) -> Difference:
    """Propose that somebody is in a post again that was over."""
    assert row.starts is not None
    new = new_post(about, fed.worker, row, post.name, row.starts)
    if isinstance(new, Difference):
        return new
    return Proposal(
        kind="return", worker=fed.worker, what="post", ours=post.last, theirs=posts_said([row]), on=new.on,
        record=(new,), entries=(post.appointment.id,), rows=(row.row,),
        says=f"{fed.worker} is in post again from {said(new.on)}",
    )  # fmt: skip


def _without_row(about: Feeding, fed: Fed, post: HeldPost, plan: _Plan) -> None:
    """Take a post that the feed knew and a full extract no longer names for ended; name one that a person entered."""
    if post.last is not None and post.last <= about.day:
        return
    if post.is_fed and not about.is_whole:
        return
    if post.is_fed:
        plan.vanished.append(post)
        plan.wanted[post.name] = about.day
        return
    plan.found.append(Difference(
        kind="by_hand", worker=fed.worker, what="post", ours=post.first, entries=(post.appointment.id,),
        says=f"{fed.worker} is in post at {about.titled(post.appointment.site)} on our record, by hand, and the "
        "extract does not name that post: it stays as it is",
    ))  # fmt: skip


def _new(about: Feeding, fed: Fed, pairs: Pairs, plan: _Plan) -> Iterator[Difference]:
    """Propose the posts that only the extract has."""
    still = {name for name, last in plan.wanted.items() if last is None} | plan.again
    held = any(post.holds or post.first > about.day or post.name in still for post in fed.posts)
    main = next((post for post in fed.posts if post.name is None), None)
    voided = {e.extra.get("feed_number") for e in fed.provenance.voided_by_hand() if e.kind == "appointment"}
    for row in sorted(pairs.rows, key=lambda row: (row.assignment or "", row.row)):
        on = row.starts or about.day
        if row.assignment in voided:
            yield Difference(
                kind="by_hand", worker=fed.worker, what="post", theirs=posts_said([row]), rows=(row.row,),
                says=f"The post {row.assignment or ''} of {fed.worker} in the extract was voided by hand: it stays so",
            )  # fmt: skip
            continue
        is_main = not held and (main is None or (main.last is not None and main.last < on))
        new = new_post(about, fed.worker, row, None if is_main else row.assignment or f"row {row.row}", on)
        if isinstance(new, Difference):
            yield new
            continue
        where = about.titled(new.site)
        kind = "second_post" if held else "return" if fed.posts else "starter"
        what = "has a further post" if held else "is in post again" if fed.posts else "begins"
        held = True
        yield Proposal(
            kind=kind, worker=fed.worker, what="post", theirs=posts_said([row]), on=on, record=(new,), rows=(row.row,),
            says=f"{fed.worker} {what} on {said(on)} at {where}, as {about.catalogue.titled(new.tier).lower()}",
        )  # fmt: skip


def _ends(about: Feeding, fed: Fed, plan: _Plan, ending: Ending) -> Iterator[Difference]:
    """Say which posts end, or go on; the entries that put it on record stand with the first of them."""
    record = ending.entries if _says_ends(plan, fed, ending.by_hand) else ()
    posts = {post.name: post for post in fed.posts}
    going_on = [p for p in fed.posts if p.name not in plan.wanted and (p.last is None or p.last > about.day)]
    for name, last in plan.wanted.items():
        if last == posts[name].last:
            continue
        post, rows = posts[name], (plan.rows[name],) if name in plan.rows else ()
        common: dict[str, Any] = {
            "worker": fed.worker, "what": "end", "ours": post.last, "theirs": last, "rows": rows,
            "entries": ((post.leaving or post.appointment).id,),
        }  # fmt: skip
        if name in ending.by_hand:
            mine = f"up to {said(post.last)}" if post.last else "without an end"
            theirs = f"up to {said(last)}" if last else "without an end"
            yield Difference(kind="by_hand", **common, says=(
                f"{fed.worker} is in post {mine} on our record, by hand, and {theirs} in the extract: it stays as it is"
            ))  # fmt: skip
            continue
        if last is None:
            kind, says = "return", f"{fed.worker} is in post still: the end on {said(post.last or about.day)} was wrong"
        elif post.last is not None:
            kind, says = "dates", f"The last day of {fed.worker} in post is {said(last)}, not {said(post.last)}"
        else:
            kind = "post_ended" if going_on else "leaver"
            why = "" if rows else ", since the extract no longer names them"
            what = f"The post at {about.titled(post.appointment.site)} of {fed.worker} ends" if going_on else (
                f"{fed.worker} leaves"
            )  # fmt: skip
            says = f"{what} on {said(last)}{why}"
        yield Proposal(kind=kind, **common, on=last or about.day, record=record, says=says)
        record = ()


def _says_ends(plan: _Plan, fed: Fed, by_hand: frozenset[str | None]) -> bool:
    """Tell whether any end changes; else what is recorded of ends stands with the posts that begin."""
    lasts = {post.name: post.last for post in fed.posts}
    return any(last != lasts[name] and name not in by_hand for name, last in plan.wanted.items())
