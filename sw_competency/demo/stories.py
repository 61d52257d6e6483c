"""What happened to fourteen people of the demo, each record written out: see what the rules make of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sw_competency.demo.careers import Career, usual
from sw_competency.demo.diary import AS_OF
from sw_competency.demo.sites import Worker, catalogue

_IV = "iv-cannulation"


def _on_days(life: Career, first: date, last: date, every: int, name: str, modality: str, **more: Any) -> None:
    """Does a task, with success, once in so many days."""
    on = first
    while on <= last:
        life.write("practice", on, competency=name, outcome="successful", modality=modality,
                   noted_by=life.worker.id, **more)  # fmt: skip
        on += timedelta(days=every)


def _alone(life: Career, first: date, last: date, every: int, name: str, modality: str) -> None:
    _on_days(life, first, last, every, name, modality, supervision="none")


def _watched(life: Career, first: date, last: date, every: int, name: str, modality: str) -> None:
    supervisor = life.registrant()
    _on_days(life, first, last, every, name, modality, supervision="direct", supervisor=supervisor)


def _sessions(life: Career, first: date, last: date, every: int, modality: str, role: str = "clinical") -> None:
    """Is on the rota of an area once in so many days."""
    on = first
    while on <= last:
        life.write("session", on, late=0, modality=modality, role=role, hours=7.5, site=life.worker.site)
        on += timedelta(days=every)


def _asks(life: Career, name: str, on: date, **more: Any) -> None:
    """Asks to be signed off; with an answer, is answered."""
    life.write("sign-off-request", on, late=0, competency=name, **more)


def _claims_together(life: Career) -> None:
    """Asks for a review together with colleagues: each record holds the claim."""
    life.write("banding-claim", date(2026, 2, 9), late=0, raised_by="w303", collective=True, job_description="2019")


def _but(worker: Worker, *left_out: str) -> list[str]:
    return [name for name in usual(worker) if name not in left_out]


def _upheld(life: Career) -> None:
    """Band 2, the last of the defined competencies on 16 June, band 3 from 1 September."""
    life.joins(date(2024, 3, 11))
    life.groundwork(_but(life.worker))
    life.learns(_IV, date(2025, 5, 12))
    _watched(life, date(2025, 5, 20), date(2025, 8, 29), 9, _IV, "ct")
    life.learns("ct-room-assist", date(2025, 6, 16))
    life.write(
        "rebanding", date(2025, 9, 1), late=3, to="senior-clinical-support-worker", rule="band-2-to-3-competencies",
        decided_by=life.manager.id, outcome="upheld", reason="The defined competencies are all held",
    )  # fmt: skip
    life.cannulates(date(2025, 9, 3), AS_OF)
    life.tallied("ct-room-assist", date(2025, 9, 1), AS_OF)
    _asks(life, "ct-room-assist", date(2025, 6, 12), assessor=life.registrant())


def _newcomer(life: Career) -> None:
    """Three weeks in post, beside somebody experienced."""
    life.joins(date(2026, 2, 9), wte=1.0)
    life.write("self-assessment", date(2026, 2, 20), competency="patient-flow", level="with help")
    life.supervised("patient-id-check", 4, date(2026, 2, 27))
    life.supervised("patient-flow", 3, date(2026, 2, 27))
    asked = life.registrant()
    _asks(life, "patient-flow", date(2026, 2, 23), assessor=asked)
    _asks(life, "patient-flow", date(2026, 2, 25), assessor=asked, answer="rejected", answered_by=asked,
          reason="Once more beside somebody, with a patient in a wheelchair")  # fmt: skip
    _asks(life, "patient-id-check", date(2026, 2, 27), assessor=asked)


def _refused(life: Career) -> None:
    """One task above the band in May, two as daily work by the winter."""
    life.joins(date(2019, 6, 3))
    life.groundwork(usual(life.worker))
    life.learns("mr-safety-screening", date(2024, 10, 14))
    _alone(life, date(2025, 1, 9), date(2025, 9, 20), 16, "mr-safety-screening", "mr")
    life.write(
        "rebanding", date(2025, 5, 6), late=2, to="senior-clinical-support-worker", rule="band-2-to-3-job-evaluation",
        decided_by=life.manager.id, outcome="refused", review_by=date(2026, 3, 31),
        reason="One task above the band, a few times a month: not yet the daily work of the post",
    )  # fmt: skip
    life.signed_off(catalogue().competency("mr-safety-screening"), date(2025, 9, 29))
    life.learns("mr-coil-handling", date(2025, 10, 6))
    _alone(life, date(2025, 10, 9), AS_OF, 7, "mr-safety-screening", "mr")
    _alone(life, date(2025, 11, 3), AS_OF, 8, "mr-coil-handling", "mr")
    life.write("banding-claim", date(2025, 4, 14), late=0, raised_by=life.worker.id, job_description="2019")
    _sessions(life, date(2026, 1, 5), AS_OF, 7, "mr")
    _sessions(life, date(2026, 1, 7), AS_OF, 14, "mr", "clerical")


def _lapsed(life: Career) -> None:
    """Signed off in October 2024, never again; nothing relearnt."""
    life.joins(date(2021, 4, 12))
    life.groundwork(_but(life.worker, _IV, "cannula-removal"))
    life.learns(_IV, date(2024, 10, 21))
    life.cannulates(date(2024, 10, 25), date(2025, 10, 17))


def _relearning(life: Career) -> None:
    """Lapsed likewise, but watched twice since; and trained on the point-of-care device."""
    life.joins(date(2022, 9, 5))
    life.groundwork(_but(life.worker, _IV, "cannula-removal"))
    life.learns(_IV, date(2024, 12, 2))
    life.cannulates(date(2024, 12, 6), date(2025, 11, 28))
    _watched(life, date(2026, 2, 10), date(2026, 2, 17), 7, _IV, "ct")
    life.trained("poct-device-training", date(2026, 2, 20))


def _returner(life: Career) -> None:
    """Ten months of maternity leave; back since 1 February, one cannula under watch."""
    life.write("absence", date(2025, 4, 7), reason="maternity", until=date(2026, 1, 31))
    life.joins(date(2022, 5, 16))
    life.groundwork(_but(life.worker, _IV, "cannula-removal"))
    life.learns(_IV, date(2024, 12, 2))
    life.cannulates(date(2024, 12, 6), date(2025, 4, 4))
    _watched(life, date(2026, 2, 12), date(2026, 2, 12), 1, _IV, "ct")
    _sessions(life, date(2025, 2, 3), date(2025, 3, 31), 14, "ct")
    _sessions(life, date(2026, 2, 3), AS_OF, 7, "ct")
    _sessions(life, date(2026, 2, 5), AS_OF, 14, "ct", "cleaning")


def _declines(life: Career) -> None:
    """Asked to sign the MR safety form, and says no."""
    life.joins(date(2018, 10, 1))
    life.groundwork(usual(life.worker))
    life.write(
        "request", date(2026, 1, 19), late=0, competency="mr-safety-sign-off", answer="declined",
        asked_by="r31", reason="Not registered: the form is the radiographer's to sign", noted_by=life.worker.id,
    )  # fmt: skip


def _accepts(life: Career) -> None:
    """Asked the same on the same day, says yes, and signs twice."""
    life.joins(date(2023, 2, 6))
    life.groundwork(usual(life.worker))
    life.write(
        "request", date(2026, 1, 19), late=0, competency="mr-safety-sign-off", answer="accepted",
        asked_by="r31", reason="The list was running late", noted_by=life.worker.id,
    )  # fmt: skip
    _alone(life, date(2026, 1, 19), date(2026, 1, 22), 3, "mr-safety-sign-off", "mr")
    _claims_together(life)


def _creep(life: Career) -> None:
    """Band 2, cannulating alone: four times before being signed off, and ever since."""
    life.joins(date(2023, 8, 21))
    life.groundwork(usual(life.worker))
    life.learns("ct-room-assist", date(2025, 7, 14))
    _alone(life, date(2025, 7, 18), date(2025, 8, 8), 7, _IV, "ct")
    life.learns(_IV, date(2025, 8, 25))
    _alone(life, date(2025, 9, 1), AS_OF, 6, _IV, "ct")
    _alone(life, date(2025, 10, 6), AS_OF, 9, "ct-room-assist", "ct")
    _claims_together(life)
    _sessions(life, date(2026, 1, 6), AS_OF, 7, "ct")
    _sessions(life, date(2026, 1, 9), AS_OF, 21, "ct", "clerical")


def _registration_ended(life: Career) -> None:
    """Signed off by a locum ten days after the locum's registration had ended; cannulating alone since."""
    life.joins(date(2024, 11, 4))
    life.groundwork(_but(life.worker, _IV, "cannula-removal"))
    life.stays_trained("antt", date(2025, 7, 28))
    life.stays_trained("bls-adult", date(2025, 7, 28))
    life.supervised(_IV, 11, date(2025, 9, 9))
    life.signed_off(catalogue().competency(_IV), date(2025, 9, 10), assessor="l15")
    _alone(life, date(2025, 9, 15), AS_OF, 12, _IV, "ct")


