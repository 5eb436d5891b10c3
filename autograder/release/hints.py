"""Hints as a cell of the notebook: each lies folded inside the one before, so they open one after another."""

from __future__ import annotations

from collections.abc import Sequence

from ..assignment import Hint
from ..translation import Wording


def folded(hints: Sequence[Hint], wording: Wording) -> str:
    """The text of the cell: nested <details>, which every notebook program shows.

    Empty lines around each hint let the program read it as Markdown, with code and formulas.
    """
    opening = []
    for number, hint in enumerate(hints, 1):
        title = wording.worded("Hint {number} of {count}", number=number, count=len(hints))
        opening.append(f"<details>\n<summary>{title}</summary>\n\n{hint.text}\n")
    return "\n".join([*opening, *["</details>"] * len(hints)])


def pointing(number: int) -> str:
    """What a check is told if a hint fits its failure: nothing for 0."""
    return f", hint={number}" if number else ""
