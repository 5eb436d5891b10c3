"""Write scores into nbgrader's own gradebook, so that its formgrader and its exporters see them."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..assignment import Assignment
from ..judge import Ruling
from ..release import Role, Slot, plan
from .standings import Standing


def project(standings: Iterable[Standing], assignments: Iterable[Assignment], url: str, course_id: str = "") -> int:
    """Set every student's automatic scores in the database at `url`, and return how many submissions that were.

    Scores that were given by hand, and comments, stay as they are. Needs nbgrader installed.
    """
    by_name = {assignment.name: assignment for assignment in assignments}
    written = 0
    with their_gradebook(url, course_id) as book, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SQLAlchemy's, about how nbgrader makes a submission
        for assignment in by_name.values():
            _make_room(book, assignment)
        for standing in standings:
            book.update_or_create_student(standing.student)
            for mark in standing.marks:
                if mark.verdict is not None and mark.verdict.status is not Ruling.OURS:
                    earned = {outcome.test: outcome.score for outcome in mark.verdict.outcomes}
                    stamp = mark.verdict.submitted.isoformat()
                    book.update_or_create_submission(mark.assignment, standing.student, timestamp=stamp)
                    _write(book, by_name[mark.assignment], standing.student, earned)
                    written += 1
    return written


def their_gradebook(url: str, course_id: str = "") -> Any:
    """nbgrader's own gradebook, as a context manager."""
    from nbgrader.api import Gradebook  # a second to import, and not installed everywhere

    tools = str(Path(sys.executable).parent)  # nbgrader calls alembic by its name
    if tools not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([tools, os.environ.get("PATH", os.defpath)])
    return Gradebook(url, course_id)


def _graded(assignment: Assignment) -> list[Slot]:
    return [slot for slot in plan(assignment) if slot.role in (Role.VISIBLE, Role.HIDDEN)]


def _make_room(book: Any, assignment: Assignment) -> None:
    """The assignment's cells, as `nbgrader generate_assignment` records them, where it has not run yet."""
    from nbgrader.api import MissingEntry

    name = assignment.name
    book.update_or_create_assignment(name)
    try:
        book.find_notebook(name, name)
    except MissingEntry:
        book.add_notebook(name, name)
        for slot in plan(assignment):
            if slot.role in (Role.VISIBLE, Role.HIDDEN, Role.WORDS):
                kind = "markdown" if slot.role is Role.WORDS else "code"
                book.add_grade_cell(slot.id, name, name, max_score=slot.points, cell_type=kind)
            if slot.role in (Role.ANSWER, Role.WORDS):
                book.add_solution_cell(slot.id, name, name)


def _write(book: Any, assignment: Assignment, student: str, earned: dict[str, float]) -> None:
    for slot in _graded(assignment):
        grade = book.find_grade(slot.id, assignment.name, assignment.name, student)
        grade.auto_score = sum(earned.get(test.name, 0.0) for test in slot.tests)
        grade.needs_manual_grade = grade.manual_score is not None
    book.db.commit()
