"""Runs in a box, beside a student's code: nbgrader grades one submission, and what it found goes to a file.

This file is copied into the box, where our package need not be; nothing here imports it.
"""

import contextlib
import json
import sys
import time
from pathlib import Path


def main(assignment: str, student: str) -> None:
    from nbgrader.api import Gradebook, MissingEntry
    from nbgrader.apps import AutogradeApp

    app = AutogradeApp.instance()
    app.initialize([assignment, "--student", student])
    start = time.monotonic()  # without what one run over a whole course would need only once
    with contextlib.suppress(SystemExit):
        app.start()
    seconds = time.monotonic() - start
    with Gradebook("sqlite:///gradebook.db") as book, contextlib.suppress(MissingEntry):
        grades = book.find_submission_notebook(assignment, assignment, student).grades
        scores = {grade.name: grade.auto_score for grade in grades}
        Path("scores.json").write_text(json.dumps({"seconds": seconds, "scores": scores}), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
