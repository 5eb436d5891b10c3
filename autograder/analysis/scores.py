"""Who earned what on the questions of a topic: the table that all numbers about questions are computed from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..assignment import Assignment
from ..gradebook import Mark, Standing
from ..judge import Outcome, Verdict
from .statistics import Numbers


@dataclass(frozen=True, eq=False)
class Scores:
    """The points of each student (a row) for each question (a column). `most` are the points to be had."""

    students: tuple[str, ...]
    questions: tuple[str, ...]
    points: Numbers
    most: Numbers

    @cached_property
    def shares(self) -> Numbers:
        """The same, as shares of what could be earned."""
        return self.points / self.most

    @cached_property
    def totals(self) -> Numbers:
        totals: Numbers = self.points.sum(axis=1)
        return totals


@dataclass(frozen=True)
class Counted:
    """A student's mark that was made with the current version of the topic, and its verdict."""

    student: str
    mark: Mark
    verdict: Verdict


def counted(everybody: Iterable[Standing], assignment: Assignment) -> list[Counted]:
    """The attempts that count, of everybody whose work was graded with the topic as it is now."""
    return [
        Counted(standing.student, mark, mark.verdict)
        for standing in everybody
        for mark in standing.marks
        if mark.assignment == assignment.name and mark.graded and not mark.outdated and mark.verdict is not None
    ]


def scores(work: Sequence[Counted]) -> Scores:
    """The table of a topic. Questions that people grade are in it once nobody's answer waits any more."""
    waiting = {hand.question for each in work for hand in each.mark.waiting}
    rows = [_row(each, waiting) for each in work]
    names = tuple(dict.fromkeys(name for row in rows for name, (_, most) in row.items() if most > 0))
    points = np.array([[row.get(name, (0.0, 0.0))[0] for name in names] for row in rows], dtype=float)
    most = np.array([max(row.get(name, (0.0, 0.0))[1] for row in rows) for name in names], dtype=float)
    return Scores(tuple(each.student for each in work), names, points.reshape(len(rows), len(names)), most)


def outcomes_by_test(work: Sequence[Counted]) -> dict[str, list[Outcome]]:
    """The outcomes of each test, in the order of the students."""
    found: dict[str, list[Outcome]] = {}
    for each in work:
        for outcome in each.verdict.outcomes:
            found.setdefault(outcome.test, []).append(outcome)
    return {test: theirs for test, theirs in found.items() if len(theirs) == len(work)}


def _row(each: Counted, waiting: set[str]) -> dict[str, tuple[float, float]]:
    by_tests = {question.name: (question.score, question.max_score) for question in each.verdict.questions}
    by_hand = {hand.question: (hand.points, hand.max_score) for hand in each.mark.hands}
    return by_tests | {name: found for name, found in by_hand.items() if name not in waiting}
