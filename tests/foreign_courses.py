"""Courses that are not ours: written for a test, or taken from the projects whose programs we stand beside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.adapters import nbgrader
from autograder.adapters.nbgrader import tools_path
from autograder.cohort import Run, Stopped
from autograder.judge import Verdict

FOREIGN = Path(__file__).parent / "foreign"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
Scores = dict[tuple[str, str, str, str], tuple[float | None, bool, str | None]]


def cell(source: str, name: str = "", *, kind: str = "code", **marks: Any) -> NotebookNode:
    """A cell of a source notebook; with a name, one that nbgrader knows."""
    new = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
    usual = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    marked = {"nbgrader": {**usual, "grade_id": name, **marks}} if name else {}
    return new(source, metadata=marked, id=name or f"c{abs(hash(source)) % 10**8}")


def answer(name: str, source: str, **marks: Any) -> NotebookNode:
    return cell(source, name, solution=True, **marks)


def check(name: str, source: str, points: float) -> NotebookNode:
    return cell(source, name, grade=True, locked=True, points=points)


def notebook(cells: Sequence[NotebookNode], language: str = "python") -> NotebookNode:
    kernel = {"name": "python3" if language == "python" else "ir", "display_name": language, "language": language}
    return nbformat.v4.new_notebook(cells=list(cells), metadata={"kernelspec": kernel})


def write_course(root: Path, sources: Mapping[str, NotebookNode], timeout: int = 2) -> Path:
    """A course with these source notebooks, each named like `ps1/first`."""
    for name, source in sources.items():
        save(source, root / "source" / f"{name}.ipynb")
    config = f"c = get_config()\nc.CourseDirectory.course_id = 'course'\nc.Execute.timeout = {timeout}\n"
    (root / "nbgrader_config.py").write_text(config)
    return root


def save(source: NotebookNode, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(source, path)


def hand_in(root: Path, student: str, name: str, source: NotebookNode | Path | bytes, when: str = "") -> Path:
    """Put a notebook where nbgrader collects it; `name` is like `ps1/first`."""
    path = root / "submitted" / student / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(source, bytes):
        path.write_bytes(source)
    elif isinstance(source, Path):
        shutil.copyfile(source, path)
    else:
        nbformat.write(source, path)
    if when:
        (path.parent / "timestamp.txt").write_text(when)
    return path


def released(root: Path, name: str) -> NotebookNode:
    """A notebook as nbgrader gives it to students; its assignment must have been generated."""
    return nbformat.read(root / "release" / f"{name}.ipynb", as_version=4)


def with_answers(released: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """A student's notebook: the released one with answers in place of the stubs."""
    for each in released.cells:
        each.source = answers.get(each.metadata.get("nbgrader", {}).get("grade_id", ""), each.source)
    return released


def real_nbgrader(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run nbgrader's own command in a course."""
    environment = {**os.environ, "PATH": tools_path(), "JUPYTER_PLATFORM_DIRS": "1"}
    command = [sys.executable, "-W", "ignore", "-m", "nbgrader", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, env=environment)


def grade(
    root: Path, results: Path, *, whole: bool = False, strict: bool = False, again: bool = False
) -> dict[tuple[str, str], Verdict]:
    """Grade everything that was handed in to a course in our boxes; the verdicts by student and assignment."""
    theirs = nbgrader.open_course(root)
    gathered = nbgrader.handed_in(theirs.submitted, theirs.notebooks)
    results.mkdir(exist_ok=True)
    engine = nbgrader.BoxedNbgrader(theirs, whole=whole, strict=strict)
    address = f"sqlite:///{results / 'gradebook.db'}"
    with Run(theirs.course, gathered.uploads, results, address, engine, again=again) as run:
        found = list(run.verdicts(2, lambda: NOW))
    assert not any(isinstance(each, Stopped) for each in found)
    return {(each.student, each.assignment): each for each in found}


def scores(root: Path) -> Scores:
    """All that nbgrader's gradebook says about everybody's cells: score, whether a person must look, and comment."""
    found: Scores = {}
    with nbgrader.their_gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for assignment in book.assignments:
            for submission in book.assignment_submissions(assignment.name):
                for each in submission.notebooks:
                    place = (submission.student.id, assignment.name, each.name)
                    comments = {comment.name: comment.auto_comment for comment in each.comments}
                    for mark in each.grades:
                        found[*place, mark.name] = (mark.auto_score, mark.needs_manual_grade, comments.get(mark.name))
    return found


def autograded(root: Path) -> set[str]:
    """The notebooks that were written back."""
    return {str(path.relative_to(root)) for path in (root / "autograded").rglob("*.ipynb")}
