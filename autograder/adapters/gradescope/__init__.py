"""Gradescope: its downloads, and an autograder of ours that runs there.

Hidden checks are scored there from the start, and shown once the grades are published.
"""

from .downloads import LAYOUT
from .packing import file_name, package
from .people import ROSTER
from .results import results

__all__ = ["LAYOUT", "ROSTER", "file_name", "package", "results"]
