"""Our rules: what nobody published, value by value: kept or changed here, with who decided, where and when."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

import attrs

from sw_competency.catalogue import Catalogue
from sw_competency.catalogue.catalogue import Source
from sw_competency.catalogue.confirming import sources_of
from sw_competency.catalogue.described import TABLES, field_said, fields_of
from sw_competency.catalogue.own_rules import (
    ID,
    Decision,
    decided,
    in_words,
    is_length,
    leaves,
    read,
    shown,
    text_of,
    with_leaf,
)  # fmt: skip
from sw_competency.catalogue.placeholders import Found, found_at, placeholders, steps, told
from sw_competency.catalogue.terms import AUTHORITY, Authority
from sw_competency.catalogue.wording import value
from sw_competency.dates import YEAR, after, said
from sw_competency.errors import FieldError, SWCompetencyError, UnknownNameError
from sw_competency.names import has_parts
from sw_competency.web import asking
from sw_competency.web.roles import EDUCATORS, STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.screens._trial import Trial, amiss, over, trial
from sw_competency.web.visit import Done, Link, Visit

_STAND_BEHIND: tuple[Authority, ...] = ("local", "national", "professional-body", "statute", "study")
_AUTHORITIES = tuple(Link(AUTHORITY[one][:1].upper() + AUTHORITY[one][1:], one) for one in _STAND_BEHIND)
_KEPT = ("authority", "document", "decided_by", "decided_on", "from_day", "ahead")


@attrs.frozen(slots=True)
class Thing:
    """A task, a programme, a rule: what is open about it."""

    title: str
    lines: tuple[Link, ...]


@attrs.frozen(slots=True, kw_only=True)
class AllRules:
    """The list.

    Args:
        q: the words looked for.
        says: how many are open.
        groups: what is open, by what it is about.
        decided: what was decided here: the document, and what it says.
        writes: whether what is decided can be saved.
        undo: whether the last change can be undone, by whoever asks.
        digest: what tells whether somebody else changed the rules meanwhile.
    """

    q: str
    says: str
    groups: tuple[tuple[str, tuple[Thing, ...]], ...]
    decided: tuple[Source, ...]
    writes: bool
    undo: bool
    digest: str


@attrs.frozen(slots=True, kw_only=True)
class OneRule:
    """One value that nobody published.

    Args:
        says: what it says now, in words.
        long: the whole of it, where that is long.
        fields: what of it can be changed.
        versions: whether it can be changed from a day on.
        whom: whom to ask.
        sources: what the sources nearest to it say.
        authorities: who may stand behind it.
        given: what was filled in.
        amiss: what is wrong with it.
        trial: what it would change.
        kept: what the form to save it holds unseen.
        digest: what tells whether somebody else changed the rules meanwhile.
        writes: whether it can be saved, by whoever asks.
        file: whether there is a file to save it in.
        others: the one before, and the one after.
    """

    says: str
    long: str
    fields: tuple[asking.Asks, ...]
    versions: bool
    whom: str
    sources: tuple[Source, ...]
    authorities: tuple[Link, ...]
    given: Mapping[str, str]
    amiss: tuple[str, ...]
    trial: Trial | None
    kept: tuple[tuple[str, str], ...]
    digest: str
    writes: bool
    file: bool
    others: tuple[Link, ...]


class OurRules(Screen):
    """Everything that nobody published and is still to be decided here."""

    path = "/our-rules"
    title = "Our rules"
    sees = STAFF
    does = EDUCATORS
    place = 70

    def show(self, visit: Visit) -> AllRules:
        """List what is open, and what was decided."""
        catalogue, q = _catalogue(visit), visit.text("q") or ""
        groups: dict[str, dict[str, list[Link]]] = {}
        count = 0
        for path in placeholders(catalogue):
            title, what = told(catalogue, path)
            count += 1
            if has_parts(f"{title} {what}", q):
                heading = TABLES[_table(catalogue, path)].heading
                groups.setdefault(heading, {}).setdefault(title, []).append(Link(what, visit.link("our-rules", path)))
        file = visit.rules
        return AllRules(
            q=q, says=f"{count} values stand in for what nobody has published.",
            groups=tuple((h, tuple(Thing(t, tuple(ls)) for t, ls in things.items())) for h, things in groups.items()),
            decided=tuple(one for name, one in catalogue.sources.items() if name.startswith(ID)),
            writes=file is not None and file.tables() is not None, digest=file.digest() if file else "",
            undo=file is not None and file.can_be_undone() and visit.has(*EDUCATORS),
        )  # fmt: skip

    def do(self, visit: Visit) -> Done:
        """Put back the rules as they were before the last change."""
        if visit.rules is None:
            raise FieldError("our_rules", "are in no file that can be written here")
        visit.tracker.catalogue = visit.rules.undo(visit.needed("digest", "Our rules"))
        return Done(visit.link("our-rules"), "The last change was undone. Undo again to have it back.")


class OneOfOurRules(Screen):
    """One value: what is shipped, why it is open, what the sources nearest to it say; tried, then saved."""

    path = "/our-rules/{path:path}"
    title = "Our rules"
    template = "our_rule"
    sees = STAFF
    does = EDUCATORS

    def heading(self, visit: Visit) -> str:
        """Return what it is about."""
        return told(_catalogue(visit), _known(visit))[0]

    def show(self, visit: Visit) -> OneRule:
        """Show the value, and on trial what another would change; nothing is saved."""
        catalogue, path, file = _catalogue(visit), _known(visit), visit.rules
        found = _found(catalogue, path)
        tried, wrong = None, tuple[str, ...]()
        if visit.text("try"):
            try:
                tried = _tried(catalogue, visit)
            except SWCompetencyError as error:
                wrong = amiss(error, visit)
        fields = tuple(_fields(catalogue, path, found, visit))
        _, says = told(catalogue, path)
        whole = value(path.rpartition(".")[2], found.value, catalogue.titled)
        writes = file is not None and file.tables() is not None
        cited = (catalogue.sources.get(name) for name in sources_of(catalogue.tables, path))
        return OneRule(
            says=says[:1].upper() + says[1:], long=whole if whole not in says else "", fields=fields,
            versions=found.at.rpartition(".")[0].endswith("]"), whom=TABLES[_table(catalogue, path)].whom,
            sources=tuple(one for one in cited if one is not None), authorities=_AUTHORITIES, given=visit.given,
            amiss=wrong, trial=tried, digest=visit.text("digest") or (file.digest() if file else ""),
            kept=tuple((n, visit.given[n]) for n in (*(f.name for f in fields), *_KEPT) if n in visit.given),
            writes=writes and visit.has(*EDUCATORS), file=writes, others=_others(catalogue, path, visit),
        )  # fmt: skip

    def do(self, visit: Visit) -> Done:
        """Save it as a rule of the site's own, with who decided and when; all of it or nothing."""
        own = None if visit.rules is None else visit.rules.tables()
        if visit.rules is None or own is None:
            raise FieldError("our_rules", "are in no file that can be written here")
        catalogue = _catalogue(visit)
        decision = _decision(catalogue, visit)
        after_ = [link for link in _others(catalogue, decision.path, visit) if link.title == "Next"]
        text = text_of(decided(catalogue, own, decision))
        visit.tracker.catalogue = visit.rules.write(text, visit.needed("digest", "Our rules"))
        says = in_words(catalogue, decision.path, decision.value)
        return Done(after_[0].to if after_ else visit.link("our-rules"), f"Saved as your rule: {says}.")


