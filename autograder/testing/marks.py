"""Marks on tests: they are read from the file and do nothing when it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Test = Callable[..., Any]


def visible(test: Test) -> Test:
    """Marks a test that students see in their notebook."""
    return test


def points(worth: float, shares: str = "") -> Callable[[Test], Test]:
    """Marks the points that a test is worth. With `shares="cases"`, each drawn call earns its share of them."""
    return lambda test: test


def before(answer: str) -> Callable[[Test], Test]:
    """Marks a cheap test that runs before the slow cell of `answer`.

    If the test fails, the judge does not run that cell.
    """
    return lambda test: test


def assuming(*answers: str) -> Callable[[Test], Test]:
    """Marks a test that uses right ones in place of these answers, if it fails with the student's own.

    So a mistake in one of them costs its points once.
    """
    return lambda test: test


@dataclass(frozen=True)
class Rules:
    """How drawn calls are compared with the right answer's: equal within `rel` or `abs`, or as `agrees` decides.

    `new` asks for results that share nothing with the arguments. `shares="cases"` gives points for each call.
    """

    rel: float = 1e-5
    abs: float = 1e-8
    new: bool = False
    agrees: Callable[..., Any] | None = None
    shares: str = ""


def like_reference(
    cases: Test | None = None,
    *,
    rel: float = Rules.rel,
    abs: float = Rules.abs,
    new: bool = False,
    agrees: Callable[..., Any] | None = None,
) -> Any:
    """Marks a generator of calls, on which an answer must do what the right answer does.

    `agrees(result, call, expected)` decides where many results are right: it returns whether they agree, or asserts it.
    """

    def marked(function: Test) -> Test:
        function.rules = Rules(rel, abs, new, agrees)  # type: ignore[attr-defined]
        return function

    return marked if cases is None else marked(cases)
