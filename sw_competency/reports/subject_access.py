"""All that is held about a person, in words: their own records kind by kind, and what others' say of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sw_competency.dates import parse_day, said
from sw_competency.model import plain
from sw_competency.model.columns import DAY, TEXT
from sw_competency.model.findings import capital, full_stop
from sw_competency.model.mentions import NAMING_PEOPLE
from sw_competency.questions.subject_access import Held, SubjectAccessAnswer
from sw_competency.reports._base import Asked, stamp, who
from sw_competency.reports._sections import Paper, Section, grids

NAME = "subject-access"
QUESTION = "What is held about a person, in words they can read?"
FORMATS = ("html", "pdf", "md", "xlsx")
NEEDS = ("worker",)
_STAMPS = frozenset({"kind", "on", "id", "recorded_at", "recorded_by"})  # beside it, in columns of their own
_FREE = frozenset({"note", "reason", "action_plan", "title", "destination"})  # as somebody wrote it
_WORDS = {"with": "should be", "from": "from", "wte": "WTE", "sign_off": "sign-off"}


def view(asked: Asked) -> Paper:
    """Put what is held into words."""
    answer, whose = asked.questions.subject_access(str(asked.worker)), who(asked, asked.worker)
    say = asked.say
    return Paper(
        title="What is held about you", who=whose, stamp=stamp(asked), headline=whose.name,
        lead=(full_stop(say(answer.says)),),
        facts=(
            ("Looked for under", ", ".join(answer.ids)),
            *((_label(name), _value(asked, name, value)) for name, value in answer.person.items()),
        ),
        sections=(*_own(asked, answer), *_elsewhere(asked, answer), _besides(asked, answer)),
    )  # fmt: skip


def _own(asked: Asked, answer: SubjectAccessAnswer) -> Iterator[Section]:
    """Yield a section for each kind of entry, the latest entry first."""
    kinds: dict[str, list[Held]] = {}
    for one in answer.own:
        kinds.setdefault(one.entry.kind, []).append(one)
    columns = {"On": DAY, "What is recorded": TEXT, "Written down": TEXT}
    for kind, some in kinds.items():
        rows = [
            (one.entry.on, _told(asked, plain(one.entry), one.record), _written(asked, one))
            for one in sorted(some, key=lambda one: one.entry.on, reverse=True)
        ]  # fmt: skip
        yield Section(title=f"Your own record: {kind.replace('-', ' ')}", grids=grids(asked, columns, rows))


def _written(asked: Asked, one: Held) -> str:
    when, by = one.entry.recorded_at, one.entry.recorded_by
    return " ".join(([f"on {said(when.date())}"] if when else []) + ([f"by {asked.named(by)}"] if by else []))


def _elsewhere(asked: Asked, answer: SubjectAccessAnswer) -> Iterator[Section]:
    rows = [
        (_value(asked, "on", one.on), capital(one.kind.replace("-", " ")), one.record,
         ", ".join(map(_label, one.roles)), _told(asked, one.says))
        for one in answer.elsewhere
    ]  # fmt: skip
    columns = {"On": TEXT, "Kind": TEXT, "Whose record": TEXT, "You are named as": TEXT, "What it says": TEXT}
    if rows:
        yield Section(
            title="In other people's records", grids=grids(asked, columns, rows),
            says=("Other people are numbered here: what their records say of them is theirs.",),
        )  # fmt: skip


def _besides(asked: Asked, answer: SubjectAccessAnswer) -> Section:
    return Section(
        title="What else there is to know",
        says=(*(full_stop(asked.say(one)) for one in answer.lines()),
              "Every field, for a computer to read, is in the answer to the question subject-access as JSON.",
              "If something is wrong, say so. It is put right by a correction, and what stood before still shows."),
    )  # fmt: skip


def _told(asked: Asked, fields: Mapping[str, Any], whose: str = "") -> str:
    """Say the fields of an entry; whose record it stands in is said above."""
    left = {name: value for name, value in fields.items() if name not in {*_STAMPS, whose}}
    return "; ".join(f"{_label(name)}: {_value(asked, name, value)}" for name, value in left.items())


def _label(name: str) -> str:
    return capital(_WORDS.get(name, name.replace("_", " ")))


def _value(asked: Asked, name: str, value: Any) -> str:
    """Say a value as a person reads it: days, names and titles for what stands in the record."""
    match value:
        case bool():
            return "yes" if value else "no"
        case str() if name in NAMING_PEOPLE:
            return asked.named(value)
        case str():
            return value if name in _FREE else _text(asked, value)
        case Mapping():
            return _told(asked, value)
        case Sequence():
            return ", ".join(_value(asked, name, one) for one in value)
    return str(value)


def _text(asked: Asked, value: str) -> str:
    try:
        return said(parse_day(value))
    except ValueError:
        return asked.titled(value)
