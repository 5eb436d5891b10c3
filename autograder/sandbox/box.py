"""The judge's side of the sandbox: a warm zygote, and one box per submission.

Theory of operation. Nothing that comes from a box is trusted: replies must carry the number of the request, arrive
before a deadline of our own clock, and parse as a frame. A box that is late is interrupted as Jupyter would interrupt
it, and killed if that does not help. What it prints past the notebook (on the file descriptors) is drained, so that a
flood neither fills memory nor blocks anybody, and thrown away.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from . import wire
from .confinement import NOBODY
from .limits import Limits
from .values import pack, unpack

_START_SECONDS = 60.0
_GRACE_SECONDS = 1.0
Output = dict[str, Any]


class SandboxError(Exception):
    """Raised when no box could be made: our fault, never the student's."""


class BoxError(Exception):
    """Raised by a request that a box did not answer properly; the message is plain enough for a student."""


class Raised(BoxError):
    """The student's code raised an error: its name, the built-in errors that it is a kind of, and its text."""

    def __init__(self, name: str, kinds: list[str], text: str) -> None:
        super().__init__(f"{name}: {text}" if text else name)
        self.name, self.kinds, self.text = name, kinds, text


class Late(BoxError):
    """No answer within the time limit."""


class Ended(BoxError):
    """The process ended before it answered."""


class Nonsense(BoxError):
    """What came back is no reply to what was asked."""


