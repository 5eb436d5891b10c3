"""otter: its files, the autograder that Gradescope runs, and its grading.

There, student code shares a process with the tests, so the verdicts carry no confinement level, and no certificate is
issued for them.
"""

from .engine import OtterEngine
from .files import RELEASE
from .importing import mark_of, read_source
from .release import otter, otter_tests

__all__ = ["RELEASE", "OtterEngine", "mark_of", "otter", "otter_tests", "read_source"]
