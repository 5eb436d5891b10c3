"""Markdown as texts to translate: a heading, a paragraph, a list or a table each.

Empty lines separate texts. Blocks of code and formulas are none. Within a text, lines that belong together are joined,
so that a translation needs no line breaks of its own, and breaking the lines of a source differently changes no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .wording import Say

_FENCE = re.compile(r"^ *(```|~~~)")
_BEGINS = re.compile(r"^\s*(?:[-*+] |\d+[.)] |#{1,6} |\||<|>)")  # a line that continues no other
_ENDS = re.compile(r"^#{1,6} |^\s*\||^\s*</?\w[^>]*>$|  $|\\$")  # a line that no other continues
_CODE = re.compile(r"`[^`]*`|\$\$.*?\$\$|(?<!\\)\$[^$]*\$|<[^>]*>", re.DOTALL)
_NAMED = re.compile(r"\\text\{([^}]*)\}")  # words inside a formula
_WORD = re.compile(r"[^\W\d_]{2}")


def texts_of_markdown(source: str) -> Iterator[str]:
    """The texts of a Markdown cell, in order."""
    return (flowed(piece) for piece in _pieces(source) if _is_text(piece))


def markdown_in(source: str, say: Say) -> str:
    """The same cell with each text as `say` gives it. What `say` has no words for stays as it is."""
    return "".join((say(flowed(piece)) or piece) if _is_text(piece) else piece for piece in _pieces(source))


def flowed(block: str) -> str:
    """A block with its continued lines joined: one line for each paragraph, heading, list item or row."""
    lines: list[str] = []
    for line in block.split("\n"):
        if lines and not _BEGINS.match(line) and not _ENDS.search(lines[-1]):
            lines[-1] = f"{lines[-1].rstrip()} {line.strip()}"
        else:
            lines.append(line)
    return "\n".join(lines)


def _pieces(source: str) -> list[str]:
    """The blocks and the empty lines between them: joined, they are the source again."""
    pieces: list[str] = []
    fenced = False
    for line in re.split(r"(?<=\n)", source):
        if pieces and (fenced or bool(line.strip()) == bool(pieces[-1].strip())):
            pieces[-1] += line
        else:
            pieces.append(line)
        fenced = fenced != bool(_FENCE.match(line))
    return [part for piece in pieces for part in _without_end(piece)]


def _without_end(piece: str) -> list[str]:
    """A block, and the line break behind it, which is no part of the text."""
    text = piece.rstrip("\n")
    return [text, piece[len(text) :]] if text.strip() else [piece]


def _is_text(piece: str) -> bool:
    """Whether a block has words outside of code and formulas."""
    if not piece.strip() or _FENCE.match(piece):
        return False
    words = " ".join([_CODE.sub(" ", piece), *_NAMED.findall(piece)])
    return bool(_WORD.search(words))
