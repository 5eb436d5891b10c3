"""The judge's findings. Frozen values; policy is applied later, when standings are computed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import ConfigDict, TypeAdapter

_RECORD = ConfigDict(ser_json_inf_nan="constants")  # a gate may measure infinity or NaN

FORGEABLE = "forgeable"  # the level of a verdict whose tests ran beside the student's code, confined or not
Key = tuple[str, str, str, str]  # student, assignment, submission, assignment's hash


class Status(StrEnum):
    """How one test ended."""

    PASSED = "passed"
    FAILED = "failed"  # the answer is wrong
    ERROR = "error"  # the student's code raised an error
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"  # the student's process ended
    REFUSED = "refused"  # cannot be graded, with the plain reason
    OURS = "ours"  # our fault: never a score, never a certificate

    @property
    def plain(self) -> str:
        """In a word or two, for a report."""
        return {"timeout": "too slow", "memory": "too much memory", "ours": "not graded yet"}.get(self, str(self))


class Ruling(StrEnum):
    """The result for a submission as a whole."""

    GRADED = "graded"
    REFUSED = "refused"  # with a plain reason; scores nothing
    OURS = "ours"  # our fault: there is no score
    HELD = "held"  # it makes grading fail while others are graded: there is no score, and a person must look at it

    @property
    def has_score(self) -> bool:
        return self in (Ruling.GRADED, Ruling.REFUSED)


@dataclass(frozen=True)
class Outcome:
    """How one test ended. `detail` is for staff.

    Students see `happened` for tests that they can see anyway; it names the call, and `detail` takes its place where it
    is empty. They see `told` and `cell` even for a hidden test: these hold our own words only, none that their code
    could choose. `cell` says that the cell of a variable ended with an error.
    """

    __pydantic_config__ = _RECORD

    test: str
    answer: str
    status: Status
    score: float
    max_score: float
    claim: str
    visible: bool
    detail: str = ""
    told: str = ""
    happened: str = ""
    cell: str = ""
    evidence: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # values measured at gates
    cases: tuple[str, ...] = ()  # of drawn calls: nothing for a right one, a digest of what came for a wrong one

    @property
    def message(self) -> str:
        """The text for the student: what happened, and then the claim.

        Nothing if the test passed, and never what a hidden test compared. Values measured at gates are shown with two
        decimals: finer steps would reveal more about the hidden data.
        """
        if self.status is Status.PASSED:
            return ""
        seen = (self.happened or self.detail) if self.visible else self.told
        if self.evidence and self.status is Status.FAILED:
            seen = "; ".join(self.measured)
        first = " ".join(filter(None, [_sentence(self.cell), _sentence(seen)]))
        return f"{first} ({self.claim})" if first else self.claim

    @property
    def measured(self) -> list[str]:
        """Each gate's measured value, how sure it is, and its bound."""
        return [f"{name} {_value(found)}, {_bound(found)}" for name, found in self.evidence.items()]


def _bound(found: Mapping[str, float]) -> str:
    return f"at least {found['at_least']:g}" if "at_least" in found else f"at most {found['at_most']:g}"


def _value(found: Mapping[str, float]) -> str:
    """A measured value with two decimals, which never reads as if it had reached a gate that it missed."""
    value, least, most = found["value"], found.get("at_least", -math.inf), found.get("at_most", math.inf)
    shown = f"{value:.2f}"
    if value < least <= float(shown):
        shown = f"{float(shown) - 0.01:.2f}"
    if value > most >= float(shown):
        shown = f"{float(shown) + 0.01:.2f}"
    between = f" (between {found['low']:.2f} and {found['high']:.2f})" if "low" in found else ""
    return f"{shown}{between}"


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?", "\u2026")) else f"{text}."


@dataclass(frozen=True)
class ByHand:
    """A question that a person grades. `answer` is a digest of what was written: nothing if nothing was."""

    question: str
    max_score: float
    answer: str = ""


class _Scored:
    """Adds up the points of some outcomes."""

    outcomes: tuple[Outcome, ...]

    @property
    def score(self) -> float:
        return sum(outcome.score for outcome in self.outcomes)

    @property
    def max_score(self) -> float:
        return sum(outcome.max_score for outcome in self.outcomes)


@dataclass(frozen=True)
class Verdict(_Scored):
    """The judge's findings about one submission. Its points are those of tests; people give the rest, `by_hand`."""

    __pydantic_config__ = _RECORD

    student: str
    assignment: str
    submission: str  # sha256 of what was handed in
    submitted: datetime
    assignment_hash: str
    status: Ruling
    reason: str = ""
    outcomes: tuple[Outcome, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    remarks: tuple[str, ...] = ()
    engine: str = "judge"
    level: str = ""
    seconds: float = 0.0
    made_with: Mapping[str, str] = field(default_factory=dict)  # what decides a grade beside the course: versions, seed

    @property
    def key(self) -> Key:
        """What was graded: a student's submission, with one version of an assignment."""
        return self.student, self.assignment, self.submission, self.assignment_hash

    @property
    def questions(self) -> tuple[Question, ...]:
        """The outcomes, grouped by answer."""
        names = dict.fromkeys(outcome.answer for outcome in self.outcomes)
        return tuple(Question(name, tuple(o for o in self.outcomes if o.answer == name)) for name in names)

    def as_json(self) -> dict[str, Any]:
        """The line that `autograder grade --json` prints."""
        line: dict[str, Any] = {
            "schema": 1,
            "student": self.student,
            "assignment": self.assignment,
            "score": self.score if self.status.has_score else None,
            "max_score": self.max_score,
            "status": str(self.status),
            "seconds": round(self.seconds, 3),
            "questions": [question.as_json() for question in self.questions],
        }
        evidence = {name: found for outcome in self.outcomes for name, found in outcome.evidence.items()}
        if evidence:
            line["evidence"] = evidence
        if self.by_hand:
            line["by_hand"] = {each.question: each.max_score for each in self.by_hand}
        if self.reason:
            line["reason"] = self.reason
        if self.remarks:
            line["remarks"] = list(self.remarks)
        return line

    def as_record(self) -> str:
        """Everything, as JSON, for the gradebook; `from_record` reads it back."""
        return _RECORDS.dump_json(self).decode()

    @staticmethod
    def from_record(record: str) -> Verdict:
        return _RECORDS.validate_json(record)


@dataclass(frozen=True)
class Question(_Scored):
    """The outcomes of one answer's tests."""

    name: str
    outcomes: tuple[Outcome, ...]

    @property
    def worst(self) -> Outcome:
        """The first outcome that is not a pass, or else the first."""
        return next((o for o in self.outcomes if o.status is not Status.PASSED), self.outcomes[0])

    def as_json(self) -> dict[str, Any]:
        worst = self.worst
        return {
            "name": self.name,
            "score": self.score,
            "max_score": self.max_score,
            "status": str(worst.status),
            "message": worst.message,
        }


@dataclass(frozen=True)
class _Named:
    """The only part of a verdict that says who graded, to be read without the rest."""

    engine: str = "judge"


_RECORDS = TypeAdapter(Verdict)
_NAMES = TypeAdapter(_Named)


def graded_by(record: str) -> str:
    """The engine of a recorded verdict. Reading the whole verdict takes ten times as long."""
    return _NAMES.validate_json(record).engine
