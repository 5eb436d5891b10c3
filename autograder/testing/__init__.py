"""What a test file may use. Everything except `joining` also travels inside the notebooks that students get."""

from .comparison import approx, forget_mismatch, latest_mismatch, raises
from .grader import HIDDEN_DATA, Grader, MissingGate, given, hidden, reach
from .joining import joined_source
from .marks import before, points, visible
from .models import Examined, Layer, examine, model_facts, practice, predictions
from .running import run

__all__ = [
    "HIDDEN_DATA",
    "Examined",
    "Grader",
    "Layer",
    "MissingGate",
    "approx",
    "before",
    "examine",
    "forget_mismatch",
    "given",
    "hidden",
    "joined_source",
    "latest_mismatch",
    "model_facts",
    "points",
    "practice",
    "predictions",
    "raises",
    "reach",
    "run",
    "visible",
]
