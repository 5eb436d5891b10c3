"""What nbgrader has in its gradebook about a submission, as a verdict."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ....assignment import Assignment, Test
from ....intake import Upload
from ....judge import FORGEABLE, ByHand, Outcome, Status, Verdict
from ...verdicts import ended, verdict
from .application import application
from .course import gradebook

ENGINE = "nbgrader's rules in a box"
_FORGEABLE = "These tests ran beside the student's code, as nbgrader runs them, so their results can be forged: "
_TERMINAL = re.compile(r"\x1b\[[0-9;]*m")
_LONGEST = 500


def scored(assignment: Assignment, upload: Upload, root: Path, sealed: Collection[str], level: str) -> Verdict:
    """The verdict on a submission that nbgrader has just graded, with its notebooks confined at a level.

    `sealed` tests ran where no student's code does.
    """
    name, student = assignment.name, upload.student
    shown = dict(_shown(root, assignment, student))
    with gradebook(root) as book:
        submission = book.find_submission(name, student)
        every = [grade for notebook in submission.notebooks for grade in notebook.grades]
        grades = {(str(grade.notebook.name), str(grade.name)): grade for grade in every}
        outcomes = tuple(_outcome(test, grades, shown) for test in assignment.tests)
        tested = {test.answer for test in assignment.tests}
        manual = {name: grade for name, grade in grades.items() if "/".join(name) not in tested}
        hands = tuple(_by_hand("/".join(name), grade, upload) for name, grade in manual.items())
    open_ones = [test.answer for test in assignment.tests if test.answer not in sealed]
    remarks = [f"Confined at {level}.", *([f"{_FORGEABLE}{', '.join(open_ones)}."] if open_ones else [])]
    worth = FORGEABLE if open_ones else level
    found = verdict(assignment, upload, ENGINE, outcomes, 0.0, worth)
    return replace(found, by_hand=hands, remarks=tuple(remarks))


def _by_hand(question: str, grade: Any, upload: Upload) -> ByHand:
    """A cell that a person grades. nbgrader knows of one that was left as it was that it earns nothing."""
    left = not grade.needs_manual_grade and grade.manual_score is None
    return ByHand(question, float(grade.max_score), "" if left else upload.digest[:32])


def _outcome(test: Test, grades: Mapping[tuple[str, str], Any], shown: Mapping[str, list[Any]]) -> Outcome:
    notebook = test.answer.partition("/")[0]
    grade = grades.get((notebook, test.name))
    score = float(grade.auto_score or 0.0) if grade is not None else 0.0
    status, detail = _status(score >= test.points, shown.get(test.answer))
    return ended(test, score, status, detail)


def _status(full: bool, outputs: list[Any] | None) -> tuple[Status, str]:
    """How a cell ended, and its first complaint."""
    if full:
        return Status.PASSED, ""
    if outputs is None:
        return Status.FAILED, "The cell is not in the notebook that was handed in."
    for output in outputs:
        if output["output_type"] == "error":
            known = {"AssertionError": Status.FAILED, "CellTimeoutError": Status.TIMEOUT}
            text = f"{output['ename']}: {output['evalue']}" if output["evalue"] else output["ename"]
            return known.get(output["ename"], Status.ERROR), _TERMINAL.sub("", text)[:_LONGEST]
        if output["output_type"] == "stream" and output["name"] == "stderr":
            return Status.FAILED, f"It wrote to stderr: {''.join(output['text'])}"[:_LONGEST]
    return Status.FAILED, ""


def _shown(root: Path, assignment: Assignment, student: str) -> Iterator[tuple[str, list[Any]]]:
    """What each test's cell shows in the autograded notebooks."""
    directory = application(root).coursedir
    folder = Path(directory.format_path(directory.autograded_directory, student, assignment.name))
    for path in sorted(folder.glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            marks = cell["metadata"].get("nbgrader", {})
            if cell["cell_type"] == "code" and marks.get("grade"):
                yield f"{path.stem}/{marks.get('grade_id')}", cell["outputs"]
