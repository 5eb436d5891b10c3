"""Pure: verdicts and a policy in, where every student stands out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from ..assignment import Assignment
from ..judge import Ruling, Verdict
from ..policy import Policy

_ROUNDING = 1e-6  # per cent: three times 60 % make 60 %, whatever binary fractions make of it


@dataclass(frozen=True)
class Mark:
    """What one student's work on one assignment counts.

    Per cent are of the points that could be had when the verdict was given: an assignment that has changed since then
    changes nobody's mark until their work is graded again.
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
    outdated: bool = False  # the assignment has changed since the verdict was given

    @property
    def score(self) -> float:
        """Points, before what lateness takes away."""
        return self.verdict.score if self.verdict else 0.0

    @property
    def percent(self) -> float:
        """What counts, after what lateness takes away."""
        earned = min(100 * self.score / self.max_score, 100.0) if self.max_score else 0.0
        return max(earned - self.penalty, 0.0)

    @property
    def state(self) -> str:
        if self.verdict is None:
            return "missing"
        return {Ruling.REFUSED: "refused", Ruling.OURS: "not graded yet"}.get(self.verdict.status, "graded")


@dataclass(frozen=True)
class Standing:
    """Where a student stands. `missing` says what is still wanting for a pass, in plain words."""

    student: str
    marks: tuple[Mark, ...]
    percent: float
    missing: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.missing

    @property
    def open(self) -> bool:
        """Something is not graded yet, through our fault, so that the per cent of the course are not known."""
        return any(mark.state == "not graded yet" for mark in self.marks)


def standings(verdicts: Iterable[Verdict], assignments: tuple[Assignment, ...], policy: Policy) -> list[Standing]:
    """Where everybody stands who handed something in, by student. `verdicts` come in the order of being recorded."""
    handed_in = groupby(sorted(verdicts, key=_student), key=_student)
    return [_standing(student, list(theirs), assignments, policy) for student, theirs in handed_in]


def _student(verdict: Verdict) -> str:
    return verdict.student


def _standing(student: str, verdicts: list[Verdict], assignments: tuple[Assignment, ...], policy: Policy) -> Standing:
    marks = tuple(
        _mark(student, _in_force([v for v in verdicts if v.assignment == assignment.name]), assignment, policy)
        for assignment in assignments
    )
    weight = sum(mark.weight for mark in marks)
    percent = sum(mark.weight * mark.percent for mark in marks) / weight if weight else 0.0
    return Standing(student, marks, percent, tuple(_missing(marks, percent, policy)))


def _in_force(verdicts: list[Verdict]) -> list[Verdict]:
    """The newest verdict on each submission.

    One that is OURS gives way to any real one that was recorded later: we only ever grade what a student handed in
    last, so what we failed on was either graded then, or taken back by the student.
    """
    newest: dict[str, Verdict] = {}
    for verdict in reversed(verdicts):
        settled = any(later.status is not Ruling.OURS for later in newest.values())
        if not (verdict.status is Ruling.OURS and settled):
            newest.setdefault(verdict.submission, verdict)
    return list(reversed(newest.values()))


def _mark(student: str, verdicts: list[Verdict], assignment: Assignment, policy: Policy) -> Mark:
    rule = policy.of(assignment.name)
    due = policy.due(student, assignment.name)
    missing = Mark(assignment.name, assignment.title, rule.weight, rule.required, assignment.max_score)
    if not verdicts:
        return missing
    marks = []
    for verdict in verdicts:
        late, penalty = _lateness(verdict.submitted, due, policy)
        marks.append(
            replace(
                missing,
                verdict=verdict,
                max_score=verdict.max_score or assignment.max_score,
                late=late,
                penalty=penalty,
                attempts=len(verdicts),
                outdated=verdict.assignment_hash != assignment.hash,
            )
        )
    last = max(marks, key=_when)
    if policy.attempts == "last":
        return last
    # An attempt that we could not grade may be the best one, so it is shown until it is graded.
    ours = [mark for mark in marks if mark.verdict and mark.verdict.status is Ruling.OURS]
    return ours[-1] if ours else max(marks, key=lambda mark: (mark.percent, _when(mark)))


def _when(mark: Mark) -> datetime:
    assert mark.verdict is not None
    return mark.verdict.submitted


def _lateness(submitted: datetime, due: datetime | None, policy: Policy) -> tuple[timedelta, float]:
    """How late, and the per cent that this costs."""
    late = submitted - due if due is not None else timedelta()
    if late <= policy.late.grace:
        return timedelta(), 0.0
    if policy.late.closes_after is not None and late > policy.late.closes_after:
        return late, 100.0
    return late, min(math.ceil(late / timedelta(days=1)) * policy.late.lose_per_day, 100.0)


def _missing(marks: tuple[Mark, ...], percent: float, policy: Policy) -> Iterable[str]:
    for mark in marks:
        if mark.state == "not graded yet":
            yield f"{mark.assignment} is not graded yet, through no fault of the student."
        elif mark.required and mark.percent < policy.passing.each - _ROUNDING:
            what = "was not handed in" if mark.verdict is None else f"has {mark.percent:.1f} %"
            yield f"{mark.assignment} {what}; {policy.passing.each:g} % are needed."
    unknown = any(mark.state == "not graded yet" for mark in marks)
    if percent < policy.passing.course - _ROUNDING and not unknown:
        yield f"The course has {percent:.1f} %; {policy.passing.course:g} % are needed."
