"""What a submission may use."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Limits:
    """Wall-clock seconds for a cell, a call and the whole submission, and the box's share of the machine."""

    cell_seconds: float = 30
    call_seconds: float = 10
    total_seconds: float = 120
    memory_mb: int = 4096
    disk_mb: int = 64
    processes: int = 128
    files: int = 256

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
