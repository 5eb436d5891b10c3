"""The warm process that boxes are forked from.

It is started with an empty environment, imports the libraries that submissions use, runs none of them, and holds no
test, no answer and no hidden datum: whatever a student's code finds in the memory it inherits is public. It takes one
kind of message on its control socket: fork a box, here are its three file descriptors.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

from . import confinement, wire
from .guest import Guest
from .shell import Recorder, Shell, make_shell, take_streams

CONNECTION = 3  # the file descriptor under which a box finds its judge
HOME = "/home/student"
Job = dict[str, Any]


def main() -> None:
    """Import, say that we are ready, and fork a box for every message until the judge hangs up."""
    home = tempfile.mkdtemp(prefix="autograder-")  # IPython and matplotlib want one while they start
    os.environ.update(HOME=home, MPLCONFIGDIR=home)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started us
    shell = make_shell()
    _warm_up(shell)
    shutil.rmtree(home)
    gc.collect()
    gc.freeze()  # the collector need not touch, and so copy, what every box inherits
    control = socket.socket(fileno=int(sys.argv[1]))
    control.send(json.dumps({"ready": os.getpid(), "threads": len(os.listdir("/proc/self/task"))}).encode())
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 3)
        if not message:
            os._exit(0)
        _reap()
        try:
            keeper = os.fork()
        except OSError as error:
            control.send(json.dumps({"failed": str(error)}).encode())
        else:
            if keeper == 0:
                _keep(shell, json.loads(message), descriptors)
            control.send(b"{}")
        for descriptor in descriptors:
            os.close(descriptor)


def _warm_up(shell: Shell) -> None:
    """Draw one picture, so that fonts are loaded once and not in every box."""
    shell.run_cell("import matplotlib.pyplot as plt; plt.plot([0, 1]); plt.title('x'); plt.show()")
    shell.reset(new_session=False)
    shell.recorder = Recorder()


def _reap() -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _keep(shell: Shell, job: Job, descriptors: list[int]) -> None:
    """The keeper: fork the box, tell the judge its number, wait for its end. Runs no student code, never returns."""
    connection, output, status = descriptors
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        confinement.kernel.die_with_parent()
        separated = confinement.separate()
        box = os.fork()
        if box == 0:
            os.dup2(connection, CONNECTION)
            confinement.close_all_but([0, 1, 2, CONNECTION])
            _box(shell, job, separated=separated)
        os.close(connection)
        os.write(status, f"{'pid' if separated else 'group'} {box}\n".encode())
        code = os.waitstatus_to_exitcode(os.waitpid(box, 0)[1])
        os.write(status, f"exit {code}\n".encode())
    except BaseException as error:  # whatever it is, the judge must hear of it
        os.write(status, f"failed {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(0)


def _box(shell: Shell, job: Job, *, separated: bool) -> None:
    """The box: lock the door, say so, then run the student's code. Never returns."""
    try:
        connection = socket.socket(fileno=CONNECTION)
        try:
            level = _settle(job, separated=separated)
        except BaseException as error:  # no student code has run yet, so this is our fault
            wire.send(connection, {"failed": f"{type(error).__name__}: {error}"})
            raise
        take_streams(shell)
        wire.send(connection, {"ready": True, "level": level})
        Guest(connection, shell).serve()
    finally:
        os._exit(0)


def _settle(job: Job, *, separated: bool) -> str:
    """Lock the box, make it a home, and return the level of confinement that was reached."""
    os.setpgid(0, 0)
    share = confinement.Share(**job["share"])
    home = HOME if separated else job["folder"]
    confinement.limit(share)
    level = confinement.lock(share, _libraries(), home, separated=separated)
    os.environ.clear()
    os.environ.update(PATH="/usr/bin:/bin", HOME=home, TMPDIR=home, LANG="C.UTF-8")
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.path[:] = ["", *(path for path in sys.path if path)]  # a notebook imports what lies beside it
    return level


def _libraries() -> list[str]:
    """What a box may read: Python, its packages, and the system's libraries."""
    system = ["/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts"]
    python = [sys.prefix, sys.base_prefix, *(path for path in sys.path if path.endswith("site-packages"))]
    wanted: list[str] = []
    for path in [*system, *python]:
        inside = any(path == other or path.startswith(f"{other}/") for other in wanted)
        if not inside and Path(path).exists():
            wanted.append(path)
    return wanted


if __name__ == "__main__":
    main()
