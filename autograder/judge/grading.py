"""Grade submissions, one at a time."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType, TracebackType

from ..assignment import Assignment, Test, after_training, before_training, functions_among
from ..intake import Submission, digest_of_words, handed_in, in_words
from ..sandbox import Level, Library, Limits, Place, SandboxError, Zygote, seen_in, trust
from ..secret import Secret
from . import gpu
from .cells import Setting, library_for
from .drawn import Expectations
from .executed import Notebook, executed_notebook
from .session import Session
from .tests import ReadyTests, ended
from .verdict import ByHand, Outcome, Ruling, Status, Verdict
from .versions import versions

REFERENCE_LIMITS = Limits()  # of the right answers, whose drawn calls take no training
_PATIENCE = 4.0  # longer limits for cells that only draw: some train a network for comparison


@dataclass(frozen=True)
class Graded:
    """A verdict, and the executed notebook that a student gets back."""

    verdict: Verdict
    notebook: Notebook | None = None


class Judge:
    """Holds what every grading needs: warm zygotes and each assignment's tests. A context manager.

    `level` is the strongest confinement to try; "unsafe" means none. The first use of a box raises NotConfined if this
    machine does not keep that level's promises. `secret` decides the hidden data; each cohort has its own. `seed` seeds
    all randomness in a notebook, so that grading it twice gives the same result. Networks are trained at `place`, where
    there is one; `needs_gpu` says that none may be trained on the CPU.
    """

    def __init__(
        self, secret: Secret, level: Level = "L0", seed: int = 1, *, place: Place | None = None, needs_gpu: bool = False
    ) -> None:
        self.level, self.secret, self.seed = level, secret, seed
        self.place, self.needs_gpu, self._unusable = place, needs_gpu, ""
        self._zygotes: dict[tuple[Library, Place | None], Zygote] = {}
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
            return self._graded(assignment, submission, limits)
        except SandboxError:
            self._drop_zygotes()  # one may be broken; fresh ones get one more try
            return self._graded(assignment, submission, limits)

    def session(
        self,
        assignment: Assignment,
        submission: Submission,
        limits: Limits,
        *,
        pictures: bool = False,
        skipped: Mapping[str, str] = MappingProxyType({}),
        trains: bool = False,
    ) -> Session:
        """A running submission. `pictures` runs all cells as a student would, with longer time limits: also those that
        only draw, and those of answers that the grader makes itself otherwise.

        `trains` says that it may use the GPU. Models are examined on the CPU in any case: a notebook may fill a GPU.
        """
        if pictures:
            seconds = {name: _PATIENCE * getattr(limits, name) for name in ("cell_seconds", "total_seconds")}
            limits = replace(limits, **seconds)
        retrained = {name: by for name, by in assignment.retrained.items() if name not in skipped and not pictures}
        setting = Setting(limits, assignment.data.files, self.seed, pictures, skipped, retrained)
        library = _library(submission)
        clean = partial(self.zygote, library)
        zygote = self._at_the_gpu() if trains and library == "keras" else clean()
        return Session(zygote, submission, setting, clean)

    def zygote(self, library: Library = "numpy", place: Place | None = None) -> Zygote:
        """The warm process that boxes are forked from, started on first use."""
        if (library, place) not in self._zygotes:
            self._zygotes[library, place] = zygote = Zygote(library, level=self.level, place=place)
            trust(zygote, disposable=bool(os.environ.get("AUTOGRADER_DISPOSABLE")))
        return self._zygotes[library, place]

    def _at_the_gpu(self) -> Zygote:
        """The zygote for trainings: with our GPU, if we have one that works, or else with none."""
        if self.place is not None and not self._unusable:
            try:
                return self._tried(self.place)
            except SandboxError as error:
                self._unusable = str(error)
                if ("keras", self.place) in self._zygotes:
                    self._zygotes.pop(("keras", self.place)).close()
        if self.needs_gpu:
            raise SandboxError(f"the policy requires a GPU, which can't be used: {self._unusable or 'there is none'}")
        return self.zygote("keras")

    def _tried(self, place: Place) -> Zygote:
        """The zygote with our GPU, after a box of it has computed there once."""
        known = ("keras", place) in self._zygotes
        zygote = self.zygote("keras", place)
        if not known:
            with zygote.box(REFERENCE_LIMITS) as box:
                if why := seen_in(box)[1]:
                    raise SandboxError(why)
        return zygote

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

    def measured(
        self, assignment: Assignment, submission: Submission, limits: Limits, cohorts: Iterable[Secret]
    ) -> Iterator[dict[str, float]]:
        """What a submission reaches at each gate in several cohorts, by one training: the cell that trains runs once.

        Only where the judge trains, do cohorts differ in more than hidden data: then ask for one at a time.
        """
        with self.session(assignment, submission, limits, trains=assignment.trains) as session:
            for secret in cohorts:
                outcomes = ReadyTests(assignment, secret, self.expectations(assignment)).outcomes(session)
                yield {name: found["value"] for each in outcomes for name, found in each.evidence.items()}

    def draw(self, seed: int) -> None:
        """Start over with another seed and its own hidden data, as if for another cohort."""
        self.seed, self.secret = seed, Secret.of_trial(seed)
        self._ready.clear()
        self._expectations.clear()

    def _graded(self, assignment: Assignment, submission: Submission, limits: Limits) -> Graded:
        """Grade it; and once more, if the GPU had no memory left: something else may have been there, which is gone."""
        graded = self._grade(assignment, submission, limits)
        if any(gpu.filled(outcome) for outcome in graded.verdict.outcomes):
            return self._grade(assignment, submission, limits)
        return graded

    def _grade(self, assignment: Assignment, submission: Submission, limits: Limits) -> Graded:
        start = time.monotonic()
        first = self._before_training(assignment, submission, limits)
        skipped = _not_worth_running(assignment, first)
        with self.session(assignment, submission, limits, skipped=skipped, trains=assignment.trains) as session:
            rest = self.ready_tests(after_training(assignment)).outcomes(session)
            found = {outcome.test: outcome for outcome in (*first, *rest)}
            outcomes = tuple(gpu.ruled(found[test.name], session.place) for test in assignment.tests)
            verdict = replace(
                _verdict(assignment, submission, Ruling.GRADED, outcomes),
                remarks=(*submission.remarks, *_retrained(session), *self._trained_on(session), *_stamp(session.level)),
                level=session.level,
                seconds=time.monotonic() - start,
                made_with={**versions(_library(submission)), "seed": str(self.seed)},
            )
            return Graded(verdict, executed_notebook(session.executed, outcomes))

    def _trained_on(self, session: Session) -> Iterator[str]:
        """The remark beside a grade that is not made on the CPU alone, or that should not have been."""
        if session.place is not None:
            yield f"Trained on {session.place.name}."
        elif self._unusable:
            yield f"Trained on the CPU, since the GPU here can't be used: {self._unusable}"

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
    return library_for(cell.source for cell in submission.cells if cell.runs())


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
        by_hand=by_hand(assignment, submission),
        remarks=submission.remarks,
    )


def by_hand(assignment: Assignment, submission: Submission) -> tuple[ByHand, ...]:
    """The questions of a submission that a person grades."""
    written = in_words(assignment, ((cell.id, cell.source) for cell in submission.cells if cell.kind == "markdown"))
    return tuple(ByHand(essay.name, essay.points, digest_of_words(written[essay.name])) for essay in assignment.essays)
