"""Fingerprints of code by winnowing (Schleimer, Wilkerson and Aiken, 2003): a few pieces stand for all of it.

Each run of LENGTH words is a piece. Of any WINDOW pieces in a row, the one with the smallest digest is kept. So two
texts that share LENGTH + WINDOW - 1 words in a row share a fingerprint, wherever that stretch stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

from .plain_code import Word

LENGTH = 9
WINDOW = 4
Fingerprints = Mapping[int, frozenset[int]]  # the lines that each comes from


def pieces(words: Sequence[Word]) -> list[int]:
    """The digest of each run of words."""
    numbers = [crc32(word.text.encode()) for word in words]
    return [hash(tuple(numbers[at : at + LENGTH])) for at in range(len(numbers) - LENGTH + 1)]


def fingerprints(words: Sequence[Word]) -> Fingerprints:
    """The pieces that stand for some code."""
    digests = pieces(words)
    found: dict[int, set[int]] = {}
    for begin in range(max(len(digests) - WINDOW + 1, min(len(digests), 1))):
        window = digests[begin : begin + WINDOW]
        least = min(window)
        at = begin + max(place for place, digest in enumerate(window) if digest == least)
        found.setdefault(least, set()).update(word.line for word in words[at : at + LENGTH])
    return {digest: frozenset(lines) for digest, lines in found.items()}
