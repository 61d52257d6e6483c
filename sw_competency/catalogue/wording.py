"""What a catalogue says, in words: each field a clause, so that what differs can be read aloud.

A field nobody has found better words for is said by its name; nothing is left unsaid.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from sw_competency.catalogue.tables import ALWAYS, Path, Said
from sw_competency.dates import Length, said

Titled = Callable[[str], str]
AUTHORITY = {
    "statute": "statute", "national": "national", "professional-body": "a professional body", "study": "the study",
    "local": "local", "placeholder": "placeholder",
}  # fmt: skip
LEGAL = {
    "none": "no law of its own",
    "psd": "a prescriber's direction for the named patient (that it be written is national guidance)",
    "pgd": "a patient group direction, under which nothing can be handed on",
    "irmer-operator": "entitlement as an IR(ME)R operator", "registrant-only": "registered staff only",
}  # fmt: skip
EFFECT = {
    "moves-band": "the post moves to the band agreed", "supports-review": "a review of the job is supported",
    "opens-application": "an application is open", "opens-area": "an area of work is open",
}  # fmt: skip
UNTIL_THEN = {
    "may": "they go on as before", "only-supervised": "they work under supervision only",
    "may-not": "they may not do it",
}  # fmt: skip
ACCEPTS = {"observed-practice": "the whole of it", "knowledge-only": "the theory alone"}
_CHOICES: dict[str, Mapping[str, str]] = {
    "authority": AUTHORITY, "legal": LEGAL, "effect": EFFECT, "until_then": UNTIL_THEN,
    "counted_by": {"as-of-day": "of the day asked about", "sign-off-day": "of its own day"},
    "establishment_wte": {"not-available": "not available"},
    "esr_wte": {"not-available": "not available"},
    "accepts": ACCEPTS,
}  # fmt: skip
_NAMES = {
    "modalities", "tier", "tiers", "prerequisites", "standing", "counts_as", "from", "to", "area", "competencies",
    "programmes",
}  # fmt: skip


_ORGANISATIONS = {"issuers", "not_issuers"}


@attrs.frozen
class Field:
    """How a field is said.

    Args:
        says: the clause, with a place for the value.
        gone: the clause where it is no longer said, with a place for the old value.
        many: the noun for a list of names; then what came and what went is told.
    """

    says: str = ""
    gone: str = ""
    many: str = ""


_FIELDS: dict[str, Field] = {
    "title": Field("its title is {}"),
    "expires_after": Field("{it} lasts {}", gone="{it} no longer expires; before, it lasted {}"),
    "notice": Field("it is due {} before it expires", gone="it is no longer due {} before it expires"),
    "grace": Field("grace of {} is given after it expires", gone="grace of {} is no longer given"),
    "practice": Field("{} keep it in practice", gone="{} are no longer asked for to keep it in practice"),
    "return": Field("{} are asked for", gone="{} are no longer asked for"),
    "counted_by": Field(
        "an old sign-off is judged by the numbers {}", gone="an old sign-off is no longer judged by the numbers {}"
    ),
    "pauses": Field(many="the absences that stop its clock"),
    "countersigned": Field("a second person countersigns", gone="no second person has to countersign any more"),
    "requires": Field(many="{who} asks for"),
    "suggests": Field(many="the suggestions{of}"),
    "seen": Field("its text was read on {}", gone="it is no longer said that its text was read on {}"),
    "modalities": Field(many="its modalities"),
    "tier": Field("the lowest tier is {}"),
    "kind": Field("its kind is {}"),
    "prerequisites": Field(many="its prerequisites"),
    "standing": Field(many="the things that must be current whenever it is done"),
    "legal": Field("it is under {}", gone="it is no longer under {}"),
    "introduced": Field("it is part of the framework from {}"),
    "withdrawn": Field("it is no longer part of the framework from {}", gone="it is not withdrawn on {} any more"),
    "version": Field("its policy's version is {}"),
    "authority": Field("the authority{of} is {}", gone="no authority{of} is named any more; before, {}"),
    "source": Field(many="the sources{of}"),
    "criteria": Field(many="its criteria"),
    "counts_as": Field(many="the programmes it counts as"),
    "from": Field("it leads from {}", gone="it no longer leads from {}"),
    "to": Field("it leads to {}", gone="it no longer leads to {}"),
    "effect": Field("once it is met, {}"),
    "site": Field("it holds at {} only", gone="it no longer holds at {} alone"),
    "area": Field("it opens {}", gone="it no longer opens {}"),
    "band": Field("its band is {}"),
    "level": Field("it leads to a qualification at level {}", gone="it no longer leads to a qualification at level {}"),
    "takes": Field("it takes {}"),
    "standards": Field("it consists of {} standards"),
    "routes": Field(many="the ways it has agreed"),
    "job_titles": Field(many="its job titles"),
    "assumed": Field(many="the fields nobody reported"),
    "tiers": Field(many="the tiers it is for"),
    "competencies": Field(many="its competencies"),
    "programmes": Field(many="its programmes"),
    "issuers": Field(many="those it takes it from"),
    "not_issuers": Field(many="those it does not take it from"),
    "within": Field("it must be no older than {}", gone="it may be older than {} again"),
    "accepts": Field("it takes over {}", gone="it no longer takes over {} only"),
    "reassess_by": Field("the last day for a re-assessment is {}"),
    "until_then": Field("until then {}", gone="until then it is no longer so that {}"),
    "establishment_wte": Field("its establishment, in whole-time equivalents, is {}"),
    "esr_wte": Field("by the Electronic Staff Record it is {}"),
    "deployment": Field("deployment is {}"),
    "entry_band": Field("people start at band {}", gone="it is no longer said that people start at band {}"),
    "training_shortest": Field("its training takes {} at the least"),
    "training_longest": Field("its training takes {} at the most"),
    "late_after": Field("written down more than {} later, it is late"),
    "paired_for": Field("newcomers are paired for {}", gone="newcomers are no longer paired for {}"),
    "out_of_hours": Field("out of hours, it is covered by {}"),
    "line_management": Field("line management is with {}"),
    "group": Field("its share of support workers is {}"),
    "elsewhere": Field("elsewhere it lasts: {}", gone="it is no longer said that elsewhere it lasts: {}"),
    "editions": Field("it has the edition: {}", gone="it no longer has the edition: {}"),
    "leads": Field("it has leads: {}", gone="it no longer has leads: {}"),
    "links": Field("it links: {}", gone="it no longer links: {}"),
    "items": Field("it has the item {}", gone="it no longer has the item {}"),
    "starts": Field("it holds from {}", gone="it no longer says that it holds from {}"),
}  # fmt: skip
_PLAINLY = {
    "legal": "who may do it", "suggests": "suggestions", "requires": "requirements", "expires_after": "length",
    "sign_off": "sign-off",
}  # fmt: skip
_ROWS = {"elsewhere", "editions", "leads", "links", "items"}  # lists of tables, each row said as one
# first from when; last what ends it, what holds until then, and who stands behind it
_PLACES = {"starts": -1, "reassess_by": 1, "until_then": 2, "authority": 3, "source": 4}
_OF = {"sign_off": " for its sign-off", "renewal": " for its renewal", "currency": " for how long it lasts"}


def organisation(pattern: str) -> str:
    """Give the name of an organisation, or a pattern of names, in words: `*` stands for anything."""
    first, *rest = " ".join(pattern.split()).split("*")
    if not rest:
        return first
    middle = [_piece(piece) for piece in rest[:-1] if piece.strip()]
    if middle and not first and not rest[-1]:
        return f"any name with {' and then '.join(middle)} in it"
    told = [f"begins with {_piece(first)}"] if first else []
    told += [f"has {' and then '.join(middle)} in it"] if middle else []
    told += [f"ends in {_piece(rest[-1])}"] if rest[-1] else []
    return f"any name that {_and(told)}" if told else "anybody named"


def _piece(piece: str) -> str:
    """Give a piece of a pattern; with a blank beside it, it stands for whole words."""
    text = piece.strip()
    whole = f"the word{'s' * (' ' in text)} " if text != piece else ""
    return f"{whole}{text}"


def plainly(field: str) -> str:
    """Return the word for a field."""
    return _PLAINLY.get(field, field.replace("_", " "))


def where_said(path: Path) -> str:
    """Give a path as it is printed: versions in brackets, by their day."""
    days = {part for part in path if part == ALWAYS or (part[:4].isdigit() and part[4:5] == "-")}
    return "".join(f"[{part}]" if part in days else f".{part}" for part in path).removeprefix(".")


def field_of(path: Path) -> tuple[str, str]:
    """Give the field a path ends in, and what it is a field of: `sign_off`, `currency`, or nothing."""
    around = next((part for part in path[:-1] if part in _OF), "")
    return path[-1], around


def value(field: str, plain: Any, titled: Titled) -> str:
    """Give a value in words."""
    match plain:
        case bool():
            return "yes" if plain else "no"
        case date():
            return said(plain)
        case dict():
            return _table(field, plain, titled)
        case list():
            return ", ".join(value(field, one, titled) for one in plain) or "none"
        case str() if field in _CHOICES:
            return _CHOICES[field].get(plain, plain)
        case str() if field in _ORGANISATIONS:
            return organisation(plain)
        case str() if field in _NAMES:
            return titled(plain)
        case str():
            return _length(plain) or (f"“{plain}”" if " " in plain or plain != plain.lower() else plain)
    return str(plain)


def _length(text: str) -> str:
    if text.startswith("P"):
        try:
            return str(Length.parse(text))
        except ValueError:
            return ""
    return ""


def _table(field: str, plain: Mapping[str, Any], titled: Titled) -> str:
    if field in {"requires", "suggests"}:
        from sw_competency.catalogue import structure  # not needed to say of a number that nobody published it

        if (made := structure.requirement(plain)) is not None:
            return made.asks(titled)
    if field == "practice":
        return f"{plain['at_least']} successes within {_length(plain['within'])}"
    if field == "return":
        return f"{plain['practice']} directly supervised successes after {_length(plain['after'])} away"
    return ", ".join(f"{key.replace('_', ' ')} {value(key, one, titled)}" for key, one in plain.items())


def clause(path: Path, old: Said | None, new: Said | None, titled: Titled) -> str:
    """Say what a field says now, and what it said before where it said something."""
    name, around = field_of(path)
    row = len(path) > 1 and path[-2] in _ROWS
    field = _FIELDS.get(path[-2] if row else name, Field())
    plain_old, plain_new = (None if one is None else one.plain for one in (old, new))
    if field.many and (isinstance(plain_old, list) or isinstance(plain_new, list)):
        return _list(field.many, name, around, plain_old, plain_new, titled)
    if name == "permitted":
        return _permission(plain_old, plain_new)
    words = {"it": "a sign-off" if around else "it", "of": _OF.get(around, "")}
    of_field = f" for its {plainly(name)}" if path[-2:-1] == ("authorities",) else ""
    if of_field:
        name, field, words["of"] = "authority", _FIELDS["authority"], f"{of_field}{words['of']}"
    if name == "authority" and old is not None and new is not None:
        return f"authority{words['of']} changed from {plain_old} to {plain_new}"
    if new is None:
        gone = field.gone or f"{_named(path)}{{of}} is no longer said; before, {{}}"
        return gone.format(value(name, plain_old, titled), **words)
    says = (field.says or f"{_named(path)}{{of}} is {{}}").format(value(name, plain_new, titled), **words)
    if name == "countersigned":
        return says
    return says if old is None else f"{says}; before, {value(name, plain_old, titled)}"


def _permission(old: bool | None, new: bool | None) -> str:
    if new or old:
        return "it is permitted" if new else "it is no longer permitted"
    return "it is closed until a site permits it" if new is False else "it no longer waits for a site to permit it"


def _named(path: Path) -> str:
    return f"its {' '.join(part for part in path if part not in _OF and part != ALWAYS).replace('_', ' ')}"


def _list(noun: str, name: str, around: str, old: Any, new: Any, titled: Titled) -> str:
    before, after = _each(name, old, titled), _each(name, new, titled)
    came, went = [one for one in after if one not in before], [one for one in before if one not in after]
    if name == "requires":
        return _asked(around, before, came, went)
    noun = noun.format(of=_OF.get(around, ""))
    told = []
    if came:
        told.append(f"{noun}{' now' if before else ''} include {_and(came)}")
    if went:
        told.append(f"{'they' if came else noun} no longer include {_and(went)}")
    return "; ".join(told) or f"{noun} are in another order: {_and(after)}"


def _asked(around: str, before: Sequence[str], came: Sequence[str], went: Sequence[str]) -> str:
    who = {"sign_off": "its sign-off", "renewal": "its renewal"}.get(around, "it")
    if not before:
        return f"{who} asks for {_and(came)}"
    told = []
    if went:
        told.append(f"{who} no longer asks for {_and(went)}")
    if came:
        told.append(f"{'it' if went else who} now also asks for {_and(came)}")
    return "; ".join(told) or f"{who} asks for the same in other numbers"


def _and(words: Sequence[str]) -> str:
    """Join names; with semicolons where one of them has a comma."""
    if len(words) < 2 or any("," in word for word in words):
        return "; ".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _each(name: str, plain: Any, titled: Titled) -> list[str]:
    given = plain if isinstance(plain, list) else [] if plain is None else [plain]
    return [value(name, one, titled).strip("“”") for one in given]


def in_order(paths: Iterable[Path]) -> list[Path]:
    """Put paths in the order in which they are told: what is asked first, who stands behind it last."""
    return sorted(paths, key=lambda path: (path[:-1], _PLACES.get(path[-1], 0), path))


def clauses(old: Mapping[Path, Said], new: Mapping[Path, Said], titled: Titled) -> Iterator[str]:
    """Say every field in which two versions differ."""
    for path in in_order({*new, *old}):
        before, after = old.get(path), new.get(path)
        if before is None or after is None or before.means != after.means:
            yield clause(path, before, after, titled)
