"""What a case is: something that a submission does, and what must come of it.

A case hands in the right answers to the small topic of tests/conftest.py, with some replaced, and with further cells at
the end. Answers named in `zero` earn nothing, all others everything. A cell that gets what it must not get prints BROKE.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from autograder.judge import Status


@dataclass(frozen=True)
class Case:
    """One submission, and its outcome."""

    title: str
    answers: Mapping[str, str] = field(default_factory=dict)
    cells: tuple[str, ...] = ()
    upload: Callable[[bytes], bytes] | None = None  # makes the file out of an honest one
    zero: tuple[str, ...] = ()
    status: Status | None = None  # of the tests of `zero`, where it matters
    refused: str = ""  # a part of the reason
    remark: str = ""  # a part of what the instructor is told
    shown: str = ""  # something that the executed notebook says


def attempt(code: str) -> str:
    """A cell that tries something forbidden: reaching the end is a hole."""
    body = "\n".join(f"    {line}" for line in code.splitlines())
    return f"try:\n{body}\nexcept BaseException as denied:\n    print('held', type(denied).__name__)\nelse:\n    print('BROKE')"
