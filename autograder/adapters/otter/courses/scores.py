"""otter's results of a submission, as a verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ....assignment import Assignment, Test
from ....intake import Upload, printable
from ....judge import Outcome, Status, Verdict
from ...verdicts import ended, verdict

ENGINE = "otter's rules in a box"
FORGEABLE_TESTS = "otter's tests run beside the student's code, so their results can be forged."
_LONGEST = 500


def scored(assignment: Assignment, upload: Upload, results: Any) -> Verdict:
    """The verdict on a submission that otter has just graded."""
    outcomes = tuple(_outcome(test, results.results.get(test.name)) for test in assignment.tests)
    return replace(verdict(assignment, upload, ENGINE, outcomes, 0.0), remarks=(FORGEABLE_TESTS,))


def _outcome(test: Test, found: Any) -> Outcome:
    """What otter found for a question; nothing if a plugin took its result away."""
    if found is None:
        return ended(test, 0.0, Status.FAILED, "otter has no result for this question.")
    score = float(found.score)
    failed = next((case for case in found.test_case_results if not case.passed), None)
    if failed is None or score >= test.points > 0:
        return ended(test, score, Status.PASSED)
    said = [line.strip() for line in printable_lines(failed.message) if line.strip()]
    late = bool(said) and said[-1].startswith("This cell took more than")
    detail = f"{failed.test_case.name}: {said[-1] if said else 'failed'}"[:_LONGEST]
    return ended(test, score, Status.TIMEOUT if late else Status.FAILED, detail)


def printable_lines(message: object) -> list[str]:
    """A test's message, of which the last line says what was wrong."""
    return [printable(line) for line in str(message or "").splitlines()]
