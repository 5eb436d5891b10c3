"""Frames that are nearly right: whatever a box sends is a value or malformed, and costs little.

AUTOGRADER_FUZZ says how many frames; some thousand on every commit, a hundred thousand before a release.
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

from autograder.sandbox import wire
from autograder.sandbox.values import Handle, Named, pack, unpack
from autograder.testing import difference

FRAMES = int(os.environ.get("AUTOGRADER_FUZZ", "3000"))
SEED = 20_261_121
_MEMORY_MB = 200  # more than this is a bomb that went off
_SECONDS = 2.0  # for one frame

ODD: tuple[Any, ...] = (
    None, True, -1, 0, 1, 7, 2**31, 2**53, 2**63, 2**64, -(2**63), 1.5, "", "x", "nan", "-inf", "|O", "<f8", "<U9", "\ud800",
    [], [0], [[]], {}, {"array": 0}, {"tuple": []}, {"a": 1}, [2**26] * 8, [0, 2**40], "9" * 400, {"handle": 0, "kind": "x"},
)  # fmt: skip
DTYPES = (*sorted(wire.DTYPES), "|O", "<U4", "<c16", ">f8", "<M8[s]", "<f8,<f8", "", "f", 5, None)
TAGS = ("float", "complex", "tuple", "dict", "set", "range", "texts", "handle", "named", "array", "scalar", "floats", "ints", "bytes", "new")  # fmt: skip


def plain_value(rng: random.Random, depth: int = 0) -> Any:
    """A value as answers return them."""
    leaf = [
        lambda: rng.choice((None, True, 0, -1, 2**70, 1.5, float("inf"), 3 + 4j, "text", b"bytes", range(3))),
        lambda: np.zeros(
            [rng.randrange(4) for _ in range(rng.randrange(4))], rng.choice(("f4", "i8", "?", "u1", "<U3"))
        ),
        lambda: np.float32(rng.random()),
        lambda: [rng.random() for _ in range(40)],
        lambda: rng.choice((Handle(1, "Model"), Named("double"))),
    ]
    if depth > 3 or rng.random() < 0.5:
        return rng.choice(leaf)()
    items = [plain_value(rng, depth + 1) for _ in range(rng.randrange(4))]
    return rng.choice((items, tuple(items), dict(enumerate(items))))


def mutated(rng: random.Random, tree: Any) -> Any:
    """A tree with one thing in it that is not as it was."""
    if isinstance(tree, list) and tree and rng.random() < 0.8:
        at = rng.randrange(len(tree))
        return [*tree[:at], *rng.choice(([mutated(rng, tree[at])], [], [tree[at]] * 2)), *tree[at + 1 :]]
    if isinstance(tree, dict) and tree and rng.random() < 0.8:
        name = rng.choice(list(tree))
        changed = {**tree, name: mutated(rng, tree[name])}
        if rng.random() < 0.3:
            changed = {rng.choice(TAGS): changed.pop(name), **changed}
        return changed
    return rng.choice(ODD) if rng.random() < 0.7 else {rng.choice(TAGS): tree}


def frame(rng: random.Random) -> bytes:
    """A valid frame in which up to three things were changed."""
    tree, arrays = pack([plain_value(rng), None])
    specs: Any = [[array.dtype.str, list(array.shape)] for array in arrays]
    header: Any = {"id": "x", "ok": True, "value": tree, "arrays": specs}
    body = b"".join(np.ascontiguousarray(array).tobytes() for array in arrays)
    for _ in range(rng.randrange(4)):
        match rng.randrange(6):
            case 0 if specs:
                specs[rng.randrange(len(specs))][0] = rng.choice(DTYPES)
            case 1 if specs:
                specs[rng.randrange(len(specs))][1] = rng.choice(ODD)
            case 2:
                header = mutated(rng, header)
            case 3:
                body = body[: rng.randrange(len(body) + 1)] + rng.randbytes(rng.randrange(9))
            case _ if isinstance(header, dict) and "value" in header:
                header["value"] = mutated(rng, header["value"])
    head = bytearray(json.dumps(header).encode())
    for _ in range(rng.choice((0, 0, 0, 1, 5))):
        head[rng.randrange(len(head))] = rng.randrange(256)
    sizes = rng.choice(
        ((len(head), len(body)),) * 12 + ((len(head) + 1, len(body)), (2**32 - 1, 0), (len(head), 2**63))
    )
    return struct.pack("<IQ", *sizes) + head + body


def outcome_of(content: bytes) -> str:
    """How the judge takes what a box has sent: read it, make values of it, compare them, as a test would."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        ours.sendall(content)
        ours.shutdown(socket.SHUT_WR)
        try:
            header, arrays = wire.receive(theirs, time.monotonic() + 5)
            value = unpack(header.get("value"), arrays)
        except (wire.Malformed, wire.Gone) as error:
            return type(error).__name__
    difference(value, [1.0, 2.0], 1e-6, 1e-9)
    return "value"


def test_frames_that_are_nearly_right_are_values_or_malformed() -> None:
    rng = random.Random(SEED)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found: dict[str, int] = {}
    slowest = 0.0

    for _ in range(FRAMES):
        content = frame(rng)
        start = time.monotonic()
        outcome = outcome_of(content)
        slowest = max(slowest, time.monotonic() - start)
        found[outcome] = found.get(outcome, 0) + 1

    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
    print(f"{FRAMES} frames: {found}; the slowest took {slowest:.3f} s; memory grew by {grown} MB")
    assert min(found.get(kind, 0) for kind in ("value", "Malformed", "Gone")) > FRAMES / 100  # all ways are tried
    assert slowest < _SECONDS
    assert grown < _MEMORY_MB
