"""A running submission: its notebook runs in a box, and its answers can be called.

Theory of operation. An answer that ends the process, or is too slow, must not cost the others points. So the notebook
runs again in a fresh box for the next test, without the cells that ended earlier boxes. An answer that has ended two
boxes is not called again, and anything that was too slow gets less time. The total time limits it all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType

from ..intake import RunCell, Submission
from ..sandbox import Box, BoxError, Ended, Handle, Limits, Nonsense, OutOfMemory, Output, Raised, TimedOut, Zygote
from ..testing import Examined
from . import outputs
from .answers import Answer, as_raised, received
from .budget import Budget, OutOfTime
from .cleanroom import CleanRoom

_ENDS = 2  # boxes that one answer may end
_CELLS = 5  # cells that may end a box


@dataclass(frozen=True)
class Setting:
    """How to run a notebook.

    `files` are put beside it; `seed` seeds all randomness; `pictures` also runs the cells that only draw. The cells of
    `skipped` answers do not run, for the reason given; nor do those of `retrained` answers, which the given function
    makes for us.
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


@dataclass(frozen=True)
class Failure:
    """A cell that ended with an error when the notebook ran before anything was asked: its source, and the error."""

    source: str
    text: str

    def defines(self, name: str) -> bool:
        """Whether the cell would define this name. Its source may be broken, so it is looked at line by line."""
        made = rf"(?:def|class)\s+{name}\b|(?:\w+\s*,\s*)*{name}\s*[,=](?!=)|(?:import|from)\s.*\b{name}\b"
        return re.search(rf"^\s*(?:{made})", self.source, re.MULTILINE) is not None


class Session:
    """Runs a submission's notebook when its answers are first needed, and again after its process has ended."""

    def __init__(self, zygote: Zygote, submission: Submission, setting: Setting) -> None:
        self.setting = setting
        self._zygote, self._submission = zygote, submission
        self.budget = Budget(setting.limits)
        self._room = CleanRoom(zygote, self.budget)
        self._box: Box | None = None
        self._made: dict[str, object] = {}  # the values that functions trained for us in this box
        self._ends: Counter[str] = Counter()  # how often each answer ended its box
        self._deadly: set[str] = set()  # the cells that ended a box
        self._last_words = ""
        self._calls = 0
        self._failed: dict[str, Failure] = {}  # by cell
        self.executed: list[Ran] = []
        self.level = ""

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()
        self._room.close()

    def answer(self, name: str) -> Answer:
        """Return a function that the notebook defines, or raise BoxError with the reason that it can't be called."""
        if self._ends[name] >= _ENDS:
            raise Ended(f"{name} ended the process {_ENDS} times and was not called again. {self._last_words}")
        self.box()
        return Answer(name, partial(self._call, patience=self.budget.for_call))

    def value(self, name: str) -> object:
        """The value of a variable that the notebook defines."""
        box = self.box()
        try:
            with self.budget.running():
                value = box.value(name, self.budget.for_call(name))
        except Raised as error:
            raise as_raised(error) from None
        return self._received(box, value)

    def why_missing(self, names: Iterable[str]) -> str:
        """Which cell that defines one of these names ended with an error, and with which; nothing if none did."""
        for name in names:
            for cell, failure in self._failed.items():
                if cell == name or failure.defines(name):
                    return f"{name} is not defined, since its cell ended with {failure.text}"
        return ""

    def trained(self, name: str, arguments: list[object]) -> object:
        """The value that a function of the notebook makes for us, once per box and within a cell's time limit."""
        self.box()
        if name not in self._made:
            call = partial(self._call, patience=self.budget.for_training)
            self._made[name] = Answer(self.setting.retrained[name], call)(*arguments)
        return self._made[name]

    def box(self) -> Box:
        """A box in which the notebook has run."""
        while self._box is None or not self._box.alive:
            if len(self._deadly) >= _CELLS:
                raise Ended(f"{_CELLS} cells ended the process, so it was not started again. {self._last_words}")
            self._close()
            self.budget.left()
            self._box = self._zygote.box(self.setting.limits, self.setting.seed)
            self.level = self._box.level
            for name, content in self.setting.files.items():
                with self.budget.running():
                    self._box.add_file(name, content, self.budget.left())
            self._run(self._box)
        return self._box

    def _call(
        self, name: str, positional: object, named: object, patience: Callable[[str], float]
    ) -> tuple[object, object]:
        """Call an answer in the box; return its result, and the arguments if the call changed them."""
        if self._box is None or not self._box.alive:
            raise Ended("The process has ended.")
        self._calls += 1
        try:
            with self.budget.running():
                result, changed = self._box.call(name, positional, named, patience(name))
            return self._received(self._box, result), changed
        except (TimedOut, Ended, OutOfMemory, Nonsense) as problem:
            if isinstance(problem, TimedOut):
                self.budget.call_was_slow(name)
            self._ends[name] += not self._box.alive
            self._last_words = str(problem)
            raise

    def _received(self, box: Box, value: object) -> object:
        """A value from the box, with references to the objects that stayed there."""

        def examine(handle: Handle) -> Examined:
            with self.budget.running():
                parts = box.take_apart(handle, self.budget.for_cell(""))
            return self._room.examine(parts)

        return received(value, examine)

    def _run(self, box: Box) -> None:
        """Run the notebook's cells, except those that ended an earlier box."""
        executed = [Ran(cell) for cell in self._submission.cells]
        if not self._calls:  # a later run could reveal what a test asked, by its clock or by how the last one ended
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
            if not self._calls and (problem := _problem(ran.outputs)):
                self._failed.setdefault(ran.cell.id, Failure(ran.cell.source, problem))
            if not box.alive:
                self._deadly.add(ran.cell.id)
                return

    def _reason_not_to_run(self, name: str) -> str:
        if name in self.setting.retrained:
            return f"the grader makes it with {self.setting.retrained[name]}, from the grader's own data."
        return self.setting.skipped.get(name, "")

    def _run_cell(self, box: Box, cell: RunCell, count: int) -> list[Output]:
        try:
            with self.budget.running():
                return box.run_cell(cell.source, count, self.budget.for_cell(cell.id))[0]
        except OutOfTime:
            raise
        except TimedOut as problem:  # as in Jupyter, the next cell is tried
            self.budget.cell_was_slow(cell.id)
            return [outputs.error("Timeout", str(problem))]
        except BoxError as problem:
            self._last_words = str(problem)
            return [outputs.error("Ended", str(problem))]

    def _close(self) -> None:
        box, self._box, self._made = self._box, None, {}
        if box is not None:
            box.close()


def _problem(shown: list[Output]) -> str:
    """The error that ended a cell, in one line; nothing if none did."""
    for output in reversed(shown):
        if output["output_type"] == "error":
            return outputs.short(f"{output['ename']}: {output['evalue']}")
    return ""
