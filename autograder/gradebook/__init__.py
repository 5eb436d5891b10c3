"""Verdicts, kept forever, with what people add to them, and the standings that follow from them under a policy."""

from .claims import HELD_SECONDS, Claims, Pair
from .decided import Decided, decided, moment_of, points_of, said
from .faults import GradebookError, GradebookFault
from .hands import Change, Hand, automatic, earned, is_about, work_of
from .records import LONGEST_NAME, Comment, Decision, DecisionKind, HandMark, MarkKind, in_force
from .standings import Mark, Standing, mean_percent, rounded_down, standings
from .store import Gradebook, Recorded

__all__ = [
    "HELD_SECONDS",
    "LONGEST_NAME",
    "Change",
    "Claims",
    "Comment",
    "Decided",
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
    "Recorded",
    "Standing",
    "automatic",
    "decided",
    "earned",
    "in_force",
    "is_about",
    "mean_percent",
    "moment_of",
    "points_of",
    "rounded_down",
    "said",
    "standings",
    "work_of",
]
