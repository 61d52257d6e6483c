"""Re-banding: which reviews were asked for, who meets a rule and since when, who is close and what is missing."""

from collections.abc import Iterator
from datetime import date

import attrs

from sw_competency.catalogue.catalogue import Rule
from sw_competency.judge.case import Judge
from sw_competency.judge.rebanding import EFFECTS, agreed, leading_on
from sw_competency.model import MET, NOT_MET
from sw_competency.model.findings import capital, full_stop
from sw_competency.model.marks import Mark, mark_of
from sw_competency.names import in_numbers
from sw_competency.questions.claims import ClaimAnswer
from sw_competency.reports._base import Line, is_met, lines_of
from sw_competency.reports._page import line_named
from sw_competency.web import asking
from sw_competency.web.roles import STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.screens.papers import print_links
from sw_competency.web.visit import Link, Visit

_MOST = 40  # lines of those who are close; the others are found by name, site or rule


@attrs.frozen(slots=True, kw_only=True)
class Row:
    """Somebody and a rule that leads on from the post held.

    Args:
        who: the person.
        site: where the post is.
        rule: what the rule is called.
        effect: what being met does.
        mark: whether it is met.
        since: since when without a break.
        met: how many of its parts are met.
        open: the parts that are not, or of which nobody can tell.
        links: the evidence, and the pack for a panel.
    """

    who: Link
    site: str
    rule: str
    effect: str
    mark: Mark
    since: date | None
    met: int
    open: tuple[Line, ...]
    links: tuple[Link, ...]


@attrs.frozen(slots=True, kw_only=True)
class Claim:
    """A review that was asked for.

    Args:
        who: for whom.
        on: the day it was asked for.
        by: who asked.
        about: the version of the job description, and whether it was for a group.
        met: what was met on that day.
        decision: what was decided.
        decided_on: the day of the decision.
    """

    who: Link
    on: date
    by: str
    about: str
    met: str
    decision: str
    decided_on: date | None


@attrs.frozen(slots=True, kw_only=True)
class View:
    """The screen.

    Args:
        rules: the rules there are to choose from.
        sites: the sites.
        rule: the rule chosen.
        site: the site chosen.
        who: a part of a name.
        as_of: the day, as filled in.
        claims: the reviews asked for, the open ones first.
        met: who meets a rule, the longest first.
        close: who meets some of its parts, those first who lack the fewest.
        more: how many lack more.
        unread: whose records could not be read.
    """

    rules: tuple[Link, ...]
    sites: tuple[Link, ...]
    rule: str
    site: str
    who: str
    as_of: str
    claims: tuple[Claim, ...]
    met: tuple[Row, ...]
    close: tuple[Row, ...]
    more: int
    unread: tuple[str, ...]


class Rebanding(Screen):
    """Who may ask for a higher band, and on what."""

    path = "/rebanding"
    title = "Re-banding"
    sees = STAFF
    place = 60

    def show(self, visit: Visit) -> View:
        """Judge everybody by the rules that lead on from their post, at a site that goes that way."""
        met, close, unread = list[Row](), list[Row](), list[str]()
        for judge in visit.questions.judges():
            if visit.questions.records.unreadable(judge.record.worker) is not None:
                unread.append(visit.named(judge.record.worker))
            elif _wanted(visit, judge):
                for row in _rows(visit, judge):
                    (close if row.open else met).append(row)
        met.sort(key=lambda row: (row.since or date.max, row.who.title.casefold()))
        close.sort(key=lambda row: (not row.met, len(row.open), -row.met, row.who.title.casefold()))
        near = [row for row in close[:_MOST] if row.met]
        catalogue = visit.tracker.catalogue
        return View(
            rules=tuple(asking.things(catalogue, "rule")), sites=tuple(asking.things(catalogue, "site")),
            rule=visit.text("rule") or "", site=visit.text("site") or "", who=visit.text("who") or "",
            as_of=visit.given.get("as_of", ""), claims=tuple(_claims(visit)), met=tuple(met),
            close=tuple(near), more=len(close) - len(near), unread=tuple(unread),
        )  # fmt: skip


def _wanted(visit: Visit, judge: Judge) -> bool:
    fits = visit.is_called(judge.record.worker, visit.text("who") or "")
    return fits and bool(judge.held(visit.questions.moment.as_of, visit.text("site")))


def _rows(visit: Visit, judge: Judge) -> Iterator[Row]:
    only = visit.text("rule")
    for rule in leading_on(judge, visit.questions.moment.as_of):
        if (only is None or rule.id == only) and _goes_that_way(judge, rule, visit.questions.moment.as_of):
            yield _row(visit, judge, rule)


def _goes_that_way(judge: Judge, rule: Rule, day: date) -> bool:
    """Tell whether a rule is a way at the site of one of the posts held: another site's way brings nobody closer."""
    found = (agreed(judge.in_post_named(post), rule, day) for post in judge.held(day))
    return any(one is None or one.outcome is not NOT_MET for one in found)


def _row(visit: Visit, judge: Judge, rule: Rule) -> Row:
    directory, worker, held = visit.directory, judge.record.worker, judge.held(visit.questions.moment.as_of).values()
    sites = {directory.title_of("site", one.appointment.site) or one.appointment.site for one in held}
    answer = visit.questions.rebanding(worker, rule.id)
    say = visit.directory.naming()
    lines = tuple(line_named(one, say) for one in lines_of(answer.finding.parts or [answer.finding]))
    open_ = () if answer.outcome is MET else tuple(line for line in lines if not is_met(line)) or lines
    asks = [Link("Evidence", visit.link("ask", "rebanding", worker=worker, rule=rule.id))]
    if rule.effect == "supports-review":
        asks.append(Link("Work above the band", visit.link("ask", "outside-scope", worker=worker)))
    return Row(
        who=Link(visit.named(worker), visit.link("people", worker)), rule=rule.title, effect=EFFECTS[rule.effect],
        site=", ".join(sorted(sites, key=in_numbers)), mark=mark_of(answer.outcome),
        since=answer.since, met=len(lines) - len(open_), open=open_,
        links=(*asks, *print_links(visit, "rebanding-case", "Panel pack", worker=worker, rule=rule.id)),
    )  # fmt: skip


def _claims(visit: Visit) -> Iterator[Claim]:
    """Return the reviews of those looked at, the open ones first."""
    found = [
        (one.decided_on is not None, one.on, one)
        for one in visit.questions.claims()
        if one.on is not None and _wanted(visit, visit.questions.judge(one.asked.worker))
    ]
    for _, on, one in sorted(found, key=lambda each: each[:2]):
        yield _claim(visit, one, on)


def _claim(visit: Visit, one: ClaimAnswer, on: date) -> Claim:
    catalogue = visit.tracker.catalogue
    about = [f"job description {one.job_description}"] if one.job_description else []
    about += ["for a group"] if one.collective else []
    titles = [catalogue.title_of("rule", name) or name for name in one.met]
    return Claim(
        who=Link(visit.named(one.asked.worker), visit.link("people", one.asked.worker)), on=on,
        by=visit.named(one.raised_by) if one.raised_by else "nobody said", about=", ".join(about),
        met="; ".join(titles) or full_stop(capital(one.finding.untitled())), decision=one.decision or "open",
        decided_on=one.decided_on,
    )  # fmt: skip
