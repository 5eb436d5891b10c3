"""Broken frames and broken notebooks: the trusted side says that they are broken, and nothing else happens.

The environment variable FUZZ says how many frames are tried; a tenth as many notebooks are. They are made from a seed.
"""

from __future__ import annotations

import json
import os
import random
import resource
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
from handing_in import WHEN, written

FRAMES = int(os.environ.get("FUZZ", "3000"))
NOTEBOOKS = max(FRAMES // 10, 1)
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


def mutated(value: Any, chance: random.Random, depth: int = 0) -> Any:
    """A value with something odd in the place of some part of it."""
    if chance.random() < 0.15 or depth > 8:
        return chance.choice(ODD)
    if isinstance(value, dict):
        pairs = [(key, mutated(item, chance, depth + 1)) for key, item in value.items() if chance.random() > 0.05]
        return dict(pairs)
    if isinstance(value, list):
        return [mutated(item, chance, depth + 1) for item in value] * chance.choice((1, 1, 1, 2, 0))
    return value


def broken_frame(chance: random.Random) -> bytes:
    tree, arrays = pack(chance.choice(VALUES))
    plain = [np.ascontiguousarray(array) for array in arrays]
    specs = [[array.dtype.str, list(array.shape)] for array in arrays]
    header: Any = {"id": "0", "ok": True, "value": tree, "arrays": specs}
    body = b"".join(array.tobytes() for array in plain)
    kind = chance.random()
    if kind < 0.6:
        return frame(mutated(header, chance), body)
    if kind < 0.7:
        return frame(header, body, (chance.choice((0, 1, 2**20, 2**32 - 1)), chance.choice((0, 7, 2**40, 2**64 - 1))))
    whole = bytearray(frame(header, body))
    for _ in range(chance.randint(1, 5)):
        whole[chance.randrange(len(whole))] = chance.randrange(256)
    return bytes(whole[: chance.randint(1, len(whole))] if kind > 0.9 else whole)


def test_no_frame_makes_the_judges_reader_fail_hang_or_grow() -> None:
    chance = random.Random(1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    slowest, fine = 0.0, 0
    for _ in range(FRAMES):
        content = broken_frame(chance)
        ours, theirs = socket.socketpair()
        with ours, theirs:
            ours.sendall(content)
            ours.close()
            start = time.process_time()
            try:
                header, arrays = wire.receive(theirs, time.monotonic() + 60)
                unpack(header.get("value"), arrays)
                fine += 1
            except (wire.Malformed, wire.Gone):
                pass
            slowest = max(slowest, time.process_time() - start)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10

    assert 0 < fine < FRAMES  # some changes change nothing that matters
    assert slowest < 2
    assert grown < 300
    print(f"{FRAMES} frames: {fine} readable, the slowest {slowest:.3f} s of CPU, {grown} MB more")


def broken_notebook(content: bytes, chance: random.Random) -> bytes:
    kind = chance.random()
    if kind < 0.6:
        return json.dumps(mutated(json.loads(content), chance)).encode()
    whole = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        whole[chance.randrange(len(whole))] = chance.randrange(256)
    if kind < 0.8:
        return bytes(whole)
    start = chance.randrange(len(whole))
    return bytes(whole[:start] + whole[start + chance.randrange(500) :] * chance.choice((0, 1, 3)))


def test_every_broken_notebook_is_placed_or_refused(doubling: Assignment) -> None:
    chance = random.Random(2)
    content = written(filled(doubling, doubling.right))
    refused, slowest = 0, 0.0
    for _ in range(NOTEBOOKS):
        broken = broken_notebook(content, chance)
        start = time.process_time()
        refused += bool(from_bytes(broken, "s1", doubling, WHEN).refused)
        slowest = max(slowest, time.process_time() - start)

    assert 0 < refused < NOTEBOOKS
    assert slowest < 2
    print(f"{NOTEBOOKS} notebooks: {refused} refused, the slowest {slowest:.3f} s")
