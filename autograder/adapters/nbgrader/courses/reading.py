"""What a test's cell takes from the notebook: from its author, and from the student."""

from __future__ import annotations

import ast
import builtins
import importlib.util
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ....errors import Signal
from ....judge import Seal

# What these mean depends on the notebook that a cell is in.
_OF_THE_NOTEBOOK = frozenset(
    ("get_ipython", "globals", "locals", "vars", "dir", "eval", "exec", "open", "input", "plt", "random", "seed",
     "inspect", "display", "_", "__", "In", "Out")
)  # fmt: skip


class CannotSeal(Signal):
    """Raised with the reason that a cell must run beside the student's code."""


@dataclass(frozen=True)
class Surroundings:
    """The cells around a test: those of its author, those of the student with the author's answers, and later ones."""

    author: Sequence[str]
    student: Sequence[str]
    later: Sequence[str]
    folder: Path


def seal_for(source: str, around: Surroundings) -> Seal:
    """How a cell could run outside the notebook, or raise CannotSeal."""
    tree = _parsed(source)
    used, made = _used(tree), set(_made(tree))
    if strange := sorted(used & _OF_THE_NOTEBOOK):
        raise CannotSeal(f"It uses {strange[0]}, which belongs to the notebook.")
    theirs = {name: node for cell in around.student for node in _nodes(cell) for name in _made_by(node)}
    if replaced := sorted(made & theirs.keys()) or sorted(_deleted(tree)):
        raise CannotSeal(f"It replaces or deletes {replaced[0]}.")
    later = {name for cell in around.later for node in _nodes(cell) for name in _used(node)}
    if needed := sorted((made - set(_imported(tree))) & later):
        raise CannotSeal(f"Later cells use its {needed[0]}.")
    taken = used - made - set(dir(builtins))
    before = _before(taken - theirs.keys(), around)
    functions, values = _split(tree, sorted(taken & theirs.keys()), theirs)
    return Seal(tuple(functions), tuple(values), before)


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:
        raise CannotSeal("It has commands of the notebook, or a syntax error.") from None


def _before(names: set[str], around: Surroundings) -> str:
    """The author's source that these names need."""
    makers = {name: node for cell in around.author for node in _nodes(cell) for name in _made_by(node)}
    order = [node for cell in around.author for node in _nodes(cell)]
    wanted: list[ast.stmt] = []
    open_names, seen = sorted(names), set[str]()
    while open_names:
        name = open_names.pop()
        if name in seen or name in dir(builtins):
            continue
        seen.add(name)
        if name not in makers:
            raise CannotSeal(f"Nothing before it defines {name}.")
        node = makers[name]
        _must_be_simple(name, node, around.folder)
        wanted.append(node)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            open_names += sorted(_used(node) - {name} - _local(node))
    found = [node for node in order if any(node is other for other in wanted)]
    return "\n".join(map(ast.unparse, found))


def _must_be_simple(name: str, node: ast.stmt, folder: Path) -> None:
    """Nothing is computed or read here but what would be the same anywhere."""
    match node:
        case ast.Import() | ast.ImportFrom():
            for module in _modules(node):
                beside = (folder / f"{module}.py").exists() or (folder / module).is_dir()
                if beside or importlib.util.find_spec(module) is None:
                    raise CannotSeal(f"It needs the module {module}, which lies beside the notebook.")
        case ast.FunctionDef() | ast.ClassDef():
            pass
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value) if _is_literal(value):
            pass
        case _:
            raise CannotSeal(f"It uses {name}, which the notebook computes.")


def _split(tree: ast.Module, names: Iterable[str], theirs: dict[str, ast.stmt]) -> tuple[list[str], list[str]]:
    """The student's names that are functions, and those that are values."""
    functions: list[str] = []
    values: list[str] = []
    every = list(ast.walk(tree))
    inside = {each.value.id for each in every if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name)}
    called = {each.func.id for each in every if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)}
    for name in names:
        node = theirs[name]
        if isinstance(node, ast.ClassDef):
            raise CannotSeal(f"It uses the class {name}, whose objects stay in the notebook.")
        is_function = isinstance(node, ast.FunctionDef) or name in called
        if is_function and name in inside:
            raise CannotSeal(f"It looks into the function {name}.")
        (functions if is_function else values).append(name)
    return functions, values


def _nodes(cell: str) -> Iterator[ast.stmt]:
    try:
        yield from ast.parse(cell).body
    except SyntaxError:  # a cell with commands of the notebook defines nothing that can be carried elsewhere
        return


def _used(node: ast.AST) -> set[str]:
    parts = [each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)]
    return _named(node, ast.Load) | _OF_THE_NOTEBOOK.intersection(parts, ("seed", "random"))


def _local(node: ast.AST) -> set[str]:
    return _named(node, ast.Store) | {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}


def _named(node: ast.AST, use: type[ast.expr_context]) -> set[str]:
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, use)}


def _deleted(tree: ast.Module) -> set[str]:
    return _named(tree, ast.Del)


def _made(tree: ast.Module) -> Iterator[str]:
    """The names that a cell defines, also in loops, comprehensions and functions."""
    yield from _local(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt):
            yield from _made_by(node)


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _made_by(node)


def _made_by(node: ast.stmt) -> list[str]:
    """The names that a statement defines."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [alias.asname or alias.name.split(".")[0] for alias in names]
        case ast.Assign(targets=targets):
            return [each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").split(".")[0]]
    return [alias.name.split(".")[0] for alias in node.names]


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True
