"""What is your job? The tasks of one person on a day, to be signed by both: alone, under supervision, and not."""

from collections.abc import Iterator, Sequence
from datetime import date

from sw_competency.model.columns import DAY, TERM, TEXT
from sw_competency.model.findings import capital, sentences
from sw_competency.questions.may import MayAnswer
from sw_competency.reports._base import Asked, cited, day_of, stamp, who
from sw_competency.reports._endings import endings
from sw_competency.reports._page import Shown
from sw_competency.reports._sections import Paper, Section, about, grids, local_defaults, unread, unrecorded
from sw_competency.reports._tasks import limits

NAME = "scope-statement"
QUESTION = "Which tasks may somebody do on a day, alone or under supervision, and which not: agreed and signed?"
FORMATS = ("html", "pdf", "md", "xlsx")
NEEDS = ("worker",)
_TITLE, _SHUT = "Scope of practice", "Not to be done"
_NAMED = 6  # tasks in an alarm that is still read; more are named further down
_STOPPED = ("lapsed", "suspended", "withdrawn", "not-yet-competent")


def view(asked: Asked) -> Paper:
    """Sort the tasks of the framework by what may be done on the day."""
    worker = str(asked.worker)
    if (bare := unrecorded(asked, _TITLE, worker)) is not None:
        return bare
    answers = asked.questions.scope(worker).answers
    alone, watched = ([one for one in answers if one.answer == each] for each in ("may", "only-supervised"))
    shut = [one for one in answers if one.answer in {"may-not", "cannot-tell"}]
    on_record = set(_on_record(asked, worker))
    begun = [one for one in shut if one.asked.task in on_record or one.answer == "cannot-tell"]
    whose = who(asked, worker)
    paths = dict.fromkeys(path for one in alone for path in one.placeholders)
    return Paper(
        title=_TITLE, who=whose, stamp=stamp(asked), headline=whose.name,
        alarms=(*unread(asked, [worker]), *_alarms(asked, answers, begun)),
        facts=(*about(asked, worker), *_managed(asked, worker)),
        sections=(
            _alone(asked, worker, alone), _because(asked, "Only under supervision", watched),
            _because(asked, _SHUT, begun, _others(len(shut) - len(begun))), _agreed(),
        ),
        defaults=local_defaults(asked, paths),
        sources=cited(asked, (source for one in alone for source in one.sources)),
    )  # fmt: skip


def _on_record(asked: Asked, worker: str) -> Iterator[str]:
    """Yield what was begun or done, open or not: it is named, so that nobody takes it for open."""
    yield from (one.asked.competency for one in asked.questions.progress(worker).answers if one.status != "not-started")
    yield from asked.questions.outside_scope(worker).competencies


def _alarms(asked: Asked, answers: Sequence[MayAnswer], begun: Sequence[MayAnswer]) -> Iterator[str]:
    if any(one.absent for one in answers):
        yield "Absent on this day."
    stopped = [asked.titled(one.asked.task) for one in begun if one.status in _STOPPED or one.because == "law"]
    if stopped:
        more = f"; and {len(stopped) - _NAMED} more, under “{_SHUT}”" if len(stopped) > _NAMED + 1 else ""
        yield f"Do not do: {'; '.join(stopped[:_NAMED] if more else stopped)}{more}."


def _managed(asked: Asked, worker: str) -> Iterator[tuple[str, Shown]]:
    """Yield who manages each post."""
    for one in asked.questions.line_management().answers:
        if one.asked.worker == worker:
            yield "Managed by", capital(asked.say(one.finding.untitled()))


def _alone(asked: Asked, worker: str, answers: Sequence[MayAnswer]) -> Section:
    last = {one.asked.competency: one.expires_on for one in asked.questions.progress(worker).answers}
    ends = endings(asked, worker, (one.asked.task for one in answers), last)
    last |= {task: one.last for task, one in ends.items()}
    rows: list[tuple[str, date | str, str]] = []
    for one in answers:
        until = day_of(last.get(one.asked.task), presumed=bool(one.placeholders))
        task, says = one.asked.task, limits(one)
        says += (asked.say(ends[task].says),) if task in ends else ()
        rows.append((task, until or "no expiry", "; ".join(says)))
    rows.sort(key=lambda row: asked.titled(row[0]))
    columns = {"Task": TERM, "Last day": DAY, "Restrictions and conditions": TEXT}
    return Section(
        title="May do alone", grids=grids(asked, columns, rows), nothing="None.",
    )  # fmt: skip


def _because(asked: Asked, title: str, answers: Sequence[MayAnswer], notes: tuple[str, ...] = ()) -> Section:
    say = asked.say
    rows = [(one.asked.task, say(_why(one))) for one in answers]
    rows.sort(key=lambda row: asked.titled(row[0]))
    return Section(
        title=title, grids=grids(asked, {"Task": TERM, "Why": TEXT}, rows), nothing="None.", notes=notes,
    )  # fmt: skip


def _why(one: MayAnswer) -> str:
    """Return the reasons; that it is under direct supervision stands above."""
    reasons = sentences([part.says for part in one.parts] or [one.says])
    return "; ".join((reasons, *limits(one)))


def _others(count: int) -> tuple[str, ...]:
    others = "1 other task" if count == 1 else f"{count} other tasks"
    return (
        f"Nor {others} of the framework: not begun, not permitted here, or left to registered practitioners.",
        "Whoever is asked to do one of these says no, and tells the person in charge.",
    )


def _agreed() -> Section:
    return Section(
        title="Agreed",
        says=("I know what I may do alone, what under supervision, and what not.",
              "I am accountable for my practice and will say if I am not competent.",
              "The employer will not ask me to work outside this scope."),
        fields=(("Support worker", "Signature", "Date"), ("Line manager", "Signature", "Date"),
                ("To be looked at again on", "Copies held by")),
    )  # fmt: skip
