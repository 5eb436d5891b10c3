"""Grading by hand without formgrader: a table to fill in, the answers beside it to read, and the table read back."""

from .asking import Asked, asked
from .reading import NotTaken, Taken, read_marks
from .writing import marks_table

__all__ = ["Asked", "NotTaken", "Taken", "asked", "marks_table", "read_marks"]
