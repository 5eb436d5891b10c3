"""Pure: an Assignment in, the notebooks and files for students and instructors out."""

from .kinds import STUDENT, Files, Release, as_bytes, beside
from .leaks import Secrets
from .notebooks import METADATA, filled, marked_cells, notebook, plain_cell, reference, student
from .plan import Role, Slot, grading_source, hidden_notice, plan
from .standalone import standalone
from .tools import TOOLS, tools_source

__all__ = [
    "METADATA",
    "STUDENT",
    "TOOLS",
    "Files",
    "Release",
    "Role",
    "Secrets",
    "Slot",
    "as_bytes",
    "beside",
    "filled",
    "grading_source",
    "hidden_notice",
    "marked_cells",
    "notebook",
    "plain_cell",
    "plan",
    "reference",
    "standalone",
    "student",
    "tools_source",
]
