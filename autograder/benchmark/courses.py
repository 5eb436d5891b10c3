"""An ordinary nbgrader course: nbgrader itself, and the same notebooks in our boxes.

The course is nbgrader's release of our own topics; nothing in it is known to our judge.
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

from ..adapters.nbgrader import RELEASE, run_nbgrader, their_gradebook
from ..assignment import Assignment
from ..build import write_release
from ..course import Course
from . import judging
from .judging import CORES, Graded, Totals
from .material import Distinct, who, write_cohort
from .race import Lane, Progress, lane_of


@dataclass(frozen=True)
class CourseRace:
    """nbgrader, and its own steps in our boxes, on the same notebooks with the same points."""

    distinct: int
    points: float
    lanes: tuple[Lane, ...]


def race_courses(
    course: Course, topics: tuple[Assignment, ...], notebooks: list[Distinct], copies: int, said: Progress
) -> CourseRace:
    """Run the race. Raises EngineError if nbgrader fails, and BenchError if they disagree."""
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        made = Path(scratch, "made")
        write_release(RELEASE, course, topics, made, hidden_data=False)
        for topic in topics:
            run_nbgrader(made, "generate_assignment", topic.name)
        said("nbgrader × 1")
        theirs = _byrun_nbgrader(copytree(made, Path(scratch, "theirs")), topics, notebooks)
        pace, lanes = theirs.count / theirs.seconds, [lane_of("nbgrader × 1", [theirs], theirs.count / theirs.seconds)]
        for jobs in (1, CORES):
            said(f"in boxes × {jobs}")
            ours = copytree(made, Path(scratch, f"ours-{jobs}"))
            write_cohort(notebooks, ours / "submitted", copies)
            run = judging.grade(ours, ours / "submitted", ours / "results", jobs, theirs=True)
            judging.must_agree(f"in boxes × {jobs}", run.totals, "nbgrader", theirs.totals)
            lanes.append(lane_of(f"in boxes × {jobs}", [run], pace))
    points = sum(sum(cells.values()) for cells in theirs.totals.values())
    return CourseRace(len(theirs.totals), points, tuple(lanes))


def _byrun_nbgrader(root: Path, topics: tuple[Assignment, ...], notebooks: list[Distinct]) -> Graded:
    write_cohort(notebooks, root / "submitted")
    start = time.perf_counter()
    for topic in topics:
        run_nbgrader(root, "autograde", topic.name)
    return Graded(_points(root), len(notebooks), time.perf_counter() - start)


def _points(root: Path) -> Totals:
    """What nbgrader gave every notebook, cell by cell, without what a person grades."""
    found: Totals = {}
    with their_gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for assignment in book.assignments:
            for submission in book.assignment_submissions(assignment.name):
                grades = [grade for each in submission.notebooks for grade in each.grades if grade.cell_type == "code"]
                points = {f"{grade.notebook.name}/{grade.name}": float(grade.auto_score) for grade in grades}
                found[who(submission.student.id), assignment.name] = points
    return found
