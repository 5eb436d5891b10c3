"""Pure but for reading earlier notebooks: a cohort's work in; questions, mistakes and similarity out.

Everything here is for instructors. Fields that show a student's work, or name hidden checks or known mistakes, are
marked: `as_plain(value, instructors=False)` leaves them out.
"""

from .answers import written_for
from .claims import Together
from .earlier import earlier_answers
from .gates import Gated
from .groups import Group, groups_in, keep_groups
from .marked import as_plain
from .mistakes import Example, Mistake, mistakes_of, wrong_answers
from .questions import QuestionFacts, TopicFacts, facts_of
from .similarity import MORE_THAN, NOTABLE, Circle, InCommon, Work, circles, given_with, in_common, pieces_of
from .statistics import ENOUGH
from .tables import mistakes_table, pairs_table, questions_table

__all__ = [
    "ENOUGH",
    "MORE_THAN",
    "NOTABLE",
    "Circle",
    "Example",
    "Gated",
    "Group",
    "InCommon",
    "Mistake",
    "QuestionFacts",
    "Together",
    "TopicFacts",
    "Work",
    "as_plain",
    "circles",
    "earlier_answers",
    "facts_of",
    "given_with",
    "groups_in",
    "in_common",
    "keep_groups",
    "mistakes_of",
    "mistakes_table",
    "pairs_table",
    "pieces_of",
    "questions_table",
    "written_for",
    "wrong_answers",
]
