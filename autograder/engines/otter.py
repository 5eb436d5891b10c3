"""Run real otter, with the autograder that `build` made for Gradescope."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from ..assignment import Assignment
from ..intake import Upload
from ..judge import Outcome, Status, Verdict
from .verdicts import failed, verdict


def grade_with_otter(
    course: tuple[Assignment, ...], uploads: list[Upload], released: Path, workplace: Path, jobs: int = 1
) -> Iterator[Verdict]:
    """Grade uploads with otter, in as many processes as `jobs` says.

    `released` is what `build` made for otter; it works in the empty folder `workplace`.
    """
    by_name = {assignment.name: assignment for assignment in course}
    shards = [uploads[number::jobs] for number in range(jobs)]
    with ThreadPoolExecutor(jobs) as pool:
        done = [
            pool.submit(_grade, by_name, shard, released, workplace / str(n)) for n, shard in enumerate(shards) if shard
        ]
        for future in done:
            yield from future.result()


def _grade(course: dict[str, Assignment], uploads: list[Upload], released: Path, place: Path) -> list[Verdict]:
    folders = [place / str(number) for number in range(len(uploads))]
    tasks = []
    for upload, folder in zip(uploads, folders, strict=True):
        folder.mkdir(parents=True)
        notebook = folder / f"{upload.assignment}.ipynb"
        if upload.path is not None:
            shutil.copyfile(upload.path, notebook)
        autograder = released / upload.assignment / f"{upload.assignment}-autograder.zip"
        tasks.append(json.dumps([str(autograder), str(notebook), str(folder)]))
    # One process for many submissions: otter takes longer to import than to grade.
    command = [sys.executable, "-m", f"{__package__}.otter_runs"]
    start = time.monotonic()
    done = subprocess.run(command, input="\n".join(tasks), capture_output=True, text=True, check=False)
    seconds = (time.monotonic() - start) / len(uploads)
    return [
        _verdict(course[upload.assignment], upload, folder, seconds, done.stderr)
        for upload, folder in zip(uploads, folders, strict=True)
    ]


def _verdict(assignment: Assignment, upload: Upload, folder: Path, seconds: float, said: str) -> Verdict:
    try:
        results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return failed(assignment, upload, "otter", f"otter gave no score: {said[-500:]}")
    return verdict(assignment, upload, "otter", _outcomes(assignment, results), seconds)


def _outcomes(assignment: Assignment, results: dict[str, Any]) -> Iterator[Outcome]:
    scores = {test["name"]: float(test["score"]) for test in results["tests"] if "score" in test}
    for answer in assignment.answers:
        tests = assignment.tests_of(answer.name)
        points, score = sum(test.points for test in tests), scores.get(answer.name, 0.0)
        status = Status.PASSED if score >= points else Status.FAILED
        claim = " ".join(test.claim for test in tests)
        yield Outcome(answer.name, answer.name, status, score, points, claim, visible=False)
