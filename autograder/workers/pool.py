"""Hand tasks to worker processes, collect the results, and retry tasks that failed through our fault."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Generic

from ..errors import OurFault
from ..sandbox import Limits, Place, places
from .task import Orders, Result, Task, Trouble
from .worker import work

_PAUSE_SECONDS = 0.5  # before the second try; three times as long before each further one
Heard = Callable[[str, str], None]  # a task's name, and its current step


@dataclass(frozen=True)
class Done(Generic[Result]):
    """A finished task: with a result, or with the trouble of its last try."""

    task: Task[Result]
    result: Result | None
    trouble: Trouble | None = None

    def value(self) -> Result:
        """Return the result, or raise the trouble as an error again."""
        if self.trouble is not None:
            raise self.trouble.error()
        assert self.result is not None
        return self.result


@dataclass
class _Job(Generic[Result]):
    task: Task[Result]
    tries: int = 0
    not_before: float = 0.0


@dataclass
class _Worker(Generic[Result]):
    process: SpawnProcess
    pipe: Connection
    cores: set[int]
    place: Place | None = None
    job: _Job[Result] | None = None
    deadline: float = 0.0


class NoGpu(OurFault):
    """Raised where the policy requires a GPU and this machine has none."""


class Pool(Generic[Result]):
    """A number of workers for one kind of task. A context manager: leaving it stops them, whatever they are doing.

    `gpus` are the places for trainings, this machine's unless they are given. Each belongs to one worker, so one
    training at a time runs there. Its worker takes trainings first. The others take short tasks first, so that these
    are not held up, and then train on the CPU, unless the policy requires a GPU.
    """

    def __init__(
        self, orders: Orders, limits: Limits, workers: int, heard: Heard = lambda name, step: None,
        gpus: Sequence[Place] | None = None,
    ) -> None:  # fmt: skip
        self._orders, self._limits, self._heard = orders, limits, heard
        self._gpus = () if orders.gpu == "never" else tuple(places() if gpus is None else gpus)
        self._waiting: deque[_Job[Result]] = deque()
        self._trainings: deque[_Job[Result]] = deque()  # a lane of their own, where there are places
        self._shares = list(zip(_shares(workers), itertools.chain(self._gpus, itertools.repeat(None)), strict=False))
        self._workers: list[_Worker[Result]] = []

    def __enter__(self) -> Pool[Result]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for worker in self._workers:
            worker.pipe.close()  # an idle worker ends by itself, and its boxes with it
            if worker.job is not None:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join(5)
            worker.process.kill()
            worker.process.join()

    def results(self, tasks: Iterable[Task[Result]]) -> Generator[Done[Result], None, None]:
        """Yield each task as it finishes. Raises NotConfined if this machine can't do any.

        Meanwhile, tasks may be added, and waiting ones dropped.
        """
        for group in self.groups(tasks):
            yield from group

    def groups(self, tasks: Iterable[Task[Result]]) -> Generator[list[Done[Result]], None, None]:
        """The same, but all tasks that have finished by now at once; often it is one."""
        for task in tasks:
            self.add(task)
        while self._waiting or self._trainings or any(worker.job for worker in self._workers):
            self._staff()
            self._hand_out()
            group = []
            for worker in self._ready():
                done = self._take(worker)
                self._hand_out()  # the consumer of the result may be slow; workers should not wait for it
                if done is not None:
                    group.append(done)
            if group:
                yield group

    def wants(self, *, trains: bool) -> int:
        """How many more tasks of a kind should be added now, so that no worker will have to wait for one.

        Of trainings, which take long, hardly any wait: elsewhere they might begin at once.
        """
        workers = len(self._shares)
        idle = workers - sum(worker.job is not None for worker in self._workers)
        waiting = sum(job.task.trains == trains for job in (*self._waiting, *self._trainings))
        enough, most = (0, 1) if trains else (workers, 2 * workers)
        return 0 if waiting > enough + idle else most + idle - waiting

    def add(self, task: Task[Result]) -> None:
        if task.trains and self._orders.gpu == "required" and not self._gpus:
            raise NoGpu(f"{task.name} trains a network. The policy requires a GPU for that (gpu), and there is none.")
        self._lane(task).append(_Job(task))

    def _lane(self, task: Task[Result]) -> deque[_Job[Result]]:
        return self._trainings if task.trains and self._gpus else self._waiting

    def drop(self, unwanted: Callable[[Task[Result]], bool]) -> None:
        """Drop the waiting tasks that are no longer wanted."""
        self._waiting = deque(job for job in self._waiting if not unwanted(job.task))
        self._trainings = deque(job for job in self._trainings if not unwanted(job.task))

    def _staff(self) -> None:
        """Hire as many workers as there is work for, at most as many as there are shares of the cores."""
        wanted = len(self._waiting) + len(self._trainings) + sum(worker.job is not None for worker in self._workers)
        self._workers += [self._hire(cores, place) for cores, place in self._shares[len(self._workers) : wanted]]

    def _hire(self, cores: set[int], place: Place | None) -> _Worker[Result]:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(theirs, self._orders, cores, place), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, cores, place)

    def _hand_out(self) -> None:
        now = time.monotonic()
        for worker in self._workers:
            job = None if worker.job else self._next_for(worker, now)
            if job is not None:
                worker.job, worker.deadline = job, now + job.task.patience(self._limits)
                with contextlib.suppress(OSError):  # a worker that has just died is noticed when its answer is taken
                    worker.pipe.send(job.task)

    def _next_for(self, worker: _Worker[Result], now: float) -> _Job[Result] | None:
        for lane in self._lanes_of(worker):
            if job := next((job for job in lane if job.not_before <= now), None):
                lane.remove(job)
                return job
        return None

    def _lanes_of(self, worker: _Worker[Result]) -> tuple[deque[_Job[Result]], ...]:
        """Where a worker finds its jobs, the most urgent first."""
        if worker.place:
            return self._trainings, self._waiting
        return (self._waiting,) if self._orders.gpu == "required" else (self._waiting, self._trainings)

    def _ready(self) -> list[_Worker[Result]]:
        """The workers that have sent something, have died, or have been silent for too long."""
        now = time.monotonic()
        busy = [worker for worker in self._workers if worker.job is not None]
        moments = [worker.deadline for worker in busy]
        idle = [worker for worker in self._workers if worker.job is None]
        moments += [job.not_before for worker in idle for lane in self._lanes_of(worker) for job in lane]
        pipes = wait([worker.pipe for worker in busy], max(min(moments) - now, 0.01))
        return [w for w in busy if w.pipe in pipes or w.deadline < time.monotonic()]

    def _take(self, worker: _Worker[Result]) -> Done[Result] | None:
        """The outcome of a worker's task; None if it is not done yet, or will be retried."""
        job = worker.job
        assert job is not None
        kind, found = self._word_of(worker, job)
        if kind == "step":
            worker.deadline = time.monotonic() + job.task.patience(self._limits)
            self._heard(job.task.name, str(found))
            return None
        worker.job = None
        if not worker.process.is_alive():
            self._workers[self._workers.index(worker)] = self._hire(worker.cores, worker.place)
        if isinstance(found, Trouble):
            return self._try_again(job, found)
        return Done(job.task, found)  # type: ignore[arg-type]  # what the task's own `do` returned

    def _word_of(self, worker: _Worker[Result], job: _Job[Result]) -> tuple[str, object]:
        try:
            if worker.pipe.poll():
                kind, found = worker.pipe.recv()
                return kind, found
        except (EOFError, OSError):
            worker.process.join(5)
            return "trouble", Trouble(f"the worker ended (exit code {worker.process.exitcode})", ended=True)
        worker.process.kill()
        worker.process.join()
        seconds = job.task.patience(self._limits)
        return "trouble", Trouble(f"the worker gave no answer within {seconds:.0f} seconds", ended=True)

    def _try_again(self, job: _Job[Result], trouble: Trouble) -> Done[Result] | None:
        if trouble.final:
            raise trouble.error()
        job.tries += 1
        if job.tries < job.task.tries and not trouble.mistake:  # which another try would meet again
            job.not_before = time.monotonic() + _PAUSE_SECONDS * 3 ** (job.tries - 1)
            self._lane(job.task).append(job)
            return None
        return Done(job.task, None, trouble)


def _shares(workers: int) -> list[set[int]]:
    """Each worker's own cores, if there are enough: otherwise, libraries that use all cores would compete."""
    cores = sorted(os.sched_getaffinity(0))
    if workers > len(cores):
        return [set() for _ in range(workers)]
    return [set(cores[number::workers]) for number in range(workers)]
