"""The notebooks to grade: right answers, stubs, known mistakes and mixtures, each in any number of copies."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..assignment import Assignment, Prose
from ..intake import Upload, find
from ..release import as_bytes, filled

_KERAS = re.compile(r"\b(?:keras|tensorflow)\b")
_STAMP = "2026-11-01 12:00:00 UTC"


@dataclass(frozen=True)
class Distinct:
    """A notebook that differs from all others. `who` describes its contents, and prefixes its students' ids."""

    who: str
    assignment: str
    content: bytes


def distinct(course: tuple[Assignment, ...], most: int) -> list[Distinct]:
    """About `most` different notebooks, the same number for each topic."""
    each = max(most // len(course), 1)
    return [notebook for assignment in course for notebook in islice(_all(assignment), each)]


def needs_keras(assignment: Assignment) -> bool:
    """Whether a topic's code uses Keras, which needs another zygote. Mentioning it in a text does not."""
    sources = [cell.source for cell in assignment.cells if isinstance(cell, Prose) and cell.kind == "code"]
    return any(_KERAS.search(source) for source in [*sources, *assignment.right.values()])


def write_cohort(notebooks: list[Distinct], folder: Path, copies: int = 1) -> list[Upload]:
    """Hand every notebook in `copies` times, from as many students, in nbgrader's layout."""
    originals = folder.parent / f"{folder.name}-notebooks"
    originals.mkdir(parents=True)
    (originals / "timestamp.txt").write_text(_STAMP)
    for notebook in notebooks:
        original = originals / f"{notebook.who}-{notebook.assignment}.ipynb"
        original.write_bytes(notebook.content)
        for copy in range(copies):
            place = folder / f"{notebook.who}-{copy:05d}" / notebook.assignment
            place.mkdir(parents=True)
            # A hard link takes no disk space, and reads like any other file.
            os.link(original, place / f"{notebook.assignment}.ipynb")
            os.link(originals / "timestamp.txt", place / "timestamp.txt")
    return find(folder, {notebook.assignment for notebook in notebooks})


def who(student: str) -> str:
    """The `who` of the notebook that a student handed in."""
    return student.rpartition("-")[0]


def _all(assignment: Assignment) -> Iterator[Distinct]:
    """Right answers, stubs, and a mixture; then every known mistake by itself."""
    yield _notebook("right", assignment, dict(assignment.right))
    yield _notebook("stub", assignment, {})
    yield _notebook("mixed", assignment, dict(list(assignment.right.items())[::2]))
    for number, mutant in enumerate(assignment.mutants):
        yield _notebook(f"mutant{number:02d}", assignment, {**assignment.right, mutant.answer: mutant.source})


def _notebook(who: str, assignment: Assignment, answers: dict[str, str]) -> Distinct:
    return Distinct(who, assignment.name, as_bytes(filled(assignment, answers)))
