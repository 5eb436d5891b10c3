"""Where the time for one notebook goes: its stages in a worker and in the gradebook, one by one."""

from __future__ import annotations

import pickle
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median

from ..assignment import Assignment
from ..cohort import keep
from ..course import Course
from ..gradebook import Gradebook
from ..intake import Submission, Upload, read
from ..judge import Judge, Notebook, Verdict, executed_notebook
from ..sandbox import Limits


@dataclass(frozen=True)
class Stage:
    """The median time of one stage over some notebooks, and the process that spends it."""

    name: str
    milliseconds: float
    where: str  # worker or parent


class _Watch:
    """A stopwatch with named laps."""

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = defaultdict(list)
        self._since = time.perf_counter()

    def start(self) -> None:
        self._since = time.perf_counter()

    def lap(self, stage: str, less: float = 0.0) -> float:
        """The milliseconds since the last lap; `less` is counted elsewhere and left out of the record."""
        took = 1000 * (time.perf_counter() - self._since)
        self.took[stage].append(took - less)
        self._since = time.perf_counter()
        return took


def stages(
    course: Course, uploads: list[Upload], limits: Limits, now: datetime
) -> tuple[tuple[Stage, ...], tuple[Stage, ...]]:
    """The stages of starting a worker, and those of every notebook."""
    once, each = _Watch(), _Watch()
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch, Judge(course.secret) as judge:
        _get_ready(judge, course, limits, once)
        with Gradebook(f"sqlite:///{scratch}/gradebook.db") as book:
            for upload in uploads:
                each.start()
                submission = read(upload, course.by_name[upload.assignment])
                each.lap("intake")
                notebook = _judge(judge, course.by_name[upload.assignment], submission, limits, each)
                verdict = judge.grade(course.by_name[upload.assignment], submission, limits).verdict
                each.start()
                _keep(notebook, Path(scratch), submission.sha256, each)
                _record(verdict, book, now, each)
    return _told(once), _told(each)


def _get_ready(judge: Judge, course: Course, limits: Limits, watch: _Watch) -> None:
    watch.start()
    judge.zygote()
    watch.lap("zygote started and tested")
    for assignment in course.assignments:
        judge.ready_tests(assignment)
    watch.lap("tests made ready")
    judge.zygote().box(limits).close()  # the first box is slower


def _judge(judge: Judge, assignment: Assignment, submission: Submission, limits: Limits, watch: _Watch) -> Notebook:
    """The stages in the box. Its birth is timed with a separate box, since a session does not show it."""
    watch.start()
    box = judge.zygote().box(limits)
    birth = watch.lap("box birth")
    box.close()
    watch.start()
    with judge.session(assignment, submission, limits) as session:
        session.box()
        watch.lap("notebook run", less=birth)
        outcomes = judge.ready_tests(assignment).outcomes(session)
        watch.lap("tests")
    watch.lap("box death")
    return executed_notebook(session.executed, outcomes)


def _keep(notebook: Notebook, folder: Path, submission: str, watch: _Watch) -> None:
    """Keep the executed notebook as a worker does."""
    keep(notebook, folder, "executed", submission)
    watch.lap("executed notebook")


def _record(verdict: Verdict, book: Gradebook, now: datetime, watch: _Watch) -> None:
    pickle.loads(pickle.dumps(verdict))
    watch.lap("verdict sent")
    book.record(verdict, now)
    watch.lap("record")


def _told(watch: _Watch) -> tuple[Stage, ...]:
    return tuple(
        Stage(name, median(took), "parent" if name == "record" else "worker") for name, took in watch.took.items()
    )
