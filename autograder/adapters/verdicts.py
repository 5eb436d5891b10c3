"""What other graders found, in our terms. It was written beside the student's code, so anything may stand in it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..assignment import Assignment, Test
from ..errors import OurFault, Signal
from ..intake import Submission, Upload, fingerprint, read
from ..judge import FORGEABLE, Outcome, Ruling, Status, Verdict, by_hand, not_graded
from ..release import Slot


class EngineError(OurFault):
    """Raised when nbgrader or otter is missing or fails before any submission; the message ends with its output."""


class NoScore(Signal):
    """Raised when a grader's results hold no score; the message says why."""


def verdict(
    assignment: Assignment, upload: Upload, engine: str, outcomes: Iterable[Outcome], seconds: float,
    level: str = FORGEABLE,
) -> Verdict:  # fmt: skip
    return Verdict(
        student=upload.student,
        assignment=assignment.name,
        submission=fingerprint(upload),
        submitted=upload.submitted,
        assignment_hash=assignment.hash,
        status=Ruling.GRADED,
        outcomes=tuple(outcomes),
        by_hand=by_hand(assignment, read(upload, assignment)) if assignment.essays else (),
        remarks=upload.remarks,
        engine=engine,
        level=level,
        seconds=seconds,
    )


def failed(assignment: Assignment, upload: Upload, engine: str, reason: str, ruling: Ruling = Ruling.OURS) -> Verdict:
    """The verdict if the engine gave no score. Unless the `ruling` says more, it counts as our fault."""
    digest = "" if upload.ours else fingerprint(upload)
    submission = Submission(upload.student, assignment.name, digest, upload.submitted)
    return replace(not_graded(assignment, submission, ruling, reason), engine=engine, remarks=upload.remarks)


def facts_in(files: Mapping[str, bytes], name: str) -> dict[str, Any]:
    """The facts in a file of JSON, or NoScore."""
    try:
        facts = json.loads(files[name])
    except KeyError:
        raise NoScore("it wrote no results.") from None
    except (ValueError, RecursionError):
        raise NoScore("its results can't be read.") from None
    if not isinstance(facts, dict):
        raise NoScore("its results can't be read.")
    return facts


def points(found: object, most: float) -> float:
    """A score between nothing and the most, or NoScore."""
    if isinstance(found, bool) or not isinstance(found, int | float) or not math.isfinite(found):
        raise NoScore("a score is missing.")
    if not -_ROUNDED <= found <= most + _ROUNDED:
        raise NoScore(f"a score is {found:g}, of {most:g} points.")
    return min(max(float(found), 0.0), most)


def seconds_in(facts: Mapping[str, Any]) -> float:
    """How long it took, as it says itself."""
    found = facts.get("seconds")
    return float(found) if isinstance(found, int | float) and math.isfinite(found) else math.inf


def ended(test: Test, score: float, status: Status | None = None, detail: str = "") -> Outcome:
    """A test's score as an outcome. Without a `status`, it passed if it earned all its points."""
    status = status or (Status.PASSED if score >= test.points else Status.FAILED)
    return Outcome(test.name, test.answer, status, score, test.points, test.claim, test.visible, detail)


def outcome(slot: Slot, score: float, message: str = "") -> Outcome:
    """A slot's score as one outcome: these graders report no more."""
    status = Status.PASSED if score >= slot.points else Status.FAILED
    visible = all(test.visible for test in slot.tests)
    claim = " ".join(test.claim for test in slot.tests)
    return Outcome(slot.id, slot.name, status, score, slot.points, claim, visible, message)


_ROUNDED = 1e-6  # points that a sum of shares may be off by
