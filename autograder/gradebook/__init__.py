"""Verdicts, kept forever, and the standings that follow from them under a policy."""

from .standings import Mark, Standing, rounded_down, standings
from .store import Gradebook, GradebookError, GradebookFault

__all__ = ["Gradebook", "GradebookError", "GradebookFault", "Mark", "Standing", "rounded_down", "standings"]
