"""A GPU's memory is a limit of its own: what ran into it is told apart from any other error.

Frameworks raise it as an error of their own, by which it is known: the driver tells nobody else. Student code could
raise the same. That earns it one more try and the same zero, so nothing is won.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ..sandbox import Place
from .verdict import Outcome, Status

FULL = "The GPU has not enough memory for it, although nothing else ran there."
_FULL = re.compile(
    r"CUDA(?: error:)? out of memory|RESOURCE_EXHAUSTED: |ResourceExhaustedError: |CUDA_ERROR_OUT_OF_MEMORY"
)


def ruled(outcome: Outcome, place: Place | None) -> Outcome:
    """The same outcome; but where a GPU had no memory left, it says so, also for a hidden test."""
    if place is None or outcome.status not in (Status.FAILED, Status.ERROR) or not _FULL.search(outcome.detail):
        return outcome
    return replace(outcome, status=Status.MEMORY, told=FULL)


def filled(outcome: Outcome) -> bool:
    """Whether an outcome was ruled to be the GPU's memory."""
    return outcome.status is Status.MEMORY and outcome.told == FULL
