"""Read a file in jupytext's percent format as blocks that remember their line."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import jupytext

from .parts import AssignmentError

_MARK = re.compile(r"^# %%", re.MULTILINE)
_MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One `# %%` block: `title` is the word behind the mark, `options` are its key="value" pairs."""

    kind: Literal["markdown", "code"]
    title: str
    options: dict[str, Any]
    source: str
    line: int


def read(path: Path) -> list[Block]:
    """Read the blocks of a percent file, or raise AssignmentError."""
    text = text_of(path)
    marks = [text.count("\n", 0, mark.start()) + 1 for mark in _MARK.finditer(text)]
    cells = jupytext.reads(text, fmt="py:percent").cells
    if len(cells) != len(marks):
        fault = "there is text before the first `# %%` line."
        raise AssignmentError(path, fault, "Begin the file with `# %% [markdown]` and the title.", 1)
    return [_block(cell, line) for cell, line in zip(cells, marks, strict=True)]


def syntax(path: Path, source: str, line: int) -> ast.Module:
    """Parse code that starts at `line` of the file, or raise AssignmentError with the line of the fault."""
    try:
        return ast.parse(without_magics(source))
    except SyntaxError as error:
        at = line + (error.lineno or 1) - 1
        raise AssignmentError(path, f"Python cannot read this: {error.msg}.", "Mend the syntax.", at) from None


def without_magics(source: str) -> str:
    """A cell's code as Python can read it: what only Jupyter understands does nothing."""
    return _MAGIC.sub(r"\1pass", source)


def text_of(path: Path) -> str:
    """The file's text, or AssignmentError."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AssignmentError(path, "this file is missing.", "Write it; docs/authoring.md shows how.") from None
    except UnicodeDecodeError:
        raise AssignmentError(path, "this file is not UTF-8.", "Save it as UTF-8.") from None


def _block(cell: Any, line: int) -> Block:
    options = dict(cell.metadata)
    title = str(options.pop("title", ""))
    options.pop("lines_to_next_cell", None)
    kind: Literal["markdown", "code"] = "markdown" if cell.cell_type == "markdown" else "code"
    return Block(kind, title, options, cell.source, line + 1)
