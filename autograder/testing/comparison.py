"""Compare what an answer returned with what was expected, strictly and with a message."""

from __future__ import annotations

import itertools
import marshal
from contextvars import ContextVar
from types import TracebackType

import numpy as np

_mismatch: ContextVar[str] = ContextVar("mismatch", default="")


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
        found = difference(actual, self.expected, self.rel, self.abs)
        _mismatch.set(found)
        return not found

    def __ne__(self, actual: object) -> bool:
        same = not difference(actual, self.expected, self.rel, self.abs)
        _mismatch.set(f"got {short(actual)}, expected anything else" if same else "")
        return not same

    def __repr__(self) -> str:
        return f"approx({short(self.expected)})"


def difference(actual: object, expected: object, rel: float, abs: float) -> str:
    """Say in one sentence how `actual` differs from `expected`; empty if it does not."""
    if type(actual) is type(expected) and type(expected) in (list, dict, tuple):
        plain = plain_bytes(expected)
        if plain is not None and plain == plain_bytes(actual):  # alike in every bit, which is quickly said
            return ""
    return _difference(actual, expected, rel, abs)


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


def _difference(actual: object, expected: object, rel: float, abs: float) -> str:
    if isinstance(expected, dict):
        if not isinstance(actual, dict) or actual.keys() != expected.keys():
            return f"got {short(actual)}, expected {short(expected)}"
        found = (_difference(actual[key], expected[key], rel, abs) for key in expected)
        return next((text for text in found if text), "")
    try:
        want, got = np.asarray(expected), np.asarray(actual)
    except Exception:  # a ragged list, or an object that can't become an array
        want = got = np.asarray(None)
    if want.dtype.kind not in "biuf":
        return sequence_difference(actual, expected, rel, abs)
    if got.dtype.kind not in ("b" if want.dtype.kind == "b" else "iuf"):
        return f"got {short(actual)}, expected {short(expected)}"
    if got.shape != want.shape:
        return f"got shape {got.shape}, expected shape {want.shape}"
    got, want = got.astype(float), want.astype(float)
    with np.errstate(all="ignore"):
        near = np.abs(got - want) <= np.maximum(rel * np.abs(want), abs)
        close = np.where(np.isfinite(want), near, False) | (got == want)  # everything is near infinity
    close |= np.isnan(got) & np.isnan(want)
    close &= np.isfinite(got) | ~np.isfinite(want)
    if close.all():
        return ""
    if not want.shape:
        return f"got {short(actual)}, expected {short(expected)}"
    at = tuple(int(i) for i in np.argwhere(~close)[0])
    where = at[0] if len(at) == 1 else at
    return f"got {got[at]:.8g} at {where}, expected {want[at]:.8g}"


def sequence_difference(actual: object, expected: object, rel: float, abs: float) -> str:
    """The difference between values that are not numbers, or between lists of such values."""
    if isinstance(expected, np.ndarray) and expected.ndim:
        if isinstance(actual, np.ndarray) and actual.shape != expected.shape:
            return f"got shape {actual.shape}, expected shape {expected.shape}"
        expected = expected.tolist()
    if isinstance(actual, np.ndarray) and actual.ndim:
        actual = actual.tolist()
    if isinstance(expected, (list, tuple)) and isinstance(actual, (list, tuple)):
        if len(actual) != len(expected):
            return f"got {len(actual)} values, expected {len(expected)}"
        found = (_difference(a, e, rel, abs) for a, e in zip(actual, expected, strict=True))
        return next((text for text in found if text), "")
    texts = isinstance(actual, str) and isinstance(expected, str)  # one may be numpy's
    same = (texts or type(actual) is type(expected)) and actual == expected
    return "" if same else f"got {short(actual)}, expected {short(expected)}"


class raises:
    """The block under `with raises(ValueError):` must raise that error.

    An answer that is not written yet, hangs, or ends its process never passes, whatever error is expected.
    """

    def __init__(self, *kinds: type[BaseException]) -> None:
        self.kinds = kinds

    def __enter__(self) -> raises:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if kind is None:
            raise AssertionError("no error was raised; expected " + " or ".join(k.__name__ for k in self.kinds))
        # The judge's errors are recognised by their module: this source also runs where that module is not installed.
        ended = any(base.__module__ == "autograder.sandbox.errors" for base in kind.__mro__)
        return issubclass(kind, self.kinds) and not issubclass(kind, NotImplementedError) and not ended


def latest_mismatch() -> str:
    """The finding of the latest comparison, if it failed: it becomes the message of its test."""
    return _mismatch.get()


def forget_mismatch() -> None:
    _mismatch.set("")


def short(value: object, limit: int = 80) -> str:
    """A short text for a value."""
    text = " ".join(repr(beginning(value, limit)).split())
    return text if len(text) <= limit else text[: limit - 3] + "..."


def beginning(value: object, limit: int) -> object:
    """As much of a value as so many characters can show; the rest may be very long."""
    if isinstance(value, (str, bytes)):
        return value[: limit + 1]
    if type(value) in (list, tuple):
        return type(value)(beginning(item, limit) for item in value[:limit])  # type: ignore[index, call-arg]
    if type(value) is dict:
        return {key: beginning(item, limit) for key, item in itertools.islice(value.items(), limit)}
    return value
