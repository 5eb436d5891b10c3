"""Disguise a copy of an answer as people do: other names, other order, other comments and format, other loops.

What it does is not changed: the tests run each copy.
"""

from __future__ import annotations

import ast
import random

from independent import WORDS


def disguised(source: str, chance: random.Random, how: tuple[str, ...] = ("loops", "order", "names", "format")) -> str:
    """A copy that does the same and looks different."""
    tree = ast.parse(source)
    if "loops" in how:
        tree = _Turning(tree, chance).visit(tree)
    if "order" in how:
        _reorder(tree, chance)
    if "names" in how:
        tree = _Renaming(tree, chance).visit(tree)
    text = ast.unparse(ast.fix_missing_locations(tree))
    return _formatted(text, chance) if "format" in how else text


def _own_names(tree: ast.AST) -> list[str]:
    stored = [n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    inner = [n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name != "fit"]
    arguments = [
        a.arg for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name != "fit" for a in n.args.args
    ]
    return list(dict.fromkeys([*stored, *inner, *arguments]))


class _Renaming(ast.NodeTransformer):
    def __init__(self, tree: ast.AST, chance: random.Random) -> None:
        old = [name for name in _own_names(tree) if name not in ("x", "y", "rate", "epochs")]
        fresh = [f"{word}_{chance.randrange(10)}" for word in chance.sample(WORDS, len(WORDS))]
        self._names = dict(zip(old, fresh * 2, strict=False))

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.copy_location(ast.Name(self._names.get(node.id, node.id), node.ctx), node)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(self._names.get(node.arg, node.arg), node.annotation)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._names.get(node.name, node.name)
        return self.generic_visit(node)


class _Turning(ast.NodeTransformer):
    """`for` over a range becomes `while`, and a list that is assigned becomes a loop with `append`."""

    def __init__(self, tree: ast.AST, chance: random.Random) -> None:
        self._number = 0

    def visit_For(self, node: ast.For) -> ast.AST | list[ast.AST]:
        self.generic_visit(node)
        skips = any(isinstance(each, ast.Continue) for each in ast.walk(node))
        over = node.iter
        plain = isinstance(over, ast.Call) and isinstance(over.func, ast.Name) and over.func.id == "range"
        if skips or not plain or len(over.args) != 1 or not isinstance(node.target, ast.Name):  # type: ignore[attr-defined]
            return node
        name, end = node.target.id, ast.unparse(over.args[0])  # type: ignore[attr-defined]
        begin = ast.parse(f"{name} = 0").body
        loop = ast.parse(f"while {name} < {end}:\n    pass").body[0]
        assert isinstance(loop, ast.While)
        loop.body = [*node.body, *ast.parse(f"{name} = {name} + 1").body]
        return [*begin, loop]

    def visit_Assign(self, node: ast.Assign) -> ast.AST | list[ast.AST]:
        value, target = node.value, node.targets[0]
        if not isinstance(value, ast.ListComp) or not isinstance(target, ast.Name) or len(value.generators) > 1:
            return node
        self._number += 1
        each, made = value.generators[0], f"made{self._number}"
        loop = ast.parse(f"for {ast.unparse(each.target)} in {ast.unparse(each.iter)}:\n    pass").body[0]
        assert isinstance(loop, ast.For)
        body = ast.parse(f"{made}.append({ast.unparse(value.elt)})").body
        for test in each.ifs:
            inner = ast.parse(f"if {ast.unparse(test)}:\n    pass").body[0]
            assert isinstance(inner, ast.If)
            inner.body, body = body, [inner]
        loop.body = body
        return [*ast.parse(f"{made} = []").body, loop, *ast.parse(f"{target.id} = {made}").body]


def _reorder(tree: ast.AST, chance: random.Random) -> None:
    """Swap neighbours that have no name in common that either of them changes."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            for _ in range(4 * len(body)):
                at = chance.randrange(max(len(body) - 1, 1))
                if len(body) > 1 and _independent(body[at], body[at + 1]):
                    body[at], body[at + 1] = body[at + 1], body[at]


def _independent(one: ast.stmt, other: ast.stmt) -> bool:
    def names(node: ast.AST) -> set[str]:
        return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}

    def changed(node: ast.AST) -> set[str]:
        plain = isinstance(node, ast.Assign) and all(isinstance(target, ast.Name) for target in node.targets)
        plain = plain and not any(isinstance(each, ast.Call | ast.Yield) for each in ast.walk(node))
        loads = {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
        called = isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
        return loads if plain or called else names(node) - {"np"}

    movable = all(isinstance(each, ast.Assign | ast.AugAssign | ast.If | ast.Expr) for each in (one, other))
    leaves = any(isinstance(n, ast.Return | ast.Break | ast.Raise) for each in (one, other) for n in ast.walk(each))
    return movable and not leaves and not (changed(one) & names(other) or changed(other) & names(one))


def _formatted(text: str, chance: random.Random) -> str:
    lines = list[str]()
    for line in text.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        if chance.random() < 0.2:
            lines.append(
                f"{indent}# {chance.choice(['now the next step', 'this is needed below', 'as in the lecture'])}"
            )
        if chance.random() < 0.1:
            lines.append("")
        lines.append(line.replace(" = ", "=").replace(", ", ",") if chance.random() < 0.5 and "'" not in line else line)
    return "\n".join(lines) + "\n"
