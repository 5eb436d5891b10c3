"""Pure: an Assignment in, a notebook out, byte for byte the same each time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import md5
from typing import Any

import yaml
from nbformat import NotebookNode, v4

from ..assignment import Assignment, Test
from .plan import Role, Slot, grading_source, hidden_notice, plan
from .standalone import TOOLS, standalone

_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def student(assignment: Assignment) -> NotebookNode:
    """Stubs and visible tests. nbgrader and otter accept what comes back, and so does the judge."""
    cells = [_marked(slot, _student_source(slot)) for slot in plan(assignment)]
    for cell in cells:
        if "nbgrader" in cell.metadata:
            cell.metadata["nbgrader"]["checksum"] = _checksum(cell)
            cell.metadata["nbgrader"]["cell_type"] = cell.cell_type
            cell.metadata["deletable"] = False
            if not cell.metadata["nbgrader"]["solution"]:
                cell.metadata["editable"] = False
    return _notebook(cells, otter={"assignment_name": assignment.name})


def filled(assignment: Assignment, answers: Mapping[str, str]) -> NotebookNode:
    """The student's notebook with some answers written into it, as a student would."""
    notebook = student(assignment)
    for cell in notebook.cells:
        if cell.id in answers:
            cell.source = answers[cell.id]
    return notebook


def nbgrader(assignment: Assignment) -> NotebookNode:
    """The instructor's notebook, which `nbgrader generate_assignment` reads."""
    cells = [_marked(slot, _nbgrader_source(assignment, slot)) for slot in plan(assignment)]
    return _notebook(cells, otter={"assignment_name": assignment.name})


def reference(assignment: Assignment) -> NotebookNode:
    """Right answers and every test: what an instructor reads, and what must run without an error."""
    return _notebook(_plain(slot, _reference_source(assignment, slot)) for slot in plan(assignment))


def otter(assignment: Assignment) -> NotebookNode:
    """The raw-cell notebook that `otter assign` reads: one question per answer, with its tests."""
    config = {
        "name": assignment.name,
        "tests": {"ok_format": False, "files": True},
        "generate": {"show_stdout": False},
        "files": [f"{TOOLS}.py"],
        "check_all_cell": True,
        "export_cell": {"pdf": False, "run_tests": True},
    }
    cells = [_raw("ASSIGNMENT CONFIG", config)]
    for slot in plan(assignment):
        cells += _otter_cells(assignment, slot)
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"  # stable ids keep a rebuild byte-identical
    return _notebook(cells)


def _student_source(slot: Slot) -> str:
    # nbgrader leaves an empty line where it takes a solution away; with it, both releases are the same file.
    return f"{slot.source}\n" if slot.role is Role.ANSWER else slot.source


def _nbgrader_source(assignment: Assignment, slot: Slot) -> str:
    match slot.role:
        case Role.ANSWER:
            right = assignment.right[slot.name]
            return f"{slot.source}\n### BEGIN SOLUTION\n{right}\n### END SOLUTION"
        case Role.HIDDEN:
            tests = grading_source(assignment, slot)
            return f"{hidden_notice(slot)}\n### BEGIN HIDDEN TESTS\n{tests}\n### END HIDDEN TESTS"
        case _:
            return slot.source


def _reference_source(assignment: Assignment, slot: Slot) -> str:
    match slot.role:
        case Role.ANSWER:
            return assignment.right[slot.name]
        case Role.HIDDEN:
            return f"# Hidden from students\n{grading_source(assignment, slot)}"
        case _:
            return slot.source


def _marked(slot: Slot, source: str) -> NotebookNode:
    """A cell with nbgrader's marks. Text and code to play with carry none: students may change them."""
    cell = _plain(slot, source)
    if slot.role is Role.PICTURE:  # it fails until its answers are written; "Run All" should not stop there
        cell.metadata["tags"] = ["raises-exception"]
    if slot.role in (Role.TEXT, Role.CODE, Role.PICTURE):
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


def _plain(slot: Slot, source: str) -> NotebookNode:
    if slot.role in (Role.TEXT, Role.WORDS):
        return v4.new_markdown_cell(source, id=slot.id)
    cell = v4.new_code_cell(source, id=slot.id)
    if slot.role is Role.TOOLS:
        cell.metadata["jupyter"] = {"source_hidden": True}
    return cell


def _checksum(cell: NotebookNode) -> str:
    """nbgrader's own checksum of a cell: with it, Validate tells a student that a check was changed."""
    marks = cell.metadata["nbgrader"]
    parts = [cell.source, cell.cell_type, marks["grade"], marks["solution"], marks["locked"], marks["grade_id"]]
    if marks["grade"]:
        parts.append(float(marks["points"]))
    return md5("".join(str(part) for part in parts).encode()).hexdigest()


def _otter_cells(assignment: Assignment, slot: Slot) -> Iterator[NotebookNode]:
    match slot.role:
        case Role.ANSWER:
            tests = assignment.tests_of(slot.name)
            points = sum(test.points for test in tests)
            yield _raw("BEGIN QUESTION", {"name": slot.name, "points": points})
            yield _raw("BEGIN PROMPT")
            yield v4.new_code_cell(slot.source)
            yield _raw("END PROMPT")
            yield _raw("BEGIN SOLUTION")
            yield v4.new_code_cell(assignment.right[slot.name])
            yield _raw("END SOLUTION")
            yield _raw("BEGIN TESTS")
            yield from (_otter_test(assignment, test) for test in tests)
            yield _raw("END TESTS")
            yield _raw("END QUESTION")
        case Role.WORDS:
            yield _raw("BEGIN QUESTION", {"name": slot.name, "points": slot.points, "manual": True})
            yield v4.new_markdown_cell(slot.source)
            yield _raw("BEGIN SOLUTION")
            yield v4.new_markdown_cell("*Graded by hand.*")
            yield _raw("END SOLUTION")
            yield _raw("END QUESTION")
        case Role.VISIBLE | Role.HIDDEN:
            pass  # they stand with their answer
        case _:
            yield _plain(slot, slot.source)


def _otter_test(assignment: Assignment, test: Test) -> NotebookNode:
    # Otter pastes the message between double quotes without escaping it.
    message = test.claim.replace("\\", r"\\").replace('"', r"\"")
    options = {"points": test.points, "hidden": not test.visible, "failure_message": message}
    config = yaml.safe_dump(options, sort_keys=False, allow_unicode=True, width=10**6)
    code = standalone(assignment, test)
    return v4.new_code_cell(f'""" # BEGIN TEST CONFIG\n{config}""" # END TEST CONFIG\n{code}')


def _raw(command: str, options: dict[str, Any] | None = None) -> NotebookNode:
    body = yaml.safe_dump(options, sort_keys=False, allow_unicode=True) if options else ""
    return v4.new_raw_cell(f"# {command}\n{body}".strip())


def _notebook(cells: Iterable[NotebookNode], **metadata: Any) -> NotebookNode:
    return v4.new_notebook(cells=list(cells), metadata={**_METADATA, **metadata})
