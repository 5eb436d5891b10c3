"""The boxes of a zygote: forked when the judge asks, watched while they live, and reported when they end.

Theory of operation. A zygote runs one loop and one thread. It waits for the judge's requests and for the end of boxes,
and looks at what each uses ten times a second. A box that uses too much is killed. Whatever ends a box, its end is
reported to the judge in one line after the kernel has ended all that ran in it.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from ..removal import remove
from . import watching
from .birth import Birth, Job, live
from .confinement import kernel, tree
from .confinement.groups import Bounds, Group, Groups
from .confinement.locking import Apart, Lock
from .shell import Shell

_LOOK_SECONDS = 0.1


@dataclass
class _Box:
    """A living box: its process, where its end is to be reported, its share, and why it was killed."""

    number: int
    handle: int
    report: int
    share: dict[str, int]
    home: str
    group: Group | None
    space: int = 0  # its namespace of processes, where it has one
    reason: str = ""


class Nursery:
    """Serves one judge, until it hangs up."""

    def __init__(
        self,
        control: socket.socket,
        shell: Shell,
        lock: Lock,
        folder: str,
        groups: Groups | None,
        *,
        listens: bool,
    ) -> None:
        self._listens = listens
        self._control, self._shell, self._lock, self._folder, self._groups = control, shell, lock, folder, groups
        self._apart = isinstance(lock, Apart)
        self._own_space = os.open("/proc/self/ns/pid", os.O_RDONLY) if self._apart else -1
        self._boxes: dict[int, _Box] = {}
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)

    def serve(self) -> NoReturn:
        looked = 0.0
        while True:
            for descriptor, _ in self._poll.poll(1000 * _LOOK_SECONDS if self._boxes else None):
                if descriptor == self._control.fileno():
                    self._answer()
                else:
                    self._bury(self._boxes.pop(descriptor))
            if self._boxes and (now := time.monotonic()) - looked > _LOOK_SECONDS:
                looked = now
                for box in self._boxes.values():
                    self._look_at(box)

    def _answer(self) -> None:
        message, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, 2)
        if not message:
            self._leave()
        connection, report = descriptors
        try:
            box = self._fork(json.loads(message), connection, report)
        except OSError as error:
            self._control.send(json.dumps({"failed": str(error)}).encode())
            os.close(report)
        else:
            self._boxes[box.handle] = box
            self._poll.register(box.handle, select.POLLIN)
            socket.send_fds(self._control, [b"{}"], [box.handle])
        os.close(connection)

    def _fork(self, job: Job, connection: int, report: int) -> _Box:
        share = job["share"]
        group = self._bounded_group(share)
        home = tree.HOME if self._apart else self._make_home()
        if self._apart:
            kernel.unshare(kernel.NEWPID)  # for the next fork, not for us
        try:
            number = os.fork()
            if number == 0:
                live(self._shell, job, Birth(connection, home, self._lock, group, report if self._listens else -1))
        finally:
            if self._apart:
                kernel.join(self._own_space, kernel.NEWPID)
        space = Path(f"/proc/{number}/ns/pid").stat().st_ino if self._apart else 0
        return _Box(number, os.pidfd_open(number), report, share, home, group, space)

    def _bounded_group(self, share: dict[str, int]) -> Group | None:
        if self._groups is None:
            return None
        group = self._groups.take()
        group.bound(Bounds(share["memory_mb"] << 20, share["processes"], share["cores"]))
        return group

    def _make_home(self) -> str:
        """A home for a box that shares the machine's file tree."""
        home = tempfile.mkdtemp(prefix="box-", dir=self._folder)
        if os.getuid() == 0:
            os.chown(home, self._lock.user, self._lock.user)
        return home

    def _look_at(self, box: _Box) -> None:
        """Kill a box that uses more than its share, and remember why."""
        if self._memory_of(box) > box.share["memory_mb"] << 20:
            box.reason = "memory"
        elif not self._apart:
            used = watching.disk_of(box.number, box.home)
            if used is None or used > box.share["disk_mb"] << 20:
                box.reason = "disk"
        if box.reason:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(box.handle, signal.SIGKILL)

    def _memory_of(self, box: _Box) -> int:
        if not self._apart:
            return watching.memory_of([box.number])  # it can't fork
        return watching.memory_of(watching.processes_in(box.space)) + watching.memory_of_sockets()

    def _bury(self, box: _Box) -> None:
        """Report how a box ended. When process 1 of a namespace has ended, so has all else in it."""
        self._poll.unregister(box.handle)
        code = os.waitstatus_to_exitcode(os.waitpid(box.number, 0)[1])
        if box.group is not None and self._groups is not None:
            if code == -signal.SIGKILL and box.group.was_short_of_memory():
                box.reason = box.reason or "memory"
            self._groups.give_back(box.group)
        if not self._apart:
            remove(box.home)
        with contextlib.suppress(OSError):  # the judge may have gone
            os.write(box.report, f"{box.reason or f'exit {code}'}\n".encode())
        os.close(box.report)
        os.close(box.handle)

    def _leave(self) -> NoReturn:
        """End with everything that we started, and leave nothing behind."""
        for box in self._boxes.values():
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(box.handle, signal.SIGKILL)
        for box in list(self._boxes.values()):
            self._bury(box)
        if self._groups is not None:
            self._groups.remove()
        os._exit(0)
