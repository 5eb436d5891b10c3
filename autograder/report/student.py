"""A student's own page: how far they are, what to mend next, what is to come, and what the certificate still needs.

Pure, and safe to send: of hidden tests it holds what `Outcome.message` tells, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..assignment import Assignment, Hint
from ..judge import Question, Status
from ..policy import Policy
from .advice import what_to_mend_first
from .progress import Progress, Stage, Step
from .rendering import local, template

_MEND, _DATES = 3, 4  # of each at most: more would not be read


@dataclass(frozen=True)
class Mend:
    """What to mend in one assignment: an answer, or the whole file; what happened there, and hints.

    `lost` is how much it costs, by weight.
    """

    step: Step
    answer: str
    happened: str
    hints: tuple[Hint, ...]
    lost: float
    closed: bool  # what is handed in now counts nothing


@dataclass(frozen=True)
class Extension:
    """More time for one assignment, and until when."""

    assignment: str
    title: str
    longer: str
    due: datetime


def for_student(progress: Progress, assignments: Sequence[Assignment], now: datetime, name: str = "") -> str:
    """The page. `name` is the student's on the roster, if there is one."""
    policy = progress.policy
    mends = sorted(_mends(progress, {each.name: each for each in assignments}, now), key=_urgency)
    return template("student.html").render(
        progress=progress, standing=progress.standing, policy=policy, now=local(now, policy), name=name,
        Status=Status, Stage=Stage, mends=mends[:_MEND], more=len(mends) - _MEND, dates=_dates(progress)[:_DATES],
        extensions=list(_extensions(progress)), late=[step for step in progress.steps if step.mark.penalty],
        to_come=[step for step in progress.steps if step.stage is Stage.TO_COME],
        waits=[step for step in progress.steps if step.stage is Stage.WAITS], days=_days, at=now,
    )  # fmt: skip


def _urgency(mend: Mend) -> tuple[bool, bool, float]:
    """What can still count comes first, then what the certificate needs, then what costs most."""
    return mend.closed, mend.step.stage is not Stage.TO_MEND, -mend.lost


def _mends(progress: Progress, topics: dict[str, Assignment], now: datetime) -> Iterator[Mend]:
    for step in progress.steps:
        mark, topic = step.mark, topics.get(step.mark.assignment)
        closed = _is_closed(step, progress.policy, now)
        if mark.verdict is not None and mark.state == "refused":
            yield Mend(step, "", mark.verdict.reason, (), mark.weight, closed)
        if mark.verdict is None or not mark.graded or topic is None or mark.outdated:
            continue
        if advice := what_to_mend_first(topic, mark.verdict.questions, ()):
            question = next(each for each in mark.verdict.questions if each.name == advice.answer)
            happened = question.worst.message or question.worst.claim
            hints = tuple(topic.hints.get(advice.answer, ()))
            lost = mark.weight * _lost(mark.verdict.questions) / mark.max_score if mark.max_score else 0.0
            yield Mend(step, advice.answer, happened, hints, lost, closed)


def _lost(questions: Sequence[Question]) -> float:
    return sum(each.max_score - each.score for each in questions)


def _is_closed(step: Step, policy: Policy, now: datetime) -> bool:
    """Whether it is too late: nothing that is handed in now earns anything."""
    if step.due is None:
        return False
    late = now - step.due
    closes = policy.late.closes_after
    whole = policy.late.lose_per_day and late / timedelta(days=1) * policy.late.lose_per_day >= 100
    return late > policy.late.grace and ((closes is not None and late > closes) or bool(whole))


def _dates(progress: Progress) -> list[Step]:
    """What is due next, the nearest first."""
    coming = [step for step in progress.steps if step.due is not None and not step.is_due]
    return sorted((step for step in coming if step.stage is Stage.TO_COME), key=lambda step: step.due or datetime.max)


def _extensions(progress: Progress) -> Iterator[Extension]:
    given = progress.policy.extensions.get(progress.student, {})
    for step in progress.steps:
        longer = given.get(step.mark.assignment)
        if longer and step.due is not None:
            yield Extension(step.mark.assignment, step.mark.title, _days(longer), step.due)


def _days(span: timedelta) -> str:
    """A length of time as people say it."""
    minutes, hours = round(span / timedelta(minutes=1)), round(span / timedelta(hours=1))
    if minutes < 100:
        return f"{minutes} {'minute' if minutes == 1 else 'minutes'}"
    return f"{hours} hours" if hours < 36 else f"{round(hours / 24)} days"