def _wrong_year(life: Career) -> None:
    """A sign-off of June 2025, written down as of June 2024, put right in February 2026."""
    life.joins(date(2023, 5, 15))
    life.groundwork(_but(life.worker, "ct-room-assist"))
    given = {"competency": "ct-room-assist", "assessor": "r71"}
    wrong = life.write("sign-off", date(2024, 6, 10), late=367, noted_by="r71", **given)
    meant = {"kind": "sign-off", "worker": life.worker.id, "on": "2025-06-10", **given}
    life.write("correction", date(2026, 2, 20), late=0, corrects=wrong, noted_by="r71",
               reason="The year was mistyped: the form says 2025", **{"with": meant})  # fmt: skip
    life.tallied("ct-room-assist", date(2025, 6, 10), AS_OF)


def _two_posts(life: Career) -> None:
    """Band 2 in the main post; a bank post at band 3 across the city."""
    life.joins(date(2022, 1, 10))
    life.groundwork(usual(life.worker))
    life.learns(_IV, date(2025, 6, 2))
    life.write(
        "appointment", date(2025, 6, 16), site="site-6", title="Imaging assistant", deployment="rotational",
        tier="senior-clinical-support-worker", modalities=["ct"], wte=0.2, post="bank", basis="bank",
    )  # fmt: skip
    _watched(life, date(2025, 7, 7), AS_OF, 21, _IV, "ct")


