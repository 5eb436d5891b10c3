"""One test cell of otter's: a function of the student's names, assertions, or an expression with its saved value."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Mapping
from typing import Any

import yaml

from ...errors import Signal
from ..importing import CantCarry, Check, asserting
from .solutions import given

_CONFIG = re.compile(r'\A\s*(?:\w+\s*=\s*)?"""\s*# ?BEGIN TEST CONFIG\s*\n(.*?)\n"""\s*# ?END TEST CONFIG[^\n]*\n?',
                     re.DOTALL | re.IGNORECASE)  # fmt: skip
_HIDDEN = re.compile(r"\A\s*#[^\n]*\bhidden\b[^\n]*\n?", re.IGNORECASE)


class NoCheck(Signal):
    """Raised inside this room when a test cell has no equivalent; the message says why."""

    def __init__(self, why: str, points: float | None) -> None:
        super().__init__(why)
        self.points = points


def check(where: str, cell: Mapping[str, Any]) -> tuple[Check, float | None]:
    """The check of a test cell, and the points that it claims for itself; raises NoCheck."""
    settings, source = _settings(str(cell["source"]))
    hidden = bool(settings.get("hidden", _HIDDEN.match(source)))
    source = given(_HIDDEN.sub("", source))
    points = settings.get("points")
    claimed = float(points) if isinstance(points, int | float) else None
    try:
        tree = ast.parse(source)
        where, source = _code(where, source, tree, cell.get("outputs", []))
    except (SyntaxError, CantCarry) as why:
        reason = "Python can't read it" if isinstance(why, SyntaxError) else str(why)
        raise NoCheck(reason, claimed) from None
    where = str(settings.get("name", where))
    return Check(where, source, 0.0, hidden, str(settings.get("failure_message") or "")), claimed


def _settings(source: str) -> tuple[dict[str, Any], str]:
    found = _CONFIG.match(source)
    if not found:
        return {}, source
    try:
        told = yaml.safe_load(found[1])
    except yaml.YAMLError:
        raise NoCheck("its settings can't be read", None) from None
    return (told if isinstance(told, dict) else {}), source[found.end() :]


def _code(where: str, source: str, tree: ast.Module, outputs: list[Mapping[str, Any]]) -> tuple[str, str]:
    match tree.body:
        case [ast.FunctionDef(name=name) as function, *rest] if _is_test(function, rest, outputs):
            own = name.removeprefix("test_")
            return own if own.startswith(where.rpartition("_")[0]) else f"{where}_{own}", _unwrapped(function, source)
        case [*_, ast.Expr(value=expression) as last]:
            before = "\n".join(source.splitlines()[: last.lineno - 1])
            return where, f"{before}\n{_expected(expression, outputs)}".strip("\n")
    if any(output.get("output_type") == "stream" for output in outputs):
        raise CantCarry("it compares what is printed")
    return where, source


def _is_test(function: ast.FunctionDef, rest: list[ast.stmt], outputs: list[Mapping[str, Any]]) -> bool:
    """Whether a cell is a test function, perhaps with a call of it."""
    calls = all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) for node in rest)
    return function.name.startswith("test") and calls and len(rest) < 2 and not outputs


def _unwrapped(function: ast.FunctionDef, source: str) -> str:
    """The body of a test function. Its parameters are names of the student's, or `env`, which holds them all."""
    if any(argument.arg == "env" for argument in function.args.args):
        body = [_OutOfEnv().visit(node) for node in function.body]
        return ast.unparse(ast.fix_missing_locations(ast.Module(body, [])))
    lines = source.splitlines()[function.body[0].lineno - 1 : function.end_lineno]
    return textwrap.dedent("\n".join(lines))


class _OutOfEnv(ast.NodeTransformer):
    """Writes `x` in place of `env["x"]`."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        match node:
            case ast.Subscript(value=ast.Name(id="env"), slice=ast.Constant(value=str() as name)):
                return ast.Name(name, node.ctx)
        return self.generic_visit(node)


def _expected(expression: ast.expr, outputs: list[Mapping[str, Any]]) -> str:
    """An assertion in place of an expression whose value the notebook has saved."""
    text = ast.unparse(expression)
    if any(output.get("output_type") == "stream" for output in outputs):
        raise CantCarry("it compares what is printed")
    results = [output["data"]["text/plain"] for output in outputs if "text/plain" in output.get("data", {})]
    said = "".join(results[-1]) if results else ""
    if said in ("True", "np.True_") or (not said and isinstance(expression, ast.Compare | ast.BoolOp)):
        return f"assert {text}"
    return asserting(text, said) if said else text
