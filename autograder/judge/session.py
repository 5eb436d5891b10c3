"""A submission at work: its notebook runs in a box, and its answers wait to be called.

Theory of operation. An answer that ends the process, or that is too slow, must take no points from the others. So the
notebook is run again in a fresh box for the next test; the cell or the answer that ended the box is not asked again,
and what was too slow gets less patience. The total time bounds it all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType

from ..intake import RunCell, Submission
from ..sandbox import Box, BoxError, Ended, Handle, Limits, Nonsense, OutOfMemory, Output, TimedOut, Zygote
from ..testing import Examined
from . import outputs
from .answers import Answer, received
from .budget import Budget, OutOfTime
from .cleanroom import CleanRoom

_ENDS = 2  # so many times may one answer end its box
_CELLS = 5  # and so many cells


@dataclass(frozen=True)
class Setting:
    """How a notebook is run.

    `files` lie beside it; `seed` is what chance begins with; `pictures` asks for the cells that only draw, too. Cells
    of `skipped` answers are not run, for the reason given there; those of `retrained` ones neither, since the function
    that is named there makes them for us.
    """

    limits: Limits
    files: Mapping[str, bytes] = field(default_factory=dict)
    seed: int = 1
    pictures: bool = False
    skipped: Mapping[str, str] = field(default_factory=dict)
    retrained: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Ran:
    """A cell of the executed notebook."""

    cell: RunCell
    outputs: list[Output] = field(default_factory=list)
    count: int | None = None


class Session:
    """Runs a submission's notebook when its answers are first needed, and again after its process has ended."""

    def __init__(self, zygote: Zygote, submission: Submission, setting: Setting) -> None:
        self.setting = setting
        self._zygote, self._submission = zygote, submission
        self._budget = Budget(setting.limits)
        self._room = CleanRoom(zygote, setting.limits)
        self._box: Box | None = None
        self._made: dict[str, object] = {}  # what functions trained for us in this box
        self._ends: Counter[str] = Counter()  # how often each answer ended its box
        self._deadly: set[str] = set()  # the cells that did
        self._last_words = ""
        self._calls = 0
        self.executed: list[Ran] = []
        self.level = ""

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()
        self._room.close()

    def answer(self, name: str) -> Answer:
        """A function that the notebook defines, or BoxError with the reason why it can't be called."""
        if self._ends[name] >= _ENDS:
            raise Ended(f"{name} ended the process {_ENDS} times and was not called again. {self._last_words}")
        self.box()
        return Answer(name, partial(self._call, patience=self._budget.for_call))

    def value(self, name: str) -> object:
        """The value of a variable that the notebook defines."""
        box = self.box()
        return self._received(box, box.value(name, self._budget.for_call(name)))

    def trained(self, name: str, arguments: list[object]) -> object:
        """The value that a function of the notebook makes for us: once for each box, and with a cell's patience."""
        self.box()
        if name not in self._made:
            call = partial(self._call, patience=self._budget.for_training)
            self._made[name] = Answer(self.setting.retrained[name], call)(*arguments)
        return self._made[name]

    def box(self) -> Box:
        """A box in which the notebook has run."""
        while self._box is None or not self._box.alive:
            if len(self._deadly) >= _CELLS:
                raise Ended(f"{_CELLS} cells ended the process; no more was tried. {self._last_words}")
            self._close()
            self._budget.left()
            self._box = self._zygote.box(self.setting.limits, self.setting.seed)
            self.level = self._box.level
            for name, content in self.setting.files.items():
                self._box.add_file(name, content, self._budget.left())
            self._run(self._box)
        return self._box

    def _call(
        self, name: str, positional: object, named: object, patience: Callable[[str], float]
    ) -> tuple[object, object]:
        """Call an answer in the box: its result, and the arguments where they were changed."""
        if self._box is None or not self._box.alive:
            raise Ended("The process has ended.")
        self._calls += 1
        try:
            result, changed = self._box.call(name, positional, named, patience(name))
            return self._received(self._box, result), changed
        except (TimedOut, Ended, OutOfMemory, Nonsense) as problem:
            if isinstance(problem, TimedOut):
                self._budget.call_was_slow(name)
            self._ends[name] += not self._box.alive
            self._last_words = str(problem)
            raise

    def _received(self, box: Box, value: object) -> object:
        """What came from the box, with a hold on what stayed there."""

        def examine(handle: Handle) -> Examined:
            parts = box.take_apart(handle, self._budget.for_cell(""))
            return self._room.examine(parts, self._budget.for_cell(""))

        return received(value, examine)

    def _run(self, box: Box) -> None:
        """Run the notebook's cells, but for those that ended a box before."""
        executed = [Ran(cell) for cell in self._submission.cells]
        if not self._calls:  # a later run could show, by its clock or by how the last one ended, what a test asked
            self.executed = executed
        shown, count = outputs.Outputs(), 0
        for ran in executed:
            if not ran.cell.runs(pictures=self.setting.pictures):
                continue
            if reason := self._reason_not_to_run(ran.cell.id):
                ran.outputs = [outputs.said(f"Not run: {reason}\n")]
                continue
            if ran.cell.id in self._deadly:
                ran.outputs = [outputs.error("Ended", f"This cell ended the process. {self._last_words}")]
                continue
            count += 1
            ran.count = count
            ran.outputs = shown.cleaned(self._run_cell(box, ran.cell, count), count)
            if not box.alive:
                self._deadly.add(ran.cell.id)
                return

    def _reason_not_to_run(self, name: str) -> str:
        if name in self.setting.retrained:
            return f"the grader has {self.setting.retrained[name]} make it, from data of the grader's own."
        return self.setting.skipped.get(name, "")

    def _run_cell(self, box: Box, cell: RunCell, count: int) -> list[Output]:
        try:
            return box.run_cell(cell.source, count, self._budget.for_cell(cell.id))[0]
        except OutOfTime:
            raise
        except TimedOut as problem:  # as in Jupyter, the next cell is tried
            self._budget.cell_was_slow(cell.id)
            return [outputs.error("Timeout", str(problem))]
        except BoxError as problem:
            self._last_words = str(problem)
            return [outputs.error("Ended", str(problem))]

    def _close(self) -> None:
        box, self._box, self._made = self._box, None, {}
        if box is not None:
            box.close()
