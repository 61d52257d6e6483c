"""The pages in a browser, against what they are made of: judging alone, and rendering what is judged already."""

from itertools import count
from typing import Any

from sw_competency.web import Account, Accounts, Role
from sw_competency.web.guards.sessions import Sessions
from sw_competency.web.kept import Kept
from sw_competency.web.pages import Pages
from sw_competency.web.screen import screens as all_screens
from sw_competency.web.visit import Framed, Visit
from tests.benchmarks.timing import Work, ratio
from tests.ugly import ugly

_OF_ALL = (("Today", "/"), ("Matrix", "/matrix"), ("Calendar", "/calendar"))


def screens(people: int, rounds: int) -> list[dict[str, Any]]:
    """A person's page against its rendering; screens of everybody against judging them, at first and again."""
    tracker, account = ugly(people), Account("a1", (Role.EDUCATOR,))
    pages = Pages(tracker, Accounts((account,)), None, all_screens(), Sessions(tracker.now))
    session, by_path = pages.sessions.open(account), {one.path: one for one in pages.screens}

    def framed(path: str, kept: Kept | None = None, **given: str) -> Framed:
        screen, visit = by_path[path], Visit(tracker, session, given, kept=kept)
        return Framed(pages.frame(visit, screen.heading(visit)), screen.show(visit))

    def page(path: str, **given: str) -> Work:
        return lambda: pages.page(by_path[path].template, framed(path, **given))

    def again(path: str) -> Work:
        """Look again, after the record of one person has changed."""
        framed(path, pages.kept)

        def look() -> object:
            done = {"kind": "practice", "worker": "u0001", "on": "2026-03-01", "competency": "ct-room-assist",
                    "outcome": "successful", "note": str(next(numbers))}  # fmt: skip
            tracker.append([done], "a1")
            return pages.page(by_path[path].template, framed(path, pages.kept))

        return look

    def judged() -> Any:
        return tracker.at().matrix()

    def each_cell() -> Any:
        """Judge each competency of each person once, and put nothing together."""
        asked = tracker.at()
        day, known = asked.moment.as_of, asked.catalogue.competencies
        names = [name for name, one in known.items() if one.in_framework(day)]
        return [[judge.status(name, day) for name in names] for judge in asked.judges()]

    numbers = count()
    person, who, size = "/people/{worker:path}", {"worker": "u0001"}, f"{people} people x 67 competencies"
    ready = framed(person, **who)
    return [
        {"work": f"matrix with last days of {size}", "yardstick": "judging each cell once", "goal": 1.2,
         **ratio(judged, each_cell, rounds)},
        {"work": "a person's page", "yardstick": "rendering its ready view", "goal": 3.0,
         **ratio(page(person, **who), lambda: pages.page("people", ready), max(rounds * 3, 9))},
        *({"work": f"{name} of {size}", "yardstick": "judging them", "goal": 1.5, **ratio(page(path), judged, rounds)}
          for name, path in _OF_ALL),
        *({"work": f"{name} again, after an entry", "yardstick": "judging them", "goal": 1.5,
           **ratio(again(path), judged, rounds)} for name, path in _OF_ALL),
    ]  # fmt: skip
