"""The texts that a notebook's checks show, in the notebook's language."""

from __future__ import annotations

WORDS: dict[str, str] = {}  # translations; in a notebook, its tools cell fills them in


def worded(text: str, **values: object) -> str:
    """A text with its values, in the notebook's language if it is translated."""
    return WORDS.get(text, text).format(**values)
