"""A cohort's secret. It decides what nobody may know before they are graded, such as the hidden data.

Theory of operation. For each purpose, a key of its own follows from the secret. So what one purpose gives away, such as
the hidden data in a release for another grader, tells nothing about the rest.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import Literal

Purpose = Literal[
    "hidden",  # hidden data
    "draw",  # what hidden tests ask
    "world",  # how the world of hidden data differs from the one that students see
    "retrain",  # data for a training in our hands
]
SHORTEST = 16  # bytes that nobody can guess


@dataclass(frozen=True)
class Secret:
    """The secret of one cohort. Whoever knows it knows everything that follows from it."""

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.key) < SHORTEST:
            raise ValueError(f"a secret needs at least {SHORTEST} bytes")

    def for_purpose(self, purpose: Purpose, name: str) -> bytes:
        """The key for one purpose and one thing, such as the hidden part of the data set `name`."""
        return hmac.digest(self.key, f"{purpose}\0{name}".encode(), "sha256")

    @property
    def fingerprint(self) -> str:
        """Tells secrets apart without telling them."""
        return hmac.digest(self.key, b"fingerprint", "sha256").hex()[:16]

    @staticmethod
    def of_trial(number: int) -> Secret:
        """The secret of an imagined cohort, the same for everybody: for measuring how much chance decides."""
        return Secret(f"an imagined cohort, number {number}".encode())
