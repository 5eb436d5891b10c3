"""Pure: small changes to right answers, like slips of the hand. If no test notices one, a test is missing.

Each change replaces one piece of the syntax tree: an operator, a comparison, a number, a call, the order of two
arguments. It is named after the line that it changes, so its name stays the same when other lines change.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.MatMult: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}  # fmt: skip
# Swapping two arguments of these changes nothing, so no test could notice.
_EITHER_WAY_ROUND = {
    "max", "min", "np.maximum", "np.minimum", "np.add", "np.multiply", "np.logical_and", "np.logical_or",
    "np.array_equal",
}  # fmt: skip


@dataclass(frozen=True)
class Slip:
    """A right answer with one small change, described by `name`."""

    answer: str
    name: str
    line: int
    source: str


def slips(answer: str, source: str) -> list[Slip]:
    """Every small change to a right answer that leaves valid code."""
    tree = ast.parse(source)
    before = ast.unparse(tree)
    seen: Counter[str] = Counter()
    made: dict[str, Slip] = {}
    for index, node in enumerate(_changeable(tree)):
        for new in _changes(node):
            after = _replaced(tree, index, new)
            if after == before or after in made:
                continue
            name = f"{answer}: {_changed_line(before, after)}"
            seen[name] += 1
            name += f" ({seen[name]})" if seen[name] > 1 else ""
            made[after] = Slip(answer, name, getattr(node, "lineno", 1), after)
    return list(made.values())


def _changed_line(before: str, after: str) -> str:
    """The first line that differs, before and after."""
    pairs = zip(before.splitlines(), after.splitlines(), strict=False)
    old, new = next((pair for pair in pairs if pair[0] != pair[1]), ("the end", "nothing"))
    return f"{old.strip()} → {new.strip()}"


def _changeable(tree: ast.AST) -> list[ast.AST]:
    """The pieces of a program that may change, in order."""
    walk = _Walk()
    walk.visit(tree)
    return walk.met


class _Walk(ast.NodeVisitor):
    """Visits expressions and plain statements, except docstrings, annotations and raised errors."""

    def __init__(self) -> None:
        self.met: list[ast.AST] = []

    def generic_visit(self, node: ast.AST) -> None:
        if isinstance(node, ast.Raise | ast.Import | ast.ImportFrom) or _is_docstring(node):
            return
        if isinstance(node, ast.expr | ast.AugAssign | ast.Expr | ast.If):
            self.met.append(node)
        for name, child in ast.iter_fields(node):
            if name not in ("annotation", "returns", "decorator_list", "msg"):
                for each in child if isinstance(child, list) else [child]:
                    if isinstance(each, ast.AST):
                        self.visit(each)


def _replaced(tree: ast.Module, index: int, new: ast.AST) -> str:
    """The program with `new` in place of piece number `index`."""
    changed = copy.deepcopy(tree)
    old = _changeable(changed)[index]
    for parent in ast.walk(changed):
        for name, child in ast.iter_fields(parent):
            if child is old:
                setattr(parent, name, new)
            elif isinstance(child, list):
                setattr(parent, name, [new if item is old else item for item in child])
    return ast.unparse(ast.fix_missing_locations(changed))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            yield ast.BinOp(left, _OPERATORS[type(op)](), right)
        case ast.AugAssign(target=target, op=op, value=value) if type(op) in _OPERATORS:
            yield ast.AugAssign(target, _OPERATORS[type(op)](), value)
        case ast.Compare(left=left, ops=[op], comparators=comparators):
            for other in _COMPARISONS[type(op)]:
                yield ast.Compare(left, [other()], comparators)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Constant(value=float(value)):
            yield from (ast.Constant(value * 2), ast.Constant(value + 1))
        case ast.Expr(value=ast.Call()):
            yield ast.Pass()
        case ast.Call():
            yield from _changed_calls(node)
        case ast.If(body=body, orelse=orelse):
            yield ast.If(ast.Constant(False), body, orelse)


def _changed_calls(call: ast.Call) -> Iterator[ast.AST]:
    """A call dropped, two of its arguments swapped, a keyword left out."""
    plain = [argument for argument in call.args if not isinstance(argument, ast.Starred)]
    if len(plain) == len(call.args) == 1 and not call.keywords:
        yield call.args[0]
    elif not call.args and isinstance(call.func, ast.Attribute):
        yield call.func.value
    if len(plain) >= 2 and plain == call.args and ast.unparse(call.func) not in _EITHER_WAY_ROUND:
        yield ast.Call(call.func, [plain[1], plain[0], *plain[2:]], call.keywords)
    for keyword in call.keywords:
        yield ast.Call(call.func, call.args, [other for other in call.keywords if other is not keyword])
