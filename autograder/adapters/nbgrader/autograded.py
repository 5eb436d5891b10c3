"""The notebook that formgrader shows for a submission that nbgrader has not graded itself."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode, v4

from ...assignment import Assignment
from ...gradebook import work_of
from ...judge import Notebook, Verdict
from ...release import Role, as_bytes, notebook, plan, student
from ...writing import write_whole
from .copies import Copies

STAMP, SECRET = "timestamp.txt", "submission_secret.txt"
_OURS = "autograder"  # in a notebook's metadata: it is ours, and which submission it shows


def write_notebooks(
    root: Path, who: str, assignment: Assignment, verdict: Verdict, executed: Notebook | None, copies: Copies
) -> None:
    """What formgrader, generate_feedback and release_feedback look for. What nbgrader made is left as it is."""
    autograded = root / "autograded" / who / assignment.name
    submitted = root / "submitted" / who / assignment.name
    shown, copy = (place / f"{assignment.name}.ipynb" for place in (autograded, submitted))
    if not shown.exists() or submission_shown(shown):
        write_whole(shown, as_bytes(autograded_notebook(assignment, verdict, executed)))
    if not submitted.exists() or (copy.exists() and copy.read_bytes() in copies):
        # It came another way: nbgrader wants its time, and asks for the notebook itself.
        stamp = f"{verdict.submitted.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC"
        content = as_bytes(autograded_notebook(assignment, verdict, executed, outputs=False))
        copies.note(content)
        write_whole(submitted / STAMP, stamp)
        write_whole(copy, content)
    if not (submitted / SECRET).exists():
        write_whole(submitted / SECRET, secrets.token_hex(32))
    for name in (STAMP, SECRET):
        if (submitted / name).exists():
            write_whole(autograded / name, (submitted / name).read_bytes())


def autograded_notebook(
    assignment: Assignment, verdict: Verdict, executed: Notebook | None, *, outputs: bool = True
) -> NotebookNode:
    """The student's cells with nbgrader's marks, and what they showed when they were graded.

    Without an executed notebook it has what was handed out, and says so.
    """
    cells = list(_cells(assignment, executed, outputs=outputs))
    if executed is None:
        note = "*The notebook that was handed in was not kept. The scores are those of its submission.*"
        cells.insert(0, v4.new_markdown_cell(note, id="not-kept"))
    told = {"otter": {"assignment_name": assignment.name}, _OURS: {"submission": work_of(verdict)}}
    return notebook(cells, **told)


def submission_shown(path: Path) -> str:
    """Which submission a notebook shows, if it is one of ours."""
    told = nbformat.read(path, as_version=4).metadata.get(_OURS, {})
    return str(told.get("submission", ""))


def _cells(assignment: Assignment, executed: Notebook | None, *, outputs: bool) -> Iterator[NotebookNode]:
    """Ours in order, each followed by what the student added after it. The tools cell is long, and shows nothing."""
    blank = {cell.id: cell for cell in deepcopy(_blank(assignment))}
    roles = {slot.id: slot.role for slot in plan(assignment)}
    if executed is None:
        yield from (cell for cell in blank.values() if roles[cell.id] is not Role.TOOLS)
        return
    for ran in executed["cells"]:
        cell = blank.get(ran["id"]) or _plain(ran)
        if roles.get(ran["id"]) in (Role.ANSWER, Role.WORDS):
            cell.source = ran["source"]
        if cell.cell_type == "code" and outputs:
            cell.outputs = [nbformat.from_dict(output) for output in ran["outputs"]]
            cell.execution_count = ran["execution_count"]
        yield cell


@lru_cache(maxsize=64)
def _blank(assignment: Assignment) -> list[NotebookNode]:
    """What is handed out. Making it takes longer than copying it, and there is a submission for every student."""
    return list(student(assignment).cells)


def _plain(ran: dict[str, Any]) -> NotebookNode:
    new = v4.new_code_cell if ran["cell_type"] == "code" else v4.new_markdown_cell
    return new(ran["source"], id=ran["id"])
