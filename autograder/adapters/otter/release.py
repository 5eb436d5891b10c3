"""Pure: an Assignment in, otter's files out: the notebook for `otter assign`, and test files for its autograder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from nbformat import NotebookNode, v4

from ...assignment import Assignment, Test
from ...release import TOOLS, Role, Slot, for_graders, notebook, plain_cell, plan, standalone
from ...testing import thawed

_TEST_FILE = """\
import {tools}
from otter.test_files import test_case

OK_FORMAT = False

name = {name!r}
points = {points!r}

"""


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
    return notebook(cells)


def otter_tests(assignment: Assignment) -> dict[str, str]:
    """The test files of otter's autograder, by file name: one per answer."""
    return {f"{answer.name}.py": _test_file(assignment, answer.name) for answer in assignment.answers}


def _test_file(assignment: Assignment, answer: str) -> str:
    tests = assignment.tests_of(answer)
    parts = [_TEST_FILE.format(tools=TOOLS, name=answer, points=sum(test.points for test in tests))]
    for test in tests:
        parts.append("\n\n".join(_test_cases(assignment, test)) + "\n\n")
    return "\n".join(parts)


def _test_cases(assignment: Assignment, test: Test) -> Iterator[str]:
    """A test as otter runs it; if each drawn call earns its share of the points, one for each call."""
    source = for_graders(assignment, test)
    if not test.shares:
        yield f"@test_case({_options(test, test.points)})\n{source}"
        return
    yield source
    count, answers = len(thawed(assignment.cases[test.name], {})), ", ".join(test.needs)
    for number in range(count):
        body = f"    with {TOOLS}.only_case({number}):\n        {test.name}({answers})"
        mark = f"@test_case({_options(test, test.points / count)})"
        yield f"{mark}\ndef {test.name}_{number + 1}({answers}):\n{body}"


def _options(test: Test, points: float) -> str:
    return f"points={points}, hidden={not test.visible}, failure_message={test.claim!r}"


def _otter_cells(assignment: Assignment, slot: Slot) -> Iterator[NotebookNode]:
    match slot.role:
        case Role.ANSWER:
            tests = assignment.tests_of(slot.name)
            points = sum(test.points for test in tests)
            yield _raw("BEGIN QUESTION", {"name": slot.name, "points": points})
            yield _raw("BEGIN SOLUTION")
            right = assignment.right[slot.name]
            # otter only strips a cell between these lines, whatever block the cell is in.
            yield v4.new_code_cell(f"{slot.source}\n# BEGIN SOLUTION NO PROMPT\n{right}\n# END SOLUTION")
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
            pass  # included with their answer
        case Role.SUMMARY:
            pass  # otter's own notebook runs its own checks
        case _:
            yield plain_cell(slot, slot.source)


def _otter_test(assignment: Assignment, test: Test) -> NotebookNode:
    # Otter pastes the message between double quotes without escaping it.
    message = test.claim.replace("\\", r"\\").replace('"', r"\"")
    options = {"points": test.points, "hidden": not test.visible, "failure_message": message}
    config = yaml.safe_dump(options, sort_keys=False, allow_unicode=True, width=10**6)
    code = standalone(assignment, test) if test.visible else for_graders(assignment, test)
    return v4.new_code_cell(f'""" # BEGIN TEST CONFIG\n{config}""" # END TEST CONFIG\n{code}')


def _raw(command: str, options: dict[str, Any] | None = None) -> NotebookNode:
    body = yaml.safe_dump(options, sort_keys=False, allow_unicode=True) if options else ""
    return v4.new_raw_cell(f"# {command}\n{body}".strip())
