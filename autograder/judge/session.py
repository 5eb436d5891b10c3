"""A running submission: its notebook runs in a box, and its answers can be called.

Theory of operation. An answer that ends the process, or is too slow, must not cost the others points. So the notebook
runs again in a fresh box for the next test, without the cells that ended earlier boxes. An answer that has ended two
boxes is not called again, and anything that was too slow gets less time. The total time limits it all.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from types import TracebackType
from typing import Any

from ..intake import RunCell, Submission
from ..sandbox import (
    Box,
    BoxError,
    Calls,
    Ended,
    Handle,
    Nonsense,
    OutOfMemory,
    Output,
    Place,
    Raised,
    Reply,
    TimedOut,
    Zygote,
)
from ..testing import Done, Examined
from . import outputs
from .answers import Answer, as_raised, received
from .budget import Budget, OutOfTime
from .cells import Failure, Ran, Setting, of_size, problem_of
from .cleanroom import CleanRoom

_ENDS = 2  # boxes that one answer may end
_CELLS = 5  # cells that may end a box
_TOGETHER = 1 << 19  # characters of cells that cross to the box at once


Asked = Callable[[str, list[Any], dict[str, Any]], tuple[object, object]]  # calls a right answer; raises Raised


class Session:
    """Runs a submission's notebook when its answers are first needed, and again after its process has ended."""

    def __init__(
        self, zygote: Zygote, submission: Submission, setting: Setting, clean: Callable[[], Zygote] | None = None
    ) -> None:
        """`clean` gives the zygote of the box that models are examined in, unless it is the same."""
        self.setting = setting
        self._zygote, self._submission = zygote, submission
        self._clean = clean or (lambda: zygote)
        self.budget = Budget(setting.limits)
        self._room = CleanRoom(self._clean, self.budget)
        self._box: Box | None = None
        self._made: dict[str, object] = {}  # the values that functions trained for us in this box
        self._ends: Counter[str] = Counter()  # how often each answer ended its box
        self._deadly: set[str] = set()  # the cells that ended a box
        self._last_words = ""
        self._calls = 0
        self._failed: dict[str, Failure] = {}  # by cell
        self.executed: list[Ran] = []
        self._assumed: tuple[str, ...] = ()
        self._right: Asked | None = None
        self.level = ""

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()
        self._room.close()

    @property
    def place(self) -> Place | None:
        """The GPU that it may use."""
        return self._zygote.place

    def answer(self, name: str) -> Answer:
        """Return a function that the notebook defines, or raise BoxError with the reason that it can't be called."""
        if self._ends[name] >= _ENDS:
            raise Ended(f"{name} ended the process {_ENDS} times and was not called again. {self._last_words}")
        self.box()
        return Answer(name, partial(self._call, patience=self.budget.for_call))

    def calls(self, name: str, calls: Calls) -> Iterator[Done]:
        """Call an answer many times in one exchange; what each call did comes as soon as it is done."""
        self.answer(name)
        box = self.box()
        self._calls += len(calls)
        replies = box.calls(name, calls, self.budget.for_many(name))
        with contextlib.closing(replies), self._noted(name):
            for _ in range(len(calls)):
                with self.budget.running():
                    reply = next(replies)
                yield self._done(box, reply)
            next(replies, None)

    def _done(self, box: Box, reply: Reply) -> Done:
        if reply.error is not None:
            return Done(error=as_raised(reply.error))
        after = ... if reply.changed is None else reply.changed
        return Done(self._received(box, reply.value), after=after, shares=reply.shares is True)

    @contextlib.contextmanager
    def assuming(self, names: Sequence[str], right: Asked, variables: Iterable[str]) -> Iterator[Session]:
        """The same submission in a box of its own, where right answers are called by these names.

        `right` calls them elsewhere: student code gets what they return, and nothing else. They come after the cells
        have run, so they can't change `variables`, which may take long and are left out.
        """
        skipped = {**self.setting.skipped, **dict.fromkeys(variables, "it was made before.")}
        setting = replace(self.setting, skipped=skipped, retrained={})
        session = Session(self._zygote, self._submission, setting, self._clean)
        session.budget, session._assumed, session._right = self.budget, tuple(names), right
        session._calls = 1  # what happens there is not shown in the executed notebook
        with session:
            yield session

    def asked(self, name: str, positional: list[Any], named: dict[str, Any]) -> tuple[object, object]:
        """Call an answer for another box; raises Raised."""
        return self.box().call(name, positional, named, self.budget.for_call(name))

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
        found = ((name, self.how_its_cell_failed(name)) for name in names)
        return next((f"{name} is not defined, since its cell ended with {text}" for name, text in found if text), "")

    def how_its_cell_failed(self, name: str) -> str:
        """The error that ended the cell of a name; nothing if none did. It is from before anything was asked."""
        failures = self._failed.items()
        return next((failure.text for cell, failure in failures if cell == name or failure.defines(name)), "")

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
            if self._right is not None and self._box.alive:
                self._box.stand_in({name: partial(self._right, name) for name in self._assumed})
        return self._box

    def _call(
        self, name: str, positional: object, named: object, patience: Callable[[str], float]
    ) -> tuple[object, object]:
        """Call an answer in the box; return its result, and the arguments if the call changed them."""
        if self._box is None or not self._box.alive:
            raise Ended("The process has ended.")
        self._calls += 1
        with self._noted(name):
            with self.budget.running():
                result, changed = self._box.call(name, positional, named, patience(name))
            return self._received(self._box, result), changed

    @contextlib.contextmanager
    def _noted(self, name: str) -> Iterator[None]:
        """Note how an answer ended its call, or its box."""
        box = self._box
        try:
            yield
        except (TimedOut, Ended, OutOfMemory, Nonsense) as problem:
            if isinstance(problem, TimedOut):
                self.budget.call_was_slow(name)
            self._ends[name] += box is not None and not box.alive
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
        waiting: list[Ran] = []
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
            waiting.append(ran)
        while waiting and box.alive:
            waiting = self._run_some(box, waiting, shown)

    def _run_some(self, box: Box, waiting: list[Ran], shown: outputs.Outputs) -> list[Ran]:
        """Run cells until one ends badly; return those that follow it."""
        some = list(of_size(waiting, _TOGETHER))
        cells = [(ran.cell.source, ran.count or 0) for ran in some]
        with contextlib.closing(
            box.run_cells(cells, lambda number: self.budget.for_cell(some[number].cell.id))
        ) as ends:
            for number, ran in enumerate(some):
                ended_well, found = self._end_of(ran.cell, ends)
                ran.outputs = shown.cleaned(found, ran.count or 0)
                if not self._calls and (problem := problem_of(ran.outputs)):
                    self._failed.setdefault(ran.cell.id, Failure(ran.cell.source, problem))
                if not box.alive:
                    self._deadly.add(ran.cell.id)
                if not ended_well:
                    return waiting[number + 1 :]
        return waiting[len(some) :]

    def _reason_not_to_run(self, name: str) -> str:
        if name in self.setting.retrained:
            return f"the grader makes it with {self.setting.retrained[name]}, from the grader's own data."
        return self.setting.skipped.get(name, "")

    def _end_of(self, cell: RunCell, ends: Iterator[tuple[list[Output], str]]) -> tuple[bool, list[Output]]:
        """Whether a cell ended by itself, and its outputs."""
        try:
            with self.budget.running():
                return True, next(ends)[0]
        except OutOfTime:
            raise
        except TimedOut as problem:  # as in Jupyter, the next cell is tried
            self.budget.cell_was_slow(cell.id)
            return False, [outputs.error("Timeout", str(problem))]
        except BoxError as problem:
            self._last_words = str(problem)
            return False, [outputs.error("Ended", str(problem))]

    def _close(self) -> None:
        box, self._box, self._made = self._box, None, {}
        if box is not None:
            box.close()
