"""The judge's side of a zygote: started once, forks boxes on request, ends with the judge."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from .box import Box
from .errors import SandboxError
from .gpu import Place, environment
from .limits import Limits
from .process import Process
from .removal import remove

Library = Literal["numpy", "keras"]
Level = Literal["L0", "L1", "L2", "unsafe"]  # the strongest to try; a machine may grant less
_PACKAGE, _FOLDER = __name__.partition(".")[0], str(Path(__file__).parents[2])
# The same package that the judge runs, wherever it is installed. Boxes can't import anything else from its folder.
_START = """
import sys
sys.path.insert(0, sys.argv[1])
from {package}.sandbox.inside.warm import main
del sys.path[0]
main(*sys.argv[2:])
"""
_START_SECONDS = 120.0
_ENDED = b'{"failed": "it ended"}'


class Zygote:
    """A warm process that boxes are forked from. Use it as a context manager.

    `library` is what it has imported; `level` the strongest confinement to try. Of boxes of one that `listens`, it can
    be asked which system calls they were refused. Its boxes see the GPU of its `place`, or none.
    """

    def __init__(
        self, library: Library = "numpy", *, level: Level = "L0", listens: bool = False, place: Place | None = None
    ) -> None:
        self.library, self.level, self.place = library, level, place
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        ours.settimeout(_START_SECONDS)
        code = _START.format(package=_PACKAGE)
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", code, _FOLDER, str(theirs.fileno()), library, level, "listens" * listens,
             json.dumps([place.devices, place.readable] if place else [])],
            env=_environment(library, place), cwd="/", pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        theirs.close()
        self.folder = ""  # holds the home folders of boxes that can't have a file tree of their own
        try:
            hello = self._answer()
            self.folder = str(hello.get("folder", ""))
            if "failed" in hello:
                raise SandboxError(f"the zygote for {library} did not start: {hello['failed']}")
            if len(threads := hello.get("threads", [])) != 1:  # a fork made while others hold locks can hang forever
                raise SandboxError(f"the zygote runs {len(threads)} threads instead of one: {', '.join(threads)}")
        except SandboxError:
            self.close()
            raise

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._control.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._process.kill()
        self._process.wait()
        if self.folder:
            remove(self.folder)  # in case the zygote could not

    @property
    def pid(self) -> int:
        """Its process ID."""
        return self._process.pid

    def processes(self) -> list[int]:
        """The numbers of its processes: where it has namespaces of its own, the first waits for the second."""
        own = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split() if not self.folder else []
        return [self.pid, *map(int, own)]

    def box(self, limits: Limits, seed: int = 1) -> Box:
        """Fork a box, or raise SandboxError. `seed` decides everything random in it."""
        return Box({"share": limits.share(), "seed": seed}, self._fork)

    def _fork(self, job: dict[str, Any], connection: socket.socket) -> Process:
        """Fork a box that answers over `connection`."""
        report, report_end = os.pipe()
        try:
            socket.send_fds(self._control, [json.dumps(job).encode()], [connection.fileno(), report_end])
            handle = self._born()
        except OSError as error:
            os.close(report)
            raise SandboxError(f"the zygote is gone: {error}") from None
        except SandboxError:
            os.close(report)
            raise
        finally:
            os.close(report_end)
        return Process(handle, report)

    def _born(self) -> int:
        """The descriptor of the box that was asked for."""
        message, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, 1)
        failed = json.loads(message or _ENDED).get("failed")
        if failed or not descriptors:
            raise SandboxError(f"no box could be forked: {failed}")
        return descriptors[0]

    def _answer(self) -> dict[str, Any]:
        try:
            return json.loads(self._control.recv(1 << 16) or _ENDED)  # type: ignore[no-any-return]
        except OSError as error:
            raise SandboxError(f"the zygote does not answer: {error}") from None


def _environment(library: Library, place: Place | None) -> dict[str, str]:
    """Almost nothing, since boxes can read it."""
    told = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
    if library == "keras":
        quiet = {"TF_CPP_MIN_LOG_LEVEL": "3", "HDF5_USE_FILE_LOCKING": "FALSE"}
        chosen = {name: os.environ[name] for name in ("KERAS_BACKEND",) if name in os.environ}
        told |= quiet | chosen
    return told | environment(place)
