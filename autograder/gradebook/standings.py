"""Pure: verdicts and a policy in, every student's standing out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from ..assignment import Assignment
from ..judge import Ruling, Verdict
from ..policy import Policy
from .hands import Change, Hand, changes_of, hands_of
from .records import HandMark, MarkKind

_ROUNDING = 1e-6  # per cent: the mean of three times 60 % must be 60 %, despite binary fractions


@dataclass(frozen=True)
class Mark:
    """How much one student's work on one assignment counts.

    Percentages refer to the points available when the work was graded: if the assignment changes afterwards, marks stay
    the same until the work is graded again.
    """

    assignment: str
    title: str
    weight: float
    required: bool
    max_score: float
    verdict: Verdict | None = None  # the one that counts
    late: timedelta = timedelta()
    penalty: float = 0.0  # per cent
    attempts: int = 0
    outdated: bool = False  # the assignment has changed since the work was graded
    hands: tuple[Hand, ...] = ()  # the questions that a person grades
    changes: tuple[Change, ...] = ()  # what people changed of the points that tests gave

    @property
    def score(self) -> float:
        """The points, before the late penalty. Points by hand that are still to come count nothing yet."""
        tests = self.verdict.score if self.verdict else 0.0
        return tests + sum(given.points for given in self.by_hand)

    @property
    def percent(self) -> float:
        """The percentage that counts, after the late penalty. Only points on top can make it more than 100."""
        return self._percent(self.score)

    @property
    def best(self) -> float:
        """The percentage that it can become, if every question that waits earns everything."""
        return self._percent(self.score + sum(hand.max_score for hand in self.waiting))

    @property
    def by_hand(self) -> tuple[Hand | Change, ...]:
        """All that people gave, or may still give."""
        return (*self.hands, *self.changes)

    @property
    def waiting(self) -> tuple[Hand, ...]:
        """The answers that wait for a person to grade them."""
        return tuple(hand for hand in self.hands if hand.waits)

    @property
    def state(self) -> str:
        if self.verdict is None:
            return "missing"
        if self.waiting:
            return "awaiting hand grading"
        states = {Ruling.REFUSED: "refused", Ruling.OURS: "not graded yet", Ruling.HELD: "held"}
        return states.get(self.verdict.status, "graded")

    @property
    def open(self) -> bool:
        """Whether something was handed in that has no score yet."""
        return self.verdict is not None and not self.verdict.status.has_score

    @property
    def graded(self) -> bool:
        """Whether tests were run on it. Points by hand may still be to come."""
        return self.verdict is not None and self.verdict.status is Ruling.GRADED

    @property
    def known(self) -> bool:
        """Whether something was handed in, and all its points are known."""
        return self.verdict is not None and not self.open and not self.waiting

    def _percent(self, score: float) -> float:
        if not self.max_score:
            return 0.0
        extra = sum(change.points for change in self.changes if change.mark.kind is MarkKind.EXTRA)
        earned = min(score - extra, self.max_score) + extra
        return max(100 * earned / self.max_score - self.penalty, 0.0)


@dataclass(frozen=True)
class Standing:
    """Where a student stands. `missing` says in plain words what is still needed to pass."""

    student: str
    marks: tuple[Mark, ...]
    percent: float
    missing: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.missing

    @property
    def open(self) -> bool:
        """Whether some work is not graded yet, so that the course percentage is unknown."""
        return any(mark.open for mark in self.marks)

    @property
    def waits(self) -> bool:
        """Whether some answers wait for a person to grade them, so that the percentage is only what it is so far."""
        return any(mark.waiting for mark in self.marks)


def rounded_down(percent: float, decimals: int = 0) -> str:
    """A percentage as it is shown. 49.96 is not shown as 50 where 50 is needed, nor 99.9 as 100."""
    step = 10**decimals
    return f"{math.floor((percent + _ROUNDING) * step) / step:.{decimals}f}"


def standings(
    verdicts: Iterable[Verdict], assignments: tuple[Assignment, ...], policy: Policy, marks: Iterable[HandMark] = ()
) -> list[Standing]:
    """The standing of everybody who handed something in, by student. All records come in the order of recording."""
    by_hand: dict[tuple[str, str], list[HandMark]] = {}
    for mark in marks:
        by_hand.setdefault((mark.student, mark.assignment), []).append(mark)
    handed_in = groupby(sorted(verdicts, key=_student), key=_student)
    return [_standing(student, list(theirs), assignments, policy, by_hand) for student, theirs in handed_in]


def _student(verdict: Verdict) -> str:
    return verdict.student


def _standing(
    student: str, verdicts: list[Verdict], assignments: tuple[Assignment, ...], policy: Policy,
    by_hand: Mapping[tuple[str, str], list[HandMark]],
) -> Standing:  # fmt: skip
    marks = []
    for assignment in assignments:
        theirs = _in_force([verdict for verdict in verdicts if verdict.assignment == assignment.name])
        marks.append(_mark(student, theirs, assignment, policy, by_hand.get((student, assignment.name), [])))
    weight = sum(mark.weight for mark in marks)
    percent = sum(mark.weight * mark.percent for mark in marks) / weight if weight else 0.0
    return Standing(student, tuple(marks), min(percent, 100.0), tuple(_missing(marks, percent, policy)))


def _in_force(verdicts: list[Verdict]) -> list[Verdict]:
    """The newest verdict on each submission.

    A verdict of OURS gives way to any later verdict that is not: we only grade a student's latest submission, so the
    one that we failed to grade was either graded later or withdrawn by the student. A verdict of HELD counts only if
    there is no other: nobody gains or loses by an upload that can't be graded.
    """
    newest: dict[str, Verdict] = {}
    for verdict in reversed(verdicts):
        settled = any(later.status is not Ruling.OURS for later in newest.values())
        if not (verdict.status is Ruling.OURS and settled):
            newest.setdefault(verdict.submission, verdict)
    held = [verdict for verdict in newest.values() if verdict.status is Ruling.HELD]
    counting = [verdict for verdict in newest.values() if verdict not in held]
    return list(reversed(counting or held))


def _mark(
    student: str, verdicts: list[Verdict], assignment: Assignment, policy: Policy, by_hand: list[HandMark]
) -> Mark:
    rule = policy.of(assignment.name)
    due = policy.due(student, assignment.name)
    missing = Mark(assignment.name, assignment.title, rule.weight, rule.required, assignment.max_score)
    if not verdicts:
        return missing
    marks = []
    for verdict in verdicts:
        late, penalty = _lateness(verdict.submitted, due, policy)
        hands = hands_of(verdict, by_hand)
        marks.append(
            replace(
                missing,
                verdict=verdict,
                max_score=verdict.max_score + sum(hand.max_score for hand in hands) or assignment.max_score,
                hands=hands,
                changes=changes_of(verdict, assignment, by_hand),
                late=late,
                penalty=penalty,
                attempts=len(verdicts),
                outdated=verdict.assignment_hash != assignment.hash,
            )
        )
    last = max(marks, key=_when)
    if policy.attempts == "last":
        return last
    # An attempt that we failed to grade may be the best, so it is shown until it is graded; and so is one that is the
    # best if a person gives all the points that are still to come.
    ours = [mark for mark in marks if mark.verdict and mark.verdict.status is Ruling.OURS]
    return ours[-1] if ours else max(marks, key=lambda mark: (mark.best, _when(mark)))


def _when(mark: Mark) -> datetime:
    assert mark.verdict is not None
    return mark.verdict.submitted


def _lateness(submitted: datetime, due: datetime | None, policy: Policy) -> tuple[timedelta, float]:
    """The lateness, and the percentage that it costs."""
    late = submitted - due if due is not None else timedelta()
    if late <= policy.late.grace:
        return timedelta(), 0.0
    if policy.late.closes_after is not None and late > policy.late.closes_after:
        return late, 100.0
    return late, min(math.ceil(late / timedelta(days=1)) * policy.late.lose_per_day, 100.0)


def _missing(marks: Sequence[Mark], percent: float, policy: Policy) -> Iterable[str]:
    for mark in marks:
        if mark.state == "held":
            yield f"{mark.assignment} could not be graded by itself: the instructor looks at it."
        elif mark.open:
            yield f"{mark.assignment} is not graded yet, through no fault of the student."
        elif mark.waiting:
            yield f"{mark.assignment} awaits hand grading: {', '.join(hand.question for hand in mark.waiting)}."
        elif mark.required and mark.percent < policy.passing.each - _ROUNDING:
            what = "was not handed in" if mark.verdict is None else f"has {rounded_down(mark.percent, 1)} %"
            yield f"{mark.assignment} {what}; {policy.passing.each:g} % is needed."
    if percent < policy.passing.course - _ROUNDING and not any(mark.open or mark.waiting for mark in marks):
        yield f"The course has {rounded_down(percent, 1)} %; {policy.passing.course:g} % is needed."
