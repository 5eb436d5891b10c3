"""Pure: verdicts, a policy and what people decided in, every student's standing out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from ..assignment import Assignment
from ..judge import Ruling, Verdict
from ..policy import Policy
from .decided import NOTHING, Decided, decided, points_of
from .hands import Change, Hand, changes_of, hands_of
from .percent import falls_short, rounded_down
from .records import Decision, HandMark, MarkKind

Pair = tuple[str, str]  # student and assignment


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
    decided: Decided = NOTHING  # by people, about this work as a whole or in part

    @property
    def excused(self) -> bool:
        """Whether it is left out of the student's total."""
        return self.decided.excuse is not None

    @property
    def overridden(self) -> bool:
        """Whether a person said what the whole assignment earns, whatever was handed in."""
        return self.decided.override is not None

    @property
    def there(self) -> bool:
        """Whether there is something: work that was handed in, or a decision in its place."""
        return self.verdict is not None or self.decided.instead is not None

    @property
    def score(self) -> float:
        """The points, before the late penalty. Points by hand that are still to come count nothing yet."""
        if self.decided.override is not None:
            return points_of(self.decided.override)[0]
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
        return () if self.decided.instead else tuple(hand for hand in self.hands if hand.waits)

    @property
    def state(self) -> str:
        if self.decided.instead is not None:
            return "excused" if self.excused else "overridden"
        if self.verdict is None:
            return "missing"
        if self.waiting:
            return "awaiting hand grading"
        states = {Ruling.REFUSED: "refused", Ruling.OURS: "not graded yet", Ruling.HELD: "held"}
        return states.get(self.verdict.status, "graded")

    @property
    def open(self) -> bool:
        """Whether something was handed in that has no score yet."""
        return self.verdict is not None and not self.verdict.status.has_score and self.decided.instead is None

    @property
    def graded(self) -> bool:
        """Whether tests were run on it. Points by hand may still be to come."""
        return self.verdict is not None and self.verdict.status is Ruling.GRADED

    @property
    def known(self) -> bool:
        """Whether something was handed in, or decided in its place, and all its points are known and count."""
        return self.there and not self.excused and not self.open and not self.waiting

    def _percent(self, score: float) -> float:
        if not self.max_score:
            return 0.0
        if self.overridden:  # the last word: no late penalty either
            return min(max(100 * score / self.max_score, 0.0), 100.0)
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


@dataclass(frozen=True)
class Records:
    """All that a gradebook holds about everybody's work: the newest verdicts, marks by hand, decisions in force."""

    verdicts: Sequence[Verdict]
    marks: Sequence[HandMark]
    decisions: Sequence[Decision]

    def standings(self, assignments: tuple[Assignment, ...], policy: Policy) -> list[Standing]:
        """What they come to under a policy."""
        return standings(self.verdicts, assignments, policy, self.marks, self.decisions)


def standings(
    verdicts: Iterable[Verdict], assignments: tuple[Assignment, ...], policy: Policy, marks: Iterable[HandMark] = (),
    decisions: Iterable[Decision] = (),
) -> list[Standing]:  # fmt: skip
    """The standing of everybody who handed something in, or of whom something was decided in its place, by student.

    All records come in the order of recording; of the decisions, only those in force.
    """
    by_hand: dict[Pair, list[HandMark]] = {}
    for mark in marks:
        by_hand.setdefault((mark.student, mark.assignment), []).append(mark)
    people = _People(by_hand, decided(decisions))
    found = {student: list(theirs) for student, theirs in groupby(sorted(verdicts, key=_student), key=_student)}
    students = sorted(found.keys() | people.students)
    return [_standing(student, found.get(student, []), assignments, policy, people) for student in students]


@dataclass(frozen=True)
class _People:
    """What people gave and decided, by student and assignment."""

    marks: Mapping[Pair, list[HandMark]]
    decisions: Mapping[Pair, Decided]

    @property
    def students(self) -> set[str]:
        """Those who have a standing even if they handed in nothing."""
        return {student for (student, _), each in self.decisions.items() if each.instead is not None}


def _student(verdict: Verdict) -> str:
    return verdict.student


def _standing(
    student: str, verdicts: list[Verdict], assignments: tuple[Assignment, ...], policy: Policy, people: _People
) -> Standing:
    marks = []
    for assignment in assignments:
        theirs = _in_force([verdict for verdict in verdicts if verdict.assignment == assignment.name])
        marks.append(_mark(student, theirs, assignment, policy, people))
    percent = mean_percent(marks)
    return Standing(student, tuple(marks), min(percent, 100.0), tuple(_missing(marks, percent, policy)))


def mean_percent(marks: Iterable[Mark]) -> float:
    """The weighted mean of what counts. Work that was excused does not, and everything else that is missing is 0."""
    counting = [mark for mark in marks if not mark.excused]
    weight = sum(mark.weight for mark in counting)
    return sum(mark.weight * mark.percent for mark in counting) / weight if weight else 0.0


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


def _mark(student: str, verdicts: list[Verdict], assignment: Assignment, policy: Policy, people: _People) -> Mark:
    rule, key = policy.of(assignment.name), (student, assignment.name)
    found = people.decisions.get(key, NOTHING)
    missing = Mark(
        assignment.name, assignment.title, rule.weight, rule.required, assignment.max_score, attempts=len(verdicts),
        decided=found,
    )  # fmt: skip
    if not verdicts:
        return missing
    due, by_hand = policy.due(*key), [*people.marks.get(key, []), *found.marks]  # a decision has the last word
    marks = []
    for verdict in verdicts:
        late, penalty = _lateness(verdict.submitted, found.due_at(verdict.submitted, due), policy)
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
        if mark.excused:
            continue
        if mark.state == "held":
            yield f"{mark.assignment} could not be graded by itself: the instructor looks at it."
        elif mark.open:
            yield f"{mark.assignment} is not graded yet, through no fault of the student."
        elif mark.waiting:
            yield f"{mark.assignment} awaits hand grading: {', '.join(hand.question for hand in mark.waiting)}."
        elif mark.required and falls_short(mark.percent, policy.passing.each):
            what = "was not handed in" if not mark.there else f"has {rounded_down(mark.percent, 1)} %"
            yield f"{mark.assignment} {what}; {policy.passing.each:g} % is needed."
    if falls_short(percent, policy.passing.course) and not any(mark.open or mark.waiting for mark in marks):
        yield f"The course has {rounded_down(percent, 1)} %; {policy.passing.course:g} % is needed."
