"""What things are: entries, people, training records, findings. Frozen values; no clock, no files."""

from sw_competency.model.answers import Answer, Answers
from sw_competency.model.entries import (
    KINDS,
    MAY_LIE_AHEAD,
    SUPERVISED,
    Absence,
    Appointment,
    Approval,
    Assessment,
    BandingClaim,
    Correction,
    Countersignature,
    Entry,
    Identity,
    Leaving,
    Practice,
    PriorLearning,
    Qualification,
    Rebanding,
    Registration,
    Reinstatement,
    Request,
    SelfAssessment,
    Session,
    SignOff,
    SignOffRequest,
    Training,
    Vacancy,
    Withdrawal,
    field_names,
)
from sw_competency.model.findings import CANNOT_TELL, MET, NOT_MET, Finding, Outcome
from sw_competency.model.identifiers import content, with_ids
from sw_competency.model.people import Person, looks_like, loose_key, person_key, same_person
from sw_competency.model.shape import parse_entry, parse_person, plain, plain_person
from sw_competency.model.training_record import as_known, recorded

__all__ = [
    "CANNOT_TELL", "KINDS", "MAY_LIE_AHEAD", "MET", "NOT_MET", "SUPERVISED", "Absence", "Answer", "Answers",
    "Appointment", "Approval", "Assessment", "BandingClaim", "Correction", "Countersignature", "Entry", "Finding",
    "Identity", "Leaving", "Outcome", "Person", "Practice", "PriorLearning", "Qualification", "Rebanding",
    "Registration", "Reinstatement", "Request", "SelfAssessment", "Session", "SignOff", "SignOffRequest", "Training",
    "Vacancy", "Withdrawal", "as_known", "content", "field_names", "looks_like", "loose_key", "parse_entry",
    "parse_person", "person_key", "plain", "plain_person", "recorded", "same_person", "with_ids",
]  # fmt: skip
