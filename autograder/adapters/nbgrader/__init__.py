"""nbgrader: what it reads, what it grades, and its own gradebook.

A student's code shares the tests' process there, so its verdicts carry no confinement level, and no certificate is
issued on them.
"""

from .engine import NbgraderEngine
from .layout import LAYOUT
from .projection import accepts, project, their_gradebook, tools_path
from .release import RELEASE, nbgrader

__all__ = ["LAYOUT", "RELEASE", "NbgraderEngine", "accepts", "nbgrader", "project", "their_gradebook", "tools_path"]
