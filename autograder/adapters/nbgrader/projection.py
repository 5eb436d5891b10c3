"""Write scores into nbgrader's own gradebook, so that its formgrader and its exporters see them."""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ...assignment import Assignment
from ...gradebook import GradebookError, Standing
from ...judge import Verdict
from ...release import Role, Slot, plan

_PLAIN = re.compile(r"[\w.][\w.@+ -]*\Z")


def accepts(student: str) -> bool:
    """Whether an id is safe in nbgrader, which exports tables unquoted: a spreadsheet would run one like =cmd()."""
    return bool(_PLAIN.match(student))


def project(standings: Iterable[Standing], assignments: Iterable[Assignment], url: str, course_id: str = "") -> int:
    """Set every student's automatic scores in the database at `url`, and return the number of submissions.

    Each answer gets the points it earned, whichever engine graded it, with whichever version of the assignment. Manual
    scores and comments stay unchanged. Needs nbgrader installed.
    """
    by_name = {assignment.name: assignment for assignment in assignments}
    written = 0
    with their_gradebook(url, course_id) as book, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SQLAlchemy's, about how nbgrader creates submissions
        for assignment in by_name.values():
            _make_room(book, assignment)
        for standing in standings:
            book.update_or_create_student(standing.student)
            for mark in standing.marks:
                if mark.verdict is not None and not mark.open:
                    stamp = mark.verdict.submitted.isoformat()
                    book.update_or_create_submission(mark.assignment, standing.student, timestamp=stamp)
                    _write(book, by_name[mark.assignment], mark.verdict)
                    written += 1
    return written


def their_gradebook(url: str, course_id: str = "") -> Any:
    """nbgrader's own gradebook, as a context manager."""
    from nbgrader.api import Gradebook  # takes a second to import, and is not installed everywhere

    os.environ["PATH"] = tools_path()
    return Gradebook(url, course_id)


def tools_path() -> str:
    """A PATH on which nbgrader finds alembic, which it calls by name."""
    tools, known = str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)
    return known if tools in known.split(os.pathsep) else os.pathsep.join([tools, known])


def _graded(assignment: Assignment) -> list[Slot]:
    return [slot for slot in plan(assignment) if slot.role in (Role.VISIBLE, Role.HIDDEN)]


def _make_room(book: Any, assignment: Assignment) -> None:
    """Add the assignment's cells, as `nbgrader generate_assignment` would, if it has not run yet."""
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


def _write(book: Any, assignment: Assignment, verdict: Verdict) -> None:
    from nbgrader.api import MissingEntry

    for slot in _graded(assignment):
        try:
            grade = book.find_grade(slot.id, assignment.name, assignment.name, verdict.student)
        except MissingEntry:
            fix = f"run `nbgrader generate_assignment {assignment.name} --force` there first"
            raise GradebookError(f"nbgrader's gradebook has no cell {slot.id} of {assignment.name}; {fix}.") from None
        grade.auto_score = _earned(slot, verdict)
        grade.needs_manual_grade = grade.manual_score is not None
    book.db.commit()


def _earned(slot: Slot, verdict: Verdict) -> float:
    """A cell's points: from its tests, or by its name, or else its share of the whole answer's points.

    The judge names outcomes after tests, nbgrader after cells, and otter after answers; an older version of the
    assignment may have had other tests.
    """
    mine = [outcome for outcome in verdict.outcomes if outcome.answer == slot.name]
    for names in ({test.name for test in slot.tests}, {slot.id}):
        if names <= {outcome.test for outcome in mine}:
            mine = [outcome for outcome in mine if outcome.test in names]
            break
    most = sum(outcome.max_score for outcome in mine)
    return slot.points * sum(outcome.score for outcome in mine) / most if most else 0.0
