"""One pool of processes for all that takes long: grading, proving, calibrating, building.

Theory of operation. A worker holds one `Course` and one `Judge`, and does one task at a time; workers share nothing.
Whatever goes wrong in a worker is our fault, never a student's: the task is tried again after a pause as often as it
allows, and then its trouble is told instead of a result. A worker that dies, or is silent for longer than its task
needs, is replaced.
"""

from .pool import Done, Pool
from .task import Orders, Task, Trouble, Workplace

__all__ = ["Done", "Orders", "Pool", "Task", "Trouble", "Workplace"]
