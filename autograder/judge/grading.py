"""Grade submissions, one at a time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from types import TracebackType

from nbformat import NotebookNode

from ..assignment import Assignment
from ..intake import Submission
from ..sandbox.errors import SandboxError
from ..sandbox.limits import Limits
from ..sandbox.zygote import Zygote
from .bench import Bench
from .examine import Examination, ended
from .executed import executed_notebook
from .verdict import Ruling, Status, Verdict


@dataclass(frozen=True)
class Graded:
    """A verdict, and the executed notebook that a student gets back."""

    verdict: Verdict
    notebook: NotebookNode | None = None


class Judge:
    """Holds what grading needs again and again: a warm zygote and each assignment's tests. A context manager."""

    def __init__(self) -> None:
        self._zygote: Zygote | None = None
        self._examinations: dict[str, Examination] = {}

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._drop_zygote()

    def grade(self, assignment: Assignment, submission: Submission, limits: Limits) -> Graded:
        """Grade a submission, or raise SandboxError or OSError where that failed through no fault of the student."""
        if submission.refused:
            return Graded(not_graded(assignment, submission, Ruling.REFUSED, submission.refused))
        try:
            return self._grade(assignment, submission, limits)
        except SandboxError:
            self._drop_zygote()  # it may be sick; a fresh one gets one more try
            return self._grade(assignment, submission, limits)

    def _grade(self, assignment: Assignment, submission: Submission, limits: Limits) -> Graded:
        start = time.monotonic()
        with self.bench(submission, limits) as bench:
            outcomes = self.examination(assignment).outcomes(bench)
            verdict = Verdict(
                student=submission.student,
                assignment=assignment.name,
                submission=submission.sha256,
                submitted=submission.submitted,
                assignment_hash=assignment.hash,
                status=Ruling.GRADED,
                outcomes=outcomes,
                remarks=submission.remarks,
                level=bench.level,
                seconds=time.monotonic() - start,
            )
            return Graded(verdict, executed_notebook(bench.executed, outcomes))

    def bench(self, submission: Submission, limits: Limits, *, pictures: bool = False) -> Bench:
        """A submission at work. `pictures` asks for the cells that only draw, too."""
        if self._zygote is None:
            self._zygote = Zygote()
        return Bench(self._zygote, submission, limits, pictures=pictures)

    def examination(self, assignment: Assignment) -> Examination:
        """The assignment's tests, ready to run."""
        if assignment.hash not in self._examinations:
            self._examinations[assignment.hash] = Examination(assignment)
        return self._examinations[assignment.hash]

    def _drop_zygote(self) -> None:
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None


def not_graded(assignment: Assignment, submission: Submission, ruling: Ruling, reason: str) -> Verdict:
    """The verdict on a submission that could not be graded, and why."""
    status = Status.REFUSED if ruling is Ruling.REFUSED else Status.OURS
    return Verdict(
        student=submission.student,
        assignment=assignment.name,
        submission=submission.sha256,
        submitted=submission.submitted,
        assignment_hash=assignment.hash,
        status=ruling,
        reason=reason,
        outcomes=tuple(ended(test, status, reason) for test in assignment.tests),
        remarks=submission.remarks,
    )
