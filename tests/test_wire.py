"""Frames and values: what a student's process sends is data, or it is malformed."""

from __future__ import annotations

import json
import math
import socket
import struct
import threading
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.sandbox import Handle, Named, Opaque, wire
from autograder.sandbox.values import pack, unpack

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    yield ours, theirs
    ours.close()
    theirs.close()


def frame(header: Any, body: bytes = b"", claimed: tuple[int, int] | None = None) -> bytes:
    head = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<IQ", *(claimed or (len(head), len(body)))) + head + body


def soon() -> float:
    return time.monotonic() + 2


def there_and_back(value: Any) -> Any:
    tree, arrays = pack(value)
    return unpack(json.loads(json.dumps(tree)), arrays)


VALUES = [
    None, True, 0, -5, 2**80, 1.5, -0.0, math.inf, "", "π\n", [], [1, [2.0, None]], (), (1, (2,)), {"a": 1, 2: [3]}, {1, 2},
    range(3, 9, 2), b"\0\xff", 3 + 4j, [(1, 3), (2, 5)], [float(i) for i in range(100)], list(range(100)),
    [True] * 40, [2**70] * 40,
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:40])
def test_plain_values_cross_unchanged(value: Any) -> None:
    back = there_and_back(value)

    assert back == value
    assert type(back) is type(value)
    assert repr(back) == repr(value)


@pytest.mark.parametrize("dtype", ["bool", "u1", "i2", "<i4", ">i4", "i8", "u8", "f2", "f4", "f8", "<U3"])
@pytest.mark.parametrize("shape", [(), (0, 3), (2, 3), (1, 1, 4)])
def test_arrays_cross_with_type_and_shape(dtype: str, shape: tuple[int, ...]) -> None:
    array = np.ones(shape, dtype)

    back = there_and_back(array)

    assert back.shape == shape
    assert back.dtype == (array.dtype.newbyteorder("<") if array.dtype.kind != "U" else np.dtype("<U1"))
    assert (back == array).all()
    back[...] = back  # a test may write to what it got


def test_numpy_scalars_stay_scalars() -> None:
    for scalar in (np.float32(1.5), np.int64(3), np.bool_(True), np.str_("a")):
        assert type(there_and_back(scalar)) is type(scalar)


def test_not_a_number_stays_not_a_number() -> None:
    assert math.isnan(there_and_back(math.nan))


def test_handles_names_and_tensors() -> None:
    class Tensor:
        def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
            return np.arange(3)

    assert there_and_back([Handle(3, "Model"), Named("f")]) == [Handle(3, "Model"), Named("f")]
    assert there_and_back(Tensor()).tolist() == [0, 1, 2]
    with pytest.raises(Opaque, match="type object cannot leave"):
        pack(object())


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner)))  # fmt: skip
def test_any_nest_of_plain_values_crosses_unchanged(value: Any) -> None:
    assert there_and_back(value) == value


@pytest.mark.parametrize(
    "tree",
    [
        {}, {"what": 1}, {"array": 0}, {"array": -1}, {"array": True}, {"array": "0"}, {"float": "5"}, {"float": []}, {"tuple": 3},
        {"dict": [[1]]}, {"dict": [[[], 1]]}, {"set": [[1]]}, {"range": [1, 2, 0]}, {"complex": ["a", "b"]}, {"handle": "x"},
        {"texts": ["a"], "shape": [9], "scalar": False}, {"texts": ["a"]}, {"texts": [3], "shape": [1], "scalar": False},
        {"texts": ["a" * 100_000] + ["b"] * 10_000, "shape": [10_001], "scalar": False}, [{"scalar": 5}], {"bytes": None},
        {"set": [n * (2**61 - 1) for n in range(99)]}, {"dict": [[{"tuple": [0, n * (2**61 - 1)]}, 0] for n in range(99)]},
        [{"range": [0, 2**22, 1]}] * 3, {"range": [0, 2**70, 2**69]},
    ],
    ids=repr,
)  # fmt: skip
def test_a_tree_that_is_no_value_is_malformed(tree: Any) -> None:
    with pytest.raises(wire.Malformed):
        unpack(tree, [])


