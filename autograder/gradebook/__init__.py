"""Verdicts, kept for ever, and the standings that follow from them under a policy."""

from .standings import Mark, Standing, standings
from .store import Gradebook

__all__ = ["Gradebook", "Mark", "Standing", "standings"]
