"""A submission at work: its notebook runs in a box, and its answers wait to be called.

Theory of operation. An answer that ends the process, or that is too slow, must take no points from the others. So the
notebook is run again in a fresh box for the next test; the cell or the answer that ended the box is not asked again,
and what was too slow gets less patience. The total time bounds it all.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType, TracebackType
from typing import Any

from ..intake import Placed, Submission
from ..sandbox.box import Box
from ..sandbox.errors import BoxError, Ended, Late, Nonsense, OutOfMemory
from ..sandbox.limits import Limits
from ..sandbox.values import Handle
from ..sandbox.zygote import Zygote
from ..testing import Examined
from . import outputs
from .answers import Answer, held
from .cleanroom import CleanRoom

_ENDS = 2  # so many times may one answer end its box
_CELLS = 5  # and so many cells
_IMPATIENCE = 0.1


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

    def __init__(
        self,
        zygote: Zygote,
        submission: Submission,
        limits: Limits,
        files: Mapping[str, bytes],
        *,
        pictures: bool = False,
        seed: int = 1,
        held_back: Mapping[str, str] = MappingProxyType({}),
        retrained: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._zygote, self._submission, self._limits, self._pictures = zygote, submission, limits, pictures
        self._files, self._seed = files, seed  # what lies beside the notebook, and what chance begins with
        self.held_back = held_back  # answers whose cells are not run, and why
        self.retrained = retrained  # answers that a function of the notebook makes for us
        self._made: dict[str, Any] = {}
        self._deadline = time.monotonic() + limits.total_seconds
        self._room = CleanRoom(zygote, limits)
        self._box: Box | None = None
        self._ends: Counter[str] = Counter()  # how often each answer ended its box
        self._deadly: set[str] = set()  # the cells that did
        self._slow: set[str] = set()
        self._last_words = ""
        self._calls = 0
        self.executed: list[Ran] = []
        self.level = ""

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()
        self._room.close()

    def answer(self, name: str) -> Answer:
        """A function that the notebook defines, or BoxError with the reason why it can't be called."""
        if self._ends[name] >= _ENDS:
            raise Ended(f"{name} ended the process {_ENDS} times and was not called again. {self._last_words}")
        self.box()
        return Answer(name, self.call)

    def value(self, name: str) -> Any:
        """The value of a variable that the notebook defines."""
        box = self.box()
        return self._held(box, box.value(name, self._patience(name, self._limits.call_seconds)))

    def trained(self, name: str, arguments: list[Any]) -> Any:
        """The value that a function of the notebook makes for us: once for each box, and with a cell's patience."""
        self.box()
        if name not in self._made:
            call = partial(self.call, patience=self._limits.cell_seconds)
            self._made[name] = Answer(self.retrained[name], call)(*arguments)
        return self._made[name]

    def box(self) -> Box:
        """A box in which the notebook has run."""
        while self._box is None or not self._box.alive:
            if len(self._deadly) >= _CELLS:
                raise Ended(f"{_CELLS} cells ended the process; no more was tried. {self._last_words}")
            self._close()
            self._left()
            self._box = self._zygote.box(self._limits, self._seed)
            self.level = self._box.level
            for name, content in self._files.items():
                self._box.add_file(name, content, self._left())
            self._run(self._box)
        return self._box

    def call(
        self, name: str, positional: tuple[Any, ...], named: dict[str, Any], patience: float = 0
    ) -> tuple[Any, Any]:
        """Call an answer in the box: its result, and the arguments where they were changed."""
        if self._box is None or not self._box.alive:
            raise Ended("The process has ended.")
        self._calls += 1
        try:
            seconds = self._patience(name, patience or self._limits.call_seconds)
            result, changed = self._box.call(name, positional, named, seconds)
            return self._held(self._box, result), changed
        except (Late, Ended, OutOfMemory, Nonsense) as problem:
            if isinstance(problem, Late):
                self._slow.add(name)
            self._ends[name] += not self._box.alive
            self._last_words = str(problem)
            raise

    def _held(self, box: Box, value: Any) -> Any:
        """What came from the box, with a hold on what stayed there."""

        def examine(handle: Handle) -> Examined:
            parts = box.take_apart(handle, self._patience("", self._limits.cell_seconds))
            return self._room.examine(parts, self._patience("", self._limits.cell_seconds))

        return held(value, examine)

    def _run(self, box: Box) -> None:
        """Run the notebook's cells, but for those that ended a box before."""
        executed = [Ran(cell) for cell in self._submission.cells]
        if not self._calls:  # a later run could show, by its clock or by how the last one ended, what a test asked
            self.executed = executed
        kept, count = outputs.Outputs(), 0
        for ran in executed:
            if not ran.cell.runs(pictures=self._pictures):
                continue
            if reason := self._reason_not_to_run(ran.cell.id):
                ran.outputs = [outputs.said(f"Not run: {reason}\n")]
                continue
            if ran.cell.id in self._deadly:
                ran.outputs = [outputs.error("Ended", f"This cell ended the process. {self._last_words}")]
                continue
            count += 1
            ran.count = count
            ran.outputs = kept.keep(self._run_cell(box, ran.cell, count), count)
            if not box.alive:
                self._deadly.add(ran.cell.id)
                return

    def _reason_not_to_run(self, name: str) -> str:
        if name in self.retrained:
            return f"the grader has {self.retrained[name]} make it, from data of the grader's own."
        return self.held_back.get(name, "")

    def _run_cell(self, box: Box, cell: Placed, count: int) -> list[Any]:
        name = f"cell {cell.id}"
        try:
            return box.run_cell(cell.source, count, self._patience(name, self._limits.cell_seconds))[0]
        except OutOfTime:
            raise
        except Late as problem:  # as in Jupyter, the next cell is tried
            self._slow.add(name)
            return [outputs.error("Timeout", str(problem))]
        except BoxError as problem:
            self._last_words = str(problem)
            return [outputs.error("Ended", str(problem))]

    def _patience(self, what: str, seconds: float) -> float:
        """The seconds for a cell or a call; a tenth for what was too slow before, and never more than are left."""
        return min(seconds * (_IMPATIENCE if what in self._slow else 1), self._left())

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime(f"All {self._limits.total_seconds:g} seconds for this notebook are used up.")
        return left

    def _close(self) -> None:
        box, self._box, self._made = self._box, None, {}
        if box is not None:
            box.close()
