"""Who? What?: whatever is meant by a few words, with one hit opened at once."""

import re
from collections.abc import Iterator

import attrs

from sw_competency.errors import AmbiguousNameError
from sw_competency.names import begin_words, key
from sw_competency.web import asking
from sw_competency.web.roles import STAFF
from sw_competency.web.screen import Screen
from sw_competency.web.visit import Done, Link, Visit

_MOST = 40
_AROUND = {"who", "may", "can", "is", "does", "do", "she", "he", "they", "the", "a", "today", "now"}  # of a question
_ENDING = re.compile(r"(?<=\w{4})(?:ing|es|e|s)\b[?.,]*$")  # "cannulate" is what "cannulation" says


@attrs.frozen(slots=True)
class Found:
    """What fits: people, tasks, questions.

    Args:
        words: what was looked for.
        people: who fits.
        tasks: which tasks do.
        questions: which questions do.
        both: whether somebody may do something, where the words name both and more than one is meant.
        more: how many people fit besides.
    """

    words: str
    people: tuple[Link, ...] = ()
    tasks: tuple[Link, ...] = ()
    questions: tuple[Link, ...] = ()
    more: int = 0
    both: tuple[Link, ...] = ()


class Find(Screen):
    """The search box."""

    path = "/find"
    title = "Find"
    sees = STAFF

    def show(self, visit: Visit) -> Found | Done:
        """Return what fits; where one thing does, go there."""
        words = visit.text("q") or ""
        found = _found(words, visit)
        said = " ".join(word for word in words.split() if key(word) not in _AROUND)
        if found == Found(words) and said != words:  # nobody called May is meant
            found = _found(said, visit)
        return found if isinstance(found, Done) else attrs.evolve(found, words=words)


def _found(words: str, visit: Visit) -> Found | Done:
    both = _may(words, visit)
    if both is not None:
        return Done(both)
    people, tasks = tuple(_people(words, visit)), tuple(_tasks(words, visit))
    named = ((asking.title(q), name) for name, q in asking.questions().items())
    questions = tuple(Link(title, visit.link("ask", name)) for title, name in named if begin_words(title, words))
    pairs = () if people or tasks else tuple(_pairs(words.split(), visit))
    found = (*people, *tasks, *questions, *pairs)
    if len(found) == 1:
        return Done(found[0].to)
    return Found(words, people[:_MOST], tasks, questions, max(0, len(people) - _MOST), pairs[:_MOST])


def _people(words: str, visit: Visit) -> Iterator[Link]:
    for id_, name in _people_of(words, visit):
        yield Link(f"{name} ({id_})", visit.link("people", id_))


def _people_of(words: str, visit: Visit) -> list[tuple[str, str]]:
    """Return id and name of the people whom words fit, by name."""
    known = {one.id: one.name for one in visit.directory.people() if one.name}
    fits = {id_: name for id_, name in known.items() if begin_words(f"{name} {id_}", words)}
    fits |= {id_: id_ for id_ in visit.questions.workers if id_ not in known and id_.casefold() == words.casefold()}
    return sorted(fits.items(), key=lambda one: one[1].casefold())


def _tasks(words: str, visit: Visit) -> Iterator[Link]:
    for name, title in _tasks_of(words, visit):
        yield Link(title, visit.link("ask", "who-may", task=name))


def _tasks_of(words: str, visit: Visit) -> Iterator[tuple[str, str]]:
    done = " ".join(_ENDING.sub("", word) for word in words.split())
    for name, one in visit.tracker.catalogue.competencies.items():
        if begin_words(f"{one.title} {name}", done):
            yield name, one.title


def _halves(parts: list[str]) -> Iterator[tuple[str, str]]:
    """Cut words in two, in each place, and either half first: who, and what."""
    for cut in range(1, len(parts)):
        first, second = " ".join(parts[:cut]), " ".join(parts[cut:])
        yield from ((first, second), (second, first))


def _pairs(parts: list[str], visit: Visit) -> Iterator[Link]:
    """Yield each person and task that words name together: "cannulation" may be that of adults or of children."""
    workers = frozenset(visit.questions.workers)
    for who, what in _halves(parts):
        people = [one for one in _people_of(who, visit) if one[0] in workers]
        for task, title in _tasks_of(what, visit) if people else ():
            for worker, name in people:
                yield Link(f"{name}: {title}", visit.link("ask", "may", worker=worker, task=task))


def _may(words: str, visit: Visit) -> str | None:
    """Return where it is answered whether somebody may do something, where the words name both and nothing else."""
    parts, directory = words.split(), visit.directory
    workers = frozenset(visit.questions.workers)
    for who, what in _halves(parts):
        try:
            worker, task = directory.find("worker", who), directory.find("competency", what)
        except AmbiguousNameError:
            continue
        if worker in workers and task in visit.tracker.catalogue.competencies:
            return visit.link("ask", "may", worker=worker, task=task)
    return None
