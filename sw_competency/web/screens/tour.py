"""The tour of the made-up department: where to look first, in two minutes. Of anybody's own records there is none."""

import attrs

from sw_competency.demo import is_demo
from sw_competency.web.roles import STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.visit import Done, Link, Visit

_LAPSED, _NEXT, _TASK, _RULE = "w601", "w201", "iv-cannulation", "band-2-to-3-competencies"


@attrs.frozen(slots=True)
class Step:
    """A step of the tour: where to go, and what to look at there."""

    link: Link
    says: str


@attrs.frozen(slots=True)
class Steps:
    """The tour."""

    steps: tuple[Step, ...]


class Tour(Screen):
    """The tour."""

    path = "/tour"
    title = "Two-minute tour"
    sees = STAFF
    does = STAFF

    def show(self, visit: Visit) -> Steps:
        """List the steps; none among anybody's own records."""
        steps = _steps(visit) if is_demo(visit.tracker) else ()
        return Steps(tuple(Step(Link(title, to), says) for title, to, says in steps))

    def do(self, visit: Visit) -> Done:
        """Offer it no more to whoever is signed in."""
        visit.session.offered = True
        return Done(f"{visit.root}/")

    def about(self, visit: Visit) -> None:
        """Return nobody."""


def _steps(visit: Visit) -> tuple[tuple[str, str, str], ...]:
    lapsed, banded, link = visit.named(_LAPSED), visit.named(_NEXT), visit.link
    return (
        (f"May {lapsed} cannulate?", link(worker=_LAPSED, task=_TASK),
         "Today: ask about anybody and any task. The answer comes first, then the reasons."),
        (f"The page of {lapsed}", link("people", _LAPSED),
         "What is not to be done stands first, then the next three actions. Signed off and open are apart."),
        ("The department at a glance", link("matrix", site="site-6"),
         "People down, tasks across. Each mark has a word, and leads to its evidence."),
        ("Who waits to be signed off", link("sign-off"),
         "What is still needed is a check list. A sheet has the criteria and what is on record."),
        ("What runs out", link("calendar"), "By month or person, as a file for your own calendar too."),
        (f"Since when does {banded} meet the rule for band 3?", link("ask", "since", worker=_NEXT, rule=_RULE),
         "Every question can be asked about any day, and by what was known then. A job is banded, not a person."),
        (f"The page to print of {banded}", link("papers", "progression", worker=_NEXT, format="html"),
         "Keep it as a PDF. Its check code tells later whether it was altered, and what has changed since."),
    )  # fmt: skip
