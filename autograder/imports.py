"""Import the libraries that read notebooks without what takes most of their time, and what we have no use for."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_GRAMMAR = "rfc3987_syntax"


@contextmanager
def without_address_grammar() -> Iterator[None]:
    """Import jsonschema without its checker of internationalised addresses, which builds a grammar meanwhile.

    That takes more than half of the time that a command, and each of its workers, needs to start. jsonschema does
    without where the package is missing, and None makes it missing.
    """
    if _GRAMMAR in sys.modules:
        yield
        return
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[_GRAMMAR]
