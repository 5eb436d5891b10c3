"""What nbgrader found in a box, put where its users look: the course's gradebook, and the folder autograded/."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from ....intake import Upload
from ...verdicts import NoScore, points
from ..engine import STUDENT, scores_in
from .application import application
from .course import gradebook
from .uploads import STAMP

_SHOWN = {"text/plain", "image/png", "image/jpeg"}  # nothing that would run in a teacher's browser
_LONGEST = 4000  # characters of a comment


def keep(root: Path, upload: Upload, facts: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Keep what came of a submission. It was written beside the student's code, so each part is looked at."""
    assert upload.path is not None
    stamp = upload.submitted.isoformat() if (upload.path / STAMP).is_file() else None
    with gradebook(root) as book:
        book.update_or_create_student(upload.student)
        more = {"timestamp": stamp} if stamp else {}
        submission = book.update_or_create_submission(upload.assignment, upload.student, **more)
        for notebook in submission.notebooks:
            _keep_scores(notebook, facts)
        book.db.commit()
        names = [str(notebook.name) for notebook in submission.notebooks]
    for name in names:
        _keep_penalty(root, upload, name)
    _keep_notebooks(root, upload, files)


def _keep_scores(notebook: Any, facts: Mapping[str, Any]) -> None:
    scores, name = scores_in(facts, str(notebook.name)), str(notebook.name)
    by_hand, comments = _part(facts, "by_hand", name, list), _part(facts, "comments", name, dict)
    for grade in notebook.grades:
        try:
            grade.auto_score = points(scores.get(grade.name), float(grade.max_score))
        except NoScore:  # such as an answer that a person grades
            grade.auto_score = None
        grade.needs_manual_grade = grade.name in by_hand or grade.manual_score is not None
    for comment in notebook.comments:
        said = comments.get(comment.name)
        comment.auto_comment = said[:_LONGEST] if isinstance(said, str) else None


def _part(facts: Mapping[str, Any], key: str, notebook: str, kind: type) -> Any:
    """What was found about a notebook; nothing if it has another form."""
    found = facts.get(key)
    part = found.get(notebook) if isinstance(found, dict) else None
    return part if isinstance(part, kind) else kind()


def _keep_penalty(root: Path, upload: Upload, notebook: str) -> None:
    """Let the course's own rule for late work decide: only here are extensions known."""
    from nbgrader.preprocessors import AssignLatePenalties

    app = application(root)
    place = {"notebook": notebook, "assignment": upload.assignment, "student": upload.student}
    told = {"nbgrader": {**place, "db_url": app.coursedir.db_url}}
    AssignLatePenalties(parent=app).preprocess(nbformat.v4.new_notebook(), told)


def _keep_notebooks(root: Path, upload: Upload, files: Mapping[str, bytes]) -> None:
    directory = application(root).coursedir
    folder = Path(directory.format_path(directory.autograded_directory, upload.student, upload.assignment))
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    within = f"autograded/{STUDENT}/{upload.assignment}/"
    for path, content in files.items():
        if path.startswith(within) and (text := _harmless(content)):
            (folder / path.removeprefix(within)).write_text(text, encoding="utf-8")


def _harmless(content: bytes) -> str:
    """A notebook without what could run in a browser; nothing if it is none."""
    try:
        notebook = nbformat.reads(content.decode(), as_version=4)
        nbformat.validate(notebook)
    except Exception:  # whatever is wrong with a file that a student's code may have written
        return ""
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "data" in output:
                output.data = {kind: shown for kind, shown in output.data.items() if kind in _SHOWN}
    return str(nbformat.writes(notebook))
