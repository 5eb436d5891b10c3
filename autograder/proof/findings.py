"""What a proof says: where something is not proven, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

LONG_AGO = datetime.fromtimestamp(0, UTC)  # when what a proof hands in was handed in


@dataclass(frozen=True)
class Finding:
    """Something that is not proven: where, what, and what to do."""

    where: str
    fault: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.fault} {self.fix}"
