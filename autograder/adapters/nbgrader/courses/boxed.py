"""nbgrader's converter with a box in place of its kernel. Everything else is nbgrader's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute, SaveAutoGrades
from nbgrader.utils import is_grade, is_locked

from ....judge import Seal, Step, WholeRun
from ...whole import SKIPPED, NotGradable, files_beside, must_be_python, show
from .quicker import ScoresAtOnce
from .strict import StrictScores

Run = Callable[[Sequence[Step], Mapping[str, bytes]], WholeRun]


class BoxedAutograde(Autograde):  # type: ignore[misc]
    """`nbgrader autograde`, but `run` runs the notebooks. `fault` is what ended it, if something did."""

    run: Run
    seals: Mapping[str, Seal]  # of the cells that run outside the notebook
    strict = False  # whether nbgrader's slips in what a cell is worth are mended
    fault: Exception | None = None
    level = ""  # how well the notebooks were confined

    def convert_single_notebook(self, notebook_filename: str) -> None:
        try:
            super().convert_single_notebook(notebook_filename)
        except Exception as error:
            self.fault = error  # nbgrader writes it to its log, and tells its caller only that there was one
            raise

    def _init_preprocessors(self) -> None:
        steps = self.sanitize_preprocessors if self._sanitizing else self.autograde_preprocessors
        self.exporter._preprocessors = []
        self.exporter.optimistic_validation = True  # the notebook is checked once, after all steps
        for step in steps:
            self.exporter.register_preprocessor(self._ours(step) if isinstance(step, type) else step)

    def _ours(self, step: type) -> object:
        """Our step in place of one of nbgrader's, or the same."""
        if issubclass(step, Execute):
            return self._execute
        if issubclass(step, SaveAutoGrades):
            return StrictScores if self.strict else ScoresAtOnce
        return step

    def _execute(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        """In place of nbgrader's Execute: run the notebook's code cells, and keep what they show."""
        must_be_python(notebook)
        seconds = Execute(parent=self.exporter).timeout
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        runs = [cell for cell in cells if cell.source.strip() and not _skipped(cell)]
        for cell in cells:
            cell.outputs, cell.execution_count = [], None
        folder = Path(resources["metadata"]["path"])
        patience = seconds if seconds and seconds > 0 else float("inf")
        seals = [self.seals.get(f"{resources['nbgrader']['notebook']}/{_name(cell)}") for cell in runs]
        steps = [Step(cell.source, patience, seal) for cell, seal in zip(runs, seals, strict=True)]
        done = self.run(steps, files_beside(folder))
        if done.ended:
            raise NotGradable(f"{resources['nbgrader']['notebook']}: {_where(len(done.outputs))}{done.ended}")
        self.level = done.level
        for number, (cell, outputs) in enumerate(zip(runs, done.outputs, strict=True), 1):
            show(cell, outputs, number)
        return notebook, resources


def _where(number: int) -> str:
    return f"code cell {number} ended the process. " if number else ""


def _skipped(cell: Any) -> bool:
    """Whether the cell asks not to be run, as in Jupyter. A test runs in any case: a student may have tagged it."""
    return SKIPPED in cell.metadata.get("tags", []) and not is_grade(cell) and not is_locked(cell)


def _name(cell: Any) -> str:
    """The name of a test's cell, as nbgrader has restored it; nothing for other cells."""
    marks = cell.metadata.get("nbgrader", {})
    return str(marks.get("grade_id", "")) if is_grade(cell) and marks.get("locked") else ""
