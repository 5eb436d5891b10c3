"""The zygote: a warm process that boxes are forked from.

It is started with an almost empty environment, imports the libraries that submissions use, runs none of them, and
holds no test, no answer and no hidden datum: whatever a student's code finds in the memory it inherits is public. It
takes one kind of message on its control socket: fork a box, here are its two file descriptors.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import shutil
import signal
import socket
import tempfile
import time
from pathlib import Path
from typing import NoReturn

from ..removal import remove
from . import confinement
from .keeper import Terms, watch_over
from .shell import Recorder, Shell, make_shell

# numpy brings some of its parts along only when they are asked for: each box would have to import them again.
_USUAL = ("numpy", "numpy.random", "numpy.linalg", "numpy.fft", "numpy.testing", "numpy.lib.stride_tricks",
          "collections", "csv", "dataclasses", "datetime", "fractions", "functools", "itertools", "json", "math",
          "operator", "random", "re", "statistics", "string", "textwrap", "time", "timeit", "typing")  # fmt: skip
_LIBRARIES = {"numpy": _USUAL, "keras": (*_USUAL, "keras")}


def main(control_number: str, library: str, level: str) -> None:
    """Import, say that we are ready, and fork a box for every message until the judge hangs up."""
    control = socket.socket(fileno=int(control_number))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started us
    alone = level == "L1" and confinement.leave()
    folder = tempfile.mkdtemp(prefix="autograder-")
    os.environ.update(HOME=folder, MPLCONFIGDIR=folder)  # IPython, matplotlib and Keras want one while they start
    try:
        for name in _LIBRARIES[library]:
            importlib.import_module(name)
        shell = make_shell()
        _warm_up(shell)
    except Exception as error:
        control.send(json.dumps({"folder": folder, "failed": f"{type(error).__name__}: {error}"}).encode())
        _leave(set(), folder)
    _empty(folder)
    gc.collect()
    gc.freeze()  # the collector need not touch, and so copy, what every box inherits
    control.send(json.dumps({"folder": folder, "threads": len(os.listdir("/proc/self/task"))}).encode())
    _serve(control, shell, Terms(folder, level, alone))


def _serve(control: socket.socket, shell: Shell, terms: Terms) -> None:
    keepers: set[int] = set()
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 2)
        if not message:
            _leave(keepers, terms.folder)
        _reap(keepers)
        try:
            keeper = os.fork()
        except OSError as error:
            control.send(json.dumps({"failed": str(error)}).encode())
        else:
            if keeper == 0:
                control.close()
                watch_over(shell, json.loads(message), terms, descriptors)
            keepers.add(keeper)
            control.send(b"{}")
        for descriptor in descriptors:
            os.close(descriptor)


def _leave(keepers: set[int], folder: str) -> NoReturn:
    """End with everything that we started, and leave no file."""
    for keeper in keepers:
        os.kill(keeper, signal.SIGKILL)  # its box ends with it
    time.sleep(0.05 * bool(keepers))
    remove(folder)
    os._exit(0)


def _empty(folder: str) -> None:
    """Keep the folder for the homes of boxes that can have no file tree of their own. Its name is no secret."""
    shutil.rmtree(folder)
    Path(folder).mkdir(mode=0o711)
    Path(folder).chmod(0o711)


def _warm_up(shell: Shell) -> None:
    """Draw one picture, so that fonts are loaded once and not in every box."""
    shell.run_cell("import matplotlib.pyplot as plt; plt.plot([0, 1]); plt.title('x'); plt.show()")
    shell.reset(new_session=False)
    shell.recorder = Recorder()


def _reap(keepers: set[int]) -> None:
    for keeper in list(keepers):
        if os.waitpid(keeper, os.WNOHANG)[0]:
            keepers.remove(keeper)
