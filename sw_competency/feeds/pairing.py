"""Which row of a staff list is which post on record: by the assignment's number, then where only one can be meant."""

from collections.abc import Callable, Sequence

import attrs

from sw_competency.feeds.feeding import Fed, Feeding
from sw_competency.feeds.held import HeldPost
from sw_competency.model import Identity
from sw_competency.model.extract import Assignment
from sw_competency.reconcile.matching import shown_number

_SCHEME = "esr-assignment"


@attrs.define
class Pairs:
    """The rows and posts of one worker.

    Args:
        both: each post with its row.
        posts: the posts that are held, or will be, and have no row.
        rows: the rows of posts that go on and are not on record.
        unclear: whether it cannot be told which row is which post.
    """

    both: list[tuple[HeldPost, Assignment]]
    posts: list[HeldPost]
    rows: list[Assignment]
    unclear: bool = False

    def take(self, post: HeldPost, row: Assignment) -> None:
        """Put a row to its post."""
        self.both.append((post, row))
        self.posts = [p for p in self.posts if p is not post]
        self.rows = [r for r in self.rows if r is not row]


def paired(about: Feeding, fed: Fed) -> Pairs:
    """Put each row of a worker to the post it is about."""
    pairs = Pairs([], list(fed.posts), list(fed.rows))
    for post in fed.posts:
        named = [r for r in pairs.rows if r.assignment is not None and r.assignment in {post.number, post.name}]
        if len(named) == 1:
            pairs.take(post, named[0])
    over = [p for p in pairs.posts if not (p.holds or p.first > about.day)]
    pairs.posts = [p for p in pairs.posts if p not in over]
    pairs.rows = [r for r in pairs.rows if not r.over_on(about.day) or len(fed.rows) == len(fed.posts) == 1]
    for alike in (
        lambda post, row: about.site(row) == post.appointment.site,
        lambda post, row: row.starts is not None and row.starts in {a.on for a in post.appointments},
    ):
        _only(pairs, alike)
    _main_by_its_number(fed, pairs)
    if len(pairs.posts) == len(pairs.rows) == 1:
        pairs.take(pairs.posts[0], pairs.rows[0])
    pairs.unclear = bool(pairs.posts and pairs.rows)
    again = [p for p in over if p.name is None or p.is_fed]
    if not pairs.unclear and len(pairs.rows) == 1 and again and not any(p.holds for p in fed.posts):
        pairs.take(max(again, key=lambda p: (p.last or about.day, p.name is None)), pairs.rows[0])
    pairs.rows = [r for r in pairs.rows if r.holds_on(about.day)]
    return pairs


def _main_by_its_number(fed: Fed, pairs: Pairs) -> None:
    """Put to the main post, which has no name, the one row of a number that an identity entry says.

    Else the one without the ending of a further post. So what would be asked each night is answered once.
    """
    said = {e.value for e in fed.entries if isinstance(e, Identity) and e.scheme == _SCHEME}
    first = {row.assignment for row in pairs.rows if row.assignment == shown_number(row.numbers)}
    for numbers in (said, first):
        main = [post for post in pairs.posts if post.name is None]
        rows = [row for row in pairs.rows if row.assignment is not None and row.assignment in numbers]
        if len(main) == len(rows) == 1:
            pairs.take(main[0], rows[0])


def _only(pairs: Pairs, alike: Callable[[HeldPost, Assignment], bool]) -> None:
    """Put together the posts and rows of which each fits the other alone."""
    if len(pairs.posts) < 2 and len(pairs.rows) < 2:
        return
    for post in list(pairs.posts):
        rows = [row for row in pairs.rows if alike(post, row)]
        if len(rows) == 1 and _fitting(pairs.posts, rows[0], alike) == [post]:
            pairs.take(post, rows[0])


def _fitting(
    posts: Sequence[HeldPost], row: Assignment, alike: Callable[[HeldPost, Assignment], bool]
) -> list[HeldPost]:  # fmt: skip
    return [post for post in posts if alike(post, row)]
