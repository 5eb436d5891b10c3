"""The author's side: a folder of plain text in, an `Assignment` out, or an `AssignmentError` that says what to fix."""

from .assignment import Assignment
from .cells import Answer, Cell, Essay, Mutant, Prose, Solution, Test
from .data import Data
from .errors import AssignmentError
from .hints import Hint
from .names import bound_names, defined, defined_and_used, needed_by, needed_for, used_names
from .percent import without_magics
from .reading import load
from .rubrics import Criterion
from .selecting import (
    after_training,
    before_training,
    functions_among,
    with_tests,
    without_hidden_data,
    without_variables,
)
from .translating import PACKAGE, broken_in, catalogue_path, in_language, texts_of, translations_of

__all__ = [
    "PACKAGE",
    "Answer",
    "Assignment",
    "AssignmentError",
    "Cell",
    "Criterion",
    "Data",
    "Essay",
    "Hint",
    "Mutant",
    "Prose",
    "Solution",
    "Test",
    "after_training",
    "before_training",
    "bound_names",
    "broken_in",
    "catalogue_path",
    "defined",
    "defined_and_used",
    "functions_among",
    "in_language",
    "load",
    "needed_by",
    "needed_for",
    "texts_of",
    "translations_of",
    "used_names",
    "with_tests",
    "without_hidden_data",
    "without_magics",
    "without_variables",
]
