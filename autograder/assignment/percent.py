"""Read a file in jupytext's percent format as blocks that know their line."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from ..imports import without_address_grammar
from .errors import AssignmentError

with without_address_grammar():
    import jupytext

_MARK = re.compile(r"^# %%", re.MULTILINE)
_GLUED = re.compile(r"^# ?%%(?:\[markdown\]|answer|picture|equivalent|mutant|also|rubric)|^#%% ", re.MULTILINE)
_OPTIONS = ("mutant", "fails", "also", "points", "name", "region_name")
_MAGIC = re.compile(r"^(\s*)[%!].*$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One `# %%` block: `title` is the word after the mark, `options` are its key="value" pairs."""

    kind: Literal["markdown", "code"]
    title: str
    options: dict[str, Any]
    source: str
    line: int


def read(path: Path) -> list[Block]:
    """Read the blocks of a percent file, or raise AssignmentError."""
    text = text_of(path)
    if glued := _GLUED.search(text):
        fault = f"`{_whole_line(text, glued.start())}` does not begin a cell."
        raise AssignmentError(path, fault, "Write `# %%`, a space, and the kind of cell.", _line(text, glued.start()))
    marks = [_line(text, mark.start()) for mark in _MARK.finditer(text)]
    cells = jupytext.reads(text, fmt="py:percent").cells
    if len(cells) != len(marks):
        fault = "there is text before the first `# %%` line."
        raise AssignmentError(path, fault, "Begin the file with `# %% [markdown]` and the title.", 1)
    return [_block(path, cell, line) for cell, line in zip(cells, marks, strict=True)]


def syntax(path: Path, source: str, line: int) -> ast.Module:
    """Parse code that starts at `line` of the file, or raise AssignmentError with the line at fault."""
    try:
        return ast.parse(without_magics(source))
    except SyntaxError as error:
        at = line + (error.lineno or 1) - 1
        raise AssignmentError(path, f"Python cannot read this: {error.msg}.", "Correct the syntax.", at) from None


def without_magics(source: str) -> str:
    """A cell's code in plain Python: lines that only Jupyter understands do nothing."""
    return _MAGIC.sub(r"\1pass", source)


def text_of(path: Path) -> str:
    """Return the file's text, or raise AssignmentError."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise AssignmentError(path, "this file is missing.", "Write it; docs/authoring.md shows how.") from None
    except UnicodeDecodeError:
        raise AssignmentError(path, "this file is not UTF-8.", "Save it as UTF-8.") from None


def line_of(path: Path, text: str) -> int | None:
    """The number of a file's first line with this text."""
    content = text_of(path)
    return _line(content, content.index(text)) if text in content else None


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _whole_line(text: str, position: int) -> str:
    return text[position:].partition("\n")[0].strip()


def _block(path: Path, cell: Any, line: int) -> Block:
    options = dict(cell.metadata)
    title = str(options.pop("title", ""))
    options.pop("lines_to_next_cell", None)
    _check_options(path, options, line)
    kind: Literal["markdown", "code"] = "markdown" if cell.cell_type == "markdown" else "code"
    return Block(kind, title, options, cell.source, line + 1)


def _check_options(path: Path, options: dict[str, Any], line: int) -> None:
    fix = 'Write each as key="value", with spaces in between.'
    if unread := options.get("incorrectly_encoded_metadata"):
        raise AssignmentError(path, f"the options `{unread}` can't be read.", fix, line)
    for name, value in options.items():
        if name not in _OPTIONS:
            near = next(iter(get_close_matches(name, _OPTIONS, 1)), "")
            hint = f"Did you mean {near}?" if near else f"Known options: {', '.join(_OPTIONS)}."
            raise AssignmentError(path, f"{name!r} is not an option of a cell.", hint, line)
        if not isinstance(value, str | int | float):
            raise AssignmentError(path, f"the option {name} is {value!r}.", fix, line)
