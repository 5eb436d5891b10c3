"""Grade many submissions: spread over worker processes, resumed where an earlier run stopped, recorded one by one.

Theory of operation. A worker holds one `Judge` and takes one upload at a time; workers share nothing. Whatever goes
wrong in a worker is our fault, never the student's: the upload is tried again after a pause, and after the last try its
verdict is OURS, which is no score. A verdict is recorded before the next is awaited, so killing everything loses at
most the submissions that were being graded, and those are simply graded again.
"""

from .scheduling import grade_all, todo
from .worker import Orders

__all__ = ["Orders", "grade_all", "todo"]
