"""nbgrader: its files, its grading, and its gradebook.

There, student code shares a process with the tests, so the verdicts carry no confinement level, and no certificate is
issued for them.
"""

from .courses import BoxedNbgrader, NbgraderCourse, NbgraderCourseError, handed_in, inspected, open_course
from .engine import NbgraderEngine
from .importing import marks_of, read_source
from .layout import LAYOUT
from .projection import accepts, project, their_gradebook, tools_path
from .release import RELEASE, nbgrader

__all__ = [
    "LAYOUT",
    "RELEASE",
    "BoxedNbgrader",
    "NbgraderCourse",
    "NbgraderCourseError",
    "NbgraderEngine",
    "accepts",
    "handed_in",
    "inspected",
    "marks_of",
    "nbgrader",
    "open_course",
    "project",
    "read_source",
    "their_gradebook",
    "tools_path",
]
