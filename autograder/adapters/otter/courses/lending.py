"""Which tests a cell needs: those that it checks, and no others.

otter keeps all tests, hidden ones too, in a folder that the student's code can read from its first cell on. Here, a
test is in the box from the first cell that checks it. Where a cell does not say which it checks, it gets all of them.
"""

from __future__ import annotations

import ast
from collections.abc import Collection
from dataclasses import dataclass

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


@dataclass(frozen=True)
class Needed:
    """The questions that a cell may check; `later` says that cells after it may, too."""

    questions: tuple[str, ...] = ()
    later: bool = False


def needed(source: str, known: Collection[str]) -> Needed:
    """What a cell needs of these questions."""
    if "check" not in source:
        return Needed()
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):  # a magic, or no Python at all
        return Needed(tuple(known))
    named, calls = set[str](), set[ast.AST]()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="check") as called, args=[ast.Constant(value=str() as question), *_]):
                named.add(question)
                calls.add(called)
    others = [node for node in ast.walk(tree) if _mentions(node) and node not in calls]
    inside = any(node in calls for outer in ast.walk(tree) if isinstance(outer, _FUNCTIONS) for node in ast.walk(outer))
    questions = tuple(known) if others else tuple(question for question in known if question in named)
    return Needed(questions, bool(others) or inside)


def _mentions(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(attr="check") | ast.Constant(value="check"):
            return True
    return False
