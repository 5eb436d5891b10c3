"""Mistakes that an author can make."""

from __future__ import annotations

from pathlib import Path

from ..errors import UserMistake


class AssignmentError(UserMistake):
    """Raised while loading an assignment, when its author made a mistake.

    The message gives the file and line, the fault, and the fix.
    """

    def __init__(self, where: Path, fault: str, fix: str, line: int | None = None) -> None:
        self.where, self.line, self.fault, self.fix = where, line, fault, fix
        super().__init__(f"{where}{f':{line}' if line else ''}: {fault} {fix}")
