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
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from types import TracebackType

import numpy as np

from . import wire
from .errors import Ended, Nonsense, OutOfMemory, Raised, SandboxError, TimedOut
from .outputs import Output
from .process import Process
from .replies import Asked, Calls, Reply, Request, error_in, replies_in, unpacked
from .values import Handle, pack

_START_SECONDS = 60.0
_GRACE_SECONDS = 1.0
Fork = Callable[[dict[str, object], socket.socket], Process]


class Box:
    """One submission's process. Use it as a context manager: leaving it kills everything that it started."""

    def __init__(self, job: dict[str, object], fork: Fork) -> None:
        """Fork a box, or raise SandboxError."""
        self.level = ""
        self._stand_ins: Mapping[str, Asked] = {}
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

    def run_cells(
        self, cells: Sequence[tuple[str, int]], patience: Callable[[int], float]
    ) -> Generator[tuple[list[Output], str], None, None]:
        """Run cells, each given by source and count; for each its outputs, and the error that ended it, if any."""
        steps = [{"do": "cell", "source": source, "count": count} for source, count in cells]
        with contextlib.closing(self._many({"do": "many", "steps": steps}, len(steps), [], patience)) as replies:
            for reply, _ in replies:
                outputs, error = reply.get("outputs"), reply.get("error")
                if type(outputs) is not list or type(error) is not str:
                    raise Nonsense("The cell's outputs are malformed.")
                yield outputs, error

    def run_cell(self, source: str, count: int, seconds: float) -> tuple[list[Output], str]:
        """Run a cell; return its outputs, and the name of the error that ended it, if any."""
        return next(self.run_cells([(source, count)], lambda number: seconds))

    def call(self, name: str, positional: object, named: object, seconds: float) -> tuple[object, object]:
        """Call what the notebook defines as `name`; return the result, and the arguments if the call changed them."""
        done = next(self.calls(name, Calls.packed([(positional, named)]), lambda: seconds))
        if done.error is not None:
            raise done.error
        return done.value, done.changed

    def calls(self, name: str, calls: Calls, patience: Callable[[], float]) -> Generator[Reply, None, None]:
        """Call an answer with the arguments of each call; the requests cross at once."""
        asked = {"do": "calls", "name": name, "new": calls.new}
        with contextlib.closing(self._many(asked, len(calls), calls.arrays, lambda number: patience())) as replies:
            for reply, received in replies:
                if reply.get("ok") is not True:
                    yield Reply(error=Raised(*error_in(reply)))
                else:
                    value, changed, shares = unpacked(reply, received, 3)
                    yield Reply(value, changed, shares)

    def _many(
        self, asked: wire.Header, steps: int, arrays: Sequence[wire.Array], patience: Callable[[int], float]
    ) -> Generator[tuple[wire.Header, list[wire.Array]], None, None]:
        """Ask for so many steps at once, and yield each reply. The first that does not come in time ends the rest.

        `patience` allows each step its seconds, by its number.
        """
        request = self._request(asked, arrays, patience(0))
        came, over = 0, False
        try:
            while not over:
                request.wait(patience(came))
                replies, over, late = self._together(request, steps - came)
                for reply in replies:
                    came += 1
                    yield reply
                if late is not None:
                    raise late
                if over and came < steps:
                    raise Ended("It was interrupted.")
        finally:
            if not over:  # what still comes must not be taken for something else
                self._end()

    def _together(
        self, request: Request, most: int
    ) -> tuple[list[tuple[wire.Header, list[wire.Array]]], bool, TimedOut | None]:
        """The replies that cross together, at `most` so many; whether they are the last; and whether one is late."""
        late = None
        try:
            frame, received = self._reply(request, more=True)
        except TimedOut as error:
            if request.rest is None:
                raise
            late, (frame, received) = error, request.rest
        replies, over = replies_in(frame, received), frame.get("last") is True
        if len(replies) > most or (len(replies) == most and not over) or (over and request.frames.ahead):
            raise Nonsense("A reply could not be read: it was not asked for.")
        return replies[:-1] if late else replies, over, late

    def stand_in(self, answers: Mapping[str, Asked], seconds: float = 10) -> None:
        """From now on these names are ours: whoever calls one in the box is told what our function says."""
        self._stand_ins = answers
        self._ask({"do": "stand_in", "names": list(answers)}, [], seconds)

    def value(self, name: str, seconds: float) -> object:
        """The value of a variable of the notebook."""
        return self._value({"do": "value", "name": name}, [], seconds)

    def take_apart(self, model: Handle, seconds: float) -> object:
        """The parts of a model that this box holds, as the box reports them."""
        tree, _ = pack(model)
        return self._value({"do": "take_apart", "model": tree}, [], seconds)

    def put_together(self, parts: dict[str, object], seconds: float) -> tuple[Handle, dict[str, object]]:
        """Make a model from its parts; return its handle and its facts. Only for a box without student code."""
        tree, arrays = pack(parts)
        match self._value({"do": "put_together", "parts": tree}, arrays, seconds):
            case [Handle() as model, dict() as facts]:
                return model, facts
        raise Nonsense("The reply is not a model.")

    def predict(self, model: Handle, inputs: object, seconds: float) -> object:
        """The predictions of a model that this box holds."""
        tree, arrays = pack([model, inputs])
        return self._value({"do": "predict", "arguments": tree}, arrays, seconds)

    def practise(self, model: Handle, inputs: object, targets: object, steps: int, seconds: float) -> object:
        """Train a copy of a model that this box holds on one batch; return its losses."""
        tree, arrays = pack([model, inputs, targets, steps])
        return self._value({"do": "practise", "arguments": tree}, arrays, seconds)

    def close(self) -> None:
        """Kill everything that runs in the box. Closing it again does nothing."""
        try:
            self._end()
        finally:
            self._connection.close()

    def _value(self, header: wire.Header, arrays: list[wire.Array], seconds: float) -> object:
        reply, received = self._ask(header, arrays, seconds)
        return unpacked(reply, received, 1)[0]

    def _ask(
        self, header: wire.Header, arrays: list[wire.Array], seconds: float
    ) -> tuple[wire.Header, list[wire.Array]]:
        reply, received = self._reply(self._request(header, arrays, seconds))
        if reply.get("ok") is not True:
            raise Raised(*error_in(reply))
        return reply, received

    def _request(self, header: wire.Header, arrays: Sequence[wire.Array], seconds: float) -> Request:
        """Send a request."""
        if not self.alive:
            raise Ended("The process has ended.")
        number = secrets.token_hex(8)  # a reply written in advance can't know it
        request = Request(number, wire.Frames(self._connection))
        request.wait(seconds)
        with self._watched(request):
            wire.send(self._connection, {**header, "id": number}, arrays, request.deadline)
        return request

    def _reply(self, request: Request, *, more: bool = False) -> tuple[wire.Header, list[wire.Array]]:
        """The next reply to a request, and the last one unless there will be `more`."""
        with self._watched(request):
            reply, received = request.frames.next(request.deadline)
            while "ask" in reply and reply.get("id") == request.number and not request.frames.ahead:
                self._say(reply, received, request.deadline)
                reply, received = request.frames.next(request.deadline)
            if reply.get("id") != request.number or (not more and request.frames.ahead):
                raise wire.Malformed("it was not asked for")
        return reply, received

    def _say(self, asked: wire.Header, arrays: list[wire.Array], deadline: float) -> None:
        """Answer the box, which called a name that we stand in for."""
        answer = self._stand_ins.get(str(asked["ask"]))
        positional, named = unpacked({"value": asked.get("arguments")}, arrays, 2)
        if answer is None or type(positional) is not list or type(named) is not dict:
            raise wire.Malformed("it asked for what nobody offered")
        try:
            tree, sent = pack(list(answer(positional, named)))
            reply: wire.Header = {"ok": True, "value": tree}
        except Raised as error:
            reply, sent = {"ok": False, "error": error.kinds[0] if error.kinds else "", "text": error.text}, []
        wire.send(self._connection, reply, sent, deadline)

    @contextlib.contextmanager
    def _watched(self, request: Request) -> Iterator[None]:
        """Raise what a failed exchange means. Unless the box stops in time, it is killed."""
        try:
            yield
        except wire.TimedOut:
            self._interrupt(request)
            raise TimedOut(f"No answer within {request.seconds:g} seconds.") from None
        except wire.Gone:
            raise self._last_words() from None
        except wire.Malformed as error:
            self._end()
            raise Nonsense(f"A reply could not be read: {error}.") from None

    def _interrupt(self, request: Request) -> None:
        """Interrupt a cell as Jupyter does; the box lives on if the cell stops."""
        if self._process is not None:
            self._process.signal(signal.SIGINT)
        deadline = time.monotonic() + _GRACE_SECONDS
        with contextlib.suppress(wire.TimedOut, wire.Gone, wire.Malformed):
            while True:
                reply, received = request.frames.next(deadline)
                if reply.get("id") == request.number and reply.get("last") is True and not request.frames.ahead:
                    request.rest = reply, received
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
