"""A grade explained: every attempt, every test, all that people did, and how the mark comes about; for an appeal.

Nothing in it depends on when or where it is asked for: whoever has the gradebook and the course gets the same again.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..analysis import as_plain
from ..assignment import Assignment
from ..gradebook import Change, Gradebook, Hand, Mark, MarkKind, Recorded, in_force, points_of, rounded_down, standings
from ..judge import Verdict
from ..policy import Policy
from .deciding import DecisionError
from .trail import Entry, trail


@dataclass(frozen=True)
class Attempt:
    """One grading of something that was handed in. `counts`: the mark is made of it. `replaced`: by a later grading."""

    recorded: datetime
    verdict: Verdict
    counts: bool
    replaced: bool


@dataclass(frozen=True)
class Explanation:
    """All that made a mark. For instructors: it shows what hidden tests found."""

    student: str
    assignment: str
    title: str
    version: str  # of the assignment, as it is now
    secret: str  # a fingerprint of the cohort's, which decides the hidden data; not the secret itself
    due: datetime | None
    mark: Mark
    steps: tuple[str, ...]
    attempts: tuple[Attempt, ...]
    entries: tuple[Entry, ...]

    @property
    def counting(self) -> Verdict | None:
        """What is graded of the attempt that counts."""
        return self.mark.verdict

    def as_json(self) -> dict[str, Any]:
        """The same, as plain values."""
        mark = self.mark
        found = {
            "schema": 1,
            "student": self.student,
            "assignment": self.assignment,
            "version": self.version,
            "secret": self.secret,
            "due": self.due,
            "mark": {
                "state": mark.state,
                "points": mark.score if mark.known else None,
                "maximum": mark.max_score,
                "percent": mark.percent if mark.known else None,
                "late_seconds": mark.late.total_seconds(),
                "late_penalty": mark.penalty,
                "outdated": mark.outdated,
            },
            "steps": self.steps,
            "attempts": [
                {
                    "recorded": each.recorded, "counts": each.counts, "replaced": each.replaced,
                    **as_plain(each.verdict, instructors=True),
                }
                for each in self.attempts
            ],
            "changes": self.entries,
        }  # fmt: skip
        return {key: _writable(as_plain(value, instructors=True)) for key, value in found.items()}


def explain(
    mark: Mark, assignment: Assignment, student: str, recorded: Sequence[Recorded], entries: Sequence[Entry],
    policy: Policy,
) -> Explanation:  # fmt: skip
    """Explain a mark. `recorded` is every verdict on this work, and `entries` all that people did about it."""
    last = {each.verdict.submission: number for number, each in enumerate(recorded)}
    attempts = [
        Attempt(each.when, each.verdict, each.verdict == mark.verdict and newest, not newest)
        for number, each in enumerate(recorded)
        for newest in [last[each.verdict.submission] == number]
    ]
    due = policy.due(student, assignment.name)
    return Explanation(
        student, assignment.name, assignment.title, assignment.hash, assignment.cohort, mark.decided.due(due), mark,
        tuple(_steps(mark, mark.decided.due(due), policy)), tuple(attempts), tuple(entries),
    )  # fmt: skip


def explanation(book: Gradebook, policy: Policy, topic: Assignment, student: str) -> Explanation:
    """Explain a student's mark from what a gradebook holds; or say that there is none."""
    key = student, topic.name
    recorded, history = book.recorded(*key), book.decision_history()
    verdicts = (each.verdict for each in recorded)
    found = standings(verdicts, (topic,), policy, book.marks(), in_force(history))
    mark = next((each.marks[0] for each in found if each.student == student), None)
    if mark is None:
        raise DecisionError(f"{student} has handed in nothing yet, so there is nothing to explain.")
    everything = trail(history, book.mark_history(), book.comment_history())
    entries = [each for each in everything if (each.student, each.assignment) == key]
    return explain(mark, topic, student, recorded, entries, policy)


