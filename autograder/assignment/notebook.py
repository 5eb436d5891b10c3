"""Read notebook.py: the cells that students read, run and write."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from .cells import Answer, Cell, Essay, Prose
from .errors import AssignmentError
from .names import defined
from .percent import Block, read, syntax, without_magics

_ESSAY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*$")  # no hyphen: with one, it could be the id of a check
_LONGEST = 48  # characters in a name; cell ids are made from it, and have at most 64
_TAKEN = ("tools", "coursecheck")  # the names of the notebook's own cell and module


def read_cells(path: Path) -> tuple[Cell, ...]:
    """Return the cells of a notebook, or raise AssignmentError."""
    cells: list[Cell] = []
    lines: dict[str, int] = {}
    for number, block in enumerate(read(path), 1):
        cell = _cell(path, block, number)
        if not isinstance(cell, Prose):
            _check_name(path, cell.name, block.line, lines)
            lines[cell.name] = block.line
        cells.append(cell)
    if not lines:
        raise AssignmentError(path, "the notebook asks for no answer.", "Mark a stub with `# %% answer`.")
    return tuple(cells)


def title_of(path: Path, cells: tuple[Cell, ...]) -> str:
    """The first heading."""
    for cell in cells:
        if isinstance(cell, Prose) and cell.kind == "markdown":
            for line in cell.source.splitlines():
                if line.startswith("# "):
                    return line[2:].strip()
    raise AssignmentError(path, "the notebook has no title.", "Begin it with a `# Title` in a markdown cell.", 1)


def strings_in(cell: Cell) -> Iterable[str]:
    """The strings in a cell's code."""
    if isinstance(cell, Essay) or (isinstance(cell, Prose) and cell.kind == "markdown"):
        return
    source = cell.stub if isinstance(cell, Answer) else cell.source
    for node in ast.walk(ast.parse(without_magics(source))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _check_name(path: Path, name: str, line: int, lines: dict[str, int]) -> None:
    if name in _TAKEN or len(name) > _LONGEST:
        fix = f"Use another name of at most {_LONGEST} characters."
        raise AssignmentError(path, f"no answer can be called {name!r}.", fix, line)
    if name in lines:
        fault = f"the answer {name!r} appears twice, first at line {lines[name]}."
        raise AssignmentError(path, fault, "Give each answer its own name.", line)


def _cell(path: Path, block: Block, number: int) -> Cell:
    if block.title not in ("", "answer", "picture"):
        fault, fix = f"{block.title!r} is not a kind of cell.", "Write `# %%`, `# %% answer` or `# %% picture`."
        raise AssignmentError(path, fault, fix, block.line - 1)
    if block.kind == "markdown":
        return _essay(path, block, number) if block.title else Prose(f"text-{number}", "markdown", block.source)
    tree = syntax(path, block.source, block.line)
    if block.title != "answer":
        return Prose(f"code-{number}", "code", block.source, picture=block.title == "picture")
    return Answer(_only_name(path, block, tree), block.source, block.line)


def _essay(path: Path, block: Block, number: int) -> Essay:
    points = block.options.get("points")
    if not isinstance(points, int | float) or points <= 0:
        fix = "Write `# %% [markdown] answer points=2`."
        raise AssignmentError(path, "an answer in words needs its points.", fix, block.line - 1)
    name = block.options.get("name")
    if name is not None and not _ESSAY.match(str(name)):
        fix = 'Use letters, digits and underscores, such as name="why_it_learns".'
        raise AssignmentError(path, f"{name!r} can't be the name of an answer in words.", fix, block.line - 1)
    return Essay(str(name or f"words-{number}"), block.source, float(points))


def _only_name(path: Path, block: Block, tree: ast.Module) -> str:
    names = defined(tree)
    if len(names) != 1:
        found = f"it defines {', '.join(names)}" if names else "it defines nothing"
        fix = "Give it one function, class or variable; put imports in a cell above."
        raise AssignmentError(path, f"an answer cell must define one name, but {found}.", fix, block.line)
    return names[0]
