"""The names that a notebook's cells define, use and delete."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator


@functools.lru_cache(4096)  # each test looks at every cell
def statements(cell: str) -> list[ast.stmt]:
    """The statements of a cell, with the notebook's commands as the calls that they mean; none of a broken cell."""
    from IPython.core.inputtransformer2 import TransformerManager  # takes long to import, and few commands need it

    try:
        source: str = TransformerManager().transform_cell(cell)
        return ast.parse(source).body
    except SyntaxError:
        return []


def used(node: ast.AST) -> set[str]:
    """The names that a piece of code reads."""
    return _named(node, ast.Load)


def attributes(node: ast.AST) -> set[str]:
    return {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}


def deleted(node: ast.AST) -> set[str]:
    return _named(node, ast.Del)


def local(node: ast.AST) -> set[str]:
    """The names that a piece of code sets, also inside of functions."""
    nodes = list(ast.walk(node))
    arguments = {each.arg for each in nodes if isinstance(each, ast.arg)}
    caught = {each.name for each in nodes if isinstance(each, ast.ExceptHandler) and each.name}
    return _named(node, ast.Store) | arguments | caught


def made(body: list[ast.stmt]) -> set[str]:
    """The names that some statements define, also in loops and functions."""
    nodes = [node for statement in body for node in ast.walk(statement)]
    return {name for node in nodes if isinstance(node, ast.stmt) for name in made_by(node)}.union(*map(local, body))


def imported(body: list[ast.stmt]) -> set[str]:
    nodes = [node for statement in body for node in ast.walk(statement)]
    return {name for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for name in made_by(node)}


def taken(body: list[ast.stmt]) -> set[str]:
    """The names that some statements read before they define them."""
    known, found = set[str](), set[str]()
    for statement in body:
        itself = set() if isinstance(statement, ast.Assign | ast.AugAssign) else local(statement)
        found |= used(statement) - known - itself
        known |= {*made_by(statement), *local(statement)}
    return found


def made_by(node: ast.stmt) -> list[str]:
    """The names that one statement defines."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [alias.asname or alias.name.split(".")[0] for alias in names]
        case ast.Assign(targets=targets):
            return [each.id for target in targets for each in _parts(target)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def _parts(target: ast.expr) -> Iterator[ast.Name]:
    """The names among what is assigned to; `x[0] = 1` defines none."""
    if isinstance(target, ast.Name):
        yield target
    elif isinstance(target, ast.Tuple | ast.List):
        for each in target.elts:
            yield from _parts(each)


def _named(node: ast.AST, use: type[ast.expr_context]) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, use)}
