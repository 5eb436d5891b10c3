"""Pure: the same assignment with some of its tests, such as those that come before a training."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from .assignment import Assignment
from .cells import Test


def with_tests(assignment: Assignment, tests: Iterable[Test]) -> Assignment:
    """The same assignment with these tests only."""
    return replace(assignment, tests=tuple(tests))


@lru_cache(maxsize=64)  # one object each: what is made ready for it is kept by identity
def without_variables(assignment: Assignment) -> Assignment:
    """With those tests only that need no variable, so that nothing need be trained."""
    return with_tests(assignment, (test for test in assignment.tests if not assignment.variables & set(test.needs)))


def functions_among(assignment: Assignment, answers: Mapping[str, str]) -> dict[str, str]:
    """Those of some answers that are no variables: a notebook of them runs at once."""
    return {name: source for name, source in answers.items() if name not in assignment.variables}


@lru_cache(maxsize=64)
def before_training(assignment: Assignment) -> Assignment:
    """With the cheap tests only that decide whether a cell is run which other tests need."""
    needed = {name for test in assignment.tests for name in test.needs}
    return with_tests(assignment, (test for test in assignment.tests if test.before in needed))


@lru_cache(maxsize=64)
def after_training(assignment: Assignment) -> Assignment:
    """With all tests but those that come before a training."""
    first = {test.name for test in before_training(assignment).tests}
    if not first:
        return assignment
    return with_tests(assignment, (test for test in assignment.tests if test.name not in first))
