"""Compare what an answer returned with what was expected, strictly and with a message."""

from __future__ import annotations

import marshal
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np

from .notes import note_comparison, note_wanted
from .showing import short


@dataclass(frozen=True)
class Difference:
    """The first place where a value differs from what was expected: what is there, and what should be.

    `path` leads to it, through indices and keys. `kind` says in what they differ: "value", "shape" or "length"; it is
    "same" if anything else was expected.
    """

    got: Any
    expected: Any
    path: tuple[Any, ...] = ()
    kind: str = "value"

    def __str__(self) -> str:
        at = f" at {self.path[0] if len(self.path) == 1 else self.path}" if self.path else ""
        if self.kind == "shape":
            return f"got shape {np.shape(self.got)}{at}, expected shape {np.shape(self.expected)}"
        if self.kind == "length":
            return f"got {len(self.got)} values{at}, expected {len(self.expected)}"
        got, wanted = (f"{x:.8g}" if at and isinstance(x, float) else short(x) for x in (self.got, self.expected))
        return f"got {got}{at}, expected {'anything else' if self.kind == 'same' else wanted}"


@dataclass(frozen=True)
class Compared:
    """A comparison that failed."""

    actual: Any
    expected: Any
    difference: Difference


_latest: ContextVar[Compared | None] = ContextVar("latest", default=None)


class approx:
    """Equal within a tolerance: with the same shape, real and finite, so that an unexpected NaN or type never passes.

    >>> 0.1 + 0.2 == approx(0.3)
    True
    >>> [1.0, 2.0] == approx([1, 2.5])
    False
    """

    __array_ufunc__ = None  # otherwise numpy would compare element by element instead of asking us
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, expected: object, rel: float = 1e-6, abs: float = 1e-9) -> None:
        self.expected, self.rel, self.abs = expected, rel, abs

    def __eq__(self, actual: object) -> bool:
        found = differs(actual, self.expected, self.rel, self.abs)
        remember(Compared(actual, self.expected, found) if found else None)
        return not found

    def __ne__(self, actual: object) -> bool:
        same = not differs(actual, self.expected, self.rel, self.abs)
        remember(Compared(actual, self.expected, Difference(actual, None, kind="same")) if same else None)
        return not same

    def __repr__(self) -> str:
        return f"approx({short(self.expected)})"


def remember(failed: Compared | None) -> None:
    """Keep a comparison that failed: it becomes the message of its test."""
    _latest.set(failed)
    note_comparison()


def difference(actual: object, expected: object, rel: float, abs: float) -> str:
    """Say in one sentence how `actual` differs from `expected`; empty if it does not."""
    found = differs(actual, expected, rel, abs)
    return str(found) if found else ""


def differs(actual: object, expected: object, rel: float, abs: float) -> Difference | None:
    """The first difference between two values; None if there is none."""
    if type(actual) is type(expected) and type(expected) in (list, dict, tuple):
        plain = plain_bytes(expected)
        if plain is not None and plain == plain_bytes(actual):  # alike in every bit, which is quickly said
            return None
    return _differs(actual, expected, rel, abs, ())


def plain_bytes(value: object) -> bytes | None:
    """A plain value as bytes, which differ wherever kinds or values do; None if it holds anything but plain values.

    >>> plain_bytes([1, 2.0]) == plain_bytes([1, 2])
    False
    """
    try:
        plain = marshal.dumps(value, 2)  # type: ignore[arg-type]  # in this version, what is said twice is written twice
        return plain if marshal.loads(plain) == value else None  # an array would have been written as bytes
    except (ValueError, TypeError, RecursionError):
        return None


def _differs(actual: Any, expected: Any, rel: float, abs: float, path: tuple[Any, ...]) -> Difference | None:
    if isinstance(expected, dict):
        if not isinstance(actual, dict) or actual.keys() != expected.keys():
            return Difference(actual, expected, path)
        within = (_differs(actual[key], expected[key], rel, abs, (*path, key)) for key in expected)
        return next((found for found in within if found), None)
    try:
        want, got = np.asarray(expected), np.asarray(actual)
    except Exception:  # a ragged list, or an object that can't become an array
        want = got = np.asarray(None)
    if want.dtype.kind not in "biuf":
        return sequences_differ(actual, expected, rel, abs, path)
    if got.dtype.kind not in ("b" if want.dtype.kind == "b" else "iuf"):
        return Difference(actual, expected, path)
    if got.shape != want.shape:
        return Difference(actual, expected, path, "shape")
    plain = bool if want.dtype.kind == "b" else float
    got, want = got.astype(float), want.astype(float)
    with np.errstate(all="ignore"):
        near = np.abs(got - want) <= np.maximum(rel * np.abs(want), abs)
        close = np.where(np.isfinite(want), near, False) | (got == want)  # everything is near infinity
    close |= np.isnan(got) & np.isnan(want)
    close &= np.isfinite(got) | ~np.isfinite(want)
    if close.all():
        return None
    if not want.shape:
        return Difference(actual, expected, path)
    at = tuple(int(i) for i in np.argwhere(~close)[0])
    return Difference(plain(got[at]), plain(want[at]), (*path, *at))


def sequences_differ(actual: Any, expected: Any, rel: float, abs: float, path: tuple[Any, ...]) -> Difference | None:
    """The difference between values that are not numbers, or between lists of such values."""
    if isinstance(expected, np.ndarray) and expected.ndim:
        if isinstance(actual, np.ndarray) and actual.shape != expected.shape:
            return Difference(actual, expected, path, "shape")
        expected = expected.tolist()
    if isinstance(actual, np.ndarray) and actual.ndim:
        actual = actual.tolist()
    if isinstance(expected, (list, tuple)) and isinstance(actual, (list, tuple)):
        if len(actual) != len(expected):
            return Difference(actual, expected, path, "length")
        pairs = enumerate(zip(actual, expected, strict=True))
        within = (_differs(*pair, rel, abs, (*path, number)) for number, pair in pairs)
        return next((found for found in within if found), None)
    texts = isinstance(actual, str) and isinstance(expected, str)  # one may be numpy's
    same = (texts or type(actual) is type(expected)) and actual == expected
    return None if same else Difference(actual, expected, path)


class NotRaised(AssertionError):
    """Raised where an error was expected and none came; `wanted` names it."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"no error was raised; expected {wanted}")
        self.wanted = wanted


class raises:
    """The block under `with raises(ValueError):` must raise that error.

    An answer that is not written yet, hangs, or ends its process never passes, whatever error is expected.
    """

    def __init__(self, *kinds: type[BaseException]) -> None:
        self.kinds = kinds

    def __enter__(self) -> raises:
        note_comparison()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        wanted = " or ".join(each.__name__ for each in self.kinds)
        if kind is None:
            raise NotRaised(wanted)
        # The judge's errors are recognised by their module: this source also runs where that module is not installed.
        ended = any(base.__module__ == "autograder.sandbox.errors" for base in kind.__mro__)
        right = issubclass(kind, self.kinds) and not issubclass(kind, NotImplementedError) and not ended
        if not right:
            note_wanted(error, wanted)
        return right


def latest_failure() -> Compared | None:
    """The latest comparison, if it failed."""
    return _latest.get()


def latest_mismatch() -> str:
    """The finding of the latest comparison, if it failed."""
    failed = _latest.get()
    return str(failed.difference) if failed else ""


def forget_mismatch() -> None:
    _latest.set(None)
