"""What every screen is: a class in `screens/` that says where it is, who may see it, what it shows and does."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from sw_competency import plugins
from sw_competency.web.guards.limits import FORM
from sw_competency.web.roles import Account, Role
from sw_competency.web.visit import Visit

NOBODY: frozenset[Role] = frozenset()


class Screen:
    """A screen.

    `path` is where it is, as Starlette writes paths. `sees` are the roles that may look at it, `does` those whose
    forms it takes; `own` those of them that may do so only where `about` gives their own record. `title` is its
    heading; `place` its place among the others in the navigation, None for none. `template` is its file in
    `templates/web/`, by default named as the module; `takes` how many bytes a form of it may have. `chooses_day` is the
    one to which an inspector is led first. `TEMPLATES` is where a screen of another package keeps its template.
    """

    path: ClassVar[str]
    title: ClassVar[str]
    sees: ClassVar[frozenset[Role]] = NOBODY
    does: ClassVar[frozenset[Role]] = NOBODY
    own: ClassVar[frozenset[Role]] = NOBODY
    place: ClassVar[int | None] = None
    template: ClassVar[str] = ""
    takes: ClassVar[int] = FORM
    chooses_day: ClassVar[bool] = False
    TEMPLATES: ClassVar[Path | None] = None

    def show(self, visit: Visit) -> Any:
        """Return what the template shows, a finished value; or a `Download`, or `Done` to go elsewhere.

        Args:
            visit: who asks, and what was given.
        """
        raise NotImplementedError

    def do(self, visit: Visit) -> Any:
        """Do what a form of this screen asks for, through the front desk, and return `Done`.

        What records nothing, such as looking at a file, may return what the template shows, as `show` does.

        Whatever is refused, by an error of ours, is shown on the screen with the form as it was filled in.

        Args:
            visit: who asks, and what was given.
        """
        raise NotImplementedError

    def about(self, visit: Visit) -> str | None:
        """Return whose record is looked at or written to; None for nobody's alone."""
        return visit.meant("worker")

    def heading(self, visit: Visit) -> str:  # noqa: ARG002 - for those whose title says more
        """Return the title of the page."""
        return self.title

    def entrance(self, account: Account) -> str | None:
        """Return the path that the navigation leads to; None where it is not for this account."""
        return self.path if self.sees.intersection(account.roles) else None


def of_module(module: ModuleType) -> Iterator[Screen]:
    """Return the screens a module holds, in the order in which they stand there."""
    for one in list(vars(module).values()):
        ours = isinstance(one, type) and issubclass(one, Screen) and one.__module__ == module.__name__
        if ours and hasattr(one, "path"):
            if not one.template:
                one.template = module.__name__.rpartition(".")[2]
            yield one()


def screens() -> tuple[Screen, ...]:
    """Return every screen there is, ours and others'; a path without parameters goes before one that has some."""
    found = [one for module in plugins.members("web.screens").values() for one in of_module(module)]
    return tuple(sorted(found, key=lambda one: ("{" in one.path, -len(one.path), one.path)))
