"""Which tests' cells of an assignment can run outside the student's notebook.

A cell is sealed if nothing in it needs the notebook, and if it gives its author's own solution all points when it runs
outside. That is decided before any student's code has run: what a student writes can't choose a weaker place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat

from ....judge import Judge, Seal, Step, WholeRun, library_for, run_whole
from ....sandbox import Limits, Output
from ...whole import files_beside
from .application import application
from .course import gradebook, tested_cells
from .reading import CannotSeal, Surroundings, seal_for

TOLD = "import os; os.environ['NBGRADER_EXECUTION'] = 'autograde'; del os"  # that it is being graded
NO_SOURCE = "Its source with the author's solution is not in the course."


@dataclass(frozen=True)
class Place:
    """Where a test's cell runs: sealed, or beside the student's code for a reason."""

    notebook: str
    cell: str
    points: float
    seal: Seal | None = None
    reason: str = ""

    @property
    def name(self) -> str:
        return f"{self.notebook}/{self.cell}"


@dataclass(frozen=True)
class _Master:
    """A notebook as its author wrote it: the source of each code cell, and the points of those that test."""

    name: str
    cells: tuple[tuple[str, str], ...]  # name and source
    locked: frozenset[str]
    points: Mapping[str, float]
    folder: Path


def places(root: Path, assignment: str, judge: Judge, limits: Limits) -> list[Place]:
    """Where each test's cell of an assignment runs."""
    found: list[Place] = []
    with gradebook(root) as book:
        for notebook in sorted(book.find_assignment(assignment).notebooks, key=lambda each: str(each.name)):
            master = _master(root, assignment, notebook)
            if master is not None:
                found += _tried(master, [_looked_at(master, name) for name in master.points], judge, limits)
            else:
                cells = [(str(cell.name), float(cell.max_score)) for cell in tested_cells(notebook)]
                found += [Place(str(notebook.name), name, points, None, NO_SOURCE) for name, points in cells]
    return found


def _master(root: Path, assignment: str, notebook: Any) -> _Master | None:
    """The author's notebook, with its tests as nbgrader keeps them; None if its source is not there."""
    directory = application(root).coursedir
    folder = Path(directory.root, directory.source_directory, assignment)
    path = folder / f"{notebook.name}.ipynb"
    if not path.exists():
        return None
    kept = {str(cell.name): str(cell.source) for cell in notebook.source_cells}
    points = {str(cell.name): float(cell.max_score) for cell in tested_cells(notebook)}
    written = {str(cell.name) for cell in notebook.solution_cells}
    cells = []
    for number, cell in enumerate(nbformat.read(path, as_version=4).cells):
        name = str(cell.metadata.get("nbgrader", {}).get("grade_id") or f"cell {number}")
        if cell.cell_type == "code":
            cells.append((name, kept[name] if name in points and name in kept else str(cell.source)))
    return _Master(
        str(notebook.name), tuple(cells), frozenset(name for name, _ in cells if name not in written), points, folder
    )


def _looked_at(master: _Master, name: str) -> Place:
    """Where a cell could run, by what is written in it."""
    names = [each for each, _ in master.cells]
    place = Place(master.name, name, master.points[name])
    if name not in names:
        return replace(place, reason=NO_SOURCE)
    at = names.index(name)
    before, later = master.cells[:at], master.cells[at + 1 :]
    author = [source for each, source in before if each in master.locked]
    student = [source for each, source in before if each not in master.locked]
    try:
        around = Surroundings(author, student, [source for _, source in later], master.folder)
        return replace(place, seal=seal_for(dict(master.cells)[name], around))
    except CannotSeal as reason:
        return replace(place, reason=str(reason))


def _tried(master: _Master, found: Sequence[Place], judge: Judge, limits: Limits) -> list[Place]:
    """The same places; a seal stays only where the author's own solution earns all points with it."""
    seals = {place.cell: place.seal for place in found}
    cells = [(name, source) for name, source in master.cells if source.strip()]
    steps = [Step(source, limits.cell_seconds, seals.get(name)) for name, source in cells]
    zygote = judge.zygote(library_for(source for _, source in cells))
    run = run_whole(zygote, steps, files_beside(master.folder), limits, TOLD)
    shown = {name: outputs for (name, _), outputs in zip(cells, run.outputs, strict=False)}
    return [place if place.seal is None else _kept(place, shown.get(place.cell), run) for place in found]


def _kept(place: Place, outputs: list[Output] | None, run: WholeRun) -> Place:
    if outputs is None:
        return _unsealed(place, f"The author's solution does not run to its end. {run.ended}")
    why = _short_of(outputs, place.points)
    return _unsealed(place, f"The author's solution does not pass it there. {why}") if why else place


def _unsealed(place: Place, reason: str) -> Place:
    return replace(place, seal=None, reason=reason.strip())


def _short_of(outputs: list[Output], points: float) -> str:
    """Why these outputs earn less than all points by nbgrader's rules; nothing if they don't."""
    from nbgrader.utils import determine_grade

    marks = {"grade": True, "solution": False, "points": points, "grade_id": "x"}
    cell = nbformat.v4.new_code_cell(
        "", metadata={"nbgrader": marks}, outputs=[nbformat.from_dict(each) for each in outputs]
    )
    try:
        score, _ = determine_grade(cell)
    except ValueError as error:
        return str(error)
    raised = next((f"{each['ename']}: {each['evalue']}" for each in outputs if each["output_type"] == "error"), "")
    return "" if score == points else raised or f"It earns {score:g} of {points:g} points."
