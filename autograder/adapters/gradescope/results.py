"""Pure: a verdict in, the results.json that Gradescope reads out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...judge import Outcome, Ruling, Status, Verdict

_NOW, _LATER = "visible", "after_published"


def results(verdict: Verdict) -> dict[str, Any]:
    """One test for each question's visible checks, and one for its hidden ones, which students see once published.

    There is no total: Gradescope adds up what it may show. The texts are those of a student's page.
    """
    return {
        "output": _opening(verdict),
        "output_format": "text",
        "visibility": _NOW,
        "stdout_visibility": "hidden",
        "execution_time": round(verdict.seconds),
        "extra_data": {"level": verdict.level, "submission": verdict.submission, "assignment": verdict.assignment_hash},
        "tests": list(_tests(verdict)),
    }


def _opening(verdict: Verdict) -> str:
    first = verdict.reason if verdict.status is Ruling.REFUSED else "Hidden checks are shown once grades are published."
    confined = f"Graded at confinement level {verdict.level}." if verdict.level else ""
    return "\n".join(filter(None, [first, *verdict.remarks, confined]))


def _tests(verdict: Verdict) -> Iterator[dict[str, Any]]:
    for question in verdict.questions:
        for visible in (True, False):
            outcomes = [outcome for outcome in question.outcomes if outcome.visible is visible]
            if outcomes:
                yield _test(question.name, outcomes, visible=visible)


def _test(name: str, outcomes: Sequence[Outcome], *, visible: bool) -> dict[str, Any]:
    passed = all(outcome.status is Status.PASSED for outcome in outcomes)
    return {
        "name": name if visible else f"{name} (hidden checks)",
        "score": sum(outcome.score for outcome in outcomes),
        "max_score": sum(outcome.max_score for outcome in outcomes),
        "status": "passed" if passed else "failed",
        "output": "\n".join(map(_line, outcomes)),
        "output_format": "text",
        "visibility": _NOW if visible else _LATER,
    }


def _line(outcome: Outcome) -> str:
    return f"✓ {outcome.claim}" if outcome.status is Status.PASSED else f"✗ {outcome.message}"
