"""Import the notebook libraries without the part that takes most of the time and that we don't use."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_GRAMMAR = "rfc3987_syntax"


@contextmanager
def without_address_grammar() -> Iterator[None]:
    """Import jsonschema without its checker of internationalised addresses, which builds a grammar on import.

    The grammar takes more than half of the start-up time of a command and of each worker. jsonschema works without the
    package if it is missing, and None makes it look missing.
    """
    if _GRAMMAR in sys.modules:
        yield
        return
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[_GRAMMAR]
