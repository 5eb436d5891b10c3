"""What client and node tell each other. Each message is a line of JSON, a zero byte, and a file's content.

Theory of operation. Both sides parse what they get into frozen values, and take nothing else. JSON writes no zero byte,
so the first one ends the line. A verdict travels as the gradebook keeps it.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeVar

from pydantic import TypeAdapter

from ..policy import UseOfGpus
from ..sandbox import Level

Kind = Literal["CPU", "GPU"]
Message = TypeVar("Message")
_LENGTH = struct.Struct("<Q")
_END = b"\0"
_LONG_AGO = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class Wanted:
    """What a node is to be for a course."""

    course: str  # its hash
    level: Level = "L0"  # the strongest confinement to try
    gpu: UseOfGpus = "used"


@dataclass(frozen=True)
class Facts:
    """What a node is: its kind, its confinement as tried out, its programs, and the hash of the course it loaded.

    `fault` says why it can't grade; the rest is then empty.
    """

    kind: Kind = "CPU"
    level: str = ""
    course: str = ""
    programs: tuple[tuple[str, str], ...] = ()  # names and versions
    fault: str = ""
    host: str = ""


@dataclass(frozen=True)
class Order:
    """Something to grade: an upload, whose content travels beside it, or the right answers of a topic."""

    course: str
    topic: str
    right: bool = False
    student: str = ""
    submitted: datetime = _LONG_AGO
    problem: str = ""
    remarks: tuple[str, ...] = ()
    trains: bool = False
    keeps: bool = False  # whether the executed notebook is wanted


@dataclass(frozen=True)
class Answer:
    """What came of it: a verdict's record with the executed notebook beside it, what fails in a topic, or a trouble."""

    verdict: str = ""
    fault: str | None = None  # of a topic; nothing if it is sound
    trouble: str = ""
    mistake: bool = False
    final: bool = False
    headline: str = ""
    missing: bool = False  # the node has no such course (any more)


_HOW: dict[type, TypeAdapter[object]] = {kind: TypeAdapter(kind) for kind in (Wanted, Facts, Order, Answer)}


def joined(messages: Iterable[bytes]) -> bytes:
    """Several messages as one."""
    return b"".join(_LENGTH.pack(len(each)) + each for each in messages)


def parted(data: object) -> list[bytes]:
    """The messages that were joined, or raise ValueError."""
    if not isinstance(data, bytes | bytearray | memoryview):
        raise ValueError("what came is not bytes")
    rest, found = memoryview(data), []
    while rest:
        if len(rest) < _LENGTH.size or len(rest) < _LENGTH.size + (size := _LENGTH.unpack_from(rest)[0]):
            raise ValueError("what came ends in the middle")
        found.append(bytes(rest[_LENGTH.size : _LENGTH.size + size]))
        rest = rest[_LENGTH.size + size :]
    return found


def written(message: object, content: bytes = b"") -> bytes:
    """The bytes of a message, and of a file beside it."""
    return _HOW[type(message)].dump_json(message) + _END + content


def parsed(kind: type[Message], data: bytes) -> tuple[Message, bytes]:
    """The message and the file in these bytes, or raise ValueError."""
    line, _, content = data.partition(_END)
    return _HOW[kind].validate_json(line), content  # type: ignore[return-value]
