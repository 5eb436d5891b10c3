"""The page of a student, and the page of the whole cohort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import mean, median

from ..assignment import Assignment
from ..gradebook import Mark, Standing
from ..judge import Status
from ..policy import Policy
from .rendering import local, template

_BINS = 10


@dataclass(frozen=True)
class Item:
    """The results of one test over the cohort: they show an instructor a bad test, or a hard topic."""

    assignment: str
    answer: str
    test: str
    claim: str
    visible: bool
    tried: int
    passed: int

    @property
    def share(self) -> float:
        return self.passed / self.tried if self.tried else 0.0


@dataclass(frozen=True)
class Summary:
    """One assignment over the cohort."""

    name: str
    title: str
    handed_in: int
    mean: float
    median: float
    bins: tuple[int, ...]


def for_student(standing: Standing, policy: Policy, now: datetime) -> str:
    """One student's page: where they stand, and what to look at again."""
    return template("student.html").render(standing=standing, policy=policy, now=local(now, policy), Status=Status)


def for_cohort(standings: Sequence[Standing], assignments: Sequence[Assignment], policy: Policy, now: datetime) -> str:
    """The instructor's page: how the cohort did, which tests were hard, and which submissions need a look."""
    overall = [standing.percent for standing in standings if not standing.open]
    return template("cohort.html").render(
        standings=standings,
        policy=policy,
        now=local(now, policy),
        passed=sum(standing.passed for standing in standings),
        mean=mean(overall) if overall else 0.0,
        median=median(overall) if overall else 0.0,
        bins=_bins(overall),
        summaries=[_summary(assignment, standings) for assignment in assignments],
        items=sorted(_items(assignments, standings), key=lambda item: item.share),
        looks=_looks(standings),
        waiting=sum(len(mark.waiting) for standing in standings for mark in standing.marks),
    )


def _summary(assignment: Assignment, standings: Sequence[Standing]) -> Summary:
    handed_in = [mark for mark in _marks(standings, assignment.name) if mark.verdict is not None]
    percents = [mark.percent for mark in handed_in if not mark.open]
    return Summary(
        assignment.name, assignment.title, len(handed_in),
        mean(percents) if percents else 0.0, median(percents) if percents else 0.0, _bins(percents),
    )  # fmt: skip


def _items(assignments: Sequence[Assignment], standings: Sequence[Standing]) -> Iterable[Item]:
    """The results of each test, or of each cell or answer where nbgrader or otter graded: they report no more."""
    for assignment in assignments:
        tests = {test.name: Item(assignment.name, test.answer, test.name, test.claim, test.visible, 0, 0)
                 for test in assignment.tests}  # fmt: skip
        seen: dict[str, Item] = {}
        for mark in _marks(standings, assignment.name):
            if mark.verdict is None or not mark.graded:
                continue
            for outcome in mark.verdict.outcomes:
                if outcome.test in tests or mark.verdict.engine != "judge":
                    new = Item(assignment.name, outcome.answer, outcome.test, outcome.claim, outcome.visible, 0, 0)
                    item = seen.get(outcome.test) or tests.get(outcome.test) or new
                    passed = item.passed + (outcome.status is Status.PASSED)
                    seen[outcome.test] = replace(item, tried=item.tried + 1, passed=passed)
        yield from (seen or tests).values()


def _looks(standings: Sequence[Standing]) -> list[tuple[str, Mark]]:
    """The submissions that an instructor should look at: held, then refused, odd, or graded by older tests."""
    found = [
        (standing.student, mark)
        for standing in standings
        for mark in standing.marks
        if mark.verdict is not None and (mark.state != "graded" or mark.verdict.remarks or mark.outdated)
    ]
    return sorted(found, key=lambda look: look[1].state != "held")


def _marks(standings: Sequence[Standing], assignment: str) -> Iterable[Mark]:
    return (mark for standing in standings for mark in standing.marks if mark.assignment == assignment)


def _bins(percents: Iterable[float]) -> tuple[int, ...]:
    """How many values fall into 0-10 %, 10-20 %, ... 90-100 %."""
    counts = Counter(min(int(percent * _BINS / 100), _BINS - 1) for percent in percents)
    return tuple(counts[number] for number in range(_BINS))
