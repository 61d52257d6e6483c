"""How the end of posts is put on record: by a leaving; of the main post alone, by its last day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import attrs

from sw_competency.feeds.feeding import Fed, Feeding
from sw_competency.feeds.held import HeldPost, untils
from sw_competency.feeds.marks import corrected, marks
from sw_competency.model import Entry, Leaving

Ends = Mapping[str | None, date | None]  # the last day of each post; None where it goes on


@attrs.frozen
class Ending:
    """What puts the ends of a worker's posts on record.

    Args:
        entries: the entries.
        by_hand: the posts of which a person wrote what would have to be undone; their ends stay as they are.
    """

    entries: tuple[Entry, ...]
    by_hand: frozenset[str | None] = frozenset()


def ended(
    about: Feeding, fed: Fed, wanted: Ends, rows: Mapping[str | None, int], *, more: bool = False
) -> Ending:  # fmt: skip
    """Return what makes posts end on other days than they do on record.

    Args:
        about: the extract.
        fed: the worker.
        wanted: the posts whose ends change, each with its last day.
        rows: the rows that say so, by post.
        more: whether a further post begins, so that nobody leaves altogether.
    """
    posts = {post.name: post for post in fed.posts}
    final = None if more else last_of(wanted, posts.values())
    by_hand = frozenset(n for n, last in wanted.items() if _undoes(fed, posts[n], last, alone=last != final))
    ending = {name: last for name, last in wanted.items() if name not in by_hand}
    out: list[Entry] = []
    voided = {id(x): x for name, last in ending.items() for x in _cutting(fed, posts[name], last)}
    for leaving in voided.values():
        out.append(corrected(leaving, about.feed, about.day, "The extract says another last day, or none"))
        for post in fed.posts:  # it ended others too, which did not go on
            if post.leaving is leaving and post.name not in ending:
                ending[post.name] = post.last
    final = None if more else last_of(ending, posts.values())
    for name, last in list(ending.items()):
        out += _without_end(about, posts[name], last)
        if last is not None and (last < posts[name].first or _ends_itself(posts[name])):
            del ending[name]
    out += _leavings(about, fed, ending, final, rows)
    return Ending(tuple(out), by_hand)


def last_of(wanted: Ends, posts: Iterable[HeldPost]) -> date | None:
    """Return the day on which the last of all posts ends; None where one goes on."""
    return latest([wanted.get(post.name, post.last) for post in posts])


def latest(lasts: Sequence[date | None]) -> date | None:
    """Return the latest of last days; None where one goes on."""
    return None if None in lasts else max(filter(None, lasts), default=None)


def _cutting(fed: Fed, post: HeldPost, last: date | None) -> list[Leaving]:
    """Return the leavings that end a post on another day than its last."""
    return [
        x for x in fed.entries
        if isinstance(x, Leaving) and x.post in {None, post.name} and x.on >= post.appointment.on
        and (x is post.leaving or last is None or x.on < last)
    ]  # fmt: skip


def _undoes(fed: Fed, post: HeldPost, last: date | None, *, alone: bool) -> bool:
    """Tell whether what a person wrote would have to be undone for that last day."""
    would: list[Entry] = [a for a in post.appointments if last is not None and a.on > last]
    would += _cutting(fed, post, last)
    if _ends_itself(post):
        would.append(post.appointment)
    if post.name is None and last is not None and alone:
        would += (appointment for appointment, _ in untils(post, last))
    return any(fed.provenance.by_hand(entry) is not None for entry in would)


def _ends_itself(post: HeldPost) -> bool:
    """Tell whether a post ends by the last day of its appointment, and by no leaving."""
    return post.leaving is None and post.last is not None and post.appointment.until == post.last


def _without_end(about: Feeding, post: HeldPost, last: date | None) -> Iterator[Entry]:
    """Move the last day that appointments give themselves, and void what lies after the new one."""
    for appointment in post.appointments:
        if last is not None and appointment.on > last:
            yield corrected(appointment, about.feed, about.day, "The extract says that the post ended before")
        elif post.last is not None and appointment.until == post.last:
            yield corrected(appointment, about.feed, about.day, "The extract says another last day", until=last)


def _leavings(
    about: Feeding, fed: Fed, wanted: Ends, final: date | None, rows: Mapping[str | None, int]
) -> Iterator[Entry]:  # fmt: skip
    """End posts: those that end last by leaving altogether, further ones by name, the main one by its appointments."""
    lasting = [name for name, last in wanted.items() if last is not None and last == final]
    if final is not None and lasting:
        row = next((rows[name] for name in lasting if name in rows), None)
        yield Leaving(worker=fed.worker, on=final, extra=marks(about.feed, about.day, row))
    for name, last in wanted.items():
        if last is None or name in lasting:
            continue
        if name is not None:
            yield Leaving(worker=fed.worker, on=last, post=name, extra=marks(about.feed, about.day, rows.get(name)))
            continue
        [main] = [post for post in fed.posts if post.name is None]
        for appointment, until in untils(main, last):
            if appointment.until != until:
                reason = "The post ended while another goes on"
                yield corrected(appointment, about.feed, about.day, reason, rows.get(name), until=until)
