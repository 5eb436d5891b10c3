"""Run real otter: `otter run` with the autograder that `build` made."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..assignment import Assignment
from ..intake import Upload
from ..judge import Outcome, Status, Verdict
from .verdicts import failed, verdict


def grade_with_otter(
    course: Iterable[Assignment], uploads: Iterable[Upload], released: Path, workplace: Path
) -> Iterator[Verdict]:
    """Grade uploads with otter. `released` is what `build` made for it; it works in the empty folder `workplace`."""
    by_name = {assignment.name: assignment for assignment in course}
    for number, upload in enumerate(uploads):
        assignment = by_name[upload.assignment]
        autograder = released / assignment.name / f"{assignment.name}-autograder.zip"
        folder = workplace / str(number)
        folder.mkdir(parents=True)
        start = time.monotonic()
        results, said = _run(autograder, upload, folder)
        seconds = time.monotonic() - start
        if results is None:
            yield failed(assignment, upload, f"otter gave no score: {said[-500:]}")
        else:
            yield verdict(assignment, upload, "otter", _outcomes(assignment, results), seconds)


def _run(autograder: Path, upload: Upload, folder: Path) -> tuple[dict[str, Any] | None, str]:
    notebook = folder / f"{upload.assignment}.ipynb"
    if upload.path is not None:
        shutil.copyfile(upload.path, notebook)
    command = [sys.executable, "-m", "otter", "run", "-a", str(autograder), str(notebook), "-o", str(folder)]
    done = subprocess.run([*command, "--no-logo"], cwd=folder, capture_output=True, text=True, check=False)
    try:
        return json.loads((folder / "results.json").read_text(encoding="utf-8")), done.stderr
    except (OSError, ValueError):
        return None, done.stderr


def _outcomes(assignment: Assignment, results: dict[str, Any]) -> Iterator[Outcome]:
    scores = {test["name"]: test for test in results["tests"] if "score" in test}
    for answer in assignment.answers:
        points = sum(test.points for test in assignment.tests_of(answer.name))
        score = float(scores.get(answer.name, {"score": 0.0})["score"])
        status = Status.PASSED if score >= points else Status.FAILED
        claim = " ".join(test.claim for test in assignment.tests_of(answer.name))
        yield Outcome(answer.name, answer.name, status, score, points, claim, visible=False)
