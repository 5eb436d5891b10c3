"""Ordinary courses of other graders: they themselves, and the same notebooks in our boxes.

The courses are what we release of our own topics for each; nothing in them is known to our judge.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

from ..adapters import nbgrader, otter
from ..adapters.nbgrader import run_nbgrader, their_gradebook
from ..assignment import Assignment
from ..build import write_release
from ..course import Course
from ..intake import Upload
from ..release import Release
from . import judging
from .judging import CORES, Graded, Totals
from .material import Distinct, who, write_cohort
from .race import Lane, Progress, lane_of

Topics = tuple[Assignment, ...]


@dataclass(frozen=True)
class CourseRace:
    """Another grader, and its own steps in our boxes, on the same notebooks with the same points."""

    distinct: int
    points: float
    lanes: tuple[Lane, ...]


@dataclass(frozen=True)
class Rival:
    """Another grader, whose name is also our command's option for its courses."""

    name: str
    release: Release
    prepare: Callable[[Path, Topics], None]  # makes a released course ready, once
    run: Callable[[Path, Topics, list[Upload]], None]  # grades these, in one process after another
    points: Callable[[Path, Topics], Totals]  # what it gave


def race_courses(
    rival: Rival, course: Course, topics: Topics, notebooks: list[Distinct], copies: int, said: Progress
) -> CourseRace:
    """Run the race. Raises EngineError if the other fails, and BenchError if the two disagree."""
    name = f"{rival.name} × 1"
    with tempfile.TemporaryDirectory(prefix="autograder-") as scratch:
        made = Path(scratch, "made")
        write_release(rival.release, course, topics, made, hidden_data=False)
        rival.prepare(made, topics)
        said(name)
        theirs = _by_rival(rival, copytree(made, Path(scratch, "theirs")), topics, notebooks)
        pace, lanes = theirs.count / theirs.seconds, [lane_of(name, [theirs], theirs.count / theirs.seconds)]
        for jobs in (1, CORES):
            said(f"{rival.name} in boxes × {jobs}")
            ours = copytree(made, Path(scratch, f"ours-{jobs}"))
            write_cohort(notebooks, ours / "submitted", copies)
            run = judging.grade(ours, ours / "submitted", ours / "results", jobs, kind=rival.name)
            judging.must_agree(f"in boxes × {jobs}", run.totals, rival.name, theirs.totals)
            lanes.append(lane_of(f"in boxes × {jobs}", [run], pace))
    points = sum(sum(cells.values()) for cells in theirs.totals.values())
    return CourseRace(len(theirs.totals), points, tuple(lanes))


def _by_rival(rival: Rival, root: Path, topics: Topics, notebooks: list[Distinct]) -> Graded:
    uploads = write_cohort(notebooks, root / "submitted")
    start = time.perf_counter()
    rival.run(root, topics, uploads)
    seconds = time.perf_counter() - start
    return Graded(rival.points(root, topics), len(notebooks), seconds)


def _generate(root: Path, topics: Topics) -> None:
    for topic in topics:
        run_nbgrader(root, "generate_assignment", topic.name)


def _by_nbgrader(root: Path, topics: Topics, _: list[Upload]) -> None:
    for topic in topics:
        run_nbgrader(root, "autograde", topic.name)


def _points_of_nbgrader(root: Path, _: Topics) -> Totals:
    """What nbgrader gave every notebook, cell by cell, without what a person grades."""
    found: Totals = {}
    with their_gradebook(f"sqlite:///{root / 'gradebook.db'}") as book:
        for assignment in book.assignments:
            for submission in book.assignment_submissions(assignment.name):
                grades = [grade for each in submission.notebooks for grade in each.grades if grade.cell_type == "code"]
                points = {f"{grade.notebook.name}/{grade.name}": float(grade.auto_score) for grade in grades}
                found[who(submission.student.id), assignment.name] = points
    return found


def _by_otter(root: Path, _: Topics, uploads: list[Upload]) -> None:
    tasks = []
    for upload in uploads:
        assert upload.path is not None
        place = root / "found" / upload.student / upload.assignment
        place.mkdir(parents=True)
        tasks.append((root / upload.assignment / otter.autograder_name(upload.assignment), upload.path, place))
    otter.run_otter(tasks)


def _points_of_otter(root: Path, topics: Topics) -> Totals:
    """What otter gave every notebook, question by question."""
    found: Totals = {}
    names = {topic.name: {answer.name for answer in topic.answers} for topic in topics}
    for path in (root / "found").glob("*/*/results.json"):
        told = json.loads(path.read_text(encoding="utf-8"))["tests"]
        scores = {test["name"]: float(test["score"]) for test in told if test["name"] in names[path.parent.name]}
        found[who(path.parent.parent.name), path.parent.name] = scores
    return found


NBGRADER = Rival("nbgrader", nbgrader.RELEASE, _generate, _by_nbgrader, _points_of_nbgrader)
OTTER = Rival("otter", otter.RELEASE, lambda root, topics: None, _by_otter, _points_of_otter)
