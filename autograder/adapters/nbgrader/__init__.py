"""nbgrader: its files, its grading, and its gradebook.

There, student code shares a process with the tests. Each submission has a box of its own, but its verdict is marked
as forgeable, and no certificate is issued for it.
"""

from .copies import handed_in_only
from .courses import (
    BoxedNbgrader,
    NbgraderCourse,
    NbgraderCourseError,
    NbgraderItself,
    handed_in,
    inspected,
    is_nbgrader,
    open_course,
)
from .engine import NbgraderEngine, run_nbgrader
from .gradebook import accepts, their_gradebook, tools_path
from .importing import marks_of, read_source
from .layout import LAYOUT
from .people import is_gradebook, people_of
from .projection import NbgraderFolder, project
from .pulling import pull
from .release import RELEASE, nbgrader

__all__ = [
    "LAYOUT",
    "RELEASE",
    "BoxedNbgrader",
    "NbgraderCourse",
    "NbgraderCourseError",
    "NbgraderEngine",
    "NbgraderFolder",
    "NbgraderItself",
    "accepts",
    "handed_in",
    "handed_in_only",
    "inspected",
    "is_gradebook",
    "is_nbgrader",
    "marks_of",
    "nbgrader",
    "open_course",
    "people_of",
    "project",
    "pull",
    "read_source",
    "run_nbgrader",
    "their_gradebook",
    "tools_path",
]
