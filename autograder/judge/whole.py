"""Run a notebook of another course as it is: every cell in its order, in one box.

Theory of operation. Graders such as nbgrader run their tests as cells of the student's own notebook, and look at what
the cells show. We run the same cells in a box, so the machine, the other students and the grades are safe from them.
But tests and student code share a process there: what a cell shows can be forged, and whoever grades by it must say so.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..sandbox import Box, BoxError, Ended, Limits, Output, TimedOut, Zygote
from . import outputs
from .budget import Budget, OutOfTime
from .sealed import Seal, run_sealed

_TOGETHER = 64  # cells that cross to the box at once


@dataclass(frozen=True)
class Step:
    """A code cell. `seconds` is the time that it may take. With a `seal`, it runs here instead of in the box."""

    source: str
    seconds: float = 30.0
    seal: Seal | None = None


@dataclass(frozen=True)
class WholeRun:
    """What came of a notebook: the outputs of each cell that ran, and why the rest did not, if there is a rest."""

    outputs: tuple[list[Output], ...]
    level: str
    ended: str = ""


@dataclass
class _Running:
    """A notebook on its way through a box."""

    box: Box
    steps: Sequence[Step]
    budget: Budget
    shown: outputs.Outputs = field(default_factory=outputs.Outputs)
    done: list[list[Output]] = field(default_factory=list)

    def run(self) -> str:
        """Run every cell, or return why the rest can't run. A cell that fails or is late does not stop the next."""
        try:
            while len(self.done) < len(self.steps):
                step = self.steps[len(self.done)]
                if step.seal is None:
                    self._run_some()
                else:
                    self.done.append(run_sealed(step.source, step.seal, self.box, self.budget))
        except (BoxError, OutOfTime) as problem:
            self.done.append([outputs.error("Ended", str(problem))])
            return str(problem)
        return ""

    def _run_some(self) -> None:
        """Run the next cells in the box until one is late, or interrupts itself. As in Jupyter, it ends alone."""
        first = len(self.done)
        some = list(itertools.takewhile(lambda step: step.seal is None, self.steps[first : first + _TOGETHER]))
        cells = [(step.source, first + number) for number, step in enumerate(some, 1)]
        with contextlib.closing(self.box.run_cells(cells, lambda number: self._patience(some[number]))) as ends:
            for step in some:
                try:
                    self._take(ends)
                except OutOfTime:
                    raise
                except Ended:
                    if not self.box.alive or len(self.done) == first:
                        raise
                    return  # what the last cell raised was an interrupt; the others still have to run
                except TimedOut:
                    if not self.box.alive:
                        raise
                    text = f"This cell took more than {step.seconds:g} seconds."
                    self.done.append([outputs.error("CellTimeoutError", text)])
                    return

    def _take(self, ends: Iterator[tuple[list[Output], str]]) -> None:
        """Keep the outputs of the cell that ends next. One that fails always shows an error."""
        with self.budget.running():
            found, failed = next(ends)
        kept = self.shown.cleaned(found, len(self.done) + 1)
        if failed and not any(output["output_type"] == "error" for output in kept):
            kept.append(outputs.error(outputs.short(failed), "Its message was not kept."))
        self.done.append(kept)

    def _patience(self, step: Step) -> float:
        return min(step.seconds, self.budget.left())


def run_whole(
    zygote: Zygote, steps: Sequence[Step], files: Mapping[str, bytes], limits: Limits, before: str = "", seed: int = 1
) -> WholeRun:
    """Run a notebook's cells, with these files beside it. `before` runs first, and is not counted."""
    with zygote.box(limits, seed) as box:
        running = _Running(box, steps, Budget(limits))
        try:
            for name, content in files.items():
                box.add_file(name, content)
            if before:
                box.run_cell(before, 0, limits.cell_seconds)
        except BoxError as problem:
            return WholeRun((), box.level, f"Its files could not be put beside it: {problem}")
        ended = running.run()
        return WholeRun(tuple(running.done), box.level, ended)
