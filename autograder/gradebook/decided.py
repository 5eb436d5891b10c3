"""What decisions in force say about one student's work on one assignment, ready for a standing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Final

from .faults import GradebookError
from .records import Comment, Decision, DecisionKind, HandMark

OVERRIDE: Final = "override"  # the source of a mark that a decision stands behind, and no table or tool
_OF_ALL = (DecisionKind.EXCUSE, DecisionKind.OVERRIDE, DecisionKind.EXTEND, DecisionKind.REOPEN)


@dataclass(frozen=True)
class Decided:
    """The decisions that a standing follows. `overrides` are by question; the whole assignment's is in `override`."""

    excuse: Decision | None = None
    override: Decision | None = None
    extend: Decision | None = None
    reopen: Decision | None = None
    overrides: Mapping[str, Decision] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def instead(self) -> Decision | None:
        """What stands in place of everything that was graded, or not handed in."""
        return self.excuse or self.override

    @property
    def all(self) -> tuple[Decision, ...]:
        whole = (self.excuse, self.override, self.extend, self.reopen)
        return (*(each for each in whole if each is not None), *self.overrides.values())

    @property
    def in_words(self) -> str:
        """In a few words what counts otherwise than it was graded: "excused", or "overridden in double"."""
        if self.instead is not None:
            return "excused" if self.excuse else "overridden"
        parts = [f"overridden in {', '.join(self.overrides)}"] if self.overrides else []
        parts += ["extended"] if self.extend else []
        return ", ".join([*parts, *(["reopened"] if self.reopen else [])])

    @property
    def marks(self) -> list[HandMark]:
        """The overrides of questions as marks by hand, which count for whatever was handed in."""
        return [_mark(each) for each in self.overrides.values()]

    def due(self, due: datetime | None) -> datetime | None:
        """The due date with the extension. It is never earlier than that of everybody."""
        if due is None or self.extend is None:
            return due
        return max(due, moment_of(self.extend))

    def due_at(self, submitted: datetime, due: datetime | None) -> datetime | None:
        """The due date of what was handed in at a moment; None if it is in time in any case."""
        extended = self.due(due)
        if extended is None or self.reopen is None or submitted <= self.reopen.when:
            return extended
        return None if self.reopen.value is None else max(extended, moment_of(self.reopen))


NOTHING = Decided()


def decided(decisions: Iterable[Decision]) -> dict[tuple[str, str], Decided]:
    """By student and assignment, what the decisions in force say. Comments and regrades change no standing."""
    found: dict[tuple[str, str], Decided] = {}
    for each in decisions:
        key = each.student, each.assignment
        before = found.get(key, NOTHING)
        if each.kind is DecisionKind.OVERRIDE and each.question:
            found[key] = replace(before, overrides={**before.overrides, each.question: each})
        elif each.kind in _OF_ALL and not each.question:
            found[key] = _with(before, each)
    return found


def _with(before: Decided, each: Decision) -> Decided:
    match each.kind:
        case DecisionKind.EXCUSE:
            return replace(before, excuse=each)
        case DecisionKind.OVERRIDE:
            return replace(before, override=each)
        case DecisionKind.EXTEND:
            return replace(before, extend=each)
        case _:
            return replace(before, reopen=each)


def said(comments: Iterable[Comment], decisions: Iterable[Decision]) -> list[Comment]:
    """What people wrote to students: comments, and decisions that are comments. The newest comes last."""
    also = [_comment(each) for each in decisions if each.kind is DecisionKind.COMMENT]
    return sorted([*comments, *also], key=lambda each: each.when)


def points_of(decision: Decision) -> tuple[float, float]:
    """The points that an override gives, and how many there are."""
    value = decision.value if isinstance(decision.value, dict) else {}
    points, maximum = value.get("points"), value.get("maximum")
    for number in (points, maximum):
        if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
            raise _unreadable(decision)
    return float(points), float(maximum)  # type: ignore[arg-type]


def moment_of(decision: Decision) -> datetime:
    """The date that an extension or a reopening gives."""
    try:
        found = datetime.fromisoformat(str(decision.value))
    except ValueError:
        raise _unreadable(decision) from None
    if found.tzinfo is None:
        raise _unreadable(decision)
    return found.astimezone(UTC)


def _mark(each: Decision) -> HandMark:
    points, maximum = points_of(each)
    return HandMark(
        student=each.student, assignment=each.assignment, question=each.question, author=each.author, when=each.when,
        points=points, maximum=maximum, source=OVERRIDE,
    )  # fmt: skip


def _comment(each: Decision) -> Comment:
    return Comment(
        student=each.student, assignment=each.assignment, question=each.question, author=each.author, when=each.when,
        text=str(each.value or ""), source="decision",
    )  # fmt: skip


def _unreadable(decision: Decision) -> GradebookError:
    return GradebookError(
        f"Decision {decision.number} ({decision.kind} of {decision.student}, {decision.assignment}) has a value that "
        "can't be read. Undo it, and decide again: autograder undo NUMBER."
    )
