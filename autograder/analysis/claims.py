"""Tests that the same students fail: two that fail together may ask the same, or one may need what the other asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..judge import Outcome, Status
from .marked import ForInstructors
from .scores import Counted, outcomes_by_test
from .statistics import ENOUGH

_FAILURES = 5  # of both: fewer are an accident
_TIED = 0.6  # phi from which two tests are told
_SAME = 0.95  # ... from which one of them may be enough
_TOLD = 30  # pairs of a topic


@dataclass(frozen=True)
class Together:
    """Two tests that fail together more often than by chance. `phi` is 1 if always, 0 if by chance.

    `chance` is how many students would fail both if neither had to do with the other.
    """

    tests: ForInstructors[tuple[str, str]]
    claims: ForInstructors[tuple[str, str]]
    questions: tuple[str, str]
    both: int
    chance: float
    phi: float

    @property
    def sentence(self) -> str:
        """What it means, in plain words."""
        count = f"{self.both} students fail both; by chance it would be {self.chance:.0f}."
        if self.phi >= _SAME:
            return f"{count} They fail nearly always together: one of them may be enough."
        if self.questions[0] != self.questions[1]:
            return f"{count} Does one answer need the other? Then the test may assume it (`@assuming`)."
        return f"{count} One mistake fails both."


def failing_together(work: Sequence[Counted]) -> tuple[Together, ...]:
    """The pairs of a topic's tests that fail together most, those of different questions first."""
    if len(work) < ENOUGH:
        return ()
    found = [(test, theirs) for test, theirs in outcomes_by_test(work).items() if _worth(theirs)]
    pairs = sorted(_pairs(found), key=lambda pair: (pair.questions[0] == pair.questions[1], -pair.phi, pair.tests))
    return tuple(pairs[:_TOLD])


def _worth(theirs: list[Outcome]) -> bool:
    return _FAILURES <= sum(outcome.status is not Status.PASSED for outcome in theirs) < len(theirs)


def _pairs(found: list[tuple[str, list[Outcome]]]) -> Iterator[Together]:
    if len(found) < 2:
        return
    failed = np.array([[outcome.status is not Status.PASSED for outcome in theirs] for _, theirs in found], dtype=float)
    phis, boths = np.corrcoef(failed), failed @ failed.T
    for one, other in zip(*np.nonzero(np.triu(phis >= _TIED, 1)), strict=True):
        (test, theirs), (second, others) = found[one], found[other]
        if boths[one, other] >= _FAILURES:
            yield Together(
                (test, second), (theirs[0].claim, others[0].claim), (theirs[0].answer, others[0].answer),
                int(boths[one, other]), float(boths[one, one] * boths[other, other] / failed.shape[1]),
                float(phis[one, other]),
            )  # fmt: skip
