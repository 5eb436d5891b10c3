"""Keeps hidden tests out of the feedback that nbgrader writes for students.

This file becomes part of a course folder's nbgrader_config.py, where our package need not be installed; nothing here
imports it. A cell with hidden tests only shows which claims hold. All its other output is removed: messages show what a
test compared, and an answer may print its arguments.
"""

import ast
import html
import inspect
import re
from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

# A check, as notebooks show it: a sign, perhaps the points, and the claim.
_FOUND = re.compile(r"([✓✗○]) (?:[\d.e+-]+ \w+ [\d.e+-]+ \w+ )?(.+)")
BEGIN, END = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"


class HideHiddenTests(NbGraderPreprocessor):  # type: ignore[misc]
    """Cuts hidden tests and their output out of a cell."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        before, begin, rest = cell.source.partition(BEGIN)
        if begin:
            hidden, _, after = rest.partition(END)
            found = [_FOUND.fullmatch(line) for output in cell.outputs for line in lines(output)]
            named = {claim.replace("`", ""): claim for claim in claims(hidden)}  # code has no backticks in HTML
            said = [f"{each[1]} {named[each[2]]}" for each in found if each and each[2] in named]
            cell.source = (before + after).strip()
            cell.outputs = [stream("\n".join(said) + "\n")] if said else []
        return cell, resources


def lines(output: Any) -> list[str]:
    """The lines of text that the checks of a cell show, in HTML."""
    shown = "".join(output.get("data", {}).get("text/html", ""))
    return html.unescape(re.sub(r"<[^>]*>", "", shown)).splitlines()


def claims(source: str) -> list[str]:
    """The claims of hidden tests: their docstrings, each in one line."""
    tests = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    return [" ".join(inspect.cleandoc(ast.get_docstring(test) or "").split()) for test in tests]


def stream(text: str) -> Any:
    from nbformat.v4 import new_output

    return new_output("stream", name="stdout", text=text)
