"""otter: its files, the autograder that Gradescope runs, and its grading.

There, student code shares a process with the tests. Each submission has a box of its own, but its verdict is marked
as forgeable, and no certificate is issued for it.
"""

from .courses import (
    FORGEABLE_TESTS,
    BoxedOtter,
    OtterCourse,
    OtterCourseError,
    OtterItself,
    handed_in,
    is_otter,
    open_course,
    write_grades,
)
from .engine import OtterEngine, run_otter
from .files import RELEASE, autograder_name
from .importing import mark_of, read_source
from .layout import LAYOUT
from .release import otter, otter_tests

__all__ = [
    "FORGEABLE_TESTS",
    "LAYOUT",
    "RELEASE",
    "BoxedOtter",
    "OtterCourse",
    "OtterCourseError",
    "OtterEngine",
    "OtterItself",
    "autograder_name",
    "handed_in",
    "is_otter",
    "mark_of",
    "open_course",
    "otter",
    "otter_tests",
    "read_source",
    "run_otter",
    "write_grades",
]
