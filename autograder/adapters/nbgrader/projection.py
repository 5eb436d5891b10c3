"""Write what is known of a cohort into nbgrader's course folder, so that its formgrader and its exporters see it.

Each cell gets the points that it earned, whichever engine graded it, with whichever version of the assignment; what
people gave; comments; and the late penalty. Beside the scores lie the notebooks that formgrader shows. What nbgrader
itself has graded or collected is left as it is, except for its scores.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from ...assignment import Assignment
from ...cohort import Kept
from ...gradebook import Comment, GradebookError, Mark, MarkKind, Standing, earned
from ...policy import Policy
from ...release import Role, Slot, plan
from .autograded import write_notebooks
from .copies import Copies
from .gradebook import make_room, their_gradebook
from .syncing import Synced


@dataclass(frozen=True)
class NbgraderFolder:
    """A course folder of nbgrader's."""

    root: Path
    course_id: str = ""

    @property
    def url(self) -> str:
        return f"sqlite:///{(self.root / 'gradebook.db').resolve()}"


def project(
    standings: Iterable[Standing], assignments: Iterable[Assignment], comments: Iterable[Comment], policy: Policy,
    folder: NbgraderFolder, kept: Kept,
) -> int:  # fmt: skip
    """Write everybody's scores and notebooks, and return the number of submissions. Needs nbgrader installed."""
    by_name = {assignment.name: assignment for assignment in assignments}
    said = {(each.student, each.assignment, each.question): each.text for each in comments}
    written = 0
    theirs, copies = their_gradebook(folder.url, folder.course_id), Copies(folder.root)
    with theirs as book, Synced(folder.root) as synced, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SQLAlchemy's, about how nbgrader creates submissions
        for assignment in by_name.values():
            make_room(book, assignment, policy.due("", assignment.name))
        for standing in standings:
            book.update_or_create_student(standing.student)
            for mark in standing.marks:
                if mark.verdict is not None and mark.verdict.status.has_score:
                    assignment = by_name[mark.assignment]
                    _write(book, assignment, standing.student, mark, said, synced)
                    _extend(book, standing.student, assignment.name, policy)
                    executed = kept(mark.verdict)
                    write_notebooks(folder.root, standing.student, assignment, mark.verdict, executed, copies)
                    written += 1
    return written


def _write(
    book: Any, assignment: Assignment, student: str, mark: Mark, said: Mapping[tuple[str, str, str], str],
    synced: Synced,
) -> None:  # fmt: skip
    assert mark.verdict is not None
    name = assignment.name
    stamp = mark.verdict.submitted.isoformat()
    book.update_or_create_submission(name, student, timestamp=stamp)
    notebook = book.find_submission_notebook(name, name, student)
    penalty = 0.0 if mark.decided.instead else mark.penalty  # nbgrader can show neither, only what was graded
    notebook.late_submission_penalty = min(penalty * mark.max_score / 100, mark.score)
    grades = {grade.name: grade for grade in notebook.grades}
    remarks = {comment.name: comment for comment in notebook.comments}
    for slot in plan(assignment):
        if slot.role in (Role.VISIBLE, Role.HIDDEN, Role.WORDS):
            _grade(_found(grades, slot, assignment), slot, mark)
            grade = grades[slot.id]
            synced.note((student, name, slot.id), grade.manual_score, grade.extra_credit)
        if slot.role in (Role.ANSWER, Role.WORDS):
            text = said.get((student, name, slot.id))
            _found(remarks, slot, assignment).manual_comment = text or None
            synced.note_comment((student, name, slot.id), text)
    book.db.commit()


def _found(cells: Mapping[str, Any], slot: Slot, assignment: Assignment) -> Any:
    if slot.id not in cells:
        fix = f"run `nbgrader generate_assignment {assignment.name} --force` there first"
        raise GradebookError(f"nbgrader's gradebook has no cell {slot.id} of {assignment.name}; {fix}.")
    return cells[slot.id]


def _grade(grade: Any, slot: Slot, mark: Mark) -> None:
    """A cell's automatic points, and what people gave."""
    assert mark.verdict is not None
    hand = next((each for each in mark.hands if each.question == slot.name), None) if slot.role is Role.WORDS else None
    given = hand.mark if hand else _given(mark, slot, MarkKind.POINTS)
    extra = _given(mark, slot, MarkKind.EXTRA)
    grade.auto_score = earned(slot, mark.verdict) if slot.tests else 0.0 if hand and hand.blank else None
    grade.manual_score = given.points if given else _share(mark, slot)
    grade.extra_credit = extra.points if extra else None
    grade.needs_manual_grade = bool(hand and hand.waits)


def _given(mark: Mark, slot: Slot, kind: MarkKind) -> Any:
    found = [each.mark for each in mark.changes if each.mark.kind is kind and each.question == slot.id]
    return found[-1] if found else None


def _share(mark: Mark, slot: Slot) -> float | None:
    """A cell's part of the points that a decision gives for the whole answer; None if there is no such decision."""
    decision = next((each.mark for each in mark.changes if each.overrides and each.question == slot.name), None)
    if decision is None or not slot.tests:
        return None
    return slot.points * decision.points / decision.maximum if decision.maximum else 0.0


def _extend(book: Any, student: str, assignment: str, policy: Policy) -> None:
    extension = policy.extensions.get(student, {}).get(assignment, timedelta())
    book.grant_extension(assignment, student, minutes=extension.total_seconds() / 60)
