"""Who? What?: whatever is meant by a few words, with one hit opened at once."""

from collections.abc import Iterator

import attrs

from sw_competency.errors import AmbiguousNameError
from sw_competency.web import asking
from sw_competency.web.roles import STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.visit import Done, Link, Visit

_MOST = 40


@attrs.frozen(slots=True)
class Found:
    """What fits: people, tasks, questions.

    Args:
        words: what was looked for.
        people: who fits.
        tasks: which tasks do.
        questions: which questions do.
        more: how many people fit besides.
    """

    words: str
    people: tuple[Link, ...]
    tasks: tuple[Link, ...]
    questions: tuple[Link, ...]
    more: int = 0


class Find(Screen):
    """The search box."""

    path = "/find"
    title = "Find"
    sees = STAFF

    def show(self, visit: Visit) -> Found | Done:
        """Return what fits; where one thing does, go there."""
        words = visit.text("q") or ""
        if not words:
            return Found("", (), (), ())
        both = _may(words, visit)
        if both is not None:
            return Done(both)
        people, tasks = tuple(_people(words, visit)), tuple(_tasks(words, visit))
        parts = words.casefold().split()
        named = ((asking.title(q), name) for name, q in asking.questions().items())
        questions = tuple(Link(title, visit.link("ask", name)) for title, name in named if _fits(parts, title))
        found = (*people, *tasks, *questions)
        if len(found) == 1:
            return Done(found[0].to)
        return Found(words, people[:_MOST], tasks, questions, max(0, len(people) - _MOST))


def _fits(parts: list[str], title: str) -> bool:
    words = title.casefold().replace("(", " ").replace(",", " ").split()
    return all(any(word.startswith(part) for word in words) for part in parts)


def _people(words: str, visit: Visit) -> Iterator[Link]:
    parts, directory = words.casefold().split(), visit.directory
    known = {one.id: one.name for one in directory.people() if one.name}
    fits = {id_: name for id_, name in known.items() if _fits(parts, f"{name} {id_}")}
    fits |= {id_: id_ for id_ in visit.questions.workers if id_ not in known and id_.casefold() == words.casefold()}
    for id_, name in sorted(fits.items(), key=lambda one: one[1].casefold()):
        yield Link(f"{name} ({id_})", visit.link("people", id_))


def _tasks(words: str, visit: Visit) -> Iterator[Link]:
    parts = words.casefold().split()
    for name, one in visit.tracker.catalogue.competencies.items():
        if _fits(parts, f"{one.title} {name.replace('-', ' ')}"):
            yield Link(one.title, visit.link("ask", "who-may", task=name))


def _may(words: str, visit: Visit) -> str | None:
    """Return where it is answered whether somebody may do something, where the words name both and nothing else."""
    parts, directory = words.split(), visit.directory
    workers = frozenset(visit.questions.workers)
    for cut in range(1, len(parts)):
        for who, what in ((parts[:cut], parts[cut:]), (parts[cut:], parts[:cut])):
            try:
                worker, task = directory.find("worker", " ".join(who)), directory.find("competency", " ".join(what))
            except AmbiguousNameError:
                continue
            if worker in workers and task in visit.tracker.catalogue.competencies:
                return visit.link("ask", "may", worker=worker, task=task)
    return None
