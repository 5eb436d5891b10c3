"""otter: what it reads, the autograder that Gradescope runs, and what it grades.

A student's code shares the tests' process there, so its verdicts carry no confinement level, and no certificate is
issued on them.
"""

from .engine import OtterEngine
from .files import RELEASE
from .release import otter, otter_tests

__all__ = ["RELEASE", "OtterEngine", "otter", "otter_tests"]
