"""A question that a person grades says what it gives points for: two people should give the same."""

from __future__ import annotations

from collections.abc import Iterator

from ..assignment import Assignment
from .findings import Finding


def missing_rubrics(assignment: Assignment) -> Iterator[Finding]:
    """A finding for each question in words that has no rubric."""
    for essay in assignment.essays:
        if essay.name not in assignment.rubrics:
            fix = (
                f'Add `# %% rubric name="{essay.name}"` there, with a line such as `# 1: says why` for each criterion.'
            )
            yield Finding(str(assignment.reference), f"{essay.name} is graded by hand, and has no rubric.", fix)
