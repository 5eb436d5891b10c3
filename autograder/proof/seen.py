"""Answers that know the visible tests by heart, and nothing else: they show what hidden tests add."""

from __future__ import annotations

import inspect
import textwrap
from collections import defaultdict

from ..judge import Answer, Overheard
from .constants import source

_BY_HEART = """\
def {name}(*args, **kwargs):
{fingerprint}
    known = {{{known}}}
    called = fingerprint((args, sorted(kwargs.items())))
    if called not in known:
        raise RuntimeError("This was in no visible test.")
    return known[called]()
"""


class Seen:
    """Remembers the calls of the right answers, and their results."""

    def __init__(self) -> None:
        self.known: dict[str, dict[str, str]] = defaultdict(dict)

    def watch(self, answer: Answer) -> Answer:
        def watched(*positional: object, **named: object) -> object:
            called = fingerprint((positional, sorted(named.items())))  # before the answer can change anything
            result = answer(*positional, **named)
            text = source(result)
            if text is not None:
                self.known[answer.__name__][called] = text
            return result

        return Overheard(answer, watched)

    def answers(self, names: list[str]) -> dict[str, str]:
        """For each name, an answer that returns the results seen, and fails on every other call."""
        ours = textwrap.indent(inspect.getsource(fingerprint), "    ")
        return {
            name: _BY_HEART.format(
                name=name,
                fingerprint=ours,
                known=", ".join(f"{called!r}: lambda: {text}" for called, text in self.known[name].items()),
            )
            for name in names
        }


def fingerprint(value: object) -> str:
    """A text that tells arguments apart. This source also runs in the box, inside an answer."""
    import hashlib

    import numpy as np

    if isinstance(value, np.ndarray):
        return f"{value.dtype.str}{value.shape}{hashlib.sha256(value.tobytes()).hexdigest()}"
    if isinstance(value, np.generic):
        return repr(value.item())
    if isinstance(value, list | tuple):
        return f"{type(value).__name__}({', '.join(fingerprint(item) for item in value)})"
    if isinstance(value, dict):
        return f"dict({fingerprint(list(value.items()))})"
    return str(getattr(value, "__name__", repr(value)))
