"""The audit trail: all that people ever gave, wrote or decided, in order: who, when, why, and whether it counts."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..gradebook import Comment, Decision, DecisionKind, HandMark, MarkKind, undone
from .deciding import in_effect


@dataclass(frozen=True)
class Entry:
    """One thing that a person did. `what` says it in words; `counts` is unknown for marks, which newer work outlives.

    `record` is "decision", "mark" or "comment"; each kind of record has numbers of its own.
    """

    record: str
    number: int | None
    when: datetime
    author: str
    student: str
    assignment: str
    question: str
    kind: str
    what: str
    reason: str
    counts: bool | None
    undone_by: int | None


def trail(
    decisions: Sequence[Decision], marks: Iterable[HandMark] = (), comments: Iterable[Comment] = ()
) -> list[Entry]:
    """Everything, the oldest first. Takes whole histories, in the order of recording."""
    counting, dead = in_effect(decisions), undone(decisions)
    found = [_decision(each, dead.get(each.number or 0), counts=_counts(each, counting, dead)) for each in decisions]
    found += [_mark(each) for each in marks]
    found += [_comment(each) for each in comments]
    return sorted(found, key=lambda each: each.when)


def audit_table(entries: Iterable[Entry]) -> list[list[str | float]]:
    """The trail as rows of a table, the heads first."""
    heads: list[str | float] = [
        "when (UTC)", "record", "number", "who", "student", "assignment", "question", "what", "in words", "why",
        "counts", "undone by",
    ]  # fmt: skip
    return [heads, *map(_row, entries)]


def _row(each: Entry) -> list[str | float]:
    counts = "" if each.counts is None else "yes" if each.counts else "no"
    return [
        f"{each.when:%Y-%m-%d %H:%M:%S}", each.record, str(each.number or ""), each.author, each.student,
        each.assignment, each.question, each.kind, each.what, each.reason, counts, str(each.undone_by or ""),
    ]  # fmt: skip


def _counts(each: Decision, counting: Container[int | None], dead: Container[int | None]) -> bool | None:
    """Whether a decision is in force. That work was graded again is a fact, and neither."""
    if each.kind is DecisionKind.REGRADE:
        return None
    return each.number in counting or _undoes(each, dead)


def _undoes(each: Decision, dead: Container[int | None]) -> bool:
    return each.kind is DecisionKind.UNDO and each.number not in dead


def _decision(each: Decision, by: Decision | None, *, counts: bool | None) -> Entry:
    return Entry(
        "decision", each.number, each.when, each.author, each.student, each.assignment, each.question, str(each.kind),
        _in_words(each), each.reason, counts, by.number if by else None,
    )  # fmt: skip


def _mark(each: HandMark) -> Entry:
    ways = {
        MarkKind.POINTS: f"{each.points:g} of {each.maximum:g} points by hand",
        MarkKind.EXTRA: f"{each.points:+g} extra points",
        MarkKind.WITHDRAWN: "the mark by hand was taken back",
    }
    what = f"{ways[each.kind]}, given in: {each.source}"
    return Entry(
        "mark", each.number, each.when, each.author, each.student, each.assignment, each.question, str(each.kind),
        what, each.comment, None, None,
    )  # fmt: skip


def _comment(each: Comment) -> Entry:
    return Entry(
        "comment", each.number, each.when, each.author, each.student, each.assignment, each.question, "comment",
        each.text or "the comment was taken back", "", None, None,
    )  # fmt: skip


def _in_words(each: Decision) -> str:
    value = each.value if isinstance(each.value, dict) else {}
    match each.kind:
        case DecisionKind.OVERRIDE:
            return f"{_number(value.get('points'))} of {_number(value.get('maximum'))} points"
        case DecisionKind.COMMENT:
            return str(each.value)
        case DecisionKind.EXCUSE:
            return "does not count"
        case DecisionKind.EXTEND:
            return f"due {each.value}"
        case DecisionKind.REOPEN:
            return f"open until {each.value}" if each.value else "open from then on"
        case DecisionKind.REGRADE:
            return f"from {_number(value.get('before'))} to {_number(value.get('after'))} points"
        case DecisionKind.UNDO:
            return f"takes back decision {each.undoes}"


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)
