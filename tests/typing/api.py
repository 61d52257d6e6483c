"""What a developer of an HR system writes, with all its types: mypy and pyright must find nothing to say, strictly."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from sw_competency import (
    Answers,
    Appended,
    Catalogue,
    Finding,
    Imported,
    MemoryStore,
    Outcome,
    TinyDBStore,
    Tracker,
    load,
    open_store,
    read_layer,
    shipped,
)
from sw_competency.errors import FieldError, MalformedEntryError, SWCompetencyError
from sw_competency.questions.may import May, MayAnswer
from sw_competency.questions.who_may import WhoMay


def built(folder: Path, layer: Path) -> Tracker:
    catalogue: Catalogue = load(read_layer(layer)) if layer.exists() else shipped()
    store = TinyDBStore.create(folder) if not folder.exists() else TinyDBStore(folder)
    return Tracker(store, catalogue, clock=lambda: datetime(2026, 3, 2, tzinfo=UTC), time_zone="Europe/London")


def written(tracker: Tracker) -> Sequence[str]:
    appointment = {"kind": "appointment", "worker": "w1", "on": "2024-01-08", "site": "site-1", "modalities": ["mr"]}
    done: Appended = tracker.append(entries=[appointment], recorded_by="hr")
    tracker.record("withdrawal", recorded_by="hr", worker="w1", competency="iv-cannulation", reason="made up")
    tracker.sign_off("w1", "iv-cannulation", "a1", on=date(2026, 2, 2), by="hr")
    imported: Imported = tracker.import_file(BytesIO(b"{}"), by="hr", name="x.jsonl")
    return [*done.warnings, *imported.warnings, *(entry.id for entry in done.added)]


def asked(tracker: Tracker) -> tuple[Outcome, str, str, str | None, date, datetime, str]:
    questions = tracker.at("2026-03-02", known_by=datetime(2026, 3, 2, tzinfo=UTC))
    answer: MayAnswer = questions.may("w1", "iv-cannulation")
    same: MayAnswer = questions.ask(May("w1", "iv-cannulation"))
    parts: tuple[Finding, ...] = same.parts
    assert [part.outcome for part in parts]
    return answer.outcome, answer.worker, answer.task, answer.modality, answer.as_of, answer.known_by, answer.catalogue


def listed(tracker: Tracker) -> list[tuple[str, str, date | None]]:
    several: Answers[MayAnswer] = tracker.at().who_may("iv-cannulation", site="site-1")
    first: tuple[date, datetime, tuple[str, ...]] = several.as_of, several.known_by, several.entries
    rows = [(one.worker, one.answer, first[0]) for one in several]
    held = tracker.at().progress("w1")
    watched: Answers[MayAnswer] = tracker.at().ask(WhoMay("iv-cannulation"), lambda what, done, total: None)
    assert watched.says
    return [*rows, *((one.competency, one.status or "", one.expires_on) for one in held)]


def refused(tracker: Tracker) -> str:
    try:
        tracker.at("2 March")
    except FieldError as error:
        return error.field
    except MalformedEntryError as error:
        return "; ".join(problem.says for problem in error.problems)
    except SWCompetencyError as error:
        return str(error)
    return ""


def paged(tracker: Tracker) -> bytes:
    return tracker.report("progression", worker="w1", format="pdf")


def opened(url: str) -> Tracker:
    return Tracker(open_store(url) if url else MemoryStore())
