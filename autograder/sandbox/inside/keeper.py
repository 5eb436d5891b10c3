"""Keeps one box for programs: makes its namespaces and its group, watches it, and ends it whatever happens.

The judge's side writes an errand to our standard input, leaves that open, and reads one line. When it closes the input,
or ends itself, we end the box; should we be killed, the kernel ends it.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import watching
from .confinement import groups, kernel, leaving, locking, tree
from .errand import Errand, run

_LOOK_SECONDS = 0.1
_SAID_BYTES = 1 << 16  # of what the program prints last
_PIECE = 1 << 16


@dataclass
class _Kept:
    """The box: its process 1, what comes from it, and why it was ended."""

    handle: int
    space: int
    said: int
    report: int
    ended: str = ""
    heard: dict[int, bytes] = field(default_factory=dict)


def main() -> None:
    errand = Errand(**json.loads(sys.stdin.buffer.readline()))
    sys.stdout.write(json.dumps(_told(errand)) + "\n")
    sys.stdout.flush()
    os._exit(0)


def _told(errand: Errand) -> dict[str, Any]:
    """Run the errand; return what there is to tell of it."""
    number = os.getpid()
    readable = tree.libraries(sys.path, (sys.prefix, sys.base_prefix))
    counted = groups.available(f"autograder-{number}")
    if not leaving.leave():
        return {"refused": True}
    group = _bounded(counted, errand)
    try:
        kernel.raise_loopback()
        box = _started(errand, readable, locking.nobody_in_particular(readable, number, apart=True), group)
        _watch(box, errand)
        told = json.loads(box.heard.get(box.report) or b"{}")
        if group is not None and group.was_short_of_memory():
            box.ended = box.ended or "memory"
    except OSError as error:
        told, box = {"failed": str(error)}, None
    finally:
        if counted is not None:
            counted.remove()
    ended = {"ended": box.ended, "said": box.heard.get(box.said, b"").decode(errors="replace")} if box else {}
    return {"level": "L0" if group else "L1", **told, **ended}


def _bounded(counted: groups.Groups | None, errand: Errand) -> groups.Group | None:
    if counted is None:
        return None
    group = counted.take()
    share = errand.share
    group.bound(groups.Bounds(share["memory_mb"] << 20, share["processes"], share["cores"]))
    return group


def _started(errand: Errand, readable: list[str], user: int, group: groups.Group | None) -> _Kept:
    said, said_end = os.pipe()
    report, report_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(os.open("/dev/null", os.O_RDWR), 0)  # the lifeline is the keeper's alone
        os.dup2(0, 1)
        if group is not None:
            group.enter()
        run(errand, readable, user, said_end, report_end)
    for end in (said_end, report_end):
        os.close(end)
    return _Kept(os.pidfd_open(child), Path(f"/proc/{child}/ns/pid").stat().st_ino, said, report)


def _watch(box: _Kept, errand: Errand) -> None:
    """Take what the box says until nothing of it is left; end it when it uses too much, or nobody waits for it."""
    poll, deadline, looked = select.poll(), time.monotonic() + errand.seconds, time.monotonic()
    for descriptor in (0, box.said, box.report):
        poll.register(descriptor, select.POLLIN)
    waiting = {box.said, box.report}
    while waiting:
        for descriptor, _ in poll.poll(1000 * _LOOK_SECONDS):
            piece = os.read(descriptor, _PIECE)
            if descriptor == 0:
                _end(box, "stopped")
            if not piece:
                poll.unregister(descriptor)
                waiting.discard(descriptor)
            heard = box.heard.get(descriptor, b"") + piece
            box.heard[descriptor] = heard[-_SAID_BYTES:] if descriptor == box.said else heard
        if (now := time.monotonic()) > deadline:
            _end(box, "time")
        if now - looked > _LOOK_SECONDS:
            looked = now
            if _memory_of(box) > errand.share["memory_mb"] << 20:
                _end(box, "memory")
    os.wait()


def _memory_of(box: _Kept) -> int:
    return watching.memory_of(watching.processes_in(box.space)) + watching.memory_of_sockets()


def _end(box: _Kept, why: str) -> None:
    """Kill process 1, and so everything in the box."""
    box.ended = box.ended or why
    with contextlib.suppress(ProcessLookupError):
        signal.pidfd_send_signal(box.handle, signal.SIGKILL)
