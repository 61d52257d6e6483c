"""The shortest honest path to a tier: what is still missing, prerequisites first, alternatives shown.

Honest: what somebody else decides, a post, an approval, a panel, is a step like any other, and said to be theirs.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from sw_competency.catalogue.catalogue import Rule
from sw_competency.dates import in_force
from sw_competency.judge.case import Judge
from sw_competency.judge.one_day import Case
from sw_competency.judge.progress import suggestions
from sw_competency.judge.rebanding import EFFECTS, agreed, judge_version, post_said
from sw_competency.judge.shared import shared
from sw_competency.judge.sign_off import current
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding
from sw_competency.rules import Requirement, ToDo
from sw_competency.rules.kinds.holds import Holds
from sw_competency.rules.kinds.training import Training


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to be done on the way.

    Args:
        says: what is missing.
        kind: the requirement kind, or sign-off, or decision.
        name: the competency, programme or tier it is about.
        alternatives: other ways to the same end, each a list of steps.
        to_do: what somebody can do about it, and who; None where nobody brings it about by an action of their own.
        suggests: how what is suggested before a sign-off stands; it decides nothing.
        placeholders: the paths of what it turns on in the catalogue and nobody published.
    """

    says: str
    kind: str
    name: str | None = None
    to_do: ToDo | None = None
    alternatives: tuple[tuple["Step", ...], ...] = ()
    suggests: tuple[Finding, ...] = ()
    placeholders: tuple[str, ...] = ()


class Path(msgspec.Struct, frozen=True, eq=False):
    """The way to a tier.

    Args:
        rule: the rule by which it is shortest; None where none leads there.
        steps: what is missing, in order.
        others: the other rules that lead there, each with its steps.
        finding: met where nothing is missing.
    """

    rule: Rule | None
    steps: tuple[Step, ...]
    others: tuple[tuple[Rule, tuple[Step, ...]], ...]
    finding: Finding


Way = tuple[Rule, tuple[Step, ...]]
_EFFECTS = ("moves-band", "opens-application", "opens-area", "supports-review")


@shared
def judge_path(judge: Judge, tier: str, day: date) -> Path:
    """Find the shortest way to a tier, by the rules in force on a day.

    Raises:
        UnknownNameError: no such tier.
    """
    wanted, held = judge.catalogue.tier(tier), judge.held(day)
    there = next((span for span in held.values() if span.tier == tier), None)
    if there is not None:
        sentence = f"{judge.record.worker} is at the tier {wanted.title}"
        return Path(None, (), (), Finding(MET, sentence, (there.appointment.id,), wanted.source))
    ways, post = _of_posts(judge, list(held) or [None], tier, day)
    if not ways:
        sentence = f"No rule in force on this day leads {judge.record.worker} to {wanted.title}"
        return Path(None, (), (), Finding(NOT_MET, sentence, (), wanted.source))
    rule, steps = ways[0]
    finding = judge_version(judge.in_post_named(post), rule, day)
    if steps:
        count = "One step" if len(steps) == 1 else f"{len(steps)} steps"
        listed = "; ".join(step.says for step in steps)
        sentence = f"{count} to {wanted.title}, by the rule '{rule.title}': {listed}"
    else:
        sentence = f"Nothing is missing for {wanted.title}, by the rule '{rule.title}': {EFFECTS[rule.effect]}"
    if len(held) > 1:
        sentence = f"In the {post_said(post)}: {sentence}"
    cited = finding.sources or rule.source
    doubts = tuple(dict.fromkeys([*finding.unconfirmed, *(path for step in steps for path in step.placeholders)]))
    made = Finding(finding.outcome, sentence, finding.entries, cited, finding.parts, doubts)
    return Path(rule, steps, tuple(ways[1:]), made)


def _of_posts(
    judge: Judge, posts: Sequence[str | None], tier: str, day: date
) -> tuple[list[Way], str | None]:
    """Return the ways of all posts, the shortest first and each rule once, and the post in which the first is taken."""
    found = [(way, post) for post in posts for way in _ways(judge.in_post_named(post), tier, day, frozenset())]
    found.sort(key=lambda each: _length(each[0]))
    ways = list({way[0].id: way for way, _ in reversed(found)}.values())
    return sorted(ways, key=_length), found[0][1] if found else None


def _length(way: Way) -> tuple[bool, int, int, str]:
    """Return what ways are ordered by: a rule that moves nobody is no shorter way than one that does."""
    rule, steps = way
    return rule.effect == "supports-review", len(steps), _EFFECTS.index(rule.effect), rule.id


def _ways(judge: Judge, tier: str, day: date, through: frozenset[str]) -> list[Way]:
    """Return every rule that leads to a tier with the steps missing, the shortest first."""
    ways = []
    for name in judge.catalogue.rules:
        rule = judge.catalogue.rule_in_force(name, day)
        if rule is None or rule.to != tier or rule.from_ == tier:
            continue
        here = agreed(judge, rule, day)
        if here is not None and here.outcome is not MET:
            continue
        planner = _Planner(judge, judge.case(day, rule.id, rule.source), through | {tier})
        steps = planner.all_of(rule.requires)
        if steps is not None:
            ways.append((rule, _once(steps)))
    return sorted(ways, key=_length)


