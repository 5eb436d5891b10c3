"""The author's side: a folder of plain text in, an `Assignment` out, or an `AssignmentError` that says what to fix."""

from .assignment import Assignment
from .cells import Answer, Cell, Essay, Mutant, Prose, Solution, Test
from .data import Data
from .errors import AssignmentError
from .names import bound_names, defined, defined_and_used, needed_by, needed_for, used_names
from .percent import without_magics
from .reading import load
from .selecting import (
    after_training,
    before_training,
    functions_among,
    with_tests,
    without_hidden_data,
    without_variables,
)

__all__ = [
    "Answer",
    "Assignment",
    "AssignmentError",
    "Cell",
    "Data",
    "Essay",
    "Mutant",
    "Prose",
    "Solution",
    "Test",
    "after_training",
    "before_training",
    "bound_names",
    "defined",
    "defined_and_used",
    "functions_among",
    "load",
    "needed_by",
    "needed_for",
    "used_names",
    "with_tests",
    "without_hidden_data",
    "without_magics",
    "without_variables",
]
