"""Values as text, short enough for a message."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np

SMALL = 64  # entries of an array that is kept, and shown in full if it fits into a line
ITEMS = (12, 8, 4, 4)  # of a list that are kept, of a list in it, and so on
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def short(value: object, limit: int = 80) -> str:
    """A short text for a value."""
    return cut(" ".join(repr(beginning(value, limit)).split()), limit)


def cut(text: str, limit: int) -> str:
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


@dataclass(frozen=True)
class InWords:
    """Stands for a value, or for the rest of a list, that is told in words."""

    words: str

    def __repr__(self) -> str:
        return self.words


def kept(value: Any, deep: int = 0) -> Any:
    """What is needed to show a value later, even if it changes until then. It never asks for more than its beginning.

    >>> shown(kept([(1, 3), np.zeros((3, 28, 28))]))
    '[(1, 3), an array of shape (3, 28, 28)]'
    """
    kind = type(value)
    plain = (bool, int, float, complex, InWords)
    if value is None or value is ... or kind in plain or isinstance(value, np.generic):
        return value
    if kind in (str, bytes):
        return value[: 2 * SMALL]
    if isinstance(value, np.ndarray):
        return np.array(value) if value.size <= SMALL else InWords(f"an array of shape {value.shape}")
    if kind in (list, tuple, set, frozenset, dict):
        return kept_items(value, deep)
    if hasattr(kind, "__examine__"):  # it says itself what kind of model it is
        return InWords(cut(repr(value), SMALL))
    name = getattr(value, "__name__", None) if callable(value) else None
    return InWords(cut(name if isinstance(name, str) else f"<{kind.__name__}>", SMALL))


def kept_items(value: Any, deep: int) -> Any:
    """The first items of a collection that is so deep in others."""
    most = ITEMS[deep] if deep < len(ITEMS) else 0
    some = list(itertools.islice(value.items() if type(value) is dict else value, most))
    rest = [InWords("...")] if len(value) > most else []
    if type(value) is dict:
        return {**{key: kept(item, deep + 1) for key, item in some}, **{each: each for each in rest}}
    items = [*(kept(item, deep + 1) for item in some), *rest]
    return items if type(value) is list else tuple(items) if type(value) is tuple else {*some, *rest}


def shown(value: Any, limit: int = 60) -> str:
    """A kept value in at most about so many characters."""
    if isinstance(value, InWords):
        return cut(value.words, limit)
    if isinstance(value, (float, np.floating)):
        return number(float(value))
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray):
        text = f"array({row(value.tolist(), limit)})"
        whole = value.size <= SMALL and len(text) <= limit and "..." not in text
        return text if whole else f"an array of shape {value.shape}"
    if type(value) in (list, tuple, set, frozenset, dict):
        return row(value, limit)
    return short(value, limit)


def number(value: float) -> str:
    """A number in eight digits, if it has more."""
    text = repr(value)
    return text if len(text) <= 9 else f"{value:.8g}"


def row(value: Any, limit: int) -> str:
    """The items of a collection between its brackets, as many as have room."""
    if not isinstance(value, (list, tuple, set, frozenset, dict)):
        return shown(value, limit)
    left, right = ("[", "]") if isinstance(value, list) else ("(", ")") if isinstance(value, tuple) else ("{", "}")
    pairs = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    texts: list[str] = []
    for key, item in pairs:
        text = row(item, limit)
        if isinstance(value, dict) and not isinstance(key, InWords):
            text = f"{shown(key, limit)}: {text}"
        if sum(map(len, texts)) + 2 * len(texts) + len(text) > limit - 5:
            texts.append("...")
            break
        texts.append(text)
    comma = "," if isinstance(value, tuple) and len(texts) == 1 else ""
    return f"{left}{', '.join(texts)}{comma}{right}"


def several(count: int) -> str:
    return "a pair: 2 results" if count == 2 else f"{count} results"


def in_kind(value: Any) -> str:
    """What kind of thing a result is, where another was expected."""
    if isinstance(value, np.ndarray) and value.ndim:
        return f"one array of shape {value.shape}"
    if isinstance(value, (list, tuple)):
        return f"{len(value)} results" if len(value) != 1 else "1 result"
    is_number = isinstance(value, (int, float, np.number, np.ndarray)) and not isinstance(value, bool)
    return f"one number, {shown(value)}" if is_number else shown(kept(value))