def same_again(before: Verdict, now: Verdict) -> list[str]:
    """What differs between two gradings of the same work, time apart; nothing if it came out the same."""
    found = []
    for name in ("submission", "assignment_hash", "status", "made_with"):
        was, is_now = getattr(before, name), getattr(now, name)
        if was != is_now and (was or name != "made_with"):
            found.append(f"{name.replace('_', ' ')}: {was} then, {is_now} now")
    then = {each.test: each for each in before.outcomes}
    for outcome in now.outcomes:
        old = then.pop(outcome.test, None)
        if old is None:
            found.append(f"{outcome.test}: it is new")
        elif (old.status, old.score, old.cases, old.evidence) != (
            outcome.status, outcome.score, outcome.cases, outcome.evidence,
        ):  # fmt: skip
            found.append(f"{outcome.test}: {old.status}, {old.score:g} then; {outcome.status}, {outcome.score:g} now")
    return [*found, *(f"{name}: it is gone" for name in then)]


def _steps(mark: Mark, due: datetime | None, policy: Policy) -> Iterator[str]:
    """How the mark comes about, in sentences."""
    verdict = mark.verdict
    if verdict is None:
        yield "Nothing was handed in."
    else:
        if mark.attempts > 1:
            yield f"Of {mark.attempts} attempts, the {policy.attempts} counts: {verdict.submission[:16]}."
        if not verdict.status.has_score:
            yield f"It has no score: {verdict.status}. {verdict.reason}"
        else:
            yield f"Tests give {verdict.score:g} of {verdict.max_score:g} points."
        yield from map(_hand, mark.hands)
        yield from map(_change, mark.changes)
        yield from _lateness(mark, verdict, due, policy)
    yield from _whole(mark)
    if mark.known:
        yield f"The mark is {rounded_down(mark.percent, 2)} %: {mark.score:g} of {mark.max_score:g} points" + (
            f", minus {mark.penalty:g} %." if mark.penalty and not mark.overridden else "."
        )
    elif not mark.excused:
        yield f"There is no mark yet: {mark.state}."


def _hand(hand: Hand) -> str:
    if hand.mark is None:
        return f"{hand.question}: {'nobody has graded it yet' if hand.waits else 'nothing was written'}."
    how = "overridden" if hand.overrides else "graded by hand"
    return f"{hand.question}: {how} by {hand.mark.author}, {hand.points:g} of {hand.max_score:g} points."


def _change(change: Change) -> str:
    if change.mark.kind is MarkKind.EXTRA:
        return f"{change.question}: {change.points:+g} extra points by {change.mark.author}."
    how = "overridden" if change.overrides else "changed by hand"
    return f"{change.question}: {how} by {change.mark.author}, {change.mark.points:g} points, not {change.automatic:g}."


def _lateness(mark: Mark, verdict: Verdict, due: datetime | None, policy: Policy) -> Iterator[str]:
    clock = policy.course.clock
    if due is None:
        return
    until = f"It was due {due.astimezone(clock):%Y-%m-%d %H:%M %Z}"
    came = f"and handed in {verdict.submitted.astimezone(clock):%Y-%m-%d %H:%M:%S %Z}"
    late = f": {mark.late.total_seconds() / 3600:.2f} hours late, which costs {mark.penalty:g} %." if mark.late else "."
    reopen = mark.decided.reopen
    reopened = "; it was reopened before that" if reopen and reopen.when < verdict.submitted else ""
    yield f"{until} {came}{reopened}{late}"


def _whole(mark: Mark) -> Iterator[str]:
    by = mark.decided
    if by.override is not None:
        points, maximum = points_of(by.override)
        yield f"All of it is overridden by {by.override.author}: {points:g} of {maximum:g} points, and no late penalty."
    if by.excuse is not None:
        yield f"It is excused by {by.excuse.author}, and does not count."


def _writable(value: Any) -> Any:
    """JSON has no infinity and no NaN, which a gate may measure."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {key: _writable(each) for key, each in value.items()}
    return [_writable(each) for each in value] if isinstance(value, list) else value
