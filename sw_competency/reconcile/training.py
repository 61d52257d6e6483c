"""How the training of one worker differs between our record and an extract of ESR, and what of it no post requires."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.dates import ONE_DAY, said
from sw_competency.model.extract import HeldInExtract
from sw_competency.reconcile.difference import Comparing, Difference
from sw_competency.reconcile.record import Ours


def of_training(about: Comparing, ours: Ours, held: Sequence[HeldInExtract]) -> Iterator[Difference]:
    """Compare the newest completion of each programme; one that counts as another stands for it."""
    # Of those of one day the last holds; one that leaves its last day open corrects none.
    by_day = {(row.programme, row.on): row for row in sorted(held, key=_says_last_day) if row.on <= about.day}
    told = sorted(by_day.values(), key=lambda row: row.on)
    newest = {row.programme: row for row in told if row.programme is not None}
    for name in sorted({*newest, *ours.trained}):
        row, done = newest.get(name), ours.trained.get(name)
        title = about.catalogue.titled(name)
        if row is not None and done is not None:
            yield from _training_dates(ours, name, title, row) or _last_days(ours, name, title, told)
        elif row is not None and not _covered(about.catalogue, name, ours.trained) and not _as_less(about, ours, row):
            yield Difference(
                kind="extra_training", worker=ours.worker, what=name, theirs=row.on, rows=(row.row,),
                says=f"{title}, completed on {said(row.on)}, is in the extract and not on our record of {ours.worker}",
            )  # fmt: skip
        elif done is not None and name in (about.programmes or ()) and not _covered(about.catalogue, name, newest):
            yield Difference(
                kind="missing_training", worker=ours.worker, what=name, ours=done.training.on,
                says=f"{title}, completed on {said(done.training.on)}, is on our record of {ours.worker} and not in "
                "the extract", entries=(done.training.id,),
            )  # fmt: skip


def _says_last_day(row: HeldInExtract) -> bool:
    return row.no_expiry or row.expires_on is not None


def _covered(catalogue: Catalogue, programme: str, held: Mapping[str, object]) -> bool:
    return not catalogue.counting_as(programme).isdisjoint(held)


def _as_less(about: Comparing, ours: Ours, row: HeldInExtract) -> bool:
    """Tell whether our record has the same day's course under the name of one that it counts as."""
    same_day = (name for name, done in ours.trained.items() if done.training.on == row.on)
    return any(row.programme in about.catalogue.counting_as(name) for name in same_day)


def _training_dates(ours: Ours, name: str, title: str, row: HeldInExtract) -> list[Difference]:
    """Compare the newest completion, by its day and its last day."""
    done = ours.trained[name]
    common: dict[str, Any] = {"worker": ours.worker, "what": name, "entries": (done.training.id,), "rows": (row.row,)}
    if done.training.on != row.on:
        return [Difference(
            kind="other_dates", ours=done.training.on, theirs=row.on, **common,
            says=f"{title} of {ours.worker} was completed on {said(done.training.on)} by our record, on {said(row.on)} "
            "by the extract",
        )]  # fmt: skip
    if not _same_expiry(done.expires_on, row, stated=done.training.expires_on is not None):
        mine, theirs = _expiry(done.expires_on), _expiry(row.expires_on)
        return [Difference(
            kind="other_dates", ours=done.expires_on, theirs=row.expires_on, **common,
            says=f"{title} of {ours.worker} {mine} by our record, {theirs} by the extract",
        )]  # fmt: skip
    return []


def _last_days(ours: Ours, name: str, title: str, told: Sequence[HeldInExtract]) -> list[Difference]:
    """Compare up to when it is current at all: an older completion may last longer than the newest."""
    done, rows = ours.lasting[name], [row for row in told if row.programme == name]
    if not all(map(_says_last_day, rows)):
        return []  # the extract leaves it open
    row = max(rows, key=lambda row: (row.expires_on or date.max, row.on))
    if _same_expiry(done.expires_on, row, stated=done.training.expires_on is not None):
        return []
    return [Difference(
        kind="other_dates", worker=ours.worker, what=name, ours=done.expires_on, theirs=row.expires_on,
        entries=(done.training.id,), rows=(row.row,),
        says=f"{title} of {ours.worker}, completed on {said(done.training.on)}, {_expiry(done.expires_on)} by our "
        f"record; by the extract the one completed on {said(row.on)} {_expiry(row.expires_on)}",
    )]  # fmt: skip


def _same_expiry(mine: date | None, row: HeldInExtract, *, stated: bool) -> bool:
    """Tell whether both expire on the same day; what the extract leaves open is no difference.

    ESR's last day is often the day before the corresponding date, by which we reckon where no issuer states a day.
    """
    if row.expires_on is None:
        return not row.no_expiry or mine is None
    if mine is None:
        return False
    return mine == row.expires_on or (not stated and mine - row.expires_on == ONE_DAY)


def _expiry(day: date | None) -> str:
    return f"expires on {said(day)}" if day else "does not expire"


def not_required(about: Comparing, ours: Ours, held: Sequence[HeldInExtract]) -> Iterator[Difference]:
    """Tell what is held and no post requires; where the catalogue does not say what they require, nothing."""
    if ours.required is None:
        return
    current = [row for row in held if row.on <= about.day and (row.expires_on is None or row.expires_on >= about.day)]
    theirs = {name: row for row in current if (name := name_of(row, about.titles)) is not None}
    for name in sorted({*ours.held, *theirs} - ours.required):
        row, entries = theirs.get(name), ours.held.get(name, ())
        where = "by our record and the extract" if row and entries else "by our record" if entries else "by the extract"
        yield Difference(
            kind="held_not_required", worker=ours.worker, what=name, ours=bool(entries), theirs=row is not None,
            says=f"{ours.worker} holds {about.catalogue.titled(name)} {where}, and no post of theirs requires it",
            entries=entries, rows=(row.row,) if row else (),
        )  # fmt: skip


def name_of(row: HeldInExtract, titles: Mapping[str, str]) -> str | None:
    """Name the programme, or the competency of just that title; None for a local competency under another name.

    Args:
        row: what is held in the extract.
        titles: our competencies by their titles in small letters.
    """
    return row.programme or titles.get(row.title.casefold())
