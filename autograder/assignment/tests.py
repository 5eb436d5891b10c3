"""Read a topic's tests without running them: names, points, claims and source."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

from .parts import AssignmentError, Test
from .percent import syntax, text_of


def read_tests(path: Path, answers: list[str]) -> tuple[str, tuple[Test, ...]]:
    """The file's text and its tests, in order, or AssignmentError."""
    source = text_of(path)
    tree = syntax(path, source, 1)
    _only_definitions(path, tree)
    found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
    tests = tuple(_test(path, source, node, answers) for node in found)
    seen: dict[str, int] = {}
    for test in tests:
        if test.name in seen:
            fault = f"{test.name} is there twice, first at line {seen[test.name]}."
            raise AssignmentError(path, fault, "Give each test its own name.", test.line)
        seen[test.name] = test.line
    for answer in answers:
        if not any(test.answer == answer for test in tests):
            fix = f"Write `def test_...({answer}):` with a docstring and @points."
            raise AssignmentError(path, f"no test belongs to {answer!r}.", fix)
    return source, tests


def _only_definitions(path: Path, tree: ast.Module) -> None:
    """Each test takes along the definitions that it uses, and nothing else; so nothing else may stand in the file."""
    seen: dict[str, int] = {}
    for number, node in enumerate(tree.body):
        if number == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue  # the file's docstring
        names = bound_names(node)
        if not names:
            fault = f"no test would take along `{ast.unparse(node).splitlines()[0]}`."
            fix = "Imports, constants and functions may stand here; build a constant in one expression or a function."
            raise AssignmentError(path, fault, fix, node.lineno)
        for name in names:
            if name in seen and not name.startswith("test_"):
                fault = f"{name} is defined twice, first at line {seen[name]}."
                raise AssignmentError(
                    path, fault, "Give each its own name: a test takes along one of them.", node.lineno
                )
            seen[name] = node.lineno


def bound_names(node: ast.stmt) -> list[str]:
    """The names that a statement defines; none where it does anything else."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [alias.asname or alias.name.split(".")[0] for alias in names if alias.name != "*"]
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
            return [name]
        case ast.Assign(targets=[ast.Tuple(elts=parts)]) if all(isinstance(part, ast.Name) for part in parts):
            return [part.id for part in parts if isinstance(part, ast.Name)]
    return []


def _test(path: Path, source: str, node: ast.FunctionDef, answers: list[str]) -> Test:
    def wrong(fault: str, fix: str) -> AssignmentError:
        return AssignmentError(path, f"{node.name} {fault}", fix, node.lineno)

    needs = tuple(arg.arg for arg in node.args.args)
    unknown = [name for name in needs if name not in answers]
    if not needs or unknown:
        fault = f"asks for {unknown[0]!r}, which is no answer here." if unknown else "asks for no answer."
        raise wrong(fault, f"Its parameters name answers: {', '.join(answers)}.")
    claim = " ".join((ast.get_docstring(node) or "").split())
    if not claim:
        raise wrong("has no docstring.", "Write the sentence that a student reads when it fails.")
    points, visible, before = _marks(node, wrong)
    # The decorators stay behind: they are for us, not for the notebooks.
    lines = source.splitlines()[node.lineno - 1 : node.end_lineno]
    return Test(node.name, needs, points, visible, claim, "\n".join(lines), node.lineno, before)


def _marks(node: ast.FunctionDef, wrong: Callable[[str, str], AssignmentError]) -> tuple[float, bool, str]:
    points: float | None = None
    visible, before = False, ""
    for mark in node.decorator_list:
        match mark:
            case ast.Name(id="visible"):
                visible = True
            case ast.Call(func=ast.Name(id="points"), args=[ast.Constant(value=int() | float() as worth)]):
                points = float(worth)
            case ast.Call(func=ast.Name(id="before"), args=[ast.Constant(value=str() as answer)]):
                before = answer
            case _:
                raise wrong(f"is marked @{ast.unparse(mark)}.", "Use @visible, @points(2) and @before('model').")
    if points is None or points <= 0:
        raise wrong("does not say what it is worth.", "Mark it @points(2).")
    return points, visible, before
