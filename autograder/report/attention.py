"""What needs a person: work that could not be graded by itself, answers to grade by hand, and what is out of the
ordinary. Pure; for instructors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ..gradebook import Mark
from .progress import Progress, Stage, Step

_SPREAD = 1.4826  # makes the median deviation comparable with a standard deviation
_FAR = 3.0  # of these deviations: further off is unlike a student's other work
_AT_LEAST = 40.0  # per cent: nearer is nothing to ask about, however steady somebody is
_ENOUGH = 4  # other marks to compare with
_STOPPED = 3  # assignments in a row that were due, after others that were handed in


@dataclass(frozen=True)
class Look:
    """Something to look at: whose, about which assignment (or the whole course), and why."""

    student: str
    assignment: str
    reason: str


@dataclass(frozen=True)
class Group:
    """All that needs the same kind of look. `what` says what to do."""

    name: str
    what: str
    looks: tuple[Look, ...]


@dataclass(frozen=True)
class ToGrade:
    """A question in words, and how many answers wait for a person."""

    assignment: str
    question: str
    count: int


def groups(everybody: Sequence[Progress]) -> list[Group]:
    """What needs a person, the most urgent first; only groups in which there is something."""
    found = [
        Group("Held", "Grading failed on these alone, again and again. Look at the file; nobody loses points by it.",
              tuple(_with_state(everybody, "held"))),
        Group("Not graded yet", "This is our fault or the machine's, not the students'. Grade again.",
              tuple(_with_state(everybody, "not graded yet"))),
        Group("Refused", "These files could not be read. The students can hand in again.",
              tuple(_with_state(everybody, "refused"))),
        Group("Graded by older tests", "The assignment has changed since. Grade again.", tuple(_outdated(everybody))),
        Group("With remarks", "Something about these was odd.", tuple(_with_remarks(everybody))),
        Group("Stopped", "They handed in, and then no more. Ask how they are.", tuple(_stopped(everybody))),
        Group("Unlike their other work", "Far from what the same student does elsewhere. There may be a good reason.",
              tuple(_unlike(everybody))),
    ]  # fmt: skip
    return [group for group in found if group.looks]


def to_grade(everybody: Sequence[Progress]) -> list[ToGrade]:
    """The questions with answers that wait for a person."""
    counts = Counter(
        (step.mark.assignment, hand.question)
        for progress in everybody
        for step in progress.steps
        for hand in step.mark.waiting
    )
    return [ToGrade(*where, count) for where, count in sorted(counts.items())]


def needing(found: Sequence[Group]) -> set[str]:
    """The students who are in any of these groups."""
    return {look.student for group in found for look in group.looks}


def _marks(everybody: Sequence[Progress]) -> Iterator[tuple[str, Mark]]:
    for progress in everybody:
        for step in progress.steps:
            if step.mark.verdict is not None and step.mark.decided.instead is None:  # otherwise a person has decided
                yield progress.student, step.mark


def _with_state(everybody: Sequence[Progress], state: str) -> Iterator[Look]:
    for student, mark in _marks(everybody):
        if mark.verdict is not None and mark.state == state:
            yield Look(student, mark.assignment, mark.verdict.reason)


def _outdated(everybody: Sequence[Progress]) -> Iterator[Look]:
    for student, mark in _marks(everybody):
        if mark.outdated:
            yield Look(student, mark.assignment, "The assignment has changed since this was graded.")


def _with_remarks(everybody: Sequence[Progress]) -> Iterator[Look]:
    for student, mark in _marks(everybody):
        for remark in mark.verdict.remarks if mark.verdict is not None else ():
            yield Look(student, mark.assignment, remark)


def _stopped(everybody: Sequence[Progress]) -> Iterator[Look]:
    for progress in everybody:
        due = [step for step in progress.steps if step.is_due]
        last = due[-_STOPPED:]
        if len(due) > _STOPPED and all(step.stage is Stage.MISSED for step in last) and _began(progress.steps):
            yield Look(progress.student, last[0].mark.assignment, f"Nothing since {last[0].mark.assignment}.")


def _began(steps: Sequence[Step]) -> bool:
    return any(step.mark.there for step in steps)


def _unlike(everybody: Sequence[Progress]) -> Iterator[Look]:
    for progress in everybody:
        known = [step.mark for step in progress.steps if step.mark.known and step.mark.state != "refused"]
        for mark in known if len(known) > _ENOUGH else ():
            others = [other.percent for other in known if other is not mark]
            middle = median(others)
            usual = _SPREAD * median(abs(other - middle) for other in others)
            if abs(mark.percent - middle) >= max(_AT_LEAST, _FAR * usual):
                reason = f"{mark.percent:.0f} %, where the middle of the others is {middle:.0f} %."
                yield Look(progress.student, mark.assignment, reason)