def _catalogue(visit: Visit) -> Catalogue:
    """Return the catalogue as its file is now: somebody may have written it since it was read."""
    tracker = visit.tracker
    if visit.rules is not None:
        now = visit.rules.catalogue()
        if now.digest != tracker.catalogue.digest:
            tracker.catalogue = now
    return tracker.catalogue


def _known(visit: Visit) -> str:
    path = visit.given["path"]
    if path not in set(placeholders(visit.tracker.catalogue)):
        raise UnknownNameError("open value", path, note="it may have been decided meanwhile: look at Our rules.")
    return path


def _found(catalogue: Catalogue, path: str) -> Found:
    found = found_at(catalogue.tables, path)
    assert found is not None
    return found


def _table(catalogue: Catalogue, path: str) -> str:
    """Return the table something belongs to; what a site has its own way belongs to that beneath the site."""
    parts = [part for part, _ in steps(catalogue.tables, path) if part]
    return parts[2] if parts[0] == "site" and len(parts) > 3 else parts[0]


def _others(catalogue: Catalogue, path: str, visit: Visit) -> tuple[Link, ...]:
    every = list(placeholders(catalogue))
    here = every.index(path)
    near = ((title, here + step) for title, step in (("Before", -1), ("Next", 1)))
    return tuple(Link(title, visit.link("our-rules", every[n])) for title, n in near if 0 <= n < len(every))


