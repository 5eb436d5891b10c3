"""Split a cell that students write into answers: a topic's answer cell defines one name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...assignment import defined, without_magics
from ...errors import Signal
from .source import Asked, Given

_UNWRITTEN = re.compile(r"raise NotImplementedError(?:\(\))?[ \t]*$", re.MULTILINE)


@dataclass(frozen=True)
class Piece:
    """An answer: its name, its right solution, and its stub."""

    name: str
    solution: str
    stub: str


class Intertwined(Signal):
    """Raised inside this room when the names of a cell can't be told apart; the message says why."""


@dataclass
class _Run:
    """Statements that belong to one name, or to several that one statement sets."""

    names: tuple[str, ...]
    nodes: list[ast.stmt] = field(default_factory=list)


def split(asked: Asked) -> Iterator[Piece | Given]:
    """The answers of a cell, and the code in it that students get, in order; raises Intertwined."""
    solution, stub = _parsed(asked.solution), _parsed(asked.stub, broken="")
    known = {ast.dump(node) for node in stub.body}
    stubs = {name: run for run in _runs(stub.body) for name in run.names}
    runs = list(_runs(_parsed(asked.solution).body))
    if not any(run.names for run in runs):
        raise Intertwined("it defines no name that a test could ask for")
    for run in runs:
        text = _text(asked.solution, solution, run.nodes)
        if not run.names or all(ast.dump(node) in known for node in run.nodes):
            yield Given(text)
            continue
        for name in run.names:
            begun = stubs.get(name)
            start = _text(asked.stub, stub, begun.nodes) if begun else ""
            yield Piece(name, _only(name, run, text), _stub(name, run, start))


def _parsed(source: str, broken: str | None = None) -> ast.Module:
    try:
        return ast.parse(without_magics(source))
    except SyntaxError:
        if broken is None:
            raise Intertwined("Python can't read it") from None
        return ast.parse(broken)


def _runs(body: Sequence[ast.stmt]) -> Iterator[_Run]:
    """Group statements by the name that they define. What defines nothing joins what it mentions, or what follows."""
    waiting, runs = list[ast.stmt](), list[_Run]()
    for node in body:
        names = _sets(node)
        if isinstance(node, ast.Import | ast.ImportFrom):
            runs.append(_Run((), [node]))
        elif not names:
            last = runs[-1] if runs else _Run(())
            (last.nodes if set(last.names) & _mentioned(node) and not waiting else waiting).append(node)
        elif runs and runs[-1].names == names:
            runs[-1].nodes += [*waiting, node]
            waiting = []
        elif again := [name for run in runs for name in run.names if name in names]:
            raise Intertwined(f"it sets {again[0]} in two places")
        else:
            runs.append(_Run(names, [*waiting, node]))
            waiting = []
    if waiting and runs and runs[-1].names:
        runs[-1].nodes += waiting
    elif waiting:
        runs.append(_Run((), waiting))
    yield from runs


def _sets(node: ast.stmt) -> tuple[str, ...]:
    """The names that a statement defines; none if it only changes a part of something, as in `table[0] = 1`."""
    targets = node.targets if isinstance(node, ast.Assign) else []
    if any(isinstance(target, ast.Subscript | ast.Attribute) for target in targets):
        return ()
    return tuple(defined(ast.Module([node], [])))


def _mentioned(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _text(source: str, tree: ast.Module, nodes: Sequence[ast.stmt]) -> str:
    """The lines of some statements, with the comments right above each."""
    lines, spans = source.splitlines(), {}
    before = 0
    for node in tree.body:
        spans[ast.dump(node, include_attributes=True)] = (before, node.end_lineno or node.lineno)
        before = node.end_lineno or node.lineno
    texts = []
    for node in nodes:
        first, last = spans[ast.dump(node, include_attributes=True)]
        texts.append("\n".join(lines[first:last]).strip("\n"))
    return "\n".join(texts)


def _only(name: str, run: _Run, text: str) -> str:
    """The statements as the solution of one of the names that they set: the others get other names."""
    others = set(run.names) - {name}
    if not others:
        return text
    tree = _parsed(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in others:
            node.id = f"_{node.id}"
    return ast.unparse(tree)


def _stub(name: str, run: _Run, start: str) -> str:
    """What students start from. It says that it is not written yet."""
    maker = next((node for node in run.nodes if getattr(node, "name", "") == name), None)
    if not isinstance(maker, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        fits = "..." in start and defined(_parsed(start)) == [name]
        return start if fits else f"{name} = ..."
    message = f'raise NotImplementedError("Write {name}.")'
    begun = _UNWRITTEN.sub(message, _raising(start, message)) if start else ""
    return begun if "NotImplementedError" in begun else _headed(maker, message)


def _raising(start: str, message: str) -> str:
    """The text with a line that raises before the first `...` of each function that is not written."""
    lines = start.splitlines()
    for function in reversed([node for node in ast.walk(_parsed(start)) if isinstance(node, ast.FunctionDef)]):
        gap = next((node for node in function.body if _has_gap(node)), None)
        if gap is not None and "NotImplementedError" not in ast.unparse(function):
            lines.insert(gap.lineno - 1, " " * gap.col_offset + message)
    return "\n".join(lines)


def _has_gap(node: ast.stmt) -> bool:
    return any(isinstance(each, ast.Constant) and each.value is ... for each in ast.walk(node))


def _headed(maker: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, message: str) -> str:
    """The head and docstring of a function, or of a class and its methods; the rest is for students to write."""
    docstring = [maker.body[0]] if ast.get_docstring(maker) is not None else []
    inner = (
        [node for node in maker.body if isinstance(node, ast.FunctionDef)] if isinstance(maker, ast.ClassDef) else []
    )
    methods = [ast.parse(_headed(node, message)).body[0] for node in inner]
    body = [*docstring, *(methods or ast.parse(message).body)]
    kept = {each: getattr(maker, each) for each in maker._fields if each != "body"}
    text = ast.unparse(ast.fix_missing_locations(type(maker)(**kept, body=body)))
    return text.replace(ast.unparse(ast.parse(message)), message)
