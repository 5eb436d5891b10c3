"""Many submissions at once, and the same ones a second time."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from . import judging
from .judging import CORES, BenchError, Totals
from .memory import Sample, flat, is_flat


@dataclass(frozen=True)
class Unchanged:
    """A second grading of an unchanged cohort."""

    submissions: int
    seconds: float  # for the whole command, including its start
    milliseconds_each: float


@dataclass(frozen=True)
class Marathon:
    """A very large cohort, with its memory over time."""

    submissions: int
    minutes: float
    per_second: float
    peak_worker_mb: float  # of one worker with its zygotes and boxes, proportional size
    peak_parent_mb: float
    growth: dict[str, float]  # from the second to the last quarter of the run
    flat: bool
    unchanged: Unchanged
    samples: tuple[Sample, ...]


def unchanged(course: Path, submissions: Path, results: Path) -> Unchanged:
    """Grade submissions that `results` already holds. Raises BenchError if any is graded again."""
    graded = judging.grade(course, submissions, results, CORES)
    count = sum(1 for _ in submissions.glob("*/*/*.ipynb"))
    if graded.count:
        raise BenchError(f"{graded.count} unchanged submissions were graded again.")
    return Unchanged(count, graded.seconds, 1000 * graded.seconds / count)


def marathon(course: Path, submissions: Path, results: Path, truth: Totals | None = None) -> Marathon:
    """Grade a very large cohort with one worker per core, and then once more, unchanged."""
    start = time.perf_counter()
    graded = judging.grade(course, submissions, results, CORES, every=2.0)
    minutes = (time.perf_counter() - start) / 60
    if truth is not None:
        judging.must_agree("the large run", graded.totals, "the small one", truth)
    samples = list(graded.memory)
    return Marathon(
        submissions=graded.count,
        minutes=minutes,
        per_second=graded.count / graded.seconds,
        peak_worker_mb=max(sample.share for sample in samples),
        peak_parent_mb=max(sample.parent for sample in samples),
        growth=flat(samples),
        flat=is_flat(samples),
        unchanged=unchanged(course, submissions, results),
        samples=graded.memory,
    )
