"""Prove an assignment: right answers earn everything, stubs nothing, and every known mistake is caught."""

from .proving import Finding, Proof, prove

__all__ = ["Finding", "Proof", "prove"]