def test_a_tree_nested_too_deep_is_malformed() -> None:
    tree: Any = 1
    for _ in range(200):
        tree = [tree]

    with pytest.raises(wire.Malformed, match="nested too deep"):
        unpack(tree, [])


def test_a_frame_crosses_with_its_arrays(pair: Pair) -> None:
    arrays = [np.arange(6.0).reshape(2, 3), np.zeros((0, 2)), np.array(True)]
    wire.send(pair[0], {"a": 1}, arrays)

    header, back = wire.receive(pair[1], soon())

    assert header == {"a": 1}
    assert [array.tolist() for array in back] == [array.tolist() for array in arrays]
    assert not back[0].flags.writeable


def test_a_large_frame_crosses(pair: Pair) -> None:
    array = np.arange(3_000_000.0)
    threading.Thread(target=wire.send, args=(pair[0], {}, [array])).start()

    assert (wire.receive(pair[1], time.monotonic() + 20)[1][0] == array).all()


def test_as_many_small_arrays_cross_as_a_wrong_answer_may_make(pair: Pair) -> None:
    many = np.array_split(np.arange(70_000), 30_000)  # one array for each batch, where it should have been three
    threading.Thread(target=wire.send, args=(pair[0], {}, many)).start()

    assert len(wire.receive(pair[1], time.monotonic() + 20)[1]) == 30_000


MALFORMED = [
    ("a header that is no JSON", frame(b"hello"), "JSONDecodeError"),
    ("a header that is no object", frame([1]), "the header is not an object"),
    ("a header nested too deep", frame(b"[" * 60_000), "RecursionError"),
    ("a number too long", frame(b'{"a": ' + b"9" * 5000 + b"}"), "ValueError"),
    ("no text", frame(b"\xff\xfe"), "UnicodeDecodeError"),
    ("arrays that are no list", frame({"arrays": 5}), "too many arrays"),
    ("too many arrays", frame({"arrays": [["|u1", [0]]] * (wire.ARRAYS_CAP + 1)}), "too many arrays"),
    ("an array of objects", frame({"arrays": [["|O", [1]]]}, b"\0" * 8), "not accepted"),
    ("an array of records", frame({"arrays": [["<i4,<i4", [1]]]}, b"\0" * 8), "not accepted"),
    ("a type that is no text", frame({"arrays": [[["|u1"], [1]]]}, b"\0"), "TypeError"),
    ("a shape that is no list", frame({"arrays": [["|u1", 1]]}, b"\0"), "not accepted"),
    ("too many dimensions", frame({"arrays": [["|u1", [1] * 9]]}, b"\0"), "not accepted"),
    ("a negative length", frame({"arrays": [["|u1", [-1]]]}, b"\0"), "not a shape"),
    ("a true length", frame({"arrays": [["|u1", [True]]]}, b"\0"), "not a shape"),
    ("sizes that wrap around", frame({"arrays": [["|u1", [2**26] * 8]]}, b""), "array sizes do not add up"),
    ("sizes that are too small", frame({"arrays": [["|u1", [1]]]}, b"\0\0"), "array sizes do not add up"),
    ("a body of an exabyte", frame({}, claimed=(2, 2**60)), "the reply is too large"),
    ("a header of 4 GB", frame(b"", claimed=(2**32 - 1, 0)), "the reply is too large"),
]


@pytest.mark.parametrize(("content", "why"), [case[1:] for case in MALFORMED], ids=[case[0] for case in MALFORMED])
def test_bytes_that_are_no_frame_are_malformed(pair: Pair, content: bytes, why: str) -> None:
    threading.Thread(target=pair[0].sendall, args=(content,)).start()

    with pytest.raises(wire.Malformed, match=why):
        wire.receive(pair[1], soon())


def test_half_a_frame_is_late_or_gone(pair: Pair) -> None:
    pair[0].sendall(frame({"a": 1})[:-2])
    with pytest.raises(wire.TimedOut):
        wire.receive(pair[1], time.monotonic() + 0.05)

    pair[0].close()
    with pytest.raises(wire.Gone):
        wire.receive(pair[1], soon())


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail_in_another_way(content: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(content)
        ours.close()
        with pytest.raises((wire.Malformed, wire.Gone)):
            wire.receive(theirs, soon())
