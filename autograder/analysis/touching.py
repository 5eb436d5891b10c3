"""Which names a statement reads, and which it may change: what decides whether two statements may trade places."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

_LEAVING = (ast.Return, ast.Break, ast.Continue, ast.Yield, ast.YieldFrom)


@dataclass
class Touched:
    """The names that a statement has to do with. One that `leaves` its block, or may, stays where it is."""

    names: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    leaves: bool = False

    def before(self, other: Touched) -> bool:
        """Whether this must stay before another statement that follows it."""
        if self.leaves or other.leaves:
            return True
        return not self.changed.isdisjoint(other.names) or not other.changed.isdisjoint(self.names)


def touched(tree: ast.AST) -> tuple[dict[ast.stmt, Touched], set[str]]:
    """What each statement of some code touches, and the names that the code gives: no other is ever changed.

    Errors that a statement may raise don't count.
    """
    found: dict[ast.stmt, Touched] = {}
    own: set[str] = set()
    _gather(tree, found, own)
    for each in found.values():
        each.changed &= own
    return found, own


def _gather(node: ast.AST, found: dict[ast.stmt, Touched], own: set[str]) -> Touched:
    """What a node and all that it holds touches. Each node is looked at once, since there are many answers."""
    here = Touched(leaves=isinstance(node, _LEAVING))
    if isinstance(node, ast.Name):
        here.names.add(node.id)
        if not isinstance(node.ctx, ast.Load):
            here.changed.add(node.id)
            own.add(node.id)
        return here
    if isinstance(node, ast.arg):
        own.add(node.arg)
    elif isinstance(node, ast.Expr) or (isinstance(node, ast.Attribute) and node.attr == "pop"):
        here.changed |= _root(node)  # a method that is called for no result changes what it is called on
    elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
        here.changed |= _root(node)
    for child in _children(node):
        inner = _gather(child, found, own)
        here.names |= inner.names
        here.changed |= inner.changed
        here.leaves |= inner.leaves
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        here.names.add(node.name)
        here.changed = {node.name}  # nothing else happens until it is called
        here.leaves = False
        own.add(node.name)
    if isinstance(node, ast.stmt):
        found[node] = here
    return here


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """As `ast.iter_child_nodes`, but without what says nothing here, which is most. A `continue` says something."""
    for name in node._fields:
        child = getattr(node, name, None)
        if isinstance(child, list):
            yield from (
                each for each in child if isinstance(each, ast.AST) and (each._fields or isinstance(each, ast.stmt))
            )
        elif isinstance(child, ast.AST) and child._fields:
            yield child


def _root(node: ast.AST) -> set[str]:
    """The name of the value that a method or an item belongs to. Of modules such as np, nothing is changed."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call | ast.Expr):
        node = node.func if isinstance(node, ast.Call) else node.value
    return {node.id} if isinstance(node, ast.Name) else set()
