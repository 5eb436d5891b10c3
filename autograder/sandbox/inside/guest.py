"""Runs inside a box: runs cells and calls answers for the judge, one request at a time."""

from __future__ import annotations

import builtins
import socket
from pathlib import Path
from typing import Any

from ... import testing
from .. import wire
from ..values import Handle, Named, pack, unpack
from . import models
from .shell import Shell, run_cell

_TEXT_CAP = 2000  # of an error message


class Undefined(NotImplementedError):
    """An answer that is missing is like one that is not written yet."""


class Guest:
    """One submission at work."""

    def __init__(self, connection: socket.socket, shell: Shell) -> None:
        self.connection, self.shell = connection, shell
        self.held: list[Any] = []

    def serve(self) -> None:
        """Answer requests until the judge hangs up."""
        while True:
            try:
                header, arrays = wire.receive(self.connection)
                reply, sent = self._answer(header, arrays)
                wire.send(self.connection, {"id": header["id"], **reply}, sent)
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
        Path(header["name"]).write_bytes(arrays[0].tobytes())
        return {"ok": True}, []

    def _do_call(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        function = self._find(Named(header["name"]))
        positional, named = unpack(header["arguments"], arrays, self._find)
        before = _fingerprint((positional, named))
        result = function(*positional, **named)
        after = (positional, named)
        changed = after if _fingerprint(after) != before else None
        return self._packed(result, changed)

    def _do_value(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        return self._packed(self._find(Named(header["name"])), None)

    def _do_take_apart(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        return self._packed(models.take_apart(unpack(header["model"], arrays, self._find)), None)

    def _do_put_together(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        model = models.put_together(unpack(header["parts"], arrays))
        return self._packed([self._handle_for(model), testing.model_facts(model)], None)

    def _do_predict(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        model, inputs = unpack(header["arguments"], arrays, self._find)
        return self._packed(testing.predictions(model, inputs), None)

    def _do_practise(self, header: wire.Header, arrays: list[wire.Array]) -> tuple[wire.Header, list[wire.Array]]:
        model, inputs, targets, steps = unpack(header["arguments"], arrays, self._find)
        return self._packed(testing.practice(model, inputs, targets, steps), None)

    def _packed(self, result: Any, changed: Any) -> tuple[wire.Header, list[wire.Array]]:
        tree, arrays = pack([result, changed], self._handle_for)
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


def _fingerprint(value: Any) -> tuple[str, list[bytes]]:
    """Tells whether arguments were changed in place. What can't be packed counts as unchanged."""
    tree, arrays = pack(value, lambda other: Handle(id(other), type(other).__name__))
    return repr(tree), [array.tobytes() for array in arrays]


def _failure(error: BaseException) -> wire.Header:
    kinds = [kind.__name__ for kind in type(error).__mro__ if getattr(builtins, kind.__name__, None) is kind]
    try:
        text = str(error)
    except BaseException:  # even the text of an error is a student's code
        text = ""
    return {"ok": False, "error": type(error).__name__[:80], "kinds": kinds, "text": text[:_TEXT_CAP]}
