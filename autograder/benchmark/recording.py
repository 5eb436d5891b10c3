"""How fast verdicts are recorded, alone and in groups, and how fast all of them are read again."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from ..assignment import Assignment
from ..course import Course
from ..gradebook import Gradebook, Pair
from ..judge import Judge, Verdict
from ..proof import known_good
from ..sandbox import Limits
from .judging import BenchError
from .race import Progress

_GROUP = 100  # as many as are ready at once where hundreds of processes grade


@dataclass(frozen=True)
class Rate:
    """How fast verdicts were recorded in one way."""

    way: str
    verdicts: int
    per_second: float


@dataclass(frozen=True)
class Recorded:
    """One database: how fast verdicts were recorded, and how long it takes to read all that are in it."""

    database: str
    rates: tuple[Rate, ...]
    verdicts: int  # that were read
    settled_seconds: float  # to see which work is graded
    standings_seconds: float  # for everybody's standing


def real_verdicts(course: Course, topics: Sequence[Assignment], said: Progress) -> list[Verdict]:
    """The judge's verdict on the right answers of each topic, without those that take a training."""
    limits = Limits.granted_by(course.policy.limits)
    with Judge(course.secret) as judge:
        found = []
        for topic in topics:
            said(f"grading {topic.name}")
            found.append(known_good(topic, judge, limits).verdict)
    return found


def recorded(
    address: str, course: Course, verdicts: Sequence[Verdict], students: int, now: datetime, said: Progress
) -> Recorded:
    """Record the verdicts for as many students, read them, and then record some more in other ways."""
    with Gradebook(address) as book:
        if next(book.history(), None) is not None:
            raise BenchError("There are verdicts in this gradebook. Measure in an empty database, and remove it then.")
        said("recording in groups")
        first = _rate(f"in groups of {_GROUP}", _cohort("g", verdicts, students), _GROUP, _plainly(book, now))
        said("reading")
        settled = _seconds(book.settled)
        standing = _seconds(lambda: book.records().standings(course.assignments, course.policy))
        said("recording in other ways")
        few = max(students // 10, 1)
        rates = (
            first,
            _rate(f"claimed, in groups of {_GROUP}", _cohort("c", verdicts, few), _GROUP, _claimed(book, now)),
            _rate("in groups of 10", _cohort("t", verdicts, few), 10, _plainly(book, now)),
            _rate("each alone", _cohort("a", verdicts, few), 1, _plainly(book, now)),
        )
    return Recorded(address.partition(":")[0].partition("+")[0], rates, first.verdicts, settled, standing)


def _cohort(prefix: str, verdicts: Sequence[Verdict], students: int) -> list[Verdict]:
    """The same verdicts for each of some students."""
    return [replace(each, student=f"{prefix}{number:05d}") for number in range(students) for each in verdicts]


def _plainly(book: Gradebook, now: datetime) -> Callable[[list[Verdict]], object]:
    return lambda group: book.record_all(group, now)


def _claimed(book: Gradebook, now: datetime) -> Callable[[list[Verdict]], object]:
    """As `grade` does it: claim the work, and record what was found about it."""
    claims = book.claims("the benchmark", "judge")

    def record(group: list[Verdict]) -> None:
        found = {verdict.key: verdict for verdict in group}
        claims.take(found, Counter[Pair]())
        if len(book.record_claimed(found, now, claims)) != len(group):
            raise BenchError("Another program uses this gradebook.")

    return record


def _rate(way: str, verdicts: list[Verdict], size: int, record: Callable[[list[Verdict]], object]) -> Rate:
    def all_of_them() -> None:
        for group in _groups(verdicts, size):
            record(group)

    return Rate(way, len(verdicts), len(verdicts) / _seconds(all_of_them))


def _groups(verdicts: Sequence[Verdict], size: int) -> Iterator[list[Verdict]]:
    rest = iter(verdicts)
    while group := list(islice(rest, size)):
        yield group


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
