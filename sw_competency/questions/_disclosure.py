"""Small numbers: what of a table of counts can be shown without telling of anybody in particular.

Groups of people (by site, say) are each counted in three parts: moved on, stayed, left. Several such tables are of the
same people, so they share their totals. This is what is done, for a threshold k:

1. A row can be shown if it is of at least k people, and of them either nobody moved on, or at least k did and at least
   k did not. So 0 of 12 is shown, which is what equity asks about: of each of the twelve it tells no more than their
   badge. 12 of 12 or 11 of 12 is not: who the one is, or that none is left out, would be told of each.
2. If the total cannot be shown, nothing is, but the number of people where that is at least k; below k, and for nobody
   at all, the answer is the same.
3. In each table, groups that cannot be shown are put together into one row, never one alone. As long as that row cannot
   be shown itself, another group is put to it: the smallest that makes it fit, else the smallest. It must be of at
   least k people more than the other groups in it need to have one each. If no group is left to stand by itself, the
   table is left out, and so are the names in it.
4. Those who did not move on are divided into stayed and left only where, in every row of that table, each of the two is
   nought or at least k.

What that guarantees. Nothing is hidden within what is shown: every row is shown whole, and the rows add up to the
total. So no sum or difference of shown numbers gives a count in 1 .. k-1, nor one of all but 1 .. k-1 of a row. Whoever
knows all numbers shown, k, and that every group named has somebody in it, cannot tell a count of a group that was put
together with others: it may be several numbers, and may be k or more; a nought shown of a whole is a nought of its
parts, and counts as shown. The same holds of a division that is not shown.

What it does not. Who goes through these steps backwards learns more: that of the groups put together one at least could
not stand by itself. Two answers, of other days, other tiers or other thresholds, can be set against each other. So can
an answer and what one knows of a colleague. Whoever hands numbers on decides which, and to whom.
"""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from sw_competency.errors import ThresholdError

LEAST, USUAL = 3, 5
Group = str | None


@attrs.frozen
class Tally:
    """People of a group, by what became of them."""

    moved: int = 0
    stayed: int = 0
    left: int = 0

    @property
    def people(self) -> int:
        """All of them."""
        return self.moved + self.stayed + self.left

    @property
    def others(self) -> int:
        """All who did not move on."""
        return self.stayed + self.left


@attrs.frozen(kw_only=True)
class Row:
    """What is shown of a group, or of several together; None is not shown.

    Args:
        groups: whose row it is; several were put together.
        people: how many they were.
        moved: how many moved on.
        others: how many did not.
        stayed: how many of those stayed.
        left: how many of those left.
    """

    groups: tuple[Group, ...]
    people: int
    moved: int | None = None
    others: int | None = None
    stayed: int | None = None
    left: int | None = None

    @property
    def percent(self) -> int | None:
        """The share of those who moved on."""
        return None if self.moved is None else round(100 * self.moved / self.people)


@attrs.frozen
class Shown:
    """What is shown: the total, None of too few people; and the rows of each table, none where it is left out."""

    total: Row | None
    tables: dict[str, tuple[Row, ...]]


def require_threshold(k: float) -> None:
    """Make sure that a threshold is a whole number that hides something.

    Raises:
        ThresholdError: it is not.
    """
    if not isinstance(k, int) or k < LEAST:
        usual = f"take {LEAST} or more; {USUAL} is usual, and no law says so."
        if not isinstance(k, int):
            raise ThresholdError(f"{k} is no whole number to suppress numbers below: {usual}")
        raise ThresholdError(f"To suppress numbers below {k} hides next to nothing: {usual}")


def shown(tables: Mapping[str, Mapping[Group, Tally]], k: int) -> Shown:
    """Return what can be shown of tables that count the same people, as this module says above.

    Args:
        tables: the counts by group, each group with at least one person; all of the same people.
        k: the threshold; a count below it is small.

    Raises:
        ThresholdError: the threshold is below 3.
    """
    require_threshold(k)
    total = _together(next(iter(tables.values()), {}).values())
    if not _can_be_shown(total, k):
        few = total.people < k
        return Shown(None if few else Row(groups=(), people=total.people), dict.fromkeys(tables, ()))
    rows = {name: _rows(table, k) for name, table in tables.items()}
    return Shown(_whole([((), total)], k)[0], {name: _whole(each, k) for name, each in rows.items()})


def _together(tallies: Iterable[Tally]) -> Tally:
    moved = stayed = left = 0
    for tally in tallies:
        moved, stayed, left = moved + tally.moved, stayed + tally.stayed, left + tally.left
    return Tally(moved, stayed, left)


def _can_be_shown(tally: Tally, k: int) -> bool:
    return tally.people >= k and (tally.moved == 0 or (tally.moved >= k and tally.others >= k))


def _can_be_divided(tally: Tally, k: int) -> bool:
    return all(number == 0 or number >= k for number in (tally.stayed, tally.left))


def _rows(table: Mapping[Group, Tally], k: int) -> list[tuple[tuple[Group, ...], Tally]]:
    """Return the groups that can stand by themselves, and the others together; nothing where none can."""
    alone = {group: tally for group, tally in table.items() if _can_be_shown(tally, k)}
    pool = {group: tally for group, tally in table.items() if group not in alone}
    while pool and alone and not _can_be_pooled(list(pool.values()), k):
        by_size = sorted(alone, key=lambda group: (alone[group].people, group is None, group or ""))
        fits = (group for group in by_size if _can_be_pooled([*pool.values(), alone[group]], k))
        group = next(fits, by_size[0])
        pool[group] = alone.pop(group)
    if not alone:
        return []
    rows: list[tuple[tuple[Group, ...], Tally]] = [((group,), tally) for group, tally in alone.items()]
    rows.sort(key=lambda row: (row[0][0] is None, row[0][0] or ""))
    if not pool:
        return rows
    names = tuple(sorted(pool, key=lambda group: (group is None, group or "")))
    return [*rows, (names, _together(pool.values()))]


def _can_be_pooled(pool: Sequence[Tally], k: int) -> bool:
    whole = _together(pool)
    return whole.people >= k + len(pool) - 1 and _can_be_shown(whole, k)


def _whole(rows: Sequence[tuple[tuple[Group, ...], Tally]], k: int) -> tuple[Row, ...]:
    """Make the rows of a table, all of them divided into stayed and left or none."""
    divided = all(_can_be_divided(tally, k) for _, tally in rows)
    return tuple(
        Row(
            groups=groups, people=tally.people, moved=tally.moved, others=tally.others,
            stayed=tally.stayed if divided else None, left=tally.left if divided else None,
        )
        for groups, tally in rows
    )  # fmt: skip
