"""Domains of arrays: numbers, images, probabilities, labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .domain import Domain, Part, Rng, Span, sizes, span, strided, within
from .drawing import Drawing


class Arrays(Drawing):
    """Domains of arrays."""

    def array(
        self, *shape: Span, low: float = -3.0, high: float = 3.0, whole: bool = False, dtypes: Sequence[str] = ()
    ) -> Domain:
        """An array whose axes have these lengths: in any order and stride, of several dtypes, with ties and zeros."""
        kinds = dtypes or (("int64", "int32") if whole else ("float64", "float32"))

        def filled(rng: Rng, lengths: tuple[int, ...] | None = None) -> np.ndarray[Any, Any]:
            lengths = sizes(rng, shape) if lengths is None else lengths
            values = rng.integers(int(low), int(high) + 1, lengths) if whole else rng.uniform(low, high, lengths)
            return np.asarray(values, kinds[0])

        def of_kind(kind: str) -> Part:
            return lambda rng: filled(rng).astype(kind)

        parts: dict[str, Part] = {
            "plain": filled,
            "as small as allowed": lambda rng: filled(rng, tuple(span(length)[0] for length in shape)),
            "as large as allowed": lambda rng: filled(rng, tuple(span(length)[1] for length in shape)),
            "every second item of an array": lambda rng: strided(filled(rng)),
            "ties": lambda rng: np.asarray(np.round(filled(rng)), kinds[0]),
            "all the same": lambda rng: np.full_like(filled(rng), filled(rng).flat[0]),
            **{kind: of_kind(kind) for kind in kinds[1:]},
        }
        if len(shape) > 1:
            parts["in Fortran order"] = lambda rng: np.asfortranarray(filled(rng))
        if not whole:
            parts["whole numbers"] = lambda rng: np.round(filled(rng)).astype("int64")
        if low <= 0 <= high:
            parts["zeros"] = lambda rng: np.zeros_like(filled(rng))
        return Domain(f"an array of {len(shape)} dimensions", parts)

    def images(
        self, count: Span | None = (1, 4), height: Span = (2, 9), width: Span = (2, 9), channels: Span | None = (1, 4)
    ) -> Domain:
        """Images as bytes, as floats up to 1, black, white, narrow; without `count` one, without `channels` grey."""
        shape = tuple(axis for axis in (count, height, width, channels) if axis is not None)

        def bytes_of(rng: Rng, lengths: tuple[int, ...] | None = None) -> np.ndarray[Any, Any]:
            return rng.integers(0, 256, sizes(rng, shape) if lengths is None else lengths).astype(np.uint8)

        parts: dict[str, Part] = {
            "bytes": bytes_of,
            "floats up to 1": lambda rng: bytes_of(rng) / 255.0,
            "float32": lambda rng: (bytes_of(rng) / 255.0).astype(np.float32),
            "as small as allowed": lambda rng: bytes_of(rng, tuple(span(axis)[0] for axis in shape)),
            "as large as allowed": lambda rng: bytes_of(rng, tuple(span(axis)[1] for axis in shape)),
            "bright bytes": lambda rng: np.maximum(bytes_of(rng), 200),
            "black": lambda rng: np.zeros_like(bytes_of(rng)),
            "white": lambda rng: np.full_like(bytes_of(rng), 255),
            "every second item of an array": lambda rng: strided(bytes_of(rng)),
        }
        return Domain("images" if count is not None else "an image", parts)

    def probabilities(self, rows: Span | None = (1, 6), classes: Span = (2, 6)) -> Domain:
        """Rows of probabilities that add up to 1: uneven, all the same, nearly certain; without `rows`, one row."""

        def drawn(rng: Rng, spread: float) -> np.ndarray[Any, Any]:
            shape = (within(rng, *span(classes)),) if rows is None else sizes(rng, (rows, classes))
            weights = rng.gamma(spread, size=shape) + 1e-9
            return np.asarray(weights / weights.sum(-1, keepdims=True))

        def tied(rng: Rng) -> np.ndarray[Any, Any]:
            shaped = drawn(rng, 1)
            return np.full_like(shaped, 1 / shaped.shape[-1])

        parts: dict[str, Part] = {
            "uneven": lambda rng: drawn(rng, 1.0),
            "all the same": tied,
            "nearly certain": lambda rng: drawn(rng, 0.05),
            "close together": lambda rng: drawn(rng, 50.0),
            "float32": lambda rng: drawn(rng, 1.0).astype(np.float32),
        }
        return Domain("probabilities", parts)

    def labels(self, count: Span = (1, 12), classes: Span = (2, 5)) -> Domain:
        """Labels from 0: as a list or an array, of all classes, of one alone, some missing."""
        least, most = span(count)

        def some(rng: Rng, size: int | None = None) -> np.ndarray[Any, Any]:
            return rng.integers(0, within(rng, *span(classes)), within(rng, least, most) if size is None else size)

        parts: dict[str, Part] = {
            "an array": some,
            "a list": lambda rng: some(rng).tolist(),
            "as few as allowed": lambda rng: some(rng, least),
            "as many as allowed": lambda rng: some(rng, most),
            "of one class": lambda rng: np.full_like(some(rng), rng.integers(0, span(classes)[0])),
            "bytes": lambda rng: some(rng).astype(np.uint8),
        }
        return Domain("labels", parts)

    def one_hot(self, rows: Span = (1, 8), classes: Span = (2, 6)) -> Domain:
        """Rows with a single 1."""

        def some(rng: Rng, *, one_class: bool = False) -> np.ndarray[Any, Any]:
            count, width = sizes(rng, (rows, classes))
            chosen = rng.integers(0, width, 1 if one_class else count)
            return np.eye(width)[np.resize(chosen, count)]

        parts: dict[str, Part] = {
            "floats": some,
            "of one class": lambda rng: some(rng, one_class=True),
            "whole numbers": lambda rng: some(rng).astype(int),
        }
        return Domain("one-hot rows", parts)
