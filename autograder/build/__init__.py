"""Write the course's releases to a folder: for students and instructors, and for the graders that adapters know.

Beside them stands a page for teachers.

A rebuild only remakes files whose sources have changed, and is otherwise byte-identical. Files that others put beside
ours are left alone.
"""

from .building import Building, BuildTopic, LeakError, build, write_for_students, write_release
from .course_page import course_page
from .figures import figures, thumbnails
from .reference import executed_reference
from .teaching import opening, teaching

__all__ = [
    "BuildTopic",
    "Building",
    "LeakError",
    "build",
    "course_page",
    "executed_reference",
    "figures",
    "opening",
    "teaching",
    "thumbnails",
    "write_for_students",
    "write_release",
]
