"""Prove an assignment: right answers earn everything, stubs earn nothing, and every known mistake is caught."""

from .calibrating import Calibration, CalibrationError, Trial, doubts, gathered, trials, write_record
from .fairness import SECRETS
from .findings import Finding
from .proving import Proof, prove
from .soundness import fault_of, known_good
from .surviving import Survey, survey
from .tasks import Measured, ProveTopic, TryAnswers

__all__ = [
    "SECRETS",
    "Calibration",
    "CalibrationError",
    "Finding",
    "Measured",
    "Proof",
    "ProveTopic",
    "Survey",
    "Trial",
    "TryAnswers",
    "doubts",
    "fault_of",
    "gathered",
    "known_good",
    "prove",
    "survey",
    "trials",
    "write_record",
]
