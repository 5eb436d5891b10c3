"""Make a test stand alone: everything that it uses from its file moves inside it.

In a notebook, a student's code and ours share one namespace. A test that brings its own imports, constants and
functions neither depends on the student's names nor overwrites them. Otter requires this, too: it runs each test in an
empty namespace.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import lru_cache

from ..assignment import Assignment, Test, defined_and_used, needed_by, needed_for, used_names
from .tools import TOOLS

_LONG = ("'''", '"""', "\\\n")  # signs of a string that continues on the next line


def for_graders(assignment: Assignment, test: Test) -> str:
    """A test on its own, which uses right answers in place of those that it assumes. It is not for students."""
    source = standalone(assignment, test)
    return f"@{with_right(assignment, test)}\n{source}" if test.assuming else source


def with_right(assignment: Assignment, test: Test) -> str:
    """The decorator that gives a test right answers in place of those that it assumes."""
    right = [assignment.right[name] for name in _used(assignment, test.assuming)]
    # Otter accepts one statement in a cell, so the module is not imported by another.
    return f"__import__({TOOLS!r}).with_right({list(test.assuming)!r}, {right!r})"


def _used(assignment: Assignment, names: Sequence[str]) -> list[str]:
    """These answers and those that their right versions use, in the notebook's order."""
    found = list(names)
    for name in found:
        used = defined_and_used(assignment.right[name])[1]
        found += [other for other in assignment.right if other in used and other not in found]
    return [name for name in assignment.right if name in found]


@lru_cache(maxsize=4096)
def standalone(assignment: Assignment, test: Test, tools: str = TOOLS) -> str:
    """The source of `test`, with everything it needs from tests.py inside. `tools` is the module that holds approx."""
    module = _module(assignment.tests_source)
    if test.drawn:
        return _of_cases(assignment, test, module, tools)
    needed = needed_by(module, test.name)
    users = [*needed, *(node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == test.name)]
    head, body = _split(test.source)
    inside = "\n".join(_statement(assignment.tests_source, _only(node, users), tools) for node in needed)
    return "\n".join([head, *([_indent(inside), ""] if inside else []), body])


def authored(assignment: Assignment, test: Test) -> str:
    """What the author wrote for a test: its source, with everything it needs from tests.py."""
    needed = needed_by(_module(assignment.tests_source), test.name)
    return "\n".join([*(_statement(assignment.tests_source, node, TOOLS) for node in needed), test.source])


def _of_cases(assignment: Assignment, test: Test, module: ast.Module, tools: str) -> str:
    """A test whose calls were drawn before: it holds them, with what the right answer did."""
    rules = [test.rules] if test.rules else []
    rules += [f"shares={test.shares!r}"] if test.shares else []
    made = ast.parse(f"rules = Rules({', '.join(rules)})").body[0]
    needed = needed_for(module, made)
    others = "".join(f", {name}" for name in test.needs[1:])
    lines = [
        f"from {tools} import Rules, check_cases",
        *(_statement(assignment.tests_source, _only(node, [*needed, made]), tools) for node in needed),
        ast.unparse(made),
        f"cases = {assignment.cases[test.name]!r}",
        f"check_cases({test.name!r}, {test.answer}, cases, rules{others})",
    ]
    head = f'def {test.name}({", ".join(test.needs)}):\n    """{test.claim}"""'
    return "\n".join([head, _indent("\n".join(lines))])


@lru_cache(maxsize=8)
def _module(source: str) -> ast.Module:
    """A tests.py, parsed once for all its tests. Callers must not change it."""
    return ast.parse(source)


def _only(node: ast.stmt, users: list[ast.stmt]) -> ast.stmt:
    """An import, reduced to the names in use."""
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return node
    used = {name for user in users for name in used_names(user)}
    names = [alias for alias in node.names if (alias.asname or alias.name.split(".")[0]) in used]
    if isinstance(node, ast.ImportFrom):
        return ast.ImportFrom(node.module, names, node.level)
    return ast.Import(names)


def _statement(source: str, node: ast.stmt, tools: str) -> str:
    if isinstance(node, ast.ImportFrom) and node.module == "autograder.testing":
        return ast.unparse(ast.ImportFrom(tools, node.names, 0))
    if isinstance(node, ast.Import | ast.ImportFrom):
        return ast.unparse(node)
    first = min([node.lineno, *(mark.lineno for mark in getattr(node, "decorator_list", []))])
    return "\n".join(source.splitlines()[first - 1 : node.end_lineno])


def _split(source: str) -> tuple[str, str]:
    """A function's source up to and including its docstring, and the rest."""
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
        # Uses the syntax tree, not tokens: since Python 3.12, an f-string is many tokens.
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)):
            text = ast.get_source_segment(code, node) or ""
            if any(sign in text for sign in _LONG):
                inside.update(range(node.lineno + 1, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(code.splitlines(), 1)
    return "\n".join(line if n in inside or not line else f"    {line}" for n, line in lines)