# -- the form ------------------------------------------------------------------------------------------------------


def _fields(catalogue: Catalogue, path: str, found: Found, visit: Visit) -> Iterator[asking.Asks]:
    """Return a field for each number, length of time or word in a value; none where it is kept as it is."""
    field = path.rpartition(".")[2]
    for at, leaf in leaves(found.value):
        options = _options(catalogue, path, field) if isinstance(leaf, str) and not is_length(leaf) else ()
        name = f"v{at}"
        words = (at.rpartition(".")[2] if at else field).replace("_", " ")
        label = "Which" if words.isdigit() else words[:1].upper() + words[1:]
        hint = "As 12 months, or 90 days." if is_length(leaf) else ""
        yield asking.Asks(
            name=name, label=label, hint=hint, how="choice" if options else "text", needed=True,
            value=visit.given.get(name, leaf if options else shown(leaf)), options=options,
        )  # fmt: skip


def _options(catalogue: Catalogue, path: str, field: str) -> tuple[Link, ...]:
    """Return what a field may be, where its table says so."""
    told = fields_of(TABLES[_table(catalogue, path)].cls).get(field)
    kinds = [one for one in (getattr(told, "type", None), *get_args(getattr(told, "type", None)))
             if get_origin(one) is Literal]  # fmt: skip
    if kinds:
        return tuple(Link(one.replace("-", " "), one) for one in get_args(kinds[0]))
    return tuple(link for table in field_said(field).names for link in asking.things(catalogue, table))


def _decision(catalogue: Catalogue, visit: Visit) -> Decision:
    path = _known(visit)
    changed: Any = _found(catalogue, path).value
    for at, leaf in leaves(changed):
        if (text := visit.text(f"v{at}")) is not None:
            try:
                changed = with_leaf(changed, at, read(leaf, text))
            except ValueError as error:
                raise FieldError(at.rpartition(".")[2] or "the_value", str(error)) from None
    authority = next((one for one in _STAND_BEHIND if one == (visit.text("authority") or "local")), None)
    if authority is None:
        raise FieldError("who_stands_behind_it", "is none of those listed")
    decided_on = visit.day("decided_on", "When") or visit.tracker.today()
    if decided_on > visit.tracker.today():
        raise FieldError("When", f"{said(decided_on)} has not come yet: save it once it is decided")
    return Decision(
        path=path, value=changed, authority=authority, document=visit.needed("document", "Where it is written"),
        decided_by=visit.needed("decided_by", "Who decided"), written_by=visit.named(visit.by),
        decided_on=decided_on, starts=visit.day("from_day", "From which day"),
    )  # fmt: skip



def _tried(catalogue: Catalogue, visit: Visit) -> Trial:
    """Work out what a decision would change: today, or in the year ahead."""
    decision = _decision(catalogue, visit)
    says, other = in_words(catalogue, decision.path, decision.value), _as_if(catalogue, visit, decision)
    if decision.value == _found(catalogue, decision.path).value and decision.starts is None:
        return Trial(f"{says}.", "No answer changes: only who stands behind it does.")
    day = visit.questions.moment.as_of
    last = after(day, YEAR) if visit.text("ahead") else day
    return trial(f"{says}.", visit.questions.impact(other, last), visit, until=last)


def _as_if(catalogue: Catalogue, visit: Visit, decision: Decision) -> Catalogue:
    """Return the catalogue with a decision in it, as it would be read from its file."""
    own = None if visit.rules is None else visit.rules.tables()
    if visit.rules is not None and own is not None:
        return visit.rules.catalogue(text_of(decided(catalogue, own, decision)))
    return over(catalogue, decided(catalogue, {}, decision))