def _once(steps: Sequence[Step]) -> tuple[Step, ...]:
    return tuple({(step.kind, step.says): step for step in steps}.values())


class _Planner(msgspec.Struct, frozen=True):
    judge: Judge
    case: Case
    through: frozenset[str]  # tiers on the way, so that no path runs in a circle
    planned: set[str] = msgspec.field(default_factory=set)  # competencies planned already: each is learnt once

    def all_of(self, items: Sequence[Requirement]) -> list[Step] | None:
        """Return the steps for all of them; None where one cannot be reached."""
        out: list[Step] = []
        for item in items:
            steps = self.one(item)
            if steps is None:
                return None
            out += steps
        return out

    def one(self, item: Requirement) -> list[Step] | None:
        """Return the steps for one requirement; none where it is met."""
        finding = item.judge(self.case)
        if finding.outcome is MET:
            return []
        if not item.is_planned:
            return None
        if (count := item.how_many()) is not None:
            return self.all_of(item.parts()) if count == len(item.parts()) else self._some(item, count)
        if (held := item.held()) is not None:
            return self.competency(held)
        if (tier := item.tier_of_post()) is not None:
            return self._tier(tier, item, finding)
        return [self._step(item, finding)]

    def _step(self, item: Requirement, finding: Finding) -> Step:
        return Step(
            says=_says(finding), kind=item.kind, name=next((name for _, name, _ in item.references()), None),
            to_do=item.to_do(self.judge.catalogue.titled), placeholders=finding.placeholders,
        )  # fmt: skip

    def _some(self, item: Requirement, count: int) -> list[Step] | None:
        ways = []
        before = frozenset(self.planned)
        for part in item.parts():  # each way is planned as if it were taken
            self.planned.clear()
            self.planned.update(before)
            if (steps := self.one(part)) is not None:
                ways.append(steps)
        if len(ways) < count:
            return None
        ways.sort(key=len)
        chosen = [step for way in ways[:count] for step in way]
        spare = [_once(way) for way in ways[count:]]
        others = tuple({tuple(step.says for step in way): way for way in spare}.values())
        if chosen and others:
            chosen[0] = msgspec.structs.replace(chosen[0], alternatives=(*chosen[0].alternatives, *others))
        return chosen

    def _tier(self, tier: str, item: Requirement, finding: Finding) -> list[Step] | None:
        held = self.case.in_post()
        if held is None:
            return [self._step(item, finding)]
        catalogue = self.judge.catalogue
        here = catalogue.tiers.get(held.tier)
        if tier in self.through or (here is not None and here.rank > catalogue.tier(tier).rank):
            return None
        ways = _ways(self.judge, tier, self.case.day, self.through)
        if not ways:
            return [self._step(item, finding)]
        rule, steps = ways[0]
        decision = f"a decision that the post is at the tier {catalogue.titled(tier)}, by the rule '{rule.title}'"
        to_do = ToDo(f"Ask for {decision}", "whoever decides on banding")
        return [*steps, Step(says=decision, kind="decision", name=tier, to_do=to_do)]

    def competency(self, name: str) -> list[Step]:
        """Return the steps to hold a competency: what comes before it, what its sign-off asks, the sign-off."""
        if name in self.planned:
            return []
        self.planned.add(name)
        status = self.judge.status(name, self.case.day)
        title = self.judge.catalogue.titled(name)
        competency = self.judge.competency(name, self.case.day)
        if status.status in {"suspended", "awaiting-countersignature", "out-of-practice"}:
            doubts = status.finding.placeholders
            return [Step(says=status.finding.says, kind=Holds.kind, name=name, placeholders=doubts)]
        steps: list[Step] = []
        for wanted in competency.prerequisites:
            finding = current(self.case, wanted)
            if finding.outcome is MET:
                continue
            if wanted in self.judge.catalogue.competencies:
                steps += self.competency(wanted)
            else:
                steps.append(self._step(Training(programme=wanted), finding))
        version = in_force(competency.sign_off, self.case.day)
        for item in version.requires if version else ():
            if not item.only_for_sign_off and not any(part.only_for_sign_off for part in item.parts()):
                steps += self.one(item) or []
        asked = "sign-off and countersignature" if version and version.countersigned else "sign-off"
        asks = version.unconfirmed("requires") if version else ()
        signing = Step(
            says=f"{asked} for {title} ({status.finding.says})", kind="sign-off", name=name,
            to_do=ToDo(f"Be signed off for {title}", "an assessor"),
            suggests=suggestions(self.judge, name, self.case.day),
            placeholders=tuple(dict.fromkeys([*status.finding.placeholders, *asks])),
        )  # fmt: skip
        return [*steps, signing]


def _says(finding: Finding) -> str:
    return f"to be found out: {finding.says}" if finding.outcome is CANNOT_TELL else finding.says
