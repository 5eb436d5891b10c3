"""Any otter assignment, graded in our boxes: otter's own steps, with a box in place of its kernel.

Theory of operation. `sources` finds the assignments, `uploads` what was handed in, and each submission becomes a task.
`autograding` runs otter's own autograder on it: otter's rules load tests and settings, place the checks, add up scores
and write results.json. Only the step that runs the notebook is ours (`boxed`). In the box, `inside` stands for otter;
what it reports comes back as plain data, never as a pickle. `grades` writes otter's final_grades.csv.
"""

from .course import OtterCourse, OtterCourseError, open_course
from .engine import BoxedOtter
from .grades import write_grades
from .real import OtterItself
from .scores import FORGEABLE_TESTS
from .sources import is_otter
from .uploads import handed_in

__all__ = [
    "FORGEABLE_TESTS",
    "BoxedOtter",
    "OtterCourse",
    "OtterCourseError",
    "OtterItself",
    "handed_in",
    "is_otter",
    "open_course",
    "write_grades",
]
