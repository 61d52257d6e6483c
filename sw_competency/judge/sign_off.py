"""Does this sign-off count? Judged on its own day, by what was in force on it; countersigned by the day asked.

A sign-off by somebody not entitled happened. It is kept, and the finding says why it does not count.
"""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from sw_competency.dates import in_force, said
from sw_competency.judge.policies import policies_for, taken_over
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Outcome, PriorLearning, same_person
from sw_competency.model.findings import all_of
from sw_competency.rules import Case, Given, Requirement, found, requirement, walk
from sw_competency.rules.kinds.all_of import open_parts
from sw_competency.rules.kinds.countersigned import Countersigned
from sw_competency.rules.kinds.holds import Holds
from sw_competency.rules.kinds.training import Training

if TYPE_CHECKING:
    from sw_competency.catalogue.catalogue import Catalogue, Competency, Rule, SignOffRule
    from sw_competency.judge.case import Case as OneCase
    from sw_competency.judge.case import Judge

RENEWABLE = frozenset({"current", "due", "out-of-practice"})
Asked = tuple[Requirement, ...]


@requirement
class Admissible(Requirement):
    """A sign-off is given by somebody else, on a day on which the competency is part of the framework.

    Args:
        competency: the competency, as the site of the day has it.
    """

    kind: ClassVar[str] = "admissible"
    competency: Any

    def outcome(self, case: Case) -> Outcome:
        """Look who signed, and when."""
        given, competency = case.signing, self.competency
        by = given.accepted_by if isinstance(given, PriorLearning) else given.assessor if given else None
        early, gone = case.day < competency.introduced, competency.withdrawn
        return NOT_MET if early or same_person(by, case.worker) or (gone is not None and case.day >= gone) else MET

    def judge(self, case: Case) -> Finding:
        """Look who signed, and when."""
        title = self.competency.title
        if self.outcome(case) is MET:
            return found(case, MET, f"given by somebody else, while {title} was part of the framework")
        if not self.competency.in_framework(case.day):
            return found(case, NOT_MET, f"{title} was no part of the framework on that day")
        accepted = isinstance(case.signing, PriorLearning)
        own = "nobody accepts their own prior learning" if accepted else "nobody signs themselves off"
        return found(case, NOT_MET, own)


@requirement
class TakenOver(Requirement):
    """What was signed elsewhere keeps to an acceptance policy of the site, where one covers the competency.

    Args:
        policies: those in force on the day it was accepted, at the site of that day.
    """

    kind: ClassVar[str] = "taken-over"
    policies: Any

    def judge(self, case: Case) -> Finding:
        """Look who issued it, how old it was, and whether the policy takes over more than the knowledge."""
        assert isinstance(case.signing, PriorLearning)
        return taken_over(self.policies, case.signing)


class Counted:
    """Whether a sign-off counts; the reasons are worked out for those who ask.

    Args:
        outcome: met where it does.
        awaiting: only the countersignature that the competency asks for is lacking.
        by: the rule that was asked; None where none asked anything.
        also: paths of what nobody published and on which it turned whether this was a renewal.
    """

    __slots__ = ("_doubts", "_finding", "_of", "also", "awaiting", "by", "outcome")

    def __init__(
        self,
        outcome: Outcome,
        of: "tuple[OneCase, Competency, Asked | None]",
        *,
        awaiting: bool = False,
        by: "SignOffRule | None" = None,
        also: tuple[str, ...] = (),
    ) -> None:
        self.also = also
        self.outcome, self._of, self.awaiting, self.by = outcome, of, awaiting, by
        self._finding: Finding | None = None
        self._doubts: tuple[str, ...] | None = None

    @property
    def horizon(self) -> date:
        """The day it is seen from."""
        return self._of[0].horizon

    @property
    def given(self) -> Given:
        """The sign-off."""
        given = self._of[0].signing
        assert given is not None
        return given

    def seen_from(self, horizon: date) -> "Counted":
        """Give the same judgement as it is explained on another day, on which nothing more has come to light."""
        case, *rest = self._of
        there = case.judge.signing(self.given, horizon, case.cites)
        return Counted(self.outcome, (there, *rest), awaiting=self.awaiting, by=self.by, also=self.also)  # type: ignore[arg-type]

    @property
    def finding(self) -> Finding:
        """The finding, with a part for everything asked."""
        if self._finding is None:
            self._finding = _explained(self.outcome, *self._of, self.placeholders)
        return self._finding

    @property
    def placeholders(self) -> tuple[str, ...]:
        """Paths in the catalogue of what it turns on and nobody published."""
        if self._doubts is None:
            found_so = _doubts(self.outcome, *self._of, self.by)
            self._doubts = tuple(dict.fromkeys([*found_so, *self.also])) if self.also else found_so
        return self._doubts

    @property
    def suggests(self) -> tuple[Finding, ...]:
        """How what the rule suggests stood on the day of the sign-off; it decides nothing."""
        return suggested(self.by, self._of[0])


