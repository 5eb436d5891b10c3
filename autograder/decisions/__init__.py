"""What people decide about grades, checked before it is recorded; and what was decided and graded, explained.

Pure but for reading the gradebook: a decision, a table or an explanation comes out, and whoever called records it.
"""

from .deciding import (
    DecisionError,
    Word,
    Work,
    comment,
    excuse,
    extend,
    override,
    reopen,
    student_among,
    undo,
    when_of,
)
from .explaining import Attempt, Explanation, explain, explanation, same_again
from .regrading import Regraded, changed, failed, merged, regraded_table, why_not
from .trail import Entry, audit_table, trail

__all__ = [
    "Attempt",
    "DecisionError",
    "Entry",
    "Explanation",
    "Regraded",
    "Word",
    "Work",
    "audit_table",
    "changed",
    "comment",
    "excuse",
    "explain",
    "explanation",
    "extend",
    "failed",
    "merged",
    "override",
    "regraded_table",
    "reopen",
    "same_again",
    "student_among",
    "trail",
    "undo",
    "when_of",
    "why_not",
]
