"""Bring what people gave in formgrader into our gradebook: points, extra points and comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat

from ...assignment import Assignment
from ...gradebook import Comment, HandMark, MarkKind
from ...intake import digest_of_words, in_words
from .autograded import submission_shown
from .gradebook import their_gradebook
from .projection import NbgraderFolder
from .syncing import Cell, Synced

SOURCE = "formgrader"


@dataclass(frozen=True)
class _Given:
    """What nbgrader's gradebook has of a cell."""

    points: float | None = None
    extra: float | None = None
    maximum: float = 0.0
    comment: str = ""


def pull(
    folder: NbgraderFolder, assignments: Iterable[Assignment], author: str, now: datetime,
    record: Callable[[HandMark | Comment], object],
) -> None:  # fmt: skip
    """Record what is new since the two gradebooks last agreed. What was taken back in formgrader is a record, too.

    A record is made before the two agree: who stops this in between finds it twice, and loses nothing.
    """
    desk = _Desk(folder.root, {each.name: each for each in assignments if each.cells}, author, now)
    with their_gradebook(folder.url, folder.course_id) as book, Synced(folder.root) as synced:
        found = desk.given(book)
        for cell in sorted({*found, *synced.cells()}):
            given = found.get(cell, _Given())
            for each in desk.news(cell, given, synced):
                record(each)
            synced.note(cell, given.points, given.extra)
            synced.note_comment(cell, given.comment)


@dataclass(frozen=True)
class _Desk:
    """Where people grade: whose marks they are, and where what was graded can be seen. `ours` are our assignments."""

    root: Path
    ours: Mapping[str, Assignment]
    author: str
    now: datetime

    def news(self, cell: Cell, given: _Given, synced: Synced) -> Iterable[HandMark | Comment]:
        """What differs from what both last agreed on."""
        student, assignment, question = cell
        points, extra = synced.points(cell)
        if given.points != points or given.extra != extra:
            mark = HandMark(
                student=student, assignment=assignment, question=question, author=self.author, when=self.now,
                points=given.points or 0.0, maximum=given.maximum, source=SOURCE, answer=self._answer(cell),
            )  # fmt: skip
            if given.points != points:
                yield replace(mark, kind=MarkKind.WITHDRAWN if given.points is None else MarkKind.POINTS)
            if given.extra != extra:
                yield replace(mark, points=given.extra or 0.0, kind=MarkKind.EXTRA)
        if given.comment != synced.comment(cell):
            yield Comment(
                student=student, assignment=assignment, question=question, author=self.author, when=self.now,
                text=given.comment, source=SOURCE,
            )  # fmt: skip

    def given(self, book: Any) -> dict[Cell, _Given]:
        """The cells for which somebody gave points or wrote a comment."""
        from nbgrader.api import Comment as TheirComment
        from nbgrader.api import Grade

        found: dict[Cell, _Given] = {}
        someone = Grade.manual_score.is_not(None) | Grade.extra_credit.is_not(None)
        for grade in book.db.query(Grade).filter(someone):
            found[self._cell(grade)] = _Given(grade.manual_score, grade.extra_credit, float(grade.max_score or 0.0))
        for comment in book.db.query(TheirComment).filter(TheirComment.manual_comment.is_not(None)):
            cell = self._cell(comment)
            found[cell] = replace(found.get(cell, _Given()), comment=str(comment.manual_comment))
        return found

    def _cell(self, thing: Any) -> Cell:
        """Whose cell it is, in our terms: in a course that is not ours, a question is named after its notebook, too."""
        notebook, assignment, name = map(str, (thing.notebook.name, thing.notebook.assignment.name, thing.name))
        return str(thing.student.id), assignment, name if assignment in self.ours else f"{notebook}/{name}"

    def _answer(self, cell: Cell) -> str:
        """A digest of what the points were given for: the text that formgrader showed, or all of the work."""
        student, assignment, name = cell
        notebook, _, question = name.rpartition("/")
        path = self.root / "autograded" / student / assignment / f"{notebook or assignment}.ipynb"
        if not path.exists():
            return ""
        ours = self.ours.get(assignment)
        if ours is None or question not in {essay.name for essay in ours.essays}:
            return submission_shown(path)
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "markdown"]
        named = ((cell.metadata.get("nbgrader", {}).get("grade_id") or cell.id, cell.source) for cell in cells)
        return digest_of_words(in_words(ours, named)[question])
