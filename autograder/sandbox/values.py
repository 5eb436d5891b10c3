"""Plain values as a JSON tree and a list of arrays, and back.

A number, a string, a list, a dictionary or an array crosses as itself. Anything else stays in the box, and a `Handle`
crosses in its place. Both sides use this module; a tree that comes from a box may hold anything, so `unpack` checks
every node and raises Malformed for what it does not know.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .wire import BODY_CAP, DTYPES, Array, Malformed

Tree = Any  # what JSON can hold
_DEPTH = 60
_MANY = 32  # from this length on, a list of numbers crosses as an array


@dataclass(frozen=True)
class Handle:
    """An object that stays in the box: its number there, and the name of its type as the box tells it."""

    number: int
    kind: str


@dataclass(frozen=True)
class Named:
    """Something that the notebook defines, by its name."""

    name: str


class Opaque(Exception):
    """Raised by `pack` for a value that is not plain, where no handle can be made for it."""


def pack(value: Any, keep: Callable[[Any], Handle] | None = None) -> tuple[Tree, list[Array]]:
    """The tree and arrays of `value`. `keep` makes handles for what is not plain."""
    arrays: list[Array] = []
    return _pack(value, arrays, keep, 0), arrays


def unpack(tree: Tree, arrays: Sequence[Array], find: Callable[[Handle | Named], Any] | None = None) -> Any:
    """The value of a tree, or Malformed. `find` resolves handles and names; without it they come back as they are."""
    return _unpack(tree, arrays, find or (lambda reference: reference), 0)


def _pack(value: Any, arrays: list[Array], keep: Callable[[Any], Handle] | None, depth: int) -> Tree:
    if depth > _DEPTH:
        raise Opaque("nested too deep")
    if isinstance(value, np.generic | np.ndarray):
        return _pack_array(value, arrays, keep)
    if value is None or isinstance(value, bool | str):
        return value if type(value) in (bool, str, type(None)) else str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else {"float": repr(float(value))}
    if isinstance(value, complex):
        return {"complex": [_pack(part, arrays, keep, depth) for part in (value.real, value.imag)]}
    if isinstance(value, bytes):
        return _place("bytes", np.frombuffer(value, np.uint8), arrays)
    if isinstance(value, Handle):
        return {"handle": value.number, "kind": value.kind}
    if isinstance(value, Named):
        return {"named": value.name}
    return _pack_collection(value, arrays, keep, depth + 1)


def _pack_collection(value: Any, arrays: list[Array], keep: Callable[[Any], Handle] | None, depth: int) -> Tree:
    def each(items: Any) -> list[Tree]:
        return [_pack(item, arrays, keep, depth) for item in items]

    if isinstance(value, list):
        return _pack_numbers(value, arrays) or each(value)
    if isinstance(value, tuple):
        return {"tuple": each(value)}
    if isinstance(value, dict):
        return {"dict": [[_pack(k, arrays, keep, depth), _pack(v, arrays, keep, depth)] for k, v in value.items()]}
    if isinstance(value, set | frozenset):
        return {"set": each(value)}
    if isinstance(value, range):
        return {"range": [value.start, value.stop, value.step]}
    if hasattr(value, "__array__") and not isinstance(value, type):  # a tensor of TensorFlow, JAX or PyTorch
        return _pack_array(np.asarray(value), arrays, keep)
    if keep is None:
        raise Opaque(f"a value of type {type(value).__name__} cannot leave its process")
    return _pack(keep(value), arrays, keep, depth)


def _pack_numbers(value: list[Any], arrays: list[Array]) -> Tree:
    if len(value) >= _MANY:
        for kind, name, dtype in ((float, "floats", "<f8"), (int, "ints", "<i8")):
            if all(type(item) is kind for item in value):
                if kind is int and not all(-(2**63) <= item < 2**63 for item in value):
                    return None
                return _place(name, np.array(value, dtype), arrays)
    return None


def _pack_array(value: Any, arrays: list[Array], keep: Callable[[Any], Handle] | None) -> Tree:
    array = np.asarray(value)
    if array.dtype.kind == "U":
        return {"texts": array.ravel().tolist(), "shape": list(array.shape), "scalar": isinstance(value, np.generic)}
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    if little.dtype.str not in DTYPES:
        if keep is None:
            raise Opaque(f"an array of {array.dtype} cannot leave its process")
        return _pack(keep(value), arrays, keep, 0)
    return _place("scalar" if isinstance(value, np.generic) else "array", little, arrays)


def _place(name: str, array: Array, arrays: list[Array]) -> Tree:
    arrays.append(array)
    return {name: len(arrays) - 1}


def _unpack(tree: Tree, arrays: Sequence[Array], find: Callable[[Handle | Named], Any], depth: int) -> Any:
    if depth > _DEPTH:
        raise Malformed("nested too deep")
    if tree is None or type(tree) in (bool, int, float, str):
        return tree
    if type(tree) is list:
        return [_unpack(item, arrays, find, depth + 1) for item in tree]
    if type(tree) is not dict or not tree:
        raise Malformed("not a value")
    try:
        return _unpack_tagged(tree, arrays, find, depth + 1)
    except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
        raise Malformed(f"not a value: {type(error).__name__}") from None


def _unpack_tagged(
    tree: dict[str, Any], arrays: Sequence[Array], find: Callable[[Handle | Named], Any], depth: int
) -> Any:
    def each(items: Any) -> list[Any]:
        if type(items) is not list:
            raise Malformed("not a list")
        return [_unpack(item, arrays, find, depth) for item in items]

    match next(iter(tree)):
        case "float":
            return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[tree["float"]]
        case "complex":
            real, imag = each(tree["complex"])
            return complex(real, imag)
        case "tuple":
            return tuple(each(tree["tuple"]))
        case "dict":
            return dict(each(pair) for pair in tree["dict"])
        case "set":
            return set(each(tree["set"]))
        case "range":
            return range(*each(tree["range"]))
        case "texts":
            texts = _texts(each(tree["texts"])).reshape(tree["shape"])
            return texts[()] if tree["scalar"] else texts
        case "handle":
            return find(Handle(int(tree["handle"]), str(tree["kind"])[:80]))
        case "named":
            return find(Named(str(tree["named"])))
        case name:
            return _unpack_array(name, arrays[_index(tree[name])])


def _texts(texts: list[Any]) -> Array:
    if not all(type(text) is str for text in texts):
        raise Malformed("not texts")
    if 4 * len(texts) * max(map(len, texts), default=0) > BODY_CAP:  # every text takes the room of the longest
        raise Malformed("texts too large")
    return np.array(texts, dtype=np.str_)


def _index(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise Malformed("not the number of an array")
    return value


def _unpack_array(name: str, array: Array) -> Any:
    match name:
        case "array":
            return array.copy()
        case "scalar":
            return array[()]
        case "floats" | "ints":
            return array.tolist()
        case "bytes":
            return array.tobytes()
    raise Malformed("not a value")
