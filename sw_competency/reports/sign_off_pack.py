"""Many sign-off sheets in one file: who is signed off for what, the sheets, and a certificate for each."""

from collections.abc import Iterator
from datetime import date

import attrs

from sw_competency.errors import ReportError
from sw_competency.model.marks import STATUS, Mark
from sw_competency.reports import sign_off
from sw_competency.reports._base import Asked, Cited, Stamp, Who, stamp
from sw_competency.reports._page import Grid, Heading, Page

NAME = "sign-off-pack"
QUESTION = "What stands behind the sign-offs of several people, and who of them is signed off for what?"
FORMATS = ("html", "pdf", "md", "xlsx")
NEEDS = ("people", "competencies")
TAKES = ("with_reasons", "blank")
MOST = 100  # sheets in one file
_CERTIFIED = (STATUS["current"], STATUS["due"])
_COLUMNS = {
    "Person": "text", "Id": "text", "Competency": "text", "Status": "mark", "Device and other limits": "text",
    "Theory completed": "day", "Signed off on": "day", "By": "text", "Last day": "day",
}  # fmt: skip


@attrs.frozen(slots=True, kw_only=True)
class Registered:
    """One person and one task in the register.

    Args:
        limits: on which device, and to what else the sign-off is restricted.
        theory: the day of the latest course that comes before.
        signed_on: the day of the sign-off.
        by: who gave it.
        last: its last day.
    """

    person: str
    id: str
    competency: str
    status: Mark
    limits: str
    theory: date | None
    signed_on: date | None
    by: str
    last: date | None


@attrs.frozen(slots=True, kw_only=True)
class View:
    """The finished pack.

    Args:
        register: a line for each person and task.
        sheets: a sheet for each of them.
        certified: the places of the sheets, counted from 0, that stand behind a certificate.
    """

    title: str = "Sign-off pack"
    running: str = "Sign-off pack"
    who: Who
    stamp: Stamp
    register: tuple[Registered, ...]
    sheets: tuple[sign_off.View, ...]
    certified: tuple[int, ...]
    by_default: bool
    sources: tuple[Cited, ...]

    @property
    def page(self) -> Page:
        """The register as a workbook has it."""
        columns = tuple(Heading(title, kind) for title, kind in _COLUMNS.items())
        rows = tuple(
            (r.person, r.id, r.competency, r.status, r.limits, r.theory or "", r.signed_on or "", r.by, r.last or "")
            for r in self.register
        )
        return Page(
            title="Register", headline="", says=f"Register: {self.who.name}.", asked=(), told=(), outcome="",
            grids=(Grid("Register", columns, rows),), sentences=(), reasons=(), suggested=(), defaults=(),
            sources=self.sources, stamp=self.stamp,
        )  # fmt: skip


def view(asked: Asked) -> View:
    """Work out every sheet; those of one person stand together.

    Raises:
        ReportError: there would be too many sheets for one file.
        UnknownNameError: there is no such competency.
    """
    pairs = [(worker, task) for worker in asked.people for task in dict.fromkeys(asked.competencies)]
    if len(pairs) > MOST:
        raise ReportError(f"That would be {len(pairs)} sheets. Ask for at most {MOST} at once: fewer people or tasks.")
    sheets = tuple(_sheets(asked, pairs))
    people, tasks = len(asked.people), len(set(asked.competencies))
    name = f"{people} {'person' if people == 1 else 'people'}, {tasks} {'task' if tasks == 1 else 'tasks'}"
    return View(
        who=Who(id="", name=name, running=name), stamp=stamp(asked, form=asked.blank), sheets=sheets,
        register=tuple(map(_registered, sheets)), certified=tuple(n for n, one in enumerate(sheets) if _certified(one)),
        by_default=any(one.by_default for one in sheets),
        sources=tuple({source.id: source for one in sheets for source in one.sources}.values()),
    )  # fmt: skip


def _sheets(asked: Asked, pairs: list[tuple[str, str]]) -> Iterator[sign_off.View]:
    for worker, task in pairs:
        one = sign_off.view(attrs.evolve(asked, worker=worker, competency=task, people=(), competencies=()))
        bare = attrs.evolve(one.stamp, known_by="", head=None)  # the pack bears the stamp for all of them
        yield attrs.evolve(one, stamp=bare)


def _certified(one: sign_off.View) -> bool:
    return one.status in _CERTIFIED and one.signing is not None and one.verdict_mark is not None


def _registered(one: sign_off.View) -> Registered:
    signing = one.signing
    return Registered(
        person=one.who.name, id=one.who.id, competency=one.heading, status=one.status,
        limits="; ".join(signing.restrictions) if signing is not None else "",
        theory=max((t.on for t in one.extras.theory if t.on is not None), default=None),
        signed_on=signing.on if signing is not None else None,
        by=signing.assessor.name if signing is not None else "", last=signing.review if signing is not None else None,
    )  # fmt: skip
