"""The zygote: a warm process that boxes are forked from.

It is started with an almost empty environment, imports the libraries that submissions use, runs none of them, and
holds no test, no answer and no hidden datum: whatever a student's code finds in the memory it inherits is public. It
takes one kind of message on its control socket: fork a box, here are its two file descriptors.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from .. import wire
from ..removal import remove
from .confinement import groups, leaving, locking, tree

if TYPE_CHECKING:
    from .shell import Shell

# numpy brings some of its parts along only when they are asked for: each box would have to import them again.
_USUAL = ("numpy", "numpy.random", "numpy.linalg", "numpy.fft", "numpy.testing", "numpy.lib.stride_tricks",
          "collections", "csv", "dataclasses", "datetime", "fractions", "functools", "itertools", "json", "math",
          "operator", "random", "re", "statistics", "string", "textwrap", "time", "timeit", "typing")  # fmt: skip
_LIBRARIES = {"numpy": _USUAL, "keras": (*_USUAL, "keras")}


def main(control_number: str, library: str, level: str, listens: str = "", gpu: str = "[]") -> None:
    """Leave what boxes must not have, import, say that we are ready, and serve until the judge hangs up."""
    os.dup2(int(control_number), wire.CONNECTION)  # a number that nothing else of ours may have: boxes use it, too
    os.close(int(control_number))
    control = socket.socket(fileno=wire.CONNECTION)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started us
    number = os.getpid()
    devices, more = json.loads(gpu) or ([], [])
    readable = tree.libraries(sys.path, (sys.prefix, sys.base_prefix), more)
    apart = level in ("L0", "L1") and leaving.may_live_apart(readable, devices)
    counted = groups.available(f"autograder-{number}") if apart and level == "L0" else None
    if apart:
        leaving.leave()
        leaving.stay_process_one()
    folder = tempfile.mkdtemp(prefix="autograder-")
    try:
        shell = _warm_shell(library, folder, gpu=bool(devices))
        _must_be_untouched(devices)
        from .nursery import Nursery  # while we can read our own files: it brings IPython, which wants a home

        shutil.rmtree(folder)
        kind = locking.Kind(counted=counted is not None, listens=bool(listens), devices=tuple(devices))
        lock = _lock(level, readable, number, kind, apart=apart)
        homes = "" if apart else _make_homes(folder)
    except Exception as error:
        _fail(control, error, folder, counted)
    gc.collect()
    gc.freeze()  # the collector need not touch, and so copy, what every box inherits
    control.send(json.dumps({"folder": homes, "threads": _threads()}).encode())
    Nursery(control, shell, lock, homes, counted, listens=bool(listens)).serve()


def _lock(level: str, readable: list[str], number: int, kind: locking.Kind, *, apart: bool) -> locking.Lock:
    if level == "unsafe":
        return locking.Unlocked(kind)
    return locking.Apart(readable, number, kind) if apart else locking.Together(readable, number, kind)


def _fail(control: socket.socket, error: Exception, folder: str, counted: groups.Groups | None) -> NoReturn:
    control.send(json.dumps({"folder": folder, "failed": f"{type(error).__name__}: {error}"}).encode())
    if counted is not None:
        counted.remove()
    remove(folder)
    os._exit(1)


def _threads() -> list[str]:
    """The names of all that runs in this process."""
    return [Path(f"/proc/self/task/{number}/comm").read_text().strip() for number in os.listdir("/proc/self/task")]


def _make_homes(folder: str) -> str:
    """A folder for the homes of boxes that share the machine's file tree. Its name is no secret."""
    Path(folder).mkdir(mode=0o711)
    Path(folder).chmod(0o711)
    return folder


def _must_be_untouched(devices: list[str]) -> None:
    """Nothing may have used a GPU yet: what CUDA has set up is broken in a fork, and in every box."""
    opened = {os.path.realpath(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd")}
    if touched := sorted(opened & set(devices)):
        raise RuntimeError(f"something used the GPU before any box was made: {', '.join(touched)} is open")


def _warm_shell(library: str, folder: str, *, gpu: bool) -> Shell:
    """The shell of all boxes, with the library imported. `folder` is its home while it starts."""
    os.environ.update(HOME=folder, MPLCONFIGDIR=folder)  # IPython, matplotlib and Keras want one
    with _told_about_gpus(gpu=gpu and library == "keras"):
        for name in _LIBRARIES[library]:
            importlib.import_module(name)
    from .birth import sow
    from .shell import Recorder, make_shell

    shell = make_shell()
    # What the first picture, the first command of a notebook and the first error load is loaded here, not in every box.
    shell.run_cell("import matplotlib.pyplot as plt; plt.plot([0, 1]); plt.title('x'); plt.show()")
    shell.run_cell("%matplotlib inline")
    shell.run_cell("def first(x):\n    return x / 0\nfirst(1)")
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        vars(sys).pop(name, None)
    sow(0)
    shell.reset(new_session=False)
    shell.recorder = Recorder()
    return shell


@contextlib.contextmanager
def _told_about_gpus(*, gpu: bool) -> Iterator[None]:
    """Tell PyTorch whether there is a GPU while Keras is imported, which asks it. It would ask the driver itself."""
    if os.environ.get("KERAS_BACKEND") != "torch":
        yield
        return
    cuda = importlib.import_module("torch").cuda
    asking, cuda.is_available = cuda.is_available, lambda: gpu
    try:
        yield
    finally:
        cuda.is_available = asking
