"""Grade many submissions: choose what is new, spread it over workers, record each verdict, resume where a run stopped.

Theory of operation. Each verdict is recorded before the next is awaited, so killing everything loses at most the
submissions that were being graded, and those are graded again. A submission that fails through our fault is tried
again; after the last try its verdict is OURS, which is not a score.
"""

from .engine import Engine, JudgeEngine, in_turns
from .run import Run, todo
from .tally import Tally, TopicTally

__all__ = ["Engine", "JudgeEngine", "Run", "Tally", "TopicTally", "in_turns", "todo"]
