"""What a plan says of words, names and numbers; what it does not say is asked."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

import attrs

from sw_competency.cells import error_said, is_error
from sw_competency.dates import parse_day
from sw_competency.errors import MalformedEntryError, PlanError, Problem
from sw_competency.formats._columns import cut_id
from sw_competency.formats._esr_names import in_small_letters
from sw_competency.intake.facts import MEANINGS, AskedError, Meaning
from sw_competency.intake.people import People, words_of
from sw_competency.intake.plan import LEFT_OUT, Plan, is_asked
from sw_competency.intake.previewed import MASK
from sw_competency.intake.said import Said, is_serial, order_of, read, reads_both_ways
from sw_competency.intake.words import value_key
from sw_competency.model import loose_key, parse_person, same_person
from sw_competency.model.person_index import Match
from sw_competency.patients import holds_patient_identifier

# the first word of a row that adds up others
_TOTALS = frozenset(
    {"total", "totals", "grand", "count", "percent", "percentage", "compliance", "compliant", "average"}
)
_SELF = re.compile(r"self([ -]+(assess|sign|certifi|declar).*)?")


@attrs.frozen
class Named:
    """What a row says of whom it is about.

    Args:
        numbers: the scheme of each number, blank where its column names none; the first goes first.
        name: the name.
    """

    numbers: Mapping[str, str]
    name: str

    @classmethod
    def of(cls, cells: Iterable[tuple[str, str]]) -> "Named":
        """Put together what the cells of a row say, each with what its column is; of two alike the first counts."""
        said: dict[str, str] = {}
        numbers: dict[str, str] = {}
        for role, text in cells:
            if text and role.startswith("number"):
                numbers.setdefault(text, role.partition(":")[2].strip())
            elif text:
                said.setdefault(role, text)
        name = said.get("name") or " ".join(filter(None, (said.get("first name"), said.get("last name"))))
        return cls(numbers, " ".join(name.split()))

    @property
    def number(self) -> str:
        """The first number; blank where there is none."""
        return next(iter(self.numbers), "")


class Meant:
    """What is meant, by a plan and by who is on record.

    Args:
        plan: the plan.
        people: who is on record.
    """

    def __init__(self, plan: Plan, people: People) -> None:
        self.plan, self.people = plan, people
        self.values = {value_key(text): answer for text, answer in plan.values.items()}
        self.names = {in_small_letters(text): answer for text, answer in plan.names.items()}
        self.new_names: dict[str, str] = {}
        self.remarks: dict[str, None] = {}  # what somebody should look at
        self.left = ""  # why the row asked about last is left out
        self._called: dict[str, tuple[str, str]] = {}
        self._new_numbers: dict[str, tuple[str, str]] = {}  # as they are compared: how the first stands, and where

    # -- cells -----------------------------------------------------------------------------------------------------

    def read(self, text: str) -> Said:
        """Read the day in a cell.

        Raises:
            AskedError: the plan does not say how days in figures or bare numbers are read.
        """
        settings = self.plan.settings
        order = settings.get("day_first", "yes")
        if is_serial(text):
            if (serials := settings.get("serials", "?")) == LEFT_OUT:
                return Said(rest=text)
            if is_asked(serials):
                raise AskedError(f"'{text}' may be a spreadsheet's count of days", "", "serials")
        if is_asked(order) and reads_both_ways(text):
            raise AskedError(f"'{text[:40]}' can be read day first or month first", "", "day_first")
        return read(text, day_first=order != "no" and (not is_asked(order) or order_of(text) != "month"), serials=True)

    def value(self, where: str, text: str) -> Meaning | None:
        """Return what the plan says of a cell, or of its words; None where it says nothing.

        Raises:
            AskedError: the plan leaves it open.
            PlanError: the plan says what words cannot mean.
        """
        for key in (where, text):
            answer = self.values.get(value_key(key))
            if answer is not None:
                if is_asked(answer):
                    what = MASK if holds_patient_identifier(text) else text[:40]
                    raise AskedError(f"what '{what}' means is asked", "values", key)
                return _meaning(text, answer)
        return None

    def name(self, text: str) -> str:
        """Return which competency or programme the plan means by what a long table calls it; or that it is left out.

        Raises:
            AskedError: the plan does not say.
        """
        answer = self.names.get(in_small_letters(text))
        if answer is None and (others := self.plan.settings.get("other_names")) is not None:
            if is_asked(others):
                raise AskedError(f"what becomes of names such as '{text[:60]}' is asked", "", "other_names", text[:60])
            return others
        if answer is None or is_asked(answer):
            raise AskedError(f"which competency or programme '{text[:60]}' is, is asked", "names", text)
        return answer

    def assessor(self, text: str) -> str:
        """Return the id of an assessor by initials or name; raises AskedError where the plan does not say."""
        answer = {value_key(k): v for k, v in self.plan.assessors.items()}.get(value_key(text), "?")
        if is_asked(answer):
            raise AskedError(f"which assessor '{text[:40]}' is, is asked", "assessors", text)
        return answer

    def of_post(self, table: Literal["bands", "sites"], text: str) -> str:
        """Return which tier or site the plan means by what stands in a column of the post; or that it is left out.

        Raises:
            AskedError: the plan does not say.
        """
        lines: Mapping[str, str] = getattr(self.plan, table)
        answer = {value_key(key): answer for key, answer in lines.items()}.get(value_key(text), "?")
        if is_asked(answer):
            raise AskedError(f"what '{text[:40]}' is among the {table}, is asked", table, text)
        return answer

    # -- people ----------------------------------------------------------------------------------------------------

    def names_twice(self, rows: Iterable[Named]) -> frozenset[tuple[str, ...]]:
        """Return the names that two rows without a number bear: nobody can tell whether it is one person."""
        counted = Counter(words_of(row.name) for row in rows if row.name and not row.number)
        return frozenset(name for name, times in counted.items() if times > 1)

    def worker(self, row: Named, where: str, twice: frozenset[tuple[str, ...]], on: date) -> str | None:
        """Return the worker a row is about; None where the row is left out, and `left` says why.

        Raises:
            AskedError: nobody can tell, or the plan does not say.
        """
        number, name = row.number, row.name
        if holds_patient_identifier(name):
            if not number:
                raise AskedError("its name holds a valid NHS number: take it out of the file", "people", where)
            name = ""
        if not number and (not name or "%" in name or not _TOTALS.isdisjoint(in_small_letters(name).split()[:1])):
            self.left = "the row names nobody"
            return None
        for key in (where, number or name):
            if (answer := self.plan.people.get(key)) is not None:
                return self._answered(key, answer, name, on)
        if not number:
            return self._by_name(name, where, twice)
        wrong = error_said(number) if is_error(number) else cut_id(number, typed=True)
        if wrong is not None:
            raise AskedError(f"the number {wrong}", "people", number)
        match = self.people.match(row.numbers, on)
        if match.states:
            self.remarks[match.states] = None
        return self._by_number(number, name, where, match)

    def chosen(self, id_: str, table: str, key: str, on: date) -> str:
        """Return whom a line of the plan means; of an id that nobody has it is told that somebody new begins with it.

        Raises:
            AskedError: the id nearly fits somebody.
        """
        match = self.people.match({id_: ""}, on)
        if match.asks and id_ != key:  # a number that stands in the file, written again, is meant as it stands
            raise AskedError(match.asks, table, key)
        if match.worker is None and id_ != key:
            self.remarks[f"nothing is on record under '{id_[:60]}', which the plan names: somebody new"] = None
        return match.worker or id_

    def is_own(self, worker: str, signer: str) -> bool:
        """Tell whether somebody signed for themself: by their id, their name, or in so many words."""
        name = self.new_names.get(worker) or self.people.name(worker)
        is_named = bool(name) and words_of(signer) == words_of(name)
        return is_named or same_person(signer, worker) or _SELF.fullmatch(in_small_letters(signer)) is not None

    def _answered(self, key: str, answer: str, name: str, on: date) -> str | None:
        if is_asked(answer):
            raise AskedError(f"who '{key[:60]}' is, is asked", "people", key)
        if answer == LEFT_OUT:
            self.left = f"the plan leaves '{key[:60]}' out"
            return None
        return self._is_new(self.chosen(answer, "people", key, on), name)

    def _by_number(self, number: str, name: str, where: str, match: Match) -> str | None:
        first, at = self._called.setdefault(number, (name, where))
        if name and first and not {*words_of(name)} & {*words_of(first)}:
            raise AskedError(
                f"the number {number} stands with '{name}' here and with '{first}' in {at}", "people", where
            )
        if match.worker is not None and self.people.is_another(match.worker, name):
            says = f"{number} is {self.people.called(match.worker)} on record, and the row says '{name}'"
            raise AskedError(says, "people", number)
        if match.asks:
            only = match.candidates[0] if len(match.candidates) == 1 else ""
            raise AskedError(match.asks, "people", number, proposed=only)
        if match.worker is None and (found := self.people.named(name)):
            listed = " and ".join(map(self.people.called, found))
            says = f"nobody on record has that number, and the name is that of {listed}: write the id that is meant"
            raise AskedError(f"{says}, or the number once more for somebody new", "people", number)
        return match.worker or self._newcomer(number, name, where)

    def _newcomer(self, number: str, name: str, where: str) -> str | None:
        first, at = self._new_numbers.setdefault(loose_key(number), (number, where))
        if first != number:
            says = f"differs from {first} in {at} only in zeros, capitals or blanks, and neither is on record"
            raise AskedError(f"{number} {says}: is it one person?", "people", number, proposed=first)
        answer = self.plan.settings.get("new_people", "?")
        if is_asked(answer):
            raise AskedError(
                "whether people who are not on record are yours is asked", "", "new_people", _called(name, number)
            )
        if answer == LEFT_OUT:
            self.left = "nobody on record has that number, and the plan leaves new people out"
            return None
        return self._is_new(number, name)

    def _by_name(self, name: str, where: str, twice: frozenset[tuple[str, ...]]) -> str | None:
        if words_of(name) in twice:
            raise AskedError(f"two rows are called '{name}', and neither has a number", "people", where)
        found = self.people.named(name)
        if len(found) > 1:
            raise AskedError(f"'{name}' fits {' and '.join(map(self.people.called, found))}", "people", name)
        if not found:
            raise AskedError(f"nobody on record is called '{name}', and no number is given", "people", name)
        answer = self.plan.settings.get("known_names", "?")
        if is_asked(answer):
            raise AskedError(
                "whether people known by their names alone are taken is asked",
                "",
                "known_names",
                self.people.called(found[0]),
            )
        if answer == LEFT_OUT:
            self.left = "only a name is given, and the plan leaves such rows out"
            return None
        return found[0]

    def _is_new(self, worker: str, name: str) -> str:
        if name and self.people.is_unnamed(worker):
            last, comma, first = name.partition(",")
            whole = f"{first.strip()} {last.strip()}" if comma else name
            try:
                parse_person({"kind": "person", "worker": worker, "name": whole})
            except MalformedEntryError:  # such as one in which a patient's number stands
                return worker
            self.new_names.setdefault(worker, whole)
        return worker


def _called(name: str, number: str) -> str:
    return f"{name} ({number})" if name else number


def _meaning(text: str, answer: str) -> Meaning:
    is_, _, more = (part.strip() for part in answer.partition(":"))
    if is_ not in MEANINGS:
        raise PlanError([Problem(f"is {', '.join(MEANINGS)}, not '{answer[:40]}'", f"values.{text[:40]}")])
    if is_ in {"held", "expires"} and more:
        try:
            parse_day(more)
        except ValueError as error:
            raise PlanError([Problem(str(error), f"values.{text[:40]}")]) from None
    return Meaning(is_, more)
