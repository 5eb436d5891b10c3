"""Python code without what changes nothing: names, values, comments, formatting, the kind of loop, the order of lines.

Theory of operation. Code is read into statements, and each statement into words. Names that the code itself gives, and
values, lose their text; a loop of any kind is one word, followed by what it does each time; what only prepares it, such
as an empty list or a counter, is left out. Statements that do not depend on each other are put into an order that
follows from their words, so that moving them changes nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ..assignment import without_magics
from .touching import Touched, touched

_OWN, _VALUE, _LOOP, _SET = "own", "value", "loop", "set"
_EITHER_WAY = (ast.Add, ast.Mult, ast.BitAnd, ast.BitOr)
_WAYS_TO_COUNT = ("range", "enumerate", "len", "zip", "reversed")
_LEFT_OUT = (ast.Import, ast.ImportFrom, ast.Pass, ast.Global, ast.Nonlocal, ast.Assert)
_Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


class Word(NamedTuple):
    """A word of plain code, and the line that it comes from."""

    text: str
    line: int


class _Statement(NamedTuple):
    words: list[Word]
    touches: Touched


def plain_words(source: str) -> list[Word]:
    """The words of some code; none of code that is not Python."""
    tree = _tree(source)
    return [] if tree is None else [word for each in _Reader(tree).block(tree.body) for word in each.words]


def statements(source: str) -> int:
    """How many statements some code has, without its imports and docstrings."""
    tree = _tree(source)
    inside = [] if tree is None else [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    return sum(not isinstance(node, _LEFT_OUT) and not _only_words(node) for node in inside)


@lru_cache(maxsize=1)  # who counts statements asks for the words next
def _tree(source: str) -> ast.Module | None:
    try:
        return ast.parse(without_magics(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _only_words(node: ast.stmt) -> bool:
    """A docstring, or something that is only printed."""
    if not isinstance(node, ast.Expr):
        return False
    value = node.value
    printed = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "print"
    return printed or isinstance(value, ast.Constant)


class _Reader:
    """Reads one piece of code. It knows which names are the code's own."""

    def __init__(self, tree: ast.Module) -> None:
        self._touched, self._own = touched(tree)

    def block(self, body: Iterable[ast.stmt]) -> list[_Statement]:
        """The statements of a block, in the order that follows from what they are."""
        return _in_order([statement for node in body for statement in self._statement(node)])

    def _statement(self, node: ast.stmt) -> Iterator[_Statement]:
        if isinstance(node, _LEFT_OUT) or _only_words(node) or self._prepares(node):
            return
        words = list(self._words(node))
        if words:
            yield _Statement(words, self._touched[node])

    def _prepares(self, node: ast.stmt) -> bool:
        """Whether this only gets something ready: an empty list, a number to count from, the next number."""
        if isinstance(node, ast.AugAssign):
            return isinstance(node.op, ast.Add | ast.Sub) and isinstance(node.value, ast.Constant)
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            return isinstance(node, ast.AnnAssign)
        made, value = isinstance(node.value, ast.Call), node.value
        if made and isinstance(value, ast.Call):
            return isinstance(value.func, ast.Name) and value.func.id in ("list", "dict", "set") and not value.args
        empty = isinstance(value, ast.List | ast.Dict) and not ast.unparse(value).strip("[]{} ")
        return empty or isinstance(value, ast.Constant | ast.Name)

    # A statement in words

    def _words(self, node: ast.stmt) -> Iterator[Word]:
        match node:
            case ast.FunctionDef(body=body) | ast.ClassDef(body=body):
                yield Word("function", node.lineno)
                yield from self._body(body)
            case ast.For(iter=over, body=body):
                yield from self._loop(over, node.lineno)
                yield from self._body(body)
            case ast.While(body=body):
                yield Word(_LOOP, node.lineno)
                yield from self._body(body)
            case ast.If(test=test, body=body, orelse=other):
                yield Word("if", node.lineno)
                yield from self._value(test)
                yield from self._body(body)
                yield from [Word("else", node.lineno), *self._body(other)] if other else ()
            case ast.Return(value=value) if value is not None:
                yield from self._around("return", [value], node.lineno)
            case ast.AugAssign(target=target, op=op, value=value):
                yield from self._set(ast.BinOp(target, op, value, lineno=node.lineno), node.lineno)
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                yield from self._set(value, node.lineno)
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="append" | "add"), args=[value])):
                yield from self._set(value, node.lineno)
            case _:
                yield from self._around(type(node).__name__.lower(), ast.iter_child_nodes(node), node.lineno)

    def _body(self, body: Iterable[ast.stmt]) -> list[Word]:
        return [word for statement in self.block(body) for word in statement.words]

    def _loop(self, over: ast.expr, line: int) -> Iterator[Word]:
        """What a loop runs over is told only by the calculations in it: `for` and `while` say it in different ways."""
        yield from self._run_over(over)
        yield Word(_LOOP, line)

    def _run_over(self, node: ast.expr) -> Iterator[Word]:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _WAYS_TO_COUNT:
            for each in node.args:
                yield from self._run_over(each)
        else:
            yield from (word for word in self._value(node) if word.text not in (_OWN, _VALUE))

    def _set(self, value: ast.expr, line: int) -> Iterator[Word]:
        words = list(self._value(value))
        plain = [word for word in words if word.text != _OWN]
        if isinstance(value, _Comprehension):
            yield from words
        elif plain:
            yield Word(_SET, line)
            yield from words

    def _around(self, text: str, nodes: Iterable[ast.AST], line: int) -> Iterator[Word]:
        yield Word(text, line)
        for node in nodes:
            if isinstance(node, ast.stmt):
                yield from self._body([node])
            else:
                yield from self._value(node)

    # A value in words

    def _value(self, node: ast.AST) -> Iterator[Word]:
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Name(id=name):
                yield Word(_OWN if name in self._own else name, line)
            case ast.Constant():
                yield Word(_VALUE, line)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                yield from self._comprehension(node, line)
            case ast.BinOp(left=left, op=op, right=right):
                parts = [list(self._value(left)), list(self._value(right))]
                if isinstance(op, _EITHER_WAY):
                    parts.sort(key=lambda words: [word.text for word in words])
                yield Word(type(op).__name__.lower(), line)
                yield from (word for part in parts for word in part)
            case ast.Subscript(value=value, slice=ast.Name()):
                yield from self._value(value)
            case ast.Attribute(value=value, attr=attr):
                yield from self._value(value)
                yield Word(f".{attr}", line)
            case ast.Compare() | ast.UnaryOp() | ast.BoolOp():
                ops = node.ops if isinstance(node, ast.Compare) else [node.op]
                yield Word(" ".join(type(op).__name__.lower() for op in ops), line)
                yield from self._parts(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))
            case ast.Call():
                yield from self._value(node.func)
                yield Word("(", line)
                yield from self._parts([*node.args, *(each.value for each in node.keywords)])
            case ast.Load() | ast.Store():
                return
            case _:
                yield Word(type(node).__name__.lower(), line)
                yield from self._parts(ast.iter_child_nodes(node))

    def _parts(self, nodes: Iterable[ast.AST]) -> Iterator[Word]:
        for node in nodes:
            yield from self._value(node)

    def _comprehension(self, node: _Comprehension, line: int) -> Iterator[Word]:
        """A comprehension is the loop that it stands for."""
        for each in node.generators:
            yield from self._loop(each.iter, line)
            for test in each.ifs:
                yield Word("if", line)
                yield from self._value(test)
        yield Word(_SET, line)
        yield from self._parts([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])


def _in_order(found: list[_Statement]) -> list[_Statement]:
    """The statements so that each stands behind what it depends on, and otherwise as their words decide."""
    if len(found) < 2:
        return found
    texts = [[word.text for word in each.words] for each in found]
    needs = [{at for at in range(place) if found[at].touches.before(each.touches)} for place, each in enumerate(found)]
    placed: dict[int, _Statement] = {}
    while len(placed) < len(found):
        free = [at for at in range(len(found)) if at not in placed and needs[at] <= placed.keys()]
        first = min(free, key=lambda at: texts[at])
        placed[first] = found[first]
    return list(placed.values())
