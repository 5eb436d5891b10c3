"""Run real nbgrader: its own course folder, its own autograde, its own gradebook."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ..assignment import Assignment
from ..gradebook.nbgrader import their_gradebook, tools_path
from ..intake import Upload
from ..judge import Verdict
from ..release import Role, plan
from .verdicts import EngineError, failed, outcome, verdict


def grade_with_nbgrader(
    course: tuple[Assignment, ...], uploads: list[Upload], released: Path, workplace: Path, jobs: int = 1
) -> Iterator[Verdict]:
    """Grade uploads with nbgrader, in as many processes as `jobs` says, each with a course folder of its own.

    `released` is what `build` made for nbgrader; the course folders are made in the empty folder `workplace`.
    """
    shards = [uploads[number::jobs] for number in range(jobs)]
    with ThreadPoolExecutor(jobs) as pool:
        done = [
            pool.submit(_grade, course, shard, released, workplace / str(n)) for n, shard in enumerate(shards) if shard
        ]
        for future in done:
            yield from future.result()


def _grade(course: tuple[Assignment, ...], uploads: list[Upload], released: Path, place: Path) -> list[Verdict]:
    shutil.copytree(released, place)
    verdicts = []
    for assignment in course:
        theirs = [upload for upload in uploads if upload.assignment == assignment.name]
        if theirs:
            _nbgrader(["generate_assignment", assignment.name], place)
            for upload in theirs:
                _hand_in(upload, place)
            start = time.monotonic()
            said = _nbgrader(["autograde", assignment.name], place, may_fail=True)
            seconds = (time.monotonic() - start) / len(theirs)
            verdicts += [_verdict(assignment, upload, place, seconds, said) for upload in theirs]
    return verdicts


def _hand_in(upload: Upload, course: Path) -> None:
    if upload.path is not None:
        place = course / "submitted" / upload.student / upload.assignment
        place.mkdir(parents=True)
        shutil.copyfile(upload.path, place / f"{upload.assignment}.ipynb")


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
