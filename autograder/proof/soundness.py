"""What must hold before anybody is graded: the right answers pass the tests that need no training."""

from __future__ import annotations

from ..assignment import Assignment, functions_among, without_variables
from ..intake import handed_in
from ..judge import Graded, Judge, Status
from ..sandbox import Limits


def known_good(assignment: Assignment, judge: Judge, limits: Limits) -> Graded:
    """Grade the right answers, without those that take a training."""
    asked = without_variables(assignment)
    return judge.grade(asked, handed_in(asked, functions_among(asked, assignment.right)), limits)


def fault_of(assignment: Assignment, graded: Graded) -> str:
    """Why the right answers did not pass, with file and line; nothing if they did."""
    for test, outcome in zip(without_variables(assignment).tests, graded.verdict.outcomes, strict=True):
        if outcome.status is not Status.PASSED:
            place = f"{assignment.tests_file}:{test.line}"
            return f"{place}: the right answer {test.answer} fails {test.name}: {outcome.detail}"
    return ""
