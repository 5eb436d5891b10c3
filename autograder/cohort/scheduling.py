"""Hand uploads to workers, take their verdicts, and try again what failed through our fault."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import time
from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from ..assignment import Assignment, load_course
from ..intake import Submission, Upload
from ..intake.submission import fingerprint
from ..judge import Key, Ruling, Verdict, not_graded
from ..sandbox.errors import NotConfined
from .worker import Orders, work

_TRIES = 4
_PAUSE_SECONDS = 0.5  # before a second try; three times as long before each further one
_SLACK_SECONDS = 120.0  # for warming up, twice, before a worker that does not answer is taken for sick


@dataclass
class _Job:
    upload: Upload
    tries: int = 0
    not_before: float = 0.0


@dataclass
class _Worker:
    process: Any
    pipe: Connection
    cores: set[int]
    job: _Job | None = None
    since: float = 0.0


def todo(uploads: Iterable[Upload], assignments: Iterable[Assignment], settled: set[Key]) -> list[Upload]:
    """The uploads that are new or changed, or whose assignment has changed since they were graded."""
    hashes = {assignment.name: assignment.hash for assignment in assignments}

    def is_settled(upload: Upload) -> bool:
        try:
            key = upload.student, upload.assignment, fingerprint(upload), hashes[upload.assignment]
        except OSError:  # a worker will meet it again, and tell
            return False
        return not upload.ours and key in settled

    return [upload for upload in uploads if not is_settled(upload)]


def grade_all(orders: Orders, uploads: list[Upload], workers: int) -> Generator[Verdict, None, None]:
    """Grade the uploads and yield each verdict as it is found, or raise NotConfined."""
    crew = _Crew(orders, uploads, workers)
    try:
        yield from crew.verdicts()
    finally:
        crew.dismiss()


class _Crew:
    """The workers of one run, and what waits for them."""

    def __init__(self, orders: Orders, uploads: list[Upload], workers: int) -> None:
        self.orders = orders
        self.assignments = {assignment.name: assignment for assignment in load_course(orders.course)}
        self.waiting = deque(map(_Job, uploads))
        self.patience = 2 * orders.limits.total_seconds + _SLACK_SECONDS
        self.workers = [self._hire(cores) for cores in _shares(min(workers, len(uploads)))]

    def verdicts(self) -> Generator[Verdict, None, None]:
        while self.waiting or any(worker.job for worker in self.workers):
            self._hand_out()
            for worker in self._ready():
                verdict = self._take(worker)
                self._hand_out()  # whoever takes the verdict may be slow; nobody should wait for that
                if verdict is not None:
                    yield verdict

    def dismiss(self) -> None:
        for worker in self.workers:
            worker.pipe.close()  # an idle worker ends by itself, and takes its boxes along
            if worker.job is not None:
                worker.process.terminate()
        for worker in self.workers:
            worker.process.join(5)
            worker.process.kill()
            worker.process.join()

    def _hire(self, cores: set[int]) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, self.orders, cores), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, cores)

    def _hand_out(self) -> None:
        now = time.monotonic()
        for worker in self.workers:
            job = None if worker.job else next((job for job in self.waiting if job.not_before <= now), None)
            if job is not None:
                self.waiting.remove(job)
                worker.job, worker.since = job, now
                with contextlib.suppress(OSError):  # a worker that just died is noticed when its answer is taken
                    worker.pipe.send(job.upload)

    def _ready(self) -> list[_Worker]:
        """The workers that have something to say, have died, or have been silent for too long."""
        now = time.monotonic()
        busy = [worker for worker in self.workers if worker.job is not None]
        moments = [worker.since + self.patience for worker in busy]
        if len(busy) < len(self.workers):
            moments += [job.not_before for job in self.waiting]
        seconds = max(min(moments) - now, 0.01)
        pipes = wait([worker.pipe for worker in busy], seconds)
        return [w for w in busy if w.pipe in pipes or w.since + self.patience < time.monotonic()]

    def _take(self, worker: _Worker) -> Verdict | None:
        """A worker's verdict; None where something went wrong and the upload will be tried again."""
        job, worker.job = worker.job, None
        assert job is not None
        try:
            found = worker.pipe.recv() if worker.pipe.poll() else self._silent(worker)
        except (EOFError, OSError):
            worker.process.join(5)
            found = f"the worker ended (exit code {worker.process.exitcode})"
        if not worker.process.is_alive():
            self.workers[self.workers.index(worker)] = self._hire(worker.cores)
        if isinstance(found, NotConfined):
            raise found
        return found if isinstance(found, Verdict) else self._try_again(job, found)

    def _silent(self, worker: _Worker) -> str:
        worker.process.kill()
        worker.process.join()
        return f"the worker gave no answer within {self.patience:.0f} seconds"

    def _try_again(self, job: _Job, trouble: str) -> Verdict | None:
        job.tries += 1
        if job.tries < _TRIES:
            job.not_before = time.monotonic() + _PAUSE_SECONDS * 3 ** (job.tries - 1)
            self.waiting.append(job)
            return None
        upload, digest = job.upload, ""
        with contextlib.suppress(OSError):
            digest = fingerprint(upload)
        submission = Submission(upload.student, upload.assignment, digest, upload.submitted)
        reason = f"Grading failed {_TRIES} times: {trouble}"
        return not_graded(self.assignments[upload.assignment], submission, Ruling.OURS, reason)


def _shares(workers: int) -> list[set[int]]:
    """Each worker's own cores, where there are enough: libraries that use all cores would otherwise quarrel."""
    cores = sorted(os.sched_getaffinity(0))
    if workers > len(cores):
        return [set() for _ in range(workers)]
    return [set(cores[number::workers]) for number in range(workers)]
