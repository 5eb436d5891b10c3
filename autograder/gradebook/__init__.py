"""Verdicts, kept forever, with what people add to them, and the standings that follow from them under a policy."""

from .faults import GradebookError, GradebookFault
from .records import Comment, Decision, DecisionKind, HandMark
from .standings import Mark, Standing, rounded_down, standings
from .store import Gradebook

__all__ = [
    "Comment",
    "Decision",
    "DecisionKind",
    "Gradebook",
    "GradebookError",
    "GradebookFault",
    "HandMark",
    "Mark",
    "Standing",
    "rounded_down",
    "standings",
]
