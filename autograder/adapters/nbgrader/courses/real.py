"""nbgrader itself on one of its own courses: its own program, in a box for each submission.

A box gets the course's settings, the one assignment as nbgrader's gradebook has it, and the one submission. Neither
solutions nor other students are in it. What comes back was written beside the student's code; it is read as plain data,
and put where nbgrader's users look for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ....assignment import Assignment, Test
from ....course import Course
from ....intake import Upload
from ....judge import Outcome
from ....sandbox import Program
from ...boxes import Boxes, Timed
from ...verdicts import NoScore, ended, facts_in, points, seconds_in
from ...whole import files_beside
from ..engine import SCORES, STUDENT, program, scores_in
from ..gradebook import their_gradebook
from .application import application
from .course import NbgraderCourse, gradebook
from .keeping import keep
from .uploads import STAMP, files_of

_CONFIG = "nbgrader_config.py"


@dataclass(frozen=True)
class TheirNbgrader:
    """nbgrader, for a course that was written for it."""

    course: NbgraderCourse
    name: str = "nbgrader"

    def program(self, assignment: str, released: Path, handed_in: Mapping[str, Path]) -> Program:
        place = released / assignment
        given = {path.relative_to(place).as_posix(): path for path in place.rglob("*") if path.is_file()}
        wanted = [f"autograded/{STUDENT}/{assignment}/{name}.ipynb" for name in self.course.notebooks[assignment]]
        return program(assignment, given, handed_in, *wanted)

    def found(self, assignment: Assignment, files: Mapping[str, bytes]) -> Timed:
        facts = facts_in(files, SCORES)
        if facts.get("failed"):
            raise NoScore("it could not grade this.")
        return Timed(tuple(_outcome(test, facts) for test in assignment.tests), seconds_in(facts))


@dataclass(frozen=True)
class NbgraderItself(Boxes):
    """nbgrader for a course of its own, with a box for each submission."""

    course: NbgraderCourse = field(kw_only=True)

    @property
    def grader(self) -> TheirNbgrader:
        return TheirNbgrader(self.course)

    def made_ready(self, course: Course, topics: tuple[Assignment, ...], to: Path) -> tuple[Assignment, ...]:
        for topic in topics:
            place = to / topic.name
            place.mkdir(parents=True)
            _copy_assignment(course.root, topic.name, place / "gradebook.db")
            beside = {f"source/{topic.name}/{name}": content for name, content in files_beside(topic.folder).items()}
            for name, content in {**dict(_settings(course.root)), **beside}.items():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                (place / name).write_bytes(content)
        return topics

    def handed_in(self, upload: Upload) -> Mapping[str, bytes]:
        assert upload.path is not None
        files = dict(files_of(upload.path, self.course.notebooks[upload.assignment]))
        stamp = {STAMP: upload.submitted.isoformat().encode()}  # one that nbgrader can read, whatever stood there
        return {**files, **(stamp if STAMP in files else {})}

    def keep(self, upload: Upload, files: Mapping[str, bytes]) -> None:
        keep(self.course.root, upload, facts_in(files, SCORES), files)


def _outcome(test: Test, facts: Mapping[str, Any]) -> Outcome:
    found = scores_in(facts, test.answer.partition("/")[0]).get(test.name)
    return ended(test, 0.0 if found is None else points(found, test.points))  # nothing if the cell was not handed in


def _settings(root: Path) -> Iterator[tuple[str, bytes]]:
    """The course's settings, and the modules that they name."""
    if (root / _CONFIG).is_file():
        content = (root / _CONFIG).read_bytes()
        yield _CONFIG, content
        for path in sorted(root.glob("*.py")):
            if path.name != _CONFIG and path.stem.encode() in content:
                yield path.name, path.read_bytes()


def _copy_assignment(root: Path, name: str, to: Path) -> None:
    """Make a gradebook that has one assignment of a course, and nobody's work."""
    from nbgrader.api import Base

    application(root)
    tables = Base.metadata.tables
    with gradebook(root) as book:
        known = book.find_assignment(name)
        notebooks = [each.id for each in known.notebooks]
        cells = [cell.id for notebook in known.notebooks for cell in _cells(notebook)]
        wanted = {"assignment": ("id", [known.id]), "notebook": ("id", notebooks), "base_cell": ("id", cells)}
        wanted |= dict.fromkeys(("grade_cells", "solution_cells", "task_cells"), ("id", cells))
        wanted["source_cell"] = ("notebook_id", notebooks)
        with their_gradebook(f"sqlite:///{to}", str(known.course_id)) as copy:
            for table, (column, ids) in wanted.items():
                _copy_rows(tables[table], column, ids, book.db, copy.db)
            copy.db.commit()


def _cells(notebook: Any) -> list[Any]:
    return [*notebook.grade_cells, *notebook.solution_cells, *notebook.task_cells]


def _copy_rows(table: Any, column: str, ids: list[str], source: Any, to: Any) -> None:
    rows = [dict(row) for row in source.execute(table.select()).mappings() if row[column] in set(ids)]
    if rows:
        to.execute(table.insert(), rows)
