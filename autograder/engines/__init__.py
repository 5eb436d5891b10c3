"""Grade with nbgrader or otter as installed, for schools that run them, and to show that all three agree.

Here a student's code shares the tests' process, so these engines are for compatibility; their verdicts carry no
confinement level, and no certificate is issued on them.
"""

from .nbgrader import grade_with_nbgrader
from .otter import grade_with_otter

__all__ = ["grade_with_nbgrader", "grade_with_otter"]
