"""What people's marks add to a verdict: points for questions in words, in place of a test's points, or on top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..assignment import Assignment
from ..judge import ByHand, Question, Verdict
from ..release import Slot, plan
from .decided import OVERRIDE
from .records import HandMark, MarkKind


@dataclass(frozen=True)
class Hand:
    """A question that a person grades. `earlier` is a mark for a text that the student has since replaced."""

    question: str
    max_score: float
    blank: bool
    mark: HandMark | None = None
    earlier: HandMark | None = None

    @property
    def waits(self) -> bool:
        """Whether something was written that nobody has graded yet. What was left blank earns nothing."""
        return self.mark is None and not self.blank

    @property
    def points(self) -> float:
        return self.mark.points if self.mark else 0.0

    @property
    def overrides(self) -> bool:
        """Whether a decision stands behind the points."""
        return self.mark is not None and self.mark.source == OVERRIDE


@dataclass(frozen=True)
class Change:
    """Points that a person gave in place of what tests gave for a question; or on top of that."""

    question: str
    mark: HandMark
    automatic: float = 0.0

    @property
    def points(self) -> float:
        """What this adds to the score."""
        return self.mark.points - self.automatic

    @property
    def overrides(self) -> bool:
        """Whether a decision stands behind it."""
        return self.mark.source == OVERRIDE


def hands_of(verdict: Verdict, marks: Iterable[HandMark]) -> tuple[Hand, ...]:
    """The questions that a person grades, each with the newest mark for what was written."""
    theirs = [mark for mark in marks if mark.kind is not MarkKind.EXTRA]
    return tuple(_hand(each, [mark for mark in theirs if mark.question == each.question]) for each in verdict.by_hand)


def changes_of(verdict: Verdict, assignment: Assignment, marks: Iterable[HandMark]) -> tuple[Change, ...]:
    """What people changed of the points that tests gave, and what they gave on top."""
    words = {each.question: each.answer for each in verdict.by_hand}
    newest: dict[tuple[str, bool], HandMark] = {}
    for mark in marks:
        extra = mark.kind is MarkKind.EXTRA
        if (extra or mark.question not in words) and mark.answer in ("", work_of(verdict), words.get(mark.question)):
            newest[mark.question, extra] = mark
    overridden = [mark.question for mark in newest.values() if mark.source == OVERRIDE]
    whole = [question for question in verdict.questions if question.name in overridden]
    # An override says what the whole answer earns, so a mark for one of its cells adds nothing beside it.
    counting = [mark for mark in newest.values() if not any(_is_part(mark, question) for question in whole)]
    return tuple(_changes(counting, verdict, assignment))


def is_about(named: str, question: Question) -> bool:
    """Whether what a mark by hand is for is this answer, one of its tests, or one of the cells with its tests."""
    tests = {outcome.test for outcome in question.outcomes}
    cell = named.removeprefix(f"{question.name}-")
    return named == question.name or named in tests or (named != cell and cell.startswith(("check-", "hidden")))


def work_of(verdict: Verdict) -> str:
    """How a mark names the work that it was given for, where that is the whole of what was handed in."""
    return verdict.submission[:32]


def automatic(question: str, verdict: Verdict, assignment: Assignment) -> float | None:
    """The points that tests gave for an answer, a test, or a cell of the notebook; None if there is no such thing."""
    found = [outcome.score for outcome in verdict.outcomes if question in (outcome.test, outcome.answer)]
    if found:
        return sum(found)
    slot = next((slot for slot in plan(assignment) if slot.id == question and slot.tests), None)
    return None if slot is None else earned(slot, verdict)


def earned(slot: Slot, verdict: Verdict) -> float:
    """A cell's points: from its tests, or by its name, or else its share of the whole answer's points.

    The judge names outcomes after tests, nbgrader after cells, and otter after answers; an older version of the
    assignment may have had other tests.
    """
    mine = [outcome for outcome in verdict.outcomes if outcome.answer == slot.name]
    for names in ({test.name for test in slot.tests}, {slot.id}):
        if names <= {outcome.test for outcome in mine}:
            mine = [outcome for outcome in mine if outcome.test in names]
            break
    most = sum(outcome.max_score for outcome in mine)
    return slot.points * sum(outcome.score for outcome in mine) / most if most else 0.0


def _is_part(mark: HandMark, question: Question) -> bool:
    return mark.kind is MarkKind.POINTS and mark.question != question.name and is_about(mark.question, question)


def _hand(asked: ByHand, marks: list[HandMark]) -> Hand:
    fitting = [mark for mark in marks if mark.answer in ("", asked.answer)]
    others = [mark for mark in marks if mark not in fitting]
    return Hand(asked.question, asked.max_score, not asked.answer, _given(fitting), _given(others))


def _given(marks: list[HandMark]) -> HandMark | None:
    """The newest mark, unless it only takes another back."""
    return marks[-1] if marks and marks[-1].kind is MarkKind.POINTS else None


def _changes(marks: Iterable[HandMark], verdict: Verdict, assignment: Assignment) -> Iterator[Change]:
    for mark in marks:
        if mark.kind is MarkKind.EXTRA:
            yield Change(mark.question, mark)
        elif mark.kind is MarkKind.POINTS:
            tests = automatic(mark.question, verdict, assignment)
            if tests is not None:
                yield Change(mark.question, mark, tests)
