"""The author's side: a folder of plain text in, an `Assignment` out, or an `AssignmentError` that says what to mend."""

from .parts import Answer, Assignment, AssignmentError, Cell, Essay, Mutant, Prose, Test
from .reading import load, load_course

__all__ = [
    "Answer",
    "Assignment",
    "AssignmentError",
    "Cell",
    "Essay",
    "Mutant",
    "Prose",
    "Test",
    "load",
    "load_course",
]
