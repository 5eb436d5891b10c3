"""Broken frames and broken notebooks: the trusted side says that they are broken, and nothing else happens."""

from __future__ import annotations

import json
import random
import socket
import struct
import time
from typing import Any

import numpy as np

from autograder.assignment import Assignment
from autograder.intake import from_bytes
from autograder.release import filled
from autograder.sandbox import wire
from autograder.sandbox.values import pack, unpack
from fuzzing import Watch, cut, how_many, mutated, overwritten
from handing_in import WHEN, written

ODD: list[Any] = [
    None, True, -1, 0, 1, 2**31, 2**63, 2**64, 1e308, "", "x", "\0", "|O", "<f8", [], {}, [[]], {"array": 0}, {"set": [[1, 2]]},
    {"range": [0, 2**40, 1]}, {"texts": ["a"] * 9, "shape": [3, 3], "scalar": False}, {"handle": 0, "kind": "x"}, {"float": "nan"},
]  # fmt: skip
VALUES: list[Any] = [
    [1.5, None], [{"a": np.arange(6).reshape(2, 3)}, None], [(1, {2, 3}), [[np.float32(2)], {}]], ["text", [b"bytes"]],
    [[float(n) for n in range(50)], range(9)], [np.array(["a", "bc"]), np.zeros((0, 3))],
]  # fmt: skip


def frame(header: Any, body: bytes, lengths: tuple[int, int] | None = None) -> bytes:
    head = json.dumps(header).encode() if not isinstance(header, bytes) else header
    return struct.pack("<IQ", *(lengths or (len(head), len(body)))) + head + body


def broken_frame(chance: random.Random) -> bytes:
    tree, arrays = pack(chance.choice(VALUES))
    plain = [np.ascontiguousarray(array) for array in arrays]
    specs = [[array.dtype.str, list(array.shape)] for array in arrays]
    header: Any = {"id": "0", "ok": True, "value": tree, "arrays": specs}
    body = b"".join(array.tobytes() for array in plain)
    kind = chance.random()
    if kind < 0.6:
        return frame(mutated(header, chance, ODD), body)
    if kind < 0.7:
        return frame(header, body, (chance.choice((0, 1, 2**20, 2**32 - 1)), chance.choice((0, 7, 2**40, 2**64 - 1))))
    whole = overwritten(frame(header, body), chance, 5)
    return whole[: chance.randint(1, len(whole))] if kind > 0.9 else whole


def received(content: bytes) -> bool:
    """Whether the judge can read this frame."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(content)
        ours.close()
        try:
            header, arrays = wire.receive(theirs, time.monotonic() + 60)
            unpack(header.get("value"), arrays)
        except (wire.Malformed, wire.Gone):
            return False
    return True


def test_no_frame_makes_the_judges_reader_fail_hang_or_grow() -> None:
    chance, watch = random.Random(1), Watch(how_many(3000, 1_000_000))
    with watch as pieces:
        fine = sum(received(broken_frame(chance)) for _ in pieces)

    watch.check()
    assert 0 < fine < watch.count  # some changes change nothing that matters
    print(f"frames {watch}; {fine:,} readable")


def broken_notebook(content: bytes, chance: random.Random) -> bytes:
    kind = chance.random()
    if kind < 0.6:
        return json.dumps(mutated(json.loads(content), chance, ODD)).encode()
    return overwritten(content, chance) if kind < 0.8 else cut(overwritten(content, chance), chance)


def test_every_broken_notebook_is_placed_or_refused(doubling: Assignment) -> None:
    chance, watch = random.Random(2), Watch(how_many(300, 50_000))
    content = written(filled(doubling, doubling.right))
    with watch as pieces:
        refused = sum(bool(from_bytes(broken_notebook(content, chance), "s1", doubling, WHEN).refused) for _ in pieces)

    watch.check()
    assert 0 < refused < watch.count
    print(f"notebooks {watch}; {refused:,} refused")
