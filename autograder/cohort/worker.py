"""A worker process: grade what comes through a pipe until nothing comes."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from ..assignment import Assignment, load_course
from ..intake import Upload, read
from ..intake.layout import file_name
from ..judge import Judge, Verdict
from ..judge.executed import as_text
from ..sandbox.errors import NotConfined
from ..sandbox.limits import Limits
from ..sandbox.zygote import Level

_MEMORY = 4 << 30  # of address space on top of what is mapped at the start; a hostile reply meets it before the machine


@dataclass(frozen=True)
class Orders:
    """What all workers of a run are told. Executed notebooks go to the folder `notebooks`."""

    course: Path
    limits: Limits
    notebooks: Path | None = None
    level: Level = "L1"
    secret: bytes = b""  # decides the hidden data of this cohort


def work(pipe: Connection, orders: Orders, cores: set[int]) -> None:
    """Grade the uploads that come, and answer each with a verdict, or with what went wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then dismisses us
    signal.signal(signal.SIGTERM, lambda *_: os._exit(1))
    if cores:
        os.sched_setaffinity(0, cores)
    assignments = {assignment.name: assignment for assignment in load_course(orders.course)}
    _limit_memory()
    with Judge(orders.level, orders.secret) as judge, contextlib.suppress(EOFError, OSError):
        while True:
            upload = pipe.recv()
            found: Verdict | NotConfined | str
            try:
                found = _grade(judge, assignments[upload.assignment], upload, orders)
            except NotConfined as error:
                found = error
            except Exception as error:  # ours, whatever it is: it must not end as a score
                place = traceback.extract_tb(error.__traceback__)[-1]
                found = f"{type(error).__name__}: {error} ({Path(place.filename).name}:{place.lineno})"
            pipe.send(found)


def _grade(judge: Judge, assignment: Assignment, upload: Upload, orders: Orders) -> Verdict:
    submission = read(upload, assignment)
    graded = judge.grade(assignment, submission, orders.limits)
    if orders.notebooks is not None and graded.notebook is not None:
        folder = orders.notebooks / file_name(upload.student)
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f".{assignment.name}.{os.getpid()}"
        unfinished.write_text(as_text(graded.notebook), encoding="utf-8")
        unfinished.replace(folder / f"{assignment.name}.ipynb")
    return graded.verdict


def _limit_memory() -> None:
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (mapped + _MEMORY, hard))
