"""Verdicts of other graders, in our terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..assignment import Assignment
from ..errors import OurFault
from ..intake import Submission, Upload, fingerprint
from ..judge import Outcome, Ruling, Status, Verdict, not_graded
from ..release import Slot


class EngineError(OurFault):
    """Raised when nbgrader or otter is missing or fails; the message ends with its output."""


def verdict(
    assignment: Assignment, upload: Upload, engine: str, outcomes: Iterable[Outcome], seconds: float
) -> Verdict:
    return Verdict(
        student=upload.student,
        assignment=assignment.name,
        submission=fingerprint(upload),
        submitted=upload.submitted,
        assignment_hash=assignment.hash,
        status=Ruling.GRADED,
        outcomes=tuple(outcomes),
        engine=engine,
        seconds=seconds,
    )


def failed(assignment: Assignment, upload: Upload, engine: str, reason: str) -> Verdict:
    """The verdict if the engine gave no score. It does not say whose fault that is, so it counts as ours."""
    submission = Submission(upload.student, assignment.name, fingerprint(upload), upload.submitted)
    return replace(not_graded(assignment, submission, Ruling.OURS, reason), engine=engine)


def outcome(slot: Slot, score: float, message: str = "") -> Outcome:
    """A slot's score as one outcome: these engines report no more."""
    status = Status.PASSED if score >= slot.points else Status.FAILED
    visible = all(test.visible for test in slot.tests)
    claim = " ".join(test.claim for test in slot.tests)
    return Outcome(slot.id, slot.name, status, score, slot.points, claim, visible, message)
