"""Pure: an Assignment in, the notebooks and files that students, nbgrader and otter need out."""

from .notebooks import filled, nbgrader, otter, reference, student
from .plan import Role, Slot, plan

__all__ = ["Role", "Slot", "filled", "nbgrader", "otter", "plan", "reference", "student"]
