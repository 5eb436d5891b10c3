"""The reference notebook, run in a box, with its pictures and the outcome of every test."""

from __future__ import annotations

import re

import nbformat
from nbformat import NotebookNode

from ..assignment import Assignment
from ..intake import handed_in
from ..judge import Judge, executed_notebook
from ..release import TOOLS, Files, as_bytes, beside, reference, tools_source
from ..sandbox import Limits

_ADDRESS = re.compile(r" at 0x[0-9a-f]+")


def reference_files(assignment: Assignment, hidden: Files, executed: NotebookNode) -> Files:
    """The executed notebook, and the files that an instructor needs to run it again."""
    name = assignment.name
    return {
        f"{name}/{name}.ipynb": as_bytes(executed),
        f"{name}/{TOOLS}.py": tools_source(assignment).encode(),
        **{f"{name}/hidden-{file}": content for file, content in hidden.items()},
        **beside(assignment),
    }


def executed_reference(assignment: Assignment, judge: Judge, limits: Limits) -> NotebookNode:
    """Right answers and every test, executed."""
    submission = handed_in(assignment, assignment.right, "reference")
    with judge.session(assignment, submission, limits, pictures=True) as session:
        outcomes = judge.ready_tests(assignment).outcomes(session)
        executed = nbformat.from_dict(executed_notebook(session.executed, outcomes))
    told = reference(assignment)
    sources = {cell.id: cell.source for cell in told.cells}
    for cell in executed.cells:  # instructors read the hidden tests where they run
        cell.source = sources[cell.id]
        for output in cell.get("outputs", []):
            if "text/plain" in output.get("data", {}):  # memory addresses differ from run to run
                output.data["text/plain"] = _ADDRESS.sub("", output.data["text/plain"])
    executed.metadata.update(told.metadata)
    return executed
