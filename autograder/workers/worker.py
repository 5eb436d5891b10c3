"""A worker process: do the tasks that come through a pipe until it closes."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from ..judge import Judge
from ..sandbox import Limits, Place
from .task import Orders, Task, Trouble, Workplace

_MEMORY = 4 << 30  # address space beyond the start: a hostile reply reaches this limit before the machine's memory


def work(pipe: Connection, orders: Orders, cores: set[int], place: Place | None) -> None:
    """Do the tasks that come; answer each with its steps, then its result or a Trouble. `place` is its GPU."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the parent, which then stops us
    signal.signal(signal.SIGTERM, lambda *_: os._exit(1))
    if cores:
        os.sched_setaffinity(0, cores)
    course = orders.load(orders.course, orders.language)
    limits = Limits.granted_by(course.policy.limits)
    _limit_memory()
    judge = Judge(course.secret, orders.level, place=place, needs_gpu=orders.gpu == "required")
    with judge, contextlib.suppress(EOFError, OSError):
        at = Workplace(course, judge, limits, lambda step: pipe.send(("step", step)))
        while True:
            pipe.send(_outcome(pipe.recv(), at))


def _outcome(task: Task[Any], at: Workplace) -> tuple[str, object]:
    try:
        return "result", task.do(at)
    except Exception as error:  # always our fault: it must not end as a score
        place = traceback.extract_tb(error.__traceback__)[-1]
        return "trouble", Trouble.of(error, f"{Path(place.filename).name}:{place.lineno}")


def _limit_memory() -> None:
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (mapped + _MEMORY, hard))
