"""`time-in-post`: the worker has been in post that long without a break."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import ClassVar

from sw_competency.dates import ONE_DAY, Length, after, day_before, next_day, said
from sw_competency.model import CANNOT_TELL, MET, NOT_MET, Absence, Finding
from sw_competency.rules.bounds import Bounds, Cases
from sw_competency.rules.kinds.tier import not_in_post, post_changes
from sw_competency.rules.requirement import Case, Requirement, Span, found, requirement


def absent_days(absences: Iterable[Absence], first: date, last: date) -> int:
    """Count the days from first to last on which somebody was absent; a day counts once."""
    days, reached = 0, first
    for absence in sorted(absences, key=lambda a: a.on):
        begin, end = max(absence.on, reached), min(absence.until or date.max, last)
        if begin <= end:
            days += (end - begin).days + 1
            reached = next_day(end)
    return days


def _say(at_least: Length, began: date, absent: int, done: bool) -> str:
    less = f", {absent} {'day' if absent == 1 else 'days'} of absence left out" if absent else ""
    since = f"in post since {said(began)}{less}"
    if done:
        return f"{since}, at least {at_least}"
    reached = after(began, at_least) + timedelta(days=absent)
    return f"{since}; {at_least} will be reached on {said(reached)}{' at the earliest' if absent else ''}"


@requirement
class TimeInPost(Requirement):
    """The worker has been in post continuously that long; met from the corresponding date on.

    Args:
        at_least: how long.
        tier: counting only posts at that tier.
        site: counting only posts at that site.
        modality: counting only posts in that modality.
        excluding_absence: days of absence do not count.
        reasons: only absences for these reasons do not count.
    """

    kind: ClassVar[str] = "time-in-post"
    at_least: Length
    tier: str | None = None
    site: str | None = None
    modality: str | None = None
    excluding_absence: bool = False
    reasons: tuple[str, ...] | None = None

    def _fits(self, span: Span) -> bool | None:
        if (self.tier is not None and span.tier != self.tier) or (
            self.site is not None and span.appointment.site != self.site
        ):
            return False
        if self.modality is None:
            return True
        areas = span.appointment.modalities
        return None if areas is None else self.modality in areas or "all" in areas

    def judge(self, case: Case) -> Finding:
        """Find how long the streak of posts that fit has lasted."""
        here = case.in_post()
        if here is None:
            return not_in_post(case)
        fits = self._fits(here)
        if fits is None:
            return found(case, CANNOT_TELL, "the appointment does not say in which modalities", [here.appointment])
        if not fits:
            return found(case, NOT_MET, "the post is not one whose time counts here", [here.appointment])
        finding = self._reached(case, sure=True)
        if finding.outcome is MET or all(self._fits(span) is not None for span in case.spans()):
            return finding
        perhaps = self._reached(case, sure=False)  # as if the appointments that do not say were in that modality
        if perhaps.outcome is not MET:
            return finding
        return found(case, CANNOT_TELL, "an earlier appointment does not say in which modalities")

    def _reached(self, case: Case, *, sure: bool) -> Finding:
        began, spans = self._streak(case, sure=sure)
        absences = self._left_out(case)
        absent = absent_days(absences, began, day_before(case.day)) if absences else 0
        asked = (after(began, self.at_least) - began).days
        done = case.day >= after(began, self.at_least) and (case.day - began).days - absent >= asked
        sentence = (_say, self.at_least, began, absent, done)
        return found(case, MET if done else NOT_MET, sentence, [s.appointment for s in spans])

    def _left_out(self, case: Case) -> Sequence[Absence]:
        if self.reasons is not None:
            named = {reason.casefold() for reason in self.reasons}
            return [a for a in case.absences() if a.reason.casefold() in named]
        return case.absences() if self.excluding_absence else ()

    def _streak(self, case: Case, *, sure: bool) -> tuple[date, list[Span]]:
        """Walk back over the spans that fit, as long as one reaches the next without a gap."""
        wanted = (True,) if sure else (True, None)
        fitting = sorted((s for s in case.spans() if self._fits(s) in wanted), key=lambda s: s.first)
        began, members, reached = case.day, list[Span](), date.min
        for span in fitting:
            if not members or span.first > reached + ONE_DAY:
                began, members = span.first, []
            members.append(span)
            reached = min(max(reached, span.last), date.max - ONE_DAY)
        return began, members

    def bounds(self, cases: Cases) -> Bounds:
        """Look since when somebody has been in such posts; areas and absences are left to the judge."""
        posts, asked = cases.posts(), {"tier": self.tier, "site": self.site}
        surely, perhaps = posts.last(self.at_least, **asked)
        if self.modality is not None:
            return posts.bounds(surely & False, posts.say(**asked))
        if self.excluding_absence or self.reasons is not None:
            surely = surely & ~cases.has(cases.entries("absence"))
        return posts.bounds(surely, perhaps)

    def changes(self, case: Case) -> Iterable[date]:
        """Return the days on which posts change, and those on which the length is reached."""
        posts = list(post_changes(case))
        yield from posts
        absences = self._left_out(case)
        for span in case.spans():
            reached = after(span.first, self.at_least)
            yield reached
            # each day of absence moves the day on which enough have been served one day on
            while absences and reached <= case.day:
                served = (reached - span.first).days - absent_days(absences, span.first, day_before(reached))
                short = (after(span.first, self.at_least) - span.first).days - served
                if short <= 0:
                    break
                reached += timedelta(days=short)
            yield reached

    def references(self) -> Iterator[tuple[str, str, str]]:
        """Name the tier and the modality."""
        if self.tier is not None:
            yield "tier", self.tier, "tier"
        if self.modality is not None:
            yield "modality", self.modality, "modality"

    def asks(self, titled: Callable[[str], str]) -> str:
        """Say it in words."""
        words = [
            f"{self.at_least} in post", f"at the tier {titled(self.tier)}" if self.tier else "",
            f"at {self.site}" if self.site else "", f"in {titled(self.modality)}" if self.modality else "",
        ]  # fmt: skip
        if self.reasons is not None:
            words.append(f"without absence for {', '.join(reason.replace('-', ' ') for reason in self.reasons)}")
        elif self.excluding_absence:
            words.append("without days of absence")
        return " ".join(word for word in words if word)
