"""Every error goes from one process to another whole: what it says, and what it holds."""

import pickle
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from io import StringIO
from pkgutil import walk_packages

import pytest

import sw_competency
from sw_competency import MemoryStore, Tracker, errors, schema
from sw_competency.errors import Problem, SWCompetencyError
from sw_competency.model import Absence
from sw_competency.recording import Refusal

MADE: tuple[SWCompetencyError, ...] = (
    errors.SWCompetencyError("Says so."),
    errors.MalformedEntryError([Problem("is none", "on"), Problem("is none", "kind", "a.jsonl")]),
    errors.CatalogueError([Problem("is none", "rule.x", "a.toml")]),
    errors.UnreadableFileError("Says so."),
    errors.OtherTrustError("Says so."),
    errors.PlanError([Problem("is no such line", "valeus", "a.plan.toml")]),
    errors.UnknownNameError("rule", "mr-aera", ["mr-area"]),
    errors.DateError("'x' is not a date"), errors.ArgumentError("A worker is named by an id", 3),
    errors.MovedError("Says so."),
    errors.FieldError("weeks", "is none: give a number"),
    errors.AmbiguousNameError("worker", "john", {"w1": "John Smith", "w2": "John May"}),
    errors.PeriodError(date(2025, 1, 1), date(2026, 1, 1), "the first day"),
    errors.SignOffRefusedError([Refusal("unknown-worker", "w1")], can_be_told=False),
    errors.StoreError("Says so."), errors.ClockError("Says so."), errors.StoreBusyError("Says so."),
    errors.ConnectionLostError("Says so."),
    errors.NoStoreError("Says so."), errors.StoreDamagedError("One file.", "Another."),
    errors.ConflictError([Absence(worker="w1", on=date(2026, 1, 1), reason="sickness", id="e1")]),
    errors.KeptError(["Training (1 entry): to be kept up to 3 May 2031, by law"]),
    errors.MissingExtraError("Paper", "pdf"), errors.BadgeError("signature", "It bears none."),
    *(kind("Says so.") for kind in (
        errors.AccountError, errors.NotAllowedError, errors.ForgedHeadError, errors.TypesettingError,
        errors.NoSuchCatalogueError, errors.UnreadableOptionError,
        errors.NotOnRecordError, errors.UnwritableFileError, errors.UsageError, errors.DemoError,
        errors.ThresholdError, errors.FeedRefusedError, errors.ScenarioError, errors.ReportError, errors.TemplateError,
    )),
)  # fmt: skip


MOVED = {
    "sw_competency.evaluation": "sw_competency.questions", "sw_competency.importers": "sw_competency.formats",
    "sw_competency.exporters": "sw_competency.formats",
}  # fmt: skip


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
        if not module.name.endswith("__main__") and module.name not in MOVED:
            import_module(module.name)
    family = {kind for kind in _all(SWCompetencyError) if kind.__module__.startswith("sw_competency.")}
    assert {kind.__module__ for kind in family} == {errors.__name__}
    assert {type(error) for error in MADE} == family
    assert [kind for kind in family if kind.__reduce__ is not SWCompetencyError.__reduce__] == []


@pytest.mark.parametrize(("former", "now"), MOVED.items())
def test_a_module_that_was_renamed_says_what_it_is_called_now(former: str, now: str) -> None:
    for name in (former, f"{former}.jsonl"):
        with pytest.raises(errors.MovedError, match=f"'{former}' is now '{now}'"):
            import_module(name)
    assert import_module(now)


WRONG: dict[str, Callable[[Tracker], object]] = {
    "a day as it is spoken": lambda t: t.at("01/10/2025"),
    "a day as a number": lambda t: t.at(20251001),  # type: ignore[arg-type]
    "an instant for a day": lambda t: t.at(datetime(2025, 10, 1, tzinfo=UTC)),
    "an instant without its offset": lambda t: t.at(known_by=datetime(2025, 10, 1)),  # noqa: DTZ001
    "an instant that is none": lambda t: t.at(known_by="soon"),
    "an instant as a number": lambda t: t.at(known_by=3),  # type: ignore[arg-type]
    "one entry for a list": lambda t: t.append({"kind": "training"}),  # type: ignore[arg-type, unused-ignore]
    "a text for a list": lambda t: t.append("x"),  # type: ignore[arg-type]
    "a list of texts": lambda t: t.append(["x"]),  # type: ignore[list-item]
    "nothing for a list": lambda t: t.append(None),  # type: ignore[arg-type]
    "an entry without a kind": lambda t: t.append([{}]),
    "a number for a kind": lambda t: t.record(3),  # type: ignore[arg-type]
    "a number for a file": lambda t: t.import_file(3),  # type: ignore[arg-type]
    "a stream of text for a file": lambda t: t.import_file(StringIO("{}")),  # type: ignore[arg-type]
    "a number for an extract": lambda t: t.read_extract(3),  # type: ignore[arg-type]
    "nothing for what is brought": lambda t: t.brought(None),  # type: ignore[arg-type]
    "a text for a question": lambda t: t.at().ask("may"),  # type: ignore[arg-type]
    "nothing for a question": lambda t: t.at().ask(None),  # type: ignore[arg-type]
    "a number for a worker": lambda t: t.at().may(3, "mr-safety-screening"),  # type: ignore[arg-type]
    "a task nobody knows": lambda t: t.at().may("w1", "juggling"),
    "a number for a task": lambda t: t.at().may("w1", 3),  # type: ignore[arg-type]
    "a last day that is none": lambda t: t.at().due(until="01/10/2025"),
    "a length of time that is none": lambda t: t.at().newcomers("a year"),
    "a text for a catalogue": lambda t: Tracker(MemoryStore(), catalogue="x"),  # type: ignore[arg-type]
    "a text for a store": lambda t: Tracker("x"),  # type: ignore[arg-type]
    "a time zone nobody knows": lambda t: Tracker(MemoryStore(), time_zone="Mars"),
    "a sign-off of a day that is none": lambda t: t.sign_off(
        "w1", "mr-safety-awareness", "a1", on="soon",  # type: ignore[arg-type]
    ),
    "a sign-off for a number": lambda t: t.sign_off("w1", 3, "a1"),  # type: ignore[arg-type]
    "a report nobody knows": lambda t: t.report("x"),
    "a schema nobody knows": lambda t: schema("x"),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_whatever_is_wrongly_given_is_told_in_one_sentence_of_ours(wrong: Callable[[Tracker], object]) -> None:
    tracker = Tracker(MemoryStore())
    with pytest.raises(SWCompetencyError) as told:
        wrong(tracker)
    assert "\n" not in str(told.value)
    assert "Expected `" not in str(told.value)
    assert not list(tracker.workers())
