"""Every grader on the same notebooks, one after another: how fast are they, and do they agree?"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import mean, median

from ..adapters.nbgrader import NbgraderEngine
from ..adapters.otter import OtterEngine
from ..cohort import Engine
from ..course import Course
from ..intake import Upload
from ..judge import Verdict
from . import judging
from .judging import CORES, Graded
from .material import Distinct, write_cohort
from .memory import Sample

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Lane:
    """One contender. Ratios are relative to nbgrader in one process."""

    name: str
    notebooks: int
    seconds: float  # total wall time, median of the repeats
    per_second: float
    ratio: float
    warm_up_seconds: float | None = None  # until the first verdict; only known for our judge
    steady_per_second: float | None = None
    steady_ratio: float | None = None
    processor_ms: float | None = None  # CPU time per notebook, including warm-up and parent
    worker_peak_mb: float | None = None  # of one worker with its zygotes and boxes, proportional size
    worker_peak_rss_mb: float | None = None
    parent_peak_mb: float | None = None
    repeats: tuple[float, ...] = ()


@dataclass(frozen=True)
class Topic:
    """Mean seconds per notebook of one topic, in one process each, without the judge's start and recording."""

    name: str
    nbgrader: float
    judge: float
    ratio: float


@dataclass(frozen=True)
class Race:
    """The results of a race in which all gave the same points."""

    distinct: int
    points: float  # the total of all distinct notebooks, from every contender
    workers_ratio: float  # steady throughput with one worker per core, relative to one worker
    lanes: tuple[Lane, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Field:
    """Who runs, and how often. Others grade every distinct notebook once; our judge grades `copies` of each."""

    copies: int
    repeats: int = 3
    others: bool = True  # also otter, and nbgrader with one process per core


def race(course: Course, notebooks: list[Distinct], field: Field, said: Progress) -> Race:
    """Run the race. Raises BenchError if a contender fails or they disagree."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        folder = Path(scratch)
        few = write_cohort(notebooks, folder / "few")
        theirs = list(_theirs(course, few, field, said))
        write_cohort(notebooks, folder / "many", field.copies)
        ours = list(_ours(course.root, folder, field, said))
    base, truth = theirs[0][1][0], theirs[0][1][0].totals
    for name, runs in [*theirs, *ours]:
        for run in runs:
            judging.must_agree(name, run.totals, "nbgrader", truth)
    points = sum(sum(answers.values()) for answers in truth.values())
    lanes = tuple(lane_of(name, runs, base.count / base.seconds) for name, runs in [*theirs, *ours])
    steady = [lane.steady_per_second or 0.0 for lane in lanes[-2:]]
    topics = tuple(_topics(theirs[0][1], ours[0][1]))
    return Race(len(truth), points, steady[1] / steady[0] if steady[0] else 0.0, lanes, topics)


def _topics(theirs: list[Graded], ours: list[Graded]) -> Iterator[Topic]:
    for name in sorted({topic for topic, _ in theirs[0].each}):
        them, us = (mean(took for run in runs for at, took in run.each if at == name) for runs in (theirs, ours))
        yield Topic(name, them, us, them / us)


def _theirs(course: Course, uploads: list[Upload], field: Field, said: Progress) -> Iterator[tuple[str, list[Graded]]]:
    contenders: list[tuple[Engine, int]] = [(NbgraderEngine(hidden_data=True, confined=False), 1)]
    if field.others:
        contenders += [
            (NbgraderEngine(hidden_data=True, confined=False), CORES),
            (OtterEngine(hidden_data=True, confined=False), 1),
        ]
    for engine, jobs in contenders:
        name = f"{engine.name} × {jobs}"
        said(name)
        verdicts = [each for each in engine.grade(course, uploads, jobs) if isinstance(each, Verdict)]
        # Only the time of `nbgrader autograde` or `otter run`: our own overhead does not count against them.
        took = {(verdict.student, verdict.assignment): verdict.seconds for verdict in verdicts}
        shards = [sum(took[u.student, u.assignment] for u in uploads[n::jobs]) for n in range(jobs)]
        each = tuple((verdict.assignment, verdict.seconds) for verdict in verdicts)
        yield name, [Graded(judging.agreed(judging.of_verdicts(verdicts)), len(verdicts), max(shards), each=each)]


def _ours(root: Path, folder: Path, field: Field, said: Progress) -> Iterator[tuple[str, list[Graded]]]:
    """Our judge with one worker and with one per core, alternating, so that other work slows both alike."""
    runs: dict[int, list[Graded]] = {1: [], CORES: []}
    for repeat in range(field.repeats):
        for jobs, done in runs.items():
            said(f"judge × {jobs}, run {repeat + 1} of {field.repeats}")
            done.append(judging.grade(root, folder / "many", folder / f"results-{jobs}-{repeat}", jobs))
    yield "judge × 1", runs[1]
    yield f"judge × {CORES}", runs[CORES]


def lane_of(name: str, runs: list[Graded], base: float) -> Lane:
    """A contender's figures; `base` is how many notebooks nbgrader grades in a second."""
    seconds, count = median(run.seconds for run in runs), runs[0].count
    lane = partial(Lane, name, count, seconds, count / seconds, count / seconds / base)
    samples = [sample for run in runs for sample in run.memory]
    if not runs[0].warm_up:
        return lane(repeats=tuple(run.seconds for run in runs))
    steady = median(run.steady for run in runs)
    return lane(
        warm_up_seconds=median(run.warm_up for run in runs),
        steady_per_second=steady,
        steady_ratio=steady / base,
        processor_ms=1000 * median(run.processor for run in runs) / count,
        worker_peak_mb=_peak(samples, "share"),
        worker_peak_rss_mb=_peak(samples, "share_rss"),
        parent_peak_mb=_peak(samples, "parent"),
        repeats=tuple(run.seconds for run in runs),
    )


def _peak(samples: list[Sample], name: str) -> float:
    return max((getattr(sample, name) for sample in samples), default=0.0)
