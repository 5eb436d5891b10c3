"""The resources that a submission may use."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a zygote imports this room, and each of its boxes carries what the zygote has imported
    from ..policy import LimitsPolicy


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

    @staticmethod
    def granted_by(policy: LimitsPolicy) -> Limits:
        """The limits that a course grants."""
        return Limits(policy.cell_seconds, policy.call_seconds, policy.total_seconds, policy.memory_mb)

    def without_total(self) -> Limits:
        """The same limits for each cell and call, but as many of them as it takes: for answers of our own."""
        return replace(self, total_seconds=100_000)

    def share(self) -> dict[str, int]:
        """The part that the kernel enforces, in the form sent to a box."""
        cores = len(os.sched_getaffinity(0))
        return {
            "memory_mb": self.memory_mb,
            "disk_mb": self.disk_mb,
            "processes": self.processes + 4 * cores,  # TensorFlow keeps some threads for each core
            "files": self.files,
            "cpu_seconds": int(self.total_seconds * cores) + 10,
            "cores": cores,
        }
