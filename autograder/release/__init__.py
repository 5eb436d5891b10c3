"""Pure: an Assignment in, the notebooks and files that students, nbgrader and otter need out."""

from .notebooks import filled, nbgrader, reference, student
from .otter import otter, otter_tests
from .plan import Role, Slot, plan

__all__ = ["Role", "Slot", "filled", "nbgrader", "otter", "otter_tests", "plan", "reference", "student"]
