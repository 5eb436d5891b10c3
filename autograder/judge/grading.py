"""Grade submissions, one at a time."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType, TracebackType

from ..assignment import Assignment, Test
from ..intake import Submission
from ..sandbox.errors import SandboxError
from ..sandbox.limits import Limits
from ..sandbox.selftest import trust
from ..sandbox.zygote import Level, Library, Zygote
from .bench import Bench
from .examine import Examination, ended
from .executed import Notebook, executed_notebook
from .verdict import Outcome, Ruling, Status, Verdict

_PATIENCE = 4.0  # with cells that only draw, some of which train a network to compare
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
        early = self._early(assignment, submission, limits)
        with self.bench(assignment, submission, limits, held_back=_held_back(assignment, early)) as bench:
            late = self.examination(assignment.late).outcomes(bench)
            found = {outcome.test: outcome for outcome in (*early, *late)}
            outcomes = tuple(found[test.name] for test in assignment.tests)
            verdict = Verdict(
                student=submission.student,
                assignment=assignment.name,
                submission=submission.sha256,
                submitted=submission.submitted,
                assignment_hash=assignment.hash,
                status=Ruling.GRADED,
                outcomes=outcomes,
                remarks=(*submission.remarks, *_retrained(bench), *_stamp(bench.level)),
                level=bench.level,
                seconds=time.monotonic() - start,
            )
            return Graded(verdict, executed_notebook(bench.executed, outcomes))

    def _early(self, assignment: Assignment, submission: Submission, limits: Limits) -> tuple[Outcome, ...]:
        """The outcomes of cheap tests, which decide whether a training is worth its time.

        They get a box of their own, or a hidden test's arguments could be shown by a cell that runs after it.
        """
        if not assignment.early.tests:
            return ()
        waiting = {test.before: "it takes long, and comes later." for test in assignment.early.tests}
        with self.bench(assignment, submission, limits, held_back=waiting) as bench:
            return self.examination(assignment.early).outcomes(bench)

    def bench(
        self,
        assignment: Assignment,
        submission: Submission,
        limits: Limits,
        *,
        pictures: bool = False,
        held_back: Mapping[str, str] = MappingProxyType({}),
    ) -> Bench:
        """A submission at work. `pictures` asks for the cells that only draw, too; people wait longer than a grader."""
        if pictures:
            seconds = {name: _PATIENCE * getattr(limits, name) for name in ("cell_seconds", "total_seconds")}
            limits = replace(limits, **seconds)
        return Bench(
            self.zygote(_library(submission)),
            submission,
            limits,
            assignment.files,
            pictures=pictures,
            seed=self.seed,
            held_back=held_back,
            retrained={name: by for name, by in assignment.retrained.items() if name not in held_back},
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


def _held_back(assignment: Assignment, early: tuple[Outcome, ...]) -> dict[str, str]:
    """The answers whose cells are not worth running, and why."""
    failed = {outcome.test for outcome in early if outcome.status is not Status.PASSED}
    return {
        test.before: f"that would take long, and this comes first: {test.claim}"
        for test in assignment.tests
        if test.name in failed
    }


def _retrained(bench: Bench) -> Iterator[str]:
    for name, function in bench.retrained.items():
        yield f"{name} was made by {function} in the grader's hands, from data of the grader's own."


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
