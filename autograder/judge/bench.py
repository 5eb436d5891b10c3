"""A submission at work: its notebook runs in a box, and its answers wait to be called."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from ..intake import Placed, Submission
from ..sandbox.box import Box
from ..sandbox.errors import BoxError, Late
from ..sandbox.limits import Limits
from ..sandbox.zygote import Zygote
from .answers import Answer

_BOXES = 4  # so many times a notebook is run again after its process ended


@dataclass
class Ran:
    """A cell of the executed notebook."""

    cell: Placed
    outputs: list[dict[str, Any]] = field(default_factory=list)
    count: int | None = None


class OutOfTime(BoxError):
    """The submission as a whole has used up its time."""


class Bench:
    """Runs a submission's notebook when its answers are first needed, and again after its process has ended."""

    def __init__(self, zygote: Zygote, submission: Submission, limits: Limits, *, pictures: bool = False) -> None:
        self._zygote, self._submission, self._limits, self._pictures = zygote, submission, limits, pictures
        self._deadline = time.monotonic() + limits.total_seconds
        self._box: Box | None = None
        self._boxes = 0
        self._slow: set[str] = set()
        self.executed: list[Ran] = []
        self.level = ""

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._box is not None:
            self._box.close()

    def answers(self, names: tuple[str, ...]) -> list[Answer]:
        """The answers that a test asks for, or BoxError with the reason why there are none."""
        box = self.box()
        return [Answer(box, name, self._patience(name)) for name in names]

    def gave_up_on(self, name: str) -> None:
        """An answer that was too slow once gets a tenth of the time from now on."""
        self._slow.add(name)

    def _patience(self, name: str) -> float:
        seconds = self._limits.call_seconds * (0.1 if name in self._slow else 1)
        return min(seconds, self._left())

    def box(self) -> Box:
        """A box in which the notebook has run."""
        if self._box is None or not self._box.alive:
            if self._boxes == _BOXES:
                raise OutOfTime("The process ended too often; the rest was not tried.")
            if self._box is not None:
                self._box.close()
            self._boxes += 1
            self._box = self._zygote.box(self._limits)
            self.level = self._box.level
            self._run(self._box)
        return self._box

    def _run(self, box: Box) -> None:
        executed: list[Ran] = []
        self.executed = executed
        count = 0
        for cell in self._submission.cells:
            executed.append(ran := Ran(cell))
            if cell.runs(pictures=self._pictures) and box.alive:
                count += 1
                ran.count = count
                ran.outputs = self._run_cell(box, cell, count)

    def _run_cell(self, box: Box, cell: Placed, count: int) -> list[dict[str, Any]]:
        try:
            return box.run_cell(cell.source, count, min(self._limits.cell_seconds, self._left()))[0]
        except BoxError as problem:  # as in Jupyter, the next cell is tried
            name = "Timeout" if isinstance(problem, Late) else "Ended"
            return [{"output_type": "error", "ename": name, "evalue": str(problem), "traceback": [str(problem)]}]

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime(f"All {self._limits.total_seconds:g} seconds for this notebook are used up.")
        return left
