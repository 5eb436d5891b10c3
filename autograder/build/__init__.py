"""Write the course's releases to a folder: for students and instructors, and for the graders that adapters know.

A rebuild only remakes files whose sources have changed, and is otherwise byte-identical. Files that others put beside
ours are left alone.
"""

from .building import Building, BuildTopic, LeakError, build, write_release
from .reference import executed_reference

__all__ = ["BuildTopic", "Building", "LeakError", "build", "executed_reference", "write_release"]
