"""Plain values as a JSON tree and a list of arrays, and back.

A number, a string, a list, a dictionary or an array crosses as itself. Anything else stays in the box, and a `Handle`
crosses in its place. Both sides use this module; a tree that comes from a box may hold anything, so `unpack` checks
every node, keeps to a budget of memory and work, and raises Malformed for anything it does not know.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import Signal
from .wire import BODY_CAP, DTYPES, Array, Malformed

Tree = Any  # what JSON can hold
_DEPTH = 60
_MANY = 32  # from this length on, a list of numbers crosses as an array
_OBJECTS_CAP = 4 << 20  # Python objects that a reply may become: numbers of lists, texts, collections
_KEYS_CAP = 20_000  # in all sets and dictionaries of a reply
_LISTS = {"floats": "<f8", "ints": "<i8"}  # how a list of numbers crosses
LEAVES = frozenset({int, float, str, bool, type(None)})  # what JSON writes as it is
_ALIKE = 16  # keys that may share a hash: keys can be chosen to collide, and then take quadratic time


@dataclass(frozen=True)
class Handle:
    """An object that stays in the box: its number there, and the name of its type as the box reports it."""

    number: int
    kind: str


@dataclass(frozen=True)
class Named:
    """Something that the notebook defines, by its name."""

    name: str


class Opaque(Signal):
    """Raised by `pack` for a value that is not plain, when no handle can be made for it."""


def pack(
    value: Any, hold: Callable[[Any], Handle] | None = None, arrays: list[Array] | None = None
) -> tuple[Tree, list[Array]]:
    """The tree and arrays of `value`, after those in `arrays`. `hold` makes handles for what is not plain."""
    arrays = [] if arrays is None else arrays
    return _pack(value, arrays, hold, 0), arrays


def unpack(tree: Tree, arrays: Sequence[Array], find: Callable[[Handle | Named], Any] | None = None) -> Any:
    """Return the value of a tree, or raise Malformed. `find` resolves handles and names; without it they stay."""
    return _Unpacking(arrays, find or (lambda reference: reference)).value(tree, 0)


def _pack(value: Any, arrays: list[Array], hold: Callable[[Any], Handle] | None, depth: int) -> Tree:
    if depth > _DEPTH:
        raise Opaque("nested too deep")
    if type(value) in LEAVES and (type(value) is not float or math.isfinite(value)):
        return value  # as most are: nothing more needs to be asked
    if isinstance(value, np.generic | np.ndarray):
        return _pack_array(value, arrays, hold)
    if isinstance(value, str):  # of a class of its own, as below
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else {"float": repr(float(value))}
    if isinstance(value, complex):
        return {"complex": [_pack(part, arrays, hold, depth) for part in (value.real, value.imag)]}
    if isinstance(value, bytes):
        return _place("bytes", np.frombuffer(value, np.uint8), arrays)
    if isinstance(value, Handle):
        return {"handle": value.number, "kind": value.kind}
    if isinstance(value, Named):
        return {"named": value.name}
    return _pack_collection(value, arrays, hold, depth + 1)


def _pack_collection(value: Any, arrays: list[Array], hold: Callable[[Any], Handle] | None, depth: int) -> Tree:
    def each(items: Any) -> list[Tree]:
        return [_pack(item, arrays, hold, depth) for item in items]

    if isinstance(value, list):
        return _pack_numbers(value, arrays) or each(value)
    if isinstance(value, tuple):
        return {"tuple": each(value)}
    if isinstance(value, dict):
        return {"dict": [[_pack(k, arrays, hold, depth), _pack(v, arrays, hold, depth)] for k, v in value.items()]}
    if isinstance(value, set | frozenset):
        return {"set": each(value)}
    if isinstance(value, range):
        return {"range": [value.start, value.stop, value.step]}
    if hasattr(value, "__array__") and not isinstance(value, type):  # a tensor of TensorFlow, JAX or PyTorch
        return _pack_array(np.asarray(value), arrays, hold)
    if hold is None:
        raise Opaque(f"a value of type {type(value).__name__} cannot leave its process")
    return _pack(hold(value), arrays, hold, depth)


def _pack_numbers(value: list[Any], arrays: list[Array]) -> Tree:
    if len(value) >= _MANY:
        for kind, name in ((float, "floats"), (int, "ints")):
            if all(type(item) is kind for item in value):
                if kind is int and not all(-(2**63) <= item < 2**63 for item in value):
                    return None
                return _place(name, np.array(value, _LISTS[name]), arrays)
    return None


def _pack_array(value: Any, arrays: list[Array], hold: Callable[[Any], Handle] | None) -> Tree:
    array = np.asarray(value)
    if array.dtype.kind == "U":
        return {"texts": array.ravel().tolist(), "shape": list(array.shape), "scalar": isinstance(value, np.generic)}
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    if little.dtype.str not in DTYPES:
        if hold is None:
            raise Opaque(f"an array of {array.dtype} cannot leave its process")
        return _pack(hold(value), arrays, hold, 0)
    if isinstance(value, np.generic) or little.flags.c_contiguous or little.ndim == 0:
        return _place("scalar" if isinstance(value, np.generic) else "array", little, arrays)
    if little.flags.f_contiguous:
        return _place("fortran", little.T, arrays)
    return _place("strided", little, arrays)


def _place(name: str, array: Array, arrays: list[Array]) -> Tree:
    arrays.append(array)
    return {name: len(arrays) - 1}


class _Unpacking:
    """One tree being read, and what is left of its budget."""

    def __init__(self, arrays: Sequence[Array], find: Callable[[Handle | Named], Any]) -> None:
        self.arrays: list[Array | None] = list(arrays)
        self.find = find
        self.objects = _OBJECTS_CAP
        self.keys = _KEYS_CAP
        self.room = BODY_CAP

    def value(self, tree: Tree, depth: int) -> Any:
        if depth > _DEPTH:
            raise Malformed("nested too deep")
        self._spend(1)
        if tree is None or type(tree) in (bool, int, float, str):
            return tree
        if type(tree) is list:
            return [self.value(item, depth + 1) for item in tree]
        if type(tree) is not dict or not tree:
            raise Malformed("not a value")
        try:
            return self._tagged(tree, depth + 1)
        except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
            raise Malformed(f"not a value: {type(error).__name__}") from None

    def _tagged(self, tree: dict[str, Any], depth: int) -> Any:
        match next(iter(tree)):
            case "float":
                return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}[tree["float"]]
            case "complex":
                real, imag = self._each(tree["complex"], depth)
                return complex(real, imag)
            case "tuple":
                return tuple(self._each(tree["tuple"], depth))
            case "dict":
                pairs = [self._each(pair, depth) for pair in self._keyed(tree["dict"])]
                _check_hashes([key for key, _ in pairs])
                return dict(pairs)
            case "set":
                items = self._each(self._keyed(tree["set"]), depth)
                _check_hashes(items)
                return set(items)
            case "range":
                return self._range(self._each(tree["range"], depth))
            case "texts":
                texts = self._texts(self._each(tree["texts"], depth)).reshape(tree["shape"])
                return texts[()] if tree["scalar"] else texts
            case "handle":
                return self.find(Handle(int(tree["handle"]), str(tree["kind"])[:80]))
            case "named":
                return self.find(Named(str(tree["named"])))
            case name:
                return self._array(name, tree[name])

    def _spend(self, objects: int) -> None:
        """Count what is about to be made: some bytes of a reply could become gigabytes here."""
        self.objects -= objects
        if self.objects < 0:
            raise Malformed("too many values")

    def _each(self, items: Any, depth: int) -> list[Any]:
        if type(items) is not list:
            raise Malformed("not a list")
        return [self.value(item, depth) for item in items]

    def _keyed(self, items: Any) -> Any:
        self.keys -= len(items)
        if self.keys < 0:
            raise Malformed("too many keys")
        return items

    def _range(self, bounds: list[Any]) -> range:
        numbers = range(*bounds)
        self._spend(len(numbers))  # whoever compares it makes a list or an array of it
        if max(map(abs, bounds)) >= 1 << 62:
            raise Malformed("a range is too long")
        return numbers

    def _texts(self, texts: list[Any]) -> Array:
        if not all(type(text) is str for text in texts):
            raise Malformed("not texts")
        self.room -= 4 * len(texts) * max(map(len, texts), default=0)  # every text takes as much memory as the longest
        if self.room < 0:
            raise Malformed("texts are too large")
        return np.array(texts, dtype=np.str_)

    def _array(self, name: str, index: Any) -> Any:
        if type(index) is not int or index < 0:
            raise Malformed("not the number of an array")
        array, self.arrays[index] = self.arrays[index], None  # each is used once: copies would cost memory
        if array is None:
            raise Malformed("an array is used twice")
        match name:
            case "array":
                return array.copy()
            case "fortran":
                return array.copy().T
            case "strided" if array.ndim:
                return strided(array)
            case "scalar":
                return array[()]
            case "floats" | "ints" if array.ndim == 1 and array.dtype.str == _LISTS[name]:
                self._spend(array.size)
                return array.tolist()
            case "bytes":
                return array.tobytes()
        raise Malformed("not a value")


def updated(ours: object, theirs: object, own: tuple[type, ...] = ()) -> object:
    """Update an argument to the state in which the other side left its copy, in place if possible.

    What is of one of our `own` kinds stays as it is.
    """
    if isinstance(ours, own):
        return ours
    if isinstance(ours, np.ndarray) and isinstance(theirs, np.ndarray):
        if ours.shape != theirs.shape or ours.dtype != theirs.dtype or not ours.flags.writeable:
            return theirs
        ours[...] = theirs
    elif type(ours) is list and type(theirs) is list:
        ours[:] = [updated(*pair, own) for pair in zip(ours, theirs, strict=False)] + theirs[len(ours) :]
    elif type(ours) is tuple and type(theirs) is tuple:
        return tuple(updated(*pair, own) for pair in zip(ours, theirs, strict=False))
    elif type(ours) is dict and type(theirs) is dict:
        newer = {key: updated(ours[key], value, own) if key in ours else value for key, value in theirs.items()}
        ours.clear()
        ours.update(newer)
    elif type(ours) is set and type(theirs) is set:
        ours.clear()
        ours.update(theirs)
    else:
        return theirs
    return ours


def strided(array: Array) -> Array:
    """The same values as a view of every second item along the last axis, as slices of larger arrays are."""
    return np.repeat(array, 2, axis=-1)[..., ::2]


def _check_hashes(keys: list[Any]) -> None:
    if max(Counter(map(hash, keys)).values(), default=0) > _ALIKE:
        raise Malformed("too many keys collide")
