"""The scenario runner: what a rule must answer, written down by the people it is about, and tried.

A file holds scenarios (the contract, section 5): entries given, a day, and what every question must answer. What does
not hold is reported with what was expected and what came; what cannot be run is an error of the file.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs

from sw_competency.catalogue import Catalogue, Layer, layer_of, load, read_layer
from sw_competency.catalogue.loading import EXAMPLE
from sw_competency.dates import Moment, end_of
from sw_competency.errors import (
    MalformedEntryError,
    ScenarioError,
    SWCompetencyError,
    UnreadableFileError,
    did_you_mean,
)
from sw_competency.files import content
from sw_competency.judge import Owner, Records
from sw_competency.judge.may import CAUTION
from sw_competency.judge.status import STATUSES
from sw_competency.model import Correction, Entry, parse_entry, with_ids
from sw_competency.model.answers import Answer, Answers
from sw_competency.model.findings import jsonable
from sw_competency.model.joining import identities_in
from sw_competency.model.shape import a_kind
from sw_competency.questions import Questions, known
from sw_competency.questions._fields import Field, fields_of
from sw_competency.recording import unknown_names
from sw_competency.stores import MemoryStore
from sw_competency.tracker import Tracker

_FILE = {"catalogue", "shipped_catalogue", "scenario"}
_SCENARIO = {"name", "as_of", "known_by", "given", "expect"}
_END = datetime.max.replace(tzinfo=UTC)


@attrs.frozen
class Failure:
    """An expectation that does not hold."""

    file: str
    scenario: str
    expectation: Mapping[str, Any]
    expected: Mapping[str, Any]
    came: Mapping[str, Any]
    says: str

    def to_json(self) -> dict[str, Any]:
        """Return the failure as `scenarios --json` prints it."""
        out = jsonable({f.name: getattr(self, f.name) for f in attrs.fields(Failure)})
        return dict(out)


@attrs.frozen
class Ran:
    """What came of running scenarios.

    Args:
        scenarios: how many were run.
        expectations: how many answers were expected of them.
        failed: those that came otherwise.
        warnings: fields of given entries that nobody knows; they were kept.
    """

    scenarios: int = 0
    expectations: int = 0
    failed: tuple[Failure, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def holding(self) -> int:
        """How many scenarios hold whole."""
        return self.scenarios - len({(f.file, f.scenario) for f in self.failed})

    def __add__(self, other: "Ran") -> "Ran":
        return Ran(
            self.scenarios + other.scenarios, self.expectations + other.expectations, self.failed + other.failed,
            self.warnings + other.warnings,
        )  # fmt: skip


def run_file(path: Path, over: Layer | None = None) -> Ran:
    """Run all scenarios of a file.

    Args:
        path: the TOML file.
        over: a catalogue to lie over the shipped one, under the file's own.

    Raises:
        ScenarioError: the file, or a scenario in it, cannot be run.
        CatalogueError: its catalogue cannot be used.
    """
    try:
        tables = tomllib.loads(content(path).decode())
    except OSError as error:
        raise UnreadableFileError(f"{path}: cannot be read ({error.strerror}); check the name") from None
    except UnicodeDecodeError:
        raise UnreadableFileError(f"{path}: is no UTF-8 text; a scenario file is TOML") from None
    except tomllib.TOMLDecodeError as error:
        raise UnreadableFileError(f"{path}: is no TOML: {error}") from None
    _known(tables, _FILE, str(path))
    catalogue = _catalogue(tables, path, over)
    scenarios = tables.get("scenario", [])
    if not isinstance(scenarios, list) or not scenarios:
        raise ScenarioError(f"{path}: holds no [[scenario]]; write at least one")
    ran = Ran()
    for index, scenario in enumerate(scenarios):
        ran += _run(path, f"{path}: scenario[{index}]", scenario, catalogue)
    return ran


def _catalogue(tables: Mapping[str, Any], path: Path, over: Layer | None) -> Catalogue:
    own = tables.get("catalogue")
    shipped = tables.get("shipped_catalogue", True)
    if not isinstance(shipped, bool):
        raise ScenarioError(f"{path}: shipped_catalogue is true or false")
    if not isinstance(own, str | Mapping | None):
        named = "the name of a file beside it, example:NAME"
        raise ScenarioError(f"{path}: catalogue is {named}, or tables under [catalogue]")
    layers = [over] if over is not None and shipped else []
    if isinstance(own, str):
        layers.append(read_layer(own if own.startswith(EXAMPLE) else path.parent / own))
    elif own:
        layers.append(layer_of(own, path.name))
    alone = "shipped_catalogue" in tables
    return load(*layers, over_shipped=shipped if alone or not layers else None)


def _known(table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    for name in table:
        if name not in known:
            raise ScenarioError(f"{where}: there is no field '{name}' here{did_you_mean(name, known)}")


def _run(path: Path, where: str, scenario: Any, catalogue: Catalogue) -> Ran:
    if not isinstance(scenario, Mapping):
        raise ScenarioError(f"{where}: a scenario is a table")
    _known(scenario, _SCENARIO, where)
    name, as_of = scenario.get("name"), scenario.get("as_of")
    if not isinstance(name, str):
        raise ScenarioError(f"{where}: a scenario has a name")
    if not isinstance(as_of, date) or isinstance(as_of, datetime):
        raise ScenarioError(f"{where}: as_of is a day, such as 2026-03-01")
    warnings: list[str] = []
    records = _given(scenario.get("given", []), where, catalogue, warnings)
    known_by = _instant(scenario.get("known_by"), where)
    read = Records(lambda owner: records.get(owner, ()), known_by)
    workers = sorted(name for kind, name in records if kind == "worker")
    everything = [entry for record in records.values() for entry in record]
    read.identified = lambda what: identities_in(everything, what)
    questions = Questions(read, catalogue, Moment(as_of, known_by or _END), lambda: workers)
    expectations = scenario.get("expect", [])
    if not isinstance(expectations, list) or not expectations:
        raise ScenarioError(f"{where}: expects nothing; write what must be answered under expect")
    failed = []
    for index, expectation in enumerate(expectations):
        here = f"{where}.expect[{index}]"
        if not isinstance(expectation, Mapping):
            raise ScenarioError(f"{here}: an expectation is a table")
        failure = _expect(here, expectation, questions, records, path.parent)
        if failure is not None:
            failed.append(Failure(path.name, name, expectation, *failure))
    return Ran(1, len(expectations), tuple(failed), tuple(warnings))


def _instant(value: Any, where: str) -> datetime | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ScenarioError(f"{where}: known_by has an offset, such as 2026-03-01T12:00:00Z")
        return value.astimezone(UTC)
    if isinstance(value, date):
        return end_of(value)
    raise ScenarioError(f"{where}: known_by is an instant or a date")


def _given(given: Any, where: str, catalogue: Catalogue, told: list[str]) -> dict[Owner, list[Entry]]:
    if not isinstance(given, list):
        raise ScenarioError(f"{where}: given is a list of entries")
    entries = []
    for index, raw in enumerate(given):
        here = f"{where}.given[{index}]"
        try:
            entry, noted = parse_entry(raw if isinstance(raw, Mapping) else {})
        except MalformedEntryError as error:
            raise ScenarioError(f"{here}: {'; '.join(map(str, error.problems))}") from None
        unknown = [name for name in entry.extra if not any(f"'{name}'" in warning for warning in noted)]
        told += [f"{here}: {warning}" for warning in noted]
        told += [f"{here}: {a_kind(entry.kind)} has no field '{name}'; kept as it is" for name in unknown]
        if problem := next(unknown_names(entry, catalogue), None):  # an answer about it would say nothing
            raise ScenarioError(f"{here}: {problem.says}")
        entries.append(entry)
    records: defaultdict[Owner, list[Entry]] = defaultdict(list)
    for index, entry in enumerate(with_ids(entries)):
        if any(other.id == entry.id for other in records[entry.owner]):
            raise ScenarioError(f"{where}.given[{index}]: the id '{entry.id}' is given twice in one record")
        records[entry.owner].append(entry)
    for record in records.values():
        _references(record, where)
    return records


def _references(record: list[Entry], where: str) -> None:
    """Refuse a correction or countersignature of what is not given in the same record."""
    by_id = {entry.id: entry for entry in record}
    for entry in record:
        field = "corrects" if isinstance(entry, Correction) else "sign_off"
        name = getattr(entry, field, None)
        if name is None:
            continue
        if name not in by_id:
            raise ScenarioError(f"{where}: a {entry.kind} names the entry '{name}', which is not given in its record")
        if isinstance(entry, Correction) and entry.with_ is not None and type(entry.with_) is not type(by_id[name]):
            raise ScenarioError(f"{where}: a {by_id[name].kind} cannot be corrected into a {entry.with_.kind}")


# -- the questions an expectation can ask: every one there is, by the fields of its class ------------------------------

_WORDS: dict[str, tuple[str, ...]] = {
    "outcome": ("met", "not-met", "cannot-tell"),
    "because": ("post", "law", "status", "standing", "tier", "restriction"),
    "effect": ("moves-band", "supports-review", "opens-application", "opens-area"),
    "status": STATUSES,
}
_ANSWERS = dict.fromkeys(("may", "who-may", "scope"), CAUTION)  # what `answer` may be, where that is a step of caution
_SETS = {"competencies", "entries", "sources"}
_NAMING = {"worker", "competency", "task", "title", "entry", "id", "post"}  # by these one of several answers is named
_NEW_HERE = {"acceptance"}  # whoever is asked about need not be on record


def _expect(
    where: str, expectation: Mapping[str, Any], questions: Questions, records: Mapping[Owner, list[Entry]], folder: Path
) -> tuple[Mapping[str, Any], Mapping[str, Any], str] | None:
    ask: Any = expectation.get("ask")
    asking = known()
    if ask not in asking:
        raise ScenarioError(f"{where}: there is no question '{ask}'{did_you_mean(str(ask), list(asking))}")
    fields = {field.written: field for field in fields_of(asking[ask])}
    given = {name: value for name, value in expectation.items() if name in fields}
    if ask == "counts" and "worker" not in given:
        given["worker"] = _worker_of(str(given.get("sign_off")), records, where)
    for name, field in fields.items():
        lacking = field.required if name not in given else field.named is not None and not isinstance(given[name], str)
        if lacking:
            raise ScenarioError(f"{where}: {ask} names its {name}")
    if ask == "counts" and not _has(given["worker"], given["sign_off"], records):
        raise ScenarioError(f"{where}: no sign-off '{given['sign_off']}' is given")
    worker = given.get("worker") if ask not in {"counts", *_NEW_HERE} else None
    if worker and ("worker", worker) not in records and worker not in questions.workers:
        raise ScenarioError(f"{where}: nothing is given about a worker '{worker}'")
    try:
        values = {fields[name].name: _value(fields[name], value, questions, folder) for name, value in given.items()}
        answer = questions.ask(asking[ask](**values))
    except SWCompetencyError as error:
        raise ScenarioError(f"{where}: {error}") from None
    expected = {name: value for name, value in expectation.items() if name != "ask" and name not in given}
    if not expected:
        raise ScenarioError(f"{where}: expects nothing of the answer; name a field, such as outcome")
    if isinstance(answer, Answers):
        return _compare_several(where, ask, expected, answer, questions.catalogue)
    return _compare(where, ask, expected, answer, questions.catalogue)


def _value(field: Field, given: Any, questions: Questions, folder: Path) -> Any:
    """Take what is written for a field; what is read from a file stands beside the scenarios, entries within them."""
    what = field.file.what if field.file is not None else None
    if what == "lines":
        return tuple(given)
    if what == "entries":
        return tuple(with_ids(parse_entry(raw)[0] for raw in given))
    if what in {"badges", "extract"}:
        tracker = Tracker(MemoryStore(), questions.catalogue)
        return (tracker.presented if what == "badges" else tracker.read_extract)(folder / given)
    if field.type is Entry:
        return with_ids([parse_entry(given)[0]])[0]
    return load(read_layer(folder / given)) if field.type is Catalogue else given


def _compare_several(
    where: str, ask: str, expected: Mapping[str, Any], answers: Answers[Any], catalogue: Catalogue
) -> tuple[Mapping[str, Any], Mapping[str, Any], str] | None:
    """Compare how many answers there are, or the one that an expectation names, such as by its worker."""
    naming = {name: value for name, value in expected.items() if name in _NAMING}
    rest = {name: value for name, value in expected.items() if name not in naming}
    if not naming:
        if not rest.keys() <= {"count", "says_includes"}:
            raise ScenarioError(f"{where}: there are several answers: name one, as by its worker, or expect a count")
        told: dict[str, Any] = {"count": len(answers), "says": answers.says}
        return _differing(rest, told, answers.says)
    found = [one for one in answers if naming.items() <= one.to_json().items()]
    if "count" in rest:
        _known(rest, ("count",), where)
        return _differing(rest, {"count": len(found)}, answers.says)
    if not rest or len(found) > 1:
        raise ScenarioError(f"{where}: {len(found)} answers are named so; expect something of one of them, or a count")
    if not found:
        return naming, dict.fromkeys(naming), answers.says
    return _compare(where, ask, rest, found[0], catalogue)


def _worker_of(sign_off: str, records: Mapping[Owner, list[Entry]], where: str) -> str:
    holders = [name for (_, name), entries in records.items() if any(e.id == sign_off for e in entries)]
    if len(holders) > 1:
        raise ScenarioError(f"{where}: '{sign_off}' is given of {' and of '.join(holders)}; name the worker")
    return holders[0] if holders else ""


def _has(worker: str, sign_off: str, records: Mapping[Owner, list[Entry]]) -> bool:
    kinds = {"sign-off", "prior-learning"}
    return any(e.id == sign_off and e.kind in kinds for e in records.get(("worker", worker), ()))


def _compare(
    where: str, ask: str, expected: Mapping[str, Any], answer: Answer[Any], catalogue: Catalogue
) -> tuple[Mapping[str, Any], Mapping[str, Any], str] | None:
    told = answer.to_json()
    _known(expected, {*told, "says_includes"}, where)
    _possible(ask, expected, where, catalogue)
    return _differing(expected, told, answer.says)


def _differing(
    expected: Mapping[str, Any], told: Mapping[str, Any], says: str
) -> tuple[Mapping[str, Any], Mapping[str, Any], str] | None:
    wrong, came = {}, {}
    for name, wanted in expected.items():
        if name == "says_includes":
            if str(wanted).casefold() not in says.casefold():
                wrong[name], came["says"] = wanted, says
        elif _differ(name, jsonable(wanted), told[name]):
            wrong[name], came[name] = jsonable(wanted), told[name]
    return (wrong, came, says) if wrong else None


def _possible(ask: str, expected: Mapping[str, Any], where: str, catalogue: Catalogue) -> None:
    """Refuse an expectation that no answer can ever meet, or that every answer meets."""
    for name, wanted in expected.items():
        words = _ANSWERS.get(ask) if name == "answer" else _WORDS.get(name)
        if words is not None and isinstance(wanted, str) and wanted not in words and wanted != "none":
            raise ScenarioError(f"{where}: {name} is never '{wanted}'{did_you_mean(wanted, words)}")
        for task in wanted if name == "competencies" and isinstance(wanted, list) else ():
            if task not in catalogue.competencies:
                near = did_you_mean(str(task), catalogue.competencies, catalogue.modality_words)
                raise ScenarioError(f"{where}: there is no competency '{task}'{near}")
        if name == "says_includes" and not (isinstance(wanted, str) and wanted):
            raise ScenarioError(f"{where}: says_includes is a text that the sentence must hold")


def _differ(name: str, wanted: Any, came: Any) -> bool:
    if wanted == "none" and came is None:
        return False
    if name in _SETS and isinstance(wanted, list) and all(isinstance(item, str) for item in wanted):
        return sorted(wanted) != sorted(came)
    return bool(wanted != came)
