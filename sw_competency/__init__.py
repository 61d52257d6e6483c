"""Training records of support workers in imaging departments, kept and judged.

The names below are what HR and education systems build on; each is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sw_competency.version import __version__ as __version__

if TYPE_CHECKING:
    from sw_competency.catalogue import Catalogue, load, read_layer, shipped
    from sw_competency.dates import Moment
    from sw_competency.errors import SWCompetencyError
    from sw_competency.model import Answer, Answers, Entry, Finding, Outcome
    from sw_competency.questions import Questions
    from sw_competency.schemas import schema
    from sw_competency.stores import Appended, MemoryStore, TinyDBStore, open_store
    from sw_competency.tracker import Imported, Tracker

_HOMES = {
    "Answer": "model", "Answers": "model", "Appended": "stores", "Catalogue": "catalogue", "Entry": "model",
    "Finding": "model", "Imported": "tracker", "MemoryStore": "stores", "Moment": "dates", "Outcome": "model",
    "Questions": "questions", "SWCompetencyError": "errors", "TinyDBStore": "stores", "Tracker": "tracker",
    "load": "catalogue", "open_store": "stores", "read_layer": "catalogue", "schema": "schemas", "shipped": "catalogue",
}  # fmt: skip

__all__ = [
    "Answer", "Answers", "Appended", "Catalogue", "Entry", "Finding", "Imported", "MemoryStore", "Moment", "Outcome",
    "Questions", "SWCompetencyError", "TinyDBStore", "Tracker", "load", "open_store", "read_layer", "schema",
    "shipped",
]  # fmt: skip


if not TYPE_CHECKING:  # a type checker reads the imports above, and must see a misspelt name

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
