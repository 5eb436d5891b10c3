"""An ordinary nbgrader course: its assignments as nbgrader's gradebook has them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ....assignment import Assignment, AssignmentError, Test
from ....course import CONFIG, Course
from ....errors import UserMistake
from ....intake import Expected, Several
from ....policy import Policy, load
from ....secret import Secret
from ...whole import files_beside
from .application import application

_MADE_BY = ("nbgrader_config.py", "gradebook.db", "source", "release", "submitted")


class NbgraderCourseError(UserMistake):
    """Raised when a folder is not an nbgrader course, or can't be graded as one."""


@dataclass(frozen=True)
class NbgraderCourse:
    """A course in nbgrader's layout. `course` is the same in our terms: a test for each cell that gives points.

    `notebooks` has the names of each assignment's notebooks.
    """

    root: Path
    course: Course
    notebooks: Mapping[str, tuple[str, ...]]

    @property
    def submitted(self) -> Path:
        """Where nbgrader collects what is handed in."""
        directory = application(self.root).coursedir
        return Path(directory.root, directory.submitted_directory)

    @property
    def several(self) -> Several:
        """What students hand in, for reading a platform's download."""
        return Several({name: Expected(notebooks) for name, notebooks in self.notebooks.items()}, ("nbgrader",))


def is_nbgrader(root: Path) -> bool:
    """Whether a folder looks like an nbgrader course."""
    return any((root / name).exists() for name in _MADE_BY)


def open_course(root: Path) -> NbgraderCourse:
    """Open the course in a folder. Assignments that nbgrader has not generated yet are read from their sources."""
    root = root.resolve()
    if not is_nbgrader(root):
        raise NbgraderCourseError(f"{root} is not an nbgrader course: it has none of {', '.join(_MADE_BY)}.")
    try:
        application(root)
    except ImportError:
        fix = "Install it where autograder is installed: pip install nbgrader."
        raise NbgraderCourseError(f"An nbgrader course needs nbgrader. {fix}") from None
    broken = dict(_generate_missing(root))
    theirs = _read(root, broken)
    if not theirs.course.names:
        fix = "Put the source notebooks in source/, or run `nbgrader generate_assignment`."
        raise NbgraderCourseError(f"{root} has no assignment. {fix}")
    return theirs


def load_known(root: Path, _: str = "") -> Course:
    """The course as nbgrader's gradebook has it, without reading any sources. For workers."""
    return _read(root, {}).course


def _read(root: Path, broken: Mapping[str, AssignmentError]) -> NbgraderCourse:
    with gradebook(root) as book:
        known = sorted((each for each in book.assignments if each.notebooks), key=_name)
        assignments = tuple(_assignment(root, each) for each in known)
        notebooks = {_name(each): tuple(sorted(map(_name, each.notebooks))) for each in known}
    names = [*notebooks, *broken]
    policy = load(root / CONFIG, names) if (root / CONFIG).exists() else Policy()
    return NbgraderCourse(root, Course(root, policy, Secret.of_trial(0), assignments, broken), notebooks)


def gradebook(root: Path) -> Any:
    """nbgrader's gradebook of the course, as a context manager."""
    from .quicker import be_quicker, opened

    be_quicker()
    return opened(application(root).coursedir.db_url)


def _generate_missing(root: Path) -> Iterator[tuple[str, AssignmentError]]:
    """Let nbgrader read the sources of assignments that its gradebook lacks; yield those that it can't read.

    Nothing is written for students.
    """
    directory = application(root).coursedir
    sources = Path(directory.root, directory.source_directory)
    with gradebook(root) as book:
        known = {_name(each) for each in book.assignments if each.notebooks}
    for folder in sorted(path for path in sources.glob("*") if path.is_dir() and any(path.glob("*.ipynb"))):
        if folder.name not in known and not _generate(root, folder.name):
            fix = f"`nbgrader generate_assignment {folder.name}` says why."
            yield folder.name, AssignmentError(folder, "nbgrader can't read these sources.", fix)


def _generate(root: Path, name: str) -> bool:
    """Whether nbgrader could read an assignment's sources."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException

    app = application(root)
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        kept = app.coursedir.release_directory
        app.coursedir.release_directory, app.coursedir.assignment_id = scratch, name
        app.coursedir.student_id, app.coursedir.notebook_id = ".", "*"
        try:
            GenerateAssignment(coursedir=app.coursedir, parent=app).start()
        except (NbGraderException, SystemExit):
            return False
        finally:
            app.coursedir.release_directory = kept
    return True


def _assignment(root: Path, known: Any) -> Assignment:
    """The assignment in our terms. Its hash changes with every cell that nbgrader restores, and with every file."""
    tests, told = [], []
    for notebook in sorted(known.notebooks, key=_name):
        told += [f"{cell.name} {cell.locked} {cell.cell_type}\n{cell.source}" for cell in notebook.source_cells]
        told += [f"{cell.name} {cell.max_score}" for cell in notebook.grade_cells]
        tests += [_test(notebook.name, cell) for cell in tested_cells(notebook)]
    directory = application(root).coursedir
    folder = Path(directory.root, directory.source_directory, known.name)
    told += [f"{name} {sha256(content).hexdigest()}" for name, content in files_beside(folder).items()]
    return Assignment(
        name=str(known.name), title=str(known.name), folder=folder, reference=folder, cells=(),
        tests_source="\0".join(told), tests=tuple(tests), solutions=(), mutants=(), exempt={}, equivalents={},
    )  # fmt: skip


def tested_cells(notebook: Any) -> list[Any]:
    """The cells that nbgrader scores by what they show. Those that students write wait for a person."""
    written = {cell.name for cell in notebook.solution_cells}
    return [cell for cell in notebook.grade_cells if cell.cell_type == "code" and cell.name not in written]


def _test(notebook: str, cell: Any) -> Test:
    name = str(cell.name)
    return Test(name, (f"{notebook}/{name}",), float(cell.max_score), visible=False, claim="", source="", line=0)


def _name(thing: Any) -> str:
    return str(thing.name)
