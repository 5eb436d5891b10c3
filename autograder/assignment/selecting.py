"""Pure: the same assignment with some of its tests, such as those that run before a training."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from .assignment import Assignment
from .cells import Test


def with_tests(assignment: Assignment, tests: Iterable[Test]) -> Assignment:
    """The same assignment with only these tests."""
    return replace(assignment, tests=tuple(tests))


@lru_cache(maxsize=64)  # always the same object: prepared work is cached by its identity
def without_variables(assignment: Assignment) -> Assignment:
    """The same assignment with only the tests that need no variable, so that nothing must be trained."""
    return with_tests(assignment, (test for test in assignment.tests if not assignment.variables & set(test.needs)))


def functions_among(assignment: Assignment, answers: Mapping[str, str]) -> dict[str, str]:
    """The answers that are not variables: a notebook with only these runs quickly."""
    return {name: source for name, source in answers.items() if name not in assignment.variables}


@lru_cache(maxsize=64)
def before_training(assignment: Assignment) -> Assignment:
    """The same assignment with only the cheap tests that decide whether to run a cell that other tests need."""
    needed = {name for test in assignment.tests for name in test.needs}
    return with_tests(assignment, (test for test in assignment.tests if test.before in needed))


@lru_cache(maxsize=64)
def after_training(assignment: Assignment) -> Assignment:
    """The same assignment without the tests that run before a training."""
    first = {test.name for test in before_training(assignment).tests}
    if not first:
        return assignment
    return with_tests(assignment, (test for test in assignment.tests if test.name not in first))


@lru_cache(maxsize=64)
def without_hidden_data(assignment: Assignment) -> Assignment:
    """With tests that measure on hidden data worth nothing: for a grader that is not given that data."""
    note = "Not scored here, since it is measured on data that only the course's own judge has"
    tests = (
        replace(test, points=0.0, claim=f"{test.claim} ({note}.)") if test.hidden else test for test in assignment.tests
    )
    return with_tests(assignment, tests)
