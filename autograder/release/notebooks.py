"""Pure: an Assignment in, a notebook out, byte for byte the same each time.

The student's notebook carries nbgrader's marks and otter's name: the same file serves every grader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from hashlib import md5
from typing import Any

from nbformat import NotebookNode, v4

from ..assignment import Assignment
from .described import description
from .plan import Role, Slot, grading_source, plan

_FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}  # in JupyterLab, and in Colab
WRITE_HERE = "YOUR ANSWER HERE"  # nbgrader's words
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def student(assignment: Assignment) -> NotebookNode:
    """Stubs and visible tests. nbgrader, otter and the judge all accept the notebook that comes back."""
    cells = list(marked_cells(assignment, _student_source))
    for cell in cells:
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"]["checksum"] = _checksum(cell)
            cell.metadata["nbgrader"]["cell_type"] = cell.cell_type
            cell.metadata["deletable"] = False
            if not cell.metadata["nbgrader"]["solution"]:
                cell.metadata["editable"] = False
    return notebook(cells, otter={"assignment_name": assignment.name})


def filled(assignment: Assignment, answers: Mapping[str, str]) -> NotebookNode:
    """The student's notebook with some answers filled in, as a student would."""
    handed_in = student(assignment)
    for cell in handed_in.cells:
        if cell.id in answers:
            cell.source = answers[cell.id]
    return handed_in


def reference(assignment: Assignment) -> NotebookNode:
    """Right answers and every test: for instructors to read, and proof that everything runs without an error."""
    return notebook(plain_cell(slot, _reference_source(assignment, slot)) for slot in plan(assignment))


def _student_source(slot: Slot) -> str:
    # nbgrader leaves an empty line where it removes a solution; adding one here makes both releases the same file.
    match slot.role:
        case Role.ANSWER:
            return f"{slot.source}\n"
        case Role.WORDS:
            return f"{slot.source}\n\n{WRITE_HERE}"
    return slot.source


def _reference_source(assignment: Assignment, slot: Slot) -> str:
    match slot.role:
        case Role.ANSWER:
            return assignment.right[slot.name]
        case Role.HIDDEN:
            return f"# Hidden from students\n{grading_source(assignment, slot)}"
        case Role.WORDS if rubric := assignment.rubrics.get(slot.name):
            return "\n".join([slot.source, "", *(f"- {each.points:g}: {each.text}" for each in rubric)])
        case _:
            return slot.source


def marked_cells(assignment: Assignment, source: Callable[[Slot], str]) -> Iterator[NotebookNode]:
    """The cells with marks. Code after an answer fails until the answer is written; "Run All" should not stop there."""
    answers_seen, texts = False, list[str]()
    for slot in plan(assignment):
        cell = _marked(slot, source(slot))
        if slot.role is Role.TEXT:
            texts.append(slot.source)
        if slot.role is Role.PICTURE:
            cell.metadata["alt"] = description(texts)  # nbconvert's "classic" pages, and so nbgrader's, look for it
        if slot.role is Role.PICTURE or (slot.role is Role.CODE and answers_seen):
            cell.metadata["tags"] = ["raises-exception"]
        answers_seen = answers_seen or slot.role is Role.ANSWER
        yield cell


def _marked(slot: Slot, source: str) -> NotebookNode:
    """A cell with nbgrader's marks. Text and plain code carry none: students may change them."""
    cell = plain_cell(slot, source)
    if slot.role is Role.VISIBLE:
        cell.metadata.update(deepcopy(_FOLDED))
    if slot.role in (Role.TEXT, Role.CODE, Role.PICTURE, Role.SUMMARY):
        return cell
    solution = slot.role in (Role.ANSWER, Role.WORDS)
    grade = slot.role in (Role.VISIBLE, Role.HIDDEN, Role.WORDS)
    cell.metadata["nbgrader"] = {
        "schema_version": 3,
        "grade_id": slot.id,
        "grade": grade,
        "solution": solution,
        "locked": not solution,
        "task": False,
    }
    if grade:
        cell.metadata["nbgrader"]["points"] = slot.points
    return cell


def plain_cell(slot: Slot, source: str) -> NotebookNode:
    """A cell without any grader's marks."""
    if slot.role in (Role.TEXT, Role.WORDS):
        return v4.new_markdown_cell(source, id=slot.id)
    cell = v4.new_code_cell(source, id=slot.id)
    if slot.role in (Role.TOOLS, Role.SUMMARY):
        cell.metadata.update(deepcopy(_FOLDED))
    return cell


def _checksum(cell: NotebookNode) -> str:
    """nbgrader's own checksum of a cell: it lets Validate warn a student that a check was changed."""
    marks = cell.metadata["nbgrader"]
    parts = [cell.source, cell.cell_type, marks["grade"], marks["solution"], marks["locked"], marks["grade_id"]]
    if marks["grade"]:
        parts.append(float(marks["points"]))
    return md5("".join(str(part) for part in parts).encode()).hexdigest()


def notebook(cells: Iterable[NotebookNode], **metadata: Any) -> NotebookNode:
    """A Python notebook of these cells."""
    return v4.new_notebook(cells=list(cells), metadata={**METADATA, **metadata})
