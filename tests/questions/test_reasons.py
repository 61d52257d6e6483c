"""Why somebody left, and where to, is told by no answer but the record as it was written."""

import json

import pytest

from sw_competency.questions import known
from sw_competency.questions._fields import fields_of
from sw_competency.testing.builders import appointed, entry, registered, signed_off, tracker_of

SECRETS = ("SECRET-WHY", "SECRET-WHERE")
GIVEN = {
    "worker": "w1", "assessor": "a1", "site": "site-1", "competency": "stock-control", "modality": "ct",
    "rule": "band-2-to-3-job-evaluation", "tier": "senior-clinical-support-worker",
}  # fmt: skip


def ways(question):
    """Return the questions that need names alone, asked about whoever left."""
    fields = [field for field in fields_of(question) if field.required]
    values = {field.name: field.named and GIVEN.get(field.named.what) for field in fields}
    return [question(**values)] if all(values.values()) else []


_WHOLE = {"entries", "subject-access"}  # the record as it was written
ASKED = [one for name, question in known().items() if name not in _WHOLE for one in ways(question)]


def test_most_questions_are_asked():
    assert len(ASKED) > 20


@pytest.mark.parametrize("question", ASKED, ids=lambda one: one.name)
@pytest.mark.parametrize("day", ["2026-02-27", "2026-03-10"])
def test_no_answer_tells_why_or_where_to(question, day):
    left = entry("leaving", "2026-02-27", worker="w1", reason=SECRETS[0], destination=SECRETS[1])
    given = [appointed("w1", "2024-01-08"), appointed("w2", "2024-01-08"), registered("a1"),
             signed_off("w1", "stock-control", "2025-06-02"), left]  # fmt: skip
    answer = tracker_of(given).at(day).ask(question)
    told = json.dumps(answer.to_json(), default=str) + answer.says
    assert not [secret for secret in SECRETS if secret in told]
