"""The page for whoever grades a question in words: what earns points, and everybody's answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ..assignment import Assignment
from ..policy import Policy
from .rendering import local, template


class ToGrade(Protocol):
    """One student's answer. `text` is None where the notebook was not kept."""

    @property
    def student(self) -> str: ...

    @property
    def text(self) -> str | None: ...

    @property
    def points(self) -> float | None: ...

    @property
    def maximum(self) -> float: ...

    @property
    def comment(self) -> str: ...


def for_graders(
    assignment: Assignment, question: str, answers: Sequence[ToGrade], policy: Policy, now: datetime
) -> str:
    """All answers to one question, below the question and its rubric. It is for graders only."""
    prompt = next((essay.prompt for essay in assignment.essays if essay.name == question), "")
    return template("answers.html").render(
        assignment=assignment, question=question, prompt=prompt, rubric=assignment.rubrics.get(question, ()),
        answers=answers, policy=policy, now=local(now, policy),
    )  # fmt: skip
