"""Any nbgrader course, graded in our boxes: nbgrader's own steps, with a box in place of its kernel.

Theory of operation. `course` reads the course, `uploads` finds what was handed in, and each submission becomes a task.
`autograding` runs nbgrader's own converter on it: nbgrader's rules restore cells, decide scores, set penalties and
write files. Only the step that runs the notebook is ours. `scores` reads what nbgrader then has in its gradebook, as a
verdict.
"""

from .course import NbgraderCourse, NbgraderCourseError, is_nbgrader, open_course
from .engine import BoxedNbgrader, inspected
from .real import NbgraderItself
from .uploads import handed_in

__all__ = [
    "BoxedNbgrader",
    "NbgraderCourse",
    "NbgraderCourseError",
    "NbgraderItself",
    "handed_in",
    "inspected",
    "is_nbgrader",
    "open_course",
]
