"""The findings of a proof: where something is not proven, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Finding:
    """Something that is not proven: where, what, and what to do."""

    where: str
    fault: str
    fix: str

    def __str__(self) -> str:
        return f"{self.where}: {self.fault} {self.fix}"


def at_line(path: Path, text: str) -> str:
    """A file and the number of its first line that begins with this text, for a finding about that line."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith(text):
            return f"{path}:{number}"
    return str(path)
