"""Is a re-banding rule met? Judged post by post; met if one post meets it, and the finding names that post."""

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from sw_competency.catalogue.catalogue import Rule
from sw_competency.dates import said
from sw_competency.judge.case import Judge
from sw_competency.judge.counted import suggestion
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Finding, Outcome
from sw_competency.model.findings import Sentence, all_of, at_least, said_of
from sw_competency.rules.kinds.tier import not_in_post

EFFECTS = {
    "moves-band": "what the site has agreed moves the post to that band; the decision is recorded as a re-banding",
    "supports-review": "this supports a review of the job; until somebody decides, nobody's band has changed",
    "opens-application": "this opens an application; the post has to be applied for",
    "opens-area": "this opens the area of work",
}


class Rebanding(msgspec.Struct, frozen=True, eq=False):
    """Whether a rule is met.

    Args:
        finding: the finding.
        rule: the version in force; None where there was none.
        post: the post that meets it, or that it was judged in; None is the main one.
    """

    finding: Finding
    rule: Rule | None
    post: str | None = None


def judge_rebanding(judge: Judge, name: str, day: date) -> Rebanding:
    """Judge a re-banding rule on a day.

    Raises:
        UnknownNameError: no such rule.
    """
    rule = judge.catalogue.rule_in_force(name, day)
    if rule is None:
        first = judge.catalogue.rule(name)[0]
        sentence = f"{first.title}: no version of this rule was in force on {said(day)}"
        return Rebanding(Finding(NOT_MET, sentence, (), first.source), None)
    held = list(judge.held(day)) or [None]
    found = [(post, judge_version(judge.in_post_named(post), rule, day)) for post in held]
    outcome = at_least(1, [f.outcome for _, f in found])
    post, finding = next((post, f) for post, f in found if f.outcome is outcome)
    if len(found) > 1:
        heading = None if finding.heading is None else (_say_post, post, finding.heading)
        finding = msgspec.structs.replace(finding, sentence=(_say_post, post, finding.sentence), heading=heading)
    return Rebanding(finding, rule, post)


def rebanding_outcome(judge: Judge, name: str, day: date) -> Outcome:
    """Judge a re-banding rule on a day without the reasons: no further than to what settles it.

    Raises:
        UnknownNameError: no such rule.
    """
    rule = judge.catalogue.rule_in_force(name, day)
    if rule is None:
        return NOT_MET
    posts = list(judge.held(day)) or [None]
    return at_least(1, [_outcome(judge.in_post_named(post), rule, day) for post in posts])


def _outcome(judge: Judge, rule: Rule, day: date) -> Outcome:
    """Judge one version of a rule, in the judge's post."""
    here = agreed(judge, rule, day)
    if here is not None and here.outcome is NOT_MET:
        return NOT_MET
    case = judge.case(day, rule.id, rule.source)
    asked = all_of(item.outcome(case) for item in rule.requires)
    return asked if here is None else all_of((here.outcome, asked))


def leading_on(judge: Judge, day: date) -> Iterator[Rule]:
    """Return the rules in force on a day that lead on from a tier held then, at a site of it, to a band or a review."""
    spans = judge.held(day).values()
    tiers, sites = {span.tier for span in spans}, {span.appointment.site for span in spans}
    for name in judge.catalogue.rules:
        rule = judge.catalogue.rule_in_force(name, day)
        if rule is not None and rule.effect != "opens-area" and rule.site in {None, *sites} and rule.from_ in tiers:
            yield rule


def claimed(judge: Judge, day: date) -> tuple[date, ...]:
    """Return the days on which a review of the banding was asked for; that changes no outcome."""
    return tuple(dict.fromkeys(claim.on for claim in judge.at(day).claims))


def say_claimed(days: Sequence[date]) -> Iterator[str]:
    """Say that a review of the banding was asked for, where it was."""
    if days:
        yield f"A review of the banding was asked for on {', '.join(map(said, days))}."


def _say_post(post: str | None, sentence: Sentence) -> str:
    return f"In the {post_said(post)}: {said_of(sentence)}"


def post_said(post: str | None) -> str:
    """Return the name of a post as a sentence says it."""
    return "main post" if post is None else f"post {post}"


def suggested_by(judge: Judge, found: Rebanding, day: date) -> tuple[Finding, ...]:
    """Judge what a rule suggests, in the post it was judged in; it decides nothing."""
    rule = found.rule
    if rule is None or not rule.suggests:
        return ()
    case = judge.in_post_named(found.post).case(day, rule.id, rule.source)
    return tuple([suggestion(rule, item, case) for item in rule.suggests])


def judge_version(judge: Judge, rule: Rule, day: date) -> Finding:
    """Judge one version of a rule, in the judge's post."""
    case, then = judge.case(day, rule.id, rule.source), judge.at(day)
    for item in rule.requires:  # all sign-offs, then what they come to: short work over and over takes a seventh less
        held = item.held()
        if held is not None and (places := then.seen(held)):
            judge.counted(held, places[-1], day)
    parts = tuple([item.judge(case) for item in rule.requires])
    if (here := agreed(judge, rule, day)) is not None:
        parts = (here, *parts)
    outcome = all_of([p.outcome for p in parts])
    asked = parts[-len(rule.requires) :]
    turns_on_it = any((p.outcome is MET) == (outcome is MET) for p in asked)
    doubts = rule.unconfirmed("requires") if turns_on_it else ()
    heading = None if outcome is MET else (_head, rule, outcome)
    return Finding(outcome, (_say, rule, parts, outcome), None, None, parts, doubts, heading)


def agreed(judge: Judge, rule: Rule, day: date) -> Finding | None:
    """Judge whether a rule is a way at the site of the post; None where neither rule nor site says anything of it.

    A review of the job may be asked for anywhere (Agenda for Change), whatever ways a site has agreed.
    """
    free = rule.to is None or rule.effect == "supports-review" or not judge.catalogue.routed
    if rule.site is None and free:
        return None
    span = judge.span(day)
    if span is None:
        return None if rule.site is None else not_in_post(judge.case(day, rule.id, rule.source))
    here, entries = span.appointment.site, (span.appointment.id,)
    if rule.site is not None:
        outcome: Outcome = MET if here == rule.site else NOT_MET
        sentence = f"the rule is {rule.site}'s own" + ("" if outcome is MET else f", and the post is at {here}")
        return Finding(outcome, sentence, entries, rule.source)
    site = judge.catalogue.sites.get(here)
    known = judge.catalogue.rules
    there = [known[name][-1] for name in (site.routes if site else None) or () if known[name][-1].to == rule.to]
    if site is None or not there:
        return None
    cited = site.source or rule.source
    if rule.id in {other.id for other in there}:
        return Finding(MET, f"it is a way that {here} has agreed", entries, cited)
    others = "; ".join(other.title for other in there)
    return Finding(NOT_MET, f"{here} has agreed other ways: {others}", entries, cited)


def _say(rule: Rule, parts: tuple[Finding, ...], outcome: Outcome) -> str:
    if outcome is MET:
        return f"{rule.title}: met; {EFFECTS[rule.effect]}"
    unmet = [p.says for p in parts if p.outcome is NOT_MET]
    unknown = [p.says for p in parts if p.outcome is CANNOT_TELL]
    said_so = f"{_head(rule, outcome)}: {'; '.join(unmet or unknown)}"
    return f"{said_so}; and it cannot be told: {'; '.join(unknown)}" if unmet and unknown else said_so


def _head(rule: Rule, outcome: Outcome) -> str:
    return f"{rule.title}: {'not met' if outcome is NOT_MET else 'cannot be told'}"
