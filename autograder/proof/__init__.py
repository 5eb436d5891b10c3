"""Prove an assignment: right answers earn everything, stubs earn nothing, and every known mistake is caught."""

from .calibrating import COHORTS, SEEDS, Calibration, CalibrationError, Measured, Trial, gathered, trials
from .fairness import SECRETS
from .findings import Finding
from .mistaken import KnownMistake, Mistaken, known_mistakes
from .proving import Proof, prove
from .records import doubts, forget_trials, keep_trial, kept_trials, write_record
from .rubrics import missing_rubrics
from .soundness import fault_of, known_good
from .surviving import Survey, survey
from .tasks import ProveTopic, TryAnswers, TryMistakes

__all__ = [
    "COHORTS",
    "SECRETS",
    "SEEDS",
    "Calibration",
    "CalibrationError",
    "Finding",
    "KnownMistake",
    "Measured",
    "Mistaken",
    "Proof",
    "ProveTopic",
    "Survey",
    "Trial",
    "TryAnswers",
    "TryMistakes",
    "doubts",
    "fault_of",
    "forget_trials",
    "gathered",
    "keep_trial",
    "kept_trials",
    "known_good",
    "known_mistakes",
    "missing_rubrics",
    "prove",
    "survey",
    "trials",
    "write_record",
]
