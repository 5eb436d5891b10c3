"""Marks on tests: they are read from the file and do nothing when it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Test = Callable[..., Any]


def visible(test: Test) -> Test:
    """Marks a test that students see in their notebook."""
    return test


def points(worth: float) -> Callable[[Test], Test]:
    """Marks the points that a test is worth."""
    return lambda test: test


def before(answer: str) -> Callable[[Test], Test]:
    """Marks a cheap test that runs before the slow cell of `answer`.

    If the test fails, the judge does not run that cell.
    """
    return lambda test: test
