"""Run real otter, with the Gradescope autograder from its release."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...assignment import Assignment
from ...course import Course
from ...intake import Upload
from ...judge import Outcome, Status, Verdict
from ..shards import Topics, grade_in_shards
from ..verdicts import failed, verdict
from .files import RELEASE, autograder_name


@dataclass(frozen=True)
class OtterEngine:
    """otter, in as many processes as there are jobs."""

    hidden_data: bool = False  # which a student's code could read there
    name: str = "otter"

    def grade(self, course: Course, uploads: list[Upload], jobs: int) -> Generator[Verdict, None, None]:
        return grade_in_shards(course, uploads, jobs, RELEASE, _grade, hidden_data=self.hidden_data)


def _grade(topics: Topics, uploads: list[Upload], released: Path, folder: Path) -> list[Verdict]:
    by_name = {topic.name: topic for topic in topics}
    folders = [folder / str(number) for number in range(len(uploads))]
    # One process for many submissions: otter takes longer to import than to grade.
    command = [sys.executable, "-m", f"{__package__}.runs"]
    tasks = [_task(upload, own, released) for upload, own in zip(uploads, folders, strict=True)]
    start = time.monotonic()
    done = subprocess.run(command, input="\n".join(tasks), capture_output=True, text=True, check=False)
    seconds = (time.monotonic() - start) / len(uploads)
    return [
        _verdict(by_name[upload.assignment], upload, own, seconds, done.stderr)
        for upload, own in zip(uploads, folders, strict=True)
    ]


def _task(upload: Upload, folder: Path, released: Path) -> str:
    """The input line for one submission; its notebook is copied to a separate folder."""
    folder.mkdir(parents=True)
    notebook = folder / f"{upload.assignment}.ipynb"
    if upload.path is not None:
        shutil.copyfile(upload.path, notebook)
    autograder = released / upload.assignment / autograder_name(upload.assignment)
    return json.dumps([str(autograder), str(notebook), str(folder)])


def _verdict(assignment: Assignment, upload: Upload, folder: Path, seconds: float, said: str) -> Verdict:
    try:
        results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return failed(assignment, upload, "otter", f"otter gave no score: {said[-500:]}")
    return verdict(assignment, upload, "otter", outcomes(assignment, results), seconds)


def outcomes(assignment: Assignment, results: dict[str, Any]) -> Iterator[Outcome]:
    """One outcome for each answer, from otter's results.json."""
    scores = {test["name"]: float(test["score"]) for test in results["tests"] if "score" in test}
    for answer in assignment.answers:
        tests = assignment.tests_of(answer.name)
        points, score = sum(test.points for test in tests), scores.get(answer.name, 0.0)
        status = Status.PASSED if score >= points else Status.FAILED
        claim = " ".join(test.claim for test in tests)
        yield Outcome(answer.name, answer.name, status, score, points, claim, visible=False)
