"""Runs inside a box: runs cells and calls answers for the judge, one request at a time."""

from __future__ import annotations

import builtins
import json
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ... import testing
from .. import wire
from ..values import Handle, Named, pack, unpack, updated
from . import models
from .shell import Shell, run_cell

_TEXT_CAP = 2000  # of an error message
_HELD_SECONDS, _HELD_ARRAYS, _HELD_BYTES = 0.01, 256, 1 << 18  # of replies that wait for others


class Undefined(NotImplementedError):
    """An answer that is missing is like one that is not written yet."""


class Guest:
    """One submission at work."""

    def __init__(self, connection: socket.socket, shell: Shell) -> None:
        self.connection, self.shell = connection, shell
        self.held: list[Any] = []
        self.request = ""  # the number of the request that is being answered

    def serve(self) -> None:
        """Answer requests until the judge hangs up."""
        while True:
            try:
                header, arrays = wire.receive(self.connection)
                self.request = header["id"]
                if header["do"] in ("many", "calls"):
                    self._answer_many(header, arrays)
                    continue
                reply, sent = self._answer(header, arrays)
                wire.send(self.connection, {"id": header["id"], "last": True, **reply}, sent)
            except wire.Gone:
                return
            except KeyboardInterrupt:  # the judge's patience ended just as we were done
                continue

    def _answer(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        try:
            return getattr(self, f"_do_{header['do']}")(header, arrays)  # type: ignore[no-any-return]
        except BaseException as error:  # a student's code may raise anything, SystemExit included
            return _failure(error), []
        finally:
            self.shell.recorder.take()

    def _do_cell(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        outputs, error = run_cell(self.shell, header["source"], header["count"])
        return {"ok": True, "outputs": outputs, "error": error}, []

    def _do_file(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        place = Path(header["name"])
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(arrays[0].tobytes())
        return {"ok": True}, []

    def _do_call(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        function = self._find(Named(header["name"]))
        positional, named = unpack(header["arguments"], arrays, self._find)
        before = _fingerprint(positional, named)
        result = function(*positional, **named)
        changed = (positional, named) if _fingerprint(positional, named) != before else None
        shares = header["new"] and testing.shares_memory(result, [list(positional), named])
        return self._packed(result, changed, shares)

    def _answer_many(self, header: wire.Header, arrays: list[wire.Array]) -> None:
        """Take one step after the other; an interruption ends them. Replies to quick calls cross together."""
        steps, pending = _steps(header, arrays), _Pending()
        for number, step in enumerate(steps, 1):
            reply, sent = self._answer(step, arrays)
            last = reply.get("error") == "KeyboardInterrupt" or number == len(steps)
            if pending.has_no_room(sent):
                pending.send(self.connection, header["id"], last=False)
            pending.add(reply, sent)
            if last or step["do"] == "cell" or pending.is_due:  # if a cell ends the process, we must know which
                pending.send(self.connection, header["id"], last=last)
            if last:
                return

    def _do_stand_in(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        for name in header["names"]:
            self.shell.user_ns[name] = self._stand_in(name)
        return {"ok": True}, []

    def _stand_in(self, name: str) -> Callable[..., Any]:
        """A function that asks the judge for the right answer's result."""

        def stand_in(*positional: Any, **named: Any) -> Any:
            tree, arrays = pack([list(positional), named])
            asked = {"id": self.request, "ask": name, "last": False, "arguments": tree}
            wire.send(self.connection, asked, arrays)
            reply, received = wire.receive(self.connection)
            if not reply["ok"]:
                raise getattr(builtins, reply["error"], RuntimeError)(reply["text"])
            result, changed = unpack(reply["value"], received)
            if changed is not None:
                updated([list(positional), named], changed)
            return result

        stand_in.__name__ = stand_in.__qualname__ = name
        return stand_in

    def _do_value(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        return self._packed(self._find(Named(header["name"])))

    def _do_take_apart(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        return self._packed(models.take_apart(unpack(header["model"], arrays, self._find)))

    def _do_put_together(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        model = models.put_together(unpack(header["parts"], arrays))
        return self._packed([self._handle_for(model), testing.model_facts(model)])

    def _do_predict(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        model, inputs = unpack(header["arguments"], arrays, self._find)
        return self._packed(testing.predictions(model, inputs))

    def _do_practise(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        model, inputs, targets, steps = unpack(header["arguments"], arrays, self._find)
        return self._packed(testing.practice(model, inputs, targets, steps))

    def _packed(self, *values: Any) -> tuple[wire.Header, list[wire.Array]]:
        tree, arrays = pack(list(values), self._handle_for)
        return {"ok": True, "value": tree}, arrays

    def _handle_for(self, value: Any) -> Handle:
        self.held.append(value)
        return Handle(len(self.held) - 1, type(value).__name__)

    def _find(self, reference: Handle | Named) -> Any:
        if isinstance(reference, Handle):
            return self.held[reference.number]
        try:
            return self.shell.user_ns[reference.name]
        except KeyError:
            raise Undefined(f"{reference.name} is not defined.") from None


def _steps(header: wire.Header, arrays: list[wire.Array]) -> list[wire.Header]:
    """The steps to take one after the other: many that are named, or calls of one answer."""
    if header["do"] == "many":
        return header["steps"]  # type: ignore[no-any-return]
    call = {"do": "call", "name": header["name"], "new": header["new"]}
    return [{**call, "arguments": tree} for tree in json.loads(arrays[-1].tobytes())]


class _Pending:
    """Replies that wait to cross together, since a frame costs more than a quick call."""

    def __init__(self) -> None:
        self.replies: list[wire.Header] = []
        self.arrays: list[wire.Array] = []
        self.since = time.monotonic()

    @property
    def is_due(self) -> bool:
        return time.monotonic() - self.since > _HELD_SECONDS or len(self.arrays) > _HELD_ARRAYS

    def has_no_room(self, more: list[wire.Array]) -> bool:
        """Whether these arrays should cross on their own: a frame has its limits."""
        return bool(self.replies) and sum(array.nbytes for array in [*self.arrays, *more]) > _HELD_BYTES

    def add(self, reply: wire.Header, arrays: list[wire.Array]) -> None:
        self.replies.append({**reply, "from": len(self.arrays)})
        self.arrays += arrays

    def send(self, connection: socket.socket, number: str, *, last: bool) -> None:
        wire.send(connection, {"id": number, "done": self.replies, "last": last}, self.arrays)
        self.replies, self.arrays, self.since = [], [], time.monotonic()


def _fingerprint(positional: Any, named: dict[str, Any]) -> list[object]:
    """Tells whether arguments were changed in place. What can't be packed counts as unchanged."""
    return [_trace(each) for each in (*positional, *named.keys(), *named.values())]


def _trace(value: Any) -> object:
    if type(value) is np.ndarray and value.dtype.kind in "biuf":
        return value.shape, value.dtype.str, value.tobytes()
    plain = testing.plain_bytes(value)
    if plain is not None:
        return plain
    tree, arrays = pack(value, lambda other: Handle(id(other), type(other).__name__))
    return repr(tree), [array.tobytes() for array in arrays]


def _failure(error: BaseException) -> wire.Header:
    kinds = [kind.__name__ for kind in type(error).__mro__ if getattr(builtins, kind.__name__, None) is kind]
    try:
        text = str(error)
    except BaseException:  # even the text of an error is a student's code
        text = ""
    return {"ok": False, "error": type(error).__name__[:80], "kinds": kinds, "text": text[:_TEXT_CAP]}
