"""Grade many submissions: choose what is new, spread it over workers, record each verdict, resume where a run stopped.

Theory of operation. Each verdict is recorded before anybody is told, and before more are awaited, so killing everything
loses at most the submissions that were being graded, and those are graded again. `run` shares the work with other
graders; `grading` decides whose fault a failure is.
"""

from .engine import Engine, JudgeEngine, Sharing, one_by_one
from .grading import Grading
from .notebooks import Kept, keep, keep_text, notebook_of
from .proven import Proven
from .run import Run, todo
from .stopped import Stopped
from .tally import Tally, TopicTally
from .tasks import Found, GradeRight, GradeUpload, Sound
from .work import Work

__all__ = [
    "Engine", "Found", "GradeRight", "GradeUpload", "Grading", "JudgeEngine", "Kept", "Proven", "Run", "Sharing",
    "Sound", "Stopped", "Tally", "TopicTally", "Work", "keep", "keep_text", "notebook_of", "one_by_one", "todo",
]  # fmt: skip
