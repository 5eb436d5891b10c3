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


@dataclass(frozen=True)
class Mark:
    """What one student's work on one assignment counts. Per cent are of the assignment's points."""

    assignment: str
    title: str
    weight: float
    required: bool
    max_score: float
    verdict: Verdict | None = None  # the one that counts
    late: timedelta = timedelta()
    penalty: float = 0.0  # per cent
    attempts: int = 0

    @property
    def score(self) -> float:
        """Points, before what lateness takes away."""
        return self.verdict.score if self.verdict else 0.0

    @property
    def percent(self) -> float:
        """What counts, after what lateness takes away."""
        earned = 100 * self.score / self.max_score if self.max_score else 0.0
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


def standings(
    verdicts: Iterable[Verdict], assignments: tuple[Assignment, ...], policy: Policy, students: Iterable[str] = ()
) -> list[Standing]:
    """Where everybody stands who handed something in, and everybody in `students`, by student."""
    handed_in = {student: list(theirs) for student, theirs in groupby(sorted(verdicts, key=_student), key=_student)}
    everybody = sorted({*handed_in, *students})
    return [_standing(student, handed_in.get(student, []), assignments, policy) for student in everybody]


def _student(verdict: Verdict) -> str:
    return verdict.student


def _standing(student: str, verdicts: list[Verdict], assignments: tuple[Assignment, ...], policy: Policy) -> Standing:
    marks = tuple(
        _mark(student, [v for v in verdicts if v.assignment == assignment.name], assignment, policy)
        for assignment in assignments
    )
    weight = sum(mark.weight for mark in marks)
    percent = sum(mark.weight * mark.percent for mark in marks) / weight if weight else 0.0
    return Standing(student, marks, percent, tuple(_missing(marks, percent, policy)))


def _mark(student: str, verdicts: list[Verdict], assignment: Assignment, policy: Policy) -> Mark:
    rule = policy.of(assignment.name)
    due = policy.due(student, assignment.name)
    missing = Mark(assignment.name, assignment.title, rule.weight, rule.required, assignment.max_score)
    if not verdicts:
        return missing
    marks = []
    for verdict in verdicts:
        late, penalty = _lateness(verdict.submitted, due, policy)
        marks.append(replace(missing, verdict=verdict, late=late, penalty=penalty, attempts=len(verdicts)))
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
        elif mark.required and mark.percent < policy.passing.each:
            what = "was not handed in" if mark.verdict is None else f"has {mark.percent:.1f} %"
            yield f"{mark.assignment} {what}; {policy.passing.each:g} % are needed."
    if percent < policy.passing.course:
        yield f"The course has {percent:.1f} %; {policy.passing.course:g} % are needed."
