"""Keeps hidden tests out of the feedback that nbgrader writes for students.

This file becomes part of a course folder's nbgrader_config.py, where our package need not be installed; nothing here
imports it. A cell with hidden tests only shows which claims hold. All its other output is removed: messages show what a
test compared, and an answer may print its arguments.
"""

import ast
import inspect
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


class HideHiddenTests(NbGraderPreprocessor):  # type: ignore[misc]
    """Cuts hidden tests and their output out of a cell."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        before, begin, rest = cell.source.partition(BEGIN)
        if begin:
            hidden, _, after = rest.partition(END)
            allowed = {f"{sign} {claim}" for claim in claims(hidden) for sign in "✓✗"}
            printed = "".join(output.get("text", "") for output in cell.outputs if output.output_type == "stream")
            said = [line for line in printed.splitlines() if line in allowed]
            cell.source = (before + after).strip()
            cell.outputs = [stream("\n".join(said) + "\n")] if said else []
        return cell, resources


def claims(source: str) -> list[str]:
    """The claims of hidden tests: their docstrings, each in one line."""
    tests = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    return [" ".join(inspect.cleandoc(ast.get_docstring(test) or "").split()) for test in tests]


def stream(text: str) -> Any:
    from nbformat.v4 import new_output

    return new_output("stream", name="stdout", text=text)
