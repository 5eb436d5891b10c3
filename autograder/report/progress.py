"""How far a student has come: what counts so far, what is still to come, and what that means.

Pure. *So far* counts what is due, and what was handed in before it is due: what is to come has not failed. The final
percentage counts everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from ..gradebook import Mark, Standing, falls_short, mean_percent
from ..policy import Policy


class Stage(StrEnum):
    """Where one assignment stands for a student."""

    DONE = "done"
    TO_MEND = "to mend"
    WAITS = "waits for us"  # handed in, and nothing for the student to do
    MISSED = "not handed in"
    TO_COME = "to come"
    EXCUSED = "excused"


class Course(StrEnum):
    """Where a student stands in the course."""

    PASSED = "passed"
    ON_TRACK = "on track"
    BEHIND = "behind"
    FAILED = "not passed"
    OPEN = "nothing yet"  # nothing is due, or nothing is graded


@dataclass(frozen=True)
class Step:
    """One assignment on a student's way. `due` is for this student, extensions included."""

    mark: Mark
    due: datetime | None
    is_due: bool
    stage: Stage

    @property
    def counts(self) -> bool:
        """Whether it is part of the percentage so far. A refused file can be handed in again until it is due."""
        if self.mark.excused:
            return False
        if not self.mark.there or (self.mark.state == "refused" and self.due is not None):
            return self.is_due
        return self.mark.known


@dataclass(frozen=True)
class Progress:
    """A student's way through the course."""

    standing: Standing
    steps: tuple[Step, ...]
    policy: Policy

    @property
    def student(self) -> str:
        return self.standing.student

    @cached_property
    def so_far(self) -> float | None:
        """The percentage of what counts so far; None if nothing does."""
        counting = [step.mark for step in self.steps if step.counts]
        return min(mean_percent(counting), 100.0) if any(mark.weight for mark in counting) else None

    @property
    def complete(self) -> bool:
        """Whether nothing is to come."""
        return all(step.stage is not Stage.TO_COME for step in self.steps)

    @property
    def final(self) -> float | None:
        """The percentage of the whole course if nothing more is handed in or given; None if some work has no grade."""
        return None if self.standing.open else self.standing.percent

    @cached_property
    def state(self) -> Course:
        if self.standing.passed and self.standing.marks:
            return Course.PASSED
        if self.so_far is None:
            return Course.OPEN
        waits = self.standing.open or self.standing.waits
        if all(step.is_due for step in self.steps) and not waits:
            return Course.FAILED
        low = falls_short(self.so_far, self.policy.passing.course)
        return Course.BEHIND if low or any(self.lacks(step) for step in self.steps) else Course.ON_TRACK

    def lacks(self, step: Step) -> bool:
        """Whether this assignment, as it counts so far, is not enough to pass the course."""
        return step.counts and step.mark.required and falls_short(step.mark.percent, self.policy.passing.each)

    @property
    def missing(self) -> list[str]:
        """What is still needed to pass, in plain words, but for what is to come and what waits for us."""
        later = [
            f"{step.mark.assignment} {'was not handed in' if step.stage is Stage.TO_COME else ''}"
            for step in self.steps
            if step.stage in (Stage.TO_COME, Stage.WAITS)
        ]
        told = [each for each in self.standing.missing if not each.startswith(tuple(later))]
        return [each for each in told if self.complete or not each.startswith("The course has ")]


def progress_of(standing: Standing, policy: Policy, now: datetime) -> Progress:
    """Where a student stands at this moment."""
    return Progress(standing, tuple(_steps(standing, policy, now)), policy)


def all_progress(standings: Sequence[Standing], policy: Policy, now: datetime) -> list[Progress]:
    return [progress_of(standing, policy, now) for standing in standings]


def _steps(standing: Standing, policy: Policy, now: datetime) -> Iterator[Step]:
    for mark in standing.marks:
        due = mark.decided.due(policy.due(standing.student, mark.assignment))
        is_due = due is not None and due < now
        yield Step(mark, due, is_due, _stage(mark, policy.passing.each, is_due=is_due))


def _stage(mark: Mark, needed: float, *, is_due: bool) -> Stage:
    if mark.excused:
        return Stage.EXCUSED
    if not mark.there:
        return Stage.MISSED if is_due else Stage.TO_COME
    if mark.open or mark.waiting:
        return Stage.WAITS
    enough = max(needed, 0.0) if mark.required else 0.0
    refused = mark.state == "refused"
    return Stage.TO_MEND if refused or falls_short(mark.percent, enough) else Stage.DONE
