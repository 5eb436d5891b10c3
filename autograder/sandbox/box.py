"""The judge's side of a box: run cells and calls in it, trust none of its answers, kill it when done.

Theory of operation. Nothing that comes from a box is trusted: a reply must carry the number of its request, arrive
before a deadline on our own clock, and parse as a frame. A late box is interrupted, as Jupyter would do it, and killed
if that does not help. A box that closes its connection is killed as well, so nothing outlives its submission.
"""

from __future__ import annotations

import contextlib
import secrets
import signal
import socket
import time
from collections.abc import Callable
from types import TracebackType

import numpy as np

from . import wire
from .errors import Ended, Nonsense, OutOfMemory, Raised, SandboxError, TimedOut
from .outputs import Output
from .process import Process
from .values import Handle, pack, unpack

_START_SECONDS = 60.0
_GRACE_SECONDS = 1.0
Fork = Callable[[dict[str, object], socket.socket], Process]


class Box:
    """One submission's process. Use it as a context manager: leaving it kills everything that it started."""

    def __init__(self, job: dict[str, object], fork: Fork) -> None:
        """Fork a box, or raise SandboxError."""
        self.level = ""
        self._process: Process | None = None  # while it lives
        self._connection, theirs = socket.socketpair()
        try:
            self._process = fork(job, theirs)
            self.pid = self._process.number  # the number of its process on this machine
            self._be_born()
        except SandboxError:
            self.close()
            raise
        finally:
            theirs.close()

    def __enter__(self) -> Box:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def alive(self) -> bool:
        return self._process is not None

    def refused(self) -> list[tuple[str, tuple[int, ...]]]:
        """The system calls that it was refused until now, with the arguments that decide. Its zygote must listen."""
        return self._process.refused() if self._process is not None else []

    def add_file(self, name: str, content: bytes, seconds: float = 10) -> None:
        """Put a file beside the notebook. The box writes it, so a link there can't lead us elsewhere."""
        self._ask({"do": "file", "name": name}, [np.frombuffer(content, np.uint8)], seconds)

    def run_cell(self, source: str, count: int, seconds: float) -> tuple[list[Output], str]:
        """Run a cell; return its outputs, and the name of the error that ended it, if any."""
        reply, _ = self._ask({"do": "cell", "source": source, "count": count}, [], seconds)
        outputs, error = reply.get("outputs"), reply.get("error")
        if type(outputs) is not list or type(error) is not str:
            raise Nonsense("The cell's outputs are malformed.")
        return outputs, error

    def call(self, name: str, positional: object, named: object, seconds: float) -> tuple[object, object]:
        """Call what the notebook defines as `name`; return the result, and the arguments if the call changed them."""
        tree, arrays = pack([positional, named])
        return self._value({"do": "call", "name": name, "arguments": tree}, arrays, seconds)

    def value(self, name: str, seconds: float) -> object:
        """The value of a variable of the notebook."""
        return self._value({"do": "value", "name": name}, [], seconds)[0]

    def take_apart(self, model: Handle, seconds: float) -> object:
        """The parts of a model that this box holds, as the box reports them."""
        tree, _ = pack(model)
        return self._value({"do": "take_apart", "model": tree}, [], seconds)[0]

    def put_together(self, parts: dict[str, object], seconds: float) -> tuple[Handle, dict[str, object]]:
        """Make a model from its parts; return its handle and its facts. Only for a box without student code."""
        tree, arrays = pack(parts)
        match self._value({"do": "put_together", "parts": tree}, arrays, seconds)[0]:
            case [Handle() as model, dict() as facts]:
                return model, facts
        raise Nonsense("The reply is not a model.")

    def predict(self, model: Handle, inputs: object, seconds: float) -> object:
        """The predictions of a model that this box holds."""
        tree, arrays = pack([model, inputs])
        return self._value({"do": "predict", "arguments": tree}, arrays, seconds)[0]

    def practise(self, model: Handle, inputs: object, targets: object, steps: int, seconds: float) -> object:
        """Train a copy of a model that this box holds on one batch; return its losses."""
        tree, arrays = pack([model, inputs, targets, steps])
        return self._value({"do": "practise", "arguments": tree}, arrays, seconds)[0]

    def close(self) -> None:
        """Kill everything that runs in the box. Closing it again does nothing."""
        try:
            self._end()
        finally:
            self._connection.close()

    def _value(self, header: wire.Header, arrays: list[wire.Array], seconds: float) -> tuple[object, object]:
        reply, received = self._ask(header, arrays, seconds)
        try:
            result, changed = unpack(reply.get("value"), received)
        except (wire.Malformed, ValueError, TypeError) as error:
            raise Nonsense(f"The reply holds no value: {error}.") from None
        return result, changed

    def _ask(
        self, header: wire.Header, arrays: list[wire.Array], seconds: float
    ) -> tuple[wire.Header, list[wire.Array]]:
        if not self.alive:
            raise Ended("The process has ended.")
        number = secrets.token_hex(8)  # a reply written in advance can't know it
        deadline = time.monotonic() + seconds
        try:
            wire.send(self._connection, {**header, "id": number}, arrays, deadline)
            reply, received = wire.receive(self._connection, deadline)
        except wire.TimedOut:
            self._interrupt(number)
            raise TimedOut(f"No answer within {seconds:g} seconds.") from None
        except wire.Gone:
            raise self._last_words() from None
        except wire.Malformed as error:
            self._end()
            raise Nonsense(f"A reply could not be read: {error}.") from None
        if reply.get("id") != number:
            self._end()
            raise Nonsense("The process sent an unexpected reply.")
        if reply.get("ok") is not True:
            raise Raised(*_error(reply))
        return reply, received

    def _interrupt(self, number: str) -> None:
        """Interrupt a cell as Jupyter does; the box lives on if the cell stops."""
        if self._process is not None:
            self._process.signal(signal.SIGINT)
        with contextlib.suppress(wire.TimedOut, wire.Gone, wire.Malformed):
            reply, _ = wire.receive(self._connection, time.monotonic() + _GRACE_SECONDS)
            if reply.get("id") == number:
                return
        self._end()

    def _be_born(self) -> None:
        """Wait until the box is locked, or raise SandboxError. No student code has run yet, so messages are trusted."""
        try:
            hello, _ = wire.receive(self._connection, time.monotonic() + _START_SECONDS)
        except (wire.TimedOut, wire.Gone, wire.Malformed) as error:
            hello = {"failed": f"{type(error).__name__} {error}"}
        if not hello.get("ready"):
            raise SandboxError(f"no box could be made: {hello.get('failed')}")
        self.level = str(hello["level"])

    def _end(self) -> str:
        """Kill the box, wait until nothing of it is left, and return how it had ended."""
        if self._process is None:
            return ""
        process, self._process = self._process, None
        return process.end()

    def _last_words(self) -> Ended | OutOfMemory:
        """Why it no longer answers, in plain words. It is killed in any case."""
        ran_on = self._process is not None and not self._process.has_ended(_GRACE_SECONDS)
        match self._end().split():
            case ["memory"]:
                return OutOfMemory("The process exceeded its memory limit.")
            case ["disk"]:
                return Ended("The process exceeded its disk limit.")
            case _ if ran_on:
                return Ended("The process closed its connection to the grader and ran on.")
            case ["exit", code] if int(code) < 0:
                return Ended(f"The process was ended by {_signal_name(-int(code))}.")
            case ["exit", code]:
                return Ended(f"The process ended by itself (exit code {code}).")
        raise SandboxError("the zygote ended, and its boxes with it")


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _error(reply: wire.Header) -> tuple[str, list[str], str]:
    """The parts of a reported error, with the right types whatever the box sent."""
    kinds = reply.get("kinds")
    names = [kind for kind in kinds if isinstance(kind, str)] if isinstance(kinds, list) else []
    return str(reply.get("error"))[:80], names[:20], str(reply.get("text", ""))[:2000]