def judge_sign_off(judge: "Judge", name: str, index: int, horizon: date) -> Counted:
    """Judge the sign-off at a place in the record of a competency, as seen from a day."""
    given = judge.record.given[name][index]
    competency = judge.competency(name, given.on)
    if judge.records.not_entitled and _not_entitled(judge, given):
        return Counted(NOT_MET, (judge.signing(given, horizon, competency.source), competency, (_NotEntitled(),)))
    version = in_force(competency.sign_off, given.on)
    case = judge.signing(given, horizon, (version.source if version else ()) or competency.source)
    if isinstance(given, PriorLearning):
        asked = _asked(judge, competency, None, brought=True)
        if policies := policies_for(judge.catalogue, name, judge.where(given.on), given.on):
            asked = (*asked, TakenOver(policies=policies))
        return Counted(all_of([item.outcome(case) for item in asked]), (case, competency, asked))
    if competency.renewal:
        return _first_or_renewal(judge, case, index, competency, version)
    return _weighed(case, competency, _asked(judge, competency, version), version, version)


def suggested(rule: "SignOffRule | None", case: Case) -> tuple[Finding, ...]:
    """Judge what a rule suggests, apart from all that it asks for."""
    return tuple([suggestion(rule, item, case) for item in rule.suggests]) if rule is not None else ()


def suggestion(rule: "SignOffRule | Rule", item: Requirement, case: Case) -> Finding:
    """Judge one thing that a rule suggests."""
    f = item.judge(case)
    return Finding(f.outcome, f.sentence, f.relied, f.cited, f.parts, (*f.unconfirmed, *rule.unconfirmed("suggests")))


def _weighed(
    case: "OneCase",
    competency: "Competency",
    asked: Asked,
    version: "SignOffRule | None",
    by: "SignOffRule | None",
    also: tuple[str, ...] = (),
) -> Counted:
    """Weigh all that is asked.

    Args:
        case: the case of the sign-off.
        competency: the competency, as its site has it.
        asked: all that is asked, the countersignature apart.
        version: the rule for a first sign-off; it says of renewals too whether they are countersigned.
        by: the rule that is asked: that one, or the renewal's.
        also: paths of what it turned on whether this was a renewal, where nobody published it.
    """
    outcome = all_of([item.outcome(case) for item in asked])
    if version is None or not version.countersigned:
        return Counted(outcome, (case, competency, asked), by=by, also=also)
    signed = _COUNTERSIGNED.outcome(case)
    of = (case, competency, (*asked, _COUNTERSIGNED))
    awaiting = outcome is MET and signed is not MET
    return Counted(all_of((outcome, signed)), of, awaiting=awaiting, by=by, also=also)


_COUNTERSIGNED = Countersigned()


def _asked(judge: "Judge", competency: "Competency", version: "SignOffRule | None", *, brought: bool = False) -> Asked:
    """Give all that is asked of a sign-off, the countersignature apart; worked out once for each version.

    Args:
        judge: who asks.
        competency: the competency, as its site has it.
        version: the rule to be met; None where none was in force, or for what was signed elsewhere.
        brought: whether it was signed elsewhere: then prerequisites apply, the rule does not.
    """
    plans = judge.records.plans
    key = (id(competency), id(version))
    known: Asked | None = plans[key][0] if key in plans and not brought else None
    if known is None:
        requires: Asked = version.requires if version else ()
        if version is None and competency.sign_off and not brought:
            requires = (_NoRule(),)
        known_there = judge.catalogue.competencies
        before = [
            _Prerequisite(competency=wanted) if wanted in known_there else Training(programme=wanted)
            for wanted in competency.prerequisites
        ]
        known = (Admissible(competency=competency), *requires, *before)
        if not brought:
            plans[key] = (known, competency, version)  # kept with it, so that no other ever has its identity
    return known


@requirement
class _NoRule(Requirement):
    kind: ClassVar[str] = "no-rule"

    def judge(self, case: Case) -> Finding:
        """Say so."""
        return found(case, NOT_MET, "no rule for its sign-off was in force on that day")


def _first_or_renewal(
    judge: "Judge", case: "OneCase", index: int, competency: "Competency", version: "SignOffRule | None"
) -> Counted:
    """Ask the renewal's list where the competency was held on that day, this sign-off apart."""
    from sw_competency.judge.status import judge_status

    renewal = in_force(competency.renewal, case.day)
    if renewal is None:
        return _weighed(case, competency, _asked(judge, competency, version), version, version)
    status = judge_status(judge, competency.id, case.day, apart_from=index)
    before, also = status.status, status.finding.placeholders
    if before is not None and before not in RENEWABLE:
        return _weighed(case, competency, _asked(judge, competency, version), version, version, also)
    as_renewal = _weighed(case, competency, _asked(judge, competency, renewal), version, renewal, also)
    if before is not None:
        return as_renewal
    as_first = _weighed(case, competency, _asked(judge, competency, version), version, version)
    if as_renewal.outcome is as_first.outcome:
        return as_renewal
    return Counted(CANNOT_TELL, (case, competency, None), also=also)


