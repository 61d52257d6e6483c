"""What does the post require, what of it is lacking, and what is held that it does not require?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import ClassVar

import attrs
import msgspec

from sw_competency.catalogue.department import Required as RequiredTable
from sw_competency.dates import said
from sw_competency.judge.case import Judge
from sw_competency.judge.everybody import Everybody
from sw_competency.judge.required import OfPost, required_of, silent
from sw_competency.judge.sign_off import current
from sw_competency.judge.status import HELD
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Outcome
from sw_competency.model.answers import Answer, Asked
from sw_competency.model.columns import DAY, MARK, TERM, TEXT, Table, table
from sw_competency.model.findings import all_of
from sw_competency.model.marks import COURSE, STATUS, Mark
from sw_competency.questions._names import Worker
from sw_competency.questions._question import Question


class Required(Question["RequiredAnswer"], frozen=True):
    """What a worker's post requires, what of it is lacking, and what is held that it does not require.

    Args:
        worker: whose training record it is about.
    """

    words: ClassVar = ("worker",)
    exits: ClassVar = "cannot-tell"

    worker: Worker

    def answer(self, everybody: Everybody) -> "RequiredAnswer":
        """Judge what the posts of the day require, and how each of it stands."""
        judge, day = everybody.judge(self.worker), everybody.moment.as_of
        of_post, finding = required_of(judge, day), everybody.nothing(self.worker)
        if finding is None and not of_post.spans:
            finding = _not_in_post(judge, day)
        elif finding is None and not of_post.fitting and not of_post.perhaps:
            sentence = f"What the post of {self.worker} requires is not known: no table of the catalogue says it"
            finding = Finding(CANNOT_TELL, sentence, of_post.entries)
        if finding is not None:
            return RequiredAnswer(asked=self, moment=everybody.moment, finding=finding)
        found = {name: current(judge.case(day, cites=_cited(of)), name) for name, of in of_post.names.items()}
        held, quiet = _held(judge, day), silent(judge, day)
        return RequiredAnswer(
            asked=self, moment=everybody.moment, finding=_finding(judge, of_post, found),
            required=tuple(_item(judge, name, of_post.names[name], found[name], day) for name in found),
            lacking=_named(found, NOT_MET), cannot_tell=_named(found, CANNOT_TELL),
            required_and_held=_named(found, MET),
            held_not_required=tuple(name for name in held if name in quiet),
            also_held=tuple(name for name in held if name not in quiet and name not in found),
            required_by=tuple(one.id for one in of_post.fitting), perhaps=tuple(one.id for one in of_post.perhaps),
        )  # fmt: skip


class RequiredItem(msgspec.Struct, frozen=True):
    """One thing a post requires.

    Args:
        name: the competency or programme.
        kind: which of the two.
        tables: the ids of the tables that require it.
        status: the competency's status; of a programme current, expired or not-completed. None: cannot be told.
        expires_on: the last day of what decides.
        lacks: which standards of the programme a completion that counts is without.
        standards: how many it has, such as "13 of 15 standards", where it is without some.
        says: how it stands, in a sentence.
    """

    name: str
    kind: str
    tables: tuple[str, ...]
    status: str | None
    expires_on: date | None
    lacks: str | None
    standards: str | None
    says: str

    @property
    def mark(self) -> Mark:
        """The mark of its status; a completion without some of its standards is not plainly current."""
        mark = COURSE.get(self.status or "") or STATUS[self.status]
        return attrs.evolve(mark, word=f"{mark.word}, {self.standards}") if self.standards else mark


class RequiredAnswer(Answer[Required], frozen=True):
    """What a post requires, and how it stands.

    Args:
        required: everything required.
        lacking: what of it is lacking.
        cannot_tell: what of it cannot be told.
        required_and_held: what of it is held.
        held_not_required: held, and not needed in the post: kept, and silent.
        also_held: held, and needed, though no table names it.
        required_by: the tables of the catalogue that fit the post.
        perhaps: those that may fit: the appointment does not say enough.
    """

    worker = Asked[str]()

    required: tuple[RequiredItem, ...] = ()
    lacking: tuple[str, ...] = ()
    cannot_tell: tuple[str, ...] = ()
    required_and_held: tuple[str, ...] = ()
    held_not_required: tuple[str, ...] = ()
    also_held: tuple[str, ...] = ()
    required_by: tuple[str, ...] = ()
    perhaps: tuple[str, ...] = ()

    def tables(self) -> Iterator[Table]:
        """Return what is required, and what else is held."""
        if self.required:
            rows = [(one.name, one.mark, one.expires_on, ", ".join(one.tables)) for one in self.required]
            yield table({"Required": TERM, "Status": MARK, "Expires": DAY, "By": TEXT}, rows)
        others = {
            "Held, not required in this post (kept, without reminders)": self.held_not_required,
            "Also held, and done in this post": self.also_held,
        }
        yield from (table({"Held": TERM}, [(name,) for name in held], title) for title, held in others.items() if held)

    def lines(self) -> Iterator[str]:
        """Return what a completion lacks, and what the appointment does not say."""
        yield from (f"{one.says}." for one in self.required if one.lacks)
        yield from (f"Cannot tell: {part.says}." for part in self.parts[len(self.required) :])


def _finding(judge: Judge, of_post: OfPost, found: Mapping[str, Finding]) -> Finding:
    unsaid, posts = "the appointment does not say whether this is asked for", of_post.entries
    perhaps = tuple(Finding(CANNOT_TELL, f"{unsaid}: {t.title}", posts, t.source) for t in of_post.perhaps)
    parts = (*found.values(), *perhaps)
    doubts = tuple(path for one in of_post.fitting for path in one.unconfirmed("competencies", "programmes"))
    outcome = all_of([part.outcome for part in parts])
    lacking, unknown = (tuple(map(judge.catalogue.titled, _named(found, o))) for o in (NOT_MET, CANNOT_TELL))
    says = (_say, judge.record.worker, len(found), lacking, unknown, bool(perhaps))
    return Finding(outcome, says, posts, None, parts, doubts)


def _not_in_post(judge: Judge, day: date) -> Finding:
    worker, record = judge.record.worker, judge.at(day)
    begun = record.appointments
    if not begun:
        return Finding(CANNOT_TELL, f"No appointment of {worker} is on record; record one first")
    left = [e for e in record.leavings if e.on >= begun[-1].on]
    last = left[-1].id if left else begun[-1].id
    return Finding(NOT_MET, f"{worker} is not in post on {said(day)}: no post asks for anything", (last,))


def _cited(tables: Iterable[RequiredTable]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for one in tables for source in one.source))


def _item(judge: Judge, name: str, tables: Iterable[RequiredTable], finding: Finding, day: date) -> RequiredItem:
    ids = tuple(one.id for one in tables)
    if name in judge.catalogue.competencies:
        found = judge.status(name, day)
        return RequiredItem(name, "competency", ids, found.status, found.expires_on, None, None, finding.says)
    done = judge.completions(name, day)
    last = max((c.expires_on or date.max for c in done), default=None)
    status = "current" if finding.outcome is MET else "expired" if done else "not-completed"
    expires = None if last == date.max else last
    counting = (c.training for c in done if finding.outcome is MET and c.training.id in finding.entries)
    lacks = next(map(judge.case(day).lacking, counting), None)
    had = lacks.standards if lacks is not None else None
    return RequiredItem(name, "programme", ids, status, expires, str(lacks) if lacks else None, had, finding.says)


def _named(found: Mapping[str, Finding], outcome: Outcome) -> tuple[str, ...]:
    return tuple(name for name, finding in found.items() if finding.outcome is outcome)


def _held(judge: Judge, day: date) -> list[str]:
    """Name every competency that is current or due, and every programme completed and not expired."""
    record, catalogue = judge.at(day), judge.catalogue
    given = [n for n in sorted(record.given) if n in catalogue.competencies and judge.status(n, day).status in HELD]
    case = judge.case(day)
    done = [n for n in sorted(record.trainings) if n in catalogue.programmes and current(case, n).outcome is MET]
    return given + done


def _say(worker: str, asked: int, lacking: Sequence[str], unknown: Sequence[str], more: object) -> str:
    if not asked:
        return f"What the post of {worker} requires cannot be told: the appointment does not say enough"
    words = f"{worker} lacks {len(lacking)} of the {asked} that the post requires: {'; '.join(lacking)}"
    if not lacking:
        words = f"{worker} holds {asked - len(unknown)} of the {asked} that the post requires"
    if unknown:
        words += f". It cannot be told of: {'; '.join(unknown)}"
    return f"{words}. More may be asked for: the appointment does not say enough" if more else words
