"""What a test's cell takes from the notebook: from its author, and from the student."""

from __future__ import annotations

import ast
import builtins
import importlib
import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ....errors import Signal
from ....judge import Seal
from .names import attributes, deleted, imported, local, made, made_by, statements, taken, used

# What these mean depends on the notebook that a cell is in. A seed changes what comes to the student's code.
_OF_THE_NOTEBOOK = frozenset(
    ("get_ipython", "globals", "locals", "vars", "dir", "eval", "exec", "open", "input", "plt", "seed", "inspect",
     "display", "_", "__", "In", "Out")
)  # fmt: skip
_BUILT_IN = frozenset(dir(builtins))


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
    body = statements(source)
    tree = ast.Module(body, [])
    if strange := sorted((used(tree) | attributes(tree)) & _OF_THE_NOTEBOOK):
        raise CannotSeal(f"It uses {strange[0]}, which belongs to the notebook.")
    theirs = {name: node for cell in around.student for node in statements(cell) for name in made_by(node)}
    if replaced := sorted(made(body) & theirs.keys()) or sorted(deleted(tree)):
        raise CannotSeal(f"It replaces or deletes {replaced[0]}.")
    later = {name for cell in around.later for name in taken(statements(cell))}
    if needed := sorted((made(body) - imported(body)) & later):
        raise CannotSeal(f"Later cells use its {needed[0]}.")
    names = used(tree) - made(body) - _BUILT_IN
    before = _before(names - theirs.keys(), around)
    functions, values = _split(tree, sorted(names & theirs.keys()), theirs)
    return Seal(tuple(functions), tuple(values), before)


def _before(names: set[str], around: Surroundings) -> str:
    """The author's source that these names need."""
    order = [node for cell in around.author for node in statements(cell)]
    makers = {name: node for node in order for name in made_by(node)}
    wanted: list[ast.stmt] = []
    open_names, seen = sorted(names), set[str]()
    while open_names:
        name = open_names.pop()
        if name in seen or name in _BUILT_IN:
            continue
        seen.add(name)
        node = makers.get(name) or _star_with(name, order)
        _must_be_simple(name, node, around.folder)
        wanted.append(node)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            open_names += sorted(used(node) - {name} - local(node))
    return "\n".join(ast.unparse(node) for node in order if any(node is other for other in wanted))


def _star_with(name: str, order: list[ast.stmt]) -> ast.stmt:
    """The `from module import *` that brings a name, or raise CannotSeal."""
    for node in order:
        if isinstance(node, ast.ImportFrom) and node.module and node.names[0].name == "*":
            module = importlib.import_module(node.module) if importlib.util.find_spec(node.module) else None
            if name in getattr(module, "__all__", dir(module)):
                return node
    raise CannotSeal(f"Nothing before it defines {name}.")


def _must_be_simple(name: str, node: ast.stmt, folder: Path) -> None:
    """Nothing is computed or read here but what would be the same anywhere."""
    match node:
        case ast.Import() | ast.ImportFrom():
            for module in _modules(node):
                if (folder / f"{module}.py").exists() or (folder / module).is_dir():
                    raise CannotSeal(f"It needs the module {module}, which lies beside the notebook.")
                if importlib.util.find_spec(module) is None:
                    raise CannotSeal(f"It needs the module {module}, which is not installed.")
        case ast.FunctionDef() | ast.ClassDef():
            pass
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value) if _is_literal(value):
            pass
        case _:
            raise CannotSeal(f"It uses {name}, which the notebook computes.")


def _split(tree: ast.Module, names: Iterable[str], theirs: Mapping[str, ast.stmt]) -> tuple[list[str], list[str]]:
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
