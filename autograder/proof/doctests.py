"""Run the examples in the stubs' docstrings on the right answers."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

from ..assignment import Answer, Assignment
from ..sandbox import Box, BoxError

_RUN = """
import doctest as _doctest, io as _io
_said = _io.StringIO()
_test = _doctest.DocTestParser().get_doctest({docstring!r}, dict(globals()), {name!r}, None, 0)
_doctest.DocTestRunner(optionflags=_doctest.NORMALIZE_WHITESPACE).run(_test, out=_said.write)
_said = _said.getvalue()
"""
_SECONDS = 60


def failed_examples(assignment: Assignment, box: Box) -> Iterator[tuple[Answer, str]]:
    """The answers whose docstring has no example, or an example that the right answer contradicts, and how."""
    for answer in assignment.answers:
        docstring = _docstring(answer)
        if docstring is None:
            continue
        if ">>>" not in docstring:
            yield answer, "it has no example"
            continue
        try:
            box.run_cell(_RUN.format(docstring=docstring, name=answer.name), 0, _SECONDS)
            said = str(box.value("_said", _SECONDS))
        except BoxError as error:
            said = str(error)
        if said:
            yield answer, " ".join(line.strip() for line in said.splitlines() if line and "*" not in line[:3])


def _docstring(answer: Answer) -> str | None:
    """The stub's docstring; None if the answer is not a function or class, "" if it has no docstring."""
    for node in ast.parse(answer.stub).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            return inspect.cleandoc(ast.get_docstring(node) or "")
    return None
