"""Hear which system calls a box is refused: for `autograder calls`, and never while work is graded.

Theory of operation. A filter that listens asks before it refuses. Whoever installs it is handed the descriptor to
answer at, and the box would have to ask itself. So a listener is forked before the box is locked. Both share one table
of open files until the listener has the descriptor; it then takes a table of its own, refuses every call that it is
asked about, as the filter would have done, and writes each kind of call into the zygote's report once.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import select
import signal
import struct

from . import kernel, seccomp

_SHARE_FILES = 0x400
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_ASKED, _ANSWER = struct.Struct("QIIiIQ6Q"), struct.Struct("QqiI")
_LOOK_MILLISECONDS = 200
_KINDS = 500  # of calls; more would fill the report
_python = ctypes.PyDLL(None)  # holds Python's own lock over the fork


class Listener:
    """A process beside the box, from before it is locked until it ends."""

    def __init__(self, report: int) -> None:
        wanted, self._tell = os.pipe()
        self._heard, answer = os.pipe()
        number = _python.syscall(seccomp.number("clone"), _SHARE_FILES | signal.SIGCHLD, 0, 0, 0, 0)
        if number == 0:
            try:
                _listen(wanted, answer, report)
            finally:
                os._exit(0)

    def listen_at(self, descriptor: int) -> None:
        """Hand over what the filter gave, and wait until the listener has it."""
        os.write(self._tell, struct.pack("i", descriptor))
        os.read(self._heard, 1)


def _listen(wanted: int, answer: int, report: int) -> None:
    box = os.getppid()
    descriptor = struct.unpack("i", os.read(wanted, 4))[0]
    kernel.unshare(_SHARE_FILES)
    os.write(answer, b".")
    told = set[tuple[int, ...]]()
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    while os.getppid() == box:  # the box may not signal us, since it has other rights: its death is ours to notice
        if not any(event & select.POLLIN for _, event in poll.poll(_LOOK_MILLISECONDS)):
            continue
        asked = bytearray(_ASKED.size)
        try:
            fcntl.ioctl(descriptor, _RECEIVE, asked)
            key, _, _, call, _, _, *arguments = _ASKED.unpack(asked)
            decide = arguments[:4] if call in seccomp.by_argument() else ()
            kind = (call, *(value & 0xFFFFFFFF for value in decide))
            if kind not in told and len(told) < _KINDS:
                told.add(kind)
                os.write(report, f"refused {seccomp.name_of(call)} {' '.join(map(str, kind[1:]))}\n".encode())
            fcntl.ioctl(descriptor, _SEND, _ANSWER.pack(key, 0, -errno.EPERM, 0))
        except OSError as error:
            if error.errno not in (errno.EINTR, errno.ENOENT):  # whoever asked may have been killed meanwhile
                raise
