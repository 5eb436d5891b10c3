"""Everything that a process needs to know: the policy and every assignment, loaded once and passed on."""

from .course import CONFIG, Course, CourseError, load_course, root_of
from .lock import alone
from .secret import cohort_secret

__all__ = ["CONFIG", "Course", "CourseError", "alone", "cohort_secret", "load_course", "root_of"]
