"""Domains of numbers, of rows of numbers, and of texts."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from .domain import Domain, Part, Rng, Span, always, beyond, repeated, short, span, within, without_rng
from .drawing import Drawing

_SIZES = {"tiny": 1e-6, "huge": 1e6}
_WORDS = tuple("the a cat dog sat ran on under mat tree and red big small saw it slowly home".split())  # noqa: SIM905


class Numbers(Drawing):
    """Domains of numbers and texts."""

    def real(self, low: float = -math.inf, high: float = math.inf) -> Domain:
        """A number. Without bounds, of every size; with bounds, they are drawn as well."""
        if math.isfinite(low) and math.isfinite(high):
            parts: dict[str, Part] = {
                "the least": lambda rng: float(low),
                "the greatest": lambda rng: float(high),
                "in between": lambda rng: float(rng.uniform(low, high)),
                "close to the least": lambda rng: float(low + (high - low) * rng.uniform(0, 0.01)),
            }
            return Domain(f"a number from {low:g} to {high:g}", parts)
        signed: dict[str, Part] = {
            "positive": lambda rng: float(rng.uniform(0.1, 9)),
            "negative": lambda rng: -float(rng.uniform(0.1, 9)),
            "zero": lambda rng: 0.0,
            "whole": lambda rng: int(rng.integers(2, 9)),
            "tiny": lambda rng: float(rng.uniform(1, 9)) * _SIZES["tiny"],
            "huge": lambda rng: float(rng.uniform(1, 9)) * _SIZES["huge"],
        }
        least = low if math.isfinite(low) else -high
        if math.isfinite(low) or math.isfinite(high):
            side = 1 if math.isfinite(low) else -1
            signed.pop("negative")
            shifted = {name: beyond(side * least, side, part) for name, part in signed.items()}
            return Domain(f"a number {'from' if side > 0 else 'up to'} {side * least:g}", shifted)
        return Domain("a number", signed)

    def whole(self, low: int, high: int) -> Domain:
        """A whole number, its bounds included."""
        parts: dict[str, Part] = {"the least": lambda rng: low, "the greatest": lambda rng: high}
        if high - low > 1:
            parts["in between"] = lambda rng: int(rng.integers(low + 1, high))
        return Domain(f"a whole number from {low} to {high}", parts)

    def choice(self, *values: Any) -> Domain:
        """One of these values, each in its turn."""
        return Domain("one of " + ", ".join(map(short, values)), {short(each): always(each) for each in values})

    def yes_no(self) -> Domain:
        return self.choice(True, False)

    def parts(self, name: str, **parts: Callable[[], Any]) -> Domain:
        """A domain of your own: each part is a function without arguments that draws, say with `draw.one`."""
        return Domain(name, {key.replace("_", " "): without_rng(part) for key, part in parts.items()})

    def numbers(
        self, length: Span = (1, 12), of: Domain | None = None, *, empty: bool = False, ties: bool = True
    ) -> Domain:
        """Numbers in a row, as a list, a tuple or an array: one, many, sorted, with ties, of every size."""
        usual = of or self.real().but("tiny", "huge")
        least, most = span(length)

        def row(rng: Rng, size: int | None = None, each: Domain = usual) -> list[Any]:
            return [self.one(each) for _ in range(within(rng, least, most) if size is None else size)]

        parts: dict[str, Part] = {
            "a list": row,
            "a tuple": lambda rng: tuple(row(rng)),
            "an array": lambda rng: np.array(row(rng), float),
            "as few as allowed": lambda rng: row(rng, least),
            "as many as allowed": lambda rng: row(rng, most),
        }
        if ties:
            parts["ties"] = lambda rng: repeated(rng, row(rng, max(most // 2, least)), most)
            parts["all the same"] = lambda rng: row(rng, 1) * within(rng, max(least, min(2, most)), most)
        if of is None:
            parts["of every size"] = lambda rng: row(rng, None, self.real())
        if empty:
            parts["empty"] = lambda rng: []
        return Domain(f"{least} to {most} numbers", parts)

    def points(self, count: Span = (1, 9)) -> Domain:
        """A list of points (x, y): one point, many, repeats, equal x, whole numbers, fractions, huge and tiny ones."""
        least, most = span(count)

        def scattered(rng: Rng, size: int, scale: float = 1.0) -> list[tuple[float, float]]:
            return [(float(x * scale), float(y * scale)) for x, y in rng.normal((1, -2), (3, 4), (size, 2))]

        def many(rng: Rng) -> int:
            return within(rng, max(least, min(3, most)), most)

        parts: dict[str, Part] = {
            "fractions": lambda rng: scattered(rng, many(rng)),
            "as few as allowed": lambda rng: scattered(rng, least),
            "as many as allowed": lambda rng: scattered(rng, most),
            "whole numbers": lambda rng: [(int(x), int(y)) for x, y in rng.integers(-9, 10, (many(rng), 2))],
            "repeats": lambda rng: repeated(rng, scattered(rng, max(most // 2, 1)), most),
            "equal x": lambda rng: [(2.5, y) for _, y in scattered(rng, many(rng))],
            "tiny": lambda rng: scattered(rng, many(rng), _SIZES["tiny"] ** 0.5),
            "huge": lambda rng: scattered(rng, many(rng), _SIZES["huge"] ** 0.5),
        }
        return Domain("points", parts)

    def sentences(self, words: Span = (1, 9), vocabulary: Sequence[str] = _WORDS, *, empty: bool = False) -> Domain:
        """A sentence: words of a vocabulary, with repeats, one alone, in capitals, with punctuation."""
        least, most = span(words)

        def some(rng: Rng, size: int | None = None) -> list[str]:
            count = within(rng, least, most) if size is None else size
            return [vocabulary[int(i)] for i in rng.integers(0, len(vocabulary), count)]

        parts: dict[str, Part] = {
            "words": lambda rng: " ".join(some(rng)),
            "as few words as allowed": lambda rng: " ".join(some(rng, least)),
            "repeats": lambda rng: " ".join(repeated(rng, some(rng, max(least, 1)), most)),
            "capitals": lambda rng: " ".join(some(rng)).title(),
            "punctuation": lambda rng: ", ".join(some(rng)) + ".",
        }
        if empty:
            parts["empty"] = lambda rng: ""
        return Domain("a sentence", parts)

    def unknown(self, *options: str) -> Domain:
        """A text that is none of the options, though close to one: for calls that must raise an error."""

        def near(change: Callable[[str], str]) -> Part:
            return lambda rng: next(
                (changed for each in rng.permutation(options).tolist() if (changed := change(each)) not in options),
                "unknown",
            )

        parts: dict[str, Part] = {
            "in capitals": near(str.upper),
            "with one letter more": near(lambda text: f"{text}s"),
            "with one letter less": near(lambda text: text[:-1]),
            "reversed": near(lambda text: text[::-1]),
            "empty": lambda rng: "",
        }
        if any(not option for option in options):
            parts.pop("empty")
        return Domain(f"none of {', '.join(options)}", parts)
