"""Draw what hidden tests ask: values from named parts of a domain, so that no part is forgotten.

Theory of operation. Authors don't think of everything, so they name a domain, not values: `draw.points()` has parts for
one point, repeats, huge values and so on. `draw.some` goes through all parts before it draws at random. All randomness
comes from one generator, so a cohort's secret decides every value, and each student gets the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from .domain import Domain


@dataclass(frozen=True)
class Call:
    """One call of an answer. An argument may be a domain; then it is drawn."""

    positional: tuple[Any, ...]
    named: Mapping[str, Any]
    errors: tuple[str, ...] = ()  # names of the errors that it must raise, if any

    def __init__(self, *positional: Any, **named: Any) -> None:
        object.__setattr__(self, "positional", positional)
        object.__setattr__(self, "named", named)

    def raises(self, *errors: type[Exception]) -> Call:
        """The same call, which must end with one of these errors."""
        call = Call(*self.positional, **self.named)
        object.__setattr__(call, "errors", tuple(error.__name__ for error in errors))
        return call


class Drawing:
    """Draws values from domains, and counts what was drawn."""

    def __init__(self, seed: bytes) -> None:
        self.rng = np.random.default_rng(list(seed))
        self.drawn: Counter[tuple[str, str]] = Counter()  # how often each part of each domain was drawn
        self._left: dict[tuple[str, ...], list[str]] = {}  # the parts of a domain that have not had their turn

    def some(self, domain: Domain, more: int = 3) -> Iterator[Any]:
        """A value from each part of the domain, then a few `more` from any part."""
        names = [*domain.parts, *self.rng.choice(list(domain.parts), more).tolist()]
        for name in names:
            yield self._from(domain, name)

    def one(self, domain: Domain) -> Any:
        """A value from a part of the domain. Each part has its turn, in any order, before one comes again."""
        left = self._left.setdefault((domain.name, *domain.parts), [])
        if not left:
            left += self._shuffled(domain)
        return self._from(domain, left.pop())

    def calls(self, *positional: Any, more: int = 3, **named: Any) -> Iterator[Call]:
        """Calls with these arguments. There are so many that each part of each domain is drawn, and `more`."""
        domains = [value for value in (*positional, *named.values()) if isinstance(value, Domain)]
        turns = [self._shuffled(domain) for domain in domains]
        for number in range(max(map(len, turns), default=1) + more):
            parts = iter([turn[number % len(turn)] for turn in turns])

            def drawn(value: Any, parts: Iterator[str] = parts) -> Any:
                return self._from(value, next(parts)) if isinstance(value, Domain) else self.value(value)

            places = [drawn(value) for value in positional]
            yield Call(*places, **{name: drawn(value) for name, value in named.items()})

    def value(self, value: Any) -> Any:
        """The value itself, with a drawn one in place of each domain in it."""
        if isinstance(value, Domain):
            return self.value(self.one(value))
        if type(value) in (list, tuple):
            return type(value)(self.value(item) for item in value)
        if type(value) is dict:
            return {key: self.value(item) for key, item in value.items()}
        return value

    def _shuffled(self, domain: Domain) -> list[str]:
        names = list(domain.parts)
        return [names[int(i)] for i in self.rng.permutation(len(names))]

    def _from(self, domain: Domain, part: str) -> Any:
        self.drawn[domain.name, part] += 1
        return self.value(domain.parts[part](self.rng))
