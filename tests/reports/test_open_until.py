"""Papers that say what somebody may do say it as `may` does: on the day, until when, and at which site."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sw_competency import MemoryStore, Tracker
from sw_competency.reports import Asked, progression
from tests.ugly import ugly

DAY = date(2026, 3, 2)
SENIOR = {"kind": "appointment", "on": "2022-01-10", "site": "site-1", "tier": "senior-clinical-support-worker"}
JUNIOR = SENIOR | {"tier": "clinical-support-worker"}
ACTING = SENIOR | {"on": "2026-01-05", "basis": "acting-up", "until": "2026-05-31"}
TRAINED = [{"kind": "training", "programme": name, "on": "2025-06-10", "outcome": "completed"}
           for name in ("bls-adult", "cannulation-theory", "antt")]  # fmt: skip
ENDS = {
    "the sign-off": ([SENIOR, *TRAINED, {"kind": "training", "programme": "bls-adult", "on": "2026-03-01",
                                         "outcome": "completed"}], "2026-12-01", ""),
    "a certificate": ([SENIOR, *TRAINED], "2026-06-10", "From 11 June 2026 only under supervision: Basic life support"),
    "acting up": ([JUNIOR, ACTING, *TRAINED], "2026-05-31", "From 1 June 2026 only under supervision"),
    "the post": ([SENIOR, *TRAINED, {"kind": "leaving", "on": "2026-03-31"}], "2026-03-31",
                 "From 1 April 2026 not in post"),
}  # fmt: skip


def signed(competency: str, on: str = "2025-12-01") -> dict[str, Any]:
    return {"kind": "prior-learning", "competency": competency, "on": on, "signed_on": on, "accepted_by": "a1"}


def tracker_of(*entries: dict[str, Any]) -> Tracker:
    tracker = Tracker(MemoryStore(), clock=lambda: datetime(2026, 3, 2, 18, tzinfo=UTC))
    tracker.append([{"kind": "registration", "assessor": "a1", "on": "2005-09-01", "body": "HCPC", "number": "RA1"},
                    *({"worker": "w1", **entry} for entry in entries)])  # fmt: skip
    return tracker


@pytest.mark.parametrize("ends", ENDS)
def test_until_the_first_thing_that_ends_it(ends: str) -> None:
    """A certificate or a post that ends first ends it: the card and the statement never outlive `may`."""
    entries, last, says = ENDS[ends]
    tracker, day = tracker_of(*entries, signed("iv-cannulation")), date.fromisoformat(last)
    asked = Asked(questions=tracker.at(DAY), worker="w1", person=tracker.person)
    (row,) = progression.view(asked).once.able  # type: ignore[union-attr]
    assert row.last == day
    answers = [tracker.at(one).may("w1", "iv-cannulation").answer for one in (day, day + timedelta(days=1))]
    assert answers[0] == "may" != answers[1]
    for paper in ("role-card", "scope-statement", "progression"):
        text = tracker.report(paper, worker="w1", as_of=DAY, format="md").decode()
        assert f"{day.day} {day:%B %Y}" in text
        word = says.partition(":")[0].partition("2026 ")[2]
        assert (says if paper == "scope-statement" else f"Then {word}" if word else "") in text


def test_a_full_card_gives_no_last_day_for_what_may_not_be_done() -> None:
    """Where there is no room for the reasons, nothing under May not says until when, as if it opened then."""
    for kind in ("md", "html"):
        text = ugly(2).report("role-card", worker="u0001", as_of=DAY, format=kind).decode()
        shut = re.split("May do alone", re.split("May not do today", text)[1])[0]
        ask = re.split("Anything that is not on this card", re.split("Ask first: only", text)[1])[0]
        assert "Two-view mammography" in shut
        assert not re.search("until|no expiry", shut + ask)


def test_a_statement_names_what_was_begun_or_done_and_is_closed() -> None:
    """What the law closes is named where it is on record: nobody signs a statement that passes it over."""
    done = {"kind": "practice", "competency": "mr-safety-sign-off", "on": "2026-02-10", "outcome": "successful",
            "supervision": "none"}  # fmt: skip
    tracker = tracker_of(SENIOR, *TRAINED, signed("contrast-administration"), done)
    text = tracker.report("scope-statement", worker="w1", as_of=DAY, format="md").decode()
    shut = text.split("## Not to be done")[1].split("## Agreed")[0]
    for title in ("Giving intravenous contrast", "MR safety form: sign-off"):
        assert f"| {title} |" in shut
        assert title in text.split("Do not do: ")[1].splitlines()[0]


def test_an_inspection_of_a_site_looks_at_the_posts_there() -> None:
    """Somebody with a lower post elsewhere may do at a site what the post there allows: as `who-may` says."""
    elsewhere = JUNIOR | {"site": "site-2", "post": "bank", "on": "2026-02-01"}
    tracker = tracker_of(SENIOR, elsewhere, *TRAINED, signed("iv-cannulation"))
    for site, answer in (("site-1", "may"), ("site-2", "only under supervision")):
        text = tracker.report("inspection", competency="iv-cannulation", site=site, as_of=DAY, format="md").decode()
        row = next(line for line in text.splitlines() if line.startswith("| w1 |"))
        assert row.split("|")[2].strip().endswith(answer)
        (told,) = tracker.at(DAY).who_may("iv-cannulation", site)
        assert told.answer == answer.replace("only under supervision", "only-supervised")


@pytest.mark.parametrize("on", ["2023-01-01", "2025-12-01"])
@pytest.mark.parametrize("paper", ["progression", "supervision"])
def test_nobody_is_asked_to_sign_off_what_is_closed(paper: str, on: str) -> None:
    """What the law closes is neither signed off again, renewed nor relearnt: that would not open it."""
    tracker = tracker_of(SENIOR, *TRAINED, signed("contrast-administration", on), signed("dxa-scan", on))
    text = tracker.report(paper, worker="w1", as_of=DAY, format="md").decode()
    assert not re.search("(new sign-off|Renew|Relearn).*(contrast|DXA)|(contrast|DXA).*(new sign-off)", text)


def test_the_matrix_counts_people_and_says_what_is_local() -> None:
    """Somebody in two posts has two lines and counts once; a sign-off taken away has no last day."""
    elsewhere = JUNIOR | {"site": "site-2", "post": "bank", "on": "2026-02-01"}
    gone = {"kind": "withdrawal", "on": "2026-02-01", "competency": "chaperoning", "by": "a1"}
    tracker = tracker_of(SENIOR, elsewhere, *TRAINED, signed("iv-cannulation"), signed("chaperoning"), gone)
    text = tracker.report("matrix", as_of=DAY, format="md").decode()
    assert "current: 1\n" in text
    assert text.count("withdrawn |") == 2
    assert "Local defaults to be confirmed: Peripheral intravenous cannulation, adult: a sign-off lasts 1 year" in text
    for kind in ("html", "pdf", "xlsx"):
        assert tracker.report("matrix", as_of=DAY, format=kind)
    later = tracker.report("supervision", worker="w1", as_of="2026-11-01", format="md").decode()
    assert "- Peripheral intravenous cannulation, adult: a sign-off lasts 1 year" in later
