"""Runs in a box, beside a student's code: nbgrader grades one submission, and what it found goes to a file.

This file is copied into the box, where our package need not be; nothing here imports it.
"""

import contextlib
import json
import sys
import time
from pathlib import Path

BOOK = "sqlite:///gradebook.db"
# Here everything has its usual place, wherever a course's own settings put it.
USUAL = ["source", "submitted", "autograded"]


def main(assignment: str, student: str) -> None:
    from nbgrader.api import Gradebook, MissingEntry
    from nbgrader.apps import AutogradeApp

    app = AutogradeApp.instance()
    places = [f"--CourseDirectory.{name}_directory={name}" for name in USUAL]
    app.initialize([assignment, "--student", student, "--course-dir", str(Path.cwd()), "--db", BOOK, *places])
    start = time.monotonic()  # without what one run over a whole course would need only once
    failed = False
    try:
        app.start()
    except SystemExit as ended:
        failed = bool(ended.code)
    seconds = time.monotonic() - start
    with Gradebook(BOOK) as book, contextlib.suppress(MissingEntry):
        scores, by_hand, comments = {}, {}, {}
        for notebook in book.find_submission(assignment, student).notebooks:
            scores[notebook.name] = {grade.name: grade.auto_score for grade in notebook.grades}
            by_hand[notebook.name] = [grade.name for grade in notebook.grades if grade.needs_manual_grade]
            comments[notebook.name] = {each.name: each.auto_comment for each in notebook.comments}
        told = {"seconds": seconds, "failed": failed, "scores": scores, "by_hand": by_hand, "comments": comments}
        Path("scores.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
