"""Answers that do nothing: always the same value, whatever is asked. Good tests give them next to nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np

from ..judge.answers import Answer

_ALWAYS = ("None", "0", "0.0", "1", "True", "[]", '""', "args[0] if args else None")
_MOST = 12  # of the values that the right answer was seen to give
_LONGEST = 20_000  # characters of a value's source


class Watched:
    """Remembers what the right answers returned."""

    def __init__(self) -> None:
        self.returned: dict[str, dict[str, None]] = defaultdict(dict)

    def watch(self, answer: Answer) -> Callable[..., Any]:
        def watched(*positional: Any, **named: Any) -> Any:
            result = answer(*positional, **named)
            source = _source(result)
            if source is not None and len(self.returned[answer.__name__]) < _MOST:
                self.returned[answer.__name__].setdefault(source)
            return result

        watched.__name__ = answer.__name__
        return watched


def constant_answers(names: list[str], watched: Watched) -> list[dict[str, str]]:
    """Sets of answers, each answer a constant one; together they try every constant for every answer."""
    tried = {name: list(dict.fromkeys([*_ALWAYS, *watched.returned[name]])) for name in names}
    rounds = max(len(values) for values in tried.values())
    return [
        {name: f"def {name}(*args, **kwargs):\n    return {values[min(n, len(values) - 1)]}\n"
         for name, values in tried.items()}
        for n in range(rounds)
    ]  # fmt: skip


def _source(value: Any) -> str | None:
    """Python source of a plain value, or None."""
    if isinstance(value, np.ndarray):
        text = f"__import__('numpy').array({value.tolist()!r}, dtype={value.dtype.str!r}).reshape({value.shape})"
    elif isinstance(value, np.generic):
        text = repr(value.item())
    elif value is None or isinstance(value, bool | int | float | str | list | tuple | dict | set):
        text = repr(value)
    else:
        return None
    text = text.replace("nan", "float('nan')").replace("inf", "float('inf')")
    return text if len(text) <= _LONGEST else None
