"""Prove an assignment: right answers earn everything, stubs nothing, and every known mistake is caught."""

from .findings import Finding
from .proving import Proof, prove
from .surviving import Survey, survey

__all__ = ["Finding", "Proof", "Survey", "prove", "survey"]
