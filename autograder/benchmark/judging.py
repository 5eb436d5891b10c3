"""Run `autograder grade` as an instructor does, watch it from outside, and record its output."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import OurFault
from ..judge import Ruling, Verdict
from .material import who
from .memory import Sample, Watch

CORES = len(os.sched_getaffinity(0))
Totals = dict[tuple[str, str], dict[str, float]]  # a notebook's contents and topic: points by answer


class BenchError(OurFault):
    """Raised when a contender fails, or two do not give the same points."""


@dataclass(frozen=True)
class Graded:
    """One run of a grader over a cohort."""

    totals: Totals
    count: int
    seconds: float  # from the start of its process to its end
    warm_up: float = 0.0  # the part of them before the first recorded verdict
    steady: float = 0.0  # verdicts per second after that
    processor: float = 0.0  # CPU seconds of all its processes; other work on the machine affects them little
    each: tuple[tuple[str, float], ...] = ()  # topics, and the seconds recorded with each verdict
    memory: tuple[Sample, ...] = ()


def command(course: Path, submissions: Path, results: Path, jobs: int, kind: str = "course") -> list[str]:
    """The command that grades a cohort with our judge, or a course of another `kind` (as nbgrader) in our boxes."""
    words = ["grade", submissions, "--to", results, "--jobs", jobs, "--json", f"--{kind}", course]
    return [sys.executable, "-m", "autograder", *map(str, words)]


def grade(
    course: Path, submissions: Path, results: Path, jobs: int, every: float = 0.5, kind: str = "course"
) -> Graded:
    """Grade a cohort, and sample its memory `every` so many seconds. Raises BenchError unless all of it was graded."""
    start, used = time.perf_counter(), _processor()
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(
            command(course, submissions, results, jobs, kind), stdout=subprocess.PIPE, stderr=said
        ) as process,
        Watch(process.pid, every) as watch,
    ):
        assert process.stdout is not None
        lines = [(json.loads(line), time.perf_counter() - start) for line in process.stdout]
        if process.wait():
            said.seek(0)
            raise BenchError(f"autograder grade failed:\n{said.read()[-2000:]}")
    seconds = time.perf_counter() - start
    moments = [moment for _, moment in lines]
    return Graded(
        totals=agreed(_line(line) for line, _ in lines),
        count=len(lines),
        seconds=seconds,
        warm_up=moments[0] if moments else seconds,
        steady=_steady(moments, jobs),
        processor=_processor() - used,
        each=tuple((line["assignment"], line["seconds"]) for line, _ in lines),
        memory=tuple(watch.samples),
    )


def _processor() -> float:
    """The CPU time of all finished processes that were started here, and of their descendants."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _steady(moments: list[float], jobs: int) -> float:
    """Verdicts per second, without the first tenth: by then, every worker has warmed up."""
    skipped = max(len(moments) // 10, jobs)
    if len(moments) <= skipped + 1:
        return 0.0
    return (len(moments) - skipped) / max(moments[-1] - moments[skipped - 1], 1e-6)


Scored = tuple[str, str, str, dict[str, float]]  # student, topic, status, points by answer


def _line(line: dict[str, Any]) -> Scored:
    points = {question["name"]: question["score"] for question in line["questions"]}
    return line["student"], line["assignment"], line["status"], points


def of_verdicts(verdicts: Iterable[Verdict]) -> Iterator[Scored]:
    """The results of other graders, in the same form."""
    for verdict in verdicts:
        points = {question.name: question.score for question in verdict.questions}
        yield verdict.student, verdict.assignment, str(verdict.status), points


def agreed(scored: Iterable[Scored]) -> Totals:
    """Return the points of every distinct notebook, or raise BenchError if the same notebook got different points."""
    found: dict[tuple[str, str], list[dict[str, float]]] = defaultdict(list)
    for student, assignment, status, points in scored:
        if status != Ruling.GRADED:
            raise BenchError(f"{student} {assignment} was not graded.")
        seen = found[who(student), assignment]
        if points not in seen:
            seen.append(points)
    torn = [" ".join(key) for key, seen in found.items() if len(seen) > 1]
    if torn:
        raise BenchError(f"The same notebook got different points: {', '.join(torn[:5])}.")
    return {key: seen[0] for key, seen in found.items()}


def must_agree(name: str, theirs: Totals, other: str, ours: Totals) -> None:
    """Raise BenchError unless both gave the same points to the same notebooks."""
    wrong = [" ".join(key) for key in sorted(theirs.keys() | ours.keys()) if theirs.get(key) != ours.get(key)]
    if wrong:
        raise BenchError(f"{name} and {other} disagree about {len(wrong)} notebooks: {', '.join(wrong[:5])}.")
