"""What a `cases_...` function draws from."""

from __future__ import annotations

from typing import Any

from .arrays import Arrays
from .numbers import Numbers


class Draw(Numbers, Arrays):
    """Each method names a domain; `some`, `one` and `calls` draw from it.

    What a numpy generator can do besides, such as `draw.normal(0, 1, 3)`, gives a value at once.
    """

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["rng"], name)