def _acting_up(life: Career) -> None:
    """Band 2, acting up to band 3 from December to the end of May."""
    life.joins(date(2020, 3, 2))
    life.groundwork(usual(life.worker))
    life.stays_trained("bls-adult", date(2025, 10, 27))
    life.learns(_IV, date(2025, 11, 17))
    life.write(
        "appointment", date(2025, 12, 1), until=date(2026, 5, 31), site="site-9", title="Support worker",
        tier="senior-clinical-support-worker", deployment="rotational", modalities=["ct"], wte=1.0, basis="acting-up",
    )  # fmt: skip
    life.cannulates(date(2025, 12, 3), AS_OF)


def _unknown_assessor(life: Career) -> None:
    """Signed off by somebody of whom no registration is on record."""
    life.joins(date(2021, 11, 8))
    life.groundwork(_but(life.worker, _IV, "cannula-removal"))
    life.stays_trained("antt", date(2025, 8, 25))
    life.stays_trained("bls-adult", date(2025, 8, 25))
    life.supervised(_IV, 12, date(2025, 10, 3))
    life.signed_off(catalogue().competency(_IV), date(2025, 10, 6), assessor="agency-radiographer")


TOLD: dict[str, Callable[[Career], None]] = {
    "w101": _registration_ended,
    "w201": _upheld,
    "w202": _newcomer,
    "w301": _declines,
    "w302": _accepts,
    "w303": _creep,
    "w401": _refused,
    "w402": _unknown_assessor,
    "w501": _two_posts,
    "w601": _lapsed,
    "w602": _relearning,
    "w701": _wrong_year,
    "w801": _returner,
    "w901": _acting_up,
}


def told(worker: Worker) -> Career:
    """Return the career of somebody whom a story is about."""
    life = Career(worker)
    TOLD[worker.id](life)
    return life
