"""Grade many submissions: spread over worker processes, resumed where an earlier run stopped, recorded one by one.

Theory of operation. A worker holds one `Judge` and takes one upload at a time; workers share nothing. Whatever goes
wrong in a worker is our fault, never the student's: the upload is tried again, and after the last try its verdict is
OURS, which is no score. A verdict is recorded before the next is awaited, so killing everything loses at most the
submissions that were being graded, and those are simply graded again.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
import traceback
from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import nbformat

from .assignment import Assignment, load_course
from .intake import Submission, Upload, read
from .intake.layout import file_name
from .intake.submission import fingerprint
from .judge import Judge, Key, Ruling, Verdict, not_graded
from .sandbox.limits import Limits

_TRIES = 3
_PAUSE_SECONDS = 0.5  # before a second try; doubled before a third


@dataclass
class _Job:
    upload: Upload
    tries: int = 0
    not_before: float = 0.0
    trouble: str = ""


@dataclass
class _Worker:
    process: Any
    pipe: Connection
    job: _Job | None = None


def todo(uploads: Iterable[Upload], assignments: Iterable[Assignment], settled: set[Key]) -> list[Upload]:
    """The uploads that are new or changed, or whose assignment has changed since they were graded."""
    hashes = {assignment.name: assignment.hash for assignment in assignments}
    return [u for u in uploads if (u.student, u.assignment, fingerprint(u), hashes[u.assignment]) not in settled]


def grade_all(
    course: Path, uploads: list[Upload], limits: Limits, workers: int, notebooks: Path | None = None
) -> Generator[Verdict, None, None]:
    """Grade the uploads and yield each verdict as it is found. Executed notebooks go to the folder `notebooks`."""
    waiting = deque(_Job(upload) for upload in uploads)
    assignments = {assignment.name: assignment for assignment in load_course(course)}
    crew = [_hire(course, limits, notebooks) for _ in range(min(workers, len(uploads)))]
    left = len(uploads)
    try:
        while left:
            _hand_out(waiting, crew)
            for worker in _wait(crew, waiting):
                job, found = _take(worker)
                if isinstance(found, Verdict):
                    left -= 1
                    yield found
                    continue
                if not worker.process.is_alive():
                    crew[crew.index(worker)] = _hire(course, limits, notebooks)
                if job is None:
                    continue
                verdict = _try_again(job, found, waiting, assignments[job.upload.assignment])
                if verdict is not None:
                    left -= 1
                    yield verdict
    finally:
        _dismiss(crew)


def _hand_out(waiting: deque[_Job], crew: list[_Worker]) -> None:
    now = time.monotonic()
    for worker in crew:
        if worker.job is None and waiting and waiting[0].not_before <= now:
            worker.job = waiting.popleft()
            with contextlib.suppress(OSError):  # a worker that just died is noticed when its answer is taken
                worker.pipe.send(worker.job.upload)


def _wait(crew: list[_Worker], waiting: deque[_Job]) -> list[_Worker]:
    """The workers that have something to say, or have died."""
    seconds = max(waiting[0].not_before - time.monotonic(), 0.01) if waiting and waiting[0].not_before else None
    busy = [worker for worker in crew if worker.job is not None]
    if not busy:
        time.sleep(seconds or 0.01)
        return []
    idle = len(busy) < len(crew) and bool(waiting)
    ready = wait([worker.pipe for worker in busy], seconds if idle else None)
    return [worker for worker in busy if worker.pipe in ready]


def _take(worker: _Worker) -> tuple[_Job | None, Verdict | str]:
    """A worker's verdict, or what went wrong."""
    job, worker.job = worker.job, None
    try:
        found = worker.pipe.recv()
    except (EOFError, OSError):
        worker.process.join(5)
        return job, f"the worker ended (exit code {worker.process.exitcode})"
    return job, found


def _try_again(job: _Job, trouble: str, waiting: deque[_Job], assignment: Assignment) -> Verdict | None:
    job.tries += 1
    job.trouble = trouble
    if job.tries < _TRIES:
        job.not_before = time.monotonic() + _PAUSE_SECONDS * 2 ** (job.tries - 1)
        waiting.append(job)
        return None
    upload = job.upload
    submission = Submission(upload.student, upload.assignment, "", upload.submitted)
    return not_graded(assignment, submission, Ruling.OURS, f"Grading failed {_TRIES} times: {trouble}")


def _hire(course: Path, limits: Limits, notebooks: Path | None) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, course, limits, notebooks), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _dismiss(crew: list[_Worker]) -> None:
    for worker in crew:
        worker.pipe.close()  # an idle worker ends by itself
    for worker in crew:
        worker.process.join(0.2 if worker.job is None else 0)
        if worker.process.is_alive():
            worker.process.terminate()
    for worker in crew:
        worker.process.join(5)


def _work(pipe: Connection, course: Path, limits: Limits, notebooks: Path | None) -> None:
    """A worker process: grade what comes until nothing comes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then dismisses us
    signal.signal(signal.SIGTERM, lambda *_: os._exit(1))
    assignments = {assignment.name: assignment for assignment in load_course(course)}
    with Judge() as judge, contextlib.suppress(EOFError, OSError):
        while True:
            upload = pipe.recv()
            try:
                found: Verdict | str = _grade_one(judge, assignments[upload.assignment], upload, limits, notebooks)
            except Exception as error:  # ours, whatever it is: it must not end as a score
                place = traceback.extract_tb(error.__traceback__)[-1]
                found = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
            pipe.send(found)


def _grade_one(judge: Judge, assignment: Assignment, upload: Upload, limits: Limits, notebooks: Path | None) -> Verdict:
    submission = read(upload, assignment)
    graded = judge.grade(assignment, submission, limits)
    if notebooks is not None and graded.notebook is not None:
        folder = notebooks / file_name(upload.student)
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f".{assignment.name}.{os.getpid()}"
        unfinished.write_text(nbformat.writes(graded.notebook), encoding="utf-8")
        unfinished.replace(folder / f"{assignment.name}.ipynb")
    return graded.verdict
