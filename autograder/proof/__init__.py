"""Prove an assignment: right answers earn everything, stubs earn nothing, and every known mistake is caught."""

from .calibrating import COHORTS, SEEDS, Calibration, CalibrationError, Measured, Trial, gathered, trials
from .fairness import SECRETS
from .findings import Finding
from .proving import Proof, prove
from .records import doubts, forget_trials, keep_trial, kept_trials, write_record
from .rubrics import missing_rubrics
from .soundness import fault_of, known_good
from .surviving import Survey, survey
from .tasks import ProveTopic, TryAnswers

__all__ = [
    "COHORTS",
    "SECRETS",
    "SEEDS",
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
    "forget_trials",
    "gathered",
    "keep_trial",
    "kept_trials",
    "known_good",
    "missing_rubrics",
    "prove",
    "survey",
    "trials",
    "write_record",
]
