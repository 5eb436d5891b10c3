"""Grade submissions, one at a time."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType, TracebackType

from ..assignment import Assignment, Test, after_training, before_training, functions_among
from ..intake import Submission, handed_in
from ..sandbox import Level, Library, Limits, SandboxError, Zygote, trust
from ..secret import Secret
from .cells import Setting
from .drawn import Expectations
from .executed import Notebook, executed_notebook
from .session import Session
from .tests import ReadyTests, ended
from .verdict import Outcome, Ruling, Status, Verdict

REFERENCE_LIMITS = Limits()  # of the right answers, whose drawn calls take no training
_PATIENCE = 4.0  # longer limits for cells that only draw: some train a network for comparison
_KERAS = re.compile(r"^\s*(?:import|from)\s+(?:keras|tensorflow)\b", re.MULTILINE)


@dataclass(frozen=True)
class Graded:
    """A verdict, and the executed notebook that a student gets back."""

    verdict: Verdict
    notebook: Notebook | None = None


class Judge:
    """Holds what every grading needs: warm zygotes and each assignment's tests. A context manager.

    `level` is the strongest confinement to try; "unsafe" means none. The first use of a box raises NotConfined if this
    machine does not keep that level's promises. `secret` decides the hidden data; each cohort has its own. `seed` seeds
    all randomness in a notebook, so that grading it twice gives the same result.
    """

    def __init__(self, secret: Secret, level: Level = "L0", seed: int = 1) -> None:
        self.level, self.secret, self.seed = level, secret, seed
        self._zygotes: dict[Library, Zygote] = {}
        self._ready: dict[tuple[str, tuple[Test, ...], bool], ReadyTests] = {}
        self.strict = False  # lets each test find each mistake, where students pay for some only once
        self._expectations: dict[str, Expectations] = {}

    def __enter__(self) -> Judge:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._drop_zygotes()

    def grade(self, assignment: Assignment, submission: Submission, limits: Limits) -> Graded:
        """Grade a submission, or raise SandboxError or OSError if grading fails through no fault of the student."""
        if submission.refused:
            return Graded(not_graded(assignment, submission, Ruling.REFUSED, submission.refused))
        try:
            return self._grade(assignment, submission, limits)
        except SandboxError:
            self._drop_zygotes()  # one may be broken; fresh ones get one more try
            return self._grade(assignment, submission, limits)

    def session(
        self,
        assignment: Assignment,
        submission: Submission,
        limits: Limits,
        *,
        pictures: bool = False,
        skipped: Mapping[str, str] = MappingProxyType({}),
    ) -> Session:
        """A running submission. `pictures` also runs the cells that only draw, with longer time limits."""
        if pictures:
            seconds = {name: _PATIENCE * getattr(limits, name) for name in ("cell_seconds", "total_seconds")}
            limits = replace(limits, **seconds)
        retrained = {name: by for name, by in assignment.retrained.items() if name not in skipped}
        setting = Setting(limits, assignment.data.files, self.seed, pictures, skipped, retrained)
        return Session(self.zygote(_library(submission)), submission, setting)

    def zygote(self, library: Library = "numpy") -> Zygote:
        """The warm process that boxes are forked from, started on first use."""
        if library not in self._zygotes:
            self._zygotes[library] = zygote = Zygote(library, level=self.level)
            trust(zygote, disposable=bool(os.environ.get("AUTOGRADER_DISPOSABLE")))
        return self._zygotes[library]

    def ready_tests(self, assignment: Assignment) -> ReadyTests:
        """The assignment's tests, ready to run."""
        key = assignment.hash, assignment.tests, self.strict
        if key not in self._ready:
            expectations = self.expectations(assignment)
            self._ready[key] = ReadyTests(assignment, self.secret, expectations, strict=self.strict)
        return self._ready[key]

    def expectations(self, assignment: Assignment) -> Expectations:
        """What right answers do with drawn calls: asked once, whichever of the assignment's tests run."""
        if assignment.hash not in self._expectations:
            self._expectations[assignment.hash] = Expectations(
                assignment, self.secret, partial(self._reference, assignment)
            )
        return self._expectations[assignment.hash]

    def with_cases(self, assignment: Assignment) -> Assignment:
        """The assignment with its drawn calls written out, for graders that run tests beside the answers."""
        return replace(assignment, cases=MappingProxyType(self.expectations(assignment).frozen()))

    def _reference(self, assignment: Assignment) -> Session:
        """The right answers at work. Functions are enough, since calls are drawn for nothing else."""
        right = handed_in(assignment, functions_among(assignment, assignment.right), "reference")
        return self.session(assignment, right, REFERENCE_LIMITS)

    def draw(self, seed: int) -> None:
        """Start over with another seed and its own hidden data, as if for another cohort."""
        self.seed, self.secret = seed, Secret.of_trial(seed)
        self._ready.clear()
        self._expectations.clear()

    def _grade(self, assignment: Assignment, submission: Submission, limits: Limits) -> Graded:
        start = time.monotonic()
        first = self._before_training(assignment, submission, limits)
        with self.session(assignment, submission, limits, skipped=_not_worth_running(assignment, first)) as session:
            rest = self.ready_tests(after_training(assignment)).outcomes(session)
            found = {outcome.test: outcome for outcome in (*first, *rest)}
            outcomes = tuple(found[test.name] for test in assignment.tests)
            verdict = replace(
                _verdict(assignment, submission, Ruling.GRADED, outcomes),
                remarks=(*submission.remarks, *_retrained(session), *_stamp(session.level)),
                level=session.level,
                seconds=time.monotonic() - start,
            )
            return Graded(verdict, executed_notebook(session.executed, outcomes))

    def _before_training(self, assignment: Assignment, submission: Submission, limits: Limits) -> tuple[Outcome, ...]:
        """The outcomes of cheap tests, which decide whether a training is worth its time.

        They run in a separate box: otherwise, a cell that runs later could reveal a hidden test's arguments.
        """
        cheap = before_training(assignment)
        if not cheap.tests:
            return ()
        waiting = {test.before: "it takes long, and runs later." for test in cheap.tests}
        with self.session(assignment, submission, limits, skipped=waiting) as session:
            return self.ready_tests(cheap).outcomes(session)

    def _drop_zygotes(self) -> None:
        while self._zygotes:
            self._zygotes.popitem()[1].close()


