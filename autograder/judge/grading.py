"""Grade submissions, one at a time."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

from ..assignment import Assignment, Test
from ..intake import Submission
from ..sandbox.errors import SandboxError
from ..sandbox.limits import Limits
from ..sandbox.selftest import trust
from ..sandbox.zygote import Level, Library, Zygote
from .bench import Bench
from .examine import Examination, ended
from .executed import Notebook, executed_notebook
from .verdict import Ruling, Status, Verdict

_KERAS = re.compile(r"^\s*(?:import|from)\s+(?:keras|tensorflow)\b", re.MULTILINE)


@dataclass(frozen=True)
class Graded:
    """A verdict, and the executed notebook that a student gets back."""

    verdict: Verdict
    notebook: Notebook | None = None


class Judge:
    """Holds what grading needs again and again: warm zygotes and each assignment's tests. A context manager.

    `level` is the strongest confinement to try; "unsafe" asks for none. NotConfined is raised by whatever first needs
    a box, where the machine does not hold what that level promises. `secret` decides the hidden data: whoever grades a
    cohort has one of their own. `seed` is what chance begins with in a notebook, so that grading twice gives the same.
    """

    def __init__(self, level: Level = "L1", secret: bytes = b"", seed: int = 1) -> None:
        self.level, self.secret, self.seed = level, secret, seed
        self._zygotes: dict[Library, Zygote] = {}
        self._examinations: dict[tuple[str, tuple[Test, ...]], Examination] = {}

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._drop_zygotes()

    def grade(self, assignment: Assignment, submission: Submission, limits: Limits) -> Graded:
        """Grade a submission, or raise SandboxError or OSError where that failed through no fault of the student."""
        if submission.refused:
            return Graded(not_graded(assignment, submission, Ruling.REFUSED, submission.refused))
        try:
            return self._grade(assignment, submission, limits)
        except SandboxError:
            self._drop_zygotes()  # one may be sick; fresh ones get one more try
            return self._grade(assignment, submission, limits)

    def _grade(self, assignment: Assignment, submission: Submission, limits: Limits) -> Graded:
        start = time.monotonic()
        with self.bench(assignment, submission, limits) as bench:
            outcomes = self.examination(assignment).outcomes(bench)
            verdict = Verdict(
                student=submission.student,
                assignment=assignment.name,
                submission=submission.sha256,
                submitted=submission.submitted,
                assignment_hash=assignment.hash,
                status=Ruling.GRADED,
                outcomes=outcomes,
                remarks=(*submission.remarks, *_stamp(bench.level)),
                level=bench.level,
                seconds=time.monotonic() - start,
            )
            return Graded(verdict, executed_notebook(bench.executed, outcomes))

    def bench(self, assignment: Assignment, submission: Submission, limits: Limits, *, pictures: bool = False) -> Bench:
        """A submission at work. `pictures` asks for the cells that only draw, too."""
        return Bench(
            self.zygote(_library(submission)), submission, limits, assignment.files, pictures=pictures, seed=self.seed
        )

    def zygote(self, library: Library = "numpy") -> Zygote:
        """The warm process that boxes are forked from, started when first needed."""
        if library not in self._zygotes:
            self._zygotes[library] = zygote = Zygote(library, level=self.level)
            trust(zygote, disposable=bool(os.environ.get("AUTOGRADER_DISPOSABLE")))
        return self._zygotes[library]

    def examination(self, assignment: Assignment) -> Examination:
        """The assignment's tests, ready to run."""
        key = assignment.hash, assignment.tests
        if key not in self._examinations:
            self._examinations[key] = Examination(assignment, self.secret)
        return self._examinations[key]

    def draw(self, seed: int) -> None:
        """Begin again with another seed, and hidden data of its own: as if another cohort were graded."""
        self.seed, self.secret = seed, f"draw {seed}".encode()
        self._examinations.clear()

    def _drop_zygotes(self) -> None:
        while self._zygotes:
            self._zygotes.popitem()[1].close()


def _stamp(level: str) -> Iterator[str]:
    """What must stand beside a grade that student code could have forged."""
    if level == "unsafe":
        yield "Graded without confinement (--unsafe): this result proves nothing."


def _library(submission: Submission) -> Library:
    """What the notebook imports, as far as it is worth having it warm."""
    return "keras" if any(cell.runs() and _KERAS.search(cell.source) for cell in submission.cells) else "numpy"


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
