"""Runs in a box just forked: lock the door, say so, and only then run the student's code."""

from __future__ import annotations

import os
import random
import signal
import socket
import sys
import tempfile
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np

from .. import wire
from ..gpu import TOLD
from .confinement.groups import Group
from .confinement.kernel import close_from
from .confinement.limits import Share
from .confinement.listening import Listener
from .confinement.locking import Lock
from .confinement.tree import HOME, SCRATCH
from .guest import Guest
from .shell import Shell, take_streams

_KEPT = ("CUDA_VISIBLE_DEVICES", *TOLD)  # frameworks read it in the box, when they first look for a GPU
Job = dict[str, Any]  # "share": the numbers of a Share, "seed": a number


@dataclass(frozen=True)
class Birth:
    """What a zygote gives a box: its connection to the judge, its home, its group, and how it is locked."""

    connection: int
    home: str
    lock: Lock
    group: Group | None
    report: int  # where to say which calls are refused; -1 if nobody wants to know


def live(shell: Shell, job: Job, birth: Birth) -> NoReturn:
    """Be a box, and never return."""
    try:
        os.dup2(birth.connection, wire.CONNECTION)
        connection = socket.socket(fileno=wire.CONNECTION)
        try:
            _settle_in(job, birth)
        except BaseException as error:  # no student code has run yet, so this is our fault
            wire.send(connection, {"failed": f"{type(error).__name__}: {error}"})
            raise
        take_streams(shell)
        wire.send(connection, {"ready": True, "level": birth.lock.level})
        Guest(connection, shell).serve()
    finally:
        os._exit(0)


def _settle_in(job: Job, birth: Birth) -> None:
    os.setsid()
    if birth.group is not None:
        birth.group.enter()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    os.environ.clear()
    os.environ.update(PATH="/usr/bin:/bin", HOME=birth.home, TMPDIR=_scratch(birth.home), LANG="C.UTF-8", **kept)
    sys.path[:] = ["", *(path for path in sys.path if path)]  # a notebook imports what lies beside it
    tempfile.tempdir = None  # what the zygote knew is not there any more
    sow(job["seed"])
    listener = Listener(birth.report) if birth.report >= 0 else None
    descriptor = birth.lock.close(Share(**job["share"]), birth.home)
    if listener is not None:
        listener.listen_at(descriptor)
    close_from(wire.CONNECTION + 1)


def _scratch(home: str) -> str:
    return SCRATCH if home == HOME else home


def sow(seed: int) -> None:
    """Seed all randomness: grading twice gives the same score. The first time, a back end loads more of itself."""
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(seed)
    else:
        random.seed(seed)
        np.random.seed(seed)
