"""Verdicts, kept forever, with what people add to them, and the standings that follow from them under a policy."""

from .claims import HELD_SECONDS, Claims, Pair
from .decided import Decided, decided, moment_of, points_of, said
from .faults import GradebookError, GradebookFault
from .hands import Change, Hand, automatic, earned, is_about, work_of
from .percent import falls_short, rounded_down
from .records import LONGEST_NAME, Comment, Decision, DecisionKind, HandMark, MarkKind, in_force, undone
from .standings import Mark, Records, Standing, mean_percent, standings
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
    "Records",
    "Standing",
    "automatic",
    "decided",
    "earned",
    "falls_short",
    "in_force",
    "is_about",
    "mean_percent",
    "moment_of",
    "points_of",
    "rounded_down",
    "said",
    "standings",
    "undone",
    "work_of",
]
