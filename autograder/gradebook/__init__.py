"""Verdicts, kept forever, with what people add to them, and the standings that follow from them under a policy."""

from .claims import HELD_SECONDS, Claims, Pair
from .faults import GradebookError, GradebookFault
from .hands import Change, Hand, automatic, earned, work_of
from .records import Comment, Decision, DecisionKind, HandMark, MarkKind
from .standings import Mark, Standing, rounded_down, standings
from .store import Gradebook

__all__ = [
    "HELD_SECONDS",
    "Change",
    "Claims",
    "Comment",
    "Decision",
    "DecisionKind",
    "Gradebook",
    "GradebookError",
    "GradebookFault",
    "Hand",
    "HandMark",
    "Mark",
    "MarkKind",
    "Pair",
    "Standing",
    "automatic",
    "earned",
    "rounded_down",
    "standings",
    "work_of",
]