def _explained(
    outcome: Outcome, case: Case, competency: "Competency", asked: Asked | None, doubts: tuple[str, ...]
) -> Finding:
    given = case.signing
    assert given is not None
    if asked is None:
        open_ = "it cannot be told whether this was a renewal, and it counts only as the one or as the other"
        parts: tuple[Finding, ...] = (found(case, CANNOT_TELL, open_),)
    else:
        parts = tuple([item.judge(case) for item in asked])
    cited = tuple(dict.fromkeys([source for part in parts for source in part.sources])) or competency.source
    return Finding(outcome, (_say, given, competency.title, parts), (given.id,), cited, parts, doubts)


def _doubts(
    outcome: Outcome, case: "OneCase", competency: "Competency", asked: Asked | None, by: "SignOffRule | None"
) -> tuple[str, ...]:
    """Name what it turns on and nobody published: the list that asks, and how long what it asks for lasts."""
    own, by_holders = asked or (), list[Requirement]()
    if competency.id in case.judge.catalogue.by_holders:
        # what an assessor's own competence rests on is not followed: rows of assessors are long
        by_holders = [item for item in own if any(part.kind == "assessor-holds" for part, _ in walk([item]))]
        own = tuple(item for item in own if item not in by_holders)
    if outcome is not MET:
        own = tuple(item for item in own if item.outcome(case) is not MET)
    found_so = [path for item in own if item.rests_on_others for path in item.judge(case).placeholders]
    if competency.placeholders or (by is not None and by.placeholders):
        deciding = [*own, *(by_holders if outcome is MET or not own else ())]
        fields = _FIELDS if outcome is MET else tuple(_field(item, by) for item in deciding)
        found_so += [*competency.unconfirmed(*fields), *(by.unconfirmed(*fields) if by is not None else ())]
    return tuple(dict.fromkeys(found_so)) if len(found_so) > 1 else tuple(found_so)


_FIELDS = ("requires", "countersigned", "prerequisites")


def _field(item: Requirement, by: "SignOffRule | None") -> str:
    """Name the field of the catalogue that asks for something."""
    if by is not None and any(item is one for one in by.requires):
        return "requires"
    if item is _COUNTERSIGNED:
        return "countersigned"
    return "prerequisites" if next(iter(item.references()), None) else ""


def _say(given: Given, title: str, parts: tuple[Finding, ...]) -> str:
    what = "The prior learning accepted" if isinstance(given, PriorLearning) else "The sign-off"
    head = f"{what} on {said(given.on)} for {title}"
    outcome = all_of([p.outcome for p in parts])
    if outcome is MET:
        return f"{head} counts" + (f", on the word of {given.accepted_by}" if isinstance(given, PriorLearning) else "")
    if outcome is CANNOT_TELL:
        return f"{head}: {open_parts(parts)}"
    return f"{head} does not count: {open_parts(p for p in parts if p.outcome is NOT_MET)}"


def _not_entitled(judge: "Judge", given: Given) -> bool:
    first, last = judge.records.not_entitled.get(getattr(given, "assessor", ""), (date.max, date.min))
    return first <= given.on <= last


@requirement
class _NotEntitled(Requirement):
    kind: ClassVar[str] = "not-entitled"

    def judge(self, case: Case) -> Finding:
        """Say so."""
        return found(case, NOT_MET, "the assessor is taken not to have been entitled on that day")


@requirement
class _Prerequisite(Holds):
    """A competency that must be current on the day; said in short, its own reasons are another question's."""

    kind: ClassVar[str] = "prerequisite"

    def outcome(self, case: Case) -> Outcome:
        """Take the status of the competency."""
        return case.status(self.competency).outcome

    def judge(self, case: Case) -> Finding:
        """Take the status of the competency."""
        held, title = case.status(self.competency), case.titled(self.competency)
        sentence = held.sentence
        if held.outcome is CANNOT_TELL:
            sentence = f"whether {title} was current on {said(case.day)} cannot be told"
        elif held.outcome is NOT_MET and isinstance(sentence, tuple) and not isinstance(sentence[-1], str):
            word = getattr(case, "judge").status(self.competency, case.day).status  # noqa: B009 - our own case
            sentence = f"{title} is {word.replace('-', ' ')}" if word == "in-training" else sentence
        return held.retold(sentence)


def _current(catalogue: "Catalogue", name: str) -> Requirement:
    return Holds(competency=name) if name in catalogue.competencies else Training(programme=name)


def current(case: "OneCase", name: str) -> Finding:
    """Judge whether a competency or programme, named as prerequisite or standing, is current on the day."""
    return _current(case.judge.catalogue, name).judge(case)
