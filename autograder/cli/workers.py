"""Processes that each hold the course and a judge of their own, for commands that grade on all cores."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..assignment import Assignment, load_course
from ..judge import Judge
from ..sandbox.limits import Limits
from .options import Course


@dataclass(frozen=True)
class Worker:
    """What a process has to work with. The judge's zygotes end with it."""

    assignments: dict[str, Assignment]
    judge: Judge
    limits: Limits


_worker: Worker


@contextmanager
def workers(course: Course, jobs: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes. Where a task fails, or somebody presses Ctrl-C, the rest is not begun."""
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(course.root, course.limits)) as pool:
        try:
            yield pool
        finally:
            pool.shutdown(cancel_futures=True)


def this_worker() -> Worker:
    """For a task that runs in one of them."""
    return _worker


def _begin(root: Path, limits: Limits) -> None:
    global _worker
    _worker = Worker({assignment.name: assignment for assignment in load_course(root)}, Judge(), limits)
