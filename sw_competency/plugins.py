"""The members of an open room: the modules in its folder, then those that other packages bring by entry point.

What another package brings and cannot be loaded is named in the log, and passed over: it disables nothing else.
"""

import logging
import pkgutil
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_LOG = logging.getLogger(__name__)
_FORMER = {"formats": ("importers", "exporters")}  # what rooms were called in earlier versions


@cache
def names(room: str) -> tuple[str, ...]:
    """Name the modules of a room, such as `reports` or `rules.kinds`; those that begin with `_` are its furniture."""
    package = import_module(f"sw_competency.{room}")
    return tuple(sorted(m.name for m in pkgutil.iter_modules(package.__path__) if not m.name.startswith("_")))


def called(file: str) -> str:
    """Return what people call the member in a file: `who_may` is who-may, and `import_`, which Python keeps, import."""
    return file.rstrip("_").replace("_", "-")


@cache
def members(room: str) -> dict[str, ModuleType]:
    """Load all members of a room, by name, with hyphens for underscores; a foreign one never hides one of ours."""
    from importlib.metadata import entry_points  # slow to import, and one question at a prompt needs none of it

    ours = {called(name): import_module(f"sw_competency.{room}.{name}") for name in names(room)}
    theirs = {}
    for former in _FORMER.get(room, ()):
        for point in entry_points(group=f"sw_competency.{former}"):
            says = "'%s' for sw_competency.%s, brought by %s, is passed over: that group is now sw_competency.%s"
            _LOG.warning(says, point.name, former, _bringer(point), room)
    for point in entry_points(group=f"sw_competency.{room}"):
        try:
            theirs[point.name] = point.load()
        except Exception as error:  # noqa: BLE001 - whatever somebody else's module does
            why = f"{type(error).__name__}: {error}"
            says = "'%s' for %s, brought by %s, cannot be loaded and is passed over: %s"
            _LOG.warning(says, point.name, room, _bringer(point), why)
    return {**theirs, **ours}


def _bringer(point: "EntryPoint") -> str:
    return point.dist.name if point.dist else point.value
