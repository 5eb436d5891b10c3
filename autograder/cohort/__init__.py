"""Grade many submissions: choose what is new, spread it over workers, record each verdict, resume where a run stopped.

Theory of operation. Each verdict is recorded before the next is awaited, so killing everything loses at most the
submissions that were being graded, and those are graded again. `grading` decides whose fault a failure is.
"""

from .engine import Engine, JudgeEngine
from .notebooks import Kept, keep, notebook_of
from .run import Run, todo
from .stopped import Stopped
from .tally import Tally, TopicTally

__all__ = ["Engine", "JudgeEngine", "Kept", "Run", "Stopped", "Tally", "TopicTally", "keep", "notebook_of", "todo"]
