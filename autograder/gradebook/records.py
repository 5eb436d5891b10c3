"""What people add to a gradebook beside its verdicts: marks by hand, comments and decisions. Frozen values.

Nothing is ever edited. Who changes their mind adds another record, and the newest counts.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from pydantic import JsonValue

from .faults import GradebookError

LONGEST_NAME = 200  # characters, as wide as the columns
_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")  # no database keeps these, and no honest text contains them
_NAMES = ("student", "assignment", "question", "author", "source")
_TEXTS = ("comment", "text", "reason")


@dataclass(frozen=True, kw_only=True)
class _Record:
    """What all records say. A time needs a time zone, and is kept in UTC."""

    student: str
    assignment: str
    question: str = ""  # nothing: the whole assignment
    author: str
    when: datetime
    number: int | None = field(default=None, compare=False)  # the gradebook gives it

    def __post_init__(self) -> None:
        if self.when.tzinfo is None:
            raise ValueError("the time of a record needs a time zone")
        changed = {"when": self.when.astimezone(UTC)} | {
            name: _NOT_STORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
            for name in _TEXTS
            if isinstance(text := getattr(self, name, None), str)
        }
        for name, value in changed.items():
            object.__setattr__(self, name, value)
        for name in _NAMES:
            _check_name(name, getattr(self, name, "-"), may_be_empty=name == "question")


class MarkKind(StrEnum):
    """What a mark by hand does."""

    POINTS = "points"  # these points for the question; if tests gave some, in their place
    EXTRA = "extra"  # on top of everything, and of the maximum
    WITHDRAWN = "withdrawn"  # the mark before was taken back: the question waits again, or the tests count again


@dataclass(frozen=True, kw_only=True)
class HandMark(_Record):
    """The points that a person gave for one question. `source` says where, for example "formgrader" or "table".

    `answer` is a digest of what the points are for: of the text, or of all that was handed in. If the student hands in
    something else, the mark does not count for that. A mark without one counts for anything.
    """

    points: float
    maximum: float
    source: str
    comment: str = ""
    answer: str = ""
    kind: MarkKind = MarkKind.POINTS

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.question:
            raise GradebookError("A mark by hand has no question. Name the question that it is for.")
        if not (math.isfinite(self.points) and math.isfinite(self.maximum) and self.maximum >= 0):
            raise GradebookError(
                f"{self.student}, {self.assignment}, {self.question}: {self.points} of {self.maximum} points can't be "
                "a mark. Give two numbers, the second not below 0."
            )


@dataclass(frozen=True, kw_only=True)
class Comment(_Record):
    """What a person wrote to a student about a question, or about the whole assignment."""

    text: str
    source: str


class DecisionKind(StrEnum):
    """What a person decided.

    A new kind needs a new revision, even one that changes no table: an older program that does not know the kind must
    refuse the gradebook, and not compute standings without the decision.
    """

    OVERRIDE = "override"  # these points, whatever was graded: {"points": 4, "maximum": 5}
    COMMENT = "comment"  # its text
    EXCUSE = "excuse"  # does not count
    EXTEND = "extend"  # more time: until this moment, as text
    REOPEN = "reopen"  # may be handed in again: in time until this moment, or for ever
    REGRADE = "regrade"  # was graded once more, and earned something else: from how many points to how many
    UNDO = "undo"  # only takes back another decision


@dataclass(frozen=True, kw_only=True)
class Decision(_Record):
    """What a person decided about a student's work, and why. `undoes` is the number of one that it takes back."""

    kind: DecisionKind
    value: JsonValue = None
    reason: str = ""
    undoes: int | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.kind is DecisionKind.UNDO and self.undoes is None:
            raise GradebookError("Nothing is undone. Give the number of the decision to take back.")


def undone(decisions: Sequence[Decision]) -> dict[int, Decision]:
    """The decisions that were taken back, by number, each with the one that did it. Takes the whole history."""
    found: dict[int, Decision] = {}
    for each in reversed(decisions):
        if each.undoes is not None and each.number not in found:
            found.setdefault(each.undoes, each)
    return found


def in_force(decisions: Sequence[Decision]) -> list[Decision]:
    """The newest decision of each kind on each question, without those that were undone. In the order of recording.

    Who undoes an undoing brings the first decision back. If the newest is undone, the one before it counts again.
    """
    dead = undone(decisions)
    newest: dict[tuple[str, ...], Decision] = {}
    for decision in reversed(decisions):
        if decision.number not in dead and decision.kind is not DecisionKind.UNDO:
            key = (decision.kind, decision.student, decision.assignment, decision.question)
            newest.setdefault(key, decision)
    return list(reversed(newest.values()))


def _check_name(what: str, name: str, *, may_be_empty: bool) -> None:
    if not name and not may_be_empty:
        raise GradebookError(f"A record has no {what}. Name one.")
    if len(name) > LONGEST_NAME:
        raise GradebookError(
            f"The {what} {name[:20]!r}... is longer than {LONGEST_NAME} characters. Use a shorter name."
        )
    if _NOT_STORABLE.search(name):
        raise GradebookError(f"The {what} {name!a} contains characters that can't be stored. Remove them.")
