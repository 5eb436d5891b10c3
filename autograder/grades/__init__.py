"""Pure: standings and people in; for each person and assignment a grade out, or the reason why there is none.

A grade that is not known is empty, never 0. A file that a platform gave is filled, and otherwise stays as it came.
"""

from .filling import Filled, FillError, Form, Slot, fill, slots_for
from .grades import COURSE, Grade, Grades, Item, grades_of, items_of, value, written

__all__ = [
    "COURSE",
    "FillError",
    "Filled",
    "Form",
    "Grade",
    "Grades",
    "Item",
    "Slot",
    "fill",
    "grades_of",
    "items_of",
    "slots_for",
    "value",
    "written",
]
