"""Everything that a process needs to know: the policy and every assignment, loaded once and passed on."""

from .cohort import SecretError, cohort_secret
from .course import CONFIG, Course, CourseError, load_course, root_of
from .lock import Presence, present

__all__ = [
    "CONFIG", "Course", "CourseError", "Presence", "SecretError", "cohort_secret", "load_course", "present", "root_of",
]  # fmt: skip
