"""Our record against an extract of ESR: who and what is in one and not the other, and where they say different things.

Neither is taken to be right. A job title or pay grade of the extract is told where it differs, and nothing follows from
it: in the study, ESR counts ran from 0.05 to 2.14 times the trusts' own (Etty and others 2025, table 1).
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from sw_competency.bulk import undisturbed
from sw_competency.dates import said
from sw_competency.errors import OtherTrustError
from sw_competency.judge.everybody import Everybody
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding
from sw_competency.model.extract import Assignment, Extract, other_trusts
from sw_competency.model.findings import entries_of
from sw_competency.names import first_few
from sw_competency.reconcile.difference import Comparing, Difference, Theirs, posts_said, rows_of
from sw_competency.reconcile.matching import People, Places
from sw_competency.reconcile.posts import differences
from sw_competency.reconcile.record import Ours, on_record
from sw_competency.reconcile.rows import SortedRows, sorted_rows, without
from sw_competency.reconcile.totals import Total, totals, unknown_place
from sw_competency.reconcile.training import name_of

# Every sort of difference, and how one and several are counted in a sentence.
KINDS = {
    "missing": ("missing from the extract", "missing from the extract"),
    "extra": ("only in the extract", "only in the extract"),
    "post_not_closed": ("post not closed", "posts not closed"),
    "other_site": ("other site", "other sites"),
    "other_wte": ("other WTE", "other WTE"),
    "other_band": ("other band", "other bands"),
    "other_dates": ("other date", "other dates"),
    "missing_training": ("completion missing from the extract", "completions missing from the extract"),
    "extra_training": ("completion only in the extract", "completions only in the extract"),
    "held_not_required": ("held and not required", "held and not required"),
    "same_number": ("number that is not one person's", "numbers that are not one person's"),
    "unknown_location": ("location nobody knows", "locations nobody knows"),
    "unread": ("thing that cannot be read", "things that cannot be read"),
}
_COLUMNS = {"wte": "FTE", "band": "the pay grade", "places": "the location", "starts": "the first day"}
_MOST_ROWS, _MOST_NAMES = 5, 10  # told in a sentence


class SetApart(msgspec.Struct, frozen=True):
    """Somebody outside the support workforce by title: whom the extract names, as what, and in which rows."""

    worker: str
    titles: tuple[str, ...]
    rows: tuple[int, ...]


class Comparison(msgspec.Struct, frozen=True):
    """What comes of holding an extract against our record.

    Args:
        finding: whether they agree.
        totals: whole-time equivalents site by site.
        differences: all that differs.
        not_compared: what could not be held against anything, in sentences.
        set_apart: who was left out.
    """

    finding: Finding
    totals: tuple[Total, ...] = ()
    differences: tuple[Difference, ...] = ()
    not_compared: tuple[str, ...] = ()
    set_apart: tuple[SetApart, ...] = ()


def compared(everybody: Everybody, extract: Extract) -> Comparison:
    """Hold an extract of ESR against our record.

    Args:
        everybody: everybody whose record is kept, at one moment.
        extract: a staff list, a training extract, or both.

    Raises:
        OtherTrustError: the extract is that of another trust.
    """
    day = everybody.moment.as_of
    record = [*_record(everybody, training=extract.held is not None)]
    if not any(ours.appointments for ours in record):
        sentence = f"Nobody is appointed on our record up to {said(day)}: there is nothing to compare with the extract"
        return Comparison(Finding(CANNOT_TELL, sentence))
    people = People(everybody.person_index, everybody.workers, day)
    rows = sorted_rows(extract, people, day, everybody.catalogue)
    check_trust(everybody, extract, rows)
    extract = without(extract, rows.outside.values())
    about = _comparing(everybody, extract, record)
    found = [*rows.unclear]
    for ours in record:
        if ours.worker not in rows.apart and _is_compared(about, ours, rows):
            found += differences(about, ours, rows.of.get(ours.worker))
    found += [*_strangers(about, rows.strangers), *_unknown_places(about, extract), *unread(extract)]
    compared = [ours for ours in record if ours.posts and _is_compared(about, ours, rows)]
    finding = _finding(everybody, extract, found, compared)
    left_out = [*_not_compared(about, extract, compared), *_without_rows(about, record, rows)]
    totalled = tuple(_totals(about, extract, record))
    return Comparison(finding, totalled, tuple(found), tuple(left_out), tuple(set_apart(rows.outside)))


def _record(everybody: Everybody, *, training: bool) -> Iterator[Ours]:
    for judge in everybody.judges():
        with undisturbed():
            ours = on_record(judge, everybody.moment.as_of, training=training)
        yield ours


def _comparing(everybody: Everybody, extract: Extract, record: Sequence[Ours]) -> Comparing:
    held = extract.held
    return Comparing(
        day=everybody.moment.as_of, catalogue=everybody.catalogue, staff=extract.assignments is not None,
        places=Places(everybody.catalogue, {post.site for ours in record for post in ours.posts}),
        ends="ends" in extract.tells,
        programmes=None if held is None else frozenset(row.programme for row in held if row.programme is not None),
        titles={c.title.casefold(): name for name, c in everybody.catalogue.competencies.items()},
    )  # fmt: skip


def _is_compared(about: Comparing, ours: Ours, rows: SortedRows) -> bool:
    """Tell whether a worker is compared: who has no row in a training extract alone is not missing, only untrained."""
    return about.staff or ours.worker in rows.of or ours.worker in rows.apart


def _without_rows(about: Comparing, record: Sequence[Ours], rows: SortedRows) -> Iterator[str]:
    count = sum(bool(ours.posts) and not _is_compared(about, ours, rows) for ours in record)
    if count:
        yield f"training of {count} in post who {'has' if count == 1 else 'have'} no row in the extract"


def check_trust(everybody: Everybody, extract: Extract, rows: SortedRows) -> None:
    """Refuse an extract of another trust: nobody of ours is in it, or no number of a trust in it is our catalogue's.

    Raises:
        OtherTrustError: it is one.
    """
    if not rows.of and not rows.apart:
        raise OtherTrustError(
            f"'{extract.file}' is an extract of another trust, or of other staff: not one person in it is on our "
            "record by id or staff number; give the extract of this department."
        )
    employers = [row.vpd for row in extract.assignments or () if row.vpd]
    owners = [row.vpd for row in extract.held or () if row.vpd]
    other_trusts(extract.file, employers, everybody.catalogue.trusts, owners)


# -- what is about nobody on record ----------------------------------------------------------------------------------


def _strangers(about: Comparing, strangers: Mapping[str, Theirs]) -> Iterator[Difference]:
    """Tell who is in the extract, in post, and not on our record."""
    for number, theirs in strangers.items():
        current = [a for a in theirs.assignments if a.holds_on(about.day)]
        if current or not about.staff or not theirs.assignments:
            where = "in post in the extract" if current else "in the extract"
            rows = tuple(row.row for row in (current or theirs.held))
            yield Difference(
                kind="extra", worker=number, what="worker", theirs=posts_said(current), rows=rows,
                says=f"{number} is {where}, and nobody is on our record under that number",
            )  # fmt: skip


def _unknown_places(about: Comparing, extract: Extract) -> Iterator[Difference]:
    """Tell of each location that is no site we know, once; it is added up under its own name."""
    posts: dict[str, list[Assignment]] = {}
    for row in (extract.assignments or ()) if "places" in extract.tells else ():
        if row.holds_on(about.day) and about.places.site(row.places) is None:
            posts.setdefault(unknown_place(row), []).append(row)
    for name, rows in sorted(posts.items()):
        count = f"{len(rows)} post{'s' * (len(rows) != 1)}"
        says = f"The extract's location '{name}' is no site we know, with {count} in it"
        if not rows[0].places:
            says = f"The extract gives no location for {count}"
        yield Difference(
            kind="unknown_location", worker=None, what=name, theirs=len(rows), rows=tuple(row.row for row in rows),
            says=f"{says}; a site's esr_locations in the catalogue may name it" if rows[0].places else says,
        )  # fmt: skip


def unread(extract: Extract) -> Iterator[Difference]:
    """Tell what of an extract could not be read."""
    for one in extract.unread:
        rows = ", ".join(map(str, one.rows[:_MOST_ROWS])) + (" and more" if len(one.rows) > _MOST_ROWS else "")
        where = f"Row{'s' * (len(one.rows) != 1)} {rows}, column {one.problem.path}"
        yield Difference(
            kind="unread", worker=None, what=one.problem.path, rows=one.rows, says=f"{where}: {one.problem.says}"
        )


def _not_compared(about: Comparing, extract: Extract, in_post: Sequence[Ours]) -> Iterator[str]:
    """Say what could not be held against anything: what one side does not say is no difference."""
    yield from extract.sheets_not_read
    if about.staff:
        without = sum(post.wte is None for ours in in_post for post in ours.posts)
        if without:
            yield f"WTE of {without} post{'s' * (without != 1)} on our record, where none is recorded"
        if lacking := [words for means, words in _COLUMNS.items() if means not in extract.tells]:
            yield f"{', '.join(lacking)}: the extract has no such column"
    if ahead := sum(row.on > about.day for row in extract.held or ()):
        yield f"{ahead} row{'s' * (ahead != 1)} of training completed after {said(about.day)}"
    if about.programmes is not None:
        nowhere = sorted({name for ours in in_post for name in ours.trained} - about.programmes)
        if nowhere:
            yield f"training of which the extract has no row at all: {first_few(nowhere, _MOST_NAMES)}"
        others = sorted({row.title for row in extract.held or () if name_of(row, about.titles) is None})
        if others:
            yield f"local competencies of which our catalogue has none of that title: {first_few(others, _MOST_NAMES)}"
        open_ = sum(ours.required is None for ours in in_post)
        if open_:
            yield f"what is held and not required, of {open_} in post: the catalogue does not say what their post asks"


def _totals(about: Comparing, extract: Extract, record: Sequence[Ours]) -> list[Total]:
    if extract.assignments is None:
        return []
    current = [a for a in extract.assignments if a.holds_on(about.day)]
    posts = [post for ours in record for post in ours.posts]
    return totals(posts, current, about.places if "places" in extract.tells else None, about.catalogue)


# -- what comes of it --------------------------------------------------------------------------------------------------


def _finding(
    everybody: Everybody, extract: Extract, found: Sequence[Difference], in_post: Sequence[Ours]
) -> Finding:  # fmt: skip
    day, cited = said(everybody.moment.as_of), (extract.file,)
    if not found:
        entries = tuple(dict.fromkeys(e for ours in in_post for post in ours.posts for e in post.entries))
        count = f"{len(in_post)} {'person' if len(in_post) == 1 else 'people'} in post compared"
        return Finding(MET, f"Our record and the extract agree on {day}: {count}", entries, cited)
    parts, words = [], []
    for kind, (one, several) in KINDS.items():
        of_kind = [d for d in found if d.kind == kind]
        if of_kind:
            words.append(f"{len(of_kind)} {one if len(of_kind) == 1 else several}")
            entries = tuple(dict.fromkeys(e for d in of_kind for e in d.entries))
            parts.append(Finding(NOT_MET, words[-1], entries, cited))
    entries = entries_of(parts)
    sentence = f"Our record and the extract differ on {day}: {', '.join(words)}"
    return Finding(NOT_MET, sentence, entries, cited, tuple(parts))


def set_apart(outside: Mapping[str, Theirs]) -> Iterator[SetApart]:
    """Name who is outside the support workforce, with the rows."""
    for number, theirs in outside.items():
        titles = sorted({a.title for a in theirs.assignments if a.title is not None})
        yield SetApart(number, tuple(titles), rows_of(theirs.assignments))
