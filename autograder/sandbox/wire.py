"""Frames between the judge and a box.

Theory of operation. The box runs hostile code, so whatever comes out of it may be a lie or a bomb. A frame is

    <u32 header length> <u64 body length> <header: JSON> <body: the raw bytes of arrays>

and nothing else: no pickle, no npy. Lengths are checked against caps before anything is allocated; array types come
from an allow-list, shapes must account for every byte of the body, and arrays are read-only. Any failure while reading
is `Malformed`, so the judge has one verdict for every malformed reply. Both sides use this module.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import Signal

Header = dict[str, Any]
Array = NDArray[Any]

CONNECTION = 3  # the file descriptor under which a zygote and each box find their judge
HEADER_CAP = 4 << 20
BODY_CAP = 64 << 20
ARRAYS_CAP = 1 << 16
DTYPES = {"|b1", "|u1", "|i1", *(f"<{kind}{size}" for kind in "iu" for size in (2, 4, 8)), "<f2", "<f4", "<f8"}
_PREFIX = struct.Struct("<IQ")
_PIECE = 1 << 16


class Malformed(Signal):
    """Raised when bytes that arrive are not a frame."""


class TimedOut(Signal):
    """Raised when no whole frame has arrived by the deadline."""


class Gone(Signal):
    """Raised when the other side has closed the connection."""


def send(
    connection: socket.socket, header: Header, arrays: Sequence[Array] = (), deadline: float | None = None
) -> None:
    """Write one frame, or raise TimedOut or Gone."""
    # ascontiguousarray gives an array without dimensions one dimension, so the shape is taken first.
    plain = [(list(array.shape), np.ascontiguousarray(array)) for array in arrays]
    specs = [[array.dtype.str, shape] for shape, array in plain]
    head = text({**header, "arrays": specs})
    body = sum(array.nbytes for _, array in plain)
    parts: list[bytes | memoryview] = [
        _PREFIX.pack(len(head), body) + head,
        *(array.data.cast("B") for _, array in plain if array.nbytes),
    ]
    if len(head) + body < _PIECE:
        parts = [b"".join(parts)]
    try:
        for part in parts:
            if deadline is not None:
                connection.settimeout(max(deadline - time.monotonic(), 1e-6))
            connection.sendall(part)
    except TimeoutError:
        raise TimedOut from None
    except OSError as error:
        raise Gone(str(error)) from None


def text(tree: Any) -> bytes:
    """A tree as it crosses. Half a surrogate pair, which is no text that can be stored, becomes a question mark."""
    return json.dumps(tree, allow_nan=False, ensure_ascii=False).encode(errors="replace")


def receive(
    connection: socket.socket, deadline: float | None = None, body_cap: int = BODY_CAP
) -> tuple[Header, list[Array]]:
    """Read one frame, or raise Malformed, TimedOut or Gone. `deadline` is on time.monotonic's clock."""
    frames = Frames(connection, body_cap)
    frame = frames.next(deadline)
    if frames.ahead:  # each side sends exactly one frame per turn
        raise Malformed("unexpected data follows it")
    return frame


class Frames:
    """Frames that follow each other: what belongs to the next one may have arrived with the last."""

    def __init__(self, connection: socket.socket, body_cap: int = BODY_CAP) -> None:
        self._reader, self._body_cap = _Reader(connection), body_cap

    def next(self, deadline: float | None = None) -> tuple[Header, list[Array]]:
        """Read a frame, or raise Malformed, TimedOut or Gone."""
        self._reader.deadline = deadline
        return _frame(self._reader, self._body_cap)

    @property
    def ahead(self) -> bool:
        """Whether more has arrived already."""
        return bool(self._reader.ahead)


def _frame(reader: _Reader, body_cap: int) -> tuple[Header, list[Array]]:
    head_length, body_length = _PREFIX.unpack(reader.take(_PREFIX.size))
    if head_length > HEADER_CAP or body_length > body_cap:
        raise Malformed("the reply is too large")
    head = reader.take(head_length)
    try:
        header, shapes = _parse(bytes(head), body_length)
        body = reader.take(body_length)
        arrays = _arrays(body, shapes)
    except (Malformed, TimedOut, Gone):
        raise
    except Exception as error:  # the bytes are hostile: every failure gets the same verdict
        raise Malformed(type(error).__name__) from None
    return header, arrays


def _parse(head: bytes, body_length: int) -> tuple[Header, list[tuple[np.dtype[Any], list[int]]]]:
    header = json.loads(head.decode("utf-8"))  # json would guess at other encodings
    if type(header) is not dict:
        raise Malformed("the header is not an object")
    if b"\\u" in head:  # `send` never writes escapes; any found here may be half of a surrogate pair
        json.dumps(header, ensure_ascii=False).encode()
    specs = header.pop("arrays", [])
    if type(specs) is not list or len(specs) > ARRAYS_CAP:
        raise Malformed("too many arrays")
    shapes = [_spec(spec) for spec in specs]
    if sum(dtype.itemsize * _size(shape) for dtype, shape in shapes) != body_length:
        raise Malformed("array sizes do not add up")
    return header, shapes


def _spec(spec: Any) -> tuple[np.dtype[Any], list[int]]:
    name, shape = spec
    if name not in DTYPES or type(shape) is not list or len(shape) > 8:
        raise Malformed("an array of this kind is not accepted")
    if not all(type(length) is int and 0 <= length <= BODY_CAP for length in shape):
        raise Malformed("not a shape")
    return np.dtype(name), shape


def _size(shape: list[int]) -> int:
    size = 1
    for length in shape:  # numpy's own product would wrap around
        size *= length
    return size


def _arrays(body: bytearray, shapes: list[tuple[np.dtype[Any], list[int]]]) -> list[Array]:
    arrays, offset = [], 0
    for dtype, shape in shapes:
        count = _size(shape)
        array = np.frombuffer(body, dtype, count, offset).reshape(shape)
        array.flags.writeable = False
        arrays.append(array)
        offset += count * dtype.itemsize
    return arrays


class _Reader:
    """Reads as many bytes at once as a connection has: most frames arrive in one piece."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.deadline: float | None = None  # for the frame that is being read
        self.ahead = b""

    def take(self, length: int) -> bytearray:
        buffer = bytearray(length)
        got = min(length, len(self.ahead))
        buffer[:got], self.ahead = self.ahead[:got], self.ahead[got:]
        view = memoryview(buffer)
        while got < length:
            if length - got >= _PIECE:
                got += self._wait(partial(self.connection.recv_into, view[got:], min(length - got, 1 << 20)))
                continue
            piece = self._wait(partial(self.connection.recv, _PIECE))
            used = min(length - got, len(piece))
            view[got : got + used] = piece[:used]
            got, self.ahead = got + used, piece[used:]
        return buffer

    def _wait(self, read: Callable[[], Any]) -> Any:
        if self.deadline is not None:
            left = self.deadline - time.monotonic()
            if left <= 0:
                raise TimedOut
            self.connection.settimeout(left)
        try:
            found = read()
        except TimeoutError:
            raise TimedOut from None
        except OSError as error:
            raise Gone(str(error)) from None
        if not found:
            raise Gone("connection closed")
        return found
