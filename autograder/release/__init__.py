"""Pure: an Assignment in, the notebooks and files for students and instructors out."""

from .described import description, last_heading
from .kinds import STUDENT, Files, Release, as_bytes, beside
from .leaks import Secrets
from .notebooks import METADATA, WRITE_HERE, filled, marked_cells, notebook, plain_cell, reference, student
from .plan import Role, Slot, grading_source, hidden_notice, once_more, plan
from .standalone import for_graders, standalone
from .tools import TOOLS, packed, tools_source

__all__ = [
    "METADATA",
    "STUDENT",
    "TOOLS",
    "WRITE_HERE",
    "Files",
    "Release",
    "Role",
    "Secrets",
    "Slot",
    "as_bytes",
    "beside",
    "description",
    "filled",
    "for_graders",
    "grading_source",
    "hidden_notice",
    "last_heading",
    "marked_cells",
    "notebook",
    "once_more",
    "packed",
    "plain_cell",
    "plan",
    "reference",
    "standalone",
    "student",
    "tools_source",
]
