"""The names that a piece of code defines for other code, and those that it takes from there."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator
from typing import TypeGuard

DRAWN = "cases_"  # begins the name of a test whose calls are drawn


def defined(tree: ast.Module) -> list[str]:
    """The names that a cell defines at its top level, without imports, each once."""
    names: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)]
    return list(dict.fromkeys(names))


def bound_names(node: ast.stmt) -> list[str]:
    """The names that a statement of tests.py defines; none if it does anything else."""
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


def needed_by(module: ast.Module, name: str) -> list[ast.stmt]:
    """The top-level statements that the test `name` uses, directly or not, in file order, without the test itself."""
    return needed_for(module, next(node for node in module.body if name in bound_names(node)))


def needed_for(module: ast.Module, user: ast.stmt) -> list[ast.stmt]:
    """The top-level statements that a statement uses, directly or not, in file order."""
    makers = {bound: node for node in module.body for bound in bound_names(node)}
    reached: list[ast.stmt] = []
    queue = [user]
    while queue:
        for used in used_names(queue.pop()):
            maker = makers.get(used)
            if maker is not None and maker not in reached and maker is not user:
                reached.append(maker)
                queue.append(maker)
    return [node for node in module.body if node in reached]


def is_test(node: ast.AST) -> TypeGuard[ast.FunctionDef]:
    """Whether a statement of tests.py is a test: one that checks, or one that draws calls."""
    return isinstance(node, ast.FunctionDef) and node.name.startswith(("test_", DRAWN))


def used_names(node: ast.stmt) -> set[str]:
    """The names that a statement reads. A test's decorators stay in tests.py, so they do not count."""
    parts: list[ast.AST] = [node]
    if is_test(node):
        parts = [node.args, *node.body]
    return {n.id for part in parts for n in ast.walk(part) if isinstance(n, ast.Name)}


def defined_and_used(source: str) -> tuple[set[str], set[str]]:
    """The names that code defines at its top level, and those that it takes from elsewhere, including built-ins."""
    top = symtable.symtable(source, "<cell>", "exec")
    made = {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}
    return made, {*_globals(top)} - made


def _globals(table: symtable.SymbolTable) -> Iterator[str]:
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (symbol.is_global() or table.get_type() == "module"):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _globals(inner)
