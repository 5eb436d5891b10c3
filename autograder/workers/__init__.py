"""One pool of processes for all long work: grading, proving, calibrating, building.

Theory of operation. A worker holds one `Course` and one `Judge`, and does one task at a time; workers share nothing.
Any failure in a worker is our fault, never a student's: the task is retried after a pause, as often as it allows, and
then its trouble is reported instead of a result. A worker that dies, or is silent for longer than its task allows, is
replaced.
"""

from .crew import Crew
from .pool import Done, NoGpu, Pool
from .task import Orders, Task, Trouble, Workplace

__all__ = ["Crew", "Done", "NoGpu", "Orders", "Pool", "Task", "Trouble", "Workplace"]
