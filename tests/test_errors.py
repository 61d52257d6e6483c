"""Every error goes from one process to another whole: what it says, and what it holds."""

import pickle
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from pkgutil import walk_packages

import pytest

import sw_competency
from sw_competency import errors
from sw_competency.errors import Problem, SWCompetencyError
from sw_competency.model import Absence
from sw_competency.recording import Refusal

MADE: tuple[SWCompetencyError, ...] = (
    errors.SWCompetencyError("Says so."),
    errors.MalformedEntryError([Problem("is none", "on"), Problem("is none", "kind", "a.jsonl")]),
    errors.CatalogueError([Problem("is none", "rule.x", "a.toml")]),
    errors.UnreadableFileError("Says so."),
    errors.OtherTrustError("Says so."),
    errors.UnknownNameError("rule", "mr-aera", ["mr-area"]),
    errors.FieldError("weeks", "is none: give a number"),
    errors.AmbiguousNameError("worker", "john", {"w1": "John Smith", "w2": "John May"}),
    errors.PeriodError(date(2025, 1, 1), date(2026, 1, 1), "the first day"),
    errors.SignOffRefusedError([Refusal("unknown-worker", "w1")], can_be_told=False),
    errors.StoreError("Says so."), errors.ClockError("Says so."), errors.StoreBusyError("Says so."),
    errors.NoStoreError("Says so."), errors.StoreDamagedError("One file.", "Another."),
    errors.ConflictError([Absence(worker="w1", on=date(2026, 1, 1), reason="sickness", id="e1")]),
    errors.MissingExtraError("Paper", "pdf"),
    *(kind("Says so.") for kind in (
        errors.ForgedHeadError, errors.TypesettingError, errors.NoSuchCatalogueError, errors.UnreadableOptionError,
        errors.NotOnRecordError, errors.UnwritableFileError, errors.UsageError, errors.DemoError,
        errors.ThresholdError, errors.ScenarioError, errors.ReportError, errors.TemplateError,
    )),
)  # fmt: skip


def _all(kind: type[SWCompetencyError]) -> Iterator[type[SWCompetencyError]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _all(each)


@pytest.mark.parametrize("error", MADE, ids=lambda error: type(error).__name__)
def test_an_error_survives_pickling(error: SWCompetencyError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (str(again), again.args) == (str(error), error.args)
    assert {name: repr(value) for name, value in vars(again).items()} == {n: repr(v) for n, v in vars(error).items()}


def test_every_error_stands_with_the_others_is_tried_and_pickles_as_its_family_does() -> None:
    for module in walk_packages(sw_competency.__path__, "sw_competency."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    family = {kind for kind in _all(SWCompetencyError) if kind.__module__.startswith("sw_competency.")}
    assert {kind.__module__ for kind in family} == {errors.__name__}
    assert {type(error) for error in MADE} == family
    assert [kind for kind in family if kind.__reduce__ is not SWCompetencyError.__reduce__] == []