def _not_worth_running(assignment: Assignment, first: tuple[Outcome, ...]) -> dict[str, str]:
    """The answers whose cells are not worth running, and why."""
    failed = {outcome.test for outcome in first if outcome.status is not Status.PASSED}
    return {
        test.before: f"it takes long, and this check must pass first: {test.claim}"
        for test in assignment.tests
        if test.name in failed
    }


def _retrained(session: Session) -> Iterator[str]:
    for name, function in session.setting.retrained.items():
        yield f"The grader made {name} itself, with {function} and the grader's own data."


def _stamp(level: str) -> Iterator[str]:
    """The remark beside a grade that student code could have forged."""
    if level == "unsafe":
        yield "Graded without confinement (--unsafe): this result proves nothing."


def _library(submission: Submission) -> Library:
    """The warm library that the notebook needs."""
    return "keras" if any(cell.runs() and _KERAS.search(cell.source) for cell in submission.cells) else "numpy"


def not_graded(assignment: Assignment, submission: Submission, ruling: Ruling, reason: str) -> Verdict:
    """The verdict on a submission that could not be graded, and why."""
    status = Status.REFUSED if ruling is Ruling.REFUSED else Status.OURS  # held: nobody knows yet
    outcomes = tuple(ended(test, status, reason) for test in assignment.tests)
    return replace(_verdict(assignment, submission, ruling, outcomes), reason=reason)


def _verdict(assignment: Assignment, submission: Submission, ruling: Ruling, outcomes: tuple[Outcome, ...]) -> Verdict:
    """What every verdict says: who, what, and by which version of the assignment."""
    return Verdict(
        student=submission.student,
        assignment=assignment.name,
        submission=submission.sha256,
        submitted=submission.submitted,
        assignment_hash=assignment.hash,
        status=ruling,
        outcomes=outcomes,
        remarks=submission.remarks,
    )
