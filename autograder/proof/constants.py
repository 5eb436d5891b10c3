"""Answers that do nothing and always return the same value. Good tests give them almost no points.

Half of them also destroy their arguments. A test that computes the expected value from its arguments after the call
then expects zeros, and gets zeros.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from ..judge import Answer, Overheard

_ALWAYS = ("None", "0", "0.0", "1", "True", "[]", '""', "args[0] if args else None")
_MOST = 12  # values returned by the right answer
_LONGEST = 20_000  # characters in a value's source
_CONSTANT = "def {name}(*args, **kwargs):\n    return {value}\n"
_DESTROYS = """\
def {name}(*args, **kwargs):
    import numpy as np

    def destroy(value):
        if isinstance(value, np.ndarray):
            value[...] = 0
        elif isinstance(value, list):
            value[:] = [destroy(item) for item in value][:{kept}]
        elif isinstance(value, tuple):
            return tuple(destroy(item) for item in value)
        elif isinstance(value, dict):
            for key in value:
                value[key] = destroy(value[key])
        elif isinstance(value, int | float):
            return 0
        return value

    for value in [*args, *kwargs.values()]:
        destroy(value)
    return {value}
"""


class Watched:
    """Remembers the return values of the right answers, as Python source, and zeros of the same shapes."""

    def __init__(self) -> None:
        self.returned: dict[str, dict[str, None]] = defaultdict(dict)
        self.zeros: dict[str, dict[str, None]] = defaultdict(dict)

    def watch(self, answer: Answer) -> Answer:
        def watched(*positional: object, **named: object) -> object:
            result = answer(*positional, **named)
            _remember(self.returned[answer.__name__], source(result))
            _remember(self.zeros[answer.__name__], source(_zeroed(result)))
            return result

        return Overheard(answer, watched)


def _remember(known: dict[str, None], text: str | None) -> None:
    if text is not None and len(known) < _MOST:
        known.setdefault(text)


def constant_answers(names: list[str], watched: Watched) -> list[dict[str, str]]:
    """Sets of constant answers; together they try every constant for every answer."""
    tried = {name: list(_constants(name, watched)) for name in names}
    rounds = max(len(sources) for sources in tried.values())
    return [{name: sources[min(n, len(sources) - 1)] for name, sources in tried.items()} for n in range(rounds)]


def _constants(name: str, watched: Watched) -> Iterable[str]:
    for value in dict.fromkeys([*_ALWAYS, *watched.returned[name]]):
        yield _CONSTANT.format(name=name, value=value)
    for value in dict.fromkeys(["0.0", "args[0] if args else None", *watched.zeros[name]]):
        for kept in ("", "0"):  # lists are filled with zeros, or emptied
            yield _DESTROYS.format(name=name, value=value, kept=kept)


def source(value: object) -> str | None:
    """Python source of a plain value, or None."""
    text = None if isinstance(value, np.ndarray) and value.size > _LONGEST else _source(value)
    return text if text is not None and len(text) <= _LONGEST else None


def _source(value: object) -> str | None:
    match value:
        case np.ndarray():
            items = _source(value.ravel().tolist()) if value.dtype.kind in "biuf" else None
            return items and f"__import__('numpy').array({items}, dtype={value.dtype.str!r}).reshape({value.shape})"
        case np.generic():
            return _source(value.item())
        case float() if not math.isfinite(value):
            return f"float({str(value)!r})"
        case None | bool() | int() | float() | str():
            return repr(value)
        case list():
            return _joined("[", value, "]")
        case tuple():
            return _joined("(", value, ",)" if value else ")")
        case set():
            return _joined("set([", value, "])")
        case dict():
            return _joined("dict([", value.items(), "])")
    return None


def _joined(begin: str, items: Iterable[object], end: str) -> str | None:
    texts = [_source(item) for item in items]
    return None if None in texts else begin + ", ".join(text for text in texts if text) + end


def _zeroed(value: object) -> object:
    """Zeros of the same shape and type."""
    match value:
        case np.ndarray():
            return np.zeros_like(value)
        case np.generic():
            return _zeroed(value.item())
        case bool() | int() | float():
            return type(value)(0)
        case list() | tuple():
            return type(value)(_zeroed(item) for item in value)
        case dict():
            return {key: _zeroed(item) for key, item in value.items()}
    return value
