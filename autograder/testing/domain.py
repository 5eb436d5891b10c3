"""Values of one kind in named parts, and what parts are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Rng = np.random.Generator
Part = Callable[[Rng], Any]
Span = int | tuple[int, int]  # a number, or the least and the greatest


@dataclass(frozen=True)
class Domain:
    """Values of one kind, in named parts that are drawn each in turn."""

    name: str
    parts: Mapping[str, Part]

    def but(self, *names: str) -> Domain:
        """The same domain without these parts, such as those that the notebook rules out."""
        unknown = set(names) - set(self.parts)
        if unknown:
            raise ValueError(f"{self.name} has no part called {min(unknown)!r}, only {', '.join(self.parts)}")
        return Domain(self.name, {name: part for name, part in self.parts.items() if name not in names})

    def also(self, **parts: Part) -> Domain:
        """The same domain with more parts; each is a function of a numpy generator."""
        return Domain(self.name, {**self.parts, **{name.replace("_", " "): part for name, part in parts.items()}})


def strided(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The same values as a view of every second item along the last axis."""
    return np.repeat(array, 2, axis=-1)[..., ::2]


def span(span: Span) -> tuple[int, int]:
    return (span, span) if isinstance(span, int) else span


def within(rng: Rng, least: int, most: int) -> int:
    return int(rng.integers(least, most + 1))


def sizes(rng: Rng, shape: Iterable[Span]) -> tuple[int, ...]:
    return tuple(within(rng, *span(length)) for length in shape)


def repeated(rng: Rng, items: Sequence[Any], most: int) -> list[Any]:
    """Most of the items, and one of them so often that there are `most`, in any order.

    Equal shares of repeats would leave a mean as it is.
    """
    kept = list(items[: max(most - 1, 1)])
    mixed = [*kept, *[kept[int(rng.integers(len(kept)))]] * (most - len(kept))] if kept else []
    return [mixed[int(i)] for i in rng.permutation(len(mixed))]


def beyond(bound: float, side: int, part: Part) -> Part:
    """Numbers as far from a bound as the part's are from zero."""
    return lambda rng: bound + side * abs(part(rng))


def without_rng(part: Callable[[], Any]) -> Part:
    return lambda rng: part()


def always(value: Any) -> Part:
    return lambda rng: value


def short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 30 else f"{text[:27]}..."
