"""The questions there are: each a pure function of the records as known, the catalogue and the moment.

One file a question, which holds its class and the class of its answer; every door is made from them.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any

from sw_competency import plugins
from sw_competency.questions._asking import Questions
from sw_competency.questions._names import Assessor, Modality, Rule, Site, Task, Tier, Worker
from sw_competency.questions._question import Question, Several

__all__ = [
    "Assessor", "Modality", "Question", "Questions", "Rule", "Several", "Site", "Task", "Tier", "Worker", "known",
    "of_module",
]  # fmt: skip


def of_module(module: ModuleType) -> Iterator[type[Question[Any]]]:
    """Return the questions a module holds, in the order in which they stand there."""
    for one in vars(module).values():
        if isinstance(one, type) and issubclass(one, Question) and one.__module__ == module.__name__:
            yield one


@cache
def known() -> Mapping[str, type[Question[Any]]]:
    """Return every question there is, ours and others', by name."""
    found = (one for module in plugins.members("questions").values() for one in of_module(module))
    return MappingProxyType(dict(sorted((one.name, one) for one in found)))
