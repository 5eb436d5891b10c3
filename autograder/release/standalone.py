"""Make a test stand alone: everything that it uses from its file moves inside it.

Notebooks share one namespace between a student's code and ours. A test that brings its own imports, constants and
functions neither depends on what the student named things nor overwrites it. Otter asks for the same: it runs each
test in an empty namespace.
"""

from __future__ import annotations

import ast
from functools import lru_cache

from ..assignment import Assignment, Test
from ..assignment.tests import bound_names

_LONG = ("'''", '"""', "\\\n")  # what a string has that goes on in the next line
TOOLS = "coursecheck"  # the name under which a notebook finds autograder/testing.py


@lru_cache(maxsize=4096)
def standalone(assignment: Assignment, test: Test, tools: str = TOOLS) -> str:
    """The source of `test`, with all that it needs from tests.py inside it. `tools` is where it finds approx."""
    needed = _needed(_module(assignment.tests_source), test.name)
    head, body = _split(test.source)
    inside = "\n".join(_statement(assignment.tests_source, node, tools) for node in needed)
    return "\n".join([head, *([_indent(inside), ""] if inside else []), body])


@lru_cache(maxsize=8)
def _module(source: str) -> ast.Module:
    """A tests.py, parsed once for all its tests. Nobody may change it."""
    return ast.parse(source)


def _needed(module: ast.Module, name: str) -> list[ast.stmt]:
    """The top-level statements that the test called `name` reaches, in file order, the test itself left out."""
    makers = {bound: node for node in module.body for bound in bound_names(node)}
    reached: list[ast.stmt] = []
    queue = [makers[name]]
    while queue:
        node = queue.pop()
        for used in _used(node):
            maker = makers.get(used)
            if maker is not None and maker not in reached and maker is not makers[name]:
                reached.append(maker)
                queue.append(maker)
    return [_only(node, reached, makers[name]) for node in module.body if node in reached]


def _only(node: ast.stmt, reached: list[ast.stmt], test: ast.stmt) -> ast.stmt:
    """An import, cut down to the names that are used."""
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return node
    used = {name for user in [*reached, test] for name in _used(user)}
    names = [alias for alias in node.names if (alias.asname or alias.name.split(".")[0]) in used]
    if isinstance(node, ast.ImportFrom):
        return ast.ImportFrom(node.module, names, node.level)
    return ast.Import(names)


def _used(node: ast.stmt) -> set[str]:
    """The names that a statement reads. A test's decorators stay in tests.py, so they do not count."""
    parts: list[ast.AST] = [node]
    if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
        parts = [node.args, *node.body]
    return {n.id for part in parts for n in ast.walk(part) if isinstance(n, ast.Name)}


def _statement(source: str, node: ast.stmt, tools: str) -> str:
    if isinstance(node, ast.ImportFrom) and node.module == "autograder.testing":
        return ast.unparse(ast.ImportFrom(tools, node.names, 0))
    if isinstance(node, ast.Import | ast.ImportFrom):
        return ast.unparse(node)
    first = min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", []))])
    return "\n".join(source.splitlines()[first - 1 : node.end_lineno])


def _split(source: str) -> tuple[str, str]:
    """A function's source up to and with its docstring, and the rest."""
    function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)
    docstring = function.body[0]
    lines = source.splitlines()
    end = docstring.end_lineno or 1
    return "\n".join(lines[:end]), "\n".join(lines[end:])


def _indent(code: str) -> str:
    """Indent code by four spaces, but not the inner lines of its long strings, which would change them."""
    inside: set[int] = set()
    for node in ast.walk(ast.parse(code)):
        # By the syntax tree and not by tokens: since Python 3.12 an f-string is many tokens.
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)):
            text = ast.get_source_segment(code, node) or ""
            if any(sign in text for sign in _LONG):
                inside.update(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(code.splitlines(), 1)
    return "\n".join(line if n in inside or not line else f"    {line}" for n, line in lines)
