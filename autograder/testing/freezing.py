"""Drawn calls as text that a notebook can hold, and back."""

from __future__ import annotations

import base64
import json
import math
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import EllipsisType
from typing import Any, Literal

import numpy as np

from .showing import short


@dataclass(frozen=True)
class Case:
    """A call that was drawn, and what the right answer did."""

    positional: tuple[Any, ...]
    named: Mapping[str, Any]
    errors: tuple[str, ...] = ()  # names of the errors that it must raise, if any
    value: Any = None
    after: Any = ...

    def written(self, name: str) -> str:
        """The call as one would write it."""
        told = [short(value, 60) for value in self.positional]
        told += [f"{key}={short(value, 60)}" for key, value in self.named.items()]
        return f"{name}({', '.join(told)})"


@dataclass(frozen=True)
class OtherAnswer:
    """Stands for another answer of the notebook, which the call is given as an argument."""

    name: str

    @property
    def __name__(self) -> str:
        return self.name


def frozen(cases: Iterable[Case]) -> str:
    """Cases as text that a notebook can hold."""
    told = [[list(c.positional), dict(c.named), list(c.errors), c.value, c.after] for c in cases]
    return base64.b85encode(zlib.compress(json.dumps(_frozen(told)).encode(), 9)).decode()


def thawed(text: str, others: Mapping[str, Any]) -> list[Case]:
    """The cases in a text. `others` holds the answers that they are given, by name."""
    told = _thawed(json.loads(zlib.decompress(base64.b85decode(text))), others)
    return [Case(tuple(positional), named, tuple(errors), *rest) for positional, named, errors, *rest in told]


def _frozen(value: Any) -> Any:
    if isinstance(value, (np.ndarray, np.generic)):
        array = np.asarray(value)
        if array.dtype.kind == "U":
            return {"texts": array.tolist(), "shape": list(array.shape)}
        order: Literal["F", "C"] = "F" if array.flags.f_contiguous and not array.flags.c_contiguous else "C"
        content = base64.b85encode(array.tobytes(order)).decode()
        kind = "scalar" if isinstance(value, np.generic) else "array"
        return {kind: content, "dtype": array.dtype.str, "shape": list(array.shape), "order": order}
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, list):
        return [_frozen(item) for item in value]
    if isinstance(value, (tuple, set, frozenset)):
        return {"tuple" if isinstance(value, tuple) else "set": [_frozen(item) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[_frozen(key), _frozen(item)] for key, item in value.items()]}
    if isinstance(value, EllipsisType):
        return {"unchanged": True}
    if isinstance(value, OtherAnswer):
        return {"answer": value.name}
    raise TypeError(f"a {type(value).__name__} can't stand in a notebook: draw plain values and arrays")


def _thawed(tree: Any, others: Mapping[str, Any]) -> Any:
    if isinstance(tree, list):
        return [_thawed(item, others) for item in tree]
    if not isinstance(tree, dict):
        return tree
    name, content = next(iter(tree.items()))
    if name in ("array", "scalar"):
        flat = np.frombuffer(base64.b85decode(content), np.dtype(tree["dtype"]))
        array = flat.reshape(tree["shape"], order=tree["order"]).copy(order=tree["order"])
        return array if name == "array" else array[()]
    if name == "texts":
        return np.array(content).reshape(tree["shape"])
    if name == "dict":
        return {_thawed(key, others): _thawed(item, others) for key, item in content}
    if name in ("float", "answer", "unchanged"):
        return float(content) if name == "float" else others[content] if name == "answer" else ...
    return (tuple if name == "tuple" else set)(_thawed(item, others) for item in content)
