"""The judge: an assignment's tests, held here, against a student's answers, which run in a box.

Theory of operation. Tests, expected values and hidden data exist only in this process. A test calls what looks like the
student's function; the call crosses into the box as data, and the result comes back as data. So a lie from the box is
only a wrong answer. What the student's code does is an outcome; a failure of ours is an exception, and ends as OURS.
"""

from .answers import Answer, Overheard, StudentError
from .behaviour import Behaviour, behaviour, nearly_alike, unwritten
from .cells import library_for
from .drawn import Compared, Drawn, Expectations, compared
from .executed import Notebook, as_handed_in, as_text, executed_notebook
from .faults import TestFault
from .grading import Graded, Judge, by_hand, not_graded
from .sealed import Seal
from .session import Session
from .tests import ReadyTests
from .verdict import FORGEABLE, ByHand, Key, Outcome, Question, Ruling, Status, Verdict, graded_by
from .whole import Step, WholeRun, run_whole

__all__ = [
    "FORGEABLE",
    "Answer",
    "Behaviour",
    "ByHand",
    "Compared",
    "Drawn",
    "Expectations",
    "Graded",
    "Judge",
    "Key",
    "Notebook",
    "Outcome",
    "Overheard",
    "Question",
    "ReadyTests",
    "Ruling",
    "Seal",
    "Session",
    "Status",
    "Step",
    "StudentError",
    "TestFault",
    "Verdict",
    "WholeRun",
    "as_handed_in",
    "as_text",
    "behaviour",
    "by_hand",
    "compared",
    "executed_notebook",
    "graded_by",
    "library_for",
    "nearly_alike",
    "not_graded",
    "run_whole",
    "unwritten",
]
