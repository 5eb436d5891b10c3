"""Make a decision from what a person says, or say what is wrong with it. A web page and a command use the same.

Every decision has an author, a time and a reason; only a comment is its own reason. None is ever changed: whoever
changes their mind undoes it, which is a decision as well.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from pydantic import JsonValue

from ..assignment import Assignment
from ..errors import UserMistake
from ..gradebook import Decision, DecisionKind, in_force, undone
from ..policy import Policy

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class DecisionError(UserMistake):
    """Raised when something can't be decided as it was said."""


@dataclass(frozen=True)
class Word:
    """Whose word it is, since when, and why."""

    author: str
    reason: str
    when: datetime

    def __post_init__(self) -> None:
        if not self.author.strip():
            raise DecisionError("Nobody decided this. Say who with --by.")

    def must_have_a_reason(self) -> None:
        """Without one, nobody could answer an appeal."""
        if not self.reason.strip():
            raise DecisionError("A decision needs a reason, for whoever asks later. Say it with --why.")


@dataclass(frozen=True)
class Work:
    """What is decided about: one student's work on one assignment."""

    student: str
    assignment: Assignment

    def decision(self, kind: DecisionKind, word: Word, value: JsonValue = None, question: str = "") -> Decision:
        """A decision of this kind."""
        if kind is not DecisionKind.COMMENT:
            word.must_have_a_reason()
        return Decision(
            student=self.student, assignment=self.assignment.name, question=question, author=word.author,
            when=word.when, kind=kind, value=value, reason=word.reason,
        )  # fmt: skip

    def points(self, question: str) -> float:
        """How many points there are for a question, or for everything; raises DecisionError for one unknown."""
        if not question:
            return self.assignment.max_score
        there = {answer.name: 0.0 for answer in self.assignment.answers}
        for test in self.assignment.tests:  # an assignment of nbgrader's or otter's has tests, and no answers
            there[test.answer] = there.get(test.answer, 0.0) + test.points
        there |= {essay.name: essay.points for essay in self.assignment.essays}
        if question not in there:
            raise DecisionError(f"{self.assignment.name} has no question {question!r}, but: {', '.join(there)}.")
        return there[question]


def student_among(name: str, known: Collection[str]) -> str:
    """A student's id as it is known, or DecisionError: a decision about nobody would be lost."""
    if name in known:
        return name
    nearest = next(iter(get_close_matches(name, sorted(known), 1, 0.6)), "")
    hint = f"Did you mean {nearest}?" if nearest else "`autograder report` lists all of them."
    raise DecisionError(f"There is no student {name!r} in the gradebook or on the roster. {hint}")


def override(work: Work, points: float, word: Word, question: str = "") -> Decision:
    """These points for a question, or for the whole assignment, whatever was graded."""
    most = work.points(question)
    if not math.isfinite(points) or not 0 <= points <= most:
        what = question or work.assignment.name
        raise DecisionError(f"{points:g} points can't be given for {what}: it has 0 to {most:g}.")
    value: JsonValue = {"points": points, "maximum": most}
    return work.decision(DecisionKind.OVERRIDE, word, value, question)


def comment(work: Work, text: str, word: Word, question: str = "") -> Decision:
    """A comment that the student reads on the feedback page."""
    work.points(question)
    if not text.strip():
        raise DecisionError("The comment is empty. Write something, or undo an earlier one with `autograder undo`.")
    return work.decision(DecisionKind.COMMENT, word, text, question)


def excuse(work: Work, word: Word) -> Decision:
    """Take the assignment out of the student's total."""
    return work.decision(DecisionKind.EXCUSE, word)


def extend(work: Work, until: datetime, word: Word, policy: Policy) -> Decision:
    """Give a later due date, for whatever the student hands in or has handed in."""
    due = _due(work, policy)
    if until <= due:
        raise DecisionError(f"It is due {due:%Y-%m-%d %H:%M %Z} already, which is not earlier. Give a later date.")
    return work.decision(DecisionKind.EXTEND, word, until.isoformat())


def reopen(work: Work, until: datetime | None, word: Word, policy: Policy) -> Decision:
    """Let what is handed in from now on count as in time: until a moment, or for ever."""
    _due(work, policy)
    if until is not None and until <= word.when:
        raise DecisionError(f"{until:%Y-%m-%d %H:%M %Z} is over, so nothing could be handed in. Give a later date.")
    return work.decision(DecisionKind.REOPEN, word, until.isoformat() if until else None)


def undo(number: int, history: Sequence[Decision], word: Word) -> Decision:
    """Take back the decision with this number. To undo an undoing brings the first one back."""
    found = next((each for each in history if each.number == number), None)
    if found is None:
        raise DecisionError(f"There is no decision {number}. `autograder audit` lists all, with their numbers.")
    if found.kind is DecisionKind.REGRADE:
        raise DecisionError(
            f"Decision {number} says that work was graded again, which can't be undone. Correct the tests and grade "
            "it once more, or override the points."
        )
    if number in undone(history):
        raise DecisionError(f"Decision {number} was undone already. To bring it back, undo what undid it.")
    word.must_have_a_reason()
    return Decision(
        student=found.student, assignment=found.assignment, question=found.question, author=word.author,
        when=word.when, kind=DecisionKind.UNDO, reason=word.reason, undoes=number,
    )  # fmt: skip


def in_effect(history: Sequence[Decision]) -> set[int | None]:
    """The numbers of the decisions that count."""
    return {each.number for each in in_force(history)}


def when_of(text: str, policy: Policy) -> datetime:
    """A moment in the course's time zone; a date alone means the end of that day."""
    said = text.strip()
    try:
        found = datetime.fromisoformat(f"{said} 23:59:59" if _DAY.fullmatch(said) else said)
    except ValueError:
        raise DecisionError(f'{text!r} is no date. Write it like 2026-12-24 or "2026-12-24 18:00".') from None
    return found if found.tzinfo else found.replace(tzinfo=policy.course.clock)


def _due(work: Work, policy: Policy) -> datetime:
    due = policy.due(work.student, work.assignment.name)
    if due is None:
        raise DecisionError(f"{work.assignment.name} has no due date, so it is open for everybody. Nothing to decide.")
    return due
