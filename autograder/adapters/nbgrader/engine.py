"""Run real nbgrader: its own course folder, its own autograde, its own gradebook."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from ...assignment import Assignment
from ...course import Course
from ...intake import Upload
from ...judge import Verdict
from ...release import Role, plan
from ..shards import Topics, grade_in_shards
from ..verdicts import EngineError, failed, outcome, verdict
from .projection import their_gradebook, tools_path
from .release import RELEASE


@dataclass(frozen=True)
class NbgraderEngine:
    """nbgrader, in as many processes as there are jobs, each with its own course folder."""

    hidden_data: bool = False  # which a student's code could read there
    name: str = "nbgrader"

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict, None, None]:
        return grade_in_shards(course, uploads, jobs, RELEASE, _grade, hidden_data=self.hidden_data)


def _grade(topics: Topics, uploads: list[Upload], released: Path, folder: Path) -> list[Verdict]:
    shutil.copytree(released, folder)
    verdicts = []
    for assignment in topics:
        theirs = [upload for upload in uploads if upload.assignment == assignment.name]
        if theirs:
            _nbgrader(["generate_assignment", assignment.name], folder)
            for upload in theirs:
                _hand_in(upload, folder)
            start = time.monotonic()
            said = _nbgrader(["autograde", assignment.name], folder, may_fail=True)
            seconds = (time.monotonic() - start) / len(theirs)
            verdicts += [_verdict(assignment, upload, folder, seconds, said) for upload in theirs]
    return verdicts


def _hand_in(upload: Upload, course: Path) -> None:
    if upload.path is not None:
        folder = course / "submitted" / upload.student / upload.assignment
        folder.mkdir(parents=True)
        shutil.copyfile(upload.path, folder / f"{upload.assignment}.ipynb")


def _nbgrader(arguments: list[str], course: Path, *, may_fail: bool = False) -> str:
    command = [sys.executable, "-m", "nbgrader", *arguments]
    environment = {**os.environ, "PATH": tools_path()}
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False, env=environment)
    if done.returncode and not may_fail:
        raise EngineError(f"nbgrader {' '.join(arguments)} failed:\n{done.stderr[-2000:]}")
    return done.stderr


def _verdict(assignment: Assignment, upload: Upload, course: Path, seconds: float, said: str) -> Verdict:
    from nbgrader.api import MissingEntry

    name = assignment.name
    with their_gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        try:
            grades = {grade.name: grade for grade in book.find_submission_notebook(name, name, upload.student).grades}
        except MissingEntry:
            return failed(assignment, upload, "nbgrader", f"nbgrader gave no score: {said[-500:]}")
        slots = [slot for slot in plan(assignment) if slot.role in (Role.VISIBLE, Role.HIDDEN)]
        if any(grades[slot.id].auto_score is None for slot in slots):
            return failed(assignment, upload, "nbgrader", "nbgrader gave no score.")
        outcomes = [outcome(slot, float(grades[slot.id].auto_score)) for slot in slots]
    return verdict(assignment, upload, "nbgrader", outcomes, seconds)
