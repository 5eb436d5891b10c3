"""Grade many submissions: choose what is new, spread it over workers, record each verdict, resume where a run stopped.

Theory of operation. Each verdict is recorded before anybody is told, and before more are awaited, so killing everything
loses at most the submissions that were being graded, and those are graded again. `run` shares the work with other
graders; `grading` decides whose fault a failure is.
"""

from .engine import Engine, JudgeEngine, Sharing
from .notebooks import Kept, keep, notebook_of
from .run import Run, todo
from .stopped import Stopped
from .tally import Tally, TopicTally
from .work import Work

__all__ = [
    "Engine", "JudgeEngine", "Kept", "Run", "Sharing", "Stopped", "Tally", "TopicTally", "Work", "keep", "notebook_of",
    "todo",
]  # fmt: skip
