"""A digest of a data set's file that changes whenever its data may: a recipe's comments and docstrings do not count.

Calibrations take hours, so a better explanation must not make them out of date.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

_LAYOUT = {tokenize.NL, tokenize.ENCODING, tokenize.COMMENT}
_BEFORE_A_STATEMENT = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


def fingerprint(path: Path, more: str = "") -> str:
    """The digest of a recipe's code, or of a data file's bytes, and of what `more` decides about the data."""
    content = path.read_bytes()
    if path.suffix == ".py":
        content = _code(content).encode()
    return sha256(content + more.encode()).hexdigest()


@lru_cache(maxsize=32)
def _code(source: bytes) -> str:
    return "".join(_tokens(source))


def _tokens(source: bytes) -> Iterator[str]:
    """The source's tokens, without comments and without strings that stand alone."""
    tokens = [token for token in tokenize.tokenize(io.BytesIO(source).readline) if token.type not in _LAYOUT]
    before = tokenize.NEWLINE
    for token, after in pairwise(tokens):
        alone = before in _BEFORE_A_STATEMENT and after.type == tokenize.NEWLINE
        if not (token.type == tokenize.STRING and alone):
            yield token.string
        before = token.type
