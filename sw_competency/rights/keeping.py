"""How long what is on record of a person is to be kept, by the catalogue's rules, and what is due for disposal."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Literal

import msgspec

from sw_competency.catalogue.catalogue import Catalogue
from sw_competency.catalogue.department import Retention
from sw_competency.catalogue.terms import GROUND
from sw_competency.dates import after, length_said, said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.model import Correction, Entry, Training

State = Literal["kept", "due", "cannot-tell", "no-rule"]
_OURS = "starter-default"  # the source of what nobody published
_LONGEST = ("kept", "cannot-tell", "due")  # what keeps an entry longest goes first


class Keeping(msgspec.Struct, frozen=True, kw_only=True):
    """Entries of one record that one rule keeps.

    Args:
        worker: whose.
        rule: which rule; None where none fits.
        title: its title.
        state: `kept`, `due` for disposal, `cannot-tell`, or `no-rule`.
        until: the last day to keep the last of them; None while somebody is in post, or where nobody knows.
        says: the same in words.
        entries: their ids.
        sources: the documents the rule rests on.
        authority: who stands behind how long they are kept.
        placeholders: what of it nobody published.
    """

    worker: str
    rule: str | None
    title: str
    state: State
    until: date | None
    says: str
    entries: tuple[str, ...]
    sources: tuple[str, ...] = ()
    authority: str | None = None
    placeholders: tuple[str, ...] = ()


class _Term(msgspec.Struct, frozen=True):
    """How long one entry is kept by one rule: up to a day; None where it has not begun to run, or nobody knows."""

    rule: Retention
    state: State
    until: date | None


def keeping(judge: Judge, entries: Sequence[Entry], day: date) -> Iterator[Keeping]:
    """Return what is kept how long of a person's entries, rule by rule, as seen on a day.

    Args:
        judge: the judge of the worker.
        entries: the entries, as written.
        day: the day.
    """
    left, by_id = _left(judge), {entry.id: entry for entry in entries}
    found: dict[tuple[str | None, State], list[tuple[Entry, _Term | None]]] = {}
    for entry in entries:
        about = _about(entry, by_id)
        terms = [_term(rule, about, left, day) for rule in judge.catalogue.retentions.values() if _fits(rule, about)]
        term = min(terms, key=_order, default=None)
        key: tuple[str | None, State] = (term.rule.id, term.state) if term is not None else (None, "no-rule")
        found.setdefault(key, []).append((entry, term))
    for (_, state), each in found.items():
        yield _keeping(judge, state, each)


def of_person(everybody: Everybody, ids: Iterable[str]) -> list[Entry]:
    """Return all entries about a person, as written: of the training records, and of those as an assessor."""
    owners = [(kind, id_) for id_ in ids for kind in ("worker", "assessor")]
    return [entry for owner in owners for entry in everybody.records.written(owner, whole=True)]


def _about(entry: Entry, by_id: dict[str, Entry]) -> Entry:
    """Return what an entry is about: a correction is kept as long as what it puts right."""
    seen = set[str]()
    while isinstance(entry, Correction) and entry.corrects in by_id and entry.id not in seen:
        seen.add(entry.id)
        entry = by_id[entry.corrects]
    return entry


def _fits(rule: Retention, entry: Entry) -> bool:
    if entry.kind not in rule.kinds:
        return False
    return not (rule.programmes and isinstance(entry, Training)) or getattr(entry, "programme", "") in rule.programmes


def _left(judge: Judge) -> date | None:
    """Return the last day in post; the last day there is while somebody is in post, None where they never were."""
    posts = dict.fromkeys(a.post for a in judge.record.whole.appointments)
    ends = [span.last for post in posts for span in judge.post_named(post).spans]
    return max(ends, default=None)


def _term(rule: Retention, entry: Entry, left: date | None, day: date) -> _Term:
    """Return how long a rule keeps an entry; while somebody is in post, all of it, since answers rest on it."""
    begins = left if rule.counted_from == "leaving" else entry.on
    if left == date.max:
        return _Term(rule, "kept", None)
    if begins is None:
        return _Term(rule, "cannot-tell", None)
    until = max(after(begins, rule.keep_for), left or date.min)
    if until >= day:
        return _Term(rule, "kept", until)
    return _Term(rule, "cannot-tell" if rule.until_age else "due", until)


def _order(term: _Term) -> tuple[int, int]:
    return _LONGEST.index(term.state), -(term.until or date.max).toordinal()


def _keeping(judge: Judge, state: State, each: Sequence[tuple[Entry, _Term | None]]) -> Keeping:
    terms = [term for _, term in each if term is not None]
    days = [term.until for term in terms]
    until = None if None in days else max((d for d in days if d is not None), default=None)
    rule = terms[0].rule if terms else None
    many = "one entry" if len(each) == 1 else f"{len(each)} entries"
    title = rule.title if rule is not None else "No rule"
    return Keeping(
        worker=judge.record.worker, rule=rule.id if rule else None, title=title, state=state, until=until,
        says=f"{title} ({many}): {_says(rule, state, until, judge.catalogue)}",
        entries=tuple(entry.id for entry, _ in each),
        sources=rule.source if rule else (), authority=_behind(rule) if rule else None,
        placeholders=rule.unconfirmed("keep_for", "counted_from", "until_age") if rule else (),
    )  # fmt: skip


def _behind(rule: Retention) -> str:
    return rule.stands_behind("keep_for") or rule.authority


def _says(rule: Retention | None, state: State, until: date | None, catalogue: Catalogue) -> str:
    if rule is None:
        return "no rule of the catalogue says how long they are kept; somebody has to decide"
    cited = " and ".join(catalogue.sources[name].title for name in rule.source if name != _OURS)
    ground = f"by {GROUND[_behind(rule)]}{f' ({cited})' if cited else ''}"
    counted = "after the last day in post" if rule.counted_from == "leaving" else "after their day"
    long = f"{length_said(rule.keep_for)} {counted}"
    birthday = f", and until the birthday of {rule.until_age} where that is later" if rule.until_age else ""
    if state == "cannot-tell" and until is None:
        return f"to be kept for {long}{birthday}, {ground}; when that was is not on record"
    if state == "cannot-tell":
        who = f"whether the birthday of {rule.until_age} is past is not known here"
        return f"to be kept up to {_day(until)}{birthday}, {ground}; {who}"
    if state == "due":
        return f"due for disposal: they were to be kept up to {_day(until)}, {ground}"
    when = f"up to {_day(until)}" if until is not None else f"as long as somebody is in post, and for {long}"
    return f"to be kept {when}{birthday}, {ground}"


def _day(day: date | None) -> str:
    return "" if day is None else said(day)


def unreadable(worker: str, why: str) -> Keeping:
    """Return that nobody can tell how long a record is to be kept, since it cannot be read."""
    says = f"What is in the record cannot be told: {why.rstrip('.')}"
    return Keeping(worker=worker, rule=None, title="", state="cannot-tell", until=None, says=says, entries=())


def held_back(kept: Iterable[Keeping]) -> list[Keeping]:
    """Return what a rule says is still to be kept, or may be."""
    return [one for one in kept if one.state in {"kept", "cannot-tell"}]
