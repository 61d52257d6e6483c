"""What the parts of a judgement may ask of the whole: so they rest on its words, and not on the judge itself."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

import msgspec

from sw_competency.catalogue.catalogue import Catalogue, Competency
from sw_competency.judge.counted import Counted
from sw_competency.judge.folded import FoldedRecord, Snapshot
from sw_competency.judge.posts import Post
from sw_competency.judge.records import Records
from sw_competency.model import Finding
from sw_competency.model.findings import Sentence
from sw_competency.rules import Case, Completion, Given, Span


class CompetencyStatus(msgspec.Struct, frozen=True, gc=False):
    """The status of a competency.

    Args:
        status: its name; None where it cannot be told.
        expires_on: the last day of the sign-off that decides.
        given: the sign-off that decides.
        finding: met for `current` and `due`.
        suspended: whether a suspension is in force, be it beside a withdrawal.
        short_of: how many times more it has to be practised to be in practice.
    """

    status: str | None
    expires_on: date | None
    given: Given | None
    finding: Finding
    suspended: bool = False
    short_of: int = 0


class Judging(Protocol):
    """One record as known, judged under one catalogue, in one post."""

    @property
    def record(self) -> FoldedRecord:
        """The folded record."""

    @property
    def catalogue(self) -> Catalogue:
        """What the frameworks say."""

    @property
    def records(self) -> Records:
        """Where the records of assessors and sites are found."""

    @property
    def plans(self) -> dict[Any, Any]:
        """What was worked out from the catalogue alone, for everybody (`plans_of`)."""

    @property
    def worked_out(self) -> dict[Any, Any]:
        """What was worked out already (`shared`)."""

    @property
    def passed_over(self) -> dict[tuple[str, int], tuple[int, tuple[int, ...]]]:
        """Rows of sign-offs that do not count, for good: where each ends, and which of it nobody can judge."""

    @property
    def post(self) -> str | None:
        """The post; None for the main one."""

    def at(self, day: date) -> Snapshot:
        """Return the record as it stood at the end of a day."""

    def competency(self, name: str, day: date) -> Competency:
        """Return a competency as the site of the day has it."""

    def where(self, day: date) -> str | None:
        """Name the site of a day."""

    def site(self, day: date) -> str | None:
        """Name the site whose policy holds on a day, where any site has one of its own."""

    def span(self, day: date) -> Span | None:
        """Return the appointment on a day, in this post."""

    def post_named(self, name: str | None) -> Post:
        """Return a post through time."""

    def signing(self, given: Given, horizon: date, cites: tuple[str, ...]) -> Case:
        """Make the case of a sign-off, on its own day."""

    def counted(self, competency: str, index: int, horizon: date) -> Counted:
        """Judge whether a sign-off counts, as seen from a day."""

    def explained(self, counted: Counted, horizon: date) -> Finding:
        """Return the reasons why a sign-off counts or does not, as seen from a day."""

    def refused(self, counted: Counted, horizon: date) -> Sentence:
        """Return the sentence of the reasons why a sign-off does not count, and nothing besides."""

    def turns_on(self, counted: Counted) -> tuple[str, ...]:
        """Return the paths in the catalogue of what that turns on and nobody published."""

    def settled(self, counted: Counted) -> bool:
        """Tell whether a sign-off does not count, and nothing that comes to light later can change that."""

    def coming_to_light(self, given: Given) -> Sequence[date]:
        """Return the days after a sign-off on which more becomes known that it may rest on."""

    def status(self, competency: str, day: date, *, earlier: bool = False) -> CompetencyStatus:
        """Judge the status of a competency on a day."""

    def status_apart(self, competency: str, day: date, index: int) -> CompetencyStatus:
        """Judge the status as it was without the sign-off at a place, and all after it: was that a renewal?"""

    def changes(self, competency: str) -> Sequence[date]:
        """Return the days on which the status of a competency can change."""

    def completions(self, programme: str, day: date) -> Sequence[Completion]:
        """Return the completions of a programme, as the site of the day lets them expire."""

    def completed(self, programme: str, site: str | None) -> Sequence[Completion]:
        """Return all completions of a programme, as a site lets them expire."""

    def colleague(self, person: str) -> "Judging":
        """Return the judge of somebody else, by the same catalogue."""

    def training_ends(self, programme: str) -> Sequence[date]:
        """Return the last days of all completions of a programme, by the length of every site."""


class JudgingCase(Case, Protocol):
    """A case that knows by whom it is judged."""

    @property
    def judge(self) -> Judging:
        """Who judges it."""