class Zygote:
    """A warm process that boxes are forked from. Use it as a context manager."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control = ours
        ours.settimeout(_START_SECONDS)
        command = [sys.executable, "-I", "-m", f"{__package__}.zygote", str(theirs.fileno())]
        environment = {"PATH": "/usr/bin:/bin", "OPENBLAS_NUM_THREADS": "1", "LANG": "C.UTF-8"}
        self._process = subprocess.Popen(command, env=environment, cwd="/", pass_fds=(theirs.fileno(),))
        theirs.close()
        hello = self._answer()
        if hello.get("threads") != 1:  # a fork while other threads hold locks hangs for ever
            raise SandboxError(f"the zygote runs {hello.get('threads')} threads instead of one")

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

    def box(self, limits: Limits) -> Box:
        """Fork a box, or raise SandboxError."""
        return Box(self, limits)

    def fork(self, job: dict[str, Any], descriptors: list[int]) -> None:
        try:
            socket.send_fds(self._control, [json.dumps(job).encode()], descriptors)
        except OSError as error:
            raise SandboxError(f"the zygote is gone: {error}") from None
        reply = self._answer()
        if "failed" in reply:
            raise SandboxError(f"no box could be forked: {reply['failed']}")

    def _answer(self) -> dict[str, Any]:
        try:
            return json.loads(self._control.recv(1 << 16) or b'{"failed": "it ended"}')  # type: ignore[no-any-return]
        except OSError as error:
            raise SandboxError(f"the zygote does not answer: {error}") from None


class Box:
    """One submission's process. Use it as a context manager: leaving kills all that it started."""

    def __init__(self, zygote: Zygote, limits: Limits) -> None:
        self.limits = limits
        self._folder = Path(tempfile.mkdtemp(prefix="autograder-box-"))  # a home where there is no private file tree
        if os.getuid() == 0:
            os.chown(self._folder, NOBODY, NOBODY)
        self._connection, theirs = socket.socketpair()
        output, output_end = os.pipe()
        self._status, status_end = os.pipe()
        threading.Thread(target=_drain, args=(output,), daemon=True).start()
        job = {"folder": str(self._folder), "share": _share(limits)}
        self.level = ""
        self._pid: int | None = None
        try:
            zygote.fork(job, [theirs.fileno(), output_end, status_end])
        except SandboxError:
            self.close()
            raise
        finally:
            theirs.close()
            os.close(output_end)
            os.close(status_end)
        self._kill, self._pid = self._born()

    def __enter__(self) -> Box:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        return self._pid is not None

    def add_file(self, name: str, content: bytes, seconds: float = 10) -> None:
        """Put a file beside the notebook. The box writes it, so no link there can lead us anywhere."""
        self._ask({"do": "file", "name": name}, [np.frombuffer(content, np.uint8)], seconds)

    def run_cell(self, source: str, count: int, seconds: float) -> tuple[list[Output], str]:
        """Run a cell: its outputs, and the name of the error that ended it, if one did."""
        reply, _ = self._ask({"do": "cell", "source": source, "count": count}, [], seconds)
        outputs, error = reply.get("outputs"), reply.get("error")
        if type(outputs) is not list or type(error) is not str:
            raise Nonsense("the cell's outputs are no outputs")
        return outputs, error

    def call(self, name: str, positional: tuple[Any, ...], named: dict[str, Any], seconds: float) -> tuple[Any, Any]:
        """Call what the notebook defines as `name`: the result, and the arguments where they were changed."""
        tree, arrays = pack([positional, named])
        return self._value({"do": "call", "name": name, "arguments": tree}, arrays, seconds)

    def value(self, name: str, seconds: float) -> Any:
        """The value of a variable of the notebook."""
        return self._value({"do": "value", "name": name}, [], seconds)[0]

    def close(self) -> None:
        """Kill everything that runs in the box, and remove its folder."""
        self._end()
        self._connection.close()
        os.close(self._status)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _value(self, header: wire.Header, arrays: list[wire.Array], seconds: float) -> tuple[Any, Any]:
        reply, received = self._ask(header, arrays, seconds)
        try:
            result, changed = unpack(reply.get("value"), received)
        except (wire.Malformed, ValueError, TypeError) as error:
            raise Nonsense(f"the reply holds no value: {error}") from None
        return result, changed

    def _ask(
        self, header: wire.Header, arrays: list[wire.Array], seconds: float
    ) -> tuple[wire.Header, list[wire.Array]]:
        if not self.alive:
            raise Ended("The process has ended.")
        number = secrets.token_hex(8)  # a reply written ahead of time can't know it
        deadline = time.monotonic() + seconds
        try:
            self._connection.settimeout(seconds)
            wire.send(self._connection, {**header, "id": number}, arrays)
            reply, received = wire.receive(self._connection, deadline)
        except wire.Late:
            self._interrupt(number)
            raise Late(f"No answer within {seconds:g} seconds.") from None
        except wire.Gone:
            raise Ended(self._last_words()) from None
        except wire.Malformed as error:
            self._end()
            raise Nonsense(f"A reply could not be read: {error}.") from None
        if reply.get("id") != number:
            self._end()
            raise Nonsense("A reply came that nobody asked for.")
        if reply.get("ok") is not True:
            raise Raised(*_error(reply))
        return reply, received

    def _interrupt(self, number: str) -> None:
        """Stop a cell as Jupyter does; the box lives on if it obeys."""
        if self._pid is not None and self._kill is os.kill:
            os.kill(self._pid, signal.SIGINT)
            try:
                reply, _ = wire.receive(self._connection, time.monotonic() + _GRACE_SECONDS)
            except (wire.Late, wire.Gone, wire.Malformed):
                pass
            else:
                if reply.get("id") == number:
                    return
        self._end()

    def _born(self) -> tuple[Any, int]:
        """How to kill the box, and its number; or SandboxError. No student code has run yet, so this is true."""
        line = self._read_status(_START_SECONDS)
        kind, _, rest = line.partition(" ")
        reason = rest or line or "the keeper ended"
        if kind in ("pid", "group"):
            try:
                hello, _ = wire.receive(self._connection, time.monotonic() + _START_SECONDS)
            except (wire.Late, wire.Gone, wire.Malformed) as error:
                hello = {"failed": f"{type(error).__name__} {error}"}
            if hello.get("ready"):
                self.level = str(hello["level"])
                return (os.kill if kind == "pid" else os.killpg), int(rest)
            reason = str(hello.get("failed"))
        self.close()
        raise SandboxError(f"no box could be made: {reason}")

    def _end(self) -> None:
        if self._pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._kill(self._pid, signal.SIGKILL)  # process 1 of its namespace: the kernel ends the rest
        self._read_status(_GRACE_SECONDS * 5)  # the keeper speaks when all has ended
        self._pid = None

    def _last_words(self) -> str:
        """How the process ended, in plain words."""
        code = self._read_status(_GRACE_SECONDS).removeprefix("exit ")
        self._end()
        if code.startswith("-"):
            with contextlib.suppress(ValueError):
                return f"The process was ended by {signal.Signals(-int(code)).name}."
        return f"The process ended by itself (exit code {code or 'unknown'})."

    def _read_status(self, seconds: float) -> str:
        """One line of what the keeper says."""
        line, deadline = b"", time.monotonic() + seconds
        while not line.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._status], [], [], left)[0]:
                break
            byte = os.read(self._status, 1)
            if not byte:
                break
            line += byte
        return line.decode(errors="replace").strip()


def _share(limits: Limits) -> dict[str, int]:
    names = ("memory_mb", "disk_mb", "processes", "files")
    return {name: getattr(limits, name) for name in names}


def _error(reply: wire.Header) -> tuple[str, list[str], str]:
    """The parts of a reported error, whatever was sent in their place."""
    kinds = reply.get("kinds")
    names = [kind for kind in kinds if isinstance(kind, str)] if isinstance(kinds, list) else []
    return str(reply.get("error"))[:80], names[:20], str(reply.get("text", ""))[:2000]


def _drain(descriptor: int) -> None:
    while os.read(descriptor, 1 << 16):
        pass
    os.close(descriptor)
